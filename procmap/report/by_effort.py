"""What to begin with: gain over effort, what needs software last; and what can start on Monday."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.findings import SOFTWARE, WEIGHT, Act, Automate, Finding, Grade
from procmap.language import Words
from procmap.report.audit import Audit


def by_effort(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by the lower bound of their expected gain over what they take.

    Those that need software come after the others, then those whose gain is not estimated, then questions.
    """
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[bool, bool, bool, float]:
    hours = finding.gain.expected_office_hours.low if finding.gain else 0.0
    weight = WEIGHT[finding.act.effort] if finding.act else 1
    return finding.grade == Grade.C, finding.gain is None, _software(finding), -hours / weight


def _software(finding: Finding) -> bool:
    return isinstance(finding.prudent, Automate) or (finding.act is not None and finding.act.effort in SOFTWARE)


def on_monday(audit: Audit) -> tuple[Finding, ...]:
    """The accepted changes that need neither a vote nor a computer project, those that bring most for their effort first."""
    return tuple(finding for finding in at_once(audit.findings) if finding.identity in audit.plan.accepted)


def at_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those whose change needs neither, in the same order."""
    return by_effort(one for one in findings if one.act is not None and one.act.at_once and not _software(one))


def act_sentences(w: Words, act: Act | None) -> tuple[str, ...]:
    """What a change takes: the pack's lever, how much and who, the delegation in force, what comes first, what to beware of."""
    if act is None:
        return ()
    told = [w("report.act.lever", lever=act.name)] if act.name else []
    told.append(w("report.act.effort", effort=w(f"report.effort.{act.effort}"), who=act.decides))
    told += [w("report.act.in_force", count=w.number(act.delegated), of=w.number(act.passages))] if act.passages else []
    told += [w("report.act.first", what=w.listed(list(act.prerequisites)))] if act.prerequisites else []
    return (*told, *([w("report.act.caution", what=act.caution)] if act.caution else []))
