"""Columns that only say when: weeks, months, years, days of the week. Such a label follows from the date and is no step."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.engine import Engine
from procmap.reading.profile import AT_ONCE, SAMPLE

FEWEST = 5
"""Days with several rows from which a column can be told to follow from the day."""

MOST = 0.98
"""Share of these days that have one value only."""

DAY = 86_400_000_000
"""Microseconds of a day."""


def of_day(engine: Engine, columns: Sequence[str], moment: str) -> list[bool]:
    """Whether each column has one value a day, on days that have several rows.

    Args:
        engine: Holds the sample.
        columns: SQL of columns of the sample.
        moment: SQL of the moment, in microseconds.
    """
    found: list[bool] = []
    for first in range(0, len(columns), AT_ONCE):
        some = columns[first : first + AT_ONCE]
        values = ", ".join(f"count({text}) as n{k}, count(distinct {text}) as d{k}" for k, text in enumerate(some))
        days = f"select {values} from (select *, ({moment}) // {DAY} as day from {SAMPLE}) where day is not null group by day"
        counted = ", ".join(f"count(*) filter (n{k} > 1), count(*) filter (n{k} > 1 and d{k} = 1)" for k in range(len(some)))
        row = engine.rows(f"select {counted} from ({days})")[0]
        found += [many >= FEWEST and one >= MOST * many for many, one in zip(row[::2], row[1::2], strict=True)]
    return found
