"""One rounding for every file: what findings.json holds is what pages and pictures print."""

from __future__ import annotations

import math

SIGNIFICANT = 6
"""Digits kept of a measured number; more than any estimate here can claim."""


def stable(value: float) -> float:
    """The number with six significant digits; -0 becomes 0. What is not finite must be asked of `finite` first."""
    return float(f"{value:.{SIGNIFICANT}g}") + 0.0


def finite(value: float | None) -> float | None:
    """The rounded number, or None where there is none that JSON could hold."""
    return stable(value) if value is not None and math.isfinite(value) else None
