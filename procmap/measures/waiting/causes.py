"""Why files wait: each wait split into batching, contention, prioritisation, unavailability and what nothing explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import Capability, EventLog, OfficeCalendar
from procmap.measures.waiting.availability import find_off_duty
from procmap.measures.waiting.batches import BatchRule, find_batches
from procmap.measures.waiting.passed_over import passed_over
from procmap.measures.waiting.sojourns import split_sojourns
from procmap.measures.waiting.waits import split_waits
from procmap.measures.waiting.work import ensure_work

ROOM = "procmap.measures.waiting"


@dataclass(frozen=True)
class WaitingCauses:
    """The waits before one activity of one role, over all instances with a person and a known enabling; office time, microseconds.

    The five parts sum to `wait`. Without start times `wait` is the sojourn, `extraneous` holds the service too, `batching` is not
    told, and `prioritisation` means put back or not ready; then the bounds say how much each can be.

    Attributes:
        activity, role: Codes; role None where the log names none.
        starts: Whether the parts come from start times.
        instances: Those with a known enabling.
        wait, batching, contention, prioritisation, unavailability, extraneous: Sums over the instances.
        contention_bounds: At least the contention of files that nothing overtook, at most all of it.
        extraneous_bounds: At least what was put back or not ready; at most all but off duty, certain contention and the
            service that even the fastest files of this activity took.
    """

    activity: int
    role: int | None
    starts: bool
    instances: int
    wait: int
    batching: int
    contention: int
    prioritisation: int
    unavailability: int
    extraneous: int
    contention_bounds: tuple[int, int]
    extraneous_bounds: tuple[int, int]


def find_waiting_causes(
    log: EventLog,
    calendars: Mapping[str, OfficeCalendar] | None = None,
    rule: BatchRule | None = None,
) -> tuple[WaitingCauses, ...]:
    """The causes of waiting of every activity and role, by codes; stores `waiting` (an instance a row; role -1 where none).

    Args:
        log: The log; needs `concurrent_pair`. Means nothing without people and times of day.
        calendars: The hours of people by name; None finds them in the log.
        rule: What counts as a batch.
    """
    starts = log.profile.can(Capability.START_TIMES)
    ensure_work(log)
    find_off_duty(log, calendars)
    if starts:
        find_batches(log, rule or BatchRule())
    waits = split_waits(log) if starts else split_sojourns(log)
    passed = passed_over(*(waits[name] for name in ("resource", "activity", "begins_time", "enabled_time")))
    log.engine.load("waiting", waits | {"passed": passed})
    return tuple(
        WaitingCauses(
            activity=row[0], role=row[1], starts=starts, instances=row[2], wait=row[3], batching=row[4], contention=row[5],
            prioritisation=row[6], unavailability=row[7], extraneous=row[8], contention_bounds=(row[9], row[10]),
            extraneous_bounds=(row[11], row[12]),
        )
        for row in log.engine.rows(sql_of(ROOM, "waiting"))
    )
