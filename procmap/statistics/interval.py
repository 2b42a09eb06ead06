"""An estimate between two bounds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """An estimate and the interval around it; infinite bounds where the data allow none."""

    estimate: float
    low: float
    high: float
