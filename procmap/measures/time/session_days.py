"""Steps proven to be done in sessions, and for each day the next session that a file ready on it can catch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from procmap.log import EventLog
from procmap.log.calendar import DAY
from procmap.measures.time.held import Held, find_held
from procmap.measures.time.sessions import Rhythm
from procmap.measures.time.timers import is_timer

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

INSTANCES, PER_DAY = 100, 0.5
"""Instances, and instances per working day, below which few days are only a small volume."""

RATIO, INHERITED = 0.5, 0.75
"""A step is done on few days at most at this rhythm, and at this share of the rhythm in which its files become ready."""

FEWEST, ENOUGH = 6, 12
"""Sessions from which a rhythm of days, and one of days of the week, can be told."""

SPREAD, WEEK_DAYS, TAKEN = 0.5, 0.8, 0.8
"""The days follow a rhythm at most at this spread, or with so many instances on two days of the week; else so many of the files
must take the first session held, after about as long as chance has it."""

DUE = 2.0
"""Sessions that nearly every file lets pass, from which it waits for a date of its own."""

SIZE, LONGEST = 0.2, 3
"""Share of a session's usual size from which a day is one, and the days that one session may go on."""

NONE = {name: f"cast(null as {kind})" for name, kind in (
    ("activity", "bigint"), ("day", "bigint"), ("held", "boolean"), ("opens", "bigint"), ("opens_office", "bigint"),
    ("ends", "bigint"), ("next_opens", "bigint"), ("next_opens_office", "bigint"), ("next_ends", "bigint"),
)}  # fmt: skip


def in_sessions(log: EventLog, rhythm: Rhythm, *, opens: bool) -> bool:
    """Whether the days of an activity prove that its files wait for a session.

    Args:
        log: The log.
        rhythm: Of the activity.
        opens: Whether it mostly opens cases: then nothing waits for it.
    """
    few = rhythm.ratio <= RATIO and rhythm.ratio <= INHERITED * rhythm.ready_ratio
    if opens or not few or rhythm.instances < INSTANCES or rhythm.per_day < PER_DAY:
        return False
    held = find_held(log, rhythm.activity)
    return held is not None and held.floor < DUE * held.gap and _waited_for(held) and not is_timer(log, rhythm.activity)


def _waited_for(held: Held) -> bool:
    rhythm = held.days >= FEWEST and held.spread <= SPREAD
    rhythm |= held.days >= ENOUGH and held.on_two_week_days >= WEEK_DAYS
    return rhythm or (held.taken >= TAKEN and held.waited >= TAKEN * held.by_chance)


def store_session_days(log: EventLog, activities: Iterable[int]) -> None:
    """Store `session_day`: for each activity and day the first session that opens on it or later, and the one after that.

    `held` says whether the day is one of a session. A session opens and ends with its first and last completion; days between
    which no working day lies are one, up to LONGEST. NULL where no further session is held.
    """
    import numpy as np

    parts = [_days_of(log, code) for code in sorted(activities)]
    if not parts:
        log.engine.table("session_day", f"select {', '.join(f'{sql} as {name}' for name, sql in NONE.items())} where false")
        return
    columns = {name: [part[name] for part in parts] for name in NONE}
    log.engine.load("session_day", {name: np.ma.concatenate(found) for name, found in columns.items()})  # type: ignore[no-untyped-call]


def _days_of(log: EventLog, code: int) -> dict[str, Array]:
    import numpy as np

    found = log.engine.columns(f"select time, office from event where activity = {int(code)} and office is not null order by time")
    time, office = (np.asarray(found[name], dtype=np.int64) for name in ("time", "office"))
    days, first, counts = np.unique(time // DAY, return_index=True, return_counts=True)
    kept = counts >= SIZE * np.median(np.repeat(counts, counts))
    days, first, last = days[kept], first[kept], (first + counts - 1)[kept]
    working = np.array([day for (day,) in log.engine.rows("select day from office_day where close_0 > open_0 order by day")])
    new = np.diff(np.searchsorted(working, days), prepend=-2) > 1
    place = np.arange(len(days))
    new |= (place - np.maximum.accumulate(np.where(new, place, 0))) % LONGEST == 0
    begins = np.flatnonzero(new)
    ends = time[last[np.append(begins[1:], len(days)) - 1]]
    calendar = np.arange(log.period.first - 1, log.period.last + 2)
    caught = np.searchsorted(days[begins], calendar)

    def at(values: Array, places: Array) -> Array:
        return np.ma.masked_array(values[np.minimum(places, len(values) - 1)], places >= len(values))

    opens, opens_office = time[first[begins]], office[first[begins]]
    return {
        "activity": np.full(len(calendar), code), "day": calendar, "held": np.isin(calendar, days),
        "opens": at(opens, caught), "opens_office": at(opens_office, caught), "ends": at(ends, caught),
        "next_opens": at(opens, caught + 1), "next_opens_office": at(opens_office, caught + 1), "next_ends": at(ends, caught + 1),
    }  # fmt: skip
