"""How the cases stand to the days on which a step is done: whether they wait for these, and whether these follow a rhythm."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.log import EventLog
from procmap.log.calendar import DAY

SMALLEST = 0.01
"""The rank, as a share, of the wait that hardly any case goes below."""


@dataclass(frozen=True)
class Held:
    """The days on which an activity is done.

    Attributes:
        days: How many.
        gap: Mean calendar days from one to the next.
        spread: Standard deviation of that, in working days, as a share of its mean.
        on_two_week_days: Share of the instances on the two most frequent days of the week.
        taken: Share of the instances done on the first such day from the one on which they were ready.
        waited: Mean calendar days from being ready to that first day.
        by_chance: The same for cases that become ready on any day.
        floor: Calendar days that hardly any case waits less than, from being ready.
    """

    days: int
    gap: float
    spread: float
    on_two_week_days: float
    taken: float
    waited: float
    by_chance: float
    floor: float


def find_held(log: EventLog, activity: int) -> Held | None:
    """How the cases stand to the days of an activity; None where fewer than three such days are known.

    What a case has a second time right after the first became ready at a moment that the log does not tell: a further instalment
    waits for its own due date, not since the first was paid.
    """
    import numpy as np

    found = log.engine.columns(
        f"""select time, coalesce(prev_time, time) as ready, coalesce(prev_activity = activity, false) as further from event
            where activity = {int(activity)} and office is not null order by time, ready"""
    )
    time, ready = (np.asarray(found[name], dtype=np.int64) for name in ("time", "ready"))
    days, counts = np.unique(time // DAY, return_counts=True)
    first_time = ~np.asarray(found["further"], dtype=bool)
    time, ready = time[first_time], ready[first_time]
    if len(days) < 3 or not len(time):
        return None
    day, ready_day = time // DAY, ready // DAY
    working = np.array([d for (d,) in log.engine.rows("select day from office_day where close_0 > open_0 order by day")])
    gaps, apart = np.diff(days), np.diff(np.searchsorted(working, days))
    first = days[np.minimum(np.searchsorted(days, ready_day), len(days) - 1)]
    week = np.sort(np.bincount((days + 3) % 7, weights=counts, minlength=7))
    waits = np.sort(time - ready)
    return Held(
        days=len(days),
        gap=float(gaps.mean()),
        spread=float(apart.std() / max(apart.mean(), 1e-9)),
        on_two_week_days=float(week[-2:].sum() / counts.sum()),
        taken=float((first == day).mean()),
        waited=float(np.maximum(first - ready_day, 0).mean()),
        by_chance=float((gaps.astype(np.float64) ** 2).sum() / (2 * gaps.sum())),
        floor=float(waits[int(SMALLEST * len(waits))] / DAY),
    )
