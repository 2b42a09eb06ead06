"""What the register of protected steps says of a finding, and what that leaves of its change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procmap.findings import Finding, GuardAnswer, GuardName, Legal
from procmap.procedures import Protection, protection_of

FREE = frozenset({"free", "local_rule"})
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
    found.sort(key=lambda protection: protection.status != "legal")
    if not found:
        return replace(finding, guards=finding.guards.answered(GuardName.TEXT, _text(finding, None)))
    shield = found[0]
    legal = Legal(shield.status, shield.basis, shield.confidence, shield.checked_on, shield.reason(language))
    answer = _text(finding, shield)
    told = replace(finding, legal=legal, guards=finding.guards.answered(GuardName.TEXT, answer))
    return replace(told, grade="C", whole=None, prudent=None) if answer is GuardAnswer.FAILED else told


def _text(finding: Finding, shield: Protection | None) -> GuardAnswer:
    """What the guard `text` answers: no known text requires the step."""
    status = shield.status if shield else finding.legal.status
    if status in FREE:
        return GuardAnswer.PASSED
    if status != "legal" or shield is None:
        return GuardAnswer.NOT_ASKED
    return GuardAnswer.WEAK if _may_still(finding, shield.forbids) else GuardAnswer.FAILED


def _may_still(finding: Finding, forbidden: Sequence[str]) -> bool:
    return all(edit.op == "automate" and edit.op not in forbidden for edit in (finding.whole, finding.prudent) if edit)
