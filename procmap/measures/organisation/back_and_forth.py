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
    """For the states of a log of states together, and for each activity that directly follows itself."""
    states = tuple(sorted(kinds.among(frozenset({Kind.STATUS})) - kinds.aside))
    left_out = sorted(code for code in range(len(log.activities)) if kinds.unwilled(code) and code not in states)
    sql = sql_of("procmap.measures.organisation", "back_and_forth").format(
        what=_what("activity", states), before=_what("prev_activity", states),
        left_out=", ".join(map(str, left_out)) or "-1", most=NAMED,
    )
    found = [
        BackAndForth(states if code in states else (code,), cases, ByPart(cases_1, cases_2), of, ByPart(of_1, of_2), times,
                     tuple(examples), tuple(roles))
        for code, cases, cases_1, cases_2, of, of_1, of_2, times, examples, roles in log.engine.rows(sql)
    ]
    return tuple(sorted(found, key=lambda one: (one.activities != states, one.activities)))


def _what(column: str, states: tuple[int, ...]) -> str:
    """SQL of what is done, where all states are one thing: the code of the first of them."""
    return f"case when {column} in ({', '.join(map(str, states))}) then {states[0]} else {column} end" if states else column
