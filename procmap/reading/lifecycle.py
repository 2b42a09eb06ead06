"""Lifecycle rows become activity instances: a complete takes the earliest start still open of its activity and case."""

from __future__ import annotations

from procmap.engine import Engine
from procmap.reading.table import quoted
from procmap.reading.transitions import BREAKS, ENDS, KNOWN, STARTS

Notes = list[tuple[str, dict[str, object]]]

SIGNED = """
select *, case when step = 'start' then 1 else -1 end as sign,
  sum(case when step = 'start' then 1 else -1 end) over w as depth
from (select *, case when transition is null then 'end' when lower(transition) in ({starts}) then 'start'
        when lower(transition) in ({ends}) then 'end' when lower(transition) in ({breaks}) then 'break'
        when lower(transition) in ({known}) then 'mark' else 'end' end as step
      from source_event)
where step <> 'mark'
window w as (partition by case_name, activity_name, instance order by time, pos rows unbounded preceding)
"""
"""Each start opens (+1), each end closes (-1); an end that takes the depth below all earlier ones closes nothing."""

MATCHED = """
select *, case when step = 'start' then place end as opening, case when closes then place end as closing
from (select *, row_number() over (partition by case_name, activity_name, instance, step = 'start', closes
        order by time, pos) as place
      from (select *, step <> 'start' and depth >= least(0, coalesce(min(depth) over w, 0)) as closes
            from lifecycle_signed
            window w as (partition by case_name, activity_name, instance
              order by time, pos rows between unbounded preceding and 1 preceding)))
"""

PAIRED = """
select coalesce(e.pos, s.pos) as pos, coalesce(e.case_name, s.case_name) as case_name,
  coalesce(e.activity_name, s.activity_name) as activity_name,
  coalesce(e.resource_name, s.resource_name) as resource_name,
  coalesce(e.role_name, s.role_name) as role_name, coalesce(e.time, s.time) as time,
  case when e.pos is null then s.time else coalesce(s.time, e.start) end as start,
  coalesce(e.amount, s.amount) as amount,
  coalesce(e.outcome_name, s.outcome_name) as outcome_name, coalesce(e.channel_name, s.channel_name) as channel_name,
  coalesce(e.deadline, s.deadline) as deadline,
  e.pos is null as is_open
from (select * from lifecycle_matched where step = 'end' or closes) e
full join (select * from lifecycle_matched where step = 'start') s
  on e.case_name = s.case_name and e.activity_name = s.activity_name and e.instance is not distinct from s.instance
  and e.closing = s.opening
"""


def merge_lifecycle(engine: Engine, notes: Notes) -> None:
    """Replace source_event's lifecycle rows by activity instances; a log of complete rows alone stays as it is.

    A start that nothing completes becomes an instance that ends as it starts. Rows between (schedule, suspend ...) go.
    """
    groups = {name: ", ".join(quoted(word) for word in sorted(words)) for name, words in
              (("starts", STARTS), ("ends", ENDS), ("breaks", BREAKS), ("known", KNOWN))}  # fmt: skip
    others = f"lower(transition) in ({groups['known']}) and lower(transition) not in ({groups['ends']})"
    if not engine.value(f"select count(*) from source_event where {others}"):
        return
    rows = engine.value("select count(*) from source_event")
    engine.table("lifecycle_signed", SIGNED.format(**groups))
    engine.table("lifecycle_matched", MATCHED)
    engine.table("source_event", f"select * from ({PAIRED}) order by pos")
    instances, is_open = engine.rows("select count(*), count(*) filter (is_open) from source_event")[0]
    engine.run("alter table source_event drop column is_open")
    engine.drop("lifecycle_signed", "lifecycle_matched")
    notes.append(("reading.note_lifecycle", {"rows": rows, "instances": instances}))
    if is_open:
        notes.append(("reading.note_open_starts", {"count": is_open}))
