"""One way to take a table for a log: its rows as events, and which column is what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from procmap.reading.result import ColumnChoice
from procmap.reading.table import Table

Notes = tuple[tuple[str, dict[str, object]], ...]


class Shape(StrEnum):
    """How a source writes its events."""

    EVENTS = "events"
    WIDE = "wide"
    STATUS_CHANGES = "status_changes"
    START_END_ROWS = "start_end_rows"
    BLOCKS = "blocks"
    KNOWN_SOURCE = "known_source"


@dataclass(frozen=True)
class Hypothesis:
    """A reading that is still to be tested.

    Attributes:
        shape: How the source writes its events.
        table: Its rows are the events: the source's own table, or one derived from it.
        chosen: The column of each kind, by kind; all of them name columns of `table`.
        notes: What the reader of the log should know: (message key, its values).
        source: The office software that the columns are known from, else None.
        origins: The source's columns that a derived column is made of, by kind, where its name does not tell them.
    """

    shape: Shape
    table: Table
    chosen: Mapping[str, ColumnChoice]
    notes: Notes = ()
    source: str | None = None
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
