"""Pairs of a step and the one that comes after it, a long time later and out of turn: a question to somebody else, and the answer.

A queue serves files about in the order in which they came; somebody outside answers each in its own time, so later questions are
often answered sooner. The wait is then not one of the people who recorded the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog

TOGETHER = 0.9
"""Share of the instances of either step in which the pair stands together."""

LEAST_DAYS = 1.0
"""Median working days between the two below which a pair is not even listed."""


@dataclass(frozen=True)
class Answers:
    """One pair.

    Attributes:
        request, answer: Activity codes.
        times: How often the second comes right after the first.
        cases, cases_by_part: Closed cases with the pair.
        of, of_by_part: Its instances in closed cases.
        long, long_by_part: Those that took longer than the `long_days` asked for.
        same_role: Instances in which one role recorded both.
        overtaken: Instances that a later one overtook.
        median, total: Office time between the two (microseconds): median, and sum over the closed cases.
        median_time: Median calendar time.
        examples: Up to five cases.
    """

    request: int
    answer: int
    times: int
    cases: int
    cases_by_part: ByPart
    of: int
    of_by_part: ByPart
    long: int
    long_by_part: ByPart
    same_role: int
    overtaken: int
    median: int
    total: int
    median_time: int
    examples: tuple[int, ...]


def find_answers(log: EventLog, long_days: float) -> tuple[Answers, ...]:
    """All pairs with a median of at least LEAST_DAYS, by codes; `long_days` (working days) is what counts as long."""
    sql = sql_of("procmap.detectors.information.external_wait", "answer").format(
        share=TOGETHER, least=log.working_days(LEAST_DAYS), long=log.working_days(long_days),
    )
    return tuple(
        Answers(
            request=row[0], answer=row[1], times=row[2], cases=row[3], cases_by_part=ByPart(row[4], row[5]), of=row[6],
            long=row[7], long_by_part=ByPart(row[8], row[9]), of_by_part=ByPart(row[10], row[11]),
            same_role=row[12], overtaken=row[13],
            median=row[14], total=row[15], median_time=row[16], examples=tuple(row[17]),
        )
        for row in log.engine.rows(sql)
    )
