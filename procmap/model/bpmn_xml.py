"""BPMN 2.0 as XML: the process, its pool and lanes, and where each element is drawn.

Elements and their order are those of OMG BPMN 2.0.2 (formal/2013-12-09), colours those of BPMN in Color and of bpmn.io.
Prefixes are written by hand, so no registry of the XML library is touched. Two versions of one procedure have the same
identifiers and the same places, so they differ only where the procedure differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from procmap.model.bpmn_grid import Grid, Node
from procmap.model.bpmn_layout import Box, Layout, Point
from procmap.model.bpmn_names import Names
from procmap.model.bpmn_versions import Version

NAMESPACES = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:bioc": "http://bpmn.io/schema/bpmn/biocolor/1.0",
    "xmlns:color": "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
}

NOTE = {
    "bioc:stroke": "#92400E", "bioc:fill": "#FEF3C7", "color:background-color": "#FEF3C7", "color:border-color": "#92400E",
}
"""The colours of a note; the stroke keeps a contrast above 4.5 on white and on its fill."""

TAGS = {
    "start": "bpmn:startEvent", "end": "bpmn:endEvent", "exclusive": "bpmn:exclusiveGateway",
    "parallel": "bpmn:parallelGateway",
}


@dataclass(frozen=True)
class Drawing:
    """What a file says, of both versions.

    Attributes:
        name: Of the pool.
        about: What is said of the process as a whole.
        texts: Names of the nodes.
        roles: Of the lanes; empty where there are none.
        tags: Elements of tasks that are not plain ones, by node.
        shares: Names of flows, by version.
        notes: What the plan changes of a task, by node: said in the version after.
    """

    name: str
    about: str
    grid: Grid
    layout: Layout
    names: Names
    texts: Sequence[str]
    roles: Sequence[str]
    tags: Mapping[int, str]
    shares: Mapping[Version, Mapping[int, str]]
    notes: Mapping[Version, Mapping[int, str]]

    def nodes(self, version: Version) -> list[Node]:
        """The nodes that a version has."""
        return [node for node in self.grid.nodes if version & self.grid.node_versions[node.number]]

    def flows(self, version: Version) -> list[int]:
        """The places of the flows that a version has."""
        return [place for place, versions in enumerate(self.grid.flow_versions) if version & versions]

    def noted(self, version: Version) -> list[Node]:
        """The nodes that have a note in a version."""
        return [node for node in self.nodes(version) if node.number in self.notes[version]]


def document(drawing: Drawing, version: Version) -> str:
    """The whole file of a version."""
    root = ET.Element(
        "bpmn:definitions",
        {**NAMESPACES, "id": "definitions", "targetNamespace": "https://procmap.invalid/bpmn", "exporter": "procmap"},
    )
    collaboration = ET.SubElement(root, "bpmn:collaboration", id="collaboration")
    ET.SubElement(collaboration, "bpmn:participant", id="participant", name=drawing.name, processRef="process")
    process = ET.SubElement(root, "bpmn:process", id="process", isExecutable="false")
    _semantics(process, drawing, version)
    diagram = ET.SubElement(root, "bpmndi:BPMNDiagram", id="diagram")
    plane = ET.SubElement(diagram, "bpmndi:BPMNPlane", id="plane", bpmnElement="collaboration")
    _picture(plane, drawing, version)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _semantics(process: ET.Element, drawing: Drawing, version: Version) -> None:
    names = drawing.names
    if drawing.about:
        ET.SubElement(process, "bpmn:documentation").text = drawing.about
    if drawing.roles:
        lane_set = ET.SubElement(process, "bpmn:laneSet", id="lanes")
        for place, (lane, role) in enumerate(zip(names.lanes, drawing.roles, strict=True)):
            element = ET.SubElement(lane_set, "bpmn:lane", id=lane, name=role)
            for node in drawing.nodes(version):
                if node.lane == place:
                    ET.SubElement(element, "bpmn:flowNodeRef").text = names.nodes[node.number]
    for node in drawing.nodes(version):
        _flow_node(process, drawing, node, version)
    for place in drawing.flows(version):
        flow = drawing.grid.flows[place]
        share = drawing.shares[version].get(place)
        ends = {"sourceRef": names.nodes[flow.source], "targetRef": names.nodes[flow.target]}
        ET.SubElement(process, "bpmn:sequenceFlow", {"id": names.flows[place], **({"name": share} if share else {}), **ends})
    for node in drawing.noted(version):  # artifacts come last
        task = names.nodes[node.number]
        note = ET.SubElement(process, "bpmn:textAnnotation", id=f"note_{task}")
        ET.SubElement(note, "bpmn:text").text = drawing.notes[version][node.number]
        ET.SubElement(process, "bpmn:association", id=f"association_{task}", sourceRef=task, targetRef=f"note_{task}")


def _flow_node(process: ET.Element, drawing: Drawing, node: Node, version: Version) -> None:
    names = drawing.names
    tag = drawing.tags.get(node.number) or TAGS.get(node.kind, "bpmn:task")
    element = ET.SubElement(process, tag, id=names.nodes[node.number])
    if drawing.texts[node.number]:
        element.set("name", drawing.texts[node.number])
    changed = drawing.notes[Version.AFTER].get(node.number) if version == Version.AFTER else None
    if changed is not None:  # so that a comparison shows that the step changes
        ET.SubElement(element, "bpmn:documentation").text = changed
    if node.kind in ("exclusive", "parallel"):
        element.set("gatewayDirection", "Diverging" if node.splits else "Converging")
    for way, mine in (("incoming", "target"), ("outgoing", "source")):
        for place in drawing.flows(version):
            if getattr(drawing.grid.flows[place], mine) == node.number:
                ET.SubElement(element, f"bpmn:{way}").text = names.flows[place]


def _picture(plane: ET.Element, drawing: Drawing, version: Version) -> None:
    layout, names = drawing.layout, drawing.names
    _shape(plane, "participant", layout.pool, {"isHorizontal": "true"})
    for lane, box in zip(names.lanes, layout.lanes, strict=True):
        _shape(plane, lane, box, {"isHorizontal": "true"})
    for node in drawing.nodes(version):
        more = {"isMarkerVisible": "true"} if node.kind == "exclusive" else {}
        shape = _shape(plane, names.nodes[node.number], layout.nodes[node.number], more)
        label = layout.labels[node.number]
        if label is not None and node.kind != "task":
            _bounds(ET.SubElement(shape, "bpmndi:BPMNLabel"), label)
    for place in drawing.flows(version):
        edge = _edge(plane, names.flows[place], layout.lines[place])
        share = layout.shares[place]
        if share is not None and place in drawing.shares[version]:
            _bounds(ET.SubElement(edge, "bpmndi:BPMNLabel"), share)
    for node in drawing.noted(version):
        box, note = layout.nodes[node.number], layout.labels[node.number]
        if note is not None:
            _shape(plane, f"note_{names.nodes[node.number]}", note, NOTE)
            line = ((box.centre[0], box.y), (box.centre[0], note.y + note.height))
            _edge(plane, f"association_{names.nodes[node.number]}", line)


def _edge(plane: ET.Element, name: str, line: Sequence[Point]) -> ET.Element:
    edge = ET.SubElement(plane, "bpmndi:BPMNEdge", id=f"{name}_di", bpmnElement=name)
    for x, y in line:
        ET.SubElement(edge, "di:waypoint", x=_number(x), y=_number(y))
    return edge


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
