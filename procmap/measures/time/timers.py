"""Waits of a fixed length: a period that the law or a rule sets, not a queue."""

from __future__ import annotations

from procmap.log import EventLog

SPREAD = 0.05
LEAST = 50


def find_gaps(log: EventLog) -> None:
    """Store `usual_gap`: what time each activity comes after the one that it most often follows, over all its plausible dates."""
    log.engine.table(
        "usual_gap",
        """with pair as (
             select activity, prev_activity, count(*) as times from event
             where prev_office is not null and office is not null group by activity, prev_activity),
           main as (
             select activity, arg_max(prev_activity, (times, -prev_activity)) as prev_activity from pair group by activity)
           select activity, count(*) as times, quantile_disc(time - prev_time, [0.1, 0.5, 0.9]) as took
           from event semi join main using (activity, prev_activity)
           where prev_office is not null and office is not null group by activity""",
    )


def is_timer(log: EventLog, activity: int) -> bool:
    """Whether most of what precedes the activity precedes it by the same calendar time.

    True where, for the activity that it most often follows, P10, P50 and P90 of the time between the two differ by less than 5 % of
    the median, on at least 50 instances.
    """
    if not log.engine.has("usual_gap"):
        find_gaps(log)
    rows = log.engine.rows(
        f"select times, took[1], took[2], took[3] from usual_gap where activity = {int(activity)}",
    )
    if not rows:
        return False
    times, low, median, high = rows[0]
    return bool(times >= LEAST and median > 0 and (high - low) < SPREAD * median)
