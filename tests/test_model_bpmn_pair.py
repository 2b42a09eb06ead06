"""Two BPMN files of one procedure: they differ by the plan, and by nothing else."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from procmap.model.acceptance import accepts
from procmap.model.bpmn import Procedure, bpmn_files
from procmap.model.process_tree import activities, leaves, reduce
from procmap.model.tree_edits import bound_loop, make_optional, remove
from procmap.model.tree_order import move, parallelise

from .bpmn_pictures import check_geometry, check_graph, difference, names_of, read, trees, walked

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
        trace = walked(picture, rng)
        if trace is not None:
            assert accepts(reduce(model), tuple(named[name] for name in trace))


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
