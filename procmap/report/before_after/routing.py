"""Which way each flow takes through the grid of lanes and rows, before anything has a size.

Rows, and the gaps above them, stand on one scale: the gap above row r is 2r, row r itself 2r + 1. Lane c is flanked
by the corridors c and c + 1. A way is a chain of runs, in turn down and across: through a lane where its cells are
free, through a corridor, through a gap between rows, or from the side of a box into a corridor.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from procmap.report.before_after.placement import BEYOND, Cell, Edge, Key, Side


@dataclass(frozen=True)
class Run:
    """One straight piece of a way.

    Attributes:
        kind: "lane" and "corridor" run down, "gap", "side" and "level" across.
        index: The lane, corridor or gap; for "side" and "level" the row.
        low: For runs down the first place on the scale, for "side" the corridor.
        high: For runs down the last place on the scale, for "side" the lane of the box.
        ends: For runs down, whether the way goes on to the right (+1) or left (-1) at `low` and at `high`, 0 at a box.
            For "side" both say whether the way goes on downwards (+1) or upwards (-1).

    A "level" run goes straight from the side of one box to that of another in its row: `low` and `high` are their lanes.
    """

    kind: str
    index: int
    low: int = 0
    high: int = 0
    ends: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Way:
    """The runs of one flow, from source to target."""

    edge: Edge
    runs: tuple[Run, ...]


def route(side: Side, lanes: int, bands: AbstractSet[Key] = frozenset()) -> tuple[Way, ...]:
    """Find a way for each flow, the most frequent first; the result is in the order of `side.edges`.

    Args:
        side: What stands where.
        lanes: How many lanes there are.
        bands: What spans all lanes: reached in any of them, and by its ends from the outermost corridors.
    """
    spanned = frozenset(side.cells[key][1] for key in bands if key in side.cells)
    grounds = _Grounds(lanes, frozenset((*side.cells.values(), *side.ghosts.values())), spanned)
    load: dict[int, int] = {}
    found: dict[Edge, Way] = {}
    level: set[Cell] = set()  # corridors that a run along a row crosses
    for edge in sorted(side.edges, key=lambda edge: -edge.count):
        source, target = side.cells[edge.source], side.cells[edge.target]
        way = _straight(source, target, grounds, level)
        if way is None:
            way = _round(edge, source, target, grounds, load)
        level.update(_crossed(way))
        found[edge] = Way(edge, way)
    return tuple(found[edge] for edge in side.edges)


@dataclass(frozen=True)
class _Grounds:
    """What ways are looked for through: how many lanes, the cells that are taken, the rows that a band spans."""

    lanes: int
    taken: AbstractSet[Cell]
    spanned: AbstractSet[int]

    def free(self, lane: int, rows: range) -> bool:
        """Whether a lane is free in all of some rows."""
        return not any(row in self.spanned or (lane, row) in self.taken for row in rows)

    def doors(self, cell: Cell, near: int) -> list[Cell]:
        """The cells in which something can be left or reached from above or below, those next to the lane `near` first."""
        if cell[1] not in self.spanned:
            return [cell]
        return [(lane, cell[1]) for lane in sorted(range(self.lanes), key=lambda lane: (abs(lane - near), lane))]


def _round(edge: Edge, source: Cell, target: Cell, grounds: _Grounds, load: dict[int, int]) -> tuple[Run, ...]:
    """Through a corridor, which is counted in `load`; round a band through one of the outermost."""
    across = [cell[1] in grounds.spanned for cell in (source, target)]
    if across[0]:
        source = (target[0], source[1])
    if across[1]:
        target = (source[0], target[1])
    low, high = sorted((source[1], target[1]))
    up = target[1] <= source[1]
    outer = any(row in grounds.spanned for row in range(low + 1, high)) or (up and any(across))
    corridor = _corridor(source, target, (0, grounds.lanes) if outer else range(grounds.lanes + 1), load)
    load[corridor] = load.get(corridor, 0) + 1
    beside = [
        key[0] not in BEYOND and (corridor in (0, grounds.lanes) if spans else corridor in (cell[0], cell[0] + 1))
        for key, cell, spans in zip((edge.source, edge.target), (source, target), across, strict=True)
    ]
    return _around(source, target, corridor, beside=(beside[0], beside[1]))


def _crossed(way: tuple[Run, ...]) -> set[Cell]:
    """The corridors, with the row, that a run along a row crosses."""
    return {
        (corridor, run.index)
        for run in way
        if run.kind == "level"
        for corridor in range(min(run.low, run.high) + 1, max(run.low, run.high) + 1)
    }


def _straight(source: Cell, target: Cell, grounds: _Grounds, level: AbstractSet[Cell]) -> tuple[Run, ...] | None:
    """Down, or along the row; None where something is in the way, and for all that goes up."""
    (lane, row), (other, below) = source, target
    if row < below:
        tried = (
            _direct(start, end, grounds) for start in grounds.doors(source, other) for end in grounds.doors(target, start[0])
        )
        return next((way for way in tried if way is not None), None)
    run = Run("level", row, lane, other)
    barred = not all(grounds.free(between, range(row, row + 1)) for between in range(min(lane, other) + 1, max(lane, other)))
    return (run,) if row == below and lane != other and not barred and not _crossed((run,)) & level else None


def _direct(source: Cell, target: Cell, grounds: _Grounds) -> tuple[Run, ...] | None:
    """Down through free cells of the lane of the target or of the source; None where both are barred."""
    (lane, row), (other, below) = source, target
    leave, enter = 2 * row + 2, 2 * below
    between = range(row + 1, below)
    turn = _sign(other - lane)
    if not turn:
        return (Run("lane", lane, leave, enter),) if grounds.free(lane, between) else None
    if grounds.free(other, between):
        return (
            Run("lane", lane, leave, leave, (0, turn)),
            Run("gap", row + 1),
            Run("lane", other, leave, enter, (-turn, 0)),
        )
    if grounds.free(lane, between):
        return (
            Run("lane", lane, leave, enter, (0, turn)),
            Run("gap", below),
            Run("lane", other, enter, enter, (-turn, 0)),
        )
    return None


def _corridor(source: Cell, target: Cell, among: Iterable[int], load: dict[int, int]) -> int:
    """The corridor of the shortest way; beside the lane for steps of one lane, the emptier of equal ones."""

    def cost(corridor: int) -> tuple[float, int]:
        way = abs(source[0] + 0.5 - corridor) + abs(target[0] + 0.5 - corridor)
        return way + 0.15 * load.get(corridor, 0), -corridor

    return min(among, key=cost)


def _around(source: Cell, target: Cell, corridor: int, *, beside: tuple[bool, bool]) -> tuple[Run, ...]:
    """Through a corridor: by the side of what stands next to it, as `beside` says, else by the gap below or above."""
    (lane, row), (other, below) = source, target
    goes_down = below > row
    leave = 2 * row + (1 if beside[0] else 2)
    enter = 2 * below + (1 if beside[1] else 0)
    out = -1 if corridor <= lane else 1
    into = -1 if other < corridor else 1
    middle = Run(
        "corridor", corridor, min(leave, enter), max(leave, enter), (-out, into) if leave <= enter else (into, -out)
    )
    down = 1 if goes_down else -1
    first = (
        (Run("side", row, corridor, lane, (down, down)),)
        if beside[0]
        else (Run("lane", lane, leave, leave, (0, out)), Run("gap", row + 1))
    )
    last = (
        (Run("side", below, corridor, other, (-down, -down)),)
        if beside[1]
        else (Run("gap", below), Run("lane", other, 2 * below, 2 * below, (-into, 0)))
    )
    if row == below and all(beside):
        last = (replace(last[0], ends=(-1, -1)),)
        first = (replace(first[0], ends=(1, 1)),)
    return (*first, middle, *last)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
