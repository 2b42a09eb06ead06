"""Questions about ranges of a long row of numbers, answered for all ranges at once.

The pairs of works of which one was done before the other grow with the square of the queue; these answers take n log n steps,
each over whole columns: doubling (Bender and Farach-Colton 2000) and the wavelet matrix (Claude, Navarro and Ordóñez 2015).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

NEVER = 2**63 - 1
"""Above every moment."""


def next_above(values: Array, begin: Array, threshold: Array, most: int | None = None) -> Array:
    """For each query the first index from `begin` on whose value exceeds the threshold; the length of the row where none does.

    Where `most` is given nobody asks further than so many indices on: beyond them any index may be said.
    """
    import numpy as np

    maxima = [np.append(values, NEVER)]  # of 1, 2, 4 ... values from each index on; what reaches beyond the row exceeds everything
    while (width := 1 << len(maxima)) <= min(len(values), len(values) if most is None else most):
        maxima.append(np.empty_like(maxima[-1]))
        np.maximum(maxima[-2][: -(width // 2)], maxima[-2][width // 2 :], out=maxima[-1][: -(width // 2)])
        maxima[-1][-(width // 2) :] = NEVER
    at = np.array(begin, dtype=np.int64)
    for level in reversed(range(len(maxima))):
        at += (maxima[level][at] <= threshold).astype(np.int64) << level
    return at


def last_above(values: Array, end: Array, threshold: Array, most: int | None = None) -> Array:
    """For each query the last index before `end` whose value exceeds the threshold; -1 where none does. `most` as in next_above."""
    import numpy as np

    found: Array = len(values) - 1 - next_above(values[::-1].copy(), len(values) - np.asarray(end), threshold, most)
    return found


def least_covering(first: Array, last: Array, value: Array, length: int) -> Array:
    """For each index of a row the least value of the ranges [first, last) that cover it; NEVER where none does."""
    import numpy as np

    kept = last > first
    first, last, value = first[kept], last[kept], value[kept]
    found = np.full(length, NEVER, dtype=np.int64)
    if not len(first):
        return found
    level = np.frexp((last - first).astype(np.float64))[1] - 1  # a range is the union of two of 2 ** level, which may overlap
    for k in range(int(level.max()), -1, -1):
        mine = level == k
        np.minimum.at(found, first[mine], value[mine])
        np.minimum.at(found, last[mine] - (1 << k), value[mine])
        if k:  # what covers 2 ** k indices from one on covers half of them from there, and half from the middle
            half = 1 << (k - 1)
            found[half:] = np.minimum(found[half:], found[:-half].copy())
    return found


def sum_above(values: Array, weights: Array, first: Array, last: Array, threshold: Array) -> Array:
    """For each query the sum of the weights over [first, last) of the values that exceed the threshold."""
    import numpy as np

    known, rank = np.unique(values, return_inverse=True)
    wanted = np.searchsorted(known, threshold, side="right")  # ranks from here on exceed
    found = np.zeros(len(first), dtype=np.int64)
    low, high, weight = np.array(first, dtype=np.int64), np.array(last, dtype=np.int64), np.asarray(weights, dtype=np.int64)
    for bit in reversed(range(len(known).bit_length())):
        one = (rank >> bit & 1).astype(bool)
        ones = _upto(one)
        below = len(rank) - int(ones[-1])
        up = (wanted >> bit & 1).astype(bool)
        heavy = _upto(np.where(one, weight, 0))
        found += np.where(up, 0, heavy[high] - heavy[low])
        low, high = (np.where(up, below + ones[at], at - ones[at]) for at in (low, high))
        order = np.concatenate([np.flatnonzero(~one), np.flatnonzero(one)])
        rank, weight = rank[order], weight[order]
    left = _upto(weight)
    found += left[high] - left[low]
    return found


def _upto(values: Array) -> Array:
    """The sum of all values before each index, and of all."""
    import numpy as np

    return np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
