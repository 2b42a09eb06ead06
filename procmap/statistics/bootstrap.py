"""The interval of a mean when cases of one week resemble each other: whole weeks are resampled.

Sources: Künsch, Annals of Statistics 17 (1989) 1217-1241 (blocks); Efron and Tibshirani, An Introduction to the
Bootstrap (1993), chapter 13 (percentile interval).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmap.statistics.interval import Interval

if TYPE_CHECKING:
    import numpy as np

RESAMPLES = 1000
_SEED = 20_190_401
_CHUNK = 1 << 20
"""Cells drawn at a time: bounds the memory for logs of many weeks."""


def weekly_block_bootstrap(
    sums: np.ndarray[Any, Any],
    counts: np.ndarray[Any, Any],
    *,
    level: float = 0.90,
    resamples: int = RESAMPLES,
    seed: int = _SEED,
) -> Interval:
    """The mean, sum of `sums` over sum of `counts`, with its two-sided percentile interval over resampled weeks.

    Args:
        sums: Shape (weeks,): the total of the figure over the cases of each week.
        counts: Shape (weeks,): the cases of each week; a week without cases is a block too.
        level: What the interval should cover.
        resamples: Draws of as many weeks as there are, with replacement.
        seed: The same seed draws the same weeks.

    Returns:
        NaN as estimate without cases; infinite bounds with fewer than two weeks that have cases.
    """
    import numpy as np

    totals, sizes = np.asarray(sums, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    if totals.shape != sizes.shape or totals.ndim != 1:
        raise ValueError(f"{totals.shape} sums, {sizes.shape} counts")
    size = float(sizes.sum())
    if size == 0:
        return Interval(float("nan"), float("-inf"), float("inf"))
    estimate = float(totals.sum()) / size
    weeks = len(sizes)
    if np.count_nonzero(sizes) < 2:
        return Interval(estimate, float("-inf"), float("inf"))
    generator = np.random.default_rng(seed)
    means = []
    step = max(1, _CHUNK // weeks)
    for first in range(0, resamples, step):
        drawn = generator.integers(0, weeks, size=(min(step, resamples - first), weeks))
        over = sizes[drawn].sum(axis=1)
        means.append(totals[drawn].sum(axis=1)[over > 0] / over[over > 0])
    low, high = np.percentile(np.concatenate(means), [50 * (1 - level), 50 * (1 + level)])
    return Interval(estimate, float(low), float(high))
