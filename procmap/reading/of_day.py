"""Columns that only say when: weeks, months, years, days of the week. Such a label follows from the date and is no step."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.engine import Engine
from procmap.reading.profile import SAMPLE

FEWEST = 5
"""Days with several rows from which a column can be told to follow from the day."""

MOST = 0.98
"""Share of these days that have one value only."""

LASTING = 0.5
"""Share of days with a value other than that of the day before up to which it lasts as a week or a year does."""

DAY = 86_400_000_000
"""Microseconds of a day."""

COUNTED = """
with d as (select ({moment}) // {day} as day, {text} as v from {sample}),
one as (select day, count(*) as n, count(distinct v) as kinds, min(v) as v from d
        where day is not null and v is not null group by day),
runs as (select v is distinct from lag(v) over (order by day) as is_new from one),
week as (select count(distinct v) as kinds from one group by day % 7)
select count(*) filter (n > 1), count(*) filter (n > 1 and kinds = 1), count(*), (select count(*) filter (is_new) from runs),
  (select max(kinds) from week) from one
"""


def of_day(engine: Engine, columns: Sequence[str], moment: str) -> list[bool]:
    """Whether each column has one value a day, which lasts for days or comes back with the day of the week.

    Args:
        engine: Holds the sample.
        columns: SQL of columns of the sample.
        moment: SQL of the moment, in microseconds.
    """
    return [_is_of_day(*engine.rows(COUNTED.format(moment=moment, day=DAY, text=text, sample=SAMPLE))[0]) for text in columns]


def _is_of_day(many: int, one: int, days: int, runs: int, on_weekday: int | None) -> bool:
    if many < FEWEST or one < MOST * many:
        return False
    return runs <= LASTING * days or on_weekday == 1
