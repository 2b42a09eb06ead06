"""Many tests at once: how many of the claims may be false.

Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289-300.
"""

from __future__ import annotations

from collections.abc import Sequence


def benjamini_hochberg(p_values: Sequence[float], q: float) -> tuple[bool, ...]:
    """Which hypotheses to reject, in the order given, with at most a share `q` of false rejections on average."""
    order = sorted(range(len(p_values)), key=lambda position: (p_values[position], position))
    kept = 0
    for rank, position in enumerate(order, start=1):
        if p_values[position] <= q * rank / len(p_values):
            kept = rank
    rejected = set(order[:kept])
    return tuple(position in rejected for position in range(len(p_values)))
