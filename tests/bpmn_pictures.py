"""What a BPMN file shows, held against what holds for each: valid, sound, nothing in the way of anything; and how two differ."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import strategies as st

from procmap.model.process_tree import SILENT, Choice, Leaf, Loop, Parallel, Sequence

NS = {
    "b": "http://www.omg.org/spec/BPMN/20100524/MODEL", "di": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC", "dd": "http://www.omg.org/spec/DD/20100524/DI",
}
PROCESS = f"{{{NS['b']}}}process"
NO_NODES = ("laneSet", "sequenceFlow", "documentation", "textAnnotation", "association")
HOSTILE = [
    "<script>alert(1)</script>", '"&amp;]]>', "=1+1", "a\x00b\ud800", "مرحبا", "🙂🙂",
    "tau", "", " ", "x" * 300, "é" * 80,
    "Contrôler la complétude du dossier de demande de subvention", "end", "participant", "None",
]


def trees(labels, most=25):
    leaf = labels.map(Leaf)
    few = st.lists
    return st.recursive(
        st.one_of(leaf, leaf, leaf, st.just(SILENT)),
        lambda inner: st.one_of(
            few(inner, min_size=2, max_size=5).map(lambda c: Sequence(tuple(c))),
            few(inner, min_size=2, max_size=4).map(lambda c: Choice(tuple(c))),
            few(inner, min_size=2, max_size=4).map(lambda c: Parallel(tuple(c))),
            st.builds(Loop, inner, inner),
        ),
        max_leaves=most,
    )


@cache
def schema():
    etree = pytest.importorskip("lxml.etree")
    spiff = pytest.importorskip("SpiffWorkflow")
    return etree.XMLSchema(etree.parse(str(Path(spiff.__file__).parent / "bpmn/parser/schema/BPMN20.xsd")))


@dataclass
class Picture:
    root: object
    boxes: dict
    labels: dict
    lines: dict

    def kind(self, name):
        return self.root.xpath(f"//b:*[@id='{name}']", namespaces=NS)[0].tag.split("}")[1]


def box(element):
    x, y, width, height = (float(element.get(name)) for name in ("x", "y", "width", "height"))
    return (x, y, x + width, y + height)


def read(text):
    from lxml import etree

    root = etree.fromstring(text.encode("utf-8"))
    assert schema().validate(root), schema().error_log
    boxes, labels, lines = {}, {}, {}
    for shape in root.iterfind(".//di:BPMNShape", NS):
        boxes[shape.get("bpmnElement")] = box(shape.find("dc:Bounds", NS))
        label = shape.find("di:BPMNLabel/dc:Bounds", NS)
        if label is not None:
            labels[shape.get("bpmnElement")] = box(label)
    for edge in root.iterfind(".//di:BPMNEdge", NS):
        points = edge.iterfind("dd:waypoint", NS)
        lines[edge.get("bpmnElement")] = [(float(point.get("x")), float(point.get("y"))) for point in points]
        label = edge.find("di:BPMNLabel/dc:Bounds", NS)
        if label is not None:
            labels[edge.get("bpmnElement")] = box(label)
    return Picture(root, boxes, labels, lines)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inside(inner, outer):
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def segments(line):
    return [(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in pairwise(line)]


def crosses(segment, box):
    """Whether a segment (upright or level) passes through the inside of a box."""
    return overlap(segment, box)


def on_another(one, other):
    """Whether two segments lie on one another for more than a point."""
    for fixed, low, high in ((0, 1, 3), (1, 0, 2)):
        if one[fixed] == one[fixed + 2] == other[fixed] == other[fixed + 2]:
            return min(one[high], other[high]) - max(one[low], other[low]) > 0
    return False


def check_geometry(picture):
    check_places(picture)
    check_lines(picture)


def check_places(picture):
    """No shape or label over another, all in the pool, each node in its lane."""
    root = picture.root
    strips = {e.get("id") for e in root.iterfind(".//b:lane", NS)} | {"participant"}
    nodes = {name: place for name, place in picture.boxes.items() if name not in strips}
    pool = picture.boxes["participant"]
    named = {f"label of {name}": place for name, place in picture.labels.items()}
    for (name, one), (other_name, other) in combinations([*nodes.items(), *named.items()], 2):
        assert not overlap(one, other), (name, other_name)
    for name, place in [*nodes.items(), *named.items()]:
        assert inside(place, (pool[0] + 30, *pool[1:])), name
    for lane in root.iterfind(".//b:lane", NS):
        band = picture.boxes[lane.get("id")]
        for reference in lane.iterfind("b:flowNodeRef", NS):
            assert inside(nodes[reference.text], (band[0] + 30, *band[1:]))


def check_lines(picture):
    """No line through a shape or a label, none on another."""
    root = picture.root
    strips = {e.get("id") for e in root.iterfind(".//b:lane", NS)} | {"participant"}
    nodes = {name: place for name, place in picture.boxes.items() if name not in strips}
    pool = picture.boxes["participant"]
    named = {f"label of {name}": place for name, place in picture.labels.items()}
    flows = {f.get("id"): (f.get("sourceRef"), f.get("targetRef")) for f in root.iterfind(".//b:sequenceFlow", NS)}
    assert set(flows) == {name for name in picture.lines if not name.startswith("association")}
    pieces = {name: segments(line) for name, line in picture.lines.items()}
    for association in root.iterfind(".//b:association", NS):
        flows[association.get("id")] = association.get("sourceRef"), association.get("targetRef")
    for name, line in picture.lines.items():
        source, target = (nodes[end] for end in flows[name])
        assert on_border(line[0], source)
        assert on_border(line[-1], target)
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(line))
        for piece in pieces[name]:
            assert inside(piece, pool)
            for other, place in [*nodes.items(), *named.items()]:
                assert not crosses(piece, place), (name, other)
    for (name, mine), (other, yours) in combinations(pieces.items(), 2):
        if set(flows[name]) & set(flows[other]):  # the lines of one gateway may share their way
            continue
        for one in mine:
            for two in yours:
                assert not on_another(one, two), (name, other)


def on_border(point, place):
    x, y = point
    touches = x in (place[0], place[2]) or y in (place[1], place[3])
    return place[0] <= x <= place[2] and place[1] <= y <= place[3] and touches


def check_graph(picture):
    """One start, an end, no implicit split or join, no gateway that joins and splits, everything on a way through."""
    outgoing, incoming = defaultdict(list), defaultdict(list)
    for flow in picture.root.iterfind(".//b:sequenceFlow", NS):
        outgoing[flow.get("sourceRef")].append(flow.get("targetRef"))
        incoming[flow.get("targetRef")].append(flow.get("sourceRef"))
    process = picture.root.find("b:process", NS)
    nodes = [e for e in process if e.tag.split("}")[1] not in NO_NODES]
    kinds = [e.tag.split("}")[1] for e in nodes]
    assert kinds.count("startEvent") == 1 <= kinds.count("endEvent")
    for element, kind in zip(nodes, kinds, strict=True):
        name = element.get("id")
        ins, outs = incoming[name], outgoing[name]
        assert [e.text for e in element.iterfind("b:incoming", NS)] != [] or not ins
        expected = {"startEvent": (0, 1), "endEvent": (1, 0)}.get(kind, (1, 1))
        if "Gateway" in kind:
            assert sorted((len(ins) > 1, len(outs) > 1)) == [False, True]
            assert len(set(outs)) == len(outs)
            if kind == "exclusiveGateway" and len(outs) > 1:
                assert element.get("name")
        else:
            assert (len(ins), len(outs)) == expected
            assert element.get("name")


@dataclass
class Difference:
    """By identifier, by the rules of bpmn-js-differ: what one file has and the other lacks, what changes, what moves."""

    added: set
    removed: set
    changed: set
    moved: set


def difference(before, after):
    one, other = said(before.root), said(after.root)
    places, others = ({**p.boxes, **p.lines, **{f"label of {n}": b for n, b in p.labels.items()}} for p in (before, after))
    both = set(one) & set(other)
    return Difference(
        set(other) - set(one), set(one) - set(other), {name for name in both if one[name] != other[name]},
        {name for name in set(places) & set(others) if places[name] != others[name]},
    )


def said(root):
    """All that is said of each element but its references, which follow from others."""
    told = {}
    for element in root.iterfind(".//b:*[@id]", NS):
        notes = tuple(child.text for child in element.iterfind("b:documentation", NS)) if element.tag != PROCESS else ()
        told[element.get("id")] = element.tag, dict(element.attrib), notes
    return told


def names_of(picture, kinds=("task", "userTask")):
    """Name by identifier of the elements of these kinds."""
    return {e.get("id"): e.get("name") for e in picture.root.iterfind(".//b:*[@id]", NS) if e.tag.split("}")[1] in kinds}


def walked(picture, rng, most=400):
    """A random run of the file by its tokens: the tasks and the flows taken, in order; None where it takes too long."""
    outgoing, incoming = defaultdict(list), defaultdict(list)
    for flow in picture.root.iterfind(".//b:sequenceFlow", NS):
        outgoing[flow.get("sourceRef")].append(flow.get("id"))
        incoming[flow.get("targetRef")].append(flow.get("id"))
    kinds = {e.get("id"): e.tag.split("}")[1] for e in picture.root.iterfind(".//b:*[@id]", NS)}
    targets = {f.get("id"): f.get("targetRef") for f in picture.root.iterfind(".//b:sequenceFlow", NS)}
    tokens, trace = list(outgoing[next(name for name, kind in kinds.items() if kind == "startEvent")]), []
    used = list(tokens)
    for _ in range(most):
        if not tokens:
            return trace, used
        ready = [t for t in tokens if kinds[targets[t]] != "parallelGateway" or set(incoming[targets[t]]) <= set(tokens)]
        node = targets[taken := rng.choice(ready)]
        for spent in incoming[node] if kinds[node] == "parallelGateway" else [taken]:
            tokens.remove(spent)
        if kinds[node] in ("task", "userTask"):
            trace.append(node)
        ways = outgoing[node]
        ways = [rng.choice(ways)] if kinds[node] == "exclusiveGateway" else ways
        tokens += ways
        used += ways
    return None
