"""Of all that a pattern tested, what survives the control of multiple testing."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.findings import Finding, Grade
from procmap.statistics import benjamini_hochberg

FALSE_DISCOVERY_RATE = 0.10


def surviving(candidates: Sequence[Finding]) -> tuple[Finding, ...]:
    """The candidates that hold and survive the control of the false discovery rate, then the questions, which have no test.

    The candidates that do not hold count, too: they are what was tried.
    """
    tested = [f for f in candidates if f.p_value is not None]
    kept = benjamini_hochberg([f.p_value for f in tested if f.p_value is not None], FALSE_DISCOVERY_RATE)
    holding = [f for f, keep in zip(tested, kept, strict=True) if keep and f.grade != Grade.REFUTED]
    return (*holding, *(f for f in candidates if f.p_value is None and f.grade != Grade.REFUTED))
