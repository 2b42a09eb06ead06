"""Cases that services hand back and forth while the label of the step stays the same."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.log.kind import Kind
from procmap.measures.kinds.kinds import Kinds

NAMED = 4
"""Roles that are named, those that hand over most first."""


@dataclass(frozen=True)
class BackAndForth:
    """What goes back and forth inside one activity, or among the states of a log of states.

    Attributes:
        activities: Codes of the activity, or of all states.
        cases, cases_by_part: Closed cases handed back to a role that had just handed them on.
        of, of_by_part: Closed cases with any of the activities and a role.
        times: How often that happened.
        examples: Up to five cases (codes).
        roles: Codes of the roles that take most part.
    """

    activities: tuple[int, ...]
    cases: int
    cases_by_part: ByPart
    of: int
    of_by_part: ByPart
    times: int
    examples: tuple[int, ...]
    roles: tuple[int, ...]


def find_back_and_forth(log: EventLog, kinds: Kinds) -> tuple[BackAndForth, ...]:
    """For each activity that directly follows itself, and for the states of a log of states together."""
    states = tuple(sorted(kinds.among(frozenset({Kind.STATUS})) - kinds.aside))
    rows = log.engine.rows(
        "select activity from event where activity = prev_activity and role <> prev_role group by activity order by activity"
    )
    alone = [(code,) for (code,) in rows if code not in states and not kinds.unwilled(code)]
    found = (_of(log, codes) for codes in ([states] if states else []) + alone)
    return tuple(one for one in found if one.cases)


def _of(log: EventLog, codes: tuple[int, ...]) -> BackAndForth:
    sql = sql_of("procmap.measures.organisation", "back_and_forth").format(activities=", ".join(map(str, codes)), most=NAMED)
    cases, cases_1, cases_2, of, of_1, of_2, times, examples, roles = log.engine.rows(sql)[0]
    return BackAndForth(
        codes, cases, ByPart(cases_1, cases_2), of, ByPart(of_1, of_2), times, tuple(examples or ()), tuple(roles or ()),
    )
