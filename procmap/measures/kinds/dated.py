"""What comes a fixed time after something else, and what is done to many cases at once without any of them waiting for it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from procmap.engine.duckdb_engine import sql_of
from procmap.log import EventLog
from procmap.log.calendar import DAY
from procmap.measures.kinds.moments import ROOM, Moments, listed, step_of

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

LEAST = 30
"""Instances from which a fixed time is more than chance."""

FIXED, COVERED = 0.3, 0.8
"""Share of an activity's instances that follow another by whole days, and that follow it at all. By chance one in twenty does."""

SAME_MINUTE = 0.2
"""Share of the most frequent minute of the day from which an activity has its own hours: whole days then prove nothing."""

EVERYWHERE = 1 / 3
"""Share of the activities that come after whole days, from which the times of day of the log were copied from row to row."""

BURST = 0.4
"""Share of its instances in the same minute as another case, from which an activity is done to many cases at once."""

CROWD = 5
"""Mean number of instances on a day with some, from which days are few."""

IRREGULAR, A_WEEK_DAY = 0.45, 0.8
"""Spread of the time from one such day to the next, as a share of its mean, from which the days follow no rhythm; unless so many
instances fall on two days of the week."""

ENOUGH_DAYS = 12
"""Days from which two days of the week are a rhythm."""

FEWEST_DAYS, FEW_DAYS = 3, 0.5
"""Days from which there is a rhythm to miss; share of the days that so many instances would fill, one by one, up to which days are
few."""


def find_timers(log: EventLog, moments: tuple[Moments, ...]) -> frozenset[int]:
    """Activities that come a whole number of days after another, to ten minutes, though nobody works by such a clock."""
    own_hours = {m.activity for m in moments if m.usual_minute >= SAME_MINUTE * m.instances}
    asked = {m.activity: m.instances for m in moments if m.instances >= LEAST and not m.is_work and m.activity not in own_hours}
    if not asked:
        return frozenset()
    rows = log.engine.rows(sql_of(ROOM, "clock").format(codes=listed(asked), every=step_of(log)))
    found = {
        code
        for code, since, times, whole in rows
        if since not in own_hours and times >= COVERED * asked[code] and whole >= FIXED * asked[code]
    }
    return frozenset(found) if len(found) <= EVERYWHERE * len(moments) else frozenset()


def find_mass_edits(log: EventLog, moments: tuple[Moments, ...]) -> frozenset[int]:
    """Activities done to many cases in the same minutes, on few days that follow no rhythm."""
    import numpy as np

    crowds = [
        m.activity for m in moments
        if m.instances >= LEAST and m.together >= BURST * m.instances and m.accounts <= 1 and not m.by_the_clock and not m.is_work
    ]  # fmt: skip
    if not crowds:
        return frozenset()
    working = np.array([day for (day,) in log.engine.rows("select day from office_day where close_0 > open_0 order by day")])
    found = log.engine.columns(
        f"""select activity, time // {DAY} as day, count(*) as times from event
            where activity in ({listed(crowds)}) and office is not null group by all order by all"""
    )
    activity, day, times = (np.asarray(found[name], dtype=np.int64) for name in ("activity", "day", "times"))
    ends = np.concatenate([[0], np.nonzero(np.diff(activity))[0] + 1, [len(activity)]])
    return frozenset(int(activity[a]) for a, b in pairwise(ends) if _is_irregular(day[a:b], times[a:b], working))


def _is_irregular(day: Array, times: Array, working: Array) -> bool:
    """Whether few days, crowded, follow one another in no rhythm."""
    import numpy as np

    place = np.searchsorted(working, day)
    span, instances = int(place[-1] - place[0]) + 1, int(times.sum())
    filled = span * (1 - np.exp(-instances / span))
    if len(day) < FEWEST_DAYS or instances < CROWD * len(day) or len(day) > FEW_DAYS * filled:
        return False
    gaps = np.diff(place)
    on_week_days = np.sort(np.bincount((day + 3) % 7, weights=times, minlength=7))[-2:].sum() / instances
    steady = len(day) >= ENOUGH_DAYS and on_week_days >= A_WEEK_DAY
    return bool(gaps.std() > IRREGULAR * gaps.mean()) and not steady
