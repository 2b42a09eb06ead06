"""Rows that all carry one and the same moment: that of the export, as a rule, and none of a step."""

from __future__ import annotations

from procmap.engine import Engine
from procmap.reading.made_columns import told

FEWEST = 2
"""Rows from which one moment for all of them tells no order."""

SPAN = "select count(*), min(time), max(time) from source_row"


def one_moment(engine: Engine, column: str) -> list[tuple[str, dict[str, object]]]:
    """The note that neither order nor duration can be known, where all rows of source_row have the same time; else none.

    Args:
        engine: Holds source_row, unusable rows left out.
        column: Of the time.
    """
    rows, first, last = engine.rows(SPAN)[0]
    if rows < FEWEST or first != last:
        return []
    return [("reading.note_one_moment", {"column": told(column), "count": rows})]
