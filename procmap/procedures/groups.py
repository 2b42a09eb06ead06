"""Groups of classes, by name: what patterns and measures ask of a step's classes. The file lexicon/groups.toml holds them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from procmap.procedures.step_class import Classes, StepClass


class Group(StrEnum):
    """The groups; lexicon/groups.toml says what each of them means."""

    DECIDING = "deciding"
    RULING = "ruling"
    NO_RULING = "no_ruling"
    NO_LAST_DECISION = "no_last_decision"
    EFFECT = "effect"
    NO_EFFECT = "no_effect"
    SETTLING = "settling"
    SETTLING_ELSE = "settling_else"
    SETTLING_NOTHING = "settling_nothing"
    CHECKING = "checking"
    NO_CHECKING = "no_checking"
    CONTROLLING = "controlling"
    SENDING_BACK = "sending_back"
    REPEATING_SENDS_BACK = "repeating_sends_back"
    INFORMING = "informing"
    NO_INFORMING = "no_informing"
    JUDGING_WORK = "judging_work"
    INTAKE = "intake"
    LOOPING = "looping"
    MISSING = "missing"
    CORRECTING = "correcting"
    CONSULTING = "consulting"
    NOT_MISSING = "not_missing"
    ASKING_OUTSIDE = "asking_outside"
    ANSWERING_OUTSIDE = "answering_outside"
    FROM_OUTSIDE = "from_outside"
    WAITING_FOR_SOMETHING = "waiting_for_something"
    NO_CHOICE_OF_MOMENT = "no_choice_of_moment"
    CHASING = "chasing"
    PAPER = "paper"
    ONTO_PAPER = "onto_paper"
    INTERNAL = "internal"
    NO_RELAY = "no_relay"
    NO_ENTERING = "no_entering"
    APART = "apart"

@cache
def groups() -> Mapping[Group, Classes]:
    """The groups as the lexicon has them.

    Raises:
        ValueError: The file lacks a group, or names an unknown group or class: a fault of the file.
    """
    written = tomllib.loads((files("procmap.procedures") / "lexicon" / "groups.toml").read_text(encoding="utf-8"))
    if unlike := written.keys() ^ set(Group):
        raise ValueError(f"groups.toml: {', '.join(sorted(unlike))}")
    return MappingProxyType({Group(name): frozenset(map(StepClass, classes)) for name, classes in written.items()})
