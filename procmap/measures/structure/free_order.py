"""Pairs of steps that are done one after the other, in either order: neither needs the other, yet each waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.measures.structure.concurrency import Pair, two_way_pairs

NEAR = 0.4
"""Part of the rarer activity's instances that must stand right beside the other for the pair to be looked at."""


@dataclass(frozen=True)
class FreeOrder:
    """One pair in free order, over the closed cases.

    Attributes:
        a, b: Activity codes, the smaller first.
        a_first, b_first: How often each comes right before the other, all cases.
        both, both_by_part: Cases with both.
        adjacent, adjacent_by_part: Cases in which they stand side by side.
        alone: Cases with one of them only.
        same_person: Cases in which one person did both, side by side.
        shared: Of the instances of the two, the share done by people who do both activities regularly.
        cases: Up to five cases in which they stand side by side.
    """

    a: int
    b: int
    a_first: int
    b_first: int
    both: int
    both_by_part: ByPart
    adjacent: int
    adjacent_by_part: ByPart
    alone: int
    same_person: int
    shared: float
    cases: tuple[int, ...]


def find_free_orders(
    log: EventLog, follows: Mapping[Pair, int], instances: Mapping[int, int], concurrent: frozenset[Pair],
) -> tuple[FreeOrder, ...]:
    """All pairs that mostly stand side by side, in both orders, and are not concurrent, by codes.

    Args:
        log: The log.
        follows: Directly-follows counts by (source, target).
        instances: Events of each activity.
        concurrent: Unordered pairs of concurrent activities.
    """
    near = {
        (a, b): times
        for (a, b), times in follows.items()
        if times + follows.get((b, a), 0) >= NEAR * min(instances[a], instances[b])
    }
    sql = sql_of("procmap.measures.structure", "free_order")
    found = []
    for a, b in two_way_pairs(log, near, instances):
        if (a, b) in concurrent:
            continue
        row = log.engine.rows(sql.format(a=a, b=b))[0]
        both, both_1, both_2, beside, beside_1, beside_2, alone, same, cases = row
        found.append(
            FreeOrder(
                a, b, follows[a, b], follows[b, a], both, ByPart(both_1, both_2), beside, ByPart(beside_1, beside_2), alone, same,
                _shared(log, a, b), tuple(cases or ()),
            )
        )
    return tuple(found)


def _shared(log: EventLog, a: int, b: int) -> float:
    """Share of the instances done by people with at least a tenth of each activity."""
    total, shared = log.engine.rows(
        f"""with person as (
              select resource, count(*) filter (where activity = {a}) as of_a, count(*) filter (where activity = {b}) as of_b
              from event where activity in ({a}, {b}) and resource is not null group by resource)
            select sum(of_a + of_b), sum(of_a + of_b) filter (
              where of_a >= 0.1 * (select sum(of_a) from person) and of_b >= 0.1 * (select sum(of_b) from person))
            from person""",
    )[0]
    return (shared or 0) / total if total else 0.0
