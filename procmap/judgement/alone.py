"""Why a proposal is not accepted whatever else the plan holds."""

from __future__ import annotations

from collections.abc import Collection

from procmap.findings import Finding, Gain, LegalStatus, Move, Unseen
from procmap.judgement.plan import Refusal, WhyNot
from procmap.judgement.reach import gone
from procmap.measures.figures import CycleTime

MOST = 0.6
"""Share of the mean cycle time that one change may be expected to take: more is a question about the log first."""

LEAST, HOUR = 0.001, 1.0
"""Share of the mean cycle time, and office hours per case, under both of which a change gains less than can be told: mean cycle
times differ by more from one month to the next, so the office could never see that the change was made. An hour of each case is
worth having however long the procedure lasts."""

UNKNOWN = Unseen.DEPENDENCIES
"""The weakness of a finding whose change depends on what others write, of which the log says nothing."""


def refused_alone(finding: Finding, cycle: CycleTime, barriers: Collection[str]) -> Refusal | None:
    """The first reason, or None.

    Args:
        finding: With its gain.
        cycle: Of the log as it is.
        barriers: The last controls before an outlay.
    """
    share = _share(finding.gain, cycle)
    before_outlay = tuple(label for label in finding.activities if label in gone(finding) & {*barriers})
    maybe = tuple(label for label in finding.legal.conditional if label in gone(finding))
    reasons = (
        (_takes_protected(finding), Refusal(WhyNot.LEGAL)),
        (bool(maybe), Refusal(WhyNot.CONDITIONAL, maybe)),
        (finding.gain is None or finding.gain.cycle_office_hours.low <= 0, Refusal(WhyNot.NO_SURE_GAIN)),
        (_too_little(finding.gain, cycle), Refusal(WhyNot.TOO_LITTLE)),
        (finding.barrier, Refusal(WhyNot.LAST_CONTROL)),
        (before_outlay, Refusal(WhyNot.OUTLAY, before_outlay)),
        (share > MOST, Refusal(WhyNot.MOST_OF_TIME, share=share)),
        (UNKNOWN in finding.weak or isinstance(finding.prudent, Move), Refusal(WhyNot.DEPENDENCY)),
        (Unseen.TERM in finding.weak, Refusal(WhyNot.TERM)),
    )
    return next((refusal for holds, refusal in reasons if holds), None)


def _takes_protected(finding: Finding) -> bool:
    """Whether a step that a text requires is done otherwise, or is the machine's: who does it in person may be required, too."""
    legal = finding.legal
    return legal.status == LegalStatus.LEGAL and bool(gone(finding) & {*(legal.steps or finding.activities)})


def _too_little(gain: Gain | None, cycle: CycleTime) -> bool:
    return gain is not None and _share(gain, cycle) < LEAST and gain.expected_office_hours.estimate < HOUR


def _share(gain: Gain | None, cycle: CycleTime) -> float:
    """The larger of the shares of calendar and of office time that the change is expected to take."""
    if gain is None:
        return 0.0
    pairs = (
        (gain.expected_days.estimate, cycle.mean_days), (gain.expected_office_hours.estimate, cycle.mean_office_hours),
    )  # fmt: skip
    return max((part / whole for part, whole in pairs if whole > 0), default=0.0)
