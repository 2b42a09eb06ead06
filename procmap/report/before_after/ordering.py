"""In which order steps come, by their first occurrences, and which passages repeat what was done already.

A step's place is the mean number of steps before its first occurrence, over the cases that have it: a relative place would let a
long case pull its early steps up and a repetition its own step down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any

from procmap.measures.figures import ProcessFigures, VariantFigures

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

Pair = tuple[str, str]

ABSENT = 1 << 30
"""First place of a step in a case that does not have it."""


@dataclass(frozen=True)
class Order:
    """How some steps of one procedure follow one another.

    Attributes:
        places: Mean number of steps before the first occurrence; a step that no case has is missing.
        ahead: (a, b) where a comes first in more than half of the cases that have both.
        again: Passages (a, b), of all and of those at which b took place earlier in the case.
    """

    places: dict[str, float]
    ahead: frozenset[Pair]
    again: dict[Pair, tuple[int, int]]

    def repeats(self, flows: Sequence[Pair]) -> bool:
        """Whether passages, taken together, repeat: most lead to what was done before, and to what usually comes first."""
        passed = [self.again.get(flow, (0, 0)) for flow in flows]
        return 2 * sum(repeated for _, repeated in passed) > sum(all_ for all_, _ in passed) and not any(
            flow in self.ahead for flow in flows if flow in self.again
        )


@dataclass(frozen=True, eq=False)
class _Itself:
    """A procedure as a key: the same object, for comparing thousands of variants takes longer than ordering their steps."""

    process: ProcessFigures

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.process is self.process

    def __hash__(self) -> int:
        return id(self.process)


def order_of(process: ProcessFigures, labels: Sequence[str]) -> Order:
    """The order of some labels, by all variants of a procedure; every picture of a report asks for it."""
    return _order_of(_Itself(process), tuple(labels))


@lru_cache(maxsize=8)
def _order_of(of: _Itself, labels: tuple[str, ...]) -> Order:
    import numpy as np

    process = of.process

    number = {label: code for code, label in enumerate(labels)}
    code, variant, place, weight = _events(process.variants, number)
    first = np.full((len(process.variants), len(labels)), ABSENT, dtype=np.int32)
    known = code >= 0
    np.minimum.at(first, (variant[known], code[known]), place[known])
    here = first < ABSENT
    cases = weight @ here
    sums = weight @ np.where(here, first, 0)
    places = {label: float(sums[at] / cases[at]) for label, at in number.items() if cases[at]}
    ahead = set()
    for at, label in enumerate(labels):
        both = here & here[:, [at]]
        before = weight @ (both & (first[:, [at]] < first))
        ahead |= {(label, labels[other]) for other in np.flatnonzero(2 * before > weight @ both).tolist()}
    return Order(places, frozenset(ahead), _again(labels, first, weight, (code, variant, place)))


def _events(variants: Sequence[VariantFigures], number: dict[str, int]) -> tuple[Array, Array, Array, Array]:
    """Code (-1 for another label), variant and place of every event, and how many cases each variant has."""
    import numpy as np

    lengths = np.array([len(one.activities) for one in variants], dtype=np.int64)
    code = np.array([number.get(label, -1) for one in variants for label in one.activities], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(lengths) else lengths
    place = np.arange(len(code)) - np.repeat(starts, lengths)
    weight = np.array([one.count for one in variants], dtype=np.int64)
    return code, np.repeat(np.arange(len(lengths)), lengths), place.astype(np.int32), weight


def _again(
    labels: Sequence[str], first: Array, weight: Array, events: tuple[Array, Array, Array]
) -> dict[Pair, tuple[int, int]]:
    """Passages from label to label: how many, and at how many the second took place before."""
    import numpy as np

    code, variant, place = events
    follows = (variant[1:] == variant[:-1]) & (code[1:] >= 0) & (code[:-1] >= 0)
    at = np.flatnonzero(follows)
    source, target, of = code[at], code[at + 1], weight[variant[at]]
    done = first[variant[at], target] <= place[at]
    pair = source * len(labels) + target
    passed = np.bincount(pair, of, len(labels) ** 2).astype(np.int64)
    repeated = np.bincount(pair, of * done, len(labels) ** 2).astype(np.int64)
    return {
        (labels[one // len(labels)], labels[one % len(labels)]): (int(passed[one]), int(repeated[one]))
        for one in np.flatnonzero(passed).tolist()
    }


def in_order(order: Order, labels: Sequence[str], flows: Sequence[Pair]) -> tuple[str, ...]:
    """The labels from top to bottom: what a passage leads to stands below where it comes first, and otherwise by place."""
    wanted = {flow for flow in flows if flow in order.ahead}
    above: dict[str, set[str]] = {label: set() for label in labels}
    below: dict[str, list[str]] = {label: [] for label in labels}
    for source, target in wanted:
        if source in above and target in above:
            above[target].add(source)
            below[source].append(target)
    rank = {label: (order.places.get(label, float(ABSENT)), place) for place, label in enumerate(labels)}
    found: list[str] = []
    ready = [(rank[label], label) for label in labels if not above[label]]
    heapify(ready)
    left = set(labels)
    while left:
        if not ready:  # majorities can run in a circle: then the earliest goes first
            heappush(ready, min((rank[label], label) for label in left))
        _, label = heappop(ready)
        if label not in left:
            continue
        left.remove(label)
        found.append(label)
        for other in below[label]:
            above[other].discard(label)
            if not above[other] and other in left:
                heappush(ready, (rank[other], other))
    return tuple(found)
