"""XLSX, ODS and old XLS workbooks through calamine."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from procmap.errors import ProcmapError
from procmap.reading.header_groups import header_of_two, with_groups
from procmap.reading.merged_cells import Merged, filled_down, merged_in
from procmap.reading.names import folded
from procmap.reading.source import NAMES
from procmap.reading.sparse_ods import compacted_ods
from procmap.reading.sparse_xls import compacted_xls
from procmap.reading.sparse_xlsx import compacted
from procmap.reading.spelt_names import nearest
from procmap.reading.table import StagedRows, Table, distinct_names

ENDINGS = {"xlsx": (".xlsx", ".xlsm"), "ods": (".ods",), "xls": (".xls",)}
"""Endings by which a workbook is known for what it is."""

PANIC = "PanicException"
"""What the reader of workbooks ends with where it met what it holds to be impossible; it is no Exception, and has no module."""

FEWEST_ALIKE = 2
"""Columns of one name that sheets of one log have at least."""

LOOKED_AT = 50
"""Rows among which the header is looked for."""


def workbook_tables(source: Path, format_: str, sheet: str | None, folder: Path) -> list[Table]:
    """The sheet with most filled rows and those under the same names, in the order of the workbook; or the one asked for.

    Hidden sheets are read only where they are asked for, or where there is no other.

    Args:
        source: The workbook.
        format_: Among WORKBOOKS, by its content; its ending may say another.
        sheet: The sheet asked for.
        folder: An empty one for what is written on the way.

    Raises:
        ProcmapError: A broken workbook, one under a password, an unknown sheet, a sheet without rows.
    """
    read = list(_sheets(source, format_, sheet, folder))
    if not read:
        raise ProcmapError("reading.empty_file", path=source.name)
    largest = max(read, key=lambda one: one.size)
    main = _laid_out(largest, source.name)
    others = [(one, laid) for one in read if one is not largest and (laid := _like(one, main)) is not None]
    used = sorted([(largest, main), *others], key=lambda pair: read.index(pair[0]))
    left = [one.name for one in read if all(one is not each for each, _ in used)]
    notes: list[tuple[str, dict[str, object]]] = []
    if left:
        notes.append(("reading.note_sheet", {"sheet": ", ".join(one.name for one, _ in used), "others": ", ".join(left)}))
    return [_staged(one, laid, folder / f"sheet_{place}", tuple(notes)) for place, (one, laid) in enumerate(used)]


@dataclass(frozen=True)
class _Sheet:
    """One sheet: its name, its rows, each with its line, and its cells that are merged downwards."""

    name: str
    rows: list[tuple[int, list[Any]]]
    merged: tuple[Merged, ...] = ()

    @property
    def size(self) -> int:
        """What the sheets of a workbook are chosen by: a table is longer than a page of explanations."""
        return len(self.rows) * min(len(self.rows[0][1]) if self.rows else 0, 3)


@dataclass(frozen=True)
class _Laid:
    """A sheet's header and the rows below it."""

    header: list[str]
    body: list[tuple[int, list[Any]]]


def _sheets(source: Path, format_: str, sheet: str | None, folder: Path) -> Iterator[_Sheet]:
    import python_calamine as calamine

    try:
        together = _together(source, format_, folder)
        book = _opened(together.path if together else source, format_)
        names = list(book.sheet_names)
        for name in _wanted(names, sheet, _hidden(book)):
            it = book.get_sheet_by_name(name)
            rows = it.to_python(skip_empty_area=True)
            first = (it.start or (0, 0))[0]
            lined = together.lined(rows, first, names.index(name)) if together else enumerate(rows, start=first + 1)
            yield _Sheet(name, list(lined), () if together else merged_in(it))
    except ProcmapError:
        raise
    except calamine.PasswordError as error:
        raise ProcmapError("reading.locked", path=source.name) from error
    except Exception as error:
        raise ProcmapError("reading.broken_file", path=source.name, said=NAMES[format_]) from error
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise ProcmapError("reading.broken_file", path=source.name, said=NAMES[format_]) from None


