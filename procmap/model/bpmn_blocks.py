"""From a tree of two versions to a BPMN graph on a grid.

Every block of the tree gets a rectangle of columns, and in each lane rows of its own for each of its branches, so that
nothing of one branch ever lies in the way of another: an edge runs along the rows of its own branch and changes rows
between two columns only. The way through a block stays in its first rows; other branches lie below, the redo part of a
loop lies under its body and runs from right to left. What one version lacks leaves its cells free in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from procmap.model.bpmn_grid import Flow, Grid, Node
from procmap.model.bpmn_versions import Kind, Part, Version, branches, empty, gated, tasks

Rows = tuple[int, ...]
"""One number of rows for each lane."""



@dataclass(frozen=True)
class Block:
    """A part with its measures: columns taken, rows taken in each lane, and the lanes of its entry and its exit."""

    part: Part
    children: tuple[Block, ...]
    width: int
    rows: Rows
    entry: int
    leave: int


@dataclass(frozen=True)
class _Way:
    """A flow on its way to a node not yet placed; its run where that is known, else it takes the row of that node."""

    source: int
    forward: bool
    run: tuple[int, int] | None
    below: bool = False
    bundle: int | None = None
    branch: tuple[Part, int] | None = None


def grid(part: Part, lane_of: Mapping[str, int], lanes: int) -> Grid:
    """All nodes and flows, those of the version before first; columns count from 0, the start event's."""
    first = next((lane_of[task.label] for task in tasks(part)), 0)
    block = _block(part, lane_of, lanes, first)
    placed = Grid()
    base = (0,) * lanes
    for version in (Version.BEFORE, Version.AFTER):
        walk = _Walk(placed, version)
        start = walk.node("start", "start", block, block.entry, base, 0, forward=True)
        walk.place(block, 1, base, _way(start))
    return placed


def _block(part: Part, lane_of: Mapping[str, int], lanes: int, before: int) -> Block:
    """Measures a part; `before` is the lane of the step before it, where the choice of the way is made."""
    match part.kind:
        case Kind.TASK:
            lane = lane_of[part.label]
            return Block(part, (), 1, _one(lane, lanes), lane, lane)
        case Kind.SEQUENCE:
            return _sequence(part, lane_of, lanes, before)
        case Kind.CHOICE | Kind.PARALLEL:
            blocks = tuple(_block(child, lane_of, lanes, before) for child in part.children)
            total = _rows(sum, [block.rows for block in blocks])
            own = _rows(max, [_one(before, lanes), total])
            return Block(part, blocks, 2 - part.ends + max(b.width for b in blocks), own, before, blocks[0].leave)
        case Kind.LOOP:
            entry = next((lane_of[task.label] for task in tasks(part.children[0])), before)
            body = _block(part.children[0], lane_of, lanes, entry)
            redo = _block(part.children[1], lane_of, lanes, body.leave)
            under = _rows(max, [_one(entry, lanes), body.rows])
            width = 2 + max(body.width, redo.width)
            return Block(part, (body, redo), width, _rows(sum, [under, redo.rows]), entry, body.leave)
        case _:  # silent: the line still needs a row of its own
            return Block(part, (), 1, _one(before, lanes), before, before)


def _sequence(part: Part, lane_of: Mapping[str, int], lanes: int, before: int) -> Block:
    blocks: list[Block] = []
    for child in part.children:
        blocks.append(_block(child, lane_of, lanes, blocks[-1].leave if blocks else before))
    rows = _rows(max, [block.rows for block in blocks])
    return Block(part, tuple(blocks), sum(b.width for b in blocks), rows, blocks[0].entry, blocks[-1].leave)


def _one(lane: int, lanes: int) -> Rows:
    return tuple(int(place == lane) for place in range(lanes))


def _rows(fold: Callable[[Iterable[int]], int], rows: Sequence[Rows]) -> Rows:
    """The rows of several blocks, lane by lane: side by side (max) or one below the other (sum)."""
    return tuple(fold(column) for column in zip(*rows, strict=True))


