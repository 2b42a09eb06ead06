"""On how many of the days on which cases stand before a step some are done: a queue moves, cases that wait for a date do not."""

from __future__ import annotations

from procmap.measures import Measures


def served_days(measures: Measures, activity: int) -> float:
    """The share of the days that cases stand before the step, from one working day to the next, on which it is done at all."""
    import numpy as np

    measures.need_queue()
    day = round(measures.log.calendar.day)
    found = measures.log.engine.columns(
        f"""select enabled // {day} as came, office // {day} as went from queue
            where activity = {int(activity)} and enabled is not null and office is not null""",
    )
    came, went = (np.sort(np.asarray(found[name], dtype=np.int64)) for name in ("came", "went"))
    if not len(came):
        return 0.0
    days = np.arange(came[0] + 1, went[-1] + 1)
    standing = np.searchsorted(came, days, side="left") - np.searchsorted(went, days, side="left")
    return float(standing[np.isin(days, went)].sum() / standing.sum()) if standing.sum() else 0.0
