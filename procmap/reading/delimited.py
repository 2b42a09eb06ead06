"""CSV, TSV and their like."""

from __future__ import annotations

import codecs
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.dialect import layout_of
from procmap.reading.formulas import texts_of_formulas
from procmap.reading.options import ReadingOptions
from procmap.reading.quoted_lines import unwrapped
from procmap.reading.table import BLANKS, HEADER_ADDED, Layout, Table, scan
from procmap.reading.text import Text, as_utf8

REJECTS = "reading_reject"
"""Prefix of the engine's tables of malformed lines."""

BACKSLASH = "\\"
"""What MySQL and Spark write before a quote within quotes."""

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
    whole = unwrapped(text.path, folder / "unwrapped.csv")
    layout, names = layout_of(whole, source.name, options.separator)
    path = _from_header(whole, folder / "table.csv", layout) if layout.skip else whole
    layout, malformed = _settled(_Trial(engine, path, folder / HEAD, rejects), layout, source.name)
    relation = texts_of_formulas(engine, path, scan(path, layout), layout.width)
    return Table(
        "csv", relation, names, plain=text.plain, only_spaces=text.only_spaces and whole is text.path, text=path,
        text_lines=text.lines if path is text.path else None, layout=layout, encoding=text.encoding, malformed=malformed,
        notes=tuple(_notes(text)), rejects=rejects,
    )  # fmt: skip


def _notes(text: Text) -> Iterator[tuple[str, dict[str, object]]]:
    if text.mixed:
        yield "reading.note_mixed_encodings", {"count": text.mixed[1], "encoding": text.mixed[0], "others": text.encoding}
    if text.replaced:
        yield "reading.note_replaced_bytes", {"count": text.replaced, "encoding": text.encoding}


def _settled(trial: _Trial, layout: Layout, name: str) -> tuple[Layout, int]:
    """The layout under which fewest lines are lost, and how many are: a quote that never closes swallows lines.

    Rows with fewer cells than the header are of use only where no quote swallows lines, so they are allowed last, or
    first where they are all that is odd.
    """
    if layout.padded and trial.lost_lines(trial.path, layout) == 0 and not trial.is_cut_within_quotes(layout):
        return layout, 0
    best = _least_lost(trial, layout, name)
    if trial.lacks_cells():
        best = replace(best, padded=True)
        trial.lost_lines(trial.path, best)
    return best, trial.engine.value(f"select count(distinct line_byte_position) from {trial.rejects}")


def _least_lost(trial: _Trial, layout: Layout, name: str) -> Layout:
    best: tuple[int, Layout] | None = None
    for attempt in _attempts(layout, has_backslashes=trial.has_backslashes()):
        if trial.is_hopeless(replace(attempt, padded=layout.padded and attempt.quote != "")):
            continue
        lost = trial.lost_lines(trial.path, attempt)
        if lost is not None and (best is None or lost < best[0]):
            best = (lost, attempt)
        if lost == 0 or (lost is not None and trial.is_settled(attempt, is_best=best is not None and best[1] is attempt)):
            break
    if best is None:
        raise ProcmapError("reading.no_table", path=name)
    if best[1] is not attempt:
        trial.lost_lines(trial.path, best[1])  # the rejects of the layout taken, and no others
    return best[1]


def _attempts(layout: Layout, *, has_backslashes: bool) -> list[Layout]:
    """Layouts in the order in which they are tried."""
    plain = replace(layout, padded=False)
    backslash = [replace(plain, escape=BACKSLASH)] if has_backslashes else []
    return [plain, *backslash, replace(plain, strict=False), replace(plain, quote="")]


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

    def has_backslashes(self) -> bool:
        """Whether quotes stand behind backslashes at the start of the file."""
        with self.path.open("rb") as read:
            return b'\\"' in read.read(HEAD_BYTES)

    def lacks_cells(self) -> bool:
        """Whether a malformed row has fewer cells than the header, and is no blank one."""
        lacking = f"select 1 from {self.rejects} where error_type = 'MISSING COLUMNS' and trim(csv_line, {BLANKS}) <> ''"
        return bool(self.engine.value(f"select count(*) > 0 from ({lacking})"))

    def is_settled(self, attempt: Layout, *, is_best: bool) -> bool:
        """Whether no further layout need be tried though lines are lost."""
        if attempt.escape == BACKSLASH:
            return is_best
        return not self.swallowed() and not (attempt.strict and attempt.quote and self.has_backslashes())

    def is_cut_within_quotes(self, layout: Layout) -> bool:
        """Whether a quote never closes, or a row goes over several lines and lacks cells: it may have swallowed others."""
        if _count(self.path, b'"') % 2:  # the engine leaves the rest of the file out without a word
            return True
        last = layout.width - 1
        lines = " or ".join(f"contains(c{k}, chr(10))" for k in range(last)) or "false"
        return bool(self.engine.value(f"select count(*) > 0 from {scan(self.path, layout)} where c{last} is null and ({lines})"))

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
            return _count(self.path, b"\n") - kept > MANY_LOST
        except duckdb.Error:
            return False


def _count(path: Path, letter: bytes) -> int:
    with path.open("rb") as file:
        return sum(part.count(letter) for part in iter(lambda: file.read(1 << 20), b""))


SWALLOWED = """
select line_byte_position, 1 + max(length(shown) - length(replace(shown, chr(10), ''))) as lines
from (select line_byte_position, trim(csv_line, chr(13) || chr(10)) as shown from {rejects}) group by line_byte_position
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
