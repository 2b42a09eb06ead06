"""The grid of a sheet: how wide its lanes and corridors are, how high its rows and the gaps between them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from procmap.report.before_after.placement import Cell, Key
from procmap.report.before_after.tracks import PITCH

MARKER = (66.0, 20.0)
"""Width and height of a start or an end."""

PASSAGE_HEIGHT = 22.0
"""Height of a passage to another phase, as wide as a box."""

CORRIDOR = 12.0
"""Pixels between the boxes of two lanes that nothing passes between."""

LEAVE, ARRIVE = 5.0, 10.0
"""Free pixels of a gap below the boxes above, and above those below, where arrowheads stand."""

Point = tuple[float, float]

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Grid:
    """Sizes common to both sides of a sheet, from the panel's upper left corner.

    Attributes:
        lanes: Left edge of the boxes of each lane; all are `box` wide.
        edges: Where each lane's background begins, and the panel's width at the end.
        rows: (top, bottom) of the boxes of each row.
        bands: What spans all lanes.
    """

    box: float
    lanes: tuple[float, ...]
    edges: tuple[float, ...]
    rows: tuple[tuple[float, float], ...]
    height: float
    bands: AbstractSet[Key] = frozenset()

    def rectangle(self, key: Key, cell: Cell) -> Rectangle:
        """The box of what stands at a cell."""
        (top, bottom), left = self.rows[cell[1]], self.lanes[cell[0]]
        if key in self.bands:
            return self.lanes[0], top, self.lanes[-1] + self.box, bottom
        if key[0] == "step":
            return left, top, left + self.box, bottom
        wide, high = MARKER if key[0] in {"start", "end"} else (self.box, PASSAGE_HEIGHT)
        middle, centre = left + self.box / 2, (top + bottom) / 2
        return middle - wide / 2, centre - high / 2, middle + wide / 2, centre + high / 2


def span(box: float, lanes: int) -> float:
    """Width of what spans all lanes, at least."""
    return lanes * box + (lanes - 1) * CORRIDOR


def across(lanes: int, box: float, tracks: list[int], least: float) -> list[tuple[float, float]]:
    """(left, width) of each corridor."""
    widths = [(count - 1) * PITCH + 20 if count else CORRIDOR for count in tracks]
    spare = max(least - sum(widths) - lanes * box, 0)
    widths = [width + spare * (0.5 if place in (0, lanes) else 1) / lanes for place, width in enumerate(widths)]
    found, left = [], 0.0
    for width in widths:
        found.append((left, width))
        left += width + box
    return found


def grid(
    box: float, corridors: list[tuple[float, float]], heights: list[float], tracks: list[int], bands: AbstractSet[Key]
) -> Grid:
    """The grid of a sheet.

    Args:
        box: Width of a box.
        corridors: (left, width) of each corridor.
        heights: Of the boxes of each row.
        tracks: How many tracks each gap has.
        bands: What spans all lanes.
    """
    columns = [left + width for left, width in corridors][:-1]
    rows, y = [], 0.0
    for row, height in enumerate(heights):
        y += _gap_height(tracks[row], first=row == 0)
        rows.append((y, y + height))
        y += height
    y += _gap_height(tracks[len(heights)], first=False) if tracks[len(heights)] else 10
    middles = [left + width / 2 for left, width in corridors]
    edges = (0.0, *middles[1:-1], sum(corridors[-1]))
    return Grid(box, tuple(columns), edges, tuple(rows), y, bands)


def _gap_height(tracks: int, *, first: bool) -> float:
    if first and not tracks:
        return 8.0
    return LEAVE + ARRIVE + max((tracks - 1) * PITCH, 0) + (0 if tracks else 1)
