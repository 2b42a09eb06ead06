"""When each instance became ready."""

from __future__ import annotations

from procmap.engine.duckdb_engine import sql_of
from procmap.log import Capability, EventLog


def find_enabling(log: EventLog) -> None:
    """Store `enabling(case_id, k, enabled_time, enabled)`; needs `concurrent_pair`."""
    begins = "least(coalesce(start, time), time)" if log.profile.can(Capability.START_TIMES) else "time"
    log.engine.table("enabling", sql_of("procmap.measures.waiting", "enabling").format(begins=begins))
