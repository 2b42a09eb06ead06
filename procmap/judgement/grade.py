"""Grades: set from the result of the test, what the log can tell, and whether the gain matters.

A: the test holds, all guards pass, nothing that the detector declares is weak, and there are enough cases and weeks. B: the test
holds with less. C: a question to the process owner, without change or gain. What holds and does not matter is minor.
"""

from __future__ import annotations

from dataclasses import replace

from procmap.findings import Finding, Gain, Grade

ENOUGH_CASES = 400
ENOUGH_WEEKS = 12

HALF_A_DAY = 0.5
"""Working days gained per affected case that matter ..."""

SHARE_OF_CYCLE = 0.02
"""... or this share of the mean cycle time of all cases."""


def graded(finding: Finding, *, closed_cases: int, weeks: int) -> Finding:
    """The finding with its final grade; a failed guard leaves a question without a change."""
    if finding.grade == Grade.C or finding.guards.failed:
        return replace(finding, grade=Grade.C, whole=None, prudent=None, gain=None)
    enough = closed_cases >= ENOUGH_CASES and weeks >= ENOUGH_WEEKS
    return replace(finding, grade=Grade.A if enough and not finding.weak and not finding.guards.weak else Grade.B)


def matters(gain: Gain, *, closed_cases: int, mean_cycle_hours: float, hours_a_day: float) -> bool:
    """Whether a gain is worth a proposal: half a working day per affected case, or 2 % of all cycle time.

    What so few cases gain that other weeks could have had none of them is no gain: the interval begins at nothing.
    """
    if gain.cycle_office_hours.low <= 0 and not gain.indicative:
        return False
    mean = gain.cycle_office_hours.estimate
    affected = mean * closed_cases / gain.cases if gain.cases else 0.0
    return affected >= HALF_A_DAY * hours_a_day or (mean_cycle_hours > 0 and mean >= SHARE_OF_CYCLE * mean_cycle_hours)
