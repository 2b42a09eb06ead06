"""What the register of protected steps says of a finding, and what that leaves of its change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procmap.findings import Finding, Guards, Legal
from procmap.procedures import protection_of


def with_law(finding: Finding, labels: Sequence[str], language: str) -> Finding:
    """The finding with what the register of protected steps says of its activities; a legal protection counts before others.

    What may still be changed about a protected step is its medium; any other change becomes a question.
    """
    found = [p for p in (protection_of(label, labels) for label in finding.activities) if p]
    found.sort(key=lambda protection: protection.status != "legal")
    if not found:
        return replace(finding, guards=replace(finding.guards, passed=_with("G01", finding.guards.passed)))
    shield = found[0]
    legal = Legal(shield.status, shield.basis, shield.confidence, shield.checked_on, shield.reason(language))
    if shield.status == "legal" and not _may_still(finding, shield.forbids):
        passed = tuple(guard for guard in finding.guards.passed if guard != "G01")
        guards = Guards(passed, _with("G01", finding.guards.failed))
        return replace(finding, legal=legal, grade="C", whole=None, prudent=None, guards=guards)
    return replace(finding, legal=legal)


def _with(guard: str, guards: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({guard, *guards}))


def _may_still(finding: Finding, forbidden: Sequence[str]) -> bool:
    return all(edit.op == "automate" and edit.op not in forbidden for edit in (finding.whole, finding.prudent) if edit)
