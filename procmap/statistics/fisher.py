"""Whether two yes-or-no facts go together, exactly, whatever the counts.

Source: Fisher, Journal of the Royal Statistical Society 98 (1935) 39-82 (the exact test of a 2 x 2 table).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmap.statistics.binomial import Alternative

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

TIE = 1e-7
"""Relative difference up to which two tables count as equally probable: rounding must not decide."""


def fisher_exact(a: int, b: int, c: int, d: int, alternative: Alternative = "two-sided") -> float:
    """The p-value of "the rows do not differ" for the table ((a, b), (c, d)), its margins given.

    "greater" claims that a is larger than chance makes it, "less" that it is smaller; two-sided adds the probabilities of all
    tables at most as probable as the one observed. 1 where a margin is 0. Raises ValueError for a negative count.
    """
    import numpy as np

    if min(a, b, c, d) < 0:
        raise ValueError(f"counts {a}, {b}, {c}, {d}")
    row, column, total = a + b, a + c, a + b + c + d
    if not 0 < row < total or not 0 < column < total:
        return 1.0
    least = max(0, row + column - total)
    x = np.arange(least, min(row, column) + 1)

    log_probability = _choices(column, x) + _choices(total - column, row - x) - _choices(total, np.asarray(row))
    probability = np.exp(log_probability)
    if alternative == "greater":
        chosen = x >= a
    elif alternative == "less":
        chosen = x <= a
    else:
        chosen = probability <= probability[a - least] * (1 + TIE)
    return min(1.0, float(probability[chosen].sum()))


def _choices(n: int, k: Array) -> Array:
    """The logarithm of the number of ways to choose k of n."""
    from scipy.special import gammaln

    found: Array = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return found
