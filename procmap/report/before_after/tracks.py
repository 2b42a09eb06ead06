"""Tracks: runs that share a stretch are laid side by side, in the order that crosses least.

Runs down a lane leave and reach boxes, so each takes the place nearest to where it comes from; runs in corridors and
gaps are ordered by the crossings that their ends make with one another.
"""

from __future__ import annotations

from dataclasses import dataclass

PITCH = 8.0
"""Pixels between neighbouring tracks."""

PORT = 9.0
"""Pixels between neighbouring ports of a box; halved as often as need be."""


@dataclass(frozen=True)
class Stretch:
    """A run as tracks see it: an interval, and to which side each end leaves.

    Attributes:
        low, high: The interval; stretches that touch it within `margin` conflict.
        ends: (position, direction) of both ends: -1 leaves towards the first track, +1 towards the last, 0 not at all.
    """

    low: float
    high: float
    ends: tuple[tuple[float, int], ...]


def ordered(stretches: list[Stretch], margin: float) -> list[int]:
    """The track (0, 1, ...) of each stretch: none touches another on its track, few cross."""
    order = sorted(range(len(stretches)), key=lambda one: (sum(way for _, way in stretches[one].ends), one))
    cost = _cost_table(stretches)
    for _ in range(6):
        if not _improve(order, cost):
            break
    tracks = [0] * len(stretches)
    done: list[int] = []
    for one in order:
        tracks[one] = max(
            (tracks[other] + 1 for other in done if _touch(stretches[one], stretches[other], margin)), default=0
        )
        done.append(one)
    return tracks


def _improve(order: list[int], cost: list[list[int]]) -> bool:
    """Move single stretches to where they cross least; whether anything moved."""
    moved = False
    for one in list(order):
        place = order.index(one)
        rest = [other for other in order if other != one]
        crossings = sum(cost[one][other] for other in rest)
        best, where = crossings, 0
        costs = [crossings]
        for other in rest:
            crossings += cost[other][one] - cost[one][other]
            costs.append(crossings)
        best, where = min((value, abs(spot - place)) for spot, value in enumerate(costs))
        if best < costs[place]:
            spot = next(spot for spot, value in enumerate(costs) if value == best and abs(spot - place) == where)
            rest.insert(spot, one)
            order[:] = rest
            moved = True
    return moved


def _cost_table(stretches: list[Stretch]) -> list[list[int]]:
    """[a][b]: how often a and b cross when a lies on an earlier track than b."""
    return [[_crossings(first, last) for last in stretches] for first in stretches]


def _crossings(first: Stretch, last: Stretch) -> int:
    found = sum(way < 0 and first.low <= place <= first.high for place, way in last.ends)
    return found + sum(way > 0 and last.low <= place <= last.high for place, way in first.ends)


def _touch(one: Stretch, other: Stretch, margin: float) -> bool:
    return one.low <= other.high + margin and other.low <= one.high + margin


@dataclass(frozen=True)
class Port:
    """A run down a lane, as its place in the lane is looked for.

    Attributes:
        low: First place on the scale, `high` the last.
        wish: Where it would like to be, in pixels from the lane's middle; `limit` is how far it may go.
        weight: The heaviest chooses first.
    """

    low: int
    high: int
    wish: float
    limit: float
    weight: float


def ports(runs: list[Port]) -> list[float]:
    """The distance from the lane's middle of each run; those that share a place on the scale get different ones."""
    found: dict[int, float] = {}
    for one in sorted(range(len(runs)), key=lambda one: (-runs[one].weight, one)):
        run = runs[one]
        barred = [found[other] for other in found if runs[other].low <= run.high and run.low <= runs[other].high]
        found[one] = _free(run, barred)
    return [found[one] for one in range(len(runs))]


def _free(run: Port, barred: list[float]) -> float:
    pitch = PORT
    while True:
        steps = int(run.limit / pitch)
        spots = sorted(
            (step * pitch for step in range(-steps, steps + 1)), key=lambda spot: (abs(spot - run.wish), spot)
        )
        for spot in spots:
            if all(abs(spot - other) >= pitch - 0.01 for other in barred):
                return spot
        pitch /= 2
