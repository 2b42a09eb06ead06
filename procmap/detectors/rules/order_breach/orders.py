"""In which order, and how many days apart, two steps take place in each case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from procmap.detectors.pack_rules import Shown, Tally, events
from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart
from procmap.log.calendar import EPOCH, day_sql
from procmap.measures import Measures
from procmap.procedures.packs.types import Constraint
from procmap.procedures.terms import earliest

OPENING = 0.05
"""Share of the cases that begin with a step, from which a case that begins so is whole: other cases began before the log."""


@dataclass(frozen=True)
class Counted(Tally):
    """Breaches of a rule of order.

    Attributes:
        days: Of the breaches at the median: by which the steps are the wrong way round, or that lie between them.
        least: The smallest of the latter.
        beside: Cases that speak neither way: on one day, or for a delay kept to the day.
    """

    days: int
    least: int
    beside: int


def load_orders(measures: Measures, first: Shown, then: Shown, unless: Shown | None) -> None:
    """Store `ordered_case` (see order.sql)."""
    sql = sql_of("procmap.detectors.rules.order_breach", "order").format(
        event=events(measures), opening=OPENING, day=day_sql("time"),
        first=_listed(first.codes), then=_listed(then.codes), unless=_listed(unless.codes if unless else ()),
    )  # fmt: skip
    measures.log.engine.table("ordered_case", sql)


def count_reversed(measures: Measures) -> Counted:
    """The cases in which every instance of the later step lies on an earlier day than any of the first.

    A case in which some come before and some after proves nothing: it may hold the step twice, for two objects.
    """
    return _counted(
        measures, seen="first_begun is not null", breach="then_ended < first_begun", days="first_begun - then_ended",
        beside="then_begun = first_begun",
    )  # fmt: skip


def count_without(measures: Measures) -> Counted:
    """The closed cases without the first step."""
    return _counted(measures, seen="closed", breach="first_begun is null", days="0", beside="false")


def count_hurried(measures: Measures, rule: Constraint) -> Counted:
    """The cases in which even the last instance comes sooner than the rule allows after the first one."""
    import numpy as np

    engine = measures.log.engine
    assert rule.days is not None
    assert rule.clock is not None
    days = [day for (day,) in engine.rows("select distinct first_begun from ordered_case where first_begun is not null order by 1")]
    known = [EPOCH + dt.timedelta(days=day) for day in days]
    closed = measures.log.calendar.public_holidays(known[0], known[-1] + dt.timedelta(days=400)) if known else frozenset()
    lawful = [(earliest(begun, rule.days, rule.clock, closed) - EPOCH).days for begun in known]
    engine.load("lawful", {"day": np.array(days, dtype=np.int64), "earliest": np.array(lawful, dtype=np.int64)})
    found = _counted(
        measures, seen="earliest is not null and (lifted is null or lifted > then_ended)", breach="then_ended < earliest",
        days="then_ended - first_begun", beside="then_ended = earliest",
    )  # fmt: skip
    engine.drop("lawful")
    return found


def _counted(measures: Measures, *, seen: str, breach: str, days: str, beside: str) -> Counted:
    table = "ordered_case left join lawful on lawful.day = first_begun" if "earliest" in seen else "ordered_case"
    breach = f"({seen} and {breach})"
    row = measures.log.engine.rows(
        f"""select count(*) filter (where {breach}), count(*) filter (where {seen}),
                   count(*) filter (where {breach} and part = 1), count(*) filter (where {breach} and part = 2),
                   count(*) filter (where {seen} and part = 1), count(*) filter (where {seen} and part = 2),
                   min(case_id, 5) filter (where {breach}),
                   coalesce(quantile_disc({days}, 0.5) filter (where {breach}), 0),
                   coalesce(min({days}) filter (where {breach}), 0), count(*) filter (where {seen} and {beside})
            from {table}""",
    )[0]
    return Counted(row[0], row[1], ByPart(*row[2:4]), ByPart(*row[4:6]), tuple(row[6] or ()), int(row[7]), int(row[8]), row[9])


def _listed(codes: Iterable[int]) -> str:
    return ", ".join(map(str, codes)) or "-1"
