"""Exports of office software that are known by their columns, or by how their JSON or XML is built.

Each is one file NAME.toml here, which says everything about it; the next source is one more file and no code.
"""

from __future__ import annotations

from procmap.engine import Engine
from procmap.reading.hypothesis import Hypothesis
from procmap.reading.sources.choosing import chosen_of_source
from procmap.reading.sources.deriving import derived_hypothesis
from procmap.reading.sources.histories import history_table
from procmap.reading.sources.loading import source_named, sources
from procmap.reading.sources.recognising import names_without_header, recognised
from procmap.reading.table import Table

__all__ = ["chosen_of_source", "history_table", "known_source", "names_without_header", "source_named", "sources"]


def known_source(engine: Engine, table: Table) -> Hypothesis | None:
    """What a table is, if it is an export of an office software that is known.

    Args:
        engine: Where the table stands.
        table: The table, of whatever format.

    Returns:
        Its steps, one row each, with the columns chosen and what the export hides; None for any other table.

    Raises:
        ProcmapError: It is known, and no row of it is a step.
    """
    source = recognised(engine, table)
    return derived_hypothesis(engine, source, table) if source else None
