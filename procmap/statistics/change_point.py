"""Where a rate changes along an ordered quantity: the cut of greatest likelihood among a few given ones.

Source: Hinkley and Hinkley, Biometrika 57 (1970) 477-488 (change point of a binomial sequence by likelihood ratio).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class ChangePoint:
    """The best cut.

    Attributes:
        position: Instances before the cut.
        p_value: Of "the rate does not change", corrected for the number of cuts tried (Bonferroni).
    """

    position: int
    p_value: float


def change_point(occurs: Sequence[bool] | Array, cuts: Sequence[int]) -> ChangePoint | None:
    """The cut that makes the sequence most likely as two constant rates; None without a cut inside the sequence.

    Args:
        occurs: Whether each instance, in order, shows the occurrence.
        cuts: Positions to try: instances before each cut.
    """
    import numpy as np
    from scipy.special import chdtrc

    total = np.concatenate([[0], np.cumsum(np.asarray(occurs, dtype=bool), dtype=np.int64)])
    n, k = len(occurs), int(total[-1])
    tried = sorted({cut for cut in cuts if 0 < cut < n})
    if not tried:
        return None
    ratio = {cut: 2 * (_fit(int(total[cut]), cut) + _fit(k - int(total[cut]), n - cut) - _fit(k, n)) for cut in tried}
    best = max(tried, key=lambda cut: (ratio[cut], -cut))
    return ChangePoint(best, min(1.0, len(tried) * float(chdtrc(1, max(0.0, ratio[best])))))


def _fit(k: int, n: int) -> float:
    """The greatest log-likelihood of k occurrences in n instances."""
    return sum(part * log(part / n) for part in (k, n - k) if part)
