"""Who does what and how occupied the people of a role can have been, from completions and, where recorded, starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.measures.waiting.work import ensure_work

ROOM = "procmap.measures.waiting"

BLOCK_WEEKS = 4
"""Weeks of opening time in a block: long against a queue, short against a season."""


@dataclass(frozen=True)
class Sharing:
    """How the instances of an activity of one role spread over people.

    Attributes:
        activity, role: Codes; role None where the log names none.
        instances, by_part: With a person; those of closed cases in the first and the second part.
        person: The code of the one who did most of them; never shown.
        top, top_by_part: Instances of that person, in all and by part.
        people: Who did it.
        effective: Effective number of people: the exponential of the entropy of their shares.
        of_role: People of the role (of the log where it names none), whatever they did in it.
    """

    activity: int
    role: int | None
    instances: int
    by_part: ByPart
    person: int
    top: int
    top_by_part: ByPart
    people: int
    effective: float
    of_role: int


@dataclass(frozen=True)
class Load:
    """How occupied the people of a role can have been.

    Attributes:
        role: Its code.
        people: Who worked in it.
        headcount: Effective number of people in a usual block of weeks: the exponential of the entropy of their shares.
        instances: With a known enabling.
        busy: How occupied the person is who does a usual hour of the role's work: the share of their time, first to last, that
            the files of this log took at most, weighted by that work (helpers of a day and unequal shares do not dilute it). Each
            file took at most what `service` of queue.sql says, cut at the outliers of its activity.
        took: Office time from enabling to completion, over all instances, microseconds.
    """

    role: int
    people: int
    headcount: float
    instances: int
    busy: float
    took: int


def block_length(log_: EventLog) -> int:
    """Opening time of BLOCK_WEEKS usual weeks, microseconds."""
    days, worked = log_.engine.rows("select count(*), max(worked) from office_day")[0]
    return max(7 * BLOCK_WEEKS * int(worked) // int(days), 1)


def find_sharing(log_: EventLog) -> tuple[Sharing, ...]:
    """How every activity of every role is shared, by codes."""
    found: dict[tuple[int, int | None], list[tuple[int, int, int, int]]] = defaultdict(list)
    of_role: dict[int | None, set[int]] = defaultdict(set)
    for activity, role, resource, times, first, second in log_.engine.rows(
        """select e.activity, e.role, e.resource, count(*), count(*) filter (where c.part = 1), count(*) filter (where c.part = 2)
           from event e join case_ c using (case_id) where e.resource is not null
           group by all order by e.activity, e.role, count(*) desc, e.resource""",
    ):
        found[activity, role].append((times, first, second, resource))
        of_role[role].add(resource)
    return tuple(_sharing(*key, people, len(of_role[key[1]])) for key, people in found.items())


def find_queue(log_: EventLog) -> None:
    """Leave the view `queue` (see queue.sql). Needs `concurrent_pair`."""
    ensure_work(log_)
    log_.engine.run(f"create or replace view queue as {sql_of(ROOM, 'queue')}")


def find_loads(log_: EventLog) -> tuple[Load, ...]:
    """How occupied each role can have been at most, by code; needs `queue`."""
    headcounts = _headcounts(log_)
    of_role: dict[int, list[Worked]] = defaultdict(list)
    for role, *row in log_.engine.rows(sql_of(ROOM, "load")):
        of_role[role].append(Worked(*row))
    return tuple(
        Load(
            role=role,
            people=len(worked),
            headcount=headcounts[role],
            instances=sum(one.instances for one in worked),
            busy=sum(one.service * one.busy for one in worked) / max(sum(one.service for one in worked), 1),
            took=sum(one.took for one in worked),
        )
        for role, worked in of_role.items()
    )


def find_busy(log_: EventLog, people: Sequence[int]) -> dict[int, float]:
    """The share of their time that the files of this log can have taken at most, of the people asked for; needs `queue`."""
    found: dict[int, list[Worked]] = {person: [] for person in people}
    for _, *row in log_.engine.rows(sql_of(ROOM, "load")) if people else []:
        if row[0] in found:
            found[row[0]].append(Worked(*row))
    return {person: _whole(person, worked).busy for person, worked in found.items()}


@dataclass(frozen=True)
class Worked:
    """What one person did in one role: see load.sql."""

    person: int
    instances: int
    first: int
    last: int
    service: int
    took: int

    @property
    def busy(self) -> float:
        """The share of the person's time, from first to last, that the files can have taken."""
        return min(self.service / max(self.last - self.first, 1), 1.0)


def _whole(person: int, worked: Sequence[Worked]) -> Worked:
    """What a person did in all roles."""
    return Worked(
        person,
        sum(one.instances for one in worked),
        min((one.first for one in worked), default=0),
        max((one.last for one in worked), default=0),
        sum(one.service for one in worked),
        sum(one.took for one in worked),
    )


def _headcounts(log_: EventLog) -> dict[int, float]:
    """Effective number of people of each role, mean over blocks weighted by instances."""
    shares: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for role, block, times in log_.engine.rows(
        f"""select role, office // {block_length(log_)} as block, count(*) from queue where role is not null
            group by role, block, resource order by role, block, count(*)""",
    ):
        shares[role][block].append(times)
    return {
        role: sum(sum(times) * _effective(times) for times in blocks.values()) / sum(map(sum, blocks.values()))
        for role, blocks in shares.items()
    }


def _sharing(
    activity: int, role: int | None, people: list[tuple[int, int, int, int]], of_role: int
) -> Sharing:
    top = people[0]
    return Sharing(
        activity=activity,
        role=role,
        instances=sum(times for times, *_ in people),
        by_part=ByPart(sum(first for _, first, *_ in people), sum(second for _, _, second, _ in people)),
        person=top[3],
        top=top[0],
        top_by_part=ByPart(top[1], top[2]),
        people=len(people),
        effective=_effective([times for times, *_ in people]),
        of_role=of_role,
    )


def _effective(times: list[int]) -> float:
    """The exponential of the entropy of the shares."""
    total = sum(times)
    return exp(-sum(t / total * log(t / total) for t in times))
