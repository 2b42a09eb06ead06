"""From the grid to coordinates: sizes, rows, corridors between the columns, lines.

A line crosses columns along a row of its own branch and changes rows in the corridors between columns, each on a track
of its own; only the lines of one gateway share a track. So no line runs through a shape, and no two on one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from procmap.model.bpmn_grid import Flow, Grid, Node
from procmap.model.bpmn_labels import LINE, length, note_size, task_size, wrap
from procmap.model.bpmn_tracks import GATEWAY, STUB, TRACK, Middles, Owner, Tracks, corridors, ends_of, tracks_of, verticals

HEADER = 30.0
"""Width of the strip with the name of a pool or a lane."""

MARGIN = 18.0
"""Free space at either side of a corridor's tracks: room for an arrow head."""

PAD = 12.0
LABEL_WIDTH = 120.0
LABEL_SIZE = 11.0
EVENT = 36.0
SHARE = (42.0, 14.0)
"""Room for the share of a flow."""

NOTE_GAP = 16.0
"""Between a task and its note."""

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
    """Where everything stands, in the order of the grid.

    Attributes:
        labels: The names of events and gateways, and the notes of tasks.
        shares: Of each flow where its share stands; None where it has none.
    """

    pool: Box
    lanes: tuple[Box, ...]
    nodes: tuple[Box, ...]
    labels: tuple[Box | None, ...]
    lines: tuple[tuple[Point, ...], ...]
    shares: tuple[Box | None, ...]


@dataclass(frozen=True)
class _Size:
    width: float
    height: float
    label: tuple[float, float]


def layout(
    grid: Grid,
    texts: Sequence[str],
    lanes: Sequence[str],
    pool: str,
    *,
    notes: Iterable[Mapping[int, str]],
    shared: Collection[int],
) -> Layout:
    """Coordinates of a grid.

    Args:
        grid: Of all versions: what only one has takes its place in the others too.
        texts: Names of its nodes.
        lanes: Names of its lanes, one "" where there are none.
        pool: Name of the pool.
        notes: What is noted of a task, in each version: its note has room for either.
        shared: Flows that need room for a share.
    """
    noted = list(notes)
    sizes = [
        _size(node, text, [own[node.number] for own in noted if node.number in own])
        for node, text in zip(grid.nodes, texts, strict=True)
    ]
    strips = HEADER * (1 + any(lanes))
    middles, bands = _rows(grid, sizes, lanes, pool, shared)
    tracks = tracks_of(grid, middles)
    columns, places, right = _columns(grid, sizes, tracks, strips, shared)
    boxes = [
        Box(columns[n.column] - s.width / 2, middles[n.lane, n.row] - s.height / 2, s.width, s.height)
        for n, s in zip(grid.nodes, sizes, strict=True)
    ]
    return Layout(
        pool=Box(0, 0, right, bands[-1][1]),
        lanes=tuple(Box(HEADER, top, right - HEADER, bottom - top) for top, bottom in bands) if any(lanes) else (),
        nodes=tuple(boxes),
        labels=tuple(_label(n, b, s) for n, b, s in zip(grid.nodes, boxes, sizes, strict=True)),
        lines=tuple(
            _line(index, flow, grid, boxes=boxes, middles=middles, places=places) for index, flow in enumerate(grid.flows)
        ),
        shares=tuple(
            _share(flow, grid, middles, places) if index in shared else None for index, flow in enumerate(grid.flows)
        ),
    )


