"""ODS sheets of few cells far apart, or of cells repeated over and over, written over as small ones.

ODS gives runs of equal cells and of equal rows once, with their number. Runs without a value are left out, the others move
together, and each row ends with a cell that holds the line of its run. What a cell holds is copied as it stands.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from procmap.errors import ProcmapError
from procmap.reading.sparse_xlsx import LOOSE, MOST, ROOM
from procmap.reading.unpacking import checked_parts, pieces

CONTENT = "content.xml"
REPEATED = re.compile(rb"""table:number-(?:columns|rows)-repeated\s*=\s*["']\s*\d{3}""")
KEPT = ("mimetype", "META-INF/manifest.xml")
CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
COLUMNS, ROWS = "table:number-columns-repeated", "table:number-rows-repeated"
MOST_EQUAL = 100_000
"""Equal rows one under the other: more are no events."""

FARTHEST = 1 << 40
"""Lines and columns beyond which counting stops."""


@dataclass
class _Run:
    """Equal cells side by side: the first column, their number, whether they hold a value, and their XML where it is kept."""

    column: int
    number: int
    filled: bool
    xml: list[str] = field(default_factory=list)


@dataclass
class _Row:
    """Equal rows one under the other: the line of the first, their number, the runs that hold a value."""

    line: int
    number: int
    runs: list[_Run] = field(default_factory=list)


@dataclass
class _Sheet:
    """Where a sheet holds values: runs as (first column, number), lines, how many rows and cells, the most equal rows and where."""

    name: str
    runs: set[tuple[int, int]] = field(default_factory=set)
    first: int = FARTHEST
    last: int = 0
    rows: int = 0
    cells: int = 0
    most: int = 0
    at: int = 0

    def add(self, row: _Row) -> None:
        self.runs.update((run.column, run.number) for run in row.runs)
        self.first, self.last = min(self.first, row.line), max(self.last, row.line + row.number)
        self.rows += row.number
        if row.number > self.most:
            self.most, self.at = row.number, row.line
        self.cells += row.number * sum(run.number for run in row.runs)

    def spans(self) -> list[tuple[int, int]]:
        """(first column, number) of the stretches of columns that hold values, apart from one another."""
        merged: list[tuple[int, int]] = []
        for first, number in sorted(self.runs):
            if merged and first <= sum(merged[-1]):
                start, length = merged[-1]
                merged[-1] = (start, max(length, first + number - start))
            else:
                merged.append((first, number))
        return merged

    def is_sparse(self) -> bool:
        if not self.runs:
            return False
        spans = self.spans()
        across = sum(spans[-1]) - spans[0][0]
        return across * (self.last - self.first) > max(ROOM, min(LOOSE * self.cells, MOST))


def compacted_ods(source: Path, folder: Path) -> Path | None:
    """A copy of a workbook whose sheets are moved together, each row's line in its last cell; None where none is sparse.

    Raises:
        ProcmapError: A part is too large, or even moved together a sheet has too many cells.
        zipfile.BadZipFile: A part is not what it claims.
        expat.ExpatError: The XML is broken.
    """
    with zipfile.ZipFile(source) as book:
        part = next((part for part in checked_parts(book, source.name) if part.filename == CONTENT), None)
        repeated = [REPEATED.search(text) for text in pieces(book, part)] if part else []  # to its end: its checksum counts
        if part is None or not any(repeated):
            return None
        sheets: list[_Sheet] = []
        _walk(pieces(book, part), lambda name: sheets.append(_Sheet(name)), lambda found: sheets[-1].add(found), keep=False)  # noqa: PLW0108 - the last sheet changes
        if not any(sheet.is_sparse() or sheet.most > MOST_EQUAL for sheet in sheets):
            return None
        for sheet in sheets:
            if sheet.most > MOST_EQUAL:
                raise ProcmapError("reading.row_repeated", path=source.name, line=sheet.at, count=sheet.most)
            columns = sum(number for _, number in sheet.spans())
            if sheet.rows * (columns + 1) > MOST:
                raise ProcmapError("reading.sheet_too_large", path=source.name, rows=sheet.rows, columns=columns)
        target = folder / "together.ods"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            for name in KEPT:
                copy.writestr(name, book.read(name) if name in book.namelist() else b"")
            with copy.open(CONTENT, "w", force_zip64=True) as file:
                _write(cast("BinaryIO", file), pieces(book, part), sheets)
        return target


