"""XLSX and ODS workbooks through calamine."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

from procmap.errors import ProcmapError
from procmap.reading.names import nearest
from procmap.reading.table import StagedRows, Table, distinct_names

NAMES = {".ods": "ODS"}
LOOKED_AT = 50
"""Rows among which the header is looked for."""


def workbook_table(source: Path, sheet: str | None, folder: Path) -> Table:
    """The sheet with most filled rows, or the one asked for.

    Raises:
        ProcmapError: A broken workbook, an unknown sheet, a sheet without rows.
    """
    names, rows, top = _largest(source, sheet)
    filled = [(top + place, row) for place, row in enumerate(rows) if any(cell not in ("", None) for cell in row)]
    if not filled:
        raise ProcmapError("reading.empty_file", path=source.name)
    widths = Counter(sum(1 for cell in row if cell not in ("", None)) for _, row in filled)
    typical = max(widths, key=lambda width: (widths[width], width))
    place = next((k for k, (_, row) in enumerate(filled[:LOOKED_AT]) if _is_header(row, typical)), 0)
    header, body = filled[place][1], filled[place + 1 :]
    if not body:
        raise ProcmapError("reading.header_only", path=source.name)
    last = max(k for _, row in filled[place:] for k, cell in enumerate(row) if cell not in ("", None)) + 1
    header = [str(_text(cell) or "") for cell in header[:last]]
    header += [""] * (last - len(header))
    staged = StagedRows(folder)
    staged.write([[line, *(_text(cell) for cell in row[:last])] for line, row in body], last + 1)
    notes: tuple[tuple[str, dict[str, object]], ...] = ()
    if sheet is None and len(names) > 1:
        notes = (("reading.note_sheet", {"sheet": names[0], "others": ", ".join(names[1:])}),)
    return Table("xlsx", staged.relation(), distinct_names(header), line="line", notes=notes)


def _largest(source: Path, sheet: str | None) -> tuple[list[str], list[list[Any]], int]:
    """(sheet names, the chosen one first; its rows; the line of the first)."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(str(source))
        names = list(book.sheet_names)
        read = [(name, book.get_sheet_by_name(name)) for name in _wanted(names, sheet)]
        tables = [(name, it.to_python(skip_empty_area=True), (it.start or (0, 0))[0] + 1) for name, it in read]
    except ProcmapError:
        raise
    except Exception as error:
        said = NAMES.get(source.suffix.lower(), "XLSX")
        raise ProcmapError("reading.broken_file", path=source.name, said=said) from error
    if not tables:
        raise ProcmapError("reading.empty_file", path=source.name)
    best = max(tables, key=lambda it: len(it[1]) * min(len(it[1][0]) if it[1] else 0, 3))
    return [best[0], *(name for name in names if name != best[0])], best[1], best[2]


def _wanted(names: list[str], sheet: str | None) -> list[str]:
    if sheet is None:
        return names
    if sheet not in names:
        raise ProcmapError("reading.unknown_sheet", sheet=sheet, sheets=", ".join(nearest(sheet, names) or names))
    return [sheet]


def _is_header(row: list[Any], typical: int) -> bool:
    """A row of texts about as wide as the others: titles above fill a cell or two, data holds dates and numbers."""
    filled = [cell for cell in row if cell not in ("", None)]
    return len(filled) >= max(2, typical - 1) and all(isinstance(cell, str) for cell in filled)


def _text(cell: Any) -> str | None:
    """A cell as text: whole numbers without decimals, moments in ISO 8601."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
