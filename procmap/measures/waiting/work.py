"""The work of people as a table, and as columns in a stated order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmap.engine.duckdb_engine import sql_of
from procmap.log import Capability, EventLog

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


def find_work(log: EventLog) -> None:
    """Store `work` (see work.sql); needs `enabling`."""
    starts = log.profile.can(Capability.START_TIMES)
    log.engine.table(
        "work",
        sql_of("procmap.measures.waiting", "work").format(
            begins_time="least(coalesce(e.start, e.time), e.time)" if starts else "e.time",
            most=MOST,
            roles=ROLES,
            begins="least(coalesce(e.office_start, e.office), e.office)" if starts else "e.office",
        ),
    )


def columns(log: EventLog, sql: str) -> dict[str, Array]:
    """The columns of a SELECT as integers; NULL is the least integer."""
    import numpy as np

    found = log.engine.columns(sql)
    return {name: np.ma.filled(np.ma.asarray(values, dtype=np.int64), UNKNOWN) for name, values in found.items()}
