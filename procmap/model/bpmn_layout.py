"""From the grid to coordinates: sizes, rows, corridors between the columns, lines.

A line crosses columns along a row of its own branch and changes rows in the corridors between columns, each on a track
of its own; only the lines of one gateway share a track. So no line runs through a shape, and no two on one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from procmap.model.bpmn_blocks import Flow, Grid, Node
from procmap.model.bpmn_labels import LINE, length, task_size, wrap

HEADER = 30.0
"""Width of the strip with the name of a pool or a lane."""

MARGIN = 18.0
"""Free space at either side of a corridor's tracks: room for an arrow head."""

TRACK = 12.0
PAD = 12.0
STUB = 10.0
"""How far below a gateway the way back of a loop turns."""

LABEL_WIDTH = 120.0
LABEL_SIZE = 11.0
GATEWAY = 50.0
EVENT = 36.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle in px, y downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """The middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Layout:
    """Where everything stands, in the order of the grid; tasks have no outer label."""

    pool: Box
    lanes: tuple[Box, ...]
    nodes: tuple[Box, ...]
    labels: tuple[Box | None, ...]
    lines: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class _Size:
    width: float
    height: float
    label: tuple[float, float]


def layout(grid: Grid, texts: Sequence[str], lanes: Sequence[str], pool: str) -> Layout:
    """Coordinates of a grid; `texts` names its nodes, `lanes` its lanes (one "" where there are none)."""
    sizes = [_size(node, text) for node, text in zip(grid.nodes, texts, strict=True)]
    strips = HEADER * (1 + any(lanes))
    middles, bands = _rows(grid, sizes, lanes, pool)
    tracks = _tracks(grid, middles)
    columns, right = _columns(grid, sizes, tracks, strips)
    boxes = [
        Box(columns[n.column] - s.width / 2, middles[n.lane, n.row] - s.height / 2, s.width, s.height)
        for n, s in zip(grid.nodes, sizes, strict=True)
    ]
    places = _places(columns, grid, sizes, tracks)
    return Layout(
        pool=Box(0, 0, right, bands[-1][1]),
        lanes=tuple(Box(HEADER, top, right - HEADER, bottom - top) for top, bottom in bands) if any(lanes) else (),
        nodes=tuple(boxes),
        labels=tuple(_label(n, b, s) for n, b, s in zip(grid.nodes, boxes, sizes, strict=True)),
        lines=tuple(
            _line(index, flow, grid, boxes=boxes, middles=middles, places=places)
            for index, flow in enumerate(grid.flows)
        ),
    )


def _size(node: Node, text: str) -> _Size:
    if node.kind == "task":
        return _Size(*task_size(text), (0.0, 0.0))
    side = EVENT if node.kind in ("start", "end") else GATEWAY
    lines = wrap(text, LABEL_WIDTH, LABEL_SIZE)
    wide = max((length(line, LABEL_SIZE) for line in lines), default=0.0)
    return _Size(side, side, (2 * float(-(-wide // 2)), (LINE - 1) * len(lines)))


def _rows(
    grid: Grid, sizes: Sequence[_Size], lanes: Sequence[str], pool: str
) -> tuple[Middles, list[tuple[float, float]]]:
    """The middle of each row (by lane and row), and top and bottom of each lane."""
    above: defaultdict[tuple[int, int], float] = defaultdict(float)
    below: defaultdict[tuple[int, int], float] = defaultdict(float)
    looped = {flow.source for flow in grid.flows if flow.leaves_below}
    looped |= {flow.target for flow in grid.flows if flow.enters_below}
    for node, size in zip(grid.nodes, sizes, strict=True):
        cell, half = (node.lane, node.row), size.height / 2
        outer = size.label[1] + 4 if size.label[1] else 0.0
        event = node.kind in ("start", "end")
        above[cell] = max(above[cell], half + (0.0 if event else outer))
        below[cell] = max(below[cell], half + (outer if event else 0.0) + (STUB if node.number in looped else 0.0))
    for flow in grid.flows:  # a row may hold nothing but a line
        above[flow.run], below[flow.run] = max(above[flow.run], 2.0), max(below[flow.run], 2.0)
    middles: Middles = {}
    bands: list[tuple[float, float]] = []
    y = 0.0
    for lane, name in enumerate(lanes):
        top = y
        y += PAD
        for cell in sorted(cell for cell in above if cell[0] == lane):
            middles[cell] = y + PAD / 2 + above[cell]
            y = middles[cell] + below[cell] + PAD / 2
        least = _strip(name) if lane < len(lanes) - 1 else max(_strip(name), _strip(pool) - top)
        y = max(y + PAD, top + least)
        bands.append((top, y))
    return middles, bands


def _strip(name: str) -> float:
    """Height of a lane whose upright name takes two lines at most."""
    height = 60.0
    while len(wrap(name, height - 10)) > 2:
        height += 20
    return height


Middles = dict[tuple[int, int], float]
"""The y of the middle of each row, by lane and row."""

Owner = tuple[int, str, int]
"""A corridor and the bundle or flow that has a track in it."""

Tracks = dict[Owner, tuple[int, int]]
"""For each owner its track, and how many tracks the corridor has."""


def _verticals(index: int, flow: Flow, grid: Grid, middles: Middles) -> list[tuple[int, str, int, float, float]]:
    """Where a flow changes rows: corridor (the one after column c is c), owner of the track, from y, to y."""
    source, target = grid.nodes[flow.source], grid.nodes[flow.target]
    start, finish = _ends(flow, grid, middles)
    first = source.column if flow.forward else source.column - 1
    last = target.column - 1 if flow.forward else target.column
    out = ("bundle", flow.bundle_out) if flow.bundle_out is not None else ("flow", index)
    into = ("bundle", flow.bundle_in) if flow.bundle_in is not None else ("flow", index)
    if first == last:
        owner = into if flow.bundle_in is not None else out
        return [(first, *owner, start, finish)] if start != finish else []
    run = middles[flow.run]
    found = [(first, *out, start, run), (last, *into, run, finish)]
    return [vertical for vertical in found if vertical[3] != vertical[4]]


def _ends(flow: Flow, grid: Grid, middles: Middles) -> tuple[float, float]:
    """The y at which a flow leaves its source's column, and enters its target's."""
    source, target = grid.nodes[flow.source], grid.nodes[flow.target]
    low = GATEWAY / 2 + STUB
    return (
        middles[source.lane, source.row] + (low if flow.leaves_below else 0.0),
        middles[target.lane, target.row] + (low if flow.enters_below else 0.0),
    )


def _tracks(grid: Grid, middles: Middles) -> Tracks:
    """Spreads the upright pieces of each corridor over few tracks (the left-edge rule of channel routing)."""
    spans: dict[int, dict[tuple[str, int], tuple[float, float]]] = defaultdict(dict)
    for index, flow in enumerate(grid.flows):
        for corridor, kind, owner, one, other in _verticals(index, flow, grid, middles):
            top, bottom = spans[corridor].get((kind, owner), (one, one))
            spans[corridor][kind, owner] = (min(top, one, other), max(bottom, one, other))
    tracks: Tracks = {}
    for corridor, owners in spans.items():
        ends: list[float] = []
        chosen: dict[tuple[str, int], int] = {}
        for key, (top, bottom) in sorted(owners.items(), key=lambda item: (item[1], item[0])):
            free = next((track for track, end in enumerate(ends) if end + TRACK <= top), len(ends))
            ends[free:free + 1] = [bottom]
            chosen[key] = free
        tracks |= {(corridor, *key): (track, len(ends)) for key, track in chosen.items()}
    return tracks


def _columns(grid: Grid, sizes: Sequence[_Size], tracks: Tracks, strips: float) -> tuple[dict[int, float], float]:
    """The middle of each column, and the right end of the pool."""
    widths: defaultdict[int, float] = defaultdict(float)
    for node, size in zip(grid.nodes, sizes, strict=True):
        widths[node.column] = max(widths[node.column], size.width, size.label[0])
    counts = {corridor: number for (corridor, _, _), (_, number) in tracks.items()}
    middles: dict[int, float] = {}
    x = strips + MARGIN
    for column in range(max(widths) + 1):
        middles[column] = x + widths[column] / 2
        x += widths[column] + 2 * MARGIN + TRACK * max(0, counts.get(column, 1) - 1)
    return middles, x - MARGIN


def _places(columns: dict[int, float], grid: Grid, sizes: Sequence[_Size], tracks: Tracks) -> dict[Owner, float]:
    """The x of each track."""
    halves: defaultdict[int, float] = defaultdict(float)
    for node, size in zip(grid.nodes, sizes, strict=True):
        halves[node.column] = max(halves[node.column], size.width / 2, size.label[0] / 2)
    return {key: columns[key[0]] + halves[key[0]] + MARGIN + TRACK * track for key, (track, _) in tracks.items()}


def _label(node: Node, box: Box, size: _Size) -> Box | None:
    width, height = size.label
    if not height:
        return None
    y = box.y + box.height + 4 if node.kind in ("start", "end") else box.y - 4 - height
    return Box(box.centre[0] - width / 2, y, width, height)


def _line(
    index: int, flow: Flow, grid: Grid, *, boxes: Sequence[Box], middles: Middles, places: dict[Owner, float]
) -> tuple[Point, ...]:
    """The points of a flow, each piece upright or level."""
    source, target = boxes[flow.source], boxes[flow.target]
    start, finish = _ends(flow, grid, middles)
    sides = (source.width / 2, -target.width / 2) if flow.forward else (-source.width / 2, target.width / 2)
    low = (source.y + source.height, target.y + target.height)
    points = [(source.centre[0], low[0]), (source.centre[0], start)] if flow.leaves_below else [
        (source.centre[0] + sides[0], start)
    ]
    for corridor, kind, owner, one, other in _verticals(index, flow, grid, middles):
        x = places[corridor, kind, owner]
        points += [(x, one), (x, other)]
    points += [(target.centre[0], finish), (target.centre[0], low[1])] if flow.enters_below else [
        (target.centre[0] + sides[1], finish)
    ]
    return tuple(points)
