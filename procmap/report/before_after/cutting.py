"""Where a procedure is cut into phases: as few loops cut as can be, then as few sheets, then where few lines cross."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from procmap.report.before_after.phases import Phase
from procmap.report.before_after.placement import Plane
from procmap.report.before_after.selection import Selection


@dataclass(frozen=True, order=True)
class _Cost:
    """Of some phases, what counts most first: loops cut, sheets, lines cut, and how uneven the phases are."""

    loops: int = 0
    sheets: int = 0
    lines: int = 0
    uneven: int = 0


def cut(selection: Selection, plane: Plane, fits: Callable[[int, int], bool]) -> tuple[Phase, ...]:
    """The phases that cost least of all whose rows fit on a sheet, as `fits` says; a single row always counts as fitting."""
    loops, lines = _crossed(selection, plane)
    best: list[tuple[_Cost, tuple[Phase, ...]]] = [(_Cost(), ())]
    for end in range(1, plane.height + 1):
        tried = []
        for start in range(end - 1, -1, -1):
            if start < end - 1 and not fits(start, end):
                break
            cost, before = best[start]
            added = _Cost(
                cost.loops + loops[start], cost.sheets + 1, cost.lines + lines[start], cost.uneven + (end - start) ** 2
            )  # fmt: skip
            tried.append((added, (*before, (start, end))))
        best.append(min(tried))
    return best[-1][1]


def _crossed(selection: Selection, plane: Plane) -> tuple[list[int], list[int]]:
    """For a cut above each row the loops that it cuts, and the lines."""
    loops, lines = [0] * (plane.height + 1), [0] * (plane.height + 1)
    known = plane.rows.keys()
    passages = {(flow.source, flow.target) for flow in (*selection.before, *selection.after)}
    for pair in ((a, b) for a, b in passages if a in known and b in known):
        first, then = (plane.rows[label] for label in pair)
        low, high, upwards = min(first, then), max(first, then), then < first
        for row in range(low + 1, high + 1):
            lines[row] += 1
            loops[row] += upwards or pair in selection.back
    return loops, lines
