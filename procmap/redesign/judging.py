"""Findings with what their change brings, what the law says of it, and whether it matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from procmap.findings import RULE, Condition, Edit, Finding, Guards, Legal
from procmap.findings.grade import graded, matters
from procmap.log import EventLog
from procmap.measures import Measures
from procmap.procedures import protection_of
from procmap.redesign.gains import Redesign
from procmap.redesign.planning import ranked
from procmap.redesign.withholding import without_few


def judged(
    measures: Measures, redesign: Redesign, findings: Sequence[Finding], language: str, workers: Executor
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings with their legal status, gain, grade and rank; apart, those that hold and do not matter.

    Args:
        measures: Of the log.
        redesign: What replays the cures.
        findings: What the detectors found.
        language: Of the legal reasons.
        workers: Replay several cures at a time.
    """
    profile, cycle = measures.log.profile, measures.figures.cycle_time
    hours_a_day = _hours_a_day(measures.log)
    checked = [_with_legal(without_few(finding), measures.log.activities, language) for finding in findings]
    held = [graded(finding, closed_cases=profile.closed_cases, weeks=profile.weeks) for finding in checked]
    _replay(redesign, (edit for finding in held for edit in _edits(finding)), workers)
    firm: list[Finding] = []
    minor: list[Finding] = []
    for finding in held:
        if finding.whole is None or finding.prudent is None:
            firm.append(finding)
            continue
        most, likely = redesign.outcome([finding.whole]), redesign.outcome([finding.prudent])
        gain = redesign.gain(most, likely, _why(finding.prudent))
        counts = matters(
            gain, closed_cases=profile.closed_cases, mean_cycle_hours=cycle.mean_office_hours, hours_a_day=hours_a_day,
        )  # fmt: skip
        (firm if counts else minor).append(replace(finding, gain=gain))
    return ranked(firm), tuple(replace(f, identity=f"M{i:02d}") for i, f in enumerate(ranked(minor), start=1))


def _why(edit: Edit) -> str:
    """Which reason is told for what the prudent change brings: that of its operation; a rule of decision has its own."""
    return "rule" if isinstance(edit, Condition) and edit.when.startswith(RULE) else edit.op


def _edits(finding: Finding) -> tuple[Edit, ...]:
    return (finding.whole, finding.prudent) if finding.whole is not None and finding.prudent is not None else ()


def _replay(redesign: Redesign, edits: Iterable[Edit], workers: Executor) -> None:
    """Replay each edit once; the outcomes stay in the redesign."""
    for done in [workers.submit(redesign.outcome, [edit]) for edit in dict.fromkeys(edits)]:
        done.result()


def _hours_a_day(log: EventLog) -> float:
    """Mean opening hours of the days that are open."""
    return log.calendar.day / 3_600_000_000


def _with_legal(finding: Finding, labels: Sequence[str], language: str) -> Finding:
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
