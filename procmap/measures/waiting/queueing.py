"""The queue in front of people, from completions: how long files stood behind other work of the person who did them.

An instance is *idle* when its person had completed nothing since it was enabled, *fifo* when the person worked on other files
first, all enabled before, and *overtaken* when some were enabled later: then it was put back, or it was not ready. From its
enabling to the previous completion of its person it stood in the queue at the least; what follows is service or unknown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import exp, log
from typing import Any

from procmap.engine.duckdb_engine import sql_of
from procmap.log import EventLog

ROOM = "procmap.measures.waiting"


@dataclass(frozen=True)
class Queueing:
    """The queue at one activity of one role, over all cases.

    Attributes:
        activity, role: Codes; role None where the log names none.
        instances: With a person and a known enabling.
        by_part: Those of closed cases in the first and the second part.
        people: Who did it.
        top, top_by_part: Instances of the person who did most, in all and by part.
        effective: Effective number of people: the exponential of the entropy of their shares.
        others: People of the role who did other activities of it but never this one.
        sojourn, queued: Sums over the instances, microseconds of office time.
        idle, fifo, overtaken: Instances of each class; they sum to `instances`.
        cases: Up to five cases that stood longest in the queue.
    """

    activity: int
    role: int | None
    instances: int
    by_part: tuple[int, int]
    people: int
    top: int
    top_by_part: tuple[int, int]
    effective: float
    others: int
    sojourn: int
    queued: int
    idle: int
    fifo: int
    overtaken: int
    cases: tuple[int, ...]

    @property
    def backlogged(self) -> int:
        """Instances whose person did other work while they were ready."""
        return self.fifo + self.overtaken


@dataclass(frozen=True)
class Load:
    """How occupied the people of a role can have been.

    Attributes:
        role: Its code.
        people: Who worked in it.
        instances: With a known enabling.
        busy: Upper bound of the share of their time that the files of this log took: each took at most the time since its
            person's previous completion, and at most its sojourn.
    """

    role: int
    people: int
    instances: int
    busy: float


def find_queueing(log_: EventLog) -> tuple[Queueing, ...]:
    """The queue of every activity and role with a person, by codes; stores the table `queue`. Needs `concurrent_pair`."""
    engine = log_.engine
    engine.table("queue", sql_of(ROOM, "queue"))
    people: dict[tuple[int, int | None], list[tuple[int, int, int]]] = defaultdict(list)
    of_role: dict[int | None, set[int]] = defaultdict(set)
    for activity, role, resource, times, first, second in engine.rows(
        """select activity, role, resource, count(*), count(*) filter (where part = 1), count(*) filter (where part = 2)
           from queue join case_ using (case_id) group by all order by activity, role, count(*) desc, resource""",
    ):
        people[activity, role].append((times, first, second))
        of_role[role].add(resource)
    return tuple(
        _queueing(row, people[row[0], row[1]], len(of_role[row[1]]))
        for row in engine.rows(
            """select activity, role, count(*), count(*) filter (where part = 1), count(*) filter (where part = 2),
                      cast(sum(office - enabled) as bigint), cast(sum(queued) as bigint),
                      count(*) filter (where not backlogged), count(*) filter (where backlogged and not overtaken),
                      count(*) filter (where overtaken), list(case_id order by queued desc, case_id)[1:5]
               from queue join case_ using (case_id) group by activity, role order by activity, role""",
        )
    )


def find_loads(log_: EventLog) -> tuple[Load, ...]:
    """How occupied each role can have been at most, by code; needs `queue`."""
    return tuple(
        Load(*row)
        for row in log_.engine.rows(
            """with person as (
                 select role, resource, count(*) as times, max(office) - min(least(enabled, coalesce(before, enabled))) as span,
                        cast(sum(office - greatest(enabled, coalesce(before, enabled))) as bigint) as busy
                 from queue where role is not null group by role, resource)
               select role, count(*), cast(sum(times) as integer), sum(busy)::bigint / greatest(sum(span)::bigint, 1)
               from person group by role order by role""",
        )
    )


def _queueing(row: tuple[Any, ...], people: list[tuple[int, int, int]], of_role: int) -> Queueing:
    activity, role, instances, first, second, sojourn, queued, idle, fifo, overtaken, cases = row
    total = sum(times for times, _, _ in people)
    shares = [times / total for times, _, _ in people]
    return Queueing(
        activity=activity,
        role=role,
        instances=instances,
        by_part=(first, second),
        people=len(people),
        top=people[0][0],
        top_by_part=people[0][1:],
        effective=exp(-sum(share * log(share) for share in shares)),
        others=of_role - len(people),
        sojourn=sojourn,
        queued=queued,
        idle=idle,
        fifo=fifo,
        overtaken=overtaken,
        cases=tuple(cases),
    )
