"""In how many cases a step that may be taken once only is taken again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from procmap.detectors.pack_rules import Shown, Tally, events
from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart
from procmap.log.calendar import day_sql
from procmap.measures import Measures


@dataclass(frozen=True)
class Repeated(Tally):
    """The cases that take the step again, of those with the step and one object of it.

    Attributes:
        several: Cases left out: they hold more than one object.
        days: From the first to the last, at the median.
    """

    several: int
    days: int


def count_repeated(measures: Measures, step: Shown, objects: Iterable[int]) -> Repeated:
    """Count them; `objects` are the activities that tell how many of what the step is about a case holds."""
    sql = sql_of("procmap.detectors.rules.irregular_repetition", "repeated").format(
        event=events(measures), day=day_sql("time"), step=", ".join(map(str, step.codes)),
        objects=", ".join(map(str, objects)) or "-1",
    )  # fmt: skip
    again = "again and not several"
    row = measures.log.engine.rows(
        f"""select count(*) filter (where {again}), count(*) filter (where not several),
                   count(*) filter (where {again} and part = 1), count(*) filter (where {again} and part = 2),
                   count(*) filter (where not several and part = 1), count(*) filter (where not several and part = 2),
                   count(*) filter (where several), coalesce(quantile_disc(days, 0.5) filter (where {again}), 0),
                   min(case_id, 5) filter (where {again}) from ({sql})""",
    )[0]
    return Repeated(row[0], row[1], ByPart(*row[2:4]), ByPart(*row[4:6]), tuple(row[8] or ()), row[6], int(row[7]))
