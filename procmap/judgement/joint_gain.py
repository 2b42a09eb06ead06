"""The law of the joint gain: at least the largest of the findings', hardly more than their sum, never more than there is."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.findings import Gain

MORE_THAN_SUM = 1.15
"""How far a joint gain may exceed the sum of those it joins: people are relieved twice."""

ROUNDING = 0.001
"""Share by which a bound may be missed: gains are means of rounded times."""


def breaks_joint_law(joint: Gain, own: Sequence[Gain], mean_hours: float, mean_days: float) -> bool:
    """Whether a plan's gain cannot be what its findings bring together.

    Args:
        joint: Of the plan.
        own: Of each of its findings alone.
        mean_hours: Mean cycle time, office hours.
        mean_days: The same in calendar days.
    """
    hours = [gain.cycle_office_hours.estimate for gain in own]
    days = [gain.cycle_days.estimate for gain in own]
    return _breaks(joint.cycle_office_hours.estimate, hours, mean_hours) or _breaks(joint.cycle_days.estimate, days, mean_days)


def _breaks(joint: float, own: Sequence[float], cycle: float) -> bool:
    least, most = max(own, default=0.0), min(MORE_THAN_SUM * sum(own), cycle)
    return joint < least * (1 - ROUNDING) or joint > most * (1 + ROUNDING)
