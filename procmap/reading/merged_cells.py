"""Cells of a sheet merged over several lines: what they say holds of each of these lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Merged(NamedTuple):
    """Cells of one column that are one: their column in the rows read, their first line and their last."""

    column: int
    first: int
    last: int


def merged_in(sheet: Any) -> tuple[Merged, ...]:
    """The cells of a sheet that are merged downwards in one column: what is merged across is a title or a group."""
    left = (sheet.start or (0, 0))[1]
    found = sheet.merged_cell_ranges or ()
    down = [(own - left, top + 1, bottom + 1) for (top, own), (bottom, right) in found if own == right and top < bottom]
    return tuple(Merged(*each) for each in down)


def filled_down(body: Sequence[tuple[int, list[Any]]], merged: Sequence[Merged]) -> None:
    """Give each line the values of the cells merged over it, which the file holds in the first of them only.

    Args:
        body: The rows below the header, each with its line; changed in place.
        merged: What is merged in the sheet; what begins above the rows is of the header.
    """
    rows = dict(body)
    last = max(rows, default=0)
    for column, top, bottom in merged:
        value = rows[top][column] if top in rows and 0 <= column < len(rows[top]) else None
        for line in range(top + 1, min(bottom, last) + 1) if value not in ("", None) else ():
            if line in rows and column < len(rows[line]):
                rows[line][column] = value
