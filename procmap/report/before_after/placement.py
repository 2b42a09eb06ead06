"""Where everything stands: lanes by role, rows by order, sheets by phase.

A place holds one thing at most on both sides together, so that a ghost keeps the place of what goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from procmap.measures.figures import FlowFigures
from procmap.report.before_after.selection import Selection

NO_ROLE = "—"

SHEET_ROWS = 28
"""A longer procedure is cut into phases."""

Key = tuple[str, str]
"""What stands at a place: ("step", label), ("start", ""), ("end", ""), ("from", label), ("to", label) across phases."""

Cell = tuple[int, int]
"""Lane and row."""


@dataclass(frozen=True)
class Edge:
    """A drawn flow on one sheet: how often it is passed, and whether it leads back to what was done already."""

    source: Key
    target: Key
    count: int
    back: bool


@dataclass(frozen=True)
class Side:
    """One state on one sheet: what stands where, what has gone from where, and the flows."""

    cells: Mapping[Key, Cell] = field(default_factory=dict)
    ghosts: Mapping[Key, Cell] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One phase, before and after; `rows` counts its rows."""

    rows: int
    before: Side
    after: Side


@dataclass(frozen=True)
class Plane:
    """The lanes' names and the sheets."""

    lanes: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def place(selection: Selection, delegated: frozenset[str], outside: frozenset[str]) -> Plane:
    """Give every shown activity its lane and row, and every flow its sheet.

    Only activities in `delegated` change lanes: that another role is the most frequent one by chance is no change. Roles of which
    all steps are in `outside` stand at the right edge.
    """
    was, becomes = (
        {figures.activity: _role(figures.role) for figures in process.activities if figures.instances}
        for process in (selection.was, selection.becomes)
    )
    roles = (was, {name: role if name in delegated else was.get(name, role) for name, role in becomes.items()})
    lanes = _lanes(selection.activities, roles, outside)
    cells = tuple({name: lanes.index(role[name]) for name in selection.activities if name in role} for role in roles)
    rows = _rows(selection, cells)
    return Plane(lanes, _sheets(selection, cells, rows))


def _role(role: str | None) -> str:
    return role if role and role.strip() else NO_ROLE


def _lanes(activities: tuple[str, ...], roles: tuple[dict[str, str], ...], outside: frozenset[str]) -> tuple[str, ...]:
    """Roles in the order in which they first appear, those outside last."""
    inside: dict[str, bool] = {}
    for name in activities:
        for side in roles:
            if name in side:
                inside[side[name]] = inside.get(side[name], False) or name not in outside
    return tuple(sorted(inside, key=lambda role: not inside[role]))


def _rows(selection: Selection, lanes: tuple[dict[str, int], ...]) -> dict[str, int]:
    """The longest path along the flows that go forward; who finds his place taken moves down.

    A step stands beside the one that leads to it, not below, where that one is the last of its row on this side. A step that no
    flow leads forward to, though no case starts with it, stands below the one that comes before it on average.
    """
    order = {name: position for position, name in enumerate(selection.activities)}
    before: dict[str, list[str]] = {}
    for flow in (*selection.before, *selection.after):
        if flow.source is not None and flow.target is not None and order[flow.source] < order[flow.target]:
            before.setdefault(flow.target, []).append(flow.source)
    starts = {flow.target for flow in (*selection.before, *selection.after) if flow.source is None}
    rows: dict[str, int] = {}
    taken: set[Cell] = set()
    whole: set[int] = set()  # a stretch has its row to itself
    for earlier, name in zip((None, *selection.activities), selection.activities, strict=False):
        lowest = 0 if name in starts or earlier is None else rows[earlier] + 1
        row = max((rows[source] + 1 for source in before.get(name, [])), default=lowest)
        own = [side[name] for side in lanes if name in side]
        alone = name in selection.stretches
        last = {source for source in before.get(name, []) if rows[source] + 1 == row}
        if not alone and row - 1 not in whole and len(last) == 1 and _beside(last.pop(), name, lanes, _row(taken, row - 1)):
            row -= 1
        while row in whole or any((lane, row) in taken for lane in own) or (alone and row in rows.values()):
            row += 1
        rows[name] = row
        taken.update((lane, row) for lane in own)
        whole.update([row] if alone else [])
    return _dense(rows)


def _beside(source: str, name: str, lanes: tuple[dict[str, int], ...], taken: AbstractSet[int]) -> bool:
    """Whether a step and its source keep their lanes, and the source's row is free from there to the panel's edge."""
    starts = {side[source] for side in lanes if source in side}
    ends = {side[name] for side in lanes if name in side}
    if len(starts) != 1 or len(ends) != 1 or starts == ends:
        return False
    (start,), (end,) = starts, ends
    return not any(lane > start if end > start else lane < start for lane in taken)


def _row(taken: AbstractSet[Cell], row: int) -> set[int]:
    """The lanes in which something stands in a row."""
    return {lane for lane, other in taken if other == row}


def _dense(rows: dict[str, int]) -> dict[str, int]:
    used = {row: place for place, row in enumerate(sorted(set(rows.values())))}
    return {name: used[row] for name, row in rows.items()}


