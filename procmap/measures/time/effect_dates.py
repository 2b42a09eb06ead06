"""Dates of effect: the first day of a month, on which a case that is settled begins to count."""

from __future__ import annotations

from procmap.log import EventLog
from procmap.log.calendar import DAY

NEARLY_ALL = 0.95
"""Share of the instances that open a month, and that end their case."""


def opens_the_month(log: EventLog, activity: int) -> bool:
    """Whether an activity ends its cases on the first day of a month, or its first open day, and no people do it.

    A run held on these days looks the same if nobody is named, and what tells them apart does not stand in the log.
    """
    rows = log.engine.rows(
        f"""with opening as (
              select min(day) as day from office_day where close_0 > open_0
              group by date_trunc('month', date '1970-01-01' + cast(day as integer)))
            select avg(case when o.day is not null or day(make_timestamp(time)) = 1 then 1 else 0 end),
                   avg(case when next_activity is null then 1 else 0 end), count(distinct resource)
            from event left join opening o on o.day = time // {DAY}
            where activity = {int(activity)} and office is not null""",
    )
    opening, ending, accounts = rows[0]
    return opening is not None and bool(opening >= NEARLY_ALL and ending >= NEARLY_ALL and accounts <= 1)
