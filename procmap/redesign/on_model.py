"""The meaning of each edit on the model.

What the prudent change leaves possible stays possible in the model: a control kept for a sample becomes optional, a loop that is
prevented in part stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from procmap.findings import Automate, BoundLoop, Condition, Edit, Remove, SetPeriod
from procmap.model.process_tree import ProcessTree
from procmap.model.tree_edits import bound_loop, make_optional, remove


def edited(tree: ProcessTree, edits: Sequence[Edit]) -> ProcessTree:
    """The tree after all edits, in their order."""
    for edit in edits:
        tree = _edited(tree, edit)
    return tree


def _edited(tree: ProcessTree, edit: Edit) -> ProcessTree:
    match edit:
        case Remove(activities, share):
            return remove(tree, frozenset(activities)) if share >= 1 else make_optional(tree, frozenset(activities))
        case Condition(activities):
            return make_optional(tree, frozenset(activities))
        case BoundLoop(repeated, returns, share):
            return bound_loop(tree, frozenset(repeated), frozenset(returns)) if share >= 1 else tree
        case SetPeriod():
            return tree
        case Automate(activities, kept):
            return remove(tree, frozenset(activities) - frozenset(kept))
        case _:
            assert_never(edit)
