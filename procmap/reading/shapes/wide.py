"""Wide tables: one row a case, one column a dated step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from procmap.engine import Engine
from procmap.log.people import Likeness, likeness
from procmap.reading.date_choice import choose_format
from procmap.reading.dates import filler_sql
from procmap.reading.derived import JOINT
from procmap.reading.hypothesis import Hypothesis, Notes, Shape
from procmap.reading.made_columns import MOMENT, ROW, STEP
from procmap.reading.names import NOT_TIME, is_of_case, listing, names_document, rank, words_of
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.record_dates import comes_last, is_constant, is_named_so
from procmap.reading.result import ColumnChoice
from procmap.reading.status_names import named_pair
from procmap.reading.table import Table, quoted
from procmap.reading.trial import is_address, is_code

MOSTLY = 0.8
"""Share of a column's values that must be dates."""

ROWS = 1_000
"""Rows on which the order of dates is judged."""

UNIQUE = 0.98
"""Share of rows whose case stands nowhere else."""

ORDERED = 0.7
"""Share of neighbouring dates of a row that do not go back, once the columns stand in their usual order."""

ENOUGH = 20
"""Neighbouring dates from which their order can be told."""

PERIOD = frozenset("debut fin du au start end begin from to until entree sortie embauche valable validite".split())  # noqa: SIM905 - words read best unquoted
"""Words of dates between which something holds: a contract, a leave, a mandate. Nothing is done on them."""


def wide(
    engine: Engine, table: Table, profiles: Sequence[Profile], people: frozenset[str], case: str | None, *,
    spoilt: frozenset[str] = frozenset(),
) -> Hypothesis | None:
    """The table taken as one row a case; None where it has fewer than two dated steps, or rows that are no cases.

    Args:
        engine: Holds the sample.
        table: The source.
        profiles: Of its columns, as they stand in the sample.
        people: Columns that hold people: they name no case.
        case: The column that the user named for the case.
        spoilt: Columns that are taken for nothing.
    """  # fmt: skip
    places = {it.name: place for place, it in enumerate(profiles)}
    profiles = [it for it in profiles if it.name not in spoilt]
    dated = [it for it in profiles if is_step(it) and it.name not in people]
    of_record = _of_record(engine, dated, places)
    steps = [it.name for it in dated if it.name not in of_record]
    if case is None and named_pair(it.name for it in profiles) is not None:
        return None  # a row that says what a status was and became is a change, and no case
    if len(steps) < 2 or any(likeness(name.split(JOINT)[0]) >= Likeness.NAME for name in steps):
        return None
    if case is None and (all(set(words_of(name)) & PERIOD for name in steps) or not _is_ordered(engine, steps, places)):
        return None
    guessed: Notes = ()
    if case is None and (found := case_column(profiles, people, steps)) is not None:
        case = found.name
        if rank("case", case) is None and not names_document(case):
            guessed = (("reading.note_guessed_case", {"column": case, "option": "--case"}),)
    if case is None and (people or len(steps) < 3):
        return None  # a row that only people tell apart is a person
    derived = unpivoted(table, steps, case)
    chosen = {
        "case": ColumnChoice("case", case or ROW, "reading.chosen_by_shape"),
        "activity": ColumnChoice("activity", STEP, "reading.chosen_by_shape"),
        "time": ColumnChoice("time", MOMENT, "reading.chosen_by_shape"),
    }
    told: Notes = (("reading.note_wide", {"count": len(steps)}),)
    left: Notes = (("reading.note_dates_of_record", {"columns": listing(of_record)}),) if of_record else ()
    return Hypothesis(Shape.WIDE, derived, chosen, (*told, *left, *guessed), origins={"time": tuple(steps)})


def is_step(it: Profile) -> bool:
    """Whether a column says when something was done: dates, and no date of birth, term or plan."""
    return it.filled > 0 and it.dates >= MOSTLY and not (set(words_of(it.name)) & NOT_TIME) and not is_of_case(it.name)


