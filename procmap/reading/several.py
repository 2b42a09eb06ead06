"""Several tables that are one log: rows under the same header, or the attributes of the cases beside their events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.listing import listing
from procmap.reading.names import folded, rank
from procmap.reading.table import Table

ALIKE = 0.8
"""Share of the columns of the smaller table that the other must have for their rows to be of one kind."""

UNIQUE = 0.99
"""Share of the rows of a table of cases whose case stands in no other row."""


def together(engine: Engine, tables: Sequence[Table]) -> Table:
    """One table of several.

    Raises:
        ProcmapError: A table has neither the columns of the first nor a column that names its cases.
    """
    first, *rest = tables
    if not rest:
        return first
    groups: list[list[Table]] = [[first]]
    for table in rest:
        same = next((group for group in groups if _is_alike(group[0], table)), None)
        if same is None:
            groups.append([table])
        else:
            same.append(table)
    stacked = [stack(group) if len(group) > 1 else group[0] for group in groups]
    return _with_cases(engine, stacked) if len(stacked) > 1 else stacked[0]


def _is_alike(one: Table, other: Table) -> bool:
    names, others = ({folded(name) or name for name in table.names} for table in (one, other))
    return len(names & others) >= ALIKE * min(len(names), len(others)) and len(names & others) >= 2


def stack(tables: Sequence[Table]) -> Table:
    """The rows of all tables, in their order, under the columns of all of them."""
    names: dict[str, str] = {}
    for table in tables:
        for name in table.names:
            names.setdefault(folded(name) or name, name)
    keys = list(names)
    parts: list[str] = []
    before: list[Table] = []
    for table in tables:
        own = {folded(name) or name: f"c{k}" for k, name in enumerate(table.names)}
        columns = ", ".join(f"{own.get(key, 'cast(null as varchar)')} as c{k}" for k, key in enumerate(keys))
        line = table.line or "cast(null as bigint)"
        row = table.row or "row_number() over ()"
        part = f"part + {len(before)}" if table.parts else str(len(before))
        parts.append(f"select {columns}, {line} as line, {row} as source_row, {part} as part from {table.relation}")
        before += table.parts or (table,)
    notes = tuple(dict.fromkeys((key, tuple(values.items())) for table in tables for key, values in table.notes))
    return Table(
        tables[0].format, f"({' union all '.join(parts)})", tuple(names.values()), row="source_row",
        line="line" if any(table.line for table in tables) else None,
        encoding=tables[0].encoding, layout=tables[0].layout, malformed=sum(table.malformed for table in tables),
        notes=tuple((key, dict(values)) for key, values in notes), parts=tuple(before),
    )  # fmt: skip


def _with_cases(engine: Engine, tables: Sequence[Table]) -> Table:
    """Events with the columns of tables that have one row a case, joined on the case."""
    keys = [_shared_key(tables, table) for table in tables]
    unique = [_is_unique(engine, table, key) if key else False for table, key in zip(tables, keys, strict=True)]
    events = [table for table, one in zip(tables, unique, strict=True) if not one]
    if len(events) != 1:
        raise ProcmapError("reading.files_apart", columns=" | ".join(listing(table.names) for table in tables))
    found = events[0]
    for table, one in zip(tables, unique, strict=True):
        if one:
            found = _joined(found, table)
    return found


def _shared_key(tables: Sequence[Table], table: Table) -> str | None:
    """The column of a table that names cases and that another table has too."""
    others = {folded(name) for other in tables if other is not table for name in other.names}
    shared = [name for name in table.names if folded(name) in others]
    shared.sort(key=lambda name: (place if (place := rank("case", name)) is not None else 10_000))
    return shared[0] if shared else None


def _is_unique(engine: Engine, table: Table, key: str) -> bool:
    text = table.cleaned(key)
    rows, values = engine.rows(f"select count({text}), count(distinct {text}) from {table.relation}")[0]
    return bool(rows) and values >= UNIQUE * rows


def _joined(events: Table, cases: Table) -> Table:
    key = next(name for name in cases.names if folded(name) in {folded(each) for each in events.names})
    own = next(name for name in events.names if folded(name) == folded(key))
    added = [name for name in cases.names if name != key and name not in events.names]
    width = len(events.names)
    columns = ", ".join(f"first({cases.sql(name)}) as c{width + k}" for k, name in enumerate(added))
    of_case = f"select {cases.cleaned(key)} as joined_case, {columns} from {cases.relation} group by 1" if added else None
    if of_case is None:
        return events
    line = events.line or "cast(null as bigint)"
    row = events.row or "row_number() over ()"
    base = f"select *, {line} as event_line, {row} as event_row, row_number() over () as event_place from {events.relation}"
    named = ", ".join(f"c{k}" for k in range(width + len(added)))
    relation = f"""(select {named}, event_line, event_row{', part' if events.parts else ''}
        from ({base}) left join ({of_case}) on joined_case = {events.cleaned(own)} order by event_place)"""
    return replace(
        events, relation=relation, names=(*events.names, *(f"case:{name}" for name in added)),
        line="event_line" if events.line else None, row="event_row", lines=None,
        notes=(*events.notes, ("reading.note_cases_joined", {"column": own, "count": len(added)})),
    )  # fmt: skip
