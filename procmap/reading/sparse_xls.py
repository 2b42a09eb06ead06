"""XLS sheets of few cells far apart, written over as small ones: the workbook reader makes room for the whole range.

Rows and columns without a value are left out and the others move together: the records of cells begin with their row and
column, so these numbers are written over where they stand.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from procmap.errors import ProcmapError
from procmap.reading.compound import workbook_stream
from procmap.reading.sparse_xlsx import LOOSE, MOST, ROOM

CELLS = frozenset({0x06, 0x7E, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x206, 0x27E, 0x406})
"""Records that hold cells: they begin with row and column."""

SEVERAL = 0xBD
"""The one that holds several cells of a row: it ends with the last column."""

BEGINNING, TEXTS, PLACE, RANGE = 0x809, 0xFC, 0x85, 0x200
"""The records that begin a sheet, that list texts, that say where in the stream a sheet begins, and how far a sheet reaches."""

WIDEST = 256
"""Columns of a sheet."""


class Moved(NamedTuple):
    """A copy of a workbook, and the lines that the rows of a sheet had, by the sheet's place in it."""

    path: Path
    lines: dict[int, list[int]]


class _Cells(NamedTuple):
    """A record of cells: where in the stream its row stands, and that of the last column where there are several."""

    at: int
    row: int
    first: int
    last: int
    last_at: int | None


@dataclass
class _Sheet:
    """Where the cells of a sheet stand, and where in the stream it begins."""

    begins: int
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    cells: int = 0

    def meet(self, cells: _Cells) -> None:
        self.rows.add(cells.row)
        self.columns.update(range(cells.first, cells.last + 1))
        self.cells += cells.last - cells.first + 1

    def is_sparse(self) -> bool:
        if not self.cells:
            return False
        across, down = (max(places) - min(places) + 1 for places in (self.columns, self.rows))
        return across * down > max(ROOM, LOOSE * self.cells)


def compacted_xls(source: Path, folder: Path) -> Moved | None:
    """A copy of an old workbook whose sheets of far cells are moved together; None where it has none.

    Raises:
        ProcmapError: Even moved together a sheet has too many cells.
        ValueError, struct.error: The workbook is damaged.
    """
    data = source.read_bytes()
    stream = workbook_stream(data)
    sheets, places = _survey(stream.content)
    sparse = [sheet for sheet in sheets if sheet.is_sparse()]
    if not sparse:
        return None
    for sheet in sparse:
        if len(sheet.rows) * len(sheet.columns) > max(MOST, LOOSE * sheet.cells):
            raise ProcmapError("reading.sheet_too_large", path=source.name, rows=len(sheet.rows), columns=len(sheet.columns))
    content = bytearray(stream.content)
    for sheet in sparse:
        _move(content, sheet)
    copy = bytearray(data)
    stream.written(copy, content)
    target = folder / "together.xls"
    target.write_bytes(copy)
    moved = {places.index(sheet.begins): [row + 1 for row in sorted(sheet.rows)] for sheet in sparse if sheet.begins in places}
    return Moved(target, moved)


def _survey(stream: bytes) -> tuple[list[_Sheet], list[int]]:
    """The sheets of a stream, and where it says that they begin, in the order of the workbook."""
    found, places = [_Sheet(0)], list[int]()
    for at, kind, length in _records(stream, 0):
        if kind == BEGINNING:
            found.append(_Sheet(at))
        elif kind in CELLS and length >= 4 and at + 8 <= len(stream):
            found[-1].meet(_cells(stream, at, kind, length))
        elif kind == TEXTS and length >= 8 and struct.unpack_from("<I", stream, at + 8)[0] > len(stream):
            raise ValueError("more texts than bytes")
        elif kind == PLACE:
            places.append(struct.unpack_from("<I", stream, at + 4)[0])
            if places[-1] >= len(stream):
                raise ValueError("a sheet behind the end")
    return found, places


def _move(stream: bytearray, sheet: _Sheet) -> None:
    """Write the new rows and columns over the old ones of a sheet."""
    rows = {row: place for place, row in enumerate(sorted(sheet.rows))}
    columns = {column: place for place, column in enumerate(sorted(sheet.columns))}
    for at, kind, length in _records(stream, sheet.begins):
        if kind == BEGINNING and at > sheet.begins:
            return
        if kind == RANGE and length >= 12:  # the reader takes memory for as many cells as it says
            struct.pack_into("<IIHH", stream, at + 4, 0, len(rows), 0, len(columns))
        elif kind in CELLS and length >= 4 and at + 8 <= len(stream):
            cells = _cells(stream, at, kind, length)
            struct.pack_into("<HH", stream, cells.at, rows[cells.row], columns[cells.first])
            if cells.last_at is not None:  # the columns between hold cells too: they stay side by side
                struct.pack_into("<H", stream, cells.last_at, columns[cells.last])


def _records(stream: bytes | bytearray, at: int) -> Iterator[tuple[int, int, int]]:
    """Each record from a place on: where it stands, its kind, its length."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, length
        at += 4 + length


def _cells(stream: bytes | bytearray, at: int, kind: int, length: int) -> _Cells:
    """The cells of a record.

    Raises:
        ValueError: They stand beyond the last column, or between a last and a first.
    """
    row, first = struct.unpack_from("<HH", stream, at + 4)
    last_at = at + 2 + length if kind == SEVERAL and length >= 6 and at + 4 + length <= len(stream) else None
    last = first if last_at is None else struct.unpack_from("<H", stream, last_at)[0]
    if not first <= last < WIDEST:
        raise ValueError("a column beyond the last")
    return _Cells(at + 4, row, first, last, last_at)
