"""The way of each case apart from what is written beside it."""

from __future__ import annotations

from procmap.log import EventLog
from procmap.measures.kinds.kinds import Kinds

STEPS = """
select case_id, cast(row_number() over w as integer) as k,
       pos, activity, role, resource, time, start, amount, outcome_name, channel_name, deadline, delegated, office,
       office_start,
       lag(activity) over w as prev_activity, lag(role) over w as prev_role, lag(time) over w as prev_time,
       lag(office) over w as prev_office, lead(activity) over w as next_activity, lead(role) over w as next_role
from recorded where activity not in ({aside}) or k = 1
window w as (partition by case_id order by recorded.k)
order by case_id, k
"""
"""What opens a case stays, whatever it is: every case has a step."""

LAST_STEPS = """
insert into end_activity
select activity from event join case_ using (case_id)
where closed and next_activity is null and activity not in (select activity from end_activity)
  and case_id in (select case_id from recorded where next_activity is null and activity in ({aside}))
group by activity having count(*) >= {share} * (select count(*) from event e where e.activity = event.activity)
"""
"""Steps after which cases end, but for what is written beside their way."""

END_SHARE = 0.2
"""As log.closing has it."""

COUNTS = """
update case_ set events = n.events from (select case_id, cast(count(*) as integer) as events from event group by case_id) n
where n.case_id = case_.case_id
"""


def set_aside(log: EventLog, kinds: Kinds) -> None:
    """Keep in `event` the rows that are steps; `recorded` holds all rows, and the two share `pos`.

    What stands aside is part of no sequence: steps before and after it follow one another. Cases begin and end as recorded.
    """
    engine = log.engine
    if not kinds.aside:
        engine.run("create or replace view recorded as select * from event")
        return
    aside = ", ".join(map(str, sorted(kinds.aside)))
    engine.run("alter table event rename to recorded")
    engine.table("event", STEPS.format(aside=aside))
    engine.run(LAST_STEPS.format(aside=aside, share=END_SHARE))
    engine.run(COUNTS)


def whole_again(log: EventLog) -> None:
    """Undo `set_aside`: `event` holds all rows."""
    engine = log.engine
    kind = engine.rows("select table_type from information_schema.tables where table_name = 'recorded'")
    if kind == [("VIEW",)]:
        engine.run("drop view recorded")
    elif kind:
        engine.run("drop table event")
        engine.run("alter table recorded rename to event")
        engine.run(COUNTS)
