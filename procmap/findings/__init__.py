"""What a detector may say, and the edits that it may propose."""

from procmap.findings.edit import (
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
from procmap.findings.finding import Evidence, Finding, Gain, Guards, Interval, Legal, NotEvaluable

__all__ = [
    "Answer",
    "Assign",
    "Automate",
    "BoundLoop",
    "Capacity",
    "Condition",
    "Edit",
    "Evidence",
    "Finding",
    "Gain",
    "Guards",
    "Interval",
    "Legal",
    "Move",
    "NotEvaluable",
    "Parallelise",
    "Remove",
    "SetPeriod",
]
