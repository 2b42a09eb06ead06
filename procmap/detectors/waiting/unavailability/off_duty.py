"""Waits during which the person who did the step was off duty, and whether somebody else could have done it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog

ROOM = "procmap.detectors.waiting.unavailability"


@dataclass(frozen=True)
class OffDuty:
    """One activity of one role, over the closed cases.

    Attributes:
        activity, role: Codes; role None where the log names none.
        people: Who did it.
        instances, touched: With a person and a known enabling; those that waited while it was off duty.
        waits, away: By week of arrival: the wait (without start times, the sojourn), and its part off duty; microseconds.
        waits_by_part, away_by_part: The same sums on both parts.
        covered: Share of the time off duty in which somebody else of the role who does the activity is usually on duty.
        examples: Up to five cases that waited longest so.
    """

    activity: int
    role: int | None
    people: int
    instances: int
    touched: int
    waits: tuple[int, ...]
    away: tuple[int, ...]
    waits_by_part: ByPart
    away_by_part: ByPart
    covered: float
    examples: tuple[int, ...]


def find_off_duty_waits(log: EventLog, least: int) -> tuple[OffDuty, ...]:
    """Every activity and role with a wait off duty, by codes; needs `waiting` and `off_slot`.

    Args:
        log: The log.
        least: How often somebody must have done an activity to be able to do it.
    """
    if not log.engine.value("select count(*) from off_slot"):
        return ()
    weeks = defaultdict(list)
    for activity, role, *row in log.engine.rows(sql_of(ROOM, "off_wait")):
        weeks[activity, role].append(row)
    away: dict[tuple[int, int | None], int] = defaultdict(int)
    covered: dict[tuple[int, int | None], int] = defaultdict(int)
    for activity, role, time, slots, others in log.engine.rows(sql_of(ROOM, "deputy").format(least=int(least))):
        away[activity, role] += time
        covered[activity, role] += time * others // slots
    people = {
        (activity, role): (count, tuple(cases))
        for activity, role, count, cases in log.engine.rows(
            """select activity, nullif(role, -1), count(distinct resource),
                      arg_max(case_id, (unavailability, -case_id), 5) from waiting group by activity, role""",
        )
    }
    return tuple(
        OffDuty(
            activity=key[0], role=key[1], people=people[key][0], instances=sum(row[2] for row in rows),
            touched=sum(row[3] for row in rows), waits=tuple(row[4] for row in rows), away=tuple(row[5] for row in rows),
            waits_by_part=_by_part(rows, 4), away_by_part=_by_part(rows, 5), covered=covered[key] / away[key],
            examples=people[key][1],
        )
        for key, rows in sorted(weeks.items(), key=lambda item: (item[0][0], item[0][1] is not None, item[0][1] or 0))
        if away[key]
    )


def _by_part(rows: list[list[int]], column: int) -> ByPart:
    first, second = (sum(row[column] for row in rows if row[1] == part) for part in (1, 2))
    return ByPart(first, second)
