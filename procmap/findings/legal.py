"""What the law says of a step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LegalStatus(StrEnum):
    """Whether a text requires a step; the names stand in findings.json and in the report's catalogues."""

    FREE = "free"
    LOCAL_RULE = "local_rule"
    LEGAL = "legal"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """How sure the reading of a text is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    VERIFY = "verify"


@dataclass(frozen=True)
class Legal:
    """What the law says of the step, with the text, the day it was checked (ISO 8601), and the rule in one sentence."""

    status: LegalStatus = LegalStatus.UNKNOWN
    basis: str | None = None
    confidence: Confidence | None = None
    checked_on: str | None = None
    why: str | None = None
