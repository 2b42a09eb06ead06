"""The meaning of each edit on the model.

What the prudent change leaves possible stays possible in the model: a control kept for a sample becomes optional, a loop that is
prevented in part stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from procmap.findings import (
    Answer,
    Assign,
    Automate,
    BoundLoop,
    Capacity,
    Condition,
    Edit,
    Move,
    Parallelise,
    Remove,
    SetPeriod,
)
from procmap.model.process_tree import ProcessTree
from procmap.model.tree_edits import bound_loop, make_optional, remove
from procmap.model.tree_order import move, parallelise


def edited(tree: ProcessTree, edits: Sequence[Edit]) -> ProcessTree:
    """The tree after all edits, in their order; not reduced, so that it has the shape of the tree before."""
    for edit in edits:
        tree = _edited(tree, edit)
    return tree


def _edited(tree: ProcessTree, edit: Edit) -> ProcessTree:  # noqa: PLR0911 - one case for each edit
    match edit:
        case Remove(activities, share):
            return remove(tree, frozenset(activities)) if share >= 1 else make_optional(tree, frozenset(activities))
        case Condition(activities):
            return make_optional(tree, frozenset(activities))
        case BoundLoop(repeated, returns, share):
            return bound_loop(tree, frozenset(repeated), frozenset(returns)) if share >= 1 else tree
        case SetPeriod() | Answer() | Assign() | Capacity():
            return tree  # the same steps in the same order
        case Parallelise(activities):
            return parallelise(tree, frozenset(activities))
        case Move(activity, before, spared):
            return move(tree, activity, before, frozenset(spared))
        case Automate(activities, kept):
            return remove(tree, frozenset(activities) - frozenset(kept))
        case _:
            assert_never(edit)
