"""What happens to a file right after a step: refused or sent back, where it goes on, and how long it had waited.

Unlike `control.checks`, which asks this of checks, these figures are of any activity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart

if TYPE_CHECKING:
    from procmap.engine import Engine
    from procmap.measures.measuring import Measures

ROOM = "procmap.measures.passage"
LEAST_DIRECT = 0.05
"""Share of the passed cases that must take a successor directly before it is asked whether all reach it."""


@dataclass(frozen=True)
class Passage:
    """The instances of one activity on closed cases.

    Attributes:
        activity: Code.
        of: Instances; `of_by_part` for the two parts.
        refused: Instances right after which the file is refused or sent back; `refused_by_part` for the two parts.
        cases: Closed cases with an instance.
        between, placed: Instances between two events of other roles, and those of which the three roles are known.
        wait: Median office time since the event before, microseconds; None where no date is plausible.
        examples: Up to five cases (codes).
    """

    activity: int
    of: int
    refused: int
    of_by_part: ByPart
    refused_by_part: ByPart
    cases: int
    between: int
    placed: int
    wait: int | None
    examples: tuple[int, ...]


@dataclass(frozen=True)
class Onward:
    """The one way on from an activity.

    Attributes:
        successor: The direct successor (code) that most of its cases reach, at once or after others.
        reached: Closed cases, passed by the activity, that reach it; `reached_by_part` for the two parts.
        of: Those and the ones that are not refused later and do not reach it; `of_by_part` for the two parts.
    """

    successor: int
    reached: int
    of: int
    reached_by_part: ByPart
    of_by_part: ByPart


def ensure_passage(engine: Engine) -> None:
    """Store `passage`, `last_instance` and `last_negative`, once; needs `following`, `excursion` and `negative_activity`."""
    if not engine.has("passage"):
        engine.table("passage", sql_of(ROOM, "passage"))
        engine.table(
            "last_instance",
            "select case_id, activity, max(k) as k from passage group by case_id, activity",
        )
        engine.table(
            "last_negative",
            """select case_id, max(k) as k from last_instance where activity in (select activity from negative_activity)
               group by case_id""",
        )


def find_passages(engine: Engine) -> tuple[Passage, ...]:
    """The passages of every activity that occurs in closed cases, by code."""
    ensure_passage(engine)
    rows = engine.rows(
        """with whose as (select activity, count(*) as cases, min(case_id, 5) as examples from last_instance group by activity)
           select activity, count(*), count(*) filter (where refused),
                  count(*) filter (where part = 1), count(*) filter (where part = 2),
                  count(*) filter (where refused and part = 1), count(*) filter (where refused and part = 2),
                  any_value(cases), count(*) filter (where between), count(between), quantile_disc(wait, 0.5), any_value(examples)
           from passage join whose using (activity) group by activity order by activity""",
    )
    return tuple(
        Passage(
            activity, of, refused, ByPart(of_1, of_2), ByPart(refused_1, refused_2), cases, between, placed, wait, tuple(examples),
        )
        for activity, of, refused, of_1, of_2, refused_1, refused_2, cases, between, placed, wait, examples in rows
    )


def onward(measures: Measures, activity: int) -> Onward | None:
    """Where the files passed by an activity go on; None where they have no successor in common."""
    ensure_passage(measures.log.engine)
    rows = measures.log.engine.rows(sql_of(ROOM, "onward").format(activity=activity, least=LEAST_DIRECT))
    if not rows:
        return None
    successor, first, second, of_first, of_second = rows[0]
    return Onward(successor, first + second, of_first + of_second, ByPart(first, second), ByPart(of_first, of_second))
