"""From a process tree to a BPMN graph on a grid.

Every block of the tree gets a rectangle of columns, and in each lane rows of its own for each of its branches, so that
nothing of one branch ever lies in the way of another: an edge runs along the rows of its own branch and changes rows
between two columns only. The way through a block stays in its first rows; other branches lie below, the redo part of a
loop lies under its body and runs from right to left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from procmap.model.process_tree import SILENT, Choice, Leaf, Loop, Parallel, ProcessTree, leaves
from procmap.model.process_tree import Sequence as Sequential

Rows = tuple[int, ...]
"""One number of rows for each lane."""


@dataclass(frozen=True)
class Block:
    """A subtree with its measures: columns taken, rows taken in each lane, and the lanes of its entry and its exit."""

    tree: ProcessTree
    children: tuple[Block, ...]
    width: int
    rows: Rows
    entry: int
    leave: int


@dataclass(frozen=True)
class Node:
    """A flow node in its cell: `row` counts within the lane; `kind` is start, end, task, exclusive or parallel.

    `splits` holds where more than one flow leaves; `subtree` is what a gateway opens, for its name.
    """

    number: int
    kind: str
    lane: int
    row: int
    column: int
    forward: bool = True
    subtree: ProcessTree = SILENT
    splits: bool = False


@dataclass(frozen=True)
class Flow:
    """A sequence flow.

    Attributes:
        forward: Runs from left to right.
        run: Lane and row along which it crosses columns.
        leaves_below: It leaves its source below (the way back of a loop), likewise `enters_below`.
        bundle_out: Number of the splitting gateway with whose other flows it may share a line; likewise `bundle_in`.
    """

    source: int
    target: int
    forward: bool
    run: tuple[int, int]
    leaves_below: bool = False
    enters_below: bool = False
    bundle_out: int | None = None
    bundle_in: int | None = None


@dataclass(frozen=True)
class _Way:
    """A flow on its way to a node not yet placed."""

    source: int
    forward: bool
    run: tuple[int, int]
    below: bool = False
    bundle: int | None = None


@dataclass
class Grid:
    """Nodes and flows, filled while the blocks are placed."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)


def grid(tree: ProcessTree, lane_of: Mapping[str, int], lanes: int) -> Grid:
    """All nodes and flows of a reduced tree, in the order of the tree; columns count from 0, the start event's."""
    first = next((lane_of[leaf.activity] for leaf in leaves(tree)), 0)
    block = _block(tree, lane_of, lanes, first)
    placed = Grid()
    base = (0,) * lanes
    start = _node(placed, "start", block.entry, base, 0, forward=True, subtree=tree)
    way = _place(placed, block, 1, base, _way(start))
    end = _node(placed, "end", block.leave, base, block.width + 1, forward=True, subtree=tree)
    _connect(placed, way, end)
    return placed


def _block(tree: ProcessTree, lane_of: Mapping[str, int], lanes: int, before: int) -> Block:
    """Measures a subtree; `before` is the lane of the step before it, where the choice of the way is made."""
    match tree:
        case Leaf(label):
            lane = lane_of[label]
            return Block(tree, (), 1, _one(lane, lanes), lane, lane)
        case Sequential(children):
            return _sequence(tree, children, lane_of, lanes, before)
        case Choice(children) | Parallel(children):
            blocks = tuple(_block(child, lane_of, lanes, before) for child in children)
            total = _rows(sum, [block.rows for block in blocks])
            own = _rows(max, [_one(before, lanes), total])
            return Block(tree, blocks, 2 + max(b.width for b in blocks), own, before, blocks[0].leave)
        case Loop(inner, again):
            entry = lane_of[leaves(inner)[0].activity]
            body = _block(inner, lane_of, lanes, entry)
            redo = _block(again, lane_of, lanes, body.leave)
            under = _rows(max, [_one(entry, lanes), body.rows])
            width = 2 + max(body.width, redo.width)
            return Block(tree, (body, redo), width, _rows(sum, [under, redo.rows]), entry, body.leave)
        case _:  # silent: the line still needs a row of its own
            return Block(tree, (), 1, _one(before, lanes), before, before)


