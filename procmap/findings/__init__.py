"""What a detector may say, and the edits that it may propose."""

from procmap.findings.edit import Automate, BoundLoop, Condition, Edit, Remove, SetPeriod
from procmap.findings.finding import Evidence, Finding, Gain, Guards, Interval, Legal, NotEvaluable

__all__ = [
    "Automate",
    "BoundLoop",
    "Condition",
    "Edit",
    "Evidence",
    "Finding",
    "Gain",
    "Guards",
    "Interval",
    "Legal",
    "NotEvaluable",
    "Remove",
    "SetPeriod",
]
