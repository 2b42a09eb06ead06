"""XLSX and ODS workbooks through calamine."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from procmap.errors import ProcmapError
from procmap.reading.names import nearest
from procmap.reading.sparse_ods import compacted_ods
from procmap.reading.sparse_xlsx import compacted
from procmap.reading.table import StagedRows, Table, distinct_names

NAMES = {".ods": "ODS"}
LOOKED_AT = 50
"""Rows among which the header is looked for."""


def workbook_table(source: Path, sheet: str | None, folder: Path) -> Table:
    """The sheet with most filled rows, or the one asked for.

    Raises:
        ProcmapError: A broken workbook, an unknown sheet, a sheet without rows.
    """
    names, lined = _largest(source, sheet, folder)
    filled = [(line, row) for line, row in lined if any(cell not in ("", None) for cell in row)]
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
    return Table("xlsx", staged.relation(), distinct_names(header), line="line", lines=staged.lines, notes=notes)


def _largest(source: Path, sheet: str | None, folder: Path) -> tuple[list[str], Iterator[tuple[int, list[Any]]]]:
    """(sheet names, the chosen one first; its rows, each with its line)."""
    import python_calamine as calamine

    try:
        together = compacted_ods(source, folder) if source.suffix.lower() == ".ods" else compacted(source, folder)
        book = calamine.CalamineWorkbook.from_path(str(together or source))
        names = list(book.sheet_names)
        best: tuple[str, list[list[Any]], int] | None = None
        for name in _wanted(names, sheet):
            it = book.get_sheet_by_name(name)
            rows = it.to_python(skip_empty_area=True)
            if best is None or _size(rows) > _size(best[1]):
                best = name, rows, (it.start or (0, 0))[0] + 1
    except ProcmapError:
        raise
    except Exception as error:
        said = NAMES.get(source.suffix.lower(), "XLSX")
        raise ProcmapError("reading.broken_file", path=source.name, said=said) from error
    if best is None:
        raise ProcmapError("reading.empty_file", path=source.name)
    lines = _marked(best[1]) if together else enumerate(best[1], start=best[2])
    return [best[0], *(name for name in names if name != best[0])], lines


def _size(rows: list[list[Any]]) -> int:
    """What the sheets of a workbook are chosen by: a table is longer than a page of explanations."""
    return len(rows) * min(len(rows[0]) if rows else 0, 3)


def _marked(rows: list[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
    """Rows of a sheet that was moved together: the last cell holds the line, the same for equal rows of one run."""
    mark, line = None, 0
    for *cells, found in rows:
        line = line + 1 if found == mark or not isinstance(found, float) else int(found)
        mark = found
        yield line, cells


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
