"""Two BPMN files of one procedure: they differ by the plan, and by nothing else."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procmap import publishing
from procmap.config import load_config
from procmap.language import words
from procmap.model.acceptance import accepts
from procmap.model.bpmn import Procedure, bpmn_files
from procmap.model.bpmn_labels import note_size
from procmap.model.process_tree import SILENT, Choice, Leaf, Loop, Parallel, Sequence, activities, leaves, reduce
from procmap.model.tree_edits import bound_loop, make_optional, remove
from procmap.model.tree_order import move, parallelise

from .bpmn_pictures import HOSTILE, NO_NODES, NS, check_geometry, check_graph, difference, names_of, read, trees, walked
from .conftest import DAY, EXAMPLES, audited_example, findings_of, fresh_engine

LABELS = [f"Étape {letter}" for letter in "abcdefghijkl"]


def drawn(before, after=None, **more):
    files = bpmn_files(Procedure(before, after, **more), name="Procédure", language="fr")
    pictures = [read(text) for text in files]
    for picture in pictures:
        check_graph(picture)
        check_geometry(picture)
    return pictures


@st.composite
def edits(draw, labels):
    """An edit as a function of a tree."""
    some = lambda most=3: frozenset(draw(st.lists(st.sampled_from(labels), min_size=1, max_size=most)))
    one = lambda: draw(st.sampled_from(labels))
    match draw(st.sampled_from(["remove", "optional", "bound", "parallel", "move"])):
        case "remove":
            chosen = some()
            return lambda tree: remove(tree, chosen)
        case "optional":
            chosen = some()
            return lambda tree: make_optional(tree, chosen)
        case "bound":
            repeated, returns = some(), some()
            return lambda tree: bound_loop(tree, repeated, returns - repeated)
        case "parallel":
            pair = some(2)
            return lambda tree: parallelise(tree, pair)
        case _:
            activity, before, spared = one(), one(), some()
            return lambda tree: move(tree, activity, before, spared) if activity != before else tree


@settings(max_examples=150, deadline=None)
@given(trees(st.sampled_from(LABELS), most=14), st.lists(edits(LABELS), max_size=3), st.integers(0, 10**6))
def test_any_plan_gives_two_files_that_differ_by_it_alone(tree, plan, seed):
    tree = reduce(tree)
    after = tree
    for edit in plan:
        after = edit(after)
    roles = {label: f"Service {len(label) + ord(label[-1]) % 3}" for label in LABELS}
    one, other = drawn(tree, after, lanes=roles)
    found = difference(one, other)

    before_tasks, after_tasks = names_of(one), names_of(other)
    assert sorted(before_tasks.values()) == sorted(leaf.activity for leaf in leaves(tree))
    assert set(after_tasks.values()) == set(activities(after))
    for name in before_tasks.keys() & after_tasks.keys():
        assert before_tasks[name] == after_tasks[name]
    gone = set(activities(tree)) - set(activities(after))
    assert gone <= {before_tasks[name] for name in found.removed if name in before_tasks}
    # a task that stays under its name is never said to go and to come
    assert not {before_tasks.get(name) for name in found.removed} & {after_tasks.get(name) for name in found.added} - {None}
    if not plan:
        assert (found.added, found.removed, found.changed, found.moved) == (set(), set(), set(), set())

    rng = random.Random(seed)
    for picture, model in ((one, tree), (other, after)):
        named = names_of(picture)
        run = walked(picture, rng)
        if run is not None:
            assert accepts(reduce(model), tuple(named[name] for name in run[0]))


@settings(max_examples=100, deadline=None)
@given(trees(st.sampled_from(LABELS), most=14), st.data())
def test_what_a_removal_or_a_condition_does_not_touch_stays_where_it_is(tree, data):
    tree = reduce(tree)
    chosen = frozenset(data.draw(st.lists(st.sampled_from(LABELS), max_size=3)))
    for edit in (remove, make_optional):
        one, other = drawn(tree, edit(tree, chosen))
        found = difference(one, other)
        assert found.moved == set()
        kinds = ("task", "startEvent", "endEvent", "lane", "participant")
        removed = {name for names in (names_of(one, kinds),) for name in names if name in found.removed}
        assert {names_of(one, kinds)[name] for name in removed} == (chosen & set(activities(tree)) if edit is remove else set())
        assert not {name for name in found.added if name in names_of(other, kinds)}
        assert found.changed == set()


@settings(max_examples=100, deadline=None)
@given(trees(st.sampled_from(LABELS), most=10), st.integers(0, 10**6))
def test_a_share_is_what_the_log_shows_or_is_not_told(tree, seed):
    tree, rng = reduce(tree), random.Random(seed)
    blank, _ = drawn(tree)
    named, taken, variants = names_of(blank), Counter(), []
    for cases in (1, 2, 3, 5, 8):
        run = walked(blank, rng)
        if run is not None and len(run[0]) <= 12:
            variants.append((tuple(named[name] for name in run[0]), cases))
            for flow in run[1]:
                taken[flow] += cases
    picture, _ = drawn(tree, variants=variants)
    flows = {e.get("id"): e for e in picture.root.iterfind(".//b:sequenceFlow", NS)}
    for name, flow in flows.items():
        if flow.get("name"):
            total = sum(taken[other] for other, two in flows.items() if two.get("sourceRef") == flow.get("sourceRef"))
            share = taken[name] / total
            decimals = 1 if 0 < share < 0.005 or 0.995 <= share < 1 else 0
            assert flow.get("name") == words("fr").percent(share, decimals)


def shares(picture):
    """The share of each named way, by the name of the gateway and of what the way leads to."""
    names = {e.get("id"): e.get("name") for e in picture.root.iterfind(".//b:*[@id]", NS)}
    flows = picture.root.iterfind(".//b:sequenceFlow[@name]", NS)
    return {(names[flow.get("sourceRef")], names[flow.get("targetRef")]): flow.get("name") for flow in flows}


def procedure():
    """A check with corrections, a visa that may be left out, a refusal."""
    return Sequence((
        Leaf("Créer"), Loop(Leaf("Contrôler"), Leaf("Corriger")), Choice((Leaf("Viser"), SILENT)),
        Choice((Sequence((Leaf("Signer"), Leaf("Payer"))), Leaf("Refuser"))),
    ))


LOG = [
    (("Créer", "Contrôler", "Viser", "Signer", "Payer"), 60),
    (("Créer", "Contrôler", "Corriger", "Contrôler", "Signer", "Payer"), 25),
    (("Créer", "Contrôler", "Viser", "Refuser"), 10), (("Créer", "Payer", "Écrire"), 5),
]


def test_ways_are_named_with_their_share_of_the_passages():
    picture, _ = drawn(procedure(), variants=LOG)
    assert shares(picture) == {
        ("Reprendre\u202f?", "Viser\u202f?"): "79\u202f%", ("Reprendre\u202f?", "Corriger"): "21\u202f%",
        ("Viser\u202f?", "Viser"): "74\u202f%", ("Viser\u202f?", None): "26\u202f%",
        ("Suite\u202f?", "Signer"): "89\u202f%", ("Suite\u202f?", "Refuser"): "11\u202f%",
    }
    ends = [e.get("name") for e in picture.root.iterfind(".//b:endEvent", NS)]
    assert ends == ["Fin", "Fin\u00a0: Refuser"]


def test_no_share_where_the_log_does_not_tell_the_ways_apart():
    either = Sequence((Choice((Leaf("a"), Sequence((Leaf("a"), Choice((Leaf("b"), SILENT)))))), Leaf("c")))
    picture, _ = drawn(either, variants=[(("a", "c"), 5), (("a", "b", "c"), 5)])
    assert shares(picture) == {}
    picture, _ = drawn(procedure(), variants=[(("Payer",), 7)])
    assert shares(picture) == {}


def test_what_the_model_leaves_out_is_said_in_both_files():
    for picture in drawn(procedure(), remove(procedure(), frozenset({"Viser"})), variants=LOG, variants_after=LOG):
        (said,) = [e.text for e in picture.root.iterfind("b:process/b:documentation", NS)]
        assert said.splitlines()[0] == "95 dossiers sur 100 (95\u202f%) suivent ce modèle du début à la fin."
        assert "«\u202fÉcrire\u202f» (dossiers\u00a0: 5)" in said.splitlines()[-1]


def test_a_changed_step_keeps_its_place_and_says_what_changes():
    after = make_optional(procedure(), frozenset({"Viser", "Signer"}))
    one, other = drawn(procedure(), after, notes={"Signer": "Faite seulement\u00a0: 1 dossier sur 10\nÉlectronique"})
    found = difference(one, other)
    assert (found.changed, found.moved) == ({"task_signer"}, set())
    assert {"note_task_signer", "association_task_signer", "choice_signer_2", "choice_signer_join"} <= found.added
    (note,) = other.root.iterfind(".//b:textAnnotation", NS)
    assert note.find("b:text", NS).text == "Faite seulement\u00a0: 1 dossier sur 10\nÉlectronique"
    (line,) = other.root.iterfind(".//b:association", NS)
    assert (line.get("sourceRef"), line.get("targetRef")) == ("task_signer", note.get("id"))
    assert {note.get("id"), line.get("id")} <= set(other.boxes) | set(other.lines)
    assert one.root.find(".//b:textAnnotation", NS) is None


def test_a_note_that_both_files_have_adds_nothing_to_the_pool():
    after = make_optional(procedure(), frozenset({"Viser", "Signer"}))
    long = "Aujourd’hui\u00a0: 100 fois, une phrase bien plus longue que ce qui en reste"
    one, other = drawn(
        procedure(), after, notes={"Signer": "Électronique", "Absente": "Rien"}, notes_before={"Signer": long, "Payer": "Rien"}
    )
    found = difference(one, other)
    assert (found.changed, found.moved) == ({"task_signer"}, set())
    assert not {name for name in found.added if name.startswith(("note", "association"))}
    texts = [[text.text for text in picture.root.iterfind(".//b:textAnnotation/b:text", NS)] for picture in (one, other)]
    assert texts == [[long], ["Électronique"]]
    left, top, right, bottom = one.boxes["note_task_signer"]
    assert (right - left, bottom - top) == pytest.approx(note_size(long), abs=1)  # room for the longer one
    assert one.root.find(".//b:*[@id='task_signer']/b:documentation", NS) is None  # only what changes says so


def test_steps_side_by_side_are_the_same_steps():
    one, other = drawn(procedure(), parallelise(procedure(), frozenset({"Signer", "Payer"})))
    found = difference(one, other)
    assert names_of(one) == names_of(other)
    assert found.moved == {"task_payer"}


def test_a_gateway_that_the_plan_does_not_touch_keeps_its_shares():
    after = remove(procedure(), frozenset({"Viser"}))
    fewer = [(("Créer", "Contrôler", "Signer", "Payer"), 9), (("Créer", "Contrôler", "Refuser"), 1)]
    one, other = drawn(procedure(), after, variants=LOG, variants_after=fewer, notes={"Corriger": "Évitée"})
    assert shares(other)["Suite\u202f?", "Refuser"] == shares(one)["Suite\u202f?", "Refuser"]
    assert shares(other)["Reprendre\u202f?", "Corriger"] == "0\u202f%"


@settings(max_examples=40, deadline=None)
@given(trees(st.sampled_from(HOSTILE), most=8), st.lists(st.sampled_from(HOSTILE), max_size=3), st.data())
def test_hostile_labels_and_notes_stay_text(tree, gone, data):
    tree, note = reduce(tree), data.draw(st.sampled_from(HOSTILE))
    log = [(tuple(activities(tree)), 3), ((*HOSTILE, "x"), 1)]
    one, other = drawn(
        tree, remove(tree, frozenset(gone)), lanes=dict.fromkeys(HOSTILE, note), variants=log, variants_after=log,
        notes=dict.fromkeys(HOSTILE, f"{note}\n{note}"),
    )
    assert not difference(one, other).moved
    assert set(names_of(other)) <= set(names_of(one))


@pytest.fixture(scope="module", params=["archive_disposal", "deliberations", "purchase_orders"])
def example(request, tmp_path_factory):
    """The findings of an example and its two files."""
    folder = tmp_path_factory.mktemp(request.param)
    config = load_config(EXAMPLES / request.param / "procmap.toml").with_options(date=dt.date.fromisoformat(DAY))
    with pytest.MonkeyPatch.context() as patch, fresh_engine() as engine:
        patch.setattr(publishing, "audit_source", lambda *_, **__: audited_example(request.param))
        publishing.audit_to_folder(EXAMPLES / request.param / "log.csv", folder / "audit", config, engine)
    files = [(folder / "audit" / f"{name}.bpmn").read_text(encoding="utf-8") for name in ("before", "after")]
    return findings_of(folder / "audit"), [read(text) for text in files]


def test_the_files_of_an_example_differ_by_its_plan(example):
    findings, (one, other) = example
    for picture in (one, other):
        check_graph(picture)
        check_geometry(picture)
    found = difference(one, other)
    steps = {step["activity"]: step for step in findings["steps"]}
    named = names_of(one)
    gone = {label for label, step in steps.items() if step["after"] is None}
    changed = {label for finding in findings["findings"] if finding["id"] in findings["plan"]["findings"]
               for label in (finding["change"].get("activities") or [finding["change"]["activity"]])}
    assert {named[name] for name in found.removed if name in named} == gone
    assert {named[name] for name in found.changed if name in named} == changed - gone
    assert found.moved == set()
    assert not {name for name in found.added if name.startswith(("task", "start", "end", "lane", "note", "association"))}
    notes = {line.get("sourceRef") for line in other.root.iterfind(".//b:association", NS)}
    assert {named[name] for name in notes} == changed - gone
    percents = [flow.get("name") for flow in one.root.iterfind(".//b:sequenceFlow[@name]", NS)]
    assert percents
    assert all(name.endswith("\u202f%") for name in percents)
    lanes = [node.text for node in other.root.iterfind(".//b:flowNodeRef", NS)]
    assert len(lanes) == len(set(lanes))
    assert set(lanes) == {e.get("id") for e in other.root.find("b:process", NS) if e.tag.split("}")[1] not in NO_NODES}


def test_refusals_of_an_example_are_ends_of_their_own(example):
    _, (one, _) = example
    ends = [e.get("name") for e in one.root.iterfind(".//b:endEvent", NS)]
    assert ends[0] == "Fin"
    assert set(ends[1:]) <= {"Fin\u00a0: Refus notifié", "Fin\u00a0: Retrait du rapport"}
    assert len(ends) > 1


def test_a_condition_on_a_step_that_is_optional_already_changes_its_share_alone():
    after = make_optional(procedure(), frozenset({"Viser"}))
    rarely = [(("Créer", "Contrôler", "Signer", "Payer"), 9), (("Créer", "Contrôler", "Viser", "Signer", "Payer"), 1)]
    one, other = drawn(procedure(), after, variants=LOG, variants_after=rarely, notes={"Viser": "1 dossier sur 10"})
    found = difference(one, other)
    assert {name for name in found.added if not name.startswith(("note", "association"))} == found.removed == set()
    assert {name for name in found.changed if name.startswith("task")} == {"task_viser"}
    assert shares(other)["Viser\u202f?", "Viser"] == "10\u202f%"


def test_identifiers_come_from_labels_and_stay_apart():
    letters = ["Été", "ete", "مرحبا", "Привет", "Контроль", "a" * 80 + "b", "a" * 80 + "c", "", "end", "participant"]
    one, _ = drawn(Sequence(tuple(Leaf(label) for label in letters)))
    names = list(names_of(one))
    assert names[:2] == ["task_ete", "task_ete_2"]
    assert len(set(names)) == len(letters)
    assert all(name.isascii() for name in names)
    other, _ = drawn(Sequence(tuple(Leaf(label) for label in letters[::-1][:-1])))
    assert {name: label for name, label in names_of(one).items() if "ete" not in name} == {
        name: label for name, label in names_of(other).items() if "ete" not in name
    }


@settings(max_examples=100, deadline=None)
@given(trees(st.sampled_from(LABELS), most=8), trees(st.sampled_from(LABELS), most=8), st.integers(0, 10**6))
def test_any_two_procedures_can_be_drawn_together(tree, after, seed):
    tree, rng = reduce(tree), random.Random(seed)
    for picture, model in zip(drawn(tree, after), (tree, after), strict=True):
        named, run = names_of(picture), walked(picture, rng)
        assert set(named.values()) == set(activities(model))
        assert run is None or accepts(reduce(model), tuple(named[name] for name in run[0]))


def test_rounds_that_leave_no_trace_are_not_counted():
    both = Parallel((Choice((Leaf("a"), SILENT)), Choice((Leaf("b"), SILENT))))
    for log in ([(("x", "a"), 5), (("x", "a", "b"), 5)], [(("x",), 5)]):
        picture, _ = drawn(Sequence((Leaf("x"), Loop(both, SILENT))), variants=log)
        assert shares(picture) == {}


def test_the_shares_of_ways_that_meet_stand_apart():
    loops = Choice((Loop(Leaf("b"), Leaf("c")), Loop(Leaf("d"), Leaf("e"))))
    picture, _ = drawn(Sequence((Leaf("a"), loops, Leaf("f"))), variants=[(("a", "b", "f"), 2), (("a", "d", "e", "d", "f"), 3)])
    assert len(picture.root.findall(".//b:sequenceFlow[@name]", NS)) == 6


def test_no_way_past_steps_that_may_all_be_left_out():
    both = Parallel((Choice((Leaf("a"), SILENT)), Choice((Leaf("b"), SILENT))))
    way = Sequence((Choice((both, Leaf("c"))), Leaf("d")))
    _, other = drawn(way, remove(way, frozenset({"c"})))
    assert sorted(name for name in names_of(other, ("exclusiveGateway",)) if "join" not in name) == ["choice_a_2", "choice_b"]
