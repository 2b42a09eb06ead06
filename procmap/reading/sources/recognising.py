"""Which known source a table is: by its columns, and where that is not enough by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from procmap.engine import Engine
from procmap.reading.names import folded
from procmap.reading.sources.loading import sources_asking, sources_without_header
from procmap.reading.sources.source_file import KnownSource
from procmap.reading.table import Table, quoted

LOOKED_AT = 10_000
"""Rows whose values are held against a source's patterns."""

ROWS = 50
"""Rows that a layout without a header line is told by."""


class Spelling:
    """The columns of a table under the names that a source's file gives them: case, accents and blanks do not count.

    Args:
        names: The columns as the table spells them.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names: dict[str, str] = {}
        for name in names:
            self._names.setdefault(folded(name), name)

    def of(self, name: str) -> str | None:
        """The column as the table spells it, if it is there."""
        return self._names.get(folded(name))


def recognised(engine: Engine, table: Table) -> KnownSource | None:
    """The source that a table is an export of: of several that fit, the one that asks most."""
    spelling = Spelling(table.names)
    found = sources_asking(lambda names: all(map(spelling.of, names)))
    for source in sorted(found, key=lambda it: (-it.recognised.demands, it.name)):
        asked = source.recognised
        has_columns = all(spelling.of(name) for name in asked.columns)
        if has_columns and not any(spelling.of(name) for name in asked.absent) and _values_fit(engine, table, source, spelling):
            return source
    return None


def _values_fit(engine: Engine, table: Table, source: KnownSource, spelling: Spelling) -> bool:
    for patterns, how in ((source.recognised.every, "bool_and"), (source.recognised.some, "bool_or")):
        for name, pattern in (patterns or {}).items():
            if (column := spelling.of(name)) is None:
                return False
            values = f"select {table.cleaned(column)} as v from {table.relation} limit {LOOKED_AT}"
            if not engine.value(f"select coalesce({how}(regexp_full_match(v, {quoted(pattern)})), false) from ({values})"):
                return False
    return True


def names_without_header(rows: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """The columns of a text table whose first line already is data, if its layout is that of a known source.

    Args:
        rows: The first rows, blank ones apart.
    """
    for source in sources_without_header():
        layout = source.recognised.without_header
        seen = rows[:ROWS]
        if layout and seen and all(len(row) == len(layout.names) and _fits(row, layout.names, layout.patterns) for row in seen):
            return layout.names
    return None


def _fits(row: Sequence[str], names: Sequence[str], patterns: Mapping[str, str]) -> bool:
    cells = dict(zip(names, row, strict=True))
    return all(re.fullmatch(pattern, cells[name].strip()) for name, pattern in patterns.items())
