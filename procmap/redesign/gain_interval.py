"""The mean gain of the cases, with the interval in which the truth may lie.

Two intervals are taken and the wider is shown. Chance: block bootstrap over weeks of arrival, since the cases of a week share
their queues. Assumptions: replay keeps every other sojourn as observed; measured against re-simulated procedures it errs within
`outcomes.REPLAY_ERROR`, downwards where the people set free serve other steps of the procedure, upwards where the next step is
loaded.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from procmap.findings import Interval
from procmap.statistics import weekly_block_bootstrap

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


def gain_interval(per_case: Array, week: Array, error: tuple[float, float], other: Array | None = None) -> Interval:
    """The mean over the cases with the wider of its two intervals; three zeros where there are no cases.

    Args:
        per_case: The gain of each case, in hours or days.
        week: The week in which each arrived, counted from 0.
        error: What the assumptions allow below and above, as a share of the gain.
        other: Another estimate of the same gains, which widens what they allow.
    """
    import numpy as np

    # exact sums: microseconds and millionths of days are added as integers
    units = np.rint(per_case * 1_000_000).astype(np.int64)
    counts = np.bincount(week)
    sums = np.zeros(len(counts), dtype=np.int64)
    np.add.at(sums, week, units)
    total = int(counts.sum())
    if not total:
        return Interval(0.0, 0.0, 0.0)
    mean = int(sums.sum()) / total / 1_000_000
    held = counts > 0
    chance = weekly_block_bootstrap(sums[held] / 1_000_000, counts[held])
    also = mean if other is None else float(other.mean())
    assumed = min(mean, also) * (1 + error[0]), max(mean, also) * (1 + error[1])
    if not isfinite(chance.low):
        return Interval(mean, *assumed)  # one week of arrivals says nothing of chance
    return Interval(mean, min(chance.low, assumed[0]), max(chance.high, assumed[1]))
