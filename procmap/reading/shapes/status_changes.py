"""Changes of status: what a case was, what it became; the step is what it became."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.engine import Engine
from procmap.reading.profile import SAMPLE, Profile

CHAINED = 0.8
"""Share of rows whose old value is the new value of the row before in the same case, and is not its own new value."""

FEWEST = 5
"""Rows after another one of their case from which a chain of statuses that headings name is no chance."""

MOST = 25
"""Columns that may hold a status, beyond which a table is no list of changes: each pair of them is looked at."""

CHAIN = """
select count(*) filter (old = before), count(*) filter (old is not null and before is not null),
  count(*) filter (old <> new), count(*) filter (old is not null)
from (select {new} as new, {old} as old, lag({new}) over (partition by {case} order by {time}, rowid) as before
      from {relation} where {case} is not null and {time} is not null and {new} is not null)
"""


def new_status(
    engine: Engine, profiles: Sequence[Profile], case: str, time: str, labels: Sequence[Profile]
) -> tuple[str, str] | None:
    """(old, new): the pair of columns of which the second continues in the first, row by row; None where there is none.

    Args:
        engine: Holds the sample.
        profiles: Of all columns.
        case: Name of the case's column.
        time: SQL of the moment over the sample.
        labels: Columns that may hold a status.
    """
    places = {it.name: place for place, it in enumerate(profiles)}
    labels = [it for it in labels if len(it.values) > 1]  # a value that never changes continues in itself
    if len(labels) > MOST:
        return None
    best: tuple[float, tuple[str, str]] | None = None
    for old in labels:
        for new in labels:
            common = set(old.values) & set(new.values)
            if old is new or len(common) * 2 < min(len(old.values), len(new.values)):
                continue
            chained, met, changed, there = engine.rows(CHAIN.format(
                relation=SAMPLE, case=f"c{places[case]}", time=time, old=_text(places[old.name]), new=_text(places[new.name]),
            ))[0]  # fmt: skip
            share = chained / met if met else 0.0
            is_change = changed >= CHAINED * there
            if share >= CHAINED and is_change and (best is None or share > best[0]):
                best = share, (old.name, new.name)
    return best[1] if best else None


def is_chained(engine: Engine, profiles: Sequence[Profile], case: str, time: str, pair: tuple[str, str]) -> bool:
    """Whether the rows of cases bear out a pair that headings name: what a case was is what it had become."""
    places = {it.name: place for place, it in enumerate(profiles)}
    old, new = (_text(places[name]) for name in pair)
    chained, met, _, _ = engine.rows(CHAIN.format(relation=SAMPLE, case=f"c{places[case]}", time=time, old=old, new=new))[0]
    return bool(met >= FEWEST and chained >= CHAINED * met)


def _text(place: int) -> str:
    return f"nullif(trim(c{place}), '')"
