"""Tables of which every line was quoted whole, as one cell: "a;""b"";c", by a program that took each line for a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from procmap.reading.dialect import best_separator, first_lines, usual_width

WRAPPED = re.compile(r'\s*"((?:[^"]|"")*)"\s*')
"""A line that is one quoted cell."""

LONGEST = 1 << 20
"""Characters up to which a quote may go on over further lines."""


def unwrapped(path: Path, target: Path) -> Path:
    """The file itself, or a copy with the lines that were quoted; each stays on its line.

    Args:
        path: A UTF-8 text table.
        target: Where the copy is written if one is needed.
    """
    lines = list(_wholes(first_lines(path)))
    wrapped = [place for place, line in enumerate(lines) if WRAPPED.fullmatch(line)]
    if not wrapped:
        return path
    inner = [_inner(line) for line in lines]
    separator = best_separator(inner)
    width = usual_width(inner, separator)
    fitting = sum(1 for place in wrapped if usual_width([inner[place]], separator) == width)
    if width < 2 or fitting * 2 < len(wrapped):
        return path
    with path.open(encoding="utf-8", errors="replace", newline="") as read, target.open("w", encoding="utf-8", newline="") as write:
        for line in _wholes(read):
            write.write(_inner(line) if separator in line else line)
    return target


def _inner(line: str) -> str:
    found = WRAPPED.fullmatch(line)
    return found[1].replace('""', '"') + "\n" if found else line


def _wholes(lines: Iterable[str]) -> Iterator[str]:
    """The lines; those that a quoted cell goes on over are one."""
    held: list[str] = []
    size = quotes = 0
    for line in lines:
        if not held and not line.startswith('"'):
            yield line
            continue
        held.append(line)
        size, quotes = size + len(line), quotes + line.count('"')
        if quotes % 2 == 0 or size > LONGEST:
            yield "".join(held)
            held, size, quotes = [], 0, 0
    if held:
        yield "".join(held)