@dataclass(frozen=True)
class _Together:
    """A copy of a workbook whose far cells stand together.

    Attributes:
        path: Of the copy.
        lines: The lines that the rows of a sheet had, by the sheet's place; None where each row's last cell holds it.
    """

    path: Path
    lines: Mapping[int, Sequence[int]] | None = None

    def lined(self, rows: list[list[Any]], first: int, sheet: int) -> Iterator[tuple[int, list[Any]]]:
        """The rows of a sheet, the first of which is of that number in the copy, each with the line that it had."""
        if self.lines is None:
            return _marked(rows)
        lines = self.lines.get(sheet)
        return zip(lines[first:], rows, strict=False) if lines else enumerate(rows, start=first + 1)


def _together(source: Path, format_: str, folder: Path) -> _Together | None:
    """A copy whose far cells stand together; None where none are far."""
    if format_ == "xls":
        moved = compacted_xls(source, folder)
        return _Together(*moved) if moved else None
    path = compacted_ods(source, folder) if format_ == "ods" else compacted(source, folder)
    return _Together(path) if path else None


def _opened(source: Path, format_: str) -> Any:
    """The workbook: by its path it would be taken for what its ending says."""
    import python_calamine as calamine

    if source.suffix.lower() in ENDINGS[format_]:
        return calamine.CalamineWorkbook.from_path(str(source))
    with source.open("rb") as file:
        return calamine.CalamineWorkbook.from_filelike(file)


def _hidden(book: Any) -> frozenset[str]:
    """Names of the sheets that are not shown."""
    return frozenset(each.name for each in book.sheets_metadata if not str(each.visible).endswith("Visible"))


def _laid_out(sheet: _Sheet, name: str) -> _Laid:
    """Where the table of a sheet begins.

    Raises:
        ProcmapError: No rows, or a header alone.
    """
    filled = [(line, row) for line, row in sheet.rows if any(cell not in ("", None) for cell in row)]
    if not filled:
        raise ProcmapError("reading.empty_file", path=name)
    widths = Counter(sum(1 for cell in row if cell not in ("", None)) for _, row in filled)
    typical = max(widths, key=lambda width: (widths[width], width))
    texts = [[str(_text(cell) or "") for cell in row] for _, row in filled[:LOOKED_AT]]
    place = next((k for k, (_, row) in enumerate(filled[:LOOKED_AT]) if _is_header(row, typical)), None)
    if place is None:
        place = header_of_two(texts, typical) or 0
    place, header = with_groups(texts[: place + 3], place)
    body = filled[place + 1 :]
    if not body:
        raise ProcmapError("reading.header_only", path=name)
    filled_down(body, sheet.merged)
    last = max(k for _, row in filled[place:] for k, cell in enumerate(row) if cell not in ("", None)) + 1
    return _Laid((header + [""] * (last - len(header)))[:last], body)


def _like(sheet: _Sheet, main: _Laid) -> _Laid | None:
    """A further sheet under the same column names, in whatever order and maybe with one more or less; None for any other."""
    try:
        laid = _laid_out(sheet, sheet.name)
    except ProcmapError:
        return None
    fewer, more = sorted((_named(each.header) for each in (laid, main)), key=len)
    return laid if len(fewer) >= FEWEST_ALIKE and fewer <= more and len(more) - len(fewer) <= 1 else None


def _named(header: list[str]) -> frozenset[str]:
    return frozenset(folded(name) or name for name in header if name.strip())


def _staged(sheet: _Sheet, laid: _Laid, folder: Path, notes: tuple[tuple[str, dict[str, object]], ...]) -> Table:
    folder.mkdir()
    staged, width = StagedRows(folder), len(laid.header)
    staged.write([[line, *(_text(cell) for cell in row[:width])] for line, row in laid.body], width + 1)
    names = distinct_names(laid.header)
    return Table("xlsx", staged.relation(), names, line="line", lines=staged.lines, notes=notes, title=sheet.name)


def _marked(rows: list[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
    """Rows of a sheet that was moved together: the last cell holds the line, the same for equal rows of one run."""
    mark, line = None, 0
    for *cells, found in rows:
        line = line + 1 if found == mark or not isinstance(found, float) else int(found)
        mark = found
        yield line, cells


def _wanted(names: list[str], sheet: str | None, hidden: frozenset[str]) -> list[str]:
    if sheet is None:
        return [name for name in names if name not in hidden] or names
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
