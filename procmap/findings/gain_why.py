"""Which reason is told for what a prudent change brings."""

from __future__ import annotations

from enum import StrEnum


class GainWhy(StrEnum):
    """Why a change brings less than its whole cure: by its operation, unless it has a reason of its own.

    The names stand in the report's catalogues.
    """

    REMOVE = "remove"
    CONDITION = "condition"
    BOUND_LOOP = "bound_loop"
    SET_PERIOD = "set_period"
    AUTOMATE = "automate"
    PARALLELISE = "parallelise"
    MOVE = "move"
    ASSIGN = "assign"
    CAPACITY = "capacity"
    ANSWER = "answer"
    RULE = "rule"
    """A person still confirms what a rule of decision proposes."""
    JOINT = "joint"
    """Of all accepted changes together."""
