"""Which cases are closed: rates and gains count only these, an open case has not yet shown its outcome.

A case is closed when its last activity is one that ends cases, or when nothing has happened to it for longer than the
P95 of the cycle times of cases so ended. It is open whatever its last activity where its last state says that work goes on.
"""

from __future__ import annotations

from collections.abc import Collection

from procmap.engine import Engine
from procmap.log.calendar import day_sql
from procmap.log.cut import Cut, find_cut
from procmap.log.period import Period

END_SHARE = 0.2
"""An activity ends cases when at least this share of its instances are the last of their case, of all of them and of those
that have had the time to go on ..."""

END_CASES = 0.005
"""... and it ends at least this share of the cases."""

USUAL = 0.95
"""Share of the waits after an activity that are over by the time from which a case has had the time to go on."""

FEWEST = 10
"""Instances that must have had that time: fewer can't be judged, and all are taken."""

FIRST_PART = 0.6
"""Share of the closed cases, by arrival or by end, in the part on which anything that is chosen from the data is chosen."""


ENDS = f"""
with share as (
  select activity, count(*) as instances, count(*) filter (where next_activity is null) as ends from event group by activity
  having ends >= {END_SHARE} * instances and ends >= {END_CASES} * (select count(*) from case_list)),
wait as (
  select prev_activity as activity, quantile_disc(time - prev_time, {USUAL}) as usual from event
  where prev_activity in (select activity from share) group by prev_activity),
ripe as (
  select activity, count(*) as instances, count(*) filter (where next_activity is null) as ends
  from event join wait using (activity) where (select max(finish) from case_list) - time > usual group by activity)
select activity from share left join ripe using (activity)
where coalesce(ripe.instances, 0) < {FEWEST} or ripe.ends >= {END_SHARE} * ripe.instances
"""
"""The activities that end cases. A state in which cases still stand when the log was made does not: those that came to it
long ago have left it."""

UNLEFT = f"""
with period as (select max(finish) as last, quantile_disc(finish - arrival, {USUAL}) as longest from case_list),
old as (select count(*) as cases from case_list, period where last - arrival > longest)
select activity from event, period, old where last - time > longest group by activity, cases
having count(*) filter (where next_activity is null) >= {USUAL} * count(*) and count(*) >= {END_SHARE} * cases
"""
"""The activities that a good share of the cases came to long ago and never left: they end cases, whatever they are called."""

AT_WORK = f"""
with unleft as ({UNLEFT})
select case_id from case_code where case_name in (select case_name from open_case)
union
select case_id from event where next_activity is null
  and (outcome_name in (select state from at_work)
       or activity in (select activity from activity_ where activity_name in (select state from at_work))
          and activity not in (select activity from unleft))
"""


def find_at_work(engine: Engine, states: Collection[str] = ()) -> None:
    """Store `case_at_work`: the cases on which work went on when the log was made.

    Args:
        engine: Holds the log under the names of the source.
        states: Labels and outcomes that say that work goes on; a case is open that they are the last of.
    """
    import numpy as np

    engine.run("create table if not exists open_case (case_name varchar)")
    engine.load("at_work", {"state": np.array(sorted(states), dtype=object)})
    engine.run("alter table at_work alter state type varchar")  # of no type where there is none
    engine.table("case_at_work", AT_WORK)
    engine.drop("at_work")


def mark_closed(engine: Engine, period: Period) -> Cut | None:
    """Store `case_`: the cases with their variant, week of arrival and whether they are closed; where the extract begins."""
    engine.table("end_activity", ENDS)
    engine.table(
        "case_ended",
        f"""select c.case_id, c.events, c.arrival, c.finish, c.office_arrival, c.office_finish, c.amount, c.channel_name,
                   c.deadline, v.variant, {period.week_sql("c.arrival")} as week, w.case_id is not null as is_at_work,
                   w.case_id is null and list_extract(c.activities, -1) in (select activity from end_activity) as ended
            from case_list c join variant v using (activities) left join case_at_work w using (case_id)""",
    )
    longest = engine.value("select quantile_disc(finish - arrival, 0.95) from case_ended where ended") or 0
    last = engine.value("select max(finish) from case_ended") or 0
    engine.table(
        "case_closed",
        f"""select * exclude (is_at_work),
                   arrival is not null and not is_at_work and (ended or {last} - finish > {longest}) as closed from case_ended""",
    )
    # the first part of the closed cases by day of arrival; a day is never cut in two. Where only those of the first arrivals are
    # left that took long, by the day of their end: over what ended at one time nothing is missing
    cut = find_cut(engine)
    moment = "arrival" if cut is None else "finish"
    engine.table(
        "case_",
        f"""with day_total as (
              select {day_sql(moment)} as day, sum(count(*)) over (order by day) as upto, sum(count(*)) over () as total
              from case_closed where closed group by 1)
            select c.*, case when closed then case when d.upto <= {FIRST_PART} * d.total then 1 else 2 end end as part
            from case_closed c left join day_total d on d.day = {day_sql(f"c.{moment}")} order by case_id""",
    )
    engine.drop("case_ended", "case_closed", "case_at_work")
    return cut