def _sheets(selection: Selection, lanes: tuple[dict[str, int], ...], rows: dict[str, int]) -> tuple[Sheet, ...]:
    cuts = _cuts(selection, rows)
    phase = {name: sum(row >= cut for cut in cuts) for name, row in rows.items()}
    first = (0, *cuts)
    return tuple(
        _sheet(
            number,
            selection,
            lanes,
            {name: rows[name] - first[number] for name in rows if phase[name] == number},
            phase,
        )
        for number in range(len(cuts) + 1)
    )


def _cuts(selection: Selection, rows: dict[str, int]) -> tuple[int, ...]:
    """The rows at which a new sheet begins: near even parts, where the fewest cases pass."""
    count = max(rows.values(), default=0) + 1
    parts = -(-count // SHEET_ROWS)
    flows = [flow for flow in selection.before if flow.source is not None and flow.target is not None]
    found = []
    for part in range(1, parts):
        even = round(part * count / parts)
        near = range(max(even - 3, part), min(even + 4, count - 1))
        found.append(min(near, key=lambda cut: (_crossing(flows, rows, cut), abs(cut - even), cut)))
    return tuple(sorted(set(found)))


def _crossing(flows: list[FlowFigures], rows: dict[str, int], cut: int) -> int:
    return sum((rows[flow.source or ""] < cut) != (rows[flow.target or ""] < cut) for flow in flows)


def _sheet(
    number: int, selection: Selection, lanes: tuple[dict[str, int], ...], rows: dict[str, int], phase: dict[str, int]
) -> Sheet:
    edges = tuple(_edges(flows, number, phase, selection.back) for flows in (selection.before, selection.after))
    ends = [key for side in edges for edge in side for key in (edge.source, edge.target)]
    above = _margin([key for key in ends if key[0] in {"start", "from"}], edges, lanes)
    below = _margin([key for key in ends if key[0] in {"end", "to"}], edges, lanes)
    top = max((row for _, row in above.values()), default=-1) + 1
    last = top + max(rows.values(), default=-1) + 1
    fixed = {**above, **{key: (lane, row + last) for key, (lane, row) in below.items()}}
    placed = [
        {**{("step", name): (side[name], row + top) for name, row in rows.items() if name in side}, **fixed}
        for side in lanes
    ]
    sides = []
    for own, drawn in zip(placed, edges, strict=True):
        used = {key for edge in drawn for key in (edge.source, edge.target)}
        kept = {key: cell for key, cell in own.items() if key[0] == "step" or key in used}
        sides.append((kept, drawn))
    (cells, flows), (cells_after, flows_after) = sides
    gone = {key: cell for key, cell in cells.items() if key[0] == "step" and cells_after.get(key) != cell}
    count = max((row for _, row in (*placed[0].values(), *placed[1].values())), default=0) + 1
    return Sheet(count, Side(cells, {}, flows), Side(cells_after, gone, flows_after))


def _edges(
    flows: tuple[FlowFigures, ...], number: int, phase: dict[str, int], back: AbstractSet[tuple[str, str]]
) -> tuple[Edge, ...]:
    """The flows of one sheet; what comes from or goes to another phase is gathered by its target."""
    found: dict[tuple[Key, Key], int] = {}
    again: set[tuple[Key, Key]] = set()
    for flow in flows:
        source, target = flow.source, flow.target
        start: Key = ("start", "") if source is None else ("step", source)
        end: Key = ("end", "") if target is None else ("step", target)
        leaves = phase[source] if source is not None else phase[target or ""]
        enters = phase[target] if target is not None else leaves
        if leaves == enters == number:
            pair = (start, end)
        elif leaves == number:
            pair = (start, ("to", target or ""))
        elif enters == number:
            pair = (("from", target or ""), end)
        else:
            continue
        found[pair] = found.get(pair, 0) + flow.count
        if (source, target) in back:
            again.add(pair)
    return tuple(Edge(*pair, count, back=pair in again) for pair, count in found.items())


def _margin(keys: list[Key], edges: tuple[tuple[Edge, ...], ...], lanes: tuple[dict[str, int], ...]) -> dict[Key, Cell]:
    """Places for starts, ends and passages to other phases: in the lane of the step they lead to or come from."""
    lane_of = {**lanes[1], **lanes[0]}
    weights: dict[Key, dict[int, int]] = {}
    for edge in (edge for side in edges for edge in side):
        for key, other in ((edge.source, edge.target), (edge.target, edge.source)):
            label = key[1] if key[0] in {"from", "to"} else other[1]
            if key[0] != "step" and label in lane_of:
                weight = weights.setdefault(key, {})
                weight[lane_of[label]] = weight.get(lane_of[label], 0) + edge.count
    found: dict[Key, Cell] = {}
    for key in dict.fromkeys(keys):
        lane = max(sorted(weights[key]), key=lambda place: weights[key][place])
        row = 0
        while (lane, row) in found.values():
            row += 1
        found[key] = (lane, row)
    return found
