"""Bounds and tests for a share: k of n.

Sources: Clopper and Pearson, Biometrika 26 (1934) 404-413; Wilson, JASA 22 (1927) 209-212.
"""

from __future__ import annotations

from typing import Literal

from procmap.statistics.interval import Interval

Alternative = Literal["less", "greater", "two-sided"]


def clopper_pearson_upper(k: int, n: int, confidence: float = 0.95) -> float:
    """The exact one-sided upper bound of a rate: were the rate higher, k or fewer would be rarer than 1 - confidence.

    1 when n is 0: nothing is known. Raises ValueError unless 0 <= k <= n.
    """
    from scipy.special import betaincinv

    _counts(k, n)
    return 1.0 if k == n else float(betaincinv(k + 1, n - k, confidence))


def clopper_pearson_lower(k: int, n: int, confidence: float = 0.95) -> float:
    """The exact one-sided lower bound of a rate; 0 when n is 0. Raises ValueError unless 0 <= k <= n."""
    from scipy.special import betaincinv

    _counts(k, n)
    return 0.0 if k == 0 else float(betaincinv(k, n - k + 1, 1 - confidence))


def wilson(k: int, n: int, confidence: float = 0.95) -> Interval:
    """The two-sided score interval of a rate around k / n; 0 to 1 around 0 when n is 0."""
    from scipy.special import ndtri

    _counts(k, n)
    if n == 0:
        return Interval(0.0, 0.0, 1.0)
    z = float(ndtri((1 + confidence) / 2))
    share, spread = k / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * ((share * (1 - share) + spread / 4) / n) ** 0.5
    return Interval(share, 0.0 if k == 0 else centre - half, 1.0 if k == n else centre + half)


def binomial_p_value(k: int, n: int, rate: float, alternative: Alternative) -> float:
    """The exact p-value of k of n against the null `rate`.

    "less" claims that the true rate is below `rate`, "greater" that it is above; "two-sided" is twice the smaller tail,
    at most 1. It is 1 when n is 0.
    """
    from scipy.special import bdtr, bdtrc

    _counts(k, n)
    if n == 0:
        return 1.0
    less = float(bdtr(float(k), n, rate))
    greater = 1.0 if k == 0 else float(bdtrc(float(k - 1), n, rate))
    return {"less": less, "greater": greater, "two-sided": min(1.0, 2 * min(less, greater))}[alternative]


def smallest_detectable(n: int, confidence: float = 0.95) -> float:
    """The lowest rate that n opportunities could exclude, had none of them shown an occurrence: about 3 / n.

    No claim "below a lower rate than this" can rest on n opportunities.
    """
    return clopper_pearson_upper(0, n, confidence)


def opportunities_needed(rate: float, confidence: float = 0.95) -> int:
    """The fewest opportunities that exclude a rate of `rate` (strictly between 0 and 1) by showing no occurrence."""
    from math import ceil, log, log1p

    n = max(1, ceil(log(1 - confidence) / log1p(-rate)))
    while n > 1 and smallest_detectable(n - 1, confidence) <= rate:
        n -= 1
    return n


def _counts(k: int, n: int) -> None:
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n}")
