"""Which cases are closed: rates and gains count only these, an open case has not yet shown its outcome.

A case is closed when its last activity is one that ends cases, or when nothing has happened to it for longer than the
P95 of the cycle times of cases so ended.
"""

from __future__ import annotations

from procmap.engine import Engine
from procmap.log.calendar import day_sql
from procmap.log.period import Period

END_SHARE = 0.2
"""An activity ends cases when at least this share of its instances are the last of their case ..."""

END_CASES = 0.005
"""... and it ends at least this share of the cases."""

FIRST_PART = 0.6
"""Share of the closed cases, by arrival, in the part on which anything that is chosen from the data is chosen."""


def mark_closed(engine: Engine, period: Period) -> None:
    """Store `case_`: the cases with their variant, week of arrival and whether they are closed."""
    engine.table(
        "end_activity",
        f"""select activity from event group by activity
            having count(*) filter (where next_activity is null) >= {END_SHARE} * count(*)
               and count(*) filter (where next_activity is null) >= {END_CASES} * (select count(*) from case_list)""",
    )
    engine.table(
        "case_ended",
        f"""select c.case_id, c.events, c.arrival, c.finish, c.office_arrival, c.office_finish, c.amount, c.channel_name,
                   c.deadline, v.variant, {period.week_sql("c.arrival")} as week,
                   list_extract(c.activities, -1) in (select activity from end_activity) as ended
            from case_list c join variant v using (activities)""",
    )
    longest = engine.value("select quantile_disc(finish - arrival, 0.95) from case_ended where ended") or 0
    last = engine.value("select max(finish) from case_ended") or 0
    engine.table(
        "case_closed",
        f"select *, arrival is not null and (ended or {last} - finish > {longest}) as closed from case_ended",
    )
    # the first part of the closed cases by day of arrival; a day is never cut in two
    engine.table(
        "case_",
        f"""with day_total as (
              select {day_sql("arrival")} as day, sum(count(*)) over (order by day) as upto, sum(count(*)) over () as total
              from case_closed where closed group by 1)
            select c.*, case when closed then case when d.upto <= {FIRST_PART} * d.total then 1 else 2 end end as part
            from case_closed c left join day_total d on d.day = {day_sql("c.arrival")} order by case_id""",
    )
    engine.drop("case_ended", "case_closed")