def _size(node: Node, text: str, notes: Sequence[str]) -> _Size:
    if node.kind == "task":
        sizes = [note_size(note) for note in notes] or [(0.0, 0.0)]
        return _Size(*task_size(text), (max(wide for wide, _ in sizes), max(high for _, high in sizes)))
    side = EVENT if node.kind in ("start", "end") else GATEWAY
    lines = wrap(text, LABEL_WIDTH, LABEL_SIZE)
    wide = max((length(line, LABEL_SIZE) for line in lines), default=0.0)
    return _Size(side, side, (2 * float(-(-wide // 2)), (LINE - 1) * len(lines)))


def _rows(
    grid: Grid, sizes: Sequence[_Size], lanes: Sequence[str], pool: str, shared: Collection[int]
) -> tuple[Middles, list[tuple[float, float]]]:
    """The middle of each row (by lane and row), and top and bottom of each lane."""
    above: defaultdict[tuple[int, int], float] = defaultdict(float)
    below: defaultdict[tuple[int, int], float] = defaultdict(float)
    looped = {flow.source for flow in grid.flows if flow.leaves_below}
    looped |= {flow.target for flow in grid.flows if flow.enters_below}
    for node, size in zip(grid.nodes, sizes, strict=True):
        cell, half = (node.lane, node.row), size.height / 2
        outer = size.label[1] + _gap(node) if size.label[1] else 0.0
        event = node.kind in ("start", "end")
        above[cell] = max(above[cell], half + (0.0 if event else outer))
        below[cell] = max(below[cell], half + (outer if event else 0.0) + (STUB if node.number in looped else 0.0))
    for index, flow in enumerate(grid.flows):  # a row may hold nothing but a line
        above[flow.run], below[flow.run] = max(above[flow.run], 2.0), max(below[flow.run], 2.0)
        if index in shared:
            row, _ = _share_place(flow, grid)
            above[row] = max(above[row], SHARE[1] + 4)
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


def _share_place(flow: Flow, grid: Grid) -> tuple[tuple[int, int], bool]:
    """The row on which the share of a flow stands, and whether on the right of the tracks of its first corridor.

    It stands where the flow has left the tracks; where it then shares its line with others to a join, before them.
    """
    first, last = corridors(flow, grid)
    source, target = grid.nodes[flow.source], grid.nodes[flow.target]
    if first != last:
        return flow.run, flow.forward
    if flow.bundle_in is not None:
        return (source.lane, source.row), not flow.forward
    return (target.lane, target.row), flow.forward


def _columns(
    grid: Grid, sizes: Sequence[_Size], tracks: Tracks, strips: float, shared: Collection[int]
) -> tuple[dict[int, float], dict[Owner, float], float]:
    """The middle of each column, the x of each track, and the right end of the pool."""
    widths: defaultdict[int, float] = defaultdict(float)
    for node, size in zip(grid.nodes, sizes, strict=True):
        widths[node.column] = max(widths[node.column], size.width, size.label[0])
    counts = {corridor: number for (corridor, _, _), (_, number) in tracks.items()}
    sided = {(corridors(grid.flows[i], grid)[0], _share_place(grid.flows[i], grid)[1]) for i in shared}
    middles: dict[int, float] = {}
    places: dict[Owner, float] = {}
    x = strips + MARGIN
    for column in range(max(widths) + 1):
        middles[column] = x + widths[column] / 2
        x += widths[column] + MARGIN + SHARE[0] * ((column, False) in sided)
        places |= {key: x + TRACK * track for key, (track, _) in tracks.items() if key[0] == column}
        places[column, "first", 0] = x
        x += TRACK * max(0, counts.get(column, 1) - 1)
        places[column, "last", 0] = x
        x += MARGIN + SHARE[0] * ((column, True) in sided)
    return middles, places, x - MARGIN


def _share(flow: Flow, grid: Grid, middles: Middles, places: dict[Owner, float]) -> Box:
    """Where the share of a flow stands: on its line, beside the tracks of the first corridor."""
    corridor, _ = corridors(flow, grid)
    row, right = _share_place(flow, grid)
    width, height = SHARE
    x = places[corridor, "last", 0] + 4 if right else places[corridor, "first", 0] - 4 - width
    return Box(x, middles[row] - 2 - height, width, height)


def _gap(node: Node) -> float:
    return NOTE_GAP if node.kind == "task" else 4.0


def _label(node: Node, box: Box, size: _Size) -> Box | None:
    width, height = size.label
    if not height:
        return None
    y = box.y + box.height + 4 if node.kind in ("start", "end") else box.y - _gap(node) - height
    return Box(box.centre[0] - width / 2, y, width, height)


def _line(
    index: int, flow: Flow, grid: Grid, *, boxes: Sequence[Box], middles: Middles, places: dict[Owner, float]
) -> tuple[Point, ...]:
    """The points of a flow, each piece upright or level."""
    source, target = boxes[flow.source], boxes[flow.target]
    start, finish = ends_of(flow, grid, middles)
    sides = (source.width / 2, -target.width / 2) if flow.forward else (-source.width / 2, target.width / 2)
    low = (source.y + source.height, target.y + target.height)
    points = [(source.centre[0], low[0]), (source.centre[0], start)] if flow.leaves_below else [
        (source.centre[0] + sides[0], start)
    ]
    for corridor, kind, owner, one, other in verticals(index, flow, grid, middles):
        x = places[corridor, kind, owner]
        points += [(x, one), (x, other)]
    points += [(target.centre[0], finish), (target.centre[0], low[1])] if flow.enters_below else [
        (target.centre[0] + sides[1], finish)
    ]
    return tuple(points)