def _write(file: BinaryIO, parts: Iterator[bytes], sheets: list[_Sheet]) -> None:
    """The content with the cells of each sheet moved together."""
    left = iter(sheets)
    spans: list[tuple[int, int]] = []

    def put(text: str) -> None:
        file.write(text.encode("utf-8"))

    def sheet(name: str) -> None:
        nonlocal spans
        put("</table:table>" if spans else "")
        spans = next(left).spans() or [(0, 0)]
        put(f"<table:table table:name={quoteattr(name)}>")

    def row(found: _Row) -> None:
        cells, at = [], 0
        for run in found.runs:
            place = _place(spans, run.column)
            cells += [f'<table:table-cell {COLUMNS}="{place - at}"/>'] if place > at else []
            cells += run.xml
            at = place + run.number
        width = sum(number for _, number in spans)
        cells += [f'<table:table-cell {COLUMNS}="{width - at}"/>'] if width > at else []
        mark = f'<table:table-cell office:value-type="float" office:value="{found.line}"/>'
        put(f'<table:table-row {ROWS}="{found.number}">{"".join(cells)}{mark}</table:table-row>')

    put("<office:document-content><office:body><office:spreadsheet>")
    _walk(parts, sheet, row, keep=True)
    put("</table:table></office:spreadsheet></office:body></office:document-content>")


def _place(spans: list[tuple[int, int]], column: int) -> int:
    """Where a column comes to stand."""
    before = 0
    for first, number in spans:
        if first <= column < first + number:
            return before + column - first
        before += number
    raise ValueError(column)


def _walk(  # noqa: C901 - one closure per callback, since attribute look-ups would double the time
    parts: Iterator[bytes], sheet: Callable[[str], None], row: Callable[[_Row], None], *, keep: bool
) -> None:
    """Tell of each sheet by its name, and of each run of rows that holds a value; `keep` the XML of the cells."""
    line, column, run, at = 1, 1, cast("_Run | None", None), cast("_Row | None", None)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal line, column, run, at
        if run is None and tag == "table:table":
            line = 1
            sheet(attributes.get("table:name", ""))
        elif run is None and tag == "table:table-row":
            at, column = _Row(line, _number(attributes.get(ROWS))), 1
            line = min(line + at.number, FARTHEST)
        elif run is None and at is not None and tag in CELLS:
            run = _Run(column, _number(attributes.get(COLUMNS)), "office:value-type" in attributes)
            column = min(column + run.number, FARTHEST)
        if run is not None and keep:
            run.xml.append(f"<{tag}{''.join(f' {name}={quoteattr(value)}' for name, value in attributes.items())}>")

    def text(content: str) -> None:
        if run is not None:
            run.filled = True
            if keep:
                run.xml.append(escape(content))

    def end(tag: str) -> None:
        nonlocal run, at
        if run is not None and keep:
            run.xml.append(f"</{tag}>")
        if run is not None and at is not None and tag in CELLS:
            at.runs += [run] if run.filled else []
            run = None
        elif at is not None and tag == "table:table-row":
            if at.runs:
                row(at)
            at = None

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.EntityDeclHandler = _refuse
    for part in parts:
        parser.Parse(part, False)  # noqa: FBT003 - expat takes no keyword
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword


def _refuse(*_: object) -> None:
    raise ProcmapError("reading.xes_entities")


def _number(text: str | None) -> int:
    """How often a run is repeated."""
    if text is None or not text.strip().isdecimal():
        return 1
    return min(int(text), FARTHEST) if len(text) < 20 else FARTHEST
