"""CSV, TSV and their like."""

from __future__ import annotations

import codecs
import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.dialect import layout_of
from procmap.reading.options import ReadingOptions
from procmap.reading.table import HEADER_ADDED, Layout, Table, scan
from procmap.reading.text import as_utf8

REJECTS = "reading_reject"
"""Prefix of the engine's tables of malformed lines."""

MANY_LOST = 200_000
"""Lines that may be lost before a layout is given up: the engine sets some 100,000 apart in a second."""

LONGEST_LINE = 2_000_000
"""Bytes of a line beyond which the engine takes it for malformed."""

HEAD, HEAD_BYTES, HEAD_LINES = "head.csv", 4_000_000, 100_000
"""The start of a file, on which a layout is tried first."""


def delimited_table(engine: Engine, source: Path, options: ReadingOptions, folder: Path) -> Table:
    """A text table as the engine scans it; its malformed lines stand in the engine's table REJECTS.

    Raises:
        ProcmapError: A broken gzip, an unknown encoding, an empty file, a header alone, lines that make no table.
    """
    text = as_utf8(source, folder, options.encoding)
    layout, names = layout_of(text.path, source.name, options.separator)
    path = _from_header(text.path, folder / "table.csv", layout) if layout.skip else text.path
    layout, malformed = _settled(engine, path, layout, source.name, folder)
    notes: tuple[tuple[str, dict[str, object]], ...] = ()
    if text.replaced:
        notes = (("reading.note_replaced_bytes", {"count": text.replaced, "encoding": text.encoding}),)
    return Table(
        "csv", scan(path, layout), names, plain=text.plain, only_spaces=text.only_spaces, text=path, layout=layout,
        encoding=text.encoding, malformed=malformed, notes=notes,
    )  # fmt: skip


def _settled(engine: Engine, path: Path, layout: Layout, name: str, folder: Path) -> tuple[Layout, int]:
    """The layout under which fewest lines are lost, and how many are: a quote that never closes swallows lines."""
    best: tuple[int, Layout] | None = None
    for attempt in (layout, replace(layout, strict=False), replace(layout, quote="")):
        if _is_hopeless(engine, path, attempt, folder):
            continue
        lost = _lost_lines(engine, path, attempt)
        if lost is not None and (best is None or lost < best[0]):
            best = (lost, attempt)
        if lost == 0 or (lost is not None and not _swallowed(engine)):
            break
    if best is None:
        raise ProcmapError("reading.no_table", path=name)
    if best[1] is not attempt:
        _lost_lines(engine, path, best[1])  # the rejects of the layout taken, and no others
    return best[1], engine.value(f"select count(distinct line_byte_position) from {REJECTS}")


def _lost_lines(engine: Engine, path: Path, layout: Layout) -> int | None:
    """Lines of the malformed rows; None where the engine gives up on the layout."""
    import duckdb

    engine.drop(REJECTS, f"{REJECTS}_scan")
    try:
        engine.rows(f"select count(*) from {scan(path, layout, rejects=REJECTS)}")
    except duckdb.Error:
        return None
    return int(engine.value(f"select coalesce(sum(lines), 0) from ({SWALLOWED})"))


def _is_hopeless(engine: Engine, path: Path, layout: Layout, folder: Path) -> bool:
    """Whether so many lines are lost, most of those at the start among them, that setting each apart would take minutes."""
    import duckdb

    head = folder / HEAD
    with path.open("rb") as read:
        lines = read.read(HEAD_BYTES).split(b"\n", HEAD_LINES)[:HEAD_LINES]
    head.write_bytes(b"\n".join(lines) + b"\n")
    try:
        lost = _lost_lines(engine, head, layout)
        if lost is None or lost <= len(lines) // 2:
            return False
        return _line_ends(path) - int(engine.value(f"select count(*) from {scan(path, layout)}")) > MANY_LOST
    except duckdb.Error:
        return False


def _line_ends(path: Path) -> int:
    with path.open("rb") as file:
        return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))


def _swallowed(engine: Engine) -> bool:
    return bool(engine.value(f"select count(*) > 0 from ({SWALLOWED}) where lines > 1"))


SWALLOWED = f"""
select line_byte_position, 1 + max(length(shown) - length(replace(shown, chr(10), ''))) as lines
from (select line_byte_position, rtrim(csv_line, chr(10)) as shown from {REJECTS}) group by line_byte_position
"""


def _from_header(path: Path, target: Path, layout: Layout) -> Path:
    """A copy that begins with the header: the engine's own skipping leaves blank lines uncounted."""
    with path.open("rb") as read, target.open("wb") as write:
        if layout.skip == HEADER_ADDED:
            write.write((layout.separator.join(f"c{k}" for k in range(layout.width)) + "\n").encode())
            start = read.read(len(codecs.BOM_UTF8))
            write.write(start.removeprefix(codecs.BOM_UTF8))
        for _ in range(layout.skip):
            read.readline()
        shutil.copyfileobj(read, write)
    return target


def physical_rows(path: Path, layout: Layout) -> Iterator[tuple[int, int]]:
    """(first line, number of cells) of every row below the header, blank lines apart; lines count from 1.

    Reads the whole file, so it is for the few sources that have something to refuse.

    Raises:
        csv.Error: A field too long to be one.
    """
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if layout.quote else csv.QUOTE_NONE
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(
            (line.replace("\x00", "") for line in file), delimiter=layout.separator, quoting=quoting,
            quotechar=layout.quote or None,
        )  # fmt: skip
        before, is_header = 0, True
        for row in reader:
            first, before = before, reader.line_num
            if is_header:
                is_header = False
            elif row and not (len(row) == 1 and not row[0].strip()):
                yield layout.skip + first + 1, len(row)
