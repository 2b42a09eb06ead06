"""Waits of a fixed length: a period that the law or a rule sets, not a queue."""

from __future__ import annotations

from procmap.log import EventLog

SPREAD = 0.05
LEAST = 50


def is_timer(log: EventLog, activity: int) -> bool:
    """Whether most of what precedes the activity precedes it by the same calendar time.

    True where, for the activity that it most often follows, P10, P50 and P90 of the time between the two differ by less than 5 % of
    the median, on at least 50 instances.
    """
    rows = log.engine.rows(
        f"""with gap as (select prev_activity, time - prev_time as took from event
                         where activity = {int(activity)} and prev_office is not null and office is not null)
            select count(*), quantile_disc(took, 0.1), quantile_disc(took, 0.5), quantile_disc(took, 0.9)
            from gap group by prev_activity order by count(*) desc, prev_activity limit 1""",
    )
    if not rows:
        return False
    times, low, median, high = rows[0]
    return bool(times >= LEAST and median > 0 and (high - low) < SPREAD * median)
