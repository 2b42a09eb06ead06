"""XLSX sheets of few cells far apart, written over as small ones: the workbook reader makes room for the whole range.

Rows and columns without a value are left out, the others move together, and each row ends with a cell that holds the line
it had. What a cell holds is copied as it stands.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from procmap.errors import ProcmapError
from procmap.reading.unpacking import checked_parts, pieces, whole_tags

FAR = re.compile(rb'r="(?:[A-Za-z]*\d{6}|[A-Za-z]{2}\d{5}|[A-Za-z]{3,}\d)')
"""A reference beyond 99,999 rows, beyond 9,999 and 26 columns, beyond 702 columns: without any a range is small."""

LATE = re.compile(rb'r="[A-Za-z]*(\d{6,})')
WIDE = {702: re.compile(rb'r="[A-Za-z]{2}\d'), 18_278: re.compile(rb'r="[A-Za-z]{3}\d'), 1 << 40: re.compile(rb'r="[A-Za-z]{4}')}
"""The lines of such references, and the columns that there may be."""

OTHER = (b"r='", *(b"r%c=" % blank for blank in b" \t\r\n"), *(b"r=%c" % blank for blank in b" \t\r\n"))
"""Other spellings of a reference, which no office program writes: then the quick looks, made for speed, say nothing."""

CELL = re.compile(rb"""<(?:[\w.-]+:)?c(?:\s(?:[^>]*?\s)?r\s*=\s*["']([A-Za-z]+)(\d+)["'][^>]*?|\s[^>]*?)?(/?)>""")
TAG = re.compile(rb"<(?P<closing>/?)(?:[\w.-]+:)?(?P<tag>row|c)(?=[\s/>])(?P<attributes>[^>]*?)(?P<empty>/?)>")
SAID = re.compile(rb"""(?<=\s)r\s*=\s*["'](?P<letters>[A-Za-z]*)(?P<line>\d+)["']""")

FEW, FARTHEST = 6, 1 << 40
"""Letters of a column that are counted, as well as twice so many digits of a line; what is longer is the farthest of all."""

ROOM = 8_000_000
"""Cells of a range that the reader may always make room for."""

LOOSE = 4
"""... or so many times the cells that hold something."""

MOST = 10_000_000
"""Cells of a range that has been moved together."""


@dataclass
class _Sheet:
    """Where a sheet holds values: columns by number from 0, rows by line; how many cells do."""

    columns: set[int] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    cells: int = 0

    def is_sparse(self) -> bool:
        if not self.cells:
            return False
        across, down = (max(places) - min(places) + 1 for places in (self.columns, self.rows))
        return across * down > max(ROOM, LOOSE * self.cells)


def compacted(source: Path, folder: Path) -> Path | None:
    """A copy of a workbook whose sheets are moved together, each row's line in its last cell; None where none is sparse.

    Raises:
        ProcmapError: A part is too large, or even moved together a sheet has too many cells.
        zipfile.BadZipFile: A part is not what it claims.
    """
    with zipfile.ZipFile(source) as book:
        parts = checked_parts(book, source.name)  # any of them may be a sheet
        suspects = [_may_be_sparse(book, part) for part in parts]  # each is read to its end: its checksum counts
        if not any(suspects):
            return None
        found = {part.filename: sheet for part in parts if (sheet := _survey(book, part)).cells}
        if not any(sheet.is_sparse() for sheet in found.values()):
            return None
        target = folder / "together.xlsx"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            for part in book.infolist():
                with copy.open(zipfile.ZipInfo(part.filename), "w", force_zip64=True) as file:
                    moving = found.get(part.filename)
                    texts = pieces(book, part) if moving is None else _moved(book, part, moving, source.name)
                    for text in texts:
                        file.write(text)
        return target


def _may_be_sparse(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """A quick look, since most sheets are not: how far the references reach, and how many values there are."""
    reaching = [FAR.search(text) or any(each in text for each in OTHER) for text in whole_tags(pieces(book, part))]
    if not any(reaching):
        return False
    last, across, values = 99_999, 26, 0
    for text in whole_tags(pieces(book, part)):
        if any(each in text for each in OTHER):
            return True
        last = max(last, max(map(line_of, set(LATE.findall(text))), default=0))
        across = max(across, *(most for most, wide in WIDE.items() if most > across and wide.search(text)), 0)
        values += text.count(b"<v>") + text.count(b"<is>")
    return last * across > max(ROOM, LOOSE * values)


def _survey(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> _Sheet:
    sheet = _Sheet()
    letters: set[bytes] = set()
    for text in whole_tags(pieces(book, part)):
        filled = [(column, row) for column, row, empty in CELL.findall(text) if not empty]
        letters.update(column for column, _ in filled)
        if b"" in letters:
            return _counted(book, part)
        sheet.rows.update(map(line_of, {row for _, row in filled}))
        sheet.cells += len(filled)
    sheet.columns = {number_of(column) for column in letters}
    return sheet


def _counted(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> _Sheet:
    """The same for a sheet whose cells do not all say where they are: each then follows the one before."""
    sheet, at = _Sheet(), _Place()
    for text in whole_tags(pieces(book, part)):
        for found in TAG.finditer(text):
            if at.meets(found) and not found["empty"]:
                sheet.columns.add(at.column)
                sheet.rows.add(at.line)
                sheet.cells += 1
    return sheet


@dataclass
class _Place:
    """Where in a sheet the tags have come to."""

    line: int = 0
    column: int = -1

    def meets(self, found: re.Match[bytes]) -> bool:
        """Go on to a tag; returns whether it begins a cell."""
        if found["closing"]:
            return False
        said = SAID.search(found["attributes"])
        if found["tag"] == b"row":
            self.line, self.column = line_of(said["line"]) if said else self.line + 1, -1
            return False
        self.column = number_of(said["letters"]) if said and said["letters"] else self.column + 1
        self.line = line_of(said["line"]) if said else self.line
        return True


def _moved(book: zipfile.ZipFile, part: zipfile.ZipInfo, sheet: _Sheet, name: str) -> Iterator[bytes]:
    """The XML of a sheet with its cells moved together."""
    columns = {number: letters_of(place) for place, number in enumerate(sorted(sheet.columns))}
    rows = {line: place for place, line in enumerate(sorted(sheet.rows), start=1)}
    if (len(columns) + 1) * len(rows) > max(MOST, LOOSE * sheet.cells):
        raise ProcmapError("reading.sheet_too_large", path=name, rows=len(rows), columns=len(columns))
    last, at = letters_of(len(columns)), _Place()
    met: set[int] = set()  # a row may hold cells of other lines

    def moved(found: re.Match[bytes]) -> bytes:
        is_cell = at.meets(found)
        if found["empty"]:
            return b""
        if found["closing"] and found["tag"] == b"c":
            return found[0]
        if found["closing"]:
            marks = "".join(f'<c r="{last}{rows[line]}"><v>{line}</v></c>' for line in sorted(met))
            met.clear()
            return marks.encode() + found[0]
        if at.line not in rows:
            return found[0]
        met.update([at.line] if is_cell else [])
        to = f"{columns[at.column] if is_cell else ''}{rows[at.line]}"
        said = SAID.sub(b"", found["attributes"])
        return found[0][: found.start("attributes") - found.start()] + f' r="{to}"'.encode() + said + b">"

    for text in whole_tags(pieces(book, part)):
        yield TAG.sub(moved, text)


def line_of(digits: bytes) -> int:
    """A line's number."""
    return int(digits) if len(digits) <= 2 * FEW else FARTHEST


def number_of(letters: bytes) -> int:
    """A column's number, A the first and 0."""
    if len(letters) > FEW:
        return FARTHEST
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def letters_of(number: int) -> str:
    """A column's letters."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
