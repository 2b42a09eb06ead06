"""What is done on a file before a check, and what the check stops for good."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog

CONSEQUENCES = 2
"""Events that may follow a refusal for good: a letter, a closing."""


@dataclass(frozen=True)
class StepBefore:
    """An activity that comes before the check, over the closed cases with the check.

    Attributes:
        activity: Its code.
        cases: Cases in which it comes before.
        time: Its office time over all of them, microseconds.
        stopped_time: Over those that the check stopped.
    """

    activity: int
    cases: int
    time: int
    stopped_time: int


@dataclass(frozen=True)
class BeforeCheck:
    """One check with what comes before it.

    Attributes:
        of, of_by_part: Closed cases with the check.
        stopped, stopped_by_part: Those that it refused for good.
        steps: What comes before it, the earliest first.
        examples: Up to five cases that it stopped.
    """

    of: int
    of_by_part: ByPart
    stopped: int
    stopped_by_part: ByPart
    steps: tuple[StepBefore, ...]
    examples: tuple[int, ...]


def find_mean_time(log: EventLog, activity: int) -> float:
    """Mean office time from the step before to an activity, microseconds; 0 where no date is plausible."""
    found = log.engine.value(f"select avg(office - prev_office) from event where activity = {int(activity)}")
    return float(found or 0.0)


def before_check(log: EventLog, activity: int) -> BeforeCheck | None:
    """What comes before a check, by its activity code; None where nothing does. Needs the table `verdict`."""
    sql = sql_of("procmap.detectors.order.late_knockout", "before_check").format(check=int(activity), after=CONSEQUENCES)
    rows = log.engine.rows(sql)
    if not rows:
        return None
    of, of_1, of_2, stopped, stopped_1, stopped_2, examples = rows[0][5:]
    return BeforeCheck(
        of,
        ByPart(of_1, of_2),
        stopped,
        ByPart(stopped_1, stopped_2),
        tuple(StepBefore(code, cases, time, stopped_time) for code, cases, _, time, stopped_time, *_ in rows),
        tuple(examples or ()),
    )
