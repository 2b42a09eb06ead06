"""The log as it would be after a plan, measured by the same measures as the log as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from procmap.engine.duckdb_engine import sql_of
from procmap.findings import Finding
from procmap.log import EventLog
from procmap.log.calendar import DAY, HOUR
from procmap.measures import Measures
from procmap.measures.figures import Counts, CycleTime, ProcessFigures
from procmap.measures.process import counted, process_figures
from procmap.redesign.gains import Redesign, Run
from procmap.redesign.outcomes import Outcome

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

STRUCTURE = "procmap.measures.structure"

STEPS_ALONE = """
select e.case_id, e.activity, e.role, e.k as old_k, coalesce(nullif(r.new_office, -1), e.office) as office
from main.event e join replayed r on r.case_id = e.case_id and r.k = e.k where not r.dropped
"""
"""The steps that take place, at their new moments (office time, which orders them)."""

WITH_BESIDE = """
with shifted as (
  select e.case_id, e.activity, e.role, e.k, e.office, s.k is not null as is_step,
         nullif(r.new_office, -1) as new_office, coalesce(r.dropped, false) as dropped,
         coalesce(last_value(case when r.moved then e.office - r.new_office when r.k is not null then 0 end ignore nulls) over w, 0)
           as earlier
  from main.recorded e left join main.event s on s.case_id = e.case_id and s.pos = e.pos
  left join replayed r on r.case_id = s.case_id and r.k = s.k
  window w as (partition by e.case_id order by e.k)),
kept as (
  select *, first_value(new_office ignore nulls) over (
              partition by case_id order by k rows between 1 following and unbounded following) as upto
  from shifted where not dropped)
select case_id, activity, role, k as old_k,
       case when is_step then coalesce(new_office, office) else least(office - earlier, coalesce(upto, office)) end as office
from kept
"""
"""The same with what is written beside the way of a case: it moves with the step before it, and stays before the step after it."""

COUNTED = """
select prev_activity as source, activity as target, cast(count(*) as integer) as times,
       cast(count(distinct case_id) as integer) as cases, cast(null as bigint) as median_time, cast(null as bigint) as median_office
from event where prev_activity is not null group by prev_activity, activity order by source, target
"""
"""directly_follows.sql without its durations: a plan says nothing of the time from one step to the next."""


def figures_after(measures: Measures, redesign: Redesign, run: Run, accepted: Sequence[Finding]) -> ProcessFigures:
    """The figures of the replayed log: the same cases with what the edits leave of them.

    The cycle times are those before less what each case gains by the plan, so that the two states differ by the plan's gain. What
    the single steps take is told by find_steps, and is left out here, as is the time from one to the next.
    """
    log = measures.log
    _load_completions(redesign, run)
    with _beside(log):
        _tables(log, beside=bool(measures.kinds.aside))
        found = process_figures(log, measures.classes, sojourns=False, cycle=False)
    return replace(found, cycle_time=cycle_time_after(redesign, gained_by(redesign, run.outcome, accepted)))


def counts_after(measures: Measures, redesign: Redesign, run: Run) -> Counts:
    """The counts of `figures_after` alone, without the tables that they do not need."""
    log = measures.log
    _load_completions(redesign, run)
    with _beside(log):
        _events(log, beside=bool(measures.kinds.aside))
        return counted(log, measures.classes)


def gained_by(redesign: Redesign, likely: Outcome, accepted: Sequence[Finding]) -> Outcome:
    """What each case gains by a plan of which the prudent changes bring `likely`: no more than the whole cures would bring."""
    most = redesign.outcome([finding.whole for finding in accepted if finding.whole is not None])
    return most.least(likely)


def durations(redesign: Redesign, gained: Outcome | None = None) -> tuple[Array, Array]:
    """What the closed cases take from first to last moment, calendar and office microseconds, less what each gains."""
    import numpy as np

    cases = redesign.log.engine.columns(
        "select finish - arrival as time, office_finish - office_arrival as office from case_ order by case_id"
    )
    known = redesign.closed & ~np.ma.getmaskarray(cases["time"]) & ~np.ma.getmaskarray(cases["office"])
    time, office = (np.asarray(cases[name][known], dtype=np.int64) for name in ("time", "office"))
    if gained is not None:
        time = np.maximum(time - np.rint(gained.days[known] * DAY).astype(np.int64), 0)
        office = np.maximum(office - np.rint(gained.hours[known] * HOUR).astype(np.int64), 0)
    return time, office


def cycle_time_after(redesign: Redesign, gained: Outcome) -> CycleTime:
    """The cycle times once each case gains so much."""
    import numpy as np

    found = []
    for left, unit in zip(durations(redesign, gained), (DAY, HOUR), strict=True):
        if not len(left):
            return CycleTime(0.0, 0.0, 0.0, 0.0)
        # exact sums: microseconds are added as integers
        middle = (len(left) - 1) // 2
        found += [int(left.sum()) / len(left) / unit, int(np.partition(left, middle)[middle]) / unit]
    return CycleTime(*found)


@contextmanager
def _beside(log: EventLog) -> Iterator[None]:
    """Tables made here stand in a schema of their own and hide those of the log as it is."""
    log.engine.run("create schema if not exists after_plan")
    log.engine.run("set search_path = 'after_plan,main'")
    try:
        yield
    finally:
        log.engine.run("set search_path = 'main'")
        log.engine.run("drop schema after_plan cascade")
        log.engine.drop("replayed")


def _load_completions(redesign: Redesign, run: Run) -> None:
    traces = redesign.traces
    moved = run.completion < traces.office
    redesign.log.engine.load(
        "replayed",
        {
            "case_id": traces.case,
            "k": traces.rank,
            "dropped": run.change.dropped,
            "moved": moved,
            "new_office": run.completion,
        },
    )


def _tables(log: EventLog, *, beside: bool) -> None:
    engine = log.engine
    _events(log, beside=beside)
    # a case of which nothing is left keeps its row
    engine.table(
        "case_",
        """select c.case_id, coalesce(n.events, 0) as events, c.closed, c.part
           from main.case_ c left join (select case_id, count(*) as events from event group by case_id) n using (case_id)""",
    )
    engine.table("case_list", "select case_id, list(activity order by k) as activities from event group by case_id")
    engine.table("variant", sql_of("procmap.log", "variant"))
    engine.table("activity_figures", sql_of(STRUCTURE, "activity"))
    engine.table("directly_follows", COUNTED)


def _events(log: EventLog, *, beside: bool) -> None:
    log.engine.table(
        "event",
        f"""with placed as ({WITH_BESIDE if beside else STEPS_ALONE})
           select case_id, cast(row_number() over w as integer) as k, activity, role,
                  lag(activity) over w as prev_activity, lag(role) over w as prev_role, lead(activity) over w as next_activity
           from placed window w as (partition by case_id order by office nulls first, old_k)""",
    )
