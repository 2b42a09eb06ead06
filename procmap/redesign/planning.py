"""Which findings are accepted, and what they bring together on one combined run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from procmap.findings import Edit, Finding
from procmap.redesign.gains import Redesign, Run
from procmap.redesign.plan import Plan, PlanLine


def accepted_by_default(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Every A and B with a change, a positive lower gain and no legal bar; of two on the same activity the better one.

    The last control of a procedure is not thinned out unasked.

    Automation comes last: what is simplified first need not be automated.
    """
    free = [
        f
        for f in findings
        if f.grade in ("A", "B")
        and f.prudent
        and f.gain
        and f.gain.cycle_office_hours.low > 0
        and f.legal.status != "legal"
        and not f.barrier
    ]
    chosen: list[Finding] = []
    for finding in sorted(free, key=lambda f: -_lower(f)):
        if not any(excludes(finding, other) for other in chosen):
            chosen.append(finding)
    return tuple(f for f in findings if f in chosen)


def excludes(one: Finding, other: Finding) -> bool:
    """Whether two changes cannot both be made: they touch the same activity."""
    return bool(set(_touched(one)) & set(_touched(other)))


def make_plan(redesign: Redesign, findings: Sequence[Finding], lines: Mapping[str, PlanLine]) -> tuple[Plan, Run]:
    """The plan of the accepted findings, and the replay of its prudent changes.

    Args:
        redesign: The cases to replay.
        findings: All findings, in their rank.
        lines: What the analyst decided, by key; findings without a line follow the default.
    """
    proposed = [f for f in findings if f.prudent is not None and f.grade in ("A", "B")]
    default = {f.key for f in accepted_by_default(findings)}
    accepted = [f for f in proposed if (lines[f.key].accept if f.key in lines else f.key in default)]
    told = tuple(lines.get(f.key) or PlanLine(f.key, f.key in default) for f in proposed)
    prudent = _in_order(accepted, whole=False)
    run = redesign.run(prudent)
    if not accepted:
        return Plan(told), run
    gain = redesign.gain(redesign.outcome(_in_order(accepted, whole=True)), run.outcome, "joint")
    return Plan(told, tuple(f.identity for f in accepted), gain, _shares(redesign, accepted)), run


def _shares(redesign: Redesign, accepted: Sequence[Finding]) -> tuple[tuple[str, float, float], ...]:
    """What each accepted change adds to those before it; the parts sum to the joint expected gain."""
    most, found, before = redesign.outcome(_in_order(accepted, whole=True)), [], (0.0, 0.0)
    edits: list[Edit] = []
    for finding in accepted:
        assert finding.prudent is not None
        edits.append(finding.prudent)
        outcome = most.least(redesign.outcome(edits))
        upto = redesign.interval(outcome.hours).estimate, redesign.interval(outcome.days).estimate
        found.append((finding.identity, upto[0] - before[0], upto[1] - before[1]))
        before = upto
    return tuple(found)


def _in_order(accepted: Sequence[Finding], *, whole: bool) -> tuple[Edit, ...]:
    edits = [f.whole if whole else f.prudent for f in accepted]
    return tuple(edit for edit in edits if edit is not None)


def _touched(finding: Finding) -> tuple[str, ...]:
    return finding.prudent.activities if finding.prudent else ()


def _lower(finding: Finding) -> float:
    return finding.gain.cycle_office_hours.low if finding.gain else 0.0


def ranked(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """A and B by the lower bound of the expected gain, then the questions; identities F01 ... in that order."""
    order = sorted(
        findings,
        key=lambda f: (f.grade == "C", -(f.gain.expected_office_hours.low if f.gain else 0.0), f.detector, f.key),
    )
    return tuple(replace(f, identity=f"F{rank:02d}") for rank, f in enumerate(order, start=1))
