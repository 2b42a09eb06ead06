"""One rounding for every file: what findings.json holds is what pages and pictures print."""

from __future__ import annotations

import math
from collections.abc import Sequence

SIGNIFICANT = 6
"""Digits kept of a measured number; more than any estimate here can claim."""


def stable(value: float) -> float:
    """The number with six significant digits; -0 becomes 0. What is not finite must be asked of `finite` first."""
    return float(f"{value:.{SIGNIFICANT}g}") + 0.0


def finite(value: float | None) -> float | None:
    """The rounded number, or None where there is none that JSON could hold."""
    return stable(value) if value is not None and math.isfinite(value) else None


def parts_of(total: float, parts: Sequence[float], decimals: int) -> tuple[float, ...]:
    """Parts rounded to `decimals` so that they sum to the rounded total, as a reader adds them up.

    Those that rounding takes most from give or take the last digit that is missing (largest remainder). Parts that do not sum to
    the total, more than rounding can explain, are rounded one by one.
    """
    unit = 10.0**decimals
    exact = [part * unit for part in parts]
    found = [round(part) for part in exact]
    left = round(total * unit) - sum(found)
    if abs(left) > len(parts) or abs(sum(parts) - total) * unit > 1:
        return tuple(value / unit for value in found)
    step = 1 if left > 0 else -1
    for place in sorted(range(len(parts)), key=lambda i: (step * (found[i] - exact[i]), i))[: abs(left)]:
        found[place] += step
    return tuple(value / unit for value in found)
