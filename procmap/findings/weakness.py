"""What a finding rests on and the log tells only in part."""

from __future__ import annotations

from enum import StrEnum

from procmap.log import Capability


class Unseen(StrEnum):
    """What no log, or not this one, tells in full; the report's catalogues have their words (`capability.`)."""

    ABSENCES = "absences"
    ATTRIBUTES = "attributes"
    DECISION = "decision"
    DEPENDENCIES = "dependencies"
    HOURS = "hours"
    LABEL = "label"
    LABELS = "labels"
    MARGIN = "margin"
    OUTSIDE = "outside"
    QUEUE = "queue"
    PROCEDURE = "procedure"
    READY = "ready"
    RETURNS = "returns"
    SAVE_TIMES = "save_times"
    STEP = "step"
    SUSPENSION = "suspension"
    TERM = "term"


Weakness = Capability | Unseen
"""A capability that the log has only in part, or what cannot be seen in it."""


class Absent(StrEnum):
    """What procmap.toml or a pattern asks for and is not there; the catalogue `detectors` has its words (`no_`)."""

    SETTLING_STEP = "settling_step"
    PACK = "pack"
    RULE = "rule"
    STEPS_OF_RULE = "steps_of_rule"


Lack = Capability | Absent
"""Why a pattern cannot be looked for."""
