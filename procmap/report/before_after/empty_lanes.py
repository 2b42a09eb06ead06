"""Lanes in which a state has no step: what is said of them, and a sheet that goes without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from procmap.report.before_after.placement import Cell, Key, Sheet, Side


def empty_lanes(sheet: Sheet, side: Side) -> frozenset[int]:
    """The lanes of a side whose role has no step there, not even in a stretch that spans all lanes."""
    told = {role for roles in sheet.bands.values() for role in roles}
    return frozenset(lane for lane in _bare(sheet, side) if side.lanes[lane] not in told)


def _bare(sheet: Sheet, side: Side) -> frozenset[int]:
    """The lanes that hold no step of their own; none where there is no other."""
    held = {lane for key, (lane, _) in side.cells.items() if key[0] == "step" and key not in sheet.bands}
    return frozenset(range(len(side.lanes))) - held if held else frozenset()


def left_lanes(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """The roles that have no step after and no lane either, with those of their steps that have gone and are not drawn."""
    drawn = {*sheet.after.cells, *sheet.after.ghosts}
    told = {role for roles in sheet.bands.values() for role in roles} | set(sheet.after.lanes)
    found: dict[str, tuple[str, ...]] = {}
    for lane, name in enumerate(sheet.before.lanes):
        held = [key for key, (own, _) in sheet.before.cells.items() if own == lane and key[0] == "step" and key not in sheet.bands]
        if held and name not in told:
            found[name] = tuple(key[1] for key in held if key not in drawn)
    return found


def without_empty_lanes(sheet: Sheet, *, ghosts: bool) -> Sheet:
    """The sheet, each side without its lanes that hold no step.

    A step that another service takes over has its mark there; where it stood need not be drawn. What has gone from the whole of
    the procedure keeps its lane with `ghosts`, and else is named in words (see `left_lanes`).
    """
    before, after = (_closed(sheet, side, ghosts=ghosts) for side in (sheet.before, sheet.after))
    return replace(sheet, before=before, after=after)


def _closed(sheet: Sheet, side: Side, *, ghosts: bool) -> Side:
    empty = empty_lanes(sheet, side)
    gone = {lane for key, (lane, _) in side.ghosts.items() if key not in side.cells and (ghosts or lane not in empty)}
    closed = _bare(sheet, side) - gone
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
