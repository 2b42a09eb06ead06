"""The BPMN file of a process tree: valid, sound, and nothing of its picture in the way of anything else."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procmap.model.bpmn import bpmn_xml
from procmap.model.process_tree import SILENT, Choice, Leaf, Loop, Parallel, Sequence, leaves, reduce

from .bpmn_pictures import HOSTILE, NS, check_geometry, check_graph, read, trees


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


def test_words_and_lanes_are_those_of_the_procedure():
    lanes = {
        "Créer": "Service", "Contrôler": "Finances", "Corriger": "Service", "Viser": "Direction", "Payer": "Finances",
    }
    picture = read(bpmn_xml(example(), lanes, name="Achats", language="fr"))
    root = picture.root
    lanes = [lane.get("name") for lane in root.iterfind(".//b:lane", NS)]
    assert lanes == ["Service", "Finances", "Direction", "(sans service nommé)"]
    names = [g.get("name") for g in root.iterfind(".//b:exclusiveGateway", NS) if g.get("name")]
    assert names == ["Reprendre\u202f?", "Viser\u202f?", "Suite\u202f?"]
    assert [e.get("name") for e in root.iterfind(".//b:startEvent", NS)] == ["Début"]
    assert {t.get("name") for t in root.iterfind(".//b:task", NS)} == {"Notifier", "Archiver", "Rejeter"}


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
    assert set(picture.boxes) == {"participant", "start", "end"}
    check_geometry(picture)
