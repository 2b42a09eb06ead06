"""Wide tables: one row a case, one column a dated step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procmap.reading.dates import filler_sql
from procmap.reading.derived import JOINT
from procmap.reading.hypothesis import Hypothesis, Shape
from procmap.reading.names import NOT_TIME, is_of_case, rank, words_of
from procmap.reading.profile import Profile
from procmap.reading.result import ColumnChoice
from procmap.reading.table import Table, quoted

STEP, MOMENT, ROW = "(columns)", "(dates)", "(row)"
"""Names of the columns that a wide table lacks: the step, its date, and the case where no column names it."""

MOSTLY = 0.8
"""Share of a column's values that must be dates."""

UNIQUE = 0.98
"""Share of rows whose case stands nowhere else."""

ORDERED = 0.7
"""Share of neighbouring dates of a row that do not go back, once the columns stand in their usual order."""


def wide(table: Table, profiles: Sequence[Profile], people: frozenset[str], case: str | None) -> Hypothesis | None:
    """The table taken as one row a case; None where it has fewer than two dated steps, or rows that are no cases.

    Args:
        table: The source.
        profiles: Of its columns.
        people: Columns that hold people: they name no case.
        case: The column that the user named for the case.
    """
    steps = [it.name for it in profiles if is_step(it) and it.name not in people]
    if len(steps) < 2:
        return None
    if case is None and (found := case_column(profiles, people, steps)) is not None:
        case = found.name
    if case is None and (people or len(steps) < 3):
        return None  # a row that only people tell apart is a person
    derived = unpivoted(table, steps, case)
    chosen = {
        "case": ColumnChoice("case", case or ROW, "reading.chosen_by_shape"),
        "activity": ColumnChoice("activity", STEP, "reading.chosen_by_shape"),
        "time": ColumnChoice("time", MOMENT, "reading.chosen_by_shape"),
    }
    told: dict[str, object] = {"count": len(steps)}
    return Hypothesis(Shape.WIDE, derived, chosen, (("reading.note_wide", told),), origins={"time": tuple(steps)})


def is_step(it: Profile) -> bool:
    """Whether a column says when something was done: dates, and no date of birth, term or plan."""
    return it.filled > 0 and it.dates >= MOSTLY and not (set(words_of(it.name)) & NOT_TIME) and not is_of_case(it.name)


def case_column(profiles: Sequence[Profile], people: frozenset[str], steps: Sequence[str]) -> Profile | None:
    """The column that tells the rows apart: named like a case, else the first whose values never come back."""
    free = [it for it in profiles if it.name not in steps and it.name not in people and rank("resource", it.name) is None]
    unique = [it for it in free if it.rows and it.filled >= UNIQUE * it.rows and it.distinct >= UNIQUE * it.filled]
    unique = [it for it in unique if it.fractions < 0.5 and it.dates < 0.5]
    named = sorted((place, k) for k, it in enumerate(unique) if (place := rank("case", it.name)) is not None)
    if named:
        return unique[named[0][1]]
    return unique[0] if unique else None


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
