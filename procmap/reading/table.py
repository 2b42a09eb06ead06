"""A source as the engine can scan it, whatever its format."""

from __future__ import annotations

import csv
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from procmap.language.file_name import as_text

MOST_COLUMNS = 16_384
"""Columns of a source, as many as a sheet may have."""


HEADER_ADDED = -1
"""What Layout.skip is where a header line stands in the scanned file only."""


@dataclass(frozen=True)
class Layout:
    """How a text table is written.

    Attributes:
        separator: One character.
        quote: The quoting character, or "" where none is used.
        skip: Lines of the source above the header; the scanned file begins with the header. HEADER_ADDED where the source
            has none: the scanned file then has one line more.
        width: Columns.
        strict: Whether quoting follows the rules throughout.
        escape: What stands before a quote within quotes: the quote itself, or a backslash.
        padded: Rows may have fewer cells than the header; the others are empty.
    """

    separator: str
    quote: str
    skip: int
    width: int
    strict: bool = True
    escape: str = '"'
    padded: bool = False


@dataclass(frozen=True)
class Table:
    """A source table whose columns are texts.

    Attributes:
        format: As in Reading.
        relation: What stands after FROM: its columns are c0, c1 ... (VARCHAR), in source order; scanning it twice
            gives the same rows in the same order.
        names: What the source calls c0, c1 ...
        line: SQL of a row's line in the source where the relation holds it, else None.
        row: SQL of the place, from 1, of the row of `text` that a row was made from, where they are not the same.
        plain: Only ASCII, so no character needs Unicode composition.
        only_spaces: No blank but spaces stands around values.
        text: The UTF-8 file behind `relation`, for text tables.
        text_lines: How many lines `text` has, where that was counted; each ends as the others do.
        layout: Of the text table.
        encoding: Of the text table, as found.
        lines: The line of each row that the relation must have, where it was written for the engine.
        title: What it is called in messages where a source has several: the file or the sheet.
        parts: The tables whose rows it has one after the other; the relation's column `part` says which.
        rejects: Prefix of the engine's tables that hold its malformed lines.
        malformed: Lines of the text table that have another number of cells; `relation` leaves them out.
        notes: As in Reading.
        nothing: By column, the words (in lower case) that stand for nothing where they are the whole value.
    """

    format: str
    relation: str
    names: tuple[str, ...]
    line: str | None = None
    row: str | None = None
    plain: bool = False
    only_spaces: bool = False
    text: Path | None = None
    text_lines: int | None = None
    layout: Layout | None = None
    encoding: str | None = None
    lines: Sequence[int] | None = None
    title: str = ""
    parts: tuple[Table, ...] = ()
    rejects: str = ""
    malformed: int = 0
    notes: tuple[tuple[str, dict[str, object]], ...] = ()
    nothing: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def sql(self, name: str) -> str:
        """The relation's column for a source column."""
        return f"c{self.names.index(name)}"

    def cleaned(self, name: str) -> str:
        """SQL of the column's text: trimmed, composed (NFC), NULL where empty or where its word stands for nothing."""
        text = self.sql(name) if self.plain else f"nfc_normalize({self.sql(name)})"
        text = f"nullif(trim({text}), '')" if self.only_spaces else f"nullif(trim({text}, {BLANKS}), '')"
        words = self.nothing.get(name)
        return f"case when not {is_one_of(text, words)} then {text} end" if words else text


BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8239) || chr(8201) || chr(65279)"
"""SQL of the characters trimmed from values: spaces of every width, line ends, the byte order mark. Trimming these
takes far longer than trimming spaces, so it is done only where a source holds some."""


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + as_text(text).replace("'", "''").replace("\x00", "") + "'"


def is_one_of(text: str, words: frozenset[str]) -> str:
    """SQL of whether a text is one of the words, whatever its case."""
    return f"(length({text}) <= {max(map(len, words))} and lower({text}) in ({', '.join(map(quoted, sorted(words)))}))"


def is_one_of_many(text: str, words: frozenset[str]) -> str:
    """The same of a list of hundreds, of which none has two lines: planned once as a table, not word by word at each row."""
    listed = quoted("\n".join(sorted(words)))
    return f"(length({text}) <= {max(map(len, words))} and lower({text}) in (select unnest(string_split({listed}, chr(10)))))"


def pathname(path: Path) -> str:
    """A path as an SQL literal; the engine takes * ? and [ for patterns unless they stand in brackets."""
    return quoted("".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path)))


def scan(path: Path, layout: Layout, *, rejects: str | None = None) -> str:
    """The relation that scans a UTF-8 text table.

    Args:
        path: The file.
        layout: Its layout.
        rejects: Prefix of the tables that take malformed rows; None drops these rows silently.
    """
    columns = ", ".join(f"'c{k}': 'varchar'" for k in range(layout.width))
    kept = (
        f"store_rejects=true, rejects_table='{rejects}', rejects_scan='{rejects}_scan', rejects_limit=0"
        if rejects
        else "ignore_errors=true"
    )
    quote = f"quote={quoted(layout.quote)}, escape={quoted(layout.escape if layout.quote else '')}"
    padded = ", null_padding=true, parallel=false" if layout.padded else ""  # in parallel it fails on quoted line ends
    return (
        f"read_csv({pathname(path)}, auto_detect=false, hive_partitioning=false, header=true, "
        f"delim={quoted(layout.separator)}, {quote}, "
        f"columns={{{columns}}}, strict_mode={str(layout.strict).lower()}{padded}, {kept})"
    )


UNNAMED = "column "
"""What a column without a heading is called, before its place."""


def is_unnamed(name: str) -> bool:
    """Whether a name is that of a column without a heading."""
    return name.startswith(UNNAMED) and name.removeprefix(UNNAMED).isdecimal()


def distinct_names(header: list[str]) -> tuple[str, ...]:
    """Column names with empty ones named and doubles numbered, so that each names one column."""
    names: dict[str, None] = {}
    copies: Counter[str] = Counter()
    for position, cell in enumerate(header, start=1):
        name = wanted = " ".join(cell.split()).strip("\ufeff") or f"{UNNAMED}{position}"
        while name in names:
            copies[wanted] += 1
            name = f"{wanted} ({copies[wanted] + 1})"
        names[name] = None
    return tuple(names)


class StagedRows:
    """Rows of a source without a text table of its own, written as text tables that the engine scans.

    The columns may grow while rows arrive: a new file begins with each wider header.

    Args:
        folder: Where the files are written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[tuple[Path, int]] = []
        self.lines = array("q")

    def write(self, rows: list[list[object]], width: int) -> None:
        """Append rows of `width` cells: the line in the source, then the values (None is empty)."""
        if not self._files or self._files[-1][1] != width:
            self._files.append((self._folder / f"rows_{len(self._files)}.csv", width))
        path, _ = self._files[-1]
        is_new = not path.exists()
        with path.open("a", encoding="utf-8", errors="replace", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            if is_new:
                writer.writerow(["h"] * width)
            writer.writerows(rows)
        self.lines.extend(int(str(row[0])) for row in rows)

    def relation(self) -> str:
        """The relation over all files: line, then c0, c1 ..."""
        parts = []
        for path, width in self._files:
            named = ", ".join(["c0::bigint as line", *(f"c{k} as c{k - 1}" for k in range(1, width))])
            layout = Layout(separator=",", quote='"', skip=0, width=width)
            parts.append(f"select {named} from {scan(path, layout)}")
        return f"({' union all by name '.join(parts)})"
