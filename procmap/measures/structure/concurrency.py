"""The concurrency oracle: which activities run side by side, so that neither waits for the other.

Heuristic of the Heuristics Miner (Weijters and Ribeiro 2011) as used by the start-time estimator of Chapela-Campa and Dumas:
both orders occur, in balance, and not as a short loop. With start times a pair must also overlap. With completions only, both
orders may as well be one free order of two steps done one after the other; then each step takes as long after the other as it
takes when it comes first, and the pair is not concurrent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from procmap.log import Capability, EventLog

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

BALANCE = 0.9
LOOP = 0.9
LEAST = 10
"""Directly-follows in each direction below which nothing is said."""

NEIGHBOURS = 0.1
"""Part of the rarer activity's instances that must stand beside the other: chance neighbours are no pair."""

OVERLAPPING = 0.05
"""Part of the neighbours that must overlap where start times exist: steps done one after the other never do."""

SAME_MEAN = (0.8, 1.25)
SAME_DISTRIBUTION = 0.05

Pair = tuple[int, int]


def concurrent_pairs(log: EventLog, follows: Mapping[Pair, int], instances: Mapping[int, int]) -> frozenset[Pair]:
    """Unordered pairs (smaller code first) of concurrent activities.

    Args:
        log: The log.
        follows: Directly-follows counts by (source, target).
        instances: Events of each activity.
    """
    kept = two_way_pairs(log, follows, instances)
    if log.profile.can(Capability.START_TIMES):
        return frozenset(pair for pair in kept if _overlap(log, pair))
    times = _times_either_way(log, kept)
    # one of the two comes sooner after the other than it comes when it is first: then it did not wait for it
    return frozenset(pair for pair in kept if not all(_same_either_way(*times[ordered]) for ordered in (pair, pair[::-1])))


def two_way_pairs(log: EventLog, follows: Mapping[Pair, int], instances: Mapping[int, int]) -> tuple[Pair, ...]:
    """Unordered pairs that stand beside each other in both orders, in balance and not as a short loop: concurrent or in free order.

    Args:
        log: The log.
        follows: Directly-follows counts by (source, target).
        instances: Events of each activity.
    """
    candidates = [
        (a, b)
        for (a, b), times in sorted(follows.items())
        if a < b
        and min(times, follows.get((b, a), 0)) >= LEAST
        and _balanced(times, follows[b, a])
        and times + follows[b, a] >= NEIGHBOURS * min(instances[a], instances[b])
    ]
    loops = _short_loops(log, candidates)
    return tuple(pair for pair in candidates if (n := loops.get(pair, 0)) / (n + 1) < LOOP or n * 10 < follows[pair])


def _balanced(ab: int, ba: int) -> bool:
    return abs(ab - ba) / (ab + ba + 1) < BALANCE


def _short_loops(log: EventLog, pairs: list[Pair]) -> dict[Pair, int]:
    """How often a pair occurs as a, b, a or b, a, b."""
    if not pairs:
        return {}
    rows = log.engine.rows(
        """select least(activity, prev_activity) as a, greatest(activity, prev_activity) as b, count(*)
           from event where prev_activity = next_activity and prev_activity <> activity group by a, b""",
    )
    return {(a, b): times for a, b, times in rows}


def _overlap(log: EventLog, pair: Pair) -> bool:
    """Whether adjacent instances of the pair overlap in time."""
    a, b = pair
    overlapping, both = log.engine.rows(
        f"""select count(*) filter (where start < prev_time), count(*) from event
            where (activity = {a} and prev_activity = {b}) or (activity = {b} and prev_activity = {a})""",
    )[0]
    return bool(overlapping >= OVERLAPPING * both)


def _times_either_way(log: EventLog, pairs: Iterable[Pair]) -> dict[Pair, tuple[Array, Array]]:
    """For both orders (this, other) of each pair: how long `this` takes right after `other`, and when it comes before it."""
    import numpy as np

    ordered = [(a, b) for pair in pairs for a, b in (pair, pair[::-1])]
    if not ordered:
        return {}
    count = len(log.activities)
    beside = ", ".join(str(this * count + other) for this, other in ordered)
    found = log.engine.columns(
        f"""select * from (
              select cast(activity as bigint) * {count} + prev_activity as after,
                     cast(activity as bigint) * {count} + coalesce(next_activity, prev_activity) as before,
                     office - prev_office as took
              from event where office - prev_office is not null)
            where after in ({beside}) or before in ({beside})""",
    )
    after, before, took = (np.asarray(found[name]) for name in ("after", "before", "took"))
    first = before != after  # between two instances of the other one, it comes after it
    second, first_of = _grouped(after, took), _grouped(before[first], took[first])
    nothing = took[:0]
    return {
        (a, b): (second.get(a * count + b, nothing), first_of.get(a * count + b, nothing)) for a, b in ordered
    }


def _grouped(keys: Array, values: Array) -> dict[int, Array]:
    """The values of each key."""
    import numpy as np

    order = np.argsort(keys.astype(np.uint16) if int(keys.max(initial=0)) < 2**16 else keys, kind="stable")  # by radix where it can
    keys, values = keys[order], values[order]
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    return dict(zip(keys[begins].tolist(), np.split(values, begins[1:]), strict=True)) if len(keys) else {}


def _same_either_way(second: Array, first: Array) -> bool:
    """Whether an activity takes as long right after the other one as it takes when it comes before it."""
    import numpy as np

    if min(len(second), len(first)) < LEAST:
        return True
    took = np.sort(second.astype(np.float64)), np.sort(first)
    means = float(took[0].mean()), float(took[1].mean())
    if means[1] <= 0 or not SAME_MEAN[0] <= means[0] / means[1] <= SAME_MEAN[1]:
        return False
    return _kolmogorov_smirnov(took[0], took[1]) > SAME_DISTRIBUTION


def _kolmogorov_smirnov(a: object, b: object) -> float:
    """Asymptotic two-sided p-value of the two-sample Kolmogorov-Smirnov test; a and b sorted."""
    import numpy as np
    from scipy.special import kolmogorov

    first, second = np.asarray(a), np.asarray(b)
    everything = np.concatenate([first, second])
    distance = np.abs(
        np.searchsorted(first, everything, side="right") / len(first)
        - np.searchsorted(second, everything, side="right") / len(second),
    ).max()
    n = len(first) * len(second) / (len(first) + len(second))
    return float(kolmogorov(np.sqrt(n) * distance))
