"""Which steps a log has, how often, and what follows what: what every other measure stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.measures.kinds.kinds import Kinds, find_kinds
from procmap.measures.kinds.splitting import set_aside, whole_again
from procmap.measures.structure.concurrency import concurrent_pairs
from procmap.procedures.steps_table import Steps

FOLDER = "procmap.measures.structure"


@dataclass(frozen=True)
class ActivityCounts:
    """Counts of one activity (see activity.sql); codes for activity and role."""

    activity: int
    instances: int
    cases: int
    opens: int
    ends: int
    closed_instances: int
    closed_cases: int
    closed_by_part: ByPart
    position: float
    role: int | None


@dataclass(frozen=True)
class Structure:
    """What the rows of each activity are, counts by activity code, directly-follows counts by codes, and concurrent pairs."""

    kinds: Kinds
    activities: tuple[ActivityCounts, ...]
    follows: Mapping[tuple[int, int], int]
    concurrent: frozenset[tuple[int, int]]

    @property
    def rows(self) -> str:
        """The table of all rows of the log."""
        return "recorded" if self.kinds.aside else "event"


def find_structure(log: EventLog, steps: Steps) -> Structure:
    """Keep the steps in `event`; leaves `activity_figures`, `directly_follows` and `concurrent_pair` too.

    Args:
        log: The log.
        steps: What the analyst says of single steps.
    """
    engine = log.engine
    whole_again(log)
    engine.drop("usual_gap", "amount_known", "passage", "first_written", "work")
    engine.table("activity_figures", sql_of(FOLDER, "activity"))
    kinds = find_kinds(log, {label: said.kind for label, said in steps if said.kind})
    set_aside(log, kinds)
    engine.table("directly_follows", sql_of(FOLDER, "directly_follows").format(event="event"))
    activities = tuple(_counts_of(row) for row in engine.rows("select * from activity_figures order by activity"))
    follows = {(a, b): times for a, b, times in engine.rows("select source, target, times from directly_follows")}
    concurrent = concurrent_pairs(log, follows, {row.activity: row.instances for row in activities})
    engine.run("create or replace table concurrent_pair (a integer, b integer)")
    for a, b in sorted(concurrent):
        engine.run("insert into concurrent_pair values (?, ?)", [a, b])
    return Structure(kinds, activities, follows, concurrent)


def _counts_of(row: tuple[Any, ...]) -> ActivityCounts:
    activity, instances, cases, opens, ends, closed_instances, closed_cases, first, second, position, role = row
    by_part = ByPart(first, second)
    return ActivityCounts(activity, instances, cases, opens, ends, closed_instances, closed_cases, by_part, position, role)
