"""What an edit means for a process tree.

One property holds for each: a trace that the tree accepts, once edited in the same way, is accepted by the edited tree.
The edited tree may accept more (a loop that cannot be opened safely stays possible), never less.

No edit reduces the tree: it keeps its shape, with silent steps where something went, so that what stays is found again in it.
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
    """The activities no longer take place: their leaves become silent."""
    return _mapped(tree, lambda leaf: SILENT if leaf.activity in activities else leaf)


def make_optional(tree: ProcessTree, activities: frozenset[str]) -> ProcessTree:
    """The activities take place or not, each time anew."""
    match tree:
        case Leaf(label):
            return Choice((tree, SILENT)) if label in activities else tree
        case Silent():
            return tree
        case Loop(body, redo):
            return Loop(make_optional(body, activities), make_optional(redo, activities))
        case Choice(children) if SILENT in children:  # its steps are optional already
            return Choice(tuple(child if isinstance(child, Leaf) else make_optional(child, activities) for child in children))
        case _:
            return type(tree)(tuple(make_optional(child, activities) for child in tree.children))


def bound_loop(tree: ProcessTree, repeated: frozenset[str], returns: frozenset[str]) -> ProcessTree:
    """The first pass suffices: `returns` no longer take place, and each of `repeated` at most once in a trace.

    A loop that holds nothing but repeated activities is opened where its first pass is the only one left: its body, and
    after it the redo part where that holds repeated activities of its own. Elsewhere (the loop holds other activities
    too, or its passes take different ways) the loop stays and the repeated activities in it become optional.
    """
    left = remove(tree, returns)
    count = Counter(leaf.activity for leaf in leaves(left))
    twice = frozenset(label for label in repeated if count[label] > 1)
    return _optional_in_loops(_opened(make_optional(left, twice), repeated), repeated)


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
            inner, again = _opened(body, repeated), _opened(redo, repeated)
            if not repeated.issuperset(activities(Loop(inner, again))):
                return Loop(inner, again)
            return _first_passes(inner, again) or Loop(inner, again)
        case _:
            return type(tree)(tuple(_opened(child, repeated) for child in tree.children))


def _first_passes(body: ProcessTree, redo: ProcessTree) -> ProcessTree | None:
    """A tree for a loop's traces when only the first occurrence of each activity stays; None if unsafe."""
    if reduce(redo) == SILENT:
        return body if _once(reduce(body)) else None
    if not _total(reduce(body)) or not _once(reduce(redo)):
        return None
    return Sequence((body, Choice((redo, SILENT))))


def _once(tree: ProcessTree) -> bool:
    """Whether the first occurrences of one or more passes are a pass; not so where passes that differ would mix their order."""
    match tree:
        case Choice((only, Silent())):
            return _once(only)
        case Sequence((*before, last)):
            return all(_total(child) for child in before) and _once(last)
        case _:
            return _total(tree)


def _total(tree: ProcessTree) -> bool:
    """Whether every pass through the tree does each of its activities once, where labels stand once."""
    match tree:
        case Leaf():
            return True
        case Sequence(children) | Parallel(children):
            return all(_total(child) for child in children)
        case _:
            return False


def _optional_in_loops(tree: ProcessTree, repeated: frozenset[str]) -> ProcessTree:
    match tree:
        case Leaf() | Silent():
            return tree
        case Loop():
            return make_optional(tree, repeated)
        case _:
            return type(tree)(tuple(_optional_in_loops(child, repeated) for child in tree.children))
