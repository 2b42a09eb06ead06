"""What an edit of the order means for a process tree. The edited tree may accept more than the edited traces, never less.

The tree is not reduced: it keeps its shape, with silent steps where something went.
"""

from __future__ import annotations

from itertools import pairwise

from procmap.model.process_tree import SILENT, Choice, Leaf, Loop, Parallel, ProcessTree, Sequence, Silent


def parallelise(tree: ProcessTree, pair: frozenset[str]) -> ProcessTree:
    """Two activities that stand one after the other in a sequence stand side by side; elsewhere the tree stays as it is."""
    match tree:
        case Leaf() | Silent():
            return tree
        case Loop(body, redo):
            return Loop(parallelise(body, pair), parallelise(redo, pair))
        case Sequence(children):
            return Sequence(_joined(tuple(parallelise(child, pair) for child in children), pair))
        case _:
            return type(tree)(tuple(parallelise(child, pair) for child in tree.children))


def move(tree: ProcessTree, activity: str, before: str, spared: frozenset[str]) -> ProcessTree:
    """The activity stands before `before`; what it spares the cases that it refuses becomes optional.

    Where it stood it stays possible too if it does not stand on the same path as `before`: in some cases there is nothing to spare.
    """
    return _moved(tree, activity, before, spared)


def _joined(children: tuple[ProcessTree, ...], pair: frozenset[str]) -> tuple[ProcessTree, ...]:
    """The second of the pair leaves a silent step where it stood; nothing but silent steps may stand between the two."""
    found = list(children)
    steps = [place for place, child in enumerate(children) if child != SILENT]
    for one, other in pairwise(steps):
        names = {leaf.activity for leaf in (found[one], found[other]) if isinstance(leaf, Leaf)}
        if names == pair:
            found[one], found[other] = Parallel((found[one], found[other])), SILENT
    return tuple(found)


def _moved(tree: ProcessTree, activity: str, before: str, spared: frozenset[str]) -> ProcessTree:
    match tree:
        case Leaf(label):
            optional = Choice((tree, SILENT)) if label == activity or label in spared else tree
            return Sequence((Choice((Leaf(activity), SILENT)), optional)) if label == before != activity else optional
        case Silent():
            return tree
        case Loop(body, redo):
            return Loop(_moved(body, activity, before, spared), _moved(redo, activity, before, spared))
        case Choice(children) if SILENT in children:  # its steps are optional already
            kept = {Leaf(label) for label in {activity, *spared} - {before}}
            return Choice(tuple(child if child in kept else _moved(child, activity, before, spared) for child in children))
        case _:
            return type(tree)(tuple(_moved(child, activity, before, spared) for child in tree.children))
