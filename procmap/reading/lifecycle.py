"""Lifecycle rows become activity instances: a complete takes the earliest start still open of its activity and case."""

from __future__ import annotations

from procmap.engine import Engine
from procmap.reading.listing import listing
from procmap.reading.table import quoted
from procmap.reading.transitions import Step, step_of
from procmap.reading.unknown_transitions import settle_unknown

Notes = list[tuple[str, dict[str, object]]]

MOST_WORDS = 1_000
"""Different transitions that are looked at; rarer ones are unknown."""

STEPPED = "select *, {step} as step from source_event"

SIGNED = """
select *, case when step = 'start' then 1 else -1 end as sign,
  sum(case when step = 'start' then 1 else -1 end) over w as depth
from lifecycle_step where step <> 'mark'
window w as (partition by case_name, activity_name, instance order by time, step <> 'start', pos rows unbounded preceding)
"""
"""Each start opens (+1), each end closes (-1); an end that takes the depth below all earlier ones closes nothing. Where a
start and an end share a moment the start comes first, in whatever order they were written."""

MATCHED = """
select *, case when step = 'start' then place end as opening, case when closes then place end as closing
from (select *, row_number() over (partition by case_name, activity_name, instance, step = 'start', closes
        order by time, pos) as place
      from (select *, step <> 'start' and depth >= least(0, coalesce(min(depth) over w, 0)) as closes
            from lifecycle_signed
            window w as (partition by case_name, activity_name, instance
              order by time, step <> 'start', pos rows between unbounded preceding and 1 preceding)))
"""

PAIRED = """
select coalesce(e.pos, s.pos) as pos, coalesce(e.case_name, s.case_name) as case_name,
  coalesce(e.activity_name, s.activity_name) as activity_name,
  coalesce(e.resource_name, s.resource_name) as resource_name,
  coalesce(e.role_name, s.role_name) as role_name, coalesce(e.time, s.time) as time,
  case when e.pos is null then s.time else coalesce(s.time, e.start) end as start,
  coalesce(e.amount, s.amount) as amount,
  coalesce(e.outcome_name, s.outcome_name) as outcome_name, coalesce(e.channel_name, s.channel_name) as channel_name,
  coalesce(e.deadline, s.deadline) as deadline, coalesce(e.delegation, s.delegation) as delegation,
  e.pos is null as is_open
from (select * from lifecycle_matched where step = 'end' or closes) e
full join (select * from lifecycle_matched where step = 'start') s
  on e.case_name = s.case_name and e.activity_name = s.activity_name and e.instance is not distinct from s.instance
  and e.closing = s.opening
"""


def merge_lifecycle(engine: Engine, notes: Notes) -> None:
    """Replace source_event's lifecycle rows by activity instances; a log of complete rows alone stays as it is.

    A start that nothing completes becomes an instance that ends as it starts. Rows between (schedule, suspend ...) go. Words
    that are not known are told, and settled by where their rows stand.
    """
    steps = _steps(engine)
    if set(steps.values()) <= {Step.END}:
        return
    rows = engine.value("select count(*) from source_event")
    engine.table("lifecycle_step", STEPPED.format(step=_sql(steps)))
    settle_unknown(engine, [word for word, step in steps.items() if step is None], notes)
    if doubtful := sorted(word for word, step in steps.items() if step is Step.MARK and step_of(word) is Step.PROGRESS):
        notes.append(("reading.note_unknown_mark", {"words": listing(doubtful)}))
    engine.table("lifecycle_signed", SIGNED)
    engine.table("lifecycle_matched", MATCHED)
    engine.table("source_event", f"select * from ({PAIRED}) order by pos")
    instances, is_open = engine.rows("select count(*), count(*) filter (is_open) from source_event")[0]
    engine.run("alter table source_event drop column is_open")
    engine.drop("lifecycle_step", "lifecycle_signed", "lifecycle_matched")
    notes.append(("reading.note_lifecycle", {"rows": rows, "instances": instances}))
    if is_open:
        notes.append(("reading.note_open_starts", {"count": is_open}))


def _steps(engine: Engine) -> dict[str, Step | None]:
    """What each transition is; work that goes on is a start where no other word tells the starts."""
    words = engine.rows(
        "select transition from source_event where transition is not null group by transition "
        f"order by count(*) desc, transition limit {MOST_WORDS}"
    )
    steps = {word: step_of(word) for (word,) in words}
    progress = Step.MARK if Step.START in steps.values() else Step.START
    return {word: progress if step is Step.PROGRESS else step for word, step in steps.items()}


def _sql(steps: dict[str, Step | None]) -> str:
    """SQL of a row's step: that of its word, an end where no word stands, NULL where the word is not known."""
    by_step = {step: [quoted(word) for word in sorted(steps) if steps[word] is step] for step in Step}
    cases = [f"when transition in ({', '.join(listed)}) then '{step}'" for step, listed in by_step.items() if listed]
    return f"case when transition is null then 'end' {' '.join(cases)} end"
