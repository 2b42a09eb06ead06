"""The concurrency oracle: which activities run side by side, so that neither waits for the other.

Heuristic of the Heuristics Miner (Weijters and Ribeiro 2011) as used by the start-time estimator of Chapela-Campa and Dumas:
both orders occur, in balance, and not as a short loop. With start times a pair must also overlap. With completions only, both
orders may as well be one free order of two steps done one after the other; then each step takes as long after the other as it
takes when it comes first, and the pair is not concurrent.
"""

from __future__ import annotations

from collections.abc import Mapping

from procmap.log import Capability, EventLog

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
    test = _overlap if log.profile.can(Capability.START_TIMES) else _waits_for_nobody
    return frozenset(pair for pair in kept if test(log, pair))


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


def _waits_for_nobody(log: EventLog, pair: Pair) -> bool:
    """Whether one of the two comes sooner after the other than it comes when it is first: then it did not wait for it."""
    return not all(_same_either_way(log, this, other) for this, other in (pair, pair[::-1]))


def _same_either_way(log: EventLog, this: int, other: int) -> bool:
    """Whether `this` takes as long right after `other` as it takes when it comes before `other`."""
    import numpy as np

    times = log.engine.columns(
        f"""select prev_activity = {other} as second, office - prev_office as took from event
            where activity = {this} and office - prev_office is not null
              and (prev_activity = {other} or next_activity = {other})""",
    )
    second = np.asarray(times["second"], dtype=bool)
    took = np.sort(np.asarray(times["took"], dtype=np.float64)[second]), np.sort(np.asarray(times["took"])[~second])
    if min(len(took[0]), len(took[1])) < LEAST:
        return True
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
