"""A stretch of rows as a sheet of its own: all of them for the whole picture, or one phase of the procedure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from procmap.measures.figures import FlowFigures
from procmap.report.before_after.placement import BEYOND, Cell, Edge, Key, Plane, Sheet, Side
from procmap.report.before_after.selection import Selection

Lanes = Mapping[str, int]
"""The lane of each activity of a sheet, on one side."""


Phase = tuple[int, int]
"""The first row of a phase, and the one after its last."""


def whole(selection: Selection, plane: Plane) -> Sheet:
    """All rows."""
    return sheet_of(selection, plane, [(0, plane.height)], 0)


def sheet_of(selection: Selection, plane: Plane, phases: Sequence[Phase], number: int) -> Sheet:
    """The rows of one phase of all (the first is 0), with the lanes that they use.

    What leads on from or to other phases is gathered in one line above and one below; what leads back to or from them has a mark
    for each phase.
    """
    low, high = phases[number]
    phase_of = {name: sum(row >= end for _, end in phases) for name, row in plane.rows.items()}
    inside = {name: row - low for name, row in plane.rows.items() if low <= row < high}
    own = {name for name in inside if name not in selection.stretches} or set(inside)
    used = sorted({side[name] for side in plane.cells for name in own if name in side})
    # a stretch of a lane that no other step has here is of no lane
    lanes: list[Lanes] = [{name: _lane(used, side[name]) for name in inside if name in side} for side in plane.cells]
    flows = [
        _edges(drawn, phase_of, number, side, selection.back)
        for drawn, side in zip((selection.before, selection.after), lanes, strict=True)
    ]
    above, below = _above(flows, lanes), _below(flows, lanes)
    top = _rows_of(above)
    last = top + high - low
    fixed = above | {key: (lane, row + last) for key, (lane, row) in below.items()}
    placed = [{**{("step", name): (side[name], inside[name] + top) for name in side}, **fixed} for side in lanes]
    cells, cells_after = (_kept(own, drawn) for own, drawn in zip(placed, flows, strict=True))
    gone = {key: cell for key, cell in cells.items() if key[0] == "step" and cells_after.get(key) != cell}
    names = tuple(plane.lanes[lane] for lane in used)
    bands: dict[Key, tuple[str, ...]] = {
        ("step", name): selection.stretches[name].roles for name in inside if name in selection.stretches
    }
    before, after = Side(cells, {}, flows[0], names), Side(cells_after, gone, flows[1], names)
    return Sheet(last + _rows_of(below), before, after, top, bands)


def _lane(used: list[int], lane: int) -> int:
    return used.index(lane) if lane in used else 0


def _kept(cells: Mapping[Key, Cell], edges: tuple[Edge, ...]) -> dict[Key, Cell]:
    """The steps, and what else a flow of this side leads to or from."""
    used = {key for edge in edges for key in (edge.source, edge.target)}
    return {key: cell for key, cell in cells.items() if key[0] == "step" or key in used}


def _edges(
    flows: tuple[FlowFigures, ...], phase_of: Mapping[str, int], here: int, lanes: Lanes, back: AbstractSet[tuple[str, str]]
) -> tuple[Edge, ...]:
    """The flows of one side that concern the phase `here`; those beyond it gathered by where they lead."""
    found: dict[tuple[Key, Key], int] = {}
    again: set[tuple[Key, Key]] = set()
    for flow in flows:
        pair = _ends(flow, phase_of, here, lanes)
        if pair is not None:
            found[pair] = found.get(pair, 0) + flow.count
            if (flow.source, flow.target) in back:
                again.add(pair)
    return tuple(Edge(*pair, count, back=pair in again) for pair, count in found.items())


def _ends(flow: FlowFigures, phase_of: Mapping[str, int], here: int, lanes: Lanes) -> tuple[Key, Key] | None:
    """Where a flow starts and ends on a sheet; None where it passes it by."""
    source, target = flow.source or "", flow.target or ""
    leaves, enters = phase_of.get(source) == here, phase_of.get(target) == here
    start: Key = ("start", "") if flow.source is None else ("step", source)
    end: Key = ("end", "") if flow.target is None else ("step", target)
    if leaves and flow.target is not None and not enters:
        end = ("later", str(lanes[source])) if phase_of[target] > here else ("to", str(phase_of[target] + 1))
    elif enters and flow.source is not None and not leaves:
        start = ("earlier", str(lanes[target])) if phase_of[source] < here else ("from", str(phase_of[source] + 1))
    return (start, end) if leaves or enters else None


def _above(flows: list[tuple[Edge, ...]], lanes: list[Lanes]) -> dict[Key, Cell]:
    """Places of the line of what came before, and below it of starts and of what comes back."""
    line = _line("earlier", flows)
    marks = _margin([edge.source for side in flows for edge in side if edge.source[0] in {"start", "from"}], flows, lanes)
    return line | {key: (lane, row + bool(line)) for key, (lane, row) in marks.items()}


def _below(flows: list[tuple[Edge, ...]], lanes: list[Lanes]) -> dict[Key, Cell]:
    """Places of ends and of what goes back, and below them of the line of what comes after."""
    marks = _margin([edge.target for side in flows for edge in side if edge.target[0] in {"end", "to"}], flows, lanes)
    return marks | {key: (lane, _rows_of(marks)) for key, (lane, _) in _line("later", flows).items()}


def _line(kind: str, flows: list[tuple[Edge, ...]]) -> dict[Key, Cell]:
    keys = [key for side in flows for edge in side for key in (edge.source, edge.target) if key[0] == kind]
    return {key: (int(key[1]), 0) for key in keys}


def _rows_of(cells: Mapping[Key, Cell]) -> int:
    return max((row for _, row in cells.values()), default=-1) + 1


def _margin(keys: list[Key], flows: list[tuple[Edge, ...]], lanes: list[Lanes]) -> dict[Key, Cell]:
    """Places for starts, ends and what leads back: in the lane of the step of this sheet that they lead to or come from."""
    lane_of = {**lanes[1], **lanes[0]}
    weights: dict[Key, dict[int, int]] = {}
    for edge in (edge for side in flows for edge in side):
        for key, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if key[0] not in BEYOND | {"step"}:
                weight = weights.setdefault(key, {})
                weight[lane_of[other[1]]] = weight.get(lane_of[other[1]], 0) + edge.count
    found: dict[Key, Cell] = {}
    for key in dict.fromkeys(keys):
        lane = max(sorted(weights[key]), key=lambda place: weights[key][place])
        row = 0
        while (lane, row) in found.values():
            row += 1
        found[key] = (lane, row)
    return found
