"""Two counts compared: how much more often something happens in one stretch of time than in another.

Source: Przyborowski and Wilenski, Biometrika 31 (1940) 313-323: given their sum, one of two Poisson counts is binomial.
"""

from __future__ import annotations

from procmap.statistics.binomial import clopper_pearson_lower, clopper_pearson_upper
from procmap.statistics.interval import Interval


def poisson_ratio(k: int, other: int, *, exposure: float = 1.0, confidence: float = 0.95) -> Interval:
    """The ratio of the rates behind two counts, with exact bounds, each one-sided at `confidence`.

    Args:
        k: The first count.
        other: The second count.
        exposure: Length of the first stretch over that of the second.
        confidence: Of each bound; both together leave out twice the rest.

    Returns:
        NaN as estimate, 0 and infinity as bounds where both counts are 0.
    """
    infinite = float("inf")
    if not k and not other:
        return Interval(float("nan"), 0.0, infinite)
    total = k + other
    low, high = clopper_pearson_lower(k, total, confidence), clopper_pearson_upper(k, total, confidence)
    estimate = k / other / exposure if other else infinite
    return Interval(estimate, low / (1 - low) / exposure, high / (1 - high) / exposure if high < 1 else infinite)