def _sequence(
    tree: ProcessTree, children: Sequence[ProcessTree], lane_of: Mapping[str, int], lanes: int, before: int
) -> Block:
    blocks: list[Block] = []
    for child in children:
        blocks.append(_block(child, lane_of, lanes, blocks[-1].leave if blocks else before))
    rows = _rows(max, [block.rows for block in blocks])
    return Block(tree, tuple(blocks), sum(b.width for b in blocks), rows, blocks[0].entry, blocks[-1].leave)


def _one(lane: int, lanes: int) -> Rows:
    return tuple(int(place == lane) for place in range(lanes))


def _rows(fold: Callable[[Iterable[int]], int], rows: Sequence[Rows]) -> Rows:
    """The rows of several blocks, lane by lane: side by side (max) or one below the other (sum)."""
    return tuple(fold(column) for column in zip(*rows, strict=True))


def _node(
    placed: Grid, kind: str, lane: int, base: Rows, column: int, *,
    forward: bool, subtree: ProcessTree, splits: bool = False,
) -> Node:
    node = Node(len(placed.nodes), kind, lane, base[lane], column, forward, subtree, splits)
    placed.nodes.append(node)
    return node


def _way(node: Node) -> _Way:
    return _Way(node.number, node.forward, (node.lane, node.row))


def _connect(placed: Grid, way: _Way, target: Node, *, below: bool = False, bundle: int | None = None) -> None:
    placed.flows.append(Flow(way.source, target.number, way.forward, way.run, way.below, below, way.bundle, bundle))


def _place(placed: Grid, block: Block, column: int, base: Rows, way: _Way) -> _Way:
    """Places a block whose first column (in the direction of `way`) is `column`; returns the flow that leaves it."""
    match block.tree:
        case Leaf():
            task = _node(placed, "task", block.entry, base, column, forward=way.forward, subtree=block.tree)
            _connect(placed, way, task)
            return _way(task)
        case Sequential():
            for child in block.children:
                way = _place(placed, child, column, base, way)
                column += child.width if way.forward else -child.width
            return way
        case Choice() | Parallel():
            return _place_branches(placed, block, column, base, way)
        case Loop():
            return _place_loop(placed, block, column, base, way)
        case _:
            return replace(way, run=(block.entry, base[block.entry]))


def _place_branches(placed: Grid, block: Block, column: int, base: Rows, way: _Way) -> _Way:
    kind = "exclusive" if isinstance(block.tree, Choice) else "parallel"
    step = 1 if way.forward else -1
    split = _node(placed, kind, block.entry, base, column, forward=way.forward, subtree=block.tree, splits=True)
    _connect(placed, way, split)
    ways = []
    rows = base
    for child in block.children:
        ways.append(_place(placed, child, column + step, rows, replace(_way(split), bundle=split.number)))
        rows = _rows(sum, [rows, child.rows])
    last = column + step * (block.width - 1)
    join = _node(placed, kind, block.leave, base, last, forward=way.forward, subtree=block.tree)
    for branch in ways:
        _connect(placed, branch, join, bundle=join.number)
    return _way(join)


def _place_loop(placed: Grid, block: Block, column: int, base: Rows, way: _Way) -> _Way:
    body, redo = block.children
    step = 1 if way.forward else -1
    last = column + step * (block.width - 1)
    join = _node(placed, "exclusive", block.entry, base, column, forward=way.forward, subtree=block.tree)
    _connect(placed, way, join)
    inner = _place(placed, body, column + step, base, _way(join))
    split = _node(placed, "exclusive", block.leave, base, last, forward=way.forward, subtree=block.tree, splits=True)
    _connect(placed, inner, split)
    under = _rows(sum, [base, _rows(max, [_one(block.entry, len(base)), body.rows])])
    back = replace(_way(split), forward=not way.forward, below=True)
    back = _place(placed, redo, last - step, under, back)
    _connect(placed, back, join, below=True)
    return _way(split)
