"""Which findings are accepted unless the analyst says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.findings import Finding


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


def _touched(finding: Finding) -> tuple[str, ...]:
    return finding.prudent.activities if finding.prudent else ()


def _lower(finding: Finding) -> float:
    return finding.gain.cycle_office_hours.low if finding.gain else 0.0
