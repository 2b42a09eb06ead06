"""One association over several strata: what remains of a difference when like is compared with like.

Source: Mantel and Haenszel, Journal of the National Cancer Institute 22 (1959) 719-748.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Association:
    """A common odds ratio (NaN or infinite where the tables allow none) and the p-value of "no association"."""

    odds_ratio: float
    p_value: float


def mantel_haenszel(tables: np.ndarray[Any, Any]) -> Association:
    """The common odds ratio of 2 x 2 tables and the Cochran-Mantel-Haenszel test with continuity correction.

    Args:
        tables: Counts of shape (strata, 2, 2): rows are the groups, columns the outcomes. Strata with fewer than two
            cases tell nothing.
    """
    import numpy as np
    from scipy.special import chdtrc

    counts = np.asarray(tables, dtype=np.float64)
    if counts.ndim != 3 or counts.shape[1:] != (2, 2):
        raise ValueError(f"tables of shape {counts.shape}")
    counts = counts[counts.sum(axis=(1, 2)) >= 2]
    size = counts.sum(axis=(1, 2))
    agree = float((counts[:, 0, 0] * counts[:, 1, 1] / size).sum())
    differ = float((counts[:, 0, 1] * counts[:, 1, 0] / size).sum())
    rows, columns = counts.sum(axis=2), counts.sum(axis=1)
    excess = float((counts[:, 0, 0] - rows[:, 0] * columns[:, 0] / size).sum())
    variance = float((rows.prod(axis=1) * columns.prod(axis=1) / (size**2 * (size - 1))).sum())
    statistic = max(0.0, abs(excess) - 0.5) ** 2 / variance if variance > 0 else 0.0
    unbounded = float("inf") if agree else float("nan")
    return Association(agree / differ if differ else unbounded, float(chdtrc(1, statistic)))
