"""What a detector may say, and the edits that it may propose."""

from procmap.findings.act import AT_ONCE, SOFTWARE, WEIGHT, Act
from procmap.findings.aspect import Aspect, Common
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
    Operation,
    Parallelise,
    Remove,
    SetPeriod,
)
from procmap.findings.finding import Evidence, Finding, Gain, Gainers, Guards, Indicative, Interval, Method, NotEvaluable, Share
from procmap.findings.gain_why import Apart, GainWhy
from procmap.findings.grade import Grade
from procmap.findings.guard_name import GuardAnswer, GuardName
from procmap.findings.legal import Confidence, Legal
from procmap.findings.lever import Lever
from procmap.findings.rule import Clause, Rule
from procmap.findings.unit import Unit
from procmap.findings.weakness import Absent, Lack, Unseen, Weakness
from procmap.procedures.legal_status import LegalStatus

__all__ = [
    "AT_ONCE",
    "RULE",
    "SOFTWARE",
    "WEIGHT",
    "Absent",
    "Act",
    "Answer",
    "Apart",
    "Aspect",
    "Assign",
    "Automate",
    "BoundLoop",
    "Candidates",
    "Capacity",
    "Clause",
    "Common",
    "Condition",
    "Confidence",
    "Edit",
    "Evidence",
    "Finding",
    "Gain",
    "GainWhy",
    "Gainers",
    "Grade",
    "GuardAnswer",
    "GuardName",
    "Guards",
    "Indicative",
    "Interval",
    "Lack",
    "Legal",
    "LegalStatus",
    "Lever",
    "Method",
    "Move",
    "NotEvaluable",
    "Operation",
    "Parallelise",
    "Remove",
    "Rule",
    "SetPeriod",
    "Share",
    "Unit",
    "Unseen",
    "Weakness",
]
