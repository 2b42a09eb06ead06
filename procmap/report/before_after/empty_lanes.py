"""Lanes in which a state has no step: what is said of them, and a sheet that goes without them."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from procmap.report.before_after.placement import Cell, Key, Sheet, Side


def empty_lanes(side: Side, bands: AbstractSet[Key]) -> frozenset[int]:
    """The lanes of a side that hold no step of their own."""
    held = {lane for key, (lane, _) in side.cells.items() if key[0] == "step" and key not in bands}
    return frozenset(range(len(side.lanes))) - held if held else frozenset()


def left_lanes(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """The lanes that hold steps before and are not drawn after, with those of their steps that have gone and are not drawn."""
    drawn = {*sheet.after.cells, *sheet.after.ghosts}
    found: dict[str, tuple[str, ...]] = {}
    for lane, name in enumerate(sheet.before.lanes):
        held = [key for key, (own, _) in sheet.before.cells.items() if own == lane and key[0] == "step" and key not in sheet.bands]
        if held and name not in sheet.after.lanes:
            found[name] = tuple(key[1] for key in held if key not in drawn)
    return found


def without_empty_lanes(sheet: Sheet, *, ghosts: bool) -> Sheet:
    """The sheet, each side without its lanes that hold no step.

    A step that another service takes over has its mark there; where it stood need not be drawn. What has gone from the whole of
    the procedure keeps its lane with `ghosts`, and else is named in words (see `left_lanes`).
    """
    before, after = (_closed(side, sheet.bands, ghosts=ghosts) for side in (sheet.before, sheet.after))
    return replace(sheet, before=before, after=after)


def _closed(side: Side, bands: AbstractSet[Key], *, ghosts: bool) -> Side:
    gone = {lane for key, (lane, _) in side.ghosts.items() if ghosts and key not in side.cells}
    closed = empty_lanes(side, bands) - gone
    kept = [lane for lane in range(len(side.lanes)) if lane not in closed]
    cells = _moved(side.cells, kept)
    shown = {key: cell for key, cell in side.ghosts.items() if cell[0] not in closed}
    return Side(cells, _moved(shown, kept), side.edges, tuple(side.lanes[lane] for lane in kept))


def _moved(cells: Mapping[Key, Cell], kept: list[int]) -> dict[Key, Cell]:
    """The cells, numbered by the lanes that are kept; what stood in another lane goes to the nearest one that is free there."""
    found = {key: (kept.index(lane), row) for key, (lane, row) in cells.items() if lane in kept}
    for key, (lane, row) in cells.items():
        if key not in found:
            near = sorted(range(len(kept)), key=lambda place: (abs(kept[place] - lane), place))
            found[key] = next(((place, row) for place in near if (place, row) not in found.values()), (near[0], row))
    return {key: found[key] for key in cells}
