"""Waits of a fixed length: a period that the law or a rule sets, not a queue."""

from __future__ import annotations

from procmap.log import EventLog
from procmap.log.calendar import DAY

SPREAD = 0.05
LEAST = 50

HARDLY = 0.01
"""Share of the waits that may be shorter than a term."""

ABOVE, CROWD = 1.25, 0.05
"""Up to this many times the term lies at least this share of the waits: where nothing is waited for, few do."""

LONG = 5 * DAY
"""Calendar time from which a wait is none of nights and weekends."""


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


def stands_behind_term(log: EventLog, activity: int) -> bool:
    """Whether hardly any instance comes sooner after the event before it than many do: a term runs there, whoever acts at its end.

    True where P1 of the calendar time since the event before is at least five days, and at least one instance in twenty comes
    within a quarter more of it, on at least 50 instances.
    """
    times, least = log.engine.rows(
        f"""select count(*), quantile_disc(time - prev_time, {HARDLY}) from event
            where activity = {int(activity)} and prev_time is not null and office is not null""",
    )[0]
    if times < LEAST or least < LONG:
        return False
    (near,) = log.engine.rows(
        f"""select count(*) from event where activity = {int(activity)} and office is not null
            and time - prev_time between {int(least)} and {int(ABOVE * least)}""",
    )[0]
    return bool(near >= CROWD * times)
