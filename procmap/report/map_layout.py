"""Where the boxes and lines of the map stand: Graphviz's dot, inside this process (no program is started).

dot is told the size of everything and no text, so that its layout hangs on no font of the machine. Its points are our pixels.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from procmap.report.before_after.grid import Point

INCH = 72.0

ABOVE, BELOW = "start", "end"
"""Where cases start and end; other boxes are named by their number."""


@dataclass(frozen=True)
class Box:
    """A box by its name and its size in pixels."""

    name: str
    width: float
    height: float


@dataclass(frozen=True)
class Link:
    """What joins two boxes.

    Attributes:
        source, target: Names of boxes.
        room: Width and height of its number, in pixels.
        weight: How straight and short it should be.
        up: Whether it leads to what stands higher.
    """

    source: str
    target: str
    room: tuple[float, float]
    weight: int
    up: bool


@dataclass(frozen=True)
class Route:
    """The line of a link: a start, then three points for each curve; where its arrow ends, and the middle of its number."""

    curve: tuple[Point, ...]
    tip: Point
    number: Point


@dataclass(frozen=True)
class Layout:
    """The middles of the boxes by name, the lines in the order of the links, and the size of it all."""

    width: float
    height: float
    middles: Mapping[str, Point]
    routes: tuple[Route, ...]


def laid_out(boxes: Sequence[Box], links: Sequence[Link]) -> Layout:
    """Lay boxes out from top to bottom, in the order given as far as the links let it."""
    import pygraphviz

    with _quiet_stderr():
        graph = pygraphviz.AGraph(string=_dot(boxes, links))
        drawn: bytes = graph.draw(format="json0", prog="dot")
        graph.close()
    return _read(json.loads(drawn))


def _dot(boxes: Sequence[Box], links: Sequence[Link]) -> str:
    """The graph in the DOT language. What leads up is told the other way round: the order then decides, not dot."""
    from graphviz import Digraph

    graph = Digraph("process_map")
    graph.attr(rankdir="TB", nodesep="0.3", ranksep="0.4")
    graph.attr("node", shape="box", fixedsize="true", label="")
    graph.attr("edge", arrowsize="0.8")
    for box in boxes:
        graph.node(box.name, width=f"{box.width / INCH:.4f}", height=f"{box.height / INCH:.4f}")
    for name, rank in ((ABOVE, "source"), (BELOW, "sink")):
        with graph.subgraph() as alone:
            alone.attr(rank=rank)
            alone.node(name)
    for number, link in enumerate(links):
        wide, high = (round(side) for side in link.room)
        room = f'<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="{wide}" HEIGHT="{high}"><TR><TD></TD></TR></TABLE>>'
        tail, head = (link.target, link.source) if link.up else (link.source, link.target)
        graph.edge(tail, head, label=room, weight=str(link.weight), dir="back" if link.up else "forward", id=str(number))
    return str(graph.source)


def _read(drawn: dict[str, Any]) -> Layout:
    """What dot found; its y runs upwards."""
    _, _, width, height = map(float, drawn["bb"].split(","))

    def point(text: str) -> Point:
        x, y = map(float, text.split(","))
        return x, height - y

    middles = {node["name"]: point(node["pos"]) for node in drawn["objects"] if "pos" in node}
    routes = {int(edge["id"]): _route(edge, point) for edge in drawn.get("edges", ())}
    return Layout(width, height, middles, tuple(routes[number] for number in sorted(routes)))


def _route(edge: dict[str, Any], point: Any) -> Route:
    """One line: `e,` stands before the tip of an arrow at its end, `s,` before one at its beginning."""
    parts = edge["pos"].split(" ")
    tip = point(parts[0][2:])
    curve = [point(part) for part in parts[1:]]
    return Route(tuple(reversed(curve) if parts[0][0] == "s" else curve), tip, point(edge["lp"]))


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Warnings come from C straight to descriptor 2: send them nowhere for a moment."""
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except (OSError, AttributeError):
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
