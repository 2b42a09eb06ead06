"""Tables made from a source's own: columns added, columns joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from procmap.reading.table import Table, quoted

JOINT = " + "
"""What stands between the names of columns that are one together: "Exercice + N°"."""

BETWEEN = {"activity": " – ", "case": "-"}
"""What stands between texts that are one together, by the kind of the column; a space elsewhere."""


def with_columns(table: Table, columns: Mapping[str, str]) -> Table:
    """The table with further columns.

    Args:
        table: Any table.
        columns: The SQL of each by its name, over c0, c1 ... of the table; names that the table has not.
    """
    first = len(table.names)
    added = ", ".join(f"{sql} as c{place}" for place, sql in enumerate(columns.values(), start=first))
    return replace(table, relation=f"(select *, {added} from {table.relation})", names=(*table.names, *columns))


def joined(table: Table, names: Sequence[str], between: str) -> Table:
    """The table with the texts of several columns as one more: empty where all of them are."""
    texts = ", ".join(table.cleaned(name) for name in names)
    return with_columns(table, {JOINT.join(names): f"nullif(concat_ws({quoted(between)}, {texts}), '')"})
