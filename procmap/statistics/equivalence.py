"""Evidence that two groups do not differ by more than a margin: two one-sided tests.

Sources: Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987) 657-680 (the two tests); Farrington and
Manning, Statistics in Medicine 9 (1990) 1447-1454 (score test of a difference of rates); Welch, Biometrika 34 (1947)
28-35.
"""

from __future__ import annotations

from math import acos, copysign, cos, pi, sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


def tost_proportions(k1: int, n1: int, k2: int, n2: int, margin: float) -> float:
    """The p-value that the rates k1 / n1 and k2 / n2 differ by `margin` or more: a small one says "equivalent".

    `margin` is a difference of rates between 0 and 1. 1 if a group is empty.
    """
    from scipy.special import ndtr

    if not n1 or not n2:
        return 1.0
    above = float(ndtr(-_score(k1, n1, k2, n2, -margin)))
    below = float(ndtr(_score(k1, n1, k2, n2, margin)))
    return max(above, below)


def tost_means(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any], margin: float) -> float:
    """The p-value that the means of `a` and `b` differ by `margin` (in their unit) or more, variances unequal (Welch).

    1 with fewer than two values in a group.
    """
    import numpy as np
    from scipy.special import stdtr

    n, m = len(a), len(b)
    if min(n, m) < 2:
        return 1.0
    first, second = float(np.var(a, ddof=1)) / n, float(np.var(b, ddof=1)) / m
    difference = float(np.mean(a)) - float(np.mean(b))
    if first + second == 0:
        return 0.0 if abs(difference) < margin else 1.0
    freedom = (first + second) ** 2 / (first**2 / (n - 1) + second**2 / (m - 1))
    error = sqrt(first + second)
    above = float(stdtr(freedom, -(difference + margin) / error))
    below = float(stdtr(freedom, (difference - margin) / error))
    return max(above, below)


def _score(k1: int, n1: int, k2: int, n2: int, shift: float) -> float:
    """The standardised distance of the observed difference from `shift`, with the variance under `shift`."""
    first, second = _restricted(k1, n1, k2, n2, shift)
    variance = first * (1 - first) / n1 + second * (1 - second) / n2
    distance = k1 / n1 - k2 / n2 - shift
    return distance / sqrt(variance) if variance > 0 else copysign(float("inf"), distance)


def _restricted(k1: int, n1: int, k2: int, n2: int, shift: float) -> tuple[float, float]:
    """The rates of greatest likelihood that differ by exactly `shift` (closed form of Farrington and Manning)."""
    ratio = n2 / n1
    a = 1 + ratio
    b = -(1 + ratio + k1 / n1 + ratio * k2 / n2 + shift * (ratio + 2))
    c = shift**2 + shift * (2 * k1 / n1 + ratio + 1) + k1 / n1 + ratio * k2 / n2
    d = -(k1 / n1) * shift * (1 + shift)
    v = (b / (3 * a)) ** 3 - b * c / (6 * a**2) + d / (2 * a)
    inside = max(0.0, (b / (3 * a)) ** 2 - c / (3 * a))
    u = copysign(sqrt(inside), v) if v else sqrt(inside)
    angle = (pi + acos(max(-1.0, min(1.0, v / u**3 if u else 0.0)))) / 3
    first = min(1.0, max(0.0, 2 * u * cos(angle) - b / (3 * a)))
    return first, min(1.0, max(0.0, first - shift))
