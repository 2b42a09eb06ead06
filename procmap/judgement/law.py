"""What the register of protected steps says of a finding, and what that leaves of its change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procmap.findings import Automate, Confidence, Finding, Grade, GuardAnswer, GuardName, Legal, LegalStatus
from procmap.procedures import Protection, protection_of

FREE = frozenset({LegalStatus.FREE, LegalStatus.LOCAL_RULE})
"""Statuses in which no text requires the step. Unknown is none of them: nobody looked."""


def with_law(finding: Finding, labels: Sequence[str], language: str) -> Finding:
    """The finding with what the register of protected steps says of its activities; a legal protection counts before others.

    What may still be changed about a protected step is its medium; any other change becomes a question.

    Args:
        finding: Before its grade.
        labels: All activities of the log.
        language: Of the reason.
    """
    found = [p for p in (protection_of(label, labels) for label in finding.activities) if p]
    found.sort(key=lambda protection: protection.status != LegalStatus.LEGAL)
    if not found:
        return replace(finding, guards=finding.guards.answered(GuardName.TEXT, _text(finding, None)))
    shield = found[0]
    legal = Legal(
        LegalStatus(shield.status), shield.basis, Confidence(shield.confidence), shield.checked_on, shield.reason(language),
    )
    answer = _text(finding, shield)
    told = replace(finding, legal=legal, guards=finding.guards.answered(GuardName.TEXT, answer))
    return replace(told, grade=Grade.C, whole=None, prudent=None) if answer is GuardAnswer.FAILED else told


def _text(finding: Finding, shield: Protection | None) -> GuardAnswer:
    """What the guard `text` answers: no known text requires the step."""
    status = LegalStatus(shield.status) if shield else finding.legal.status
    if status in FREE:
        return GuardAnswer.PASSED
    if status != LegalStatus.LEGAL or shield is None:
        return GuardAnswer.NOT_ASKED
    return GuardAnswer.WEAK if _may_still(finding, shield.forbids) else GuardAnswer.FAILED


def _may_still(finding: Finding, forbidden: Sequence[str]) -> bool:
    return all(isinstance(edit, Automate) and edit.op not in forbidden for edit in (finding.whole, finding.prudent) if edit)
