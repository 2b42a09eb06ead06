"""How often a step is already done on behalf of another: the delegation that is in force, whatever the orders say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procmap.log import EventLog


@dataclass(frozen=True)
class Delegated:
    """Passages of a step that were done by delegation, of all."""

    count: int
    of: int


def find_delegated(log: EventLog) -> Mapping[int, Delegated]:
    """By activity code; empty where the log tells of no delegation."""
    counted = log.engine.rows("select activity, count(*) filter (delegated), count(*) from event group by activity order by 1")
    found = {activity: Delegated(count, of) for activity, count, of in counted}
    return found if any(one.count for one in found.values()) else {}
