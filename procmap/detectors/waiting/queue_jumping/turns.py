"""Files that are taken out of turn by the person who does a step."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog

ROOM = "procmap.detectors.waiting.queue_jumping"


@dataclass(frozen=True)
class Turns:
    """The order in which one activity of one role is done, over the closed cases.

    Attributes:
        activity, role: Codes; role None where the log names none.
        instances, instances_by_part: With a person and a known enabling.
        passed, passed_by_part: Those that their person passed over for a file of this activity that was ready later.
        wait, worked, later: Sums of the wait (without start times, of the sojourn), of what of it went by while the person did
            other work, and while that was ready later.
        median, ninth: Median and ninth decile of the wait.
        fifo: Its ninth decile had each person taken the files in the order in which they were ready, at the same moments.
        by_amount, by_channel: How well the amount, or the channel, tells who is passed over: area under the ROC curve, 0.5 not at
            all; None where the log does not say.
        examples: Up to five cases that were passed over longest.
    """

    activity: int
    role: int | None
    instances: int
    instances_by_part: ByPart
    passed: int
    passed_by_part: ByPart
    wait: int
    worked: int
    later: int
    median: int
    ninth: int
    fifo: int
    by_amount: float | None
    by_channel: float | None
    examples: tuple[int, ...]

    @property
    def explained(self) -> float:
        """How well the best of the attributes tells who is passed over."""
        areas = [area for area in (self.by_amount, self.by_channel) if area is not None]
        return max((max(area, 1 - area) for area in areas), default=0.5)


def find_turns(log: EventLog, least: float = 0.0) -> tuple[Turns, ...]:
    """The turns of every activity and role, by codes; needs `waiting`.

    Args:
        log: The log.
        least: Share of the instances passed over below which an activity needs no `fifo` (it is then `ninth`) and no areas.
    """
    return tuple(
        Turns(
            activity=row[0], role=row[1], instances=row[2], instances_by_part=ByPart(row[3], row[4]), passed=row[5],
            passed_by_part=ByPart(row[6], row[7]), wait=row[8], worked=row[9], later=row[10], median=row[11], ninth=row[12],
            fifo=row[13], by_amount=row[14], by_channel=row[15], examples=tuple(row[16]),
        )
        for row in log.engine.rows(sql_of(ROOM, "turns").format(least=float(least)))
    )
