"""CSV, TSV and their like."""

from __future__ import annotations

import codecs
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

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

HEAD, HEAD_BYTES, HEAD_LINES = "head.csv", 4_000_000, 100_000
"""The start of a file, on which a layout is tried first."""


def delimited_table(engine: Engine, source: Path, options: ReadingOptions, folder: Path, rejects: str = REJECTS) -> Table:
    """A text table as the engine scans it.

    Args:
        engine: What scans it.
        source: The file.
        options: Encoding and separator given by hand.
        folder: Where copies are written.
        rejects: Name of the engine's table that gets its malformed lines.

    Raises:
        ProcmapError: A broken gzip, an unknown encoding, an empty file, a header alone, lines that make no table.
    """
    text = as_utf8(source, folder, options.encoding)
    layout, names = layout_of(text.path, source.name, options.separator)
    path = _from_header(text.path, folder / "table.csv", layout) if layout.skip else text.path
    layout, malformed = _settled(_Trial(engine, path, folder / HEAD, rejects), layout, source.name)
    notes: tuple[tuple[str, dict[str, object]], ...] = ()
    if text.replaced:
        notes = (("reading.note_replaced_bytes", {"count": text.replaced, "encoding": text.encoding}),)
    return Table(
        "csv", scan(path, layout), names, plain=text.plain, only_spaces=text.only_spaces, text=path, layout=layout,
        encoding=text.encoding, malformed=malformed, notes=notes, rejects=rejects,
    )  # fmt: skip


def _settled(trial: _Trial, layout: Layout, name: str) -> tuple[Layout, int]:
    """The layout under which fewest lines are lost, and how many are: a quote that never closes swallows lines."""
    best: tuple[int, Layout] | None = None
    for attempt in (layout, replace(layout, strict=False), replace(layout, quote="")):
        if trial.is_hopeless(attempt):
            continue
        lost = trial.lost_lines(trial.path, attempt)
        if lost is not None and (best is None or lost < best[0]):
            best = (lost, attempt)
        if lost == 0 or (lost is not None and not trial.swallowed()):
            break
    if best is None:
        raise ProcmapError("reading.no_table", path=name)
    if best[1] is not attempt:
        trial.lost_lines(trial.path, best[1])  # the rejects of the layout taken, and no others
    return best[1], trial.engine.value(f"select count(distinct line_byte_position) from {trial.rejects}")


@dataclass(frozen=True)
class _Trial:
    """Layouts tried on a text table.

    Attributes:
        engine: What scans it.
        path: The text, as UTF-8.
        head: Where its first lines are copied to.
        rejects: The engine's table of malformed lines.
    """

    engine: Engine
    path: Path
    head: Path
    rejects: str

    def lost_lines(self, path: Path, layout: Layout) -> int | None:
        """Lines of the malformed rows; None where the engine gives up on the layout."""
        import duckdb

        self.engine.drop(self.rejects, f"{self.rejects}_scan")
        try:
            self.engine.rows(f"select count(*) from {scan(path, layout, rejects=self.rejects)}")
        except duckdb.Error:
            return None
        return int(self.engine.value(f"select coalesce(sum(lines), 0) from ({SWALLOWED.format(rejects=self.rejects)})"))

    def swallowed(self) -> bool:
        """Whether a malformed row took further lines with it."""
        lines = SWALLOWED.format(rejects=self.rejects)
        return bool(self.engine.value(f"select count(*) > 0 from ({lines}) where lines > 1"))

    def is_hopeless(self, layout: Layout) -> bool:
        """Whether so many lines are lost, most of those at the start too, that setting each apart would take minutes."""
        import duckdb

        with self.path.open("rb") as read:
            lines = read.read(HEAD_BYTES).split(b"\n", HEAD_LINES)[:HEAD_LINES]
        self.head.write_bytes(b"\n".join(lines) + b"\n")
        try:
            lost = self.lost_lines(self.head, layout)
            if lost is None or lost <= len(lines) // 2:
                return False
            kept = int(self.engine.value(f"select count(*) from {scan(self.path, layout)}"))
            return _line_ends(self.path) - kept > MANY_LOST
        except duckdb.Error:
            return False


def _line_ends(path: Path) -> int:
    with path.open("rb") as file:
        return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))


SWALLOWED = """
select line_byte_position, 1 + max(length(shown) - length(replace(shown, chr(10), ''))) as lines
from (select line_byte_position, rtrim(csv_line, chr(10)) as shown from {rejects}) group by line_byte_position
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
