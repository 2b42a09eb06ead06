"""Whether an activity keeps to fewer days than its volume would fill.

The null: completions spread over working days as a Poisson process whose rate follows the season (a rolling mean). Then
each day is active with probability 1 - exp(-rate), independently, and the number of active days is Poisson binomial.

Source of the exact recursion: Barlow and Heidtmann, IEEE Transactions on Reliability R-33 (1984) 322-323.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

QUARTER = 65
"""Working days of a quarter: longer than the period of any usual session, shorter than a trend of the year."""


@dataclass(frozen=True)
class Concentration:
    """Days on which the activity occurred, days expected under the null, and the p-value of so few or fewer."""

    active: int
    expected: float
    p_value: float


def day_concentration(days: np.ndarray[Any, Any], span: int, *, window: int = QUARTER) -> Concentration:
    """Test whether completions fall on fewer distinct days than chance would leave.

    Args:
        days: The working-day index of each completion, from 0 to span - 1, in any order.
        span: Working days of the period observed.
        window: Working days over which the rate is averaged, centred, cut at both ends.

    Returns:
        p_value 1 without completions. Days closed for the activity alone (a part-time post) count as concentration too.
    """
    import numpy as np

    counts = np.bincount(np.asarray(days, dtype=np.int64), minlength=span)
    if len(counts) > span:
        raise ValueError(f"day {len(counts) - 1} of {span}")
    active = int(np.count_nonzero(counts))
    if not active:
        return Concentration(0, 0.0, 1.0)
    filled = -np.expm1(-_rolling_mean(counts, window))
    return Concentration(active, float(filled.sum()), _at_most(active, filled))


def _rolling_mean(counts: np.ndarray[Any, Any], window: int) -> np.ndarray[Any, Any]:
    import numpy as np

    days = np.arange(len(counts))
    totals = np.concatenate([[0], np.cumsum(counts)])
    first = np.maximum(days - window // 2, 0)
    last = np.minimum(days + window // 2 + 1, len(counts))
    means: np.ndarray[Any, Any] = (totals[last] - totals[first]) / (last - first)
    return means


def _at_most(k: int, chances: np.ndarray[Any, Any]) -> float:
    """The probability that at most k of independent events of these probabilities occur."""
    import numpy as np

    if k >= len(chances):
        return 1.0
    exactly = np.zeros(k + 1)
    exactly[0] = 1.0
    for chance in chances:
        exactly[1:] = exactly[1:] * (1 - chance) + exactly[:-1] * chance
        exactly[0] *= 1 - chance
    return min(1.0, float(exactly.sum()))
