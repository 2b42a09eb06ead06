"""Steps that one other step nearly always follows."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog

RECORDED = 5_000_000
"""Microseconds within which two events are those of saving one form, and no two steps (Suriadi et al. 2017)."""


@dataclass(frozen=True)
class Chain:
    """A step and the one that most often comes after it, over the closed cases.

    Attributes:
        first, second: Activity codes.
        instances, instances_by_part: Cases with the first; its last instance counts, earlier ones may have led into a loop.
        followed, followed_by_part: Those in which the second follows, with nothing between but what is concurrent with the first.
        same, same_by_part: Those of which one person did both.
        median: Median office time between the two, microseconds.
        instant: Those at most RECORDED apart.
        recorded: Cases in which the first comes at most RECORDED after what is before it.
        lasting: Those of which both take time, by their starts.
        cases: Cases with the pair.
        examples: Up to five of them.
    """

    first: int
    second: int
    instances: int
    instances_by_part: ByPart
    followed: int
    followed_by_part: ByPart
    same: int
    same_by_part: ByPart
    median: int
    instant: int
    recorded: int
    lasting: int
    cases: int
    examples: tuple[int, ...]


def find_chains(log: EventLog, within: int) -> tuple[Chain, ...]:
    """Every step that one other follows in at least half of its cases, and soon where it comes right after, by code.

    Args:
        log: The log; needs `following`, `activity_figures` and `directly_follows`.
        within: Longest median office time of such a pair where one comes right after the other, microseconds.
    """
    firsts = log.engine.rows(
        f"""select distinct d.source from directly_follows d join activity_figures a on a.activity = d.source
            where d.source <> d.target and d.times >= 0.5 * a.cases and d.median_office <= {int(within)} order by 1""",
    )
    if not firsts:
        return ()
    sql = sql_of("procmap.detectors.order.micro_steps", "chains").format(
        firsts=", ".join(str(code) for (code,) in firsts), recorded=RECORDED,
    )
    return tuple(
        Chain(
            row[0], row[1], row[2], ByPart(row[3], row[4]), row[5], ByPart(row[6], row[7]), row[8], ByPart(row[9], row[10]),
            row[11], row[12], row[16], row[15], row[13], tuple(row[14]),
        )
        for row in log.engine.rows(sql)
    )
