"""Which way each flow takes through the grid of lanes and rows, before anything has a size.

Rows, and the gaps above them, stand on one scale: the gap above row r is 2r, row r itself 2r + 1. Lane c is flanked
by the corridors c and c + 1. A way is a chain of runs, in turn down and across: through a lane where its cells are
free, through a corridor, through a gap between rows, or from the side of a box into a corridor.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from procmap.report.before_after.placement import BEYOND, Cell, Edge, Side


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


def route(side: Side, lanes: int) -> tuple[Way, ...]:
    """Find a way for each flow, the most frequent first; the result is in the order of `side.edges`."""
    taken = frozenset((*side.cells.values(), *side.ghosts.values()))
    load: dict[int, int] = {}
    found: dict[Edge, Way] = {}
    level: set[Cell] = set()  # corridors that a run along a row crosses
    for edge in sorted(side.edges, key=lambda edge: -edge.count):
        source, target = side.cells[edge.source], side.cells[edge.target]
        way = _straight(source, target, taken, level)
        if way is None:
            corridor = _corridor(source, target, lanes, load)
            load[corridor] = load.get(corridor, 0) + 1
            ends = tuple(key[0] not in BEYOND for key in (edge.source, edge.target))
            way = _around(source, target, corridor, sided=(ends[0], ends[1]))
        level.update(_crossed(way))
        found[edge] = Way(edge, way)
    return tuple(found[edge] for edge in side.edges)


def _crossed(way: tuple[Run, ...]) -> set[Cell]:
    """The corridors, with the row, that a run along a row crosses."""
    return {
        (corridor, run.index)
        for run in way
        if run.kind == "level"
        for corridor in range(min(run.low, run.high) + 1, max(run.low, run.high) + 1)
    }


def _straight(
    source: Cell, target: Cell, taken: AbstractSet[Cell], level: AbstractSet[Cell]
) -> tuple[Run, ...] | None:
    """Down, or along the row; None where something is in the way, and for all that goes up."""
    (lane, row), (other, below) = source, target
    if row < below:
        return _direct(source, target, taken)
    run = Run("level", row, lane, other)
    barred = any((between, row) in taken for between in range(min(lane, other) + 1, max(lane, other)))
    return (run,) if row == below and lane != other and not barred and not _crossed((run,)) & level else None


def _direct(source: Cell, target: Cell, taken: AbstractSet[Cell]) -> tuple[Run, ...] | None:
    """Down through free cells of the lane of the target or of the source; None where both are barred."""
    (lane, row), (other, below) = source, target
    leave, enter = 2 * row + 2, 2 * below
    between = range(row + 1, below)
    turn = _sign(other - lane)
    if not turn:
        return None if any((lane, step) in taken for step in between) else (Run("lane", lane, leave, enter),)
    if not any((other, step) in taken for step in between):
        return (
            Run("lane", lane, leave, leave, (0, turn)),
            Run("gap", row + 1),
            Run("lane", other, leave, enter, (-turn, 0)),
        )
    if not any((lane, step) in taken for step in between):
        return (
            Run("lane", lane, leave, enter, (0, turn)),
            Run("gap", below),
            Run("lane", other, enter, enter, (-turn, 0)),
        )
    return None


def _corridor(source: Cell, target: Cell, lanes: int, load: dict[int, int]) -> int:
    """The corridor of the shortest way; beside the lane for steps of one lane, the emptier of equal ones."""

    def cost(corridor: int) -> tuple[float, int]:
        way = abs(source[0] + 0.5 - corridor) + abs(target[0] + 0.5 - corridor)
        return way + 0.15 * load.get(corridor, 0), -corridor

    return min(range(lanes + 1), key=cost)


def _around(source: Cell, target: Cell, corridor: int, *, sided: tuple[bool, bool]) -> tuple[Run, ...]:
    """Through a corridor: by the side of a box that stands next to it, else by the gap below or above the box.

    `sided` says of the source and of the target whether it has sides: a line across all lanes has none.
    """
    (lane, row), (other, below) = source, target
    beside = sided[0] and corridor in (lane, lane + 1)
    beside_target = sided[1] and corridor in (other, other + 1)
    goes_down = below > row
    leave = 2 * row + (1 if beside else 2)
    enter = 2 * below + (1 if beside_target else 0)
    out = -1 if corridor <= lane else 1
    into = -1 if other < corridor else 1
    middle = Run(
        "corridor", corridor, min(leave, enter), max(leave, enter), (-out, into) if leave <= enter else (into, -out)
    )
    down = 1 if goes_down else -1
    first = (
        (Run("side", row, corridor, lane, (down, down)),)
        if beside
        else (Run("lane", lane, leave, leave, (0, out)), Run("gap", row + 1))
    )
    last = (
        (Run("side", below, corridor, other, (-down, -down)),)
        if beside_target
        else (Run("gap", below), Run("lane", other, 2 * below, 2 * below, (-into, 0)))
    )
    if row == below and beside and beside_target:
        last = (replace(last[0], ends=(-1, -1)),)
        first = (replace(first[0], ends=(1, 1)),)
    return (*first, middle, *last)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
