"""How unlike two mixtures are, and whether chance would make them so unlike.

Sources: Lin, IEEE Transactions on Information Theory 37 (1991) 145-151 (Jensen-Shannon divergence); Good, Permutation Tests
(2000), chapter 3 (permutation within strata).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

PERMUTATIONS = 999
_SEED = 20_190_402


def jensen_shannon(a: Array, b: Array) -> float:
    """The Jensen-Shannon divergence of two mixtures given as counts, both weighing the same, in bits: 0 alike, 1 nothing in common.

    NaN if one of them is empty.
    """
    return float(_divergences(a[None], b[None])[0])


def effective_number(counts: Array) -> float:
    """How many equally frequent kinds would be as mixed: the exponential of the entropy; 0 without counts."""
    import numpy as np

    shares = counts[counts > 0] / max(counts.sum(), 1)
    return float(np.exp(-(shares * np.log(shares)).sum())) if len(shares) else 0.0


def divergence_p_value(tables: Array, *, permutations: int = PERMUTATIONS, seed: int = _SEED) -> float:
    """The p-value of "within each stratum both groups draw from one mixture", by the Jensen-Shannon divergence of their totals.

    Args:
        tables: Counts of shape (strata, 2, kinds); strata with one group only tell nothing and are left out.
        permutations: Reallocations of the cases of each stratum to the two groups, their sizes kept.
        seed: The same seed draws the same reallocations.
    """
    import numpy as np

    counts = np.asarray(tables, dtype=np.int64)
    if counts.ndim != 3 or counts.shape[1] != 2:
        raise ValueError(f"tables of shape {counts.shape}")
    counts = counts[(counts.sum(axis=2) > 0).all(axis=1)]
    if not len(counts):
        return 1.0
    observed = counts.sum(axis=0)
    generator = np.random.default_rng(seed)
    first = np.zeros((permutations, counts.shape[2]), dtype=np.int64)
    for stratum in counts:
        # equal kinds may be drawn together: which cases of a kind go to the first group makes no difference
        first += generator.multivariate_hypergeometric(stratum.sum(axis=0), int(stratum[0].sum()), size=permutations)
    drawn = _divergences(first, observed.sum(axis=0) - first)
    reached = int((drawn >= jensen_shannon(observed[0], observed[1]) - 1e-12).sum())
    return (reached + 1) / (permutations + 1)


def _divergences(a: Array, b: Array) -> Array:
    """Of each pair of rows."""
    import numpy as np
    from scipy.special import xlogy

    with np.errstate(invalid="ignore", divide="ignore"):
        p, q = a / a.sum(axis=1, keepdims=True), b / b.sum(axis=1, keepdims=True)
        middle = (p + q) / 2
        nats = (xlogy(p, p) + xlogy(q, q)).sum(axis=1) / 2 - xlogy(middle, middle).sum(axis=1)
    found: Array = np.maximum(nats / np.log(2), 0)
    return found
