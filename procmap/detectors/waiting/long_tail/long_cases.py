"""The very long cases: how much of all cycle time they bear, where they stand still, and what sort of case they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

ROOM = "procmap.detectors.waiting.long_tail"


@dataclass(frozen=True)
class LongCases:
    """The tail of the cycle times of the closed cases (see long_case.sql); calendar microseconds.

    Attributes:
        far: A case that takes longer belongs to the tail.
        cases, tail: Cases, and those of the tail.
        time, tail_time: What both take.
        time_by_part, tail_time_by_part: The same for the two parts.
        weeks, weeks_tail: `time` and `tail_time` by week of arrival.
    """

    far: int
    cases: int
    tail: int
    time: int
    tail_time: int
    time_by_part: ByPart
    tail_time_by_part: ByPart
    weeks: Array
    weeks_tail: Array


@dataclass(frozen=True)
class Standstill:
    """A pair of neighbouring steps between which very long cases stand still (see standstill.sql).

    Attributes:
        source, target: Activity codes.
        cases: Cases of the tail whose longest gap lies here.
        exceptional: Those of them whose gap is far beyond the usual of the place.
        median: Of the longest gaps.
        time: What all gaps between the two take in the cases of the tail.
        late: P90 of the gaps between the two in all closed cases; 0 where none is the longest of a case of the tail.
        examples: Up to five of these cases.
    """

    source: int
    target: int
    cases: int
    exceptional: int
    median: int
    time: int
    late: int
    examples: tuple[int, ...]


@dataclass(frozen=True)
class Subgroup:
    """Cases of one channel, one fifth of the amounts or one role of the first step.

    Attributes:
        attribute: "channel", "amount" or "role".
        value: The channel or the role; empty for amounts.
        amounts: The lowest and the highest, smallest unit of money.
        cases, cases_by_part: Closed cases.
        tail, tail_by_part: Those of the tail.
    """

    attribute: str
    value: str
    amounts: tuple[int, int] | None
    cases: int
    cases_by_part: ByPart
    tail: int
    tail_by_part: ByPart


def find_long_cases(log: EventLog) -> LongCases | None:
    """The tail of the cycle times; None without closed cases."""
    import numpy as np

    rows = log.engine.rows(sql_of(ROOM, "long_case"))
    if not rows:
        return None
    weeks, weeks_tail = (np.zeros(max(row[0] for row in rows) + 1, dtype=np.int64) for _ in range(2))
    time, tail_time = [0, 0, 0], [0, 0, 0]
    for week, part, _, _, _, took, tail_took in rows:
        weeks[week] += took
        weeks_tail[week] += tail_took
        time[part] += took
        tail_time[part] += tail_took
    return LongCases(
        far=rows[0][2], cases=sum(row[3] for row in rows), tail=sum(row[4] for row in rows), time=sum(time),
        tail_time=sum(tail_time), time_by_part=ByPart(time[1], time[2]), tail_time_by_part=ByPart(tail_time[1], tail_time[2]),
        weeks=weeks, weeks_tail=weeks_tail,
    )  # fmt: skip


def find_standstills(log: EventLog, far: int, times: float) -> tuple[Standstill, ...]:
    """Where the cases longer than `far` stand still, the place of most exceptional gaps first.

    Args:
        log: The log.
        far: Cycle time, calendar microseconds.
        times: How many times the usual gap of its place an exceptional one takes.
    """
    rows = log.engine.rows(sql_of(ROOM, "standstill").format(far=far, times=times))
    return tuple(
        Standstill(source, target, cases, exceptional, median, time, late, tuple(examples or ()))
        for source, target, cases, exceptional, median, time, late, examples in rows
    )


def find_subgroups(log: EventLog, far: int) -> tuple[Subgroup, ...]:
    """The cases by what was known on arrival, and how many of each are longer than `far`; by attribute and value."""
    return tuple(
        Subgroup(
            attribute, "" if attribute == "amount" else value, None if low is None else (low, high),
            cases, ByPart(cases_1, cases_2), tail, ByPart(tail_1, tail_2),
        )
        for attribute, value, cases, tail, cases_1, tail_1, cases_2, tail_2, low, high in log.engine.rows(
            sql_of(ROOM, "subgroup").format(far=far)
        )
    )  # fmt: skip
