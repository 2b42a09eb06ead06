"""What leaving out one block after another says of an estimate: its standard error, a lower bound, a p-value.

The cases of one month share their queues, so neither events nor cases are independent; months nearly are. An estimate that one
month carries differs much where that month is left out, and gets a wide interval.

Source: Tukey, Annals of Mathematical Statistics 29 (1958) 614; Miller, Biometrika 61 (1974) 1-15; Student's t with one degree of
freedom less than there are blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 3
"""Blocks below which nothing is known of the error."""


@dataclass(frozen=True)
class Jackknife:
    """An estimate, its standard error over `blocks` blocks; infinite below LEAST blocks."""

    estimate: float
    error: float
    blocks: int

    def lower(self, level: float = 0.95) -> float:
        """The one-sided lower bound."""
        return self.estimate - self._reach(level)

    def upper(self, level: float = 0.95) -> float:
        """The one-sided upper bound."""
        return self.estimate + self._reach(level)

    def _reach(self, level: float) -> float:
        from scipy.special import stdtrit

        return float(stdtrit(self.blocks - 1, level)) * self.error if self.blocks >= LEAST else float("inf")

    def p_above(self, value: float) -> float:
        """The p-value that the truth is not above `value`."""
        from scipy.special import stdtr

        if self.blocks < LEAST:
            return 1.0
        if self.error <= 0:
            return 0.0 if self.estimate > value else 1.0
        return float(stdtr(self.blocks - 1, (value - self.estimate) / self.error))


def jackknife(estimate: float, left_out: Sequence[float]) -> Jackknife:
    """The error of an estimate.

    Args:
        estimate: On all blocks.
        left_out: The same estimate without each block in turn.
    """
    blocks = len(left_out)
    if blocks < LEAST:
        return Jackknife(estimate, float("inf"), blocks)
    mean = sum(left_out) / blocks
    return Jackknife(estimate, ((blocks - 1) / blocks * sum((x - mean) ** 2 for x in left_out)) ** 0.5, blocks)
