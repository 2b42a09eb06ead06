"""A BPMN graph on a grid: nodes in cells, flows between them, and the versions that have each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from procmap.model.bpmn_versions import Part, Version


@dataclass(frozen=True)
class Node:
    """A flow node in its cell: `row` counts within the lane; `kind` is start, end, task, exclusive or parallel.

    `splits` holds where more than one flow leaves; `part` is what it draws, or what a gateway opens or closes.
    """

    number: int
    kind: str
    lane: int
    row: int
    column: int
    forward: bool
    part: Part
    splits: bool = False


@dataclass(frozen=True)
class Flow:
    """A sequence flow.

    Attributes:
        forward: Runs from left to right.
        run: Lane and row along which it crosses columns.
        leaves_below: It leaves its source below (the way back of a loop), likewise `enters_below`.
        bundle_out: Number of the splitting gateway with whose other flows it may share a line; likewise `bundle_in`.
        branch: Of an exclusive gateway that splits: what it opens, and which child of it this way leads to; of a loop 0 leads
            out and 1 leads back.
    """

    source: int
    target: int
    forward: bool
    run: tuple[int, int]
    leaves_below: bool = False
    enters_below: bool = False
    bundle_out: int | None = None
    bundle_in: int | None = None
    branch: tuple[Part, int] | None = None


@dataclass
class Grid:
    """Nodes and flows, filled while the blocks are placed, and the versions that have each of them."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    node_versions: list[Version] = field(default_factory=list)
    flow_versions: list[Version] = field(default_factory=list)
    _numbers: dict[tuple[Part, str] | Flow, int] = field(default_factory=dict)

    def node(self, version: Version, role: str, new: Node) -> Node:
        """The node that plays a role for a part, whatever versions draw it."""
        number = self._numbers.setdefault((new.part, role), len(self.nodes))
        if number == len(self.nodes):
            self.nodes.append(replace(new, number=number))
            self.node_versions.append(version)
        self.node_versions[number] |= version
        return self.nodes[number]

    def flow(self, version: Version, new: Flow) -> None:
        """Add a flow, or a version to it."""
        number = self._numbers.setdefault(new, len(self.flows))
        if number == len(self.flows):
            self.flows.append(new)
            self.flow_versions.append(version)
        self.flow_versions[number] |= version
