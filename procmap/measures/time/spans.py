"""How many days lie between steps, case by case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from procmap.log import EventLog
from procmap.log.calendar import day_sql


@dataclass(frozen=True)
class Spans:
    """Calendar days from some steps of a case to another.

    Attributes:
        cases: Closed cases that have them all, in this order.
        mean: Days.
        most: The days that 90 % of these cases do not exceed.
    """

    cases: int
    mean: float
    most: float


def find_spans(log: EventLog, starts: Sequence[Collection[str]], end: Collection[str]) -> Spans | None:
    """The days between steps; None where no closed case has them.

    Args:
        log: Of its days only, since times of day are those of recording.
        starts: The labels of each step that the time runs from: the latest counts, each on its last day before the end.
        end: The labels of the step that ends it, on its last day.
    """
    codes = {label: code for code, label in enumerate(log.activities)}

    def listed(labels: Collection[str]) -> str:
        return ", ".join(str(codes[label]) for label in sorted(labels) if label in codes) or "-1"

    begun = [
        f"max(d.day) filter (where d.activity in ({listed(step)}) and d.day <= e.day) as start_{n}" for n, step in enumerate(starts)
    ]
    names = ", ".join(f"start_{n}" for n in range(len(starts)))
    present = " and ".join(f"start_{n} is not null" for n in range(len(starts)))
    row = log.engine.rows(
        f"""with dated as (select case_id, activity, {day_sql("time")} as day from event where office is not null),
        ended as (
          select case_id, max(day) as day from dated join case_ using (case_id) where closed and activity in ({listed(end)})
          group by case_id
        ),
        spans as (select e.day, {", ".join(begun)} from ended e join dated d using (case_id) group by e.case_id, e.day)
        select count(*), avg(day - greatest({names})), quantile_disc(day - greatest({names}), 0.9) from spans where {present}"""
    )[0]
    return Spans(row[0], float(row[1]), float(row[2])) if row[0] else None
