"""XLS sheets of few cells far apart: the workbook reader makes room for the whole range, so they are told before."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from procmap.errors import ProcmapError
from procmap.reading.compound import workbook_stream
from procmap.reading.sparse_xlsx import LOOSE, ROOM

CELLS = frozenset({0x06, 0x7E, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x206, 0x207, 0x27E, 0x406})
"""Records that hold cells: they begin with row and column."""

BEGINNING, TEXTS, PLACE = 0x809, 0xFC, 0x85
"""The records that begin a sheet, that list texts, and that say where in the stream a sheet begins."""

WIDEST = 256
"""Columns of a sheet."""


@dataclass
class _Range:
    """Where the cells of a sheet stand."""

    rows: tuple[int, int] = (1 << 16, -1)
    columns: tuple[int, int] = (1 << 16, -1)
    cells: int = 0

    @property
    def room(self) -> int:
        return (self.rows[1] - self.rows[0] + 1) * (self.columns[1] - self.columns[0] + 1) if self.cells else 0

    def meet(self, row: int, column: int) -> None:
        self.rows = min(self.rows[0], row), max(self.rows[1], row)
        self.columns = min(self.columns[0], column), max(self.columns[1], column)
        self.cells += 1


def check_room(source: Path) -> None:
    """See that no sheet of an old workbook has few cells far apart.

    Raises:
        ProcmapError: One has.
        ValueError, struct.error: The workbook is damaged.
    """
    for sheet in _ranges(workbook_stream(source.read_bytes())):
        if sheet.columns[1] >= WIDEST:
            raise ValueError("a column beyond the last")
        if sheet.room > max(ROOM, LOOSE * sheet.cells):
            rows, columns = sheet.rows[1] + 1, sheet.columns[1] + 1
            raise ProcmapError("reading.sheet_too_large", path=source.name, rows=rows, columns=columns)


def _ranges(stream: bytes) -> list[_Range]:
    found, at = [_Range()], 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == BEGINNING:
            found.append(_Range())
        elif kind in CELLS and length >= 4 and at + 8 <= len(stream):
            found[-1].meet(*struct.unpack_from("<HH", stream, at + 4))
        elif kind == TEXTS and length >= 8 and struct.unpack_from("<I", stream, at + 8)[0] > len(stream):
            raise ValueError("more texts than bytes")
        elif kind == PLACE and struct.unpack_from("<I", stream, at + 4)[0] >= len(stream):
            raise ValueError("a sheet behind the end")
        at += 4 + length
    return found
