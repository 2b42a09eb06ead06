"""Cases whose number begins again: with each year, register or service; both columns together are the case."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.engine import Engine
from procmap.reading.profile import SAMPLE, Profile

MOST_SERIES = 200
"""Different values of a column of years, registers or services."""

OFTEN = 0.3
"""Share of numbers that must stand in several series."""

FEWEST = 5
"""Numbers in several series from which a series is told."""

BEGIN = 0.9
"""Share of the parts that must begin as whole cases do, and how many of their rows must not mix in time."""

PARTS = """
with e as (select {case} as c, {activity} as a, {series} as s, {time} as t, rowid as k from {relation}
           where {case} is not null and {activity} is not null and {time} is not null),
part as (select c, s, arg_min(a, (t, k)) as first, count(*) as n, min(t) as since, max(t) as until from e
         where s is not null group by all),
split as (select c from part group by c having count(*) > 1),
whole as (select arg_min(a, (t, k)) as first from e group by c),
usual as (select first from whole group by first having count(*) >= 0.1 * (select count(*) from whole))
select (select count(*) from split), (select count(distinct c) from e), count(*) filter (first in (from usual)),
  count(*), coalesce(avg(n), 0)
from part where c in (from split)
"""


def series_of(
    engine: Engine, profiles: Sequence[Profile], case: str, activity: str, time: str, free: Sequence[Profile]
) -> str | None:
    """The column that tells apart cases of one number; None where the number suffices.

    Under the number alone, many cases are several: each part begins as a case begins, and has several steps. A service
    that works on a part of a case does not begin as a case does.

    Args:
        engine: Holds the sample.
        profiles: Of all columns.
        case: Name of the column of the case.
        activity: Name of the column of the step.
        time: SQL of the moment over the sample.
        free: Columns that may be the series.
    """
    places = {it.name: place for place, it in enumerate(profiles)}
    for it in free:
        if not 1 < it.distinct <= MOST_SERIES or it.filled < BEGIN * it.rows:
            continue
        split, cases, begin, parts, mean = engine.rows(PARTS.format(
            relation=SAMPLE, case=f"c{places[case]}", activity=f"c{places[activity]}", series=f"c{places[it.name]}", time=time,
        ))[0]  # fmt: skip
        if split >= max(OFTEN * cases, FEWEST) and begin >= BEGIN * parts and mean >= 2:
            return it.name
    return None
