"""What was understood of a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from procmap.errors import Message
from procmap.log.people import People
from procmap.reading.doubts import Note, doubts, facts
from procmap.reading.made_columns import told


@dataclass(frozen=True)
class ColumnChoice:
    """One source column and what it is taken as.

    Attributes:
        kind: "case", "activity", "time", "start", "resource", "role", "amount", "outcome", "channel", "deadline",
            "delegation" or "lifecycle".
        name: The column as the source spells it.
        reason: Message key saying why: reading.chosen_by_option, _by_name or _by_content.
    """

    kind: str
    name: str
    reason: str

    @property
    def told(self) -> str | Message:
        """The name as it is shown."""
        return told(self.name)


@dataclass(frozen=True)
class Reading:
    """What was understood of a file; its events stand in the engine's table source_event, its refusals in refusal.

    Attributes:
        source: File name, without its folder; of several files, their names.
        fingerprint: SHA-256 of the file's bytes, in hexadecimal; of several files, of their fingerprints.
        format: "csv", "xes", "xlsx", "ods", "xls", "json" or "parquet".
        encoding, separator: Of text tables, else None.
        date_format: How times were read: "ISO 8601", a strptime format, or "epoch".
        columns: The columns in use, in the order of their kinds.
        other_columns: The columns that no kind took, in source order.
        time_zone: IANA name or a fixed offset as "+01:00"; Europe/Paris when the source carries none.
        zone_given: Whether the source carries a zone or the options name one.
        rows_read: Rows of the source, blank ones apart; always rows_kept + rows_refused.
        rows_kept: Usable rows, before lifecycle rows become activity instances and before any restriction.
        events: Rows of source_event.
        notes: (message key, its values): what the reader of the log should know.
        parts: Names of the files or sheets whose rows were read one after the other, where there are several.
        people: Who is named in the source.
        shape: How the source writes its events: a value of procmap.reading.hypothesis.Shape.
        software: Name of the office software that the source is a known export of, as `procmap sources` lists it.
        origins: (kind, the source's own columns) of the columns in use: several where they were joined, none where no
            column says it.
        names: The source's own columns, in its order.
    """

    source: str
    fingerprint: str
    format: str
    encoding: str | None
    separator: str | None
    date_format: str | None
    columns: tuple[ColumnChoice, ...]
    other_columns: tuple[str, ...]
    time_zone: str
    zone_given: bool
    rows_read: int
    rows_kept: int
    rows_refused: int
    events: int
    notes: tuple[tuple[str, dict[str, object]], ...] = ()
    parts: tuple[str, ...] = ()
    people: People = field(default_factory=People, repr=False)
    shape: str = "events"
    software: str | None = None
    origins: tuple[tuple[str, tuple[str, ...]], ...] = ()
    names: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[Note, ...]:
        """The notes that ask for a decision, those that change most first."""
        return doubts(self.notes, self.rows_read)

    @property
    def facts(self) -> tuple[Note, ...]:
        """The notes that only inform."""
        return facts(self.notes, self.rows_read)
