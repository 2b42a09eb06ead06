"""A small classification tree, and its leaves read as rules.

Source: Breiman, Friedman, Olshen and Stone 1984, Classification and Regression Trees (Gini impurity, exhaustive search).
Everything is counted in integers, and ties go to the first feature and the lowest value: the tree does not depend on the order
of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Feature:
    """What is known of each row.

    Attributes:
        values: Integers; -1 stands for unknown. Of an ordered feature the larger is more, of a nominal one each is a name.
        ordered: Whether it is ordered.
    """

    values: Array
    ordered: bool


@dataclass(frozen=True)
class Clause:
    """One condition: of an ordered feature "at least `value`", of a nominal one "is `value`"; or its contrary."""

    feature: int
    value: int
    holds: bool


@dataclass(frozen=True)
class Leaf:
    """The rows that meet all clauses.

    Attributes:
        clauses: From the root down.
        predicted: The most frequent class among its rows.
    """

    clauses: tuple[Clause, ...]
    predicted: int


def leaves(features: list[Feature], classes: Array, *, depth: int, least: int) -> tuple[Leaf, ...]:
    """The leaves of the tree: at most `depth` conditions each, and at least `least` rows. `classes` are integers from 0.

    A row whose value is not known where a condition asks for it meets neither the condition nor its contrary.
    """
    import numpy as np

    kinds = int(classes.max(initial=0)) + 1
    return tuple(_grow(features, classes, np.arange(len(classes)), (), depth, least, kinds))


def met(features: list[Feature], clauses: tuple[Clause, ...]) -> Array:
    """Which rows meet all clauses."""
    import numpy as np

    found: Array = np.ones(len(features[0].values), dtype=bool)
    for clause in clauses:
        values = features[clause.feature].values
        side = values >= clause.value if features[clause.feature].ordered else values == clause.value
        found &= (values >= 0) & (side == clause.holds)
    return found


def _grow(
    features: list[Feature], classes: Array, rows: Array, path: tuple[Clause, ...], depth: int, least: int, kinds: int
) -> Iterator[Leaf]:
    import numpy as np

    counts = np.bincount(classes[rows], minlength=kinds)
    split = _best(features, classes, rows, least, kinds) if depth and counts.max(initial=0) < len(rows) else None
    if split is None:
        yield Leaf(path, int(counts.argmax()))
        return
    number, value = split
    mine = features[number].values[rows]
    side = mine >= value if features[number].ordered else mine == value
    for holds in (False, True):
        chosen = rows[(mine >= 0) & (side == holds)]
        yield from _grow(features, classes, chosen, (*path, Clause(number, value, holds)), depth - 1, least, kinds)


def _best(features: list[Feature], classes: Array, rows: Array, least: int, kinds: int) -> tuple[int, int] | None:
    """The feature and value that lower the Gini impurity most, by at least a millionth of it; None where none does."""
    best, found = 1e-6 * len(rows), None
    for number, feature in enumerate(features):
        known = rows[feature.values[rows] >= 0]
        candidates = _ordered(feature.values[known], classes[known], kinds) if feature.ordered else _nominal(
            feature.values[known], classes[known], kinds,
        )
        for value, gain in _admissible(*candidates, least):
            if gain > best + 1e-9:
                best, found = gain, (number, value)
    return found


def _ordered(values: Array, classes: Array, kinds: int) -> tuple[Array, Array, Array]:
    """(threshold, counts of the classes below it, from it on) at each place where the sorted values rise."""
    import numpy as np

    order = np.argsort(values, kind="stable")
    ranked = values[order]
    upto = np.cumsum(np.eye(kinds, dtype=np.int64)[classes[order]], axis=0)
    rises = np.nonzero(np.diff(ranked) > 0)[0]
    below = upto[rises]
    return _roundest(ranked[rises], ranked[rises + 1]), below, (upto[-1] if len(upto) else 0) - below


def _nominal(values: Array, classes: Array, kinds: int) -> tuple[Array, Array, Array]:
    """(name, counts of the classes without it, with it)."""
    import numpy as np

    names, coded = np.unique(values, return_inverse=True)
    table = np.zeros((len(names), kinds), dtype=np.int64)
    np.add.at(table, (coded.reshape(-1), classes), 1)
    return names, table.sum(axis=0) - table, table


def _admissible(values: Array, one: Array, other: Array, least: int) -> Iterator[tuple[int, float]]:
    """The best split whose sides hold enough rows, with what it takes off the impurity."""
    import numpy as np

    if not len(values):
        return
    n_one, n_other = one.sum(axis=1), other.sum(axis=1)
    whole = one[0] + other[0]
    gain = (one**2).sum(axis=1) / np.maximum(n_one, 1) + (other**2).sum(axis=1) / np.maximum(n_other, 1)
    gain = np.where((n_one >= least) & (n_other >= least), gain - (whole**2).sum() / whole.sum(), -1.0)
    place = int(gain.argmax())
    yield int(values[place]), float(gain[place])


def _roundest(low: Array, high: Array) -> Array:
    """Of the thresholds above `low` and up to `high`, which all divide alike, the one with the most zeros at its end."""
    import numpy as np

    found = high.copy()
    scale = 10
    while len(high) and scale <= int(high.max()):
        rounded = high - high % scale
        found = np.where(rounded > low, rounded, found)
        scale *= 10
    return found
