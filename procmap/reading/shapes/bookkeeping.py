"""Dates of a wide table that are no steps: when the record was last changed or looked at, when it was exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from procmap.engine import Engine
from procmap.reading.dates import DAY
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.record_dates import is_constant, says_changed
from procmap.reading.shapes.row_dates import row_moments

NEARLY = 0.95
"""Share of the rows that have such a date in which it is the last one of the row."""

FEWEST = 5
"""Rows from which a date can be told to be the last one in all."""

COUNTED = """
select count(*), count(*) filter ({own} // {day} >= coalesce(greatest({others}), 0) // {day})
from {sample} where coalesce({others}) is not null and {own} is not null
"""


def bookkeeping(engine: Engine, dated: Sequence[Profile], places: Mapping[str, int]) -> tuple[str, ...]:
    """The dated columns that are no steps: one date in all rows, or one that its heading and its place as the last tell.

    Args:
        engine: Holds the sample.
        dated: The columns that hold dates.
        places: Of the columns.
    """
    alike = {it.name for it in dated if is_constant(it)}
    if len(alike) == len(dated):
        return ()  # a list of one day: its rows tell no date of the record from those of the steps
    said = [it.name for it in dated if it.name not in alike and says_changed(it.name)]
    others = [it.name for it in dated if it.name not in alike and it.name not in said]
    moments = row_moments(engine, [*said, *others], places) if said and others else None
    if moments is not None:
        of = dict(zip([*said, *others], moments, strict=True))
        work = ", ".join(of[name] for name in others)
        alike |= {name for name in said if _is_last(engine, of[name], work)}
    return tuple(it.name for it in dated if it.name in alike)


def _is_last(engine: Engine, own: str, others: str) -> bool:
    rows, last = engine.rows(COUNTED.format(own=own, others=others, day=DAY, sample=SAMPLE))[0]
    return bool(rows >= FEWEST and last >= NEARLY * rows)
