"""What a detector may say, and the edits that it may propose."""

from procmap.findings.candidates import Candidates
from procmap.findings.edit import (
    RULE,
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
from procmap.findings.finding import Evidence, Finding, Gain, Gainers, Guards, Interval, Legal, NotEvaluable
from procmap.findings.guard_name import GuardAnswer, GuardName
from procmap.findings.rule import Clause, Rule

__all__ = [
    "RULE",
    "Answer",
    "Assign",
    "Automate",
    "BoundLoop",
    "Candidates",
    "Capacity",
    "Clause",
    "Condition",
    "Edit",
    "Evidence",
    "Finding",
    "Gain",
    "Gainers",
    "GuardAnswer",
    "GuardName",
    "Guards",
    "Interval",
    "Legal",
    "Move",
    "NotEvaluable",
    "Parallelise",
    "Remove",
    "Rule",
    "SetPeriod",
]
