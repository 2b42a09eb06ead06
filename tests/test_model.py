"""Process trees: their language, their edits, and their discovery from variants."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procmap.model.acceptance import Acceptor, accepts
from procmap.model.discovery import discover
from procmap.model.exceptions import Exceptions, folded, unfolded
from procmap.model.process_tree import (
    SILENT,
    Choice,
    Leaf,
    Loop,
    Parallel,
    Sequence,
    Silent,
    activities,
    nullable,
    parts,
    reduce,
    size,
)
from procmap.model.tree_edits import bound_loop, make_optional, remove

A, B, C, D = (Leaf(label) for label in "abcd")


def trees(labels="abcd", most=10):
    leaf = st.sampled_from([Leaf(label) for label in labels])
    children = lambda inner: st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.recursive(
        st.one_of(leaf, leaf, st.just(SILENT)),
        lambda inner: st.one_of(
            children(inner).map(Sequence), children(inner).map(Choice), children(inner).map(Parallel),
            st.builds(Loop, inner, inner),
        ),
        max_leaves=most,
    )


def run(tree, rng):
    """One random trace of the tree: the semantics once more, written as a generator."""
    match tree:
        case Leaf(label):
            return [label]
        case Silent():
            return []
        case Choice(children):
            return run(rng.choice(children), rng)
        case Sequence(children):
            return [label for child in children for label in run(child, rng)]
        case Parallel(children):
            queues = [queue for child in children if (queue := run(child, rng))]
            mixed = []
            while queues:
                queue = rng.choice(queues)
                mixed.append(queue.pop(0))
                queues = [queue for queue in queues if queue]
            return mixed
        case Loop(body, redo):
            trace = run(body, rng)
            while rng.random() < 0.5:
                trace += run(redo, rng) + run(body, rng)
            return trace


def language(tree, longest):  # noqa: C901 - one case for each kind of tree
    """All traces of the tree up to a length, by sets: a slow and independent reference."""
    def cut(traces):
        return {trace for trace in traces if len(trace) <= longest}

    def joined(one, other):
        return cut({x + y for x, y in product(one, other)})

    def shuffled(x, y):
        if not x or not y:
            return {x + y}
        return {x[:1] + z for z in shuffled(x[1:], y)} | {y[:1] + z for z in shuffled(x, y[1:])}

    match tree:
        case Leaf(label):
            return {(label,)}
        case Silent():
            return {()}
        case Choice(children):
            return set().union(*(language(child, longest) for child in children))
        case Sequence(children):
            found = {()}
            for child in children:
                found = joined(found, language(child, longest))
            return found
        case Parallel(children):
            found = {()}
            for child in children:
                found = cut({z for x, y in product(found, language(child, longest)) if len(x + y) <= longest
                             for z in shuffled(x, y)})
            return found
        case Loop(body, redo):
            once = language(body, longest)
            again = joined(language(redo, longest), once)
            found, new = once, once
            while new:
                new = joined(new, again) - found
                found = found | new
            return found


@settings(max_examples=80, deadline=None)
@given(trees("abc", 6))
def test_acceptance_is_exact(tree):
    expected = language(tree, 4)
    acceptor = Acceptor(tree)
    for length in range(5):
        for trace in product("abc", repeat=length):
            assert acceptor.accepts(trace) == (trace in expected)
    assert nullable(tree) == (() in expected)


@settings(max_examples=80, deadline=None)
@given(trees("abc", 6))
def test_reducing_keeps_the_language_and_is_canonical(tree):
    reduced = reduce(tree)
    assert language(reduced, 4) == language(tree, 4)
    assert reduce(reduced) == reduced
    # each loop with a silent body becomes a choice around the loop
    assert size(reduced) <= size(tree) + 2 * repr(tree).count("Loop(")

    def check(node):
        for part in parts(node):
            assert not (isinstance(node, Sequence | Parallel) and part == SILENT)
            assert type(part) is not type(node) or isinstance(node, Loop | Leaf | Silent)
            check(part)
        assert isinstance(node, Leaf | Silent | Loop) or len(parts(node)) > 1

    check(reduced)


def test_reduction_of_small_trees():
    assert reduce(Sequence((SILENT, Sequence((A, B)), SILENT))) == Sequence((A, B))
    assert reduce(Choice((SILENT, A, SILENT))) == Choice((A, SILENT))
    assert reduce(Loop(SILENT, SILENT)) == SILENT
    assert reduce(Loop(Loop(A, SILENT), B)) == Loop(A, Choice((B, SILENT)))
    assert activities(Sequence((B, A, B))) == ("b", "a")


@settings(max_examples=200, deadline=None)
@given(trees(), st.sets(st.sampled_from("abcd")), st.integers(0, 10**6))
def test_what_replays_before_a_removal_replays_after_it(tree, chosen, seed):
    trace = run(tree, random.Random(seed))
    edited = tuple(label for label in trace if label not in chosen)
    after = remove(tree, frozenset(chosen))
    assert accepts(after, edited)
    assert not chosen & set(activities(after))
    optional = make_optional(tree, frozenset(chosen))
    assert accepts(optional, tuple(trace))
    assert accepts(optional, edited)


@settings(max_examples=400, deadline=None)
@given(trees(), st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")), st.integers(0, 10**6))
def test_what_replays_before_a_bounded_loop_replays_after_it(tree, repeated, returns, seed):
    rng = random.Random(seed)
    after = bound_loop(tree, frozenset(repeated), frozenset(returns))
    for _ in range(5):
        edited = []
        for label in run(tree, rng):
            if label not in returns and not (label in repeated and label in edited):
                edited.append(label)
        assert accepts(after, tuple(edited))


def test_a_loop_is_opened_where_its_first_pass_suffices():
    one = frozenset
    assert reduce(bound_loop(Loop(A, SILENT), one("a"), one())) == A
    assert reduce(bound_loop(Sequence((Loop(A, Sequence((B, C))), D)), one("a"), one("bc"))) == Sequence((A, D))
    assert reduce(bound_loop(Loop(A, B), one("ab"), one())) == Sequence((A, Choice((B, SILENT))))
    assert reduce(bound_loop(Loop(Sequence((A, B)), SILENT), one("ab"), one())) == Sequence((A, B))
    # passes that take different ways would mix
    assert accepts(bound_loop(Loop(Choice((A, B)), SILENT), one("ab"), one()), ("b", "a"))
    # b is not repeated by error: the loop stays, with a in it optional
    assert reduce(bound_loop(Loop(Sequence((A, B)), SILENT), one("a"), one())) == Loop(
        Sequence((Choice((A, SILENT)), B)), SILENT
    )


def test_acceptance_is_quick_on_thousands_of_long_variants():
    labels = [Leaf(f"activity {i}") for i in range(30)]
    tree = Sequence((
        *labels[:5], Loop(Parallel(tuple(labels[5:11])), Choice((labels[11], SILENT))),
        Parallel((Sequence(tuple(labels[12:17])), Loop(Choice(tuple(labels[17:22])), SILENT), labels[22])),
        Loop(Choice(tuple(labels[23:])), SILENT),
    ))
    rng = random.Random(1)
    variants = [tuple(run(tree, rng) + ["activity 29"] * 30)[:60] for _ in range(3000)]
    begun = time.perf_counter()
    acceptor = Acceptor(tree)
    assert sum(acceptor.accepts(trace) for trace in variants) > 2500
    assert time.perf_counter() - begun < 3


ORDERS = [
    (("create", "check", "approve", "pay"), 60), (("create", "check", "correct", "check", "approve", "pay"), 20),
    (("create", "check", "reject"), 15), (("create", "pay"), 1), (("pay", "create", "check"), 1),
]


def test_discovery_finds_the_procedure_whatever_the_order_of_the_variants():
    found = discover(ORDERS)
    assert found.tree == reduce(Sequence((
        Leaf("create"), Loop(Leaf("check"), Leaf("correct")),
        Choice((Sequence((Leaf("approve"), Leaf("pay"))), Leaf("reject"))),
    )))
    assert found.coverage == pytest.approx(95 / 97)
    assert discover(ORDERS[::-1]) == found
    halves = [(trace, number) for trace, cases in ORDERS for number in (cases - cases // 2, cases // 2)]
    assert discover(halves) == found


@pytest.mark.parametrize("label", ["", "tau", "None", "<b>", "a\x00", "'", "é 🙂", "0", "->( 'a' )"])
def test_discovery_takes_any_label(label):
    found = discover([((label,), 3)])
    assert found.tree == Leaf(label)
    assert found.coverage == 1
    found = discover([((label, "x", label), 3), ((label, "y"), 2)])
    assert found.coverage == 1
    assert label in activities(found.tree)


def test_discovery_of_little():
    assert discover([]).tree == SILENT
    assert discover([((), 4)]).tree == SILENT
    assert discover([((), 4)]).coverage == 1
    repeated = discover([(("a",) * n, 10 - n) for n in range(1, 6)])
    assert repeated.tree == Loop(A, SILENT)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.lists(st.sampled_from("abcde"), max_size=8).map(tuple), st.integers(1, 50)), max_size=12))
def test_discovery_never_fails_and_its_coverage_is_the_share_that_it_accepts(variants):
    found = discover(variants)
    total = sum(cases for _, cases in variants)
    if total:
        accepted = sum(cases for trace, cases in variants if accepts(found.tree, trace))
        assert found.coverage == pytest.approx(accepted / total)
    assert set(activities(found.tree)) <= {label for trace, _ in variants for label in trace}
    assert reduce(found.tree) == found.tree


def test_discovery_is_the_same_in_every_process_and_silent():
    rng = random.Random(7)
    variants = [(tuple(rng.choice("abcdefgh") * rng.randint(1, 2) for _ in range(rng.randint(2, 9))), rng.randint(1, 9))
                for _ in range(40)]
    program = f"from procmap.model.discovery import discover; print(discover({variants!r}))"
    told = []
    for seed in ("1", "2"):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True,
                              env={**os.environ, "PYTHONHASHSEED": seed})
        assert done.stderr == ""
        told.append(done.stdout)
    assert told[0] == told[1]


def test_only_discovery_loads_the_mining_library():
    program = "import sys, procmap.model.bpmn, procmap.model.discovery; print('pm4py' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_correction_is_a_loop_of_each_check_that_asks_for_it_and_a_refusal_an_end():
    way = ("ask", "check", "sign", "pay")
    log = [
        (way, 300), (("ask", "check", "correct", "check", "sign", "pay"), 30),
        (("ask", "check", "sign", "correct", "sign", "pay"), 20), (("ask", "check", "refuse"), 9),
        (("ask", "check", "sign", "refuse"), 4), (("ask", "check", "correct", "check", "sign", "correct", "sign", "pay"), 3),
        (("ask", "check", "correct", "check", "refuse"), 1),
    ]
    ask, check, sign, pay, correct, refuse = (Leaf(label) for label in ("ask", "check", "sign", "pay", "correct", "refuse"))
    found = discover(log)
    assert found.tree == Sequence((
        ask, Loop(check, correct), Choice((Sequence((Loop(sign, correct), Choice((pay, refuse)))), refuse)),
    ))
    assert found.coverage == 1


def test_exceptions_are_what_lies_between_two_times_of_a_step_and_what_ends_early():
    straight, found = folded([(("a", "b", "r", "s", "b", "c"), 5), (("a", "b", "c"), 90), (("a", "x"), 5)])
    assert straight == [(("a", "b", "c"), 95)]
    assert found == Exceptions({"b": (("r", "s"),)}, {"a": ("x",)})
    assert unfolded(Sequence((A, B, C)), found) == Sequence((
        A, Choice((Sequence((Loop(B, Sequence((Leaf("r"), Leaf("s")))), C)), Leaf("x"))),
    ))
    # a step on the way is no return, and what most cases end with is no exception
    assert folded([(("a", "b", "c"), 5), (("a", "b", "a", "b", "c"), 5)])[1] == Exceptions({}, {})
    assert folded([(("a", "b", "c"), 5), (("a", "b", "a", "c"), 5)])[1] == Exceptions({}, {})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.lists(st.sampled_from("abcde"), max_size=8).map(tuple), st.integers(1, 50))), trees(most=8))
def test_putting_exceptions_back_keeps_what_the_tree_accepts(variants, tree):
    straight, found = folded(variants)
    assert sum(cases for _, cases in straight) <= sum(cases for _, cases in variants)
    whole, rng = unfolded(tree, found), random.Random(len(variants))
    for _ in range(5):
        assert accepts(whole, tuple(run(tree, rng)))
