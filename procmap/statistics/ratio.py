"""Whether a share of a total, made of weeks that differ, exceeds what was fixed beforehand.

The share is the sum of the parts over the sum of the wholes. It exceeds `least` where the mean of part - least * whole over the
weeks is positive: the t test of the linearised ratio. Source: Cochran, Sampling Techniques (1977), chapter 6.
"""

from __future__ import annotations

from collections.abc import Sequence


def ratio_p_value(parts: Sequence[int], wholes: Sequence[int], least: float) -> float:
    """The one-sided p-value of a share of the total of `least` or less; 1 with fewer than two weeks."""
    import numpy as np
    from scipy.special import stdtr

    over = np.asarray(parts, dtype=np.float64) - least * np.asarray(wholes, dtype=np.float64)
    if len(over) < 2:
        return 1.0
    mean, error = float(over.mean()), float(over.std(ddof=1)) / len(over) ** 0.5
    if error == 0:
        return 0.0 if mean > 0 else 1.0
    return float(stdtr(len(over) - 1, -mean / error))
