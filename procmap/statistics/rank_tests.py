"""Two samples compared by their ranks, so that no long case weighs more than its place.

Sources: Mann and Whitney, Annals of Mathematical Statistics 18 (1947) 50-60; Hodges and Lehmann, ibid. 34 (1963)
598-611; Cliff, Psychological Bulletin 114 (1993) 494-509.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmap.statistics.binomial import Alternative

if TYPE_CHECKING:
    import numpy as np

EXACT = 2000
"""Sizes up to which a Hodges-Lehmann shift is exact; larger samples are thinned to so many evenly spaced ranks."""


def hodges_lehmann(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> float:
    """The shift of `a` against `b`: the median of all differences a_i - b_j; NaN if a sample is empty."""
    import numpy as np

    first, second = _thinned(a), _thinned(b)
    if not first.size or not second.size:
        return float("nan")
    return float(np.median(np.subtract.outer(first, second)))


def mann_whitney(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any], alternative: Alternative = "two-sided") -> float:
    """The p-value that `a` and `b` come from one distribution; "less" claims that `a` is the smaller.

    Normal approximation with corrections for ties and continuity: for samples of eight and more. 1 if a sample is empty
    or all values are equal.
    """
    import numpy as np
    from scipy.special import ndtr

    n, m = len(a), len(b)
    if not n or not m:
        return 1.0
    tied = np.unique(np.concatenate([a, b]), return_counts=True)[1].astype(np.float64)
    total = n + m
    variance = n * m / 12 * (total + 1 - float((tied**3 - tied).sum()) / (total * (total - 1)))
    if variance <= 0:
        return 1.0
    above = _wins(a, b) - n * m / 2
    if alternative == "two-sided":
        return min(1.0, 2 * float(ndtr(-(abs(above) - 0.5) / variance**0.5)))
    return float(ndtr(((above if alternative == "less" else -above) + 0.5) / variance**0.5))


def cliffs_delta(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> float:
    """How much more often a value of `a` exceeds one of `b` than the reverse: -1 to 1; NaN if a sample is empty."""
    return 2 * _wins(a, b) / (len(a) * len(b)) - 1 if len(a) and len(b) else float("nan")


def _wins(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> float:
    """Pairs in which `a` is the larger, ties as one half: the U statistic of `a`."""
    import numpy as np

    ordered = np.sort(b)
    below = int(np.searchsorted(ordered, a, side="left").sum())
    not_above = int(np.searchsorted(ordered, a, side="right").sum())
    return (below + not_above) / 2


def _thinned(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    import numpy as np

    ordered = np.sort(np.asarray(values, dtype=np.float64))
    if ordered.size <= EXACT:
        return ordered
    # Evenly spaced ranks keep the distribution better than a random subsample, and need no seed.
    return ordered[((np.arange(EXACT) + 0.5) * ordered.size / EXACT).astype(np.int64)]
