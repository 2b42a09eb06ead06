"""What an edit means for a process tree.

One property holds for each: a trace that the tree accepts, once edited in the same way, is accepted by the edited tree.
The edited tree may accept more (a loop that cannot be opened safely stays possible), never less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from procmap.model.process_tree import (
    SILENT,
    Choice,
    Leaf,
    Loop,
    Parallel,
    ProcessTree,
    Sequence,
    Silent,
    activities,
    leaves,
    reduce,
)


def remove(tree: ProcessTree, activities: frozenset[str]) -> ProcessTree:
    """The activities no longer take place: their leaves become silent, and the tree is reduced."""
    return reduce(_mapped(tree, lambda leaf: SILENT if leaf.activity in activities else leaf))


def make_optional(tree: ProcessTree, activities: frozenset[str]) -> ProcessTree:
    """The activities take place or not, each time anew."""
    return reduce(_mapped(tree, lambda leaf: Choice((leaf, SILENT)) if leaf.activity in activities else leaf))


def bound_loop(tree: ProcessTree, repeated: frozenset[str], returns: frozenset[str]) -> ProcessTree:
    """The first pass suffices: `returns` no longer take place, and each of `repeated` at most once in a trace.

    A loop that holds nothing but repeated activities is opened where its first pass is the only one left: its body, and
    after it the redo part where that holds repeated activities of its own. Elsewhere (the loop holds other activities
    too, or its passes take different ways) the loop stays and the repeated activities in it become optional.
    """
    left = remove(tree, returns)
    count = Counter(leaf.activity for leaf in leaves(left))
    twice = frozenset(label for label in repeated if count[label] > 1)
    return reduce(_optional_in_loops(_opened(make_optional(left, twice), repeated), repeated, inside=False))


def _mapped(tree: ProcessTree, change: Callable[[Leaf], ProcessTree]) -> ProcessTree:
    match tree:
        case Leaf():
            return change(tree)
        case Silent():
            return tree
        case Loop(body, redo):
            return Loop(_mapped(body, change), _mapped(redo, change))
        case _:
            return type(tree)(tuple(_mapped(child, change) for child in tree.children))


def _opened(tree: ProcessTree, repeated: frozenset[str]) -> ProcessTree:
    """The tree with its loops opened from the inside out, each where that is safe."""
    match tree:
        case Leaf() | Silent():
            return tree
        case Loop(body, redo):
            loop = Loop(reduce(_opened(body, repeated)), reduce(_opened(redo, repeated)))
            if repeated.issuperset(activities(loop)):
                return _first_passes(loop) or loop
            return loop
        case _:
            return type(tree)(tuple(_opened(child, repeated) for child in tree.children))


def _first_passes(loop: Loop) -> ProcessTree | None:
    """A tree for the loop's traces when only the first occurrence of each activity stays; None if unsafe."""
    if loop.redo == SILENT:
        return _first_pass(loop.body)
    again = _first_pass(loop.redo)
    if again is None or not _total(loop.body):
        return None
    return Sequence((loop.body, Choice((again, SILENT))))


def _first_pass(tree: ProcessTree) -> ProcessTree | None:
    """The same for one or more passes through `tree`; None where passes that differ would mix their order."""
    if _total(tree):
        return tree
    match tree:
        case Choice((only, Silent())):
            inner = _first_pass(only)
            return None if inner is None else Choice((inner, SILENT))
        case Sequence((*before, last)) if all(_total(child) for child in before):
            inner = _first_pass(last)
            return None if inner is None else Sequence((*before, inner))
        case _:
            return None


def _total(tree: ProcessTree) -> bool:
    """Whether every pass through the tree does each of its activities once, where labels stand once."""
    match tree:
        case Leaf():
            return True
        case Sequence(children) | Parallel(children):
            return all(_total(child) for child in children)
        case _:
            return False


def _optional_in_loops(tree: ProcessTree, repeated: frozenset[str], *, inside: bool) -> ProcessTree:
    match tree:
        case Leaf(label):
            return Choice((tree, SILENT)) if inside and label in repeated else tree
        case Silent():
            return tree
        case Loop(body, redo):
            return Loop(
                _optional_in_loops(body, repeated, inside=True), _optional_in_loops(redo, repeated, inside=True)
            )
        case _:
            return type(tree)(tuple(_optional_in_loops(child, repeated, inside=inside) for child in tree.children))
