"""Where a sequence of blocks breaks in two: once, and for good.

The statistic is the largest over all cuts; its p-value comes from shuffling the blocks as wholes, so that what the cases of one
block share (a queue, an absence) does not count as evidence.

Sources: Pettitt, Applied Statistics 28 (1979) 126-135 (rank test of a change point); Worsley, Biometrika 73 (1986) 91-104
(largest likelihood ratio over all cuts); Good, Permutation Tests (2000), chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

PERMUTATIONS = 999
_SEED = 20_190_403
_CHUNK = 1 << 21
"""Cells shuffled at a time: bounds the memory."""


@dataclass(frozen=True)
class Break:
    """The best cut: how many blocks come before it, and the value of its statistic."""

    position: int
    statistic: float


def rank_break(values: Array, least: int) -> Break | None:
    """The cut where the values before and after differ most in rank (absolute standardised rank sum, without ties).

    None where no cut leaves `least` blocks on either side.
    """
    return _best(_rank_statistics(_ranks(values)[None], least)[0], least)


def mixture_break(counts: Array, least: int) -> Break | None:
    """The cut where the mixtures before and after differ most: counts of shape (blocks, kinds), likelihood ratio (G).

    None where no cut leaves `least` blocks on either side.
    """
    return _best(_mixture_statistics(counts[None], least)[0], least)


def rank_break_p_value(values: Array, least: int, *, permutations: int = PERMUTATIONS, seed: int = _SEED) -> float:
    """How often shuffled values break as clearly as these; 1 without a cut."""
    return _p_value(_ranks(values)[:, None], least, lambda blocks: _rank_statistics(blocks[..., 0], least), permutations, seed)


def mixture_break_p_value(counts: Array, least: int, *, permutations: int = PERMUTATIONS, seed: int = _SEED) -> float:
    """How often shuffled blocks break as clearly as these; 1 without a cut."""
    return _p_value(counts, least, lambda blocks: _mixture_statistics(blocks, least), permutations, seed)


def _p_value(blocks: Array, least: int, statistics: Callable[[Array], Array], permutations: int, seed: int) -> float:
    import numpy as np

    if len(blocks) < 2 * least:
        return 1.0
    observed = float(statistics(blocks[None]).max())
    generator = np.random.default_rng(seed)
    reached, step = 0, max(1, _CHUNK // max(blocks.size, 1))
    for first in range(0, permutations, step):
        many = min(step, permutations - first)
        order = generator.permuted(np.tile(np.arange(len(blocks)), (many, 1)), axis=1)
        reached += int((statistics(blocks[order]).max(axis=1) >= observed - 1e-9).sum())
    return (reached + 1) / (permutations + 1)


def _best(statistics: Array, least: int) -> Break | None:
    if not len(statistics):
        return None
    place = int(statistics.argmax())
    return Break(place + least, float(statistics[place]))


def _ranks(values: Array) -> Array:
    """Ranks from 1; equal values share the mean of theirs."""
    import numpy as np

    _, which, times = np.unique(values, return_inverse=True, return_counts=True)
    upto = np.cumsum(times)
    ranks: Array = (upto - (times - 1) / 2)[which]
    return ranks


def _rank_statistics(ranks: Array, least: int) -> Array:
    """Of every cut with `least` blocks on either side, for each row."""
    import numpy as np

    n = ranks.shape[1]
    before = np.arange(least, n - least + 1)
    total = np.cumsum(ranks, axis=1)[:, before - 1]
    found: Array = np.abs(total - before * (n + 1) / 2) / np.sqrt(before * (n - before) * (n + 1) / 12)
    return found


def _mixture_statistics(counts: Array, least: int) -> Array:
    """Of every cut with `least` blocks on either side, for each sequence: twice the gain in log-likelihood by two mixtures."""
    import numpy as np

    n = counts.shape[1]
    total = np.cumsum(counts, axis=1)
    everything = total[:, -1:]
    before = total[:, least - 1 : n - least]
    found: Array = 2 * (_fit(before) + _fit(everything - before) - _fit(everything))
    return found


def _fit(counts: Array) -> Array:
    """The greatest log-likelihood of counts of kinds (last axis)."""
    from scipy.special import xlogy

    size = counts.sum(axis=-1)
    found: Array = xlogy(counts, counts).sum(axis=-1) - xlogy(size, size)
    return found