def _way(node: Node) -> _Way:
    return _Way(node.number, node.forward, (node.lane, node.row))


@dataclass(frozen=True)
class _Walk:
    """One version on its way through the blocks."""

    placed: Grid
    version: Version

    def node(
        self, role: str, kind: str, block: Block, lane: int, base: Rows, column: int, *, forward: bool, splits: bool = False
    ) -> Node:
        return self.placed.node(self.version, role, Node(0, kind, lane, base[lane], column, forward, block.part, splits))

    def connect(self, way: _Way, target: Node, *, below: bool = False, bundle: int | None = None) -> None:
        run = way.run or (target.lane, target.row)
        flow = Flow(way.source, target.number, way.forward, run, way.below, below, way.bundle, bundle, way.branch)
        self.placed.flow(self.version, flow)

    def place(self, block: Block, column: int, base: Rows, way: _Way) -> _Way:
        """Places a block whose first column (in the direction of `way`) is `column`; returns the flow that leaves it."""
        if empty(block.part, self.version):
            return way
        match block.part.kind:
            case Kind.TASK | Kind.END as kind:
                node = self.node(kind, kind, block, block.entry, base, column, forward=way.forward)
                self.connect(way, node)
                return _way(node)
            case Kind.SEQUENCE:
                for child in block.children:
                    way = self.place(child, column, base, way)
                    column += child.width if way.forward else -child.width
                return way
            case Kind.LOOP if gated(block.part, self.version):
                return self.loop(block, column, base, way)
            case _ if gated(block.part, self.version):
                return self.divided(block, column, base, way)
            case _:
                return self.inner(block, column, base, way)

    def inner(self, block: Block, column: int, base: Rows, way: _Way) -> _Way:
        """What is left of an operator that is none in this version stands where it stands in the other one."""
        column += 1 if way.forward else -1
        rows = base
        for child in block.children:
            if not empty(child.part, self.version):
                way = self.place(child, column, rows, way)
            rows = _rows(sum, [rows, child.rows])
        return way

    def divided(self, block: Block, column: int, base: Rows, way: _Way) -> _Way:
        kind = "exclusive" if block.part.kind is Kind.CHOICE else "parallel"
        step = 1 if way.forward else -1
        split = self.node("split", kind, block, block.entry, base, column, forward=way.forward, splits=True)
        self.connect(way, split)
        ways, rows, drawn = [], base, branches(block.part, self.version)
        for place, child in enumerate(block.children):
            if place in drawn:
                branch = (block.part, place) if kind == "exclusive" else None
                onward = replace(_way(split), run=self.past(child, rows), bundle=split.number, branch=branch)
                ways.append(self.place(child, column + step, rows, onward))
            rows = _rows(sum, [rows, child.rows])
        if block.part.ends:
            return ways[0]
        last = column + step * (block.width - 1)
        join = self.node("join", kind, block, block.leave, base, last, forward=way.forward)
        for branch_way in ways:
            self.connect(branch_way, join, bundle=join.number)
        return _way(join)

    def loop(self, block: Block, column: int, base: Rows, way: _Way) -> _Way:
        body, redo = block.children
        step = 1 if way.forward else -1
        last = column + step * (block.width - 1)
        join = self.node("join", "exclusive", block, block.entry, base, column, forward=way.forward)
        self.connect(way, join)
        inside = self.place(body, column + step, base, _way(join))
        split = self.node("split", "exclusive", block, block.leave, base, last, forward=way.forward, splits=True)
        self.connect(inside, split)
        under = _rows(sum, [base, _rows(max, [_one(block.entry, len(base)), body.rows])])
        run = self.past(redo, under)
        back = replace(_way(split), forward=not way.forward, run=run, below=True, branch=(block.part, 1))
        back = self.place(redo, last - step, under, back)
        self.connect(back, join, below=True)
        return replace(_way(split), branch=(block.part, 0))

    def past(self, block: Block, base: Rows) -> tuple[int, int] | None:
        """The row of a way through the cells of a branch of which nothing is drawn."""
        return (block.entry, base[block.entry]) if empty(block.part, self.version) else None
