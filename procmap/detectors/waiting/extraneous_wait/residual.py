"""What is left of the waits when all causes that the log shows are taken off."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import Capability, EventLog


@dataclass(frozen=True)
class Residual:
    """One activity of one role, over the closed cases; office time, microseconds.

    Attributes:
        activity, role: Codes; role None where the log names none.
        starts: Whether the log tells starts; else `unexplained` is only what was put back or not ready, its lower bound.
        instances: With a person and a known enabling.
        wait: Sum of the waits (without start times, of the sojourns).
        unexplained: What of it nothing explains.
        median: Median of the unexplained wait of an instance.
        cycle: Sum of the cycle times of all closed cases.
        examples: Up to five cases in which it is longest.
    """

    activity: int
    role: int | None
    starts: bool
    instances: int
    wait: int
    unexplained: int
    median: int
    cycle: int
    examples: tuple[int, ...]


def find_residuals(log: EventLog) -> tuple[Residual, ...]:
    """The unexplained wait of every activity and role, by codes; needs `waiting`."""
    starts = log.profile.can(Capability.START_TIMES)
    unexplained = "extraneous" if starts else "prioritisation"
    sql = sql_of("procmap.detectors.waiting.extraneous_wait", "residual").format(unexplained=unexplained)
    return tuple(
        Residual(
            activity=row[0], role=row[1], starts=starts, instances=row[2], wait=row[3], unexplained=row[4], median=row[5],
            cycle=row[6], examples=tuple(row[7]),
        )
        for row in log.engine.rows(sql)
    )