def _of_record(engine: Engine, dated: Sequence[Profile], places: dict[str, int]) -> list[str]:
    """Columns whose dates are of the record or of the export, and no steps."""
    names = [it.name for it in dated]
    asked = [it.name for it in dated if is_named_so(it.name)]
    # two at a time would each hide that the other comes last
    rows = {name: _moments(engine, [name, *(n for n in names if n not in asked)], places) for name in asked}
    return [it.name for it in dated if is_constant(it) or (it.name in rows and comes_last(0, rows[it.name]))]


def _moments(engine: Engine, steps: Sequence[str], places: dict[str, int]) -> list[tuple[Any, ...]]:
    """The dates of the rows of the sample, in the order of the columns asked for; none where no form reads them."""
    texts = [f"nullif(trim(c{places[name]}), '')" for name in steps]
    every = " union all ".join(f"select {text} as v from {SAMPLE}" for text in texts)
    form = choose_format(engine, every)
    if form is None:
        return []
    moments = ", ".join(f"case when not {filler_sql(text)} then {form.wall(text)} end" for text in texts)
    return [row for row in engine.rows(f"select {moments} from {SAMPLE} limit {ROWS}") if any(row)]


def _is_ordered(engine: Engine, steps: Sequence[str], places: dict[str, int]) -> bool:
    """Whether the dates of most rows follow one another as they usually do: dates by chance have no usual order."""
    rows = _moments(engine, steps, places)
    if not rows:
        return False
    forward, met = 0, 0
    before = [[0] * len(steps) for _ in steps]
    for row in rows:
        filled = [(k, t) for k, t in enumerate(row) if t is not None]
        for k, t in filled:
            for other, u in filled:
                before[k][other] += (t < u) - (u < t)
    usual = sorted(range(len(steps)), key=lambda k: -sum((n > 0) - (n < 0) for n in before[k]))
    for row in rows:
        dates = [row[k] for k in usual if row[k] is not None]
        forward += sum(one <= two for one, two in pairwise(dates))
        met += max(0, len(dates) - 1)
    return met < ENOUGH or forward >= ORDERED * met


def case_column(profiles: Sequence[Profile], people: frozenset[str], steps: Sequence[str]) -> Profile | None:
    """The column that tells the rows apart: named like a case, else the first codes that never come back, else the first texts."""
    free = [it for it in profiles if it.name not in steps and it.name not in people and rank("resource", it.name) is None]
    unique = [it for it in free if it.rows and it.filled >= UNIQUE * it.rows and it.distinct >= UNIQUE * it.filled]
    unique = [it for it in unique if it.fractions < 0.5 and it.dates < 0.5]
    unique = [it for it in unique if not is_address(it)] or unique  # a link leads to the case that another column names
    named = sorted((place, k) for k, it in enumerate(unique) if (place := rank("case", it.name)) is not None)
    if named:
        return unique[named[0][1]]
    return next((it for it in unique if is_code(it)), unique[0]) if unique else None


def numbered(table: Table) -> Table:
    """The table with the place of each row as the column source_row, for tables made from it row by row."""
    line = "line" if table.line == "line" else ("source_row" if table.line is not None else None)
    relation = f"(select *, row_number() over () as source_row from {table.relation})"
    return replace(table, relation=relation, line=line, row="source_row", lines=None)


def unpivoted(table: Table, steps: Sequence[str], case: str | None) -> Table:
    """One row for each filled date; a row without any stays as one without date, so that it is refused and listed."""
    base = numbered(table)
    labels = ", ".join(quoted(name.split(JOINT)[0]) for name in steps)
    dates = ", ".join(f"case when not {filler_sql(text)} then {text} end" for text in map(table.cleaned, steps))
    width = len(table.names)
    named = (*table.names, STEP, MOMENT)
    row = f", cast(source_row as varchar) as c{width + 2}" if case is None else ""
    spread = f"select *, unnest([{labels}]) as c{width}, unnest([{dates}]) as c{width + 1}{row} from {base.relation}"
    empty = " and ".join(f"{table.cleaned(name)} is null" for name in steps)
    first = quoted(steps[0].split(JOINT)[0])
    relation = f"(select * from ({spread}) where c{width + 1} is not null or (c{width} = {first} and {empty}))"
    return replace(base, relation=relation, names=(*named, ROW) if case is None else named)
