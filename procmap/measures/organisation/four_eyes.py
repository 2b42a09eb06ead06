"""Pairs of steps that never one person does, though the same people do both: four eyes, by rule or by the software."""

from __future__ import annotations

from procmap.engine.duckdb_engine import sql_of
from procmap.log import Capability, EventLog

LEAST = 50
"""Cases in which both steps name a person."""

BY_CHANCE, NEVER = 0.2, 0.01
"""Share of the cases that one person would do both in, were people drawn as they are; share up to which that never happens."""

NEXT = 0.5
"""Share of the cases with the first step in which the second follows it directly."""


def find_four_eyes(log: EventLog) -> frozenset[int]:
    """The activities of such pairs, by code; none where the log does not name people."""
    if not log.profile.can(Capability.RESOURCE):
        return frozenset()
    sql = sql_of("procmap.measures.organisation", "four_eyes").format(least=LEAST, next=NEXT, chance=BY_CHANCE, never=NEVER)
    return frozenset(code for pair in log.engine.rows(sql) for code in pair)
