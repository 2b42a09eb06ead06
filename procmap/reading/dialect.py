"""How a text table is laid out: its separator, its header line, its width."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from procmap.errors import ProcmapError
from procmap.reading.dates import looks_like_date
from procmap.reading.header_groups import with_groups
from procmap.reading.sources.recognising import names_without_header
from procmap.reading.table import HEADER_ADDED, MOST_COLUMNS, Layout, distinct_names

SEPARATORS = (";", ",", "\t", "|")
SAMPLE = 256 * 1024
LINES, WIDEST = 20, 16 << 20
"""Lines that are looked at, were they longer than the sample, and the characters read for them at most."""

ROWS = 500
"""Rows that a layout is judged on."""

LEAST = 3
"""Cells of a first line that is a header: a title may hold a comma as well."""

NAMED = re.compile(r'"?sep=([^\w\s"]|[\t ])\1*"?\s*', re.IGNORECASE)
"""A first line by which spreadsheets are told the separator."""


def layout_of(path: Path, source: str, separator: str | None = None) -> tuple[Layout, tuple[str, ...]]:
    """The layout of a UTF-8 text table, and its column names.

    Args:
        path: The UTF-8 file.
        source: The source's name, for messages.
        separator: The separator given by hand.

    Raises:
        ProcmapError: No line at all, or nothing below the header.
    """
    lines = first_lines(path)
    chosen = _given(separator) if separator else best_separator(lines)
    rows = _parsed(lines, chosen)
    if any(cell.count("\n") > 20 for _, row in rows for cell in row):  # a quote that never closes
        rows = [(place, line.rstrip("\n").split(chosen)) for place, line in enumerate(lines[:ROWS], start=1)]
    filled = [(last, row) for last, row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise ProcmapError("reading.empty_file", path=source)
    width = max(_commonest([len(row) for _, row in filled]), 1)
    if width > MOST_COLUMNS:
        raise ProcmapError("reading.too_many_columns", path=source, count=width, most=MOST_COLUMNS)
    if names := names_without_header([row for _, row in filled]):
        return Layout(chosen, '"', HEADER_ADDED, width), names
    place = _header_place([row for _, row in filled], width)
    place, header = with_groups([row for _, row in filled[: place + 3]], place)
    last = filled[place][0]
    if place == len(filled) - 1:
        raise ProcmapError("reading.header_only", path=source)
    pairs = zip(header, filled[place + 1][1], strict=False)
    if any(looks_like_date(cell.strip()) and looks_like_date(under.strip()) for cell, under in pairs):
        raise ProcmapError("reading.no_header", path=source, line=", ".join(header))
    header = header + [""] * (width - len(header))
    skip = last - sum(cell.count("\n") for cell in filled[place][1]) - 1
    padded = any(len(row) < len(header) for _, row in filled[place:])
    return Layout(chosen, '"', skip, len(header), padded=padded), distinct_names(header)


def first_lines(path: Path) -> list[str]:
    """The first lines of a UTF-8 text, each with a line feed; the last is left out where it may go on."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        text = file.read(SAMPLE)
        while len(text) < WIDEST and text.count("\n") + text.count("\r") < LINES and (more := file.read(SAMPLE)):
            text += more
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    lines = [f"{line}\n" for line in text.split("\n")]
    return lines[:-1] if len(text) > SAMPLE // 2 and len(lines) > 1 else lines


def _parsed(lines: list[str], separator: str) -> list[tuple[int, list[str]]]:
    """(last line, cells) of the first rows; a backslash escapes a quote where rows are more even so."""
    plain = _rows(lines, separator)
    if not any('\\"' in line for line in lines):
        return plain
    return max(plain, _rows(lines, separator, escape="\\"), key=_evenness)


def _rows(lines: list[str], separator: str, escape: str | None = None) -> list[tuple[int, list[str]]]:
    csv.field_size_limit(2 * WIDEST)
    reader = csv.reader(lines, delimiter=separator, escapechar=escape)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            rows.append((reader.line_num, row))
            if len(rows) == ROWS:
                break
    except csv.Error:  # a field without end: what came before is enough
        pass
    return rows


def _evenness(rows: list[tuple[int, list[str]]]) -> float:
    """The share of rows of the usual width."""
    widths = [len(row) for _, row in rows if row] or [0]
    return widths.count(_commonest(widths)) / len(widths)


def best_separator(lines: list[str]) -> str:
    """The separator that the first line names, else the one under which most rows fit the header and are widest."""
    if lines and (named := NAMED.fullmatch(lines[0].rstrip("\n"))) and usual_width(lines[1:], named[1]) > 1:
        return named[1]
    return max(SEPARATORS, key=lambda separator: _merit(lines, separator))


def usual_width(lines: list[str], separator: str) -> int:
    """Cells of most rows."""
    return _commonest([len(row) for _, row in _parsed(lines, separator) if row] or [0])


def _merit(lines: list[str], separator: str) -> tuple[float, bool, int]:
    """The share of rows of the usual width, or of fewer cells than the header has; whether the first line has that width; it.

    Values may hold another separator as often in every row: the header does not.
    """
    rows = [row for _, row in _parsed(lines, separator) if row]
    width = _commonest([len(row) for row in rows] or [0])
    if width < 2:
        return (0.0, False, 0)
    header = len(rows[_header_place(rows, width)])
    even = sum(1 for row in rows if len(row) == width or 1 < len(row) <= header) / len(rows)
    return (round(even, 1), len(rows[0]) == width >= LEAST, max(width, header))


def _commonest(widths: list[int]) -> int:
    counts = Counter(widths)
    return max(counts, key=lambda width: (counts[width], width))


def _header_place(rows: list[list[str]], width: int) -> int:
    """The first row as wide as the others and mostly filled: titles above a table fill one cell or two.

    Rows may have fewer cells than the header, or empty ones beyond it.
    """
    filled = max(max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0) for row in rows)
    least = min(width, filled)
    for place, row in enumerate(rows[:50]):
        cells = sum(1 for cell in row if cell.strip())
        if len(row) >= least - 1 and cells * 2 > least:
            return place
    return 0


def _given(separator: str) -> str:
    named = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(separator.lower(), separator)
    if len(named) != 1 or named in '"\r\n':
        raise ProcmapError("reading.bad_separator", separator=separator)
    return named
