"""Rows that are entries of cases: each has a date of its own beside one that all rows of its case share, and is no case itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from procmap.engine import Engine
from procmap.reading.profile import SAMPLE, Profile

SHARED = 2
"""Rows for each value, on average, from which a heading names cases of several rows."""

ENOUGH = 20
"""Such cases from which it is no chance that a date never changes in them."""

HARDLY, MOSTLY = 0.02, 0.5
"""Share of these cases in which the date of the case may change, and in which that of the entries must."""


def are_of_cases(engine: Engine, named: Sequence[Profile], dated: Sequence[str], places: Mapping[str, int]) -> bool:
    """Whether a heading names a case of several rows, which share one of the dates and not another.

    Args:
        engine: Holds the sample.
        named: Columns whose headings name a case.
        dated: Names of the columns of dates.
        places: Of the columns in the sample.
    """
    return any(
        _share_a_date(engine, f"nullif(trim(c{places[it.name]}), '')", [f"c{places[name]}" for name in dated])
        for it in named if it.name not in dated and it.distinct * SHARED <= it.filled
    )  # fmt: skip


def _share_a_date(engine: Engine, case: str, dates: Sequence[str]) -> bool:
    counted = ", ".join(f"count(distinct {date}) as d{k}" for k, date in enumerate(dates))
    moved = ", ".join(f"count(*) filter (d{k} > 1)" for k in range(len(dates)))
    cases = f"select {case} as case_name, count(*) as n, {counted} from {SAMPLE} group by case_name"
    several, *changing = engine.rows(f"select count(*), {moved} from ({cases}) where n > 1 and case_name is not null")[0]
    return bool(several >= ENOUGH and min(changing) <= HARDLY * several and max(changing) >= MOSTLY * several)
