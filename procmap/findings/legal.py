"""What the law says of a step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from procmap.procedures.legal_status import LegalStatus


class Confidence(StrEnum):
    """How sure the reading of a text is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    VERIFY = "verify"


@dataclass(frozen=True)
class Legal:
    """What the law says of the steps of a finding.

    Attributes:
        status: Of the step that is protected most.
        basis: The text.
        confidence: How sure its reading is.
        checked_on: The day of the check, ISO 8601.
        why: The rule in one sentence.
        steps: Those that a text protects.
        amend: Of a local rule: the text to amend, and who votes it.
        outside: Whether somebody outside does one of the steps.
        conditional: Steps that a text may require, under a condition that the log does not tell.
        maybe: Names of what one of them may be: steps of which a text requires one, and no label names any.
    """

    status: LegalStatus = LegalStatus.UNKNOWN
    basis: str | None = None
    confidence: Confidence | None = None
    checked_on: str | None = None
    why: str | None = None
    steps: tuple[str, ...] = ()
    amend: str | None = None
    outside: bool = False
    conditional: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
