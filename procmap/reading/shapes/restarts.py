"""Numbers that begin again each year where no column says the year: two cases of one number would be taken for one."""

from __future__ import annotations

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.date_choice import moment_of
from procmap.reading.derived import JOINT
from procmap.reading.hypothesis import Hypothesis
from procmap.reading.profile import SAMPLE
from procmap.reading.result import ColumnChoice
from procmap.reading.shapes.sampled import Sampled

ENOUGH, MOST = 20, 0.5
"""Cases, and share of them that must begin in two years, from which it is no chance."""

DENSE = 3
"""Times the number of cases that the highest number may be for the numbers to count the cases of a year."""

APART = 30 * 86_400_000_000
"""Microseconds at least between the end of a case and the beginning of another of its number."""

BEGUN_AGAIN = """
with e as (select {case} as c, {activity} as a, {time} as t, rowid as k from {relation}),
f as (select *, lag(t) over w as before, row_number() over w as place from e where c is not null and a is not null and t is not null
      window w as (partition by c order by t, k)),
begun as (select a, count(*) as n from f where place = 1 group by a order by n desc, a limit 1),
again as (select c, min(t) as t from f where a = (select a from begun) and place > 1 and t - before >= {apart}
            and year(make_timestamp(t)) > year(make_timestamp(before)) group by c)
select (select count(distinct c) from f), (select count(*) from again), (select max(try_cast(c as bigint)) from f),
  (select min(try_cast(c as bigint)) from again)
"""


def check_numbers(sampled: Sampled, found: Hypothesis) -> None:
    """See that most numbers are those of one case.

    Raises:
        ProcmapError: Most cases begin again in another year, with the step that cases begin with, long after their last step.
    """
    case = found.chosen["case"]
    profile = next((it for it in sampled.profiles if it.name == case.name), None)
    if case.reason == "reading.chosen_by_option" or JOINT in case.name or profile is None:
        return
    if profile.numbers < 1 or not all(value.isdecimal() for value in profile.values):
        return
    moment = moment_of(sampled.engine, found.chosen["time"].name, sampled.places)
    text = {kind: sampled.text(found.chosen[kind].name) for kind in ("case", "activity")}
    _check(sampled.engine, BEGUN_AGAIN.format(**text, time=moment, relation=SAMPLE, apart=APART), case.name)


def check_all_numbers(engine: Engine, case: ColumnChoice, rows: int) -> None:
    """The same of all events of a source of so many rows, once source_event holds them: the first year may fill the sample.

    Raises:
        ProcmapError: As check_numbers.
    """
    if case.reason == "reading.chosen_by_option" or JOINT in case.name or rows <= engine.value(f"select count(*) from {SAMPLE}"):
        return
    if not engine.value("select count(*) > 0 and bool_and(regexp_full_match(case_name, '[0-9]+')) from source_event"):
        return
    columns = {"case": "case_name", "activity": "activity_name", "time": "time"}
    events = "(select *, pos as rowid from source_event)"
    _check(engine, BEGUN_AGAIN.format(**columns, relation=events, apart=APART), case.name)


def _check(engine: Engine, begun_again: str, column: str) -> None:
    cases, again, highest, first = engine.rows(begun_again)[0]
    if cases >= ENOUGH and again >= MOST * cases and highest <= DENSE * cases:
        raise ProcmapError("reading.numbers_begin_again", column=column, count=again, cases=cases, first=first)
