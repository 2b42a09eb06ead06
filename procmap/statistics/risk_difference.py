"""How far two rates may lie apart: the smallest margin of equivalence, raw and with like compared with like.

Sources: Greenland and Robins, Biometrics 41 (1985) 55-68 (Mantel-Haenszel risk difference); Sato, Biometrics 45 (1989)
1323-1324 (its variance); Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987) 657-680 (two one-sided
tests: equivalence holds at the 5 % level where the 90 % interval lies within the margin).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmap.statistics.equivalence import tost_proportions
from procmap.statistics.interval import Interval

if TYPE_CHECKING:
    import numpy as np

LEVEL = 0.05
Z = 1.6448536269514722
"""The 95th percentile of the normal distribution: 90 % intervals."""

STEPS = 40


def smallest_margin(k1: int, n1: int, k2: int, n2: int) -> float:
    """The smallest margin at which the rates k1 / n1 and k2 / n2 are equivalent at the 5 % level; 1 where none is."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if tost_proportions(k1, n1, k2, n2, middle) <= LEVEL:
            high = middle
        else:
            low = middle
    return high


def stratified_difference(tables: np.ndarray[Any, Any]) -> Interval | None:
    """The common difference of rates over strata (first group less second), with its 90 % interval.

    Args:
        tables: Counts of shape (strata, 2, 2): rows are the groups, columns (occurs, does not).

    Returns:
        None where no stratum has cases of both groups.
    """
    import numpy as np

    counts = np.asarray(tables, dtype=np.float64)
    counts = counts[(counts.sum(axis=2) > 0).all(axis=1)]
    if not len(counts):
        return None
    n1, n2 = counts[:, 0].sum(axis=1), counts[:, 1].sum(axis=1)
    a, b = counts[:, 0, 0], counts[:, 1, 0]
    size = n1 + n2
    weight = float((n1 * n2 / size).sum())
    difference = float(((a * n2 - b * n1) / size).sum()) / weight
    p = (n1**2 * b - n2**2 * a + n1 * n2 * (n2 - n1) / 2) / size**2
    q = (a * (n2 - b) + b * (n1 - a)) / (2 * size)
    variance = max(0.0, (difference * float(p.sum()) + float(q.sum())) / weight**2)
    half = Z * float(np.sqrt(variance))
    return Interval(difference, difference - half, difference + half)
