"""BPMN 2.0 as XML: the process, its pool and lanes, and where each element is drawn.

Elements and their order are those of OMG BPMN 2.0.2 (formal/2013-12-09), colours those of BPMN in Color and of bpmn.io.
Prefixes are written by hand, so no registry of the XML library is touched; identifiers come from the names, so two
versions of one procedure differ only where the procedure differs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from procmap.model.bpmn_blocks import Grid, Node
from procmap.model.bpmn_layout import Box, Layout

NAMESPACES = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:bioc": "http://bpmn.io/schema/bpmn/biocolor/1.0",
    "xmlns:color": "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
}

COLOURS = {"removed": ("#FDE8E8", "#A61B1B"), "changed": ("#FEF3C7", "#92400E"), "new": ("#DCFCE7", "#166534")}
"""Fill and stroke of a marked task; the strokes keep a contrast above 4.5 on white and on their fill."""

TAGS = {
    "start": "bpmn:startEvent", "end": "bpmn:endEvent", "exclusive": "bpmn:exclusiveGateway",
    "parallel": "bpmn:parallelGateway",
}


@dataclass(frozen=True)
class Drawing:
    """What the file says: names beside the grid and its layout; `roles` are empty where there are no lanes."""

    name: str
    grid: Grid
    layout: Layout
    texts: Sequence[str]
    roles: Sequence[str]
    tags: Mapping[int, str]
    marks: Mapping[int, str] = field(default_factory=dict)


def document(drawing: Drawing) -> str:
    """The whole file."""
    names = _Names()
    process = names.give("process", drawing.name)
    nodes = [names.give(_prefix(node), text) for node, text in zip(drawing.grid.nodes, drawing.texts, strict=True)]
    flows = [names.give("flow", f"{nodes[f.source]} {nodes[f.target]}") for f in drawing.grid.flows]
    lanes = [names.give("lane", role) for role in drawing.roles]
    root = ET.Element("bpmn:definitions", {
        **NAMESPACES, "id": names.give("definitions", ""), "targetNamespace": "https://procmap.invalid/bpmn",
        "exporter": "procmap",
    })
    collaboration = ET.SubElement(root, "bpmn:collaboration", id="collaboration")
    ET.SubElement(collaboration, "bpmn:participant", id="participant", name=drawing.name, processRef=process)
    _semantics(ET.SubElement(root, "bpmn:process", id=process, isExecutable="false"), drawing, nodes, flows, lanes)
    diagram = ET.SubElement(root, "bpmndi:BPMNDiagram", id="diagram")
    plane = ET.SubElement(diagram, "bpmndi:BPMNPlane", id="plane", bpmnElement="collaboration")
    _picture(plane, drawing, nodes, flows, lanes)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


class _Names:
    """Identifiers: a slug, and a number from its second use on."""

    def __init__(self) -> None:
        self._used = {"collaboration", "participant", "diagram", "plane"}

    def give(self, prefix: str, text: str) -> str:
        plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe")).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].strip("_")
        wanted = f"{prefix}_{slug}" if slug else prefix
        name, number = wanted, 1
        while name in self._used:
            number += 1
            name = f"{wanted}_{number}"
        self._used.add(name)
        return name


def _prefix(node: Node) -> str:
    return {"exclusive": "gateway", "parallel": "parallel"}.get(node.kind, node.kind)


def _semantics(process: ET.Element, drawing: Drawing, nodes: list[str], flows: list[str], lanes: list[str]) -> None:
    if lanes:
        lane_set = ET.SubElement(process, "bpmn:laneSet", id="lanes")
        for place, (lane, role) in enumerate(zip(lanes, drawing.roles, strict=True)):
            element = ET.SubElement(lane_set, "bpmn:lane", id=lane, name=role)
            for node in drawing.grid.nodes:
                if node.lane == place:
                    ET.SubElement(element, "bpmn:flowNodeRef").text = nodes[node.number]
    for node in drawing.grid.nodes:
        _flow_node(process, drawing, node, nodes[node.number], flows)
    for flow, name in zip(drawing.grid.flows, flows, strict=True):
        ET.SubElement(process, "bpmn:sequenceFlow", id=name, sourceRef=nodes[flow.source], targetRef=nodes[flow.target])


def _flow_node(process: ET.Element, drawing: Drawing, node: Node, name: str, flows: list[str]) -> None:
    tag = drawing.tags.get(node.number) or TAGS.get(node.kind, "bpmn:task")
    element = ET.SubElement(process, tag, id=name)
    if drawing.texts[node.number]:
        element.set("name", drawing.texts[node.number])
    if node.kind in ("exclusive", "parallel"):
        element.set("gatewayDirection", "Diverging" if node.splits else "Converging")
    for way, mine in (("incoming", "target"), ("outgoing", "source")):
        for flow, flow_name in zip(drawing.grid.flows, flows, strict=True):
            if getattr(flow, mine) == node.number:
                ET.SubElement(element, f"bpmn:{way}").text = flow_name


def _picture(plane: ET.Element, drawing: Drawing, nodes: list[str], flows: list[str], lanes: list[str]) -> None:
    _shape(plane, "participant", drawing.layout.pool, {"isHorizontal": "true"})
    for lane, box in zip(lanes, drawing.layout.lanes, strict=True):
        _shape(plane, lane, box, {"isHorizontal": "true"})
    for node, box, label in zip(drawing.grid.nodes, drawing.layout.nodes, drawing.layout.labels, strict=True):
        more = {"isMarkerVisible": "true"} if node.kind == "exclusive" else {}
        mark = drawing.marks.get(node.number)
        if mark is not None:
            fill, stroke = COLOURS[mark]
            more |= {
                "bioc:stroke": stroke, "bioc:fill": fill, "color:background-color": fill, "color:border-color": stroke,
            }
        shape = _shape(plane, nodes[node.number], box, more)
        if label is not None:
            _bounds(ET.SubElement(shape, "bpmndi:BPMNLabel"), label)
    for name, line in zip(flows, drawing.layout.lines, strict=True):
        edge = ET.SubElement(plane, "bpmndi:BPMNEdge", id=f"{name}_di", bpmnElement=name)
        for x, y in line:
            ET.SubElement(edge, "di:waypoint", x=_number(x), y=_number(y))


def _shape(plane: ET.Element, name: str, box: Box, more: Mapping[str, str]) -> ET.Element:
    shape = ET.SubElement(plane, "bpmndi:BPMNShape", {"id": f"{name}_di", "bpmnElement": name, **more})
    _bounds(shape, box)
    return shape


def _bounds(parent: ET.Element, box: Box) -> None:
    ET.SubElement(
        parent, "dc:Bounds", x=_number(box.x), y=_number(box.y), width=_number(box.width), height=_number(box.height)
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
