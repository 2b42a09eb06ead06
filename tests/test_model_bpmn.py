"""The BPMN file of a process tree: valid, sound, and nothing of its picture in the way of anything else."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procmap.model.bpmn import bpmn_xml
from procmap.model.process_tree import SILENT, Choice, Leaf, Loop, Parallel, Sequence, leaves, reduce

NS = {
    "b": "http://www.omg.org/spec/BPMN/20100524/MODEL", "di": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC", "dd": "http://www.omg.org/spec/DD/20100524/DI",
}
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
    assert set(flows) == set(picture.lines)
    pieces = {name: segments(line) for name, line in picture.lines.items()}
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
    """One start, one end, no implicit split or join, no gateway that joins and splits, everything on a way through."""
    outgoing, incoming = defaultdict(list), defaultdict(list)
    for flow in picture.root.iterfind(".//b:sequenceFlow", NS):
        outgoing[flow.get("sourceRef")].append(flow.get("targetRef"))
        incoming[flow.get("targetRef")].append(flow.get("sourceRef"))
    process = picture.root.find("b:process", NS)
    nodes = [e for e in process if e.tag.split("}")[1] not in ("laneSet", "sequenceFlow")]
    kinds = [e.tag.split("}")[1] for e in nodes]
    assert kinds.count("startEvent") == kinds.count("endEvent") == 1
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


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_tree_gives_a_valid_sound_and_tidy_diagram(data):
    labels = [f"Activité {i} {'avec un libellé assez long ' * (i % 4)}".strip() for i in range(25)]
    tree = data.draw(trees(st.sampled_from(labels)))
    roles = st.sampled_from([f"Service {i}" for i in range(data.draw(st.integers(1, 6)))])
    lanes = {label: data.draw(st.one_of(roles, roles, roles, st.none())) for label in labels}
    text = bpmn_xml(tree, lanes, name="Procédure", language="fr")
    assert text == bpmn_xml(tree, lanes, name="Procédure", language="fr")
    picture = read(text)
    check_graph(picture)
    check_geometry(picture)
    tasks = picture.root.xpath("//b:task|//b:userTask", namespaces=NS)
    assert sorted(task.get("name") for task in tasks) == sorted(leaf.activity for leaf in leaves(reduce(tree)))


def grown(labels, rng):
    """A random tree with a leaf for each label."""
    if len(labels) == 1:
        leaf = Leaf(labels[0])
        return rng.choice([leaf] * 6 + [Choice((leaf, SILENT)), Loop(leaf, SILENT)])
    cuts = sorted(rng.sample(range(1, len(labels)), rng.randint(1, min(4, len(labels) - 1))))
    kids = tuple(grown(labels[i:j], rng) for i, j in pairwise([0, *cuts, len(labels)]))
    kind = rng.choice([Sequence, Sequence, Sequence, Choice, Parallel, Loop])
    return kind(kids) if kind is not Loop else Loop(kids[0], Sequence(kids[1:]))


@pytest.mark.parametrize("seed", range(60))
def test_large_procedures_stay_tidy(seed):
    rng = random.Random(seed)
    labels = [f"{rng.choice(['Viser', 'Contrôler la complétude du dossier', 'Enregistrer'])} {i}" for i in
              range(rng.randint(5, 40))]
    roles = [f"Direction {i}" for i in range(rng.randint(1, 10))]
    lanes = {label: rng.choice(roles) for label in labels}
    picture = read(bpmn_xml(grown(labels, rng), lanes, name="P", language="fr"))
    check_graph(picture)
    check_geometry(picture)


@settings(max_examples=25, deadline=None)
@given(trees(st.sampled_from(HOSTILE), most=10), st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
def test_hostile_labels_stay_text(tree, role, name):
    picture = read(bpmn_xml(tree, dict.fromkeys(HOSTILE, role), name=name, language="en"))
    check_graph(picture)
    check_geometry(picture)


def example():
    return Sequence((
        Leaf("Créer"), Loop(Leaf("Contrôler"), Leaf("Corriger")), Choice((Leaf("Viser"), SILENT)),
        Parallel((Leaf("Notifier"), Leaf("Archiver"))), Choice((Leaf("Payer"), Leaf("Rejeter"))),
    ))


def test_words_lanes_and_colours_are_those_of_the_procedure():
    lanes = {
        "Créer": "Service", "Contrôler": "Finances", "Corriger": "Service", "Viser": "Direction", "Payer": "Finances",
    }
    picture = read(bpmn_xml(example(), lanes, name="Achats", language="fr", marks={"Viser": "removed"}))
    root = picture.root
    assert [lane.get("name") for lane in root.iterfind(".//b:lane", NS)] == ["Service", "Finances", "Direction", "—"]
    names = [g.get("name") for g in root.iterfind(".//b:exclusiveGateway", NS) if g.get("name")]
    assert names == ["Reprendre\u202f?", "Viser\u202f?", "Suite\u202f?"]
    assert [e.get("name") for e in root.iterfind(".//b:startEvent", NS)] == ["Début"]
    assert {t.get("name") for t in root.iterfind(".//b:task", NS)} == {"Notifier", "Archiver", "Rejeter"}
    stroke = "{http://bpmn.io/schema/bpmn/biocolor/1.0}stroke"
    marked = [s for s in root.iterfind(".//di:BPMNShape", NS) if s.get(stroke)]
    assert [s.get("bpmnElement") for s in marked] == ["task_viser"]
    with pytest.raises(ValueError, match="purple"):
        bpmn_xml(example(), lanes, name="Achats", language="fr", marks={"Viser": "purple"})


def test_no_lanes_where_no_role_is_known():
    root = read(bpmn_xml(example(), {}, name="Achats", language="en")).root
    assert root.find(".//b:laneSet", NS) is None
    assert root.find(".//b:participant", NS).get("name") == "Achats"


def test_an_edit_changes_only_what_it_concerns():
    lanes = dict.fromkeys(["Créer", "Contrôler", "Corriger", "Viser"], "Service")
    before = read(bpmn_xml(example(), lanes, name="Achats", language="fr")).boxes
    shorter = Sequence(example().children[:2] + example().children[3:])
    after = read(bpmn_xml(shorter, lanes, name="Achats", language="fr")).boxes
    assert {name for name in before if name.startswith("task")} - set(after) == {"task_viser"}


def test_a_procedure_without_steps_is_a_start_and_an_end():
    picture = read(bpmn_xml(SILENT, {}, name="Rien", language="fr"))
    assert set(picture.boxes) == {"participant", "start_debut", "end_fin"}
    check_geometry(picture)
