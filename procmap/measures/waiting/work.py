"""The work of people as a table, and as columns in a stated order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from procmap.engine.duckdb_engine import sql_of
from procmap.log import Capability, EventLog
from procmap.measures.waiting.enabling import find_enabling

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


EXACT, IDLE, FIFO, OVERTAKEN = range(4)
"""How the time before an instance was split: by its start; or, from completions, after its person had done nothing since it was
ready, only work that was ready earlier, or some that was ready later."""

UNKNOWN = -(2**63)
"""What NULL is in a column of integers."""


MOST, ROLES = 0.5, 3
"""One name for at least this share of the events, in this share of the roles and so many, is no person's."""


def ensure_work(log: EventLog) -> None:
    """Store `work`, once; needs `concurrent_pair`."""
    if not log.engine.has("work"):
        find_enabling(log)
        find_work(log)
        log.engine.drop("enabling")


def names_people(log: EventLog) -> bool:
    """Whether the names of the log are people's.

    Accounts that do most of the events, in as large a part of the roles, stand for many people: then no name of the log is taken
    for a person's, and nothing is known of anybody's work.
    """
    roles, events = Counter[int](), Counter[int]()
    for resource, role, times in log.engine.rows(
        "select resource, role, count(*) from event where resource is not null group by resource, role",
    ):
        events[resource] += times
        roles[resource] += role is not None
    least = max(ROLES, MOST * len(log.roles))
    return not any(times >= MOST * events.total() and roles[account] >= least for account, times in events.items())


def find_work(log: EventLog) -> None:
    """Store `work` (see work.sql); needs `enabling`."""
    starts = log.profile.can(Capability.START_TIMES)
    log.engine.table(
        "work",
        sql_of("procmap.measures.waiting", "work").format(
            begins_time="least(coalesce(e.start, e.time), e.time)" if starts else "e.time",
            named="true" if names_people(log) else "false",
            begins="least(coalesce(e.office_start, e.office), e.office)" if starts else "e.office",
        ),
    )


def columns(log: EventLog, sql: str) -> dict[str, Array]:
    """The columns of a SELECT as integers; NULL is the least integer."""
    import numpy as np

    found = log.engine.columns(sql)
    return {name: np.ma.filled(np.ma.asarray(values, dtype=np.int64), UNKNOWN) for name, values in found.items()}
