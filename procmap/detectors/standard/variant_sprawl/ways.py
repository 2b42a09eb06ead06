"""The ways of the cases through the steps: which steps, in which order, whatever is repeated and whatever runs side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

from procmap.log import ByPart
from procmap.measures import Measures

Way = tuple[int, ...]
"""Activity codes, each once, in the order of their first occurrence; concurrent ones in the order of their codes."""


@dataclass(frozen=True)
class Ways:
    """The ways of the closed cases.

    Attributes:
        cases: Closed cases of each way.
        by_part: The same for the two parts.
        of_variant: The way of each variant.
    """

    cases: Mapping[Way, int]
    by_part: Mapping[Way, ByPart]
    of_variant: tuple[Way, ...]


def find_ways(measures: Measures) -> Ways:
    """All ways; records, statuses and other rows that nobody decides on belong to none."""
    paths = measures.paths
    kept = [tuple(dict.fromkeys(code for code in path if not measures.kinds.unwilled(code))) for path in paths.sequences]
    of_variant = tuple(kept[path] for path in paths.of_variant.tolist())
    counted: dict[Way, list[int]] = {}
    rows = measures.log.engine.rows(
        """select variant, count(*), count(*) filter (where part = 1), count(*) filter (where part = 2)
           from case_ where closed group by variant order by variant""",
    )
    for variant, *numbers in rows:
        way = of_variant[variant]
        counted[way] = [a + b for a, b in zip(counted.get(way, (0, 0, 0)), numbers, strict=True)]
    return Ways(
        {way: numbers[0] for way, numbers in counted.items()},
        {way: ByPart(numbers[1], numbers[2]) for way, numbers in counted.items()},
        of_variant,
    )


def effective_ways(ways: Ways) -> float:
    """How many equally frequent ways would be as mixed: the exponential of the entropy."""
    return exp(_entropy(list(ways.cases.values())))


def scattering(ways: Ways, most: int) -> tuple[int, ...]:
    """The steps after which cases part the most: by the entropy of the next step, weighed by the cases; at most so many."""
    following: dict[int, Counter[int]] = {}
    for way, cases in ways.cases.items():
        for step, then in pairwise(way):
            following.setdefault(step, Counter())[then] += cases
    weights = {step: _entropy(list(found.values())) * found.total() for step, found in following.items()}
    parting = [step for step, weight in weights.items() if weight > 0]
    return tuple(sorted(parting, key=lambda step: (-weights[step], step))[:most])


def _entropy(counts: list[int]) -> float:
    total = sum(counts)
    return -sum(count / total * log(count / total) for count in counts if count)
