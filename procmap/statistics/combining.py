"""Several tests of one claim, put together.

Source: Lipták, Magyar Tudományos Akadémia Matematikai Kutató Intézetének Közleményei 3 (1958) 171-197 (Stouffer's method with
weights).
"""

from __future__ import annotations

from collections.abc import Sequence


def stouffer(p_values: Sequence[float], weights: Sequence[float]) -> float:
    """The p-value of one claim tested on independent samples, each weighted (by the root of its size, say); 1 without any.

    Raises ValueError unless there is a weight, not negative, for each.
    """
    import numpy as np
    from scipy.special import ndtr, ndtri

    if len(p_values) != len(weights) or any(weight < 0 for weight in weights):
        raise ValueError(f"{len(p_values)} p-values, weights {list(weights)}")
    size = float(np.sqrt(sum(weight**2 for weight in weights)))
    if not size:
        return 1.0
    # a p-value of 0 or 1 that rounding made must not outweigh all others
    scores = [float(-ndtri(min(max(p, 1e-300), 1 - 1e-15))) for p in p_values]
    return float(ndtr(-sum(weight * score for weight, score in zip(weights, scores, strict=True)) / size))
