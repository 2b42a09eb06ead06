"""The plan: which findings are accepted, why the others are not, and what those accepted bring together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from procmap.findings import Gain


class WhyNot(StrEnum):
    """Why a proposal is not accepted unless the analyst does; the report has its words."""

    LEGAL = "legal"
    CONDITIONAL = "conditional"
    UNMATCHED = "unmatched"
    NO_SURE_GAIN = "no_sure_gain"
    TOO_LITTLE = "too_little"
    LAST_CONTROL = "last_control"
    OUTLAY = "outlay"
    MOST_OF_TIME = "most_of_time"
    DEPENDENCY = "dependency"
    TERM = "term"
    EXCLUDED = "excluded"
    UNDECIDED = "undecided"
    ONE_HAND = "one_hand"
    JOINT_GAIN = "joint_gain"


@dataclass(frozen=True)
class Refusal:
    """Why a proposal is not accepted.

    Attributes:
        why: The law that stands against it.
        steps: The steps that it is about.
        cases, of: Cases that it concerns, of how many.
        share: Of the mean cycle time.
    """

    why: WhyNot
    steps: tuple[str, ...] = ()
    cases: int = 0
    of: int = 0
    share: float = 0.0


@dataclass(frozen=True)
class PlanLine:
    """One proposal as the analyst sees it in plan.toml.

    Attributes:
        key: Of the finding.
        accept: Whether the plan makes the change.
        reason: What the analyst wrote.
        refusal: Why it is not accepted by default; None where it is, or where the analyst decided.
        kept: Who still decides where an accepted change takes a decision from some cases.
    """

    key: str
    accept: bool
    reason: str | None = None
    refusal: Refusal | None = None
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The proposals, those accepted, and their joint gain on one combined run.

    Attributes:
        lines: One for each finding with a change, in the findings' order.
        accepted: Identities (F01 ...) of the findings that the joint gain counts.
        gain: None where nothing is accepted.
        shares: For each accepted identity the part of the joint expected gain (office hours, days per case) that it adds in the
            order of `accepted`; they sum to the joint expected gain.
    """

    lines: tuple[PlanLine, ...] = ()
    accepted: tuple[str, ...] = ()
    gain: Gain | None = None
    shares: tuple[tuple[str, float, float], ...] = ()
