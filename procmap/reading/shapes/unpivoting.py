"""Tables turned from wide to long: one row for each filled date of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from procmap.reading.dates import filler_sql
from procmap.reading.derived import JOINT
from procmap.reading.made_columns import BESIDE, MOMENT, ROW, START, STEP
from procmap.reading.shapes.spans import NONE, Span
from procmap.reading.shapes.step_headings import step_of_heading
from procmap.reading.table import Table, quoted

NOTHING_SQL = "cast(null as varchar)"


def label_of_step(step: str, pairs: Mapping[str, Span]) -> str:
    """What a step is called: as its column, or as the pair of columns that tell its start and end."""
    return pairs[step].label if step in pairs else step_of_heading(step.split(JOINT, maxsplit=1)[0])


def numbered(table: Table) -> Table:
    """The table with the place of each row as the column source_row, for tables made from it row by row."""
    line = "line" if table.line == "line" else ("source_row" if table.line is not None else None)
    relation = f"(select *, row_number() over () as source_row from {table.relation})"
    return replace(table, relation=relation, line=line, row="source_row", lines=None)


def unpivoted(
    table: Table, steps: Sequence[str], case: str | None, tied: Mapping[str, Mapping[str, str]], pairs: Mapping[str, Span] = NONE
) -> Table:
    """One row for each filled date; a row without any stays as one without date, so that it is refused and listed.

    Args:
        table: The source.
        steps: The columns of dates.
        case: The column of the case.
        tied: By kind, the column of a step that tells of it.
        pairs: By the column of its end, the step that has a column of its start too.
    """
    base = numbered(table)
    labels = ", ".join(quoted(label_of_step(name, pairs)) for name in steps)
    ends = ", ".join(_date(table, name) for name in steps)
    starts = ", ".join(_date(table, pairs[name].start) if name in pairs else NOTHING_SQL for name in steps)
    lists = [labels, ends, *([starts] if pairs else []), *(_of_each_step(table, steps, columns) for columns in tied.values())]
    width = len(table.names)
    last = width + len(lists)
    named = (*table.names, STEP, MOMENT, *([START] if pairs else []), *(BESIDE[kind] for kind in tied))
    row = f", cast(row_number() over () as varchar) as c{last}" if case is None else ""  # source_row begins again with each part
    columns = ", ".join(f"unnest([{each}]) as c{place}" for place, each in enumerate(lists, start=width))
    spread = f"select *, {columns}{row} from {base.relation}"
    empty = " and ".join(f"{table.cleaned(name)} is null" for name in (*steps, *(each.start for each in pairs.values())))
    first = quoted(label_of_step(steps[0], pairs))
    begun = f" or c{width + 2} is not null" if pairs else ""
    relation = f"(select * from ({spread}) where c{width + 1} is not null{begun} or (c{width} = {first} and {empty}))"
    return replace(base, relation=relation, names=(*named, ROW) if case is None else named)


def _of_each_step(table: Table, steps: Sequence[str], columns: Mapping[str, str]) -> str:
    """SQL of the texts that columns hold of each step, NULL for a step without one."""
    return ", ".join(table.cleaned(columns[step]) if step in columns else NOTHING_SQL for step in steps)


def _date(table: Table, name: str) -> str:
    """SQL of the text of a date, NULL for a day that stands for none."""
    text = table.cleaned(name)
    return f"case when not {filler_sql(text)} then {text} end"
