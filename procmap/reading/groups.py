"""Which of several columns of groups tells most: the finest that is whole within the coarser one and still holds several people."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.engine import Engine
from procmap.reading.profile import SAMPLE, Profile

MOST_GROUPS = 2_000

FILLED = 0.8
"""Share of the coarser column's rows that the finer one must fill."""

WITHIN = 0.9
"""Share of the rows whose coarser group is the one that their finer group mostly stands in."""

MOVES = 0.01
"""Share of the steps from row to row of a case that must change the finer group within one coarser group."""

PEOPLE = 1.2
"""People that a finer group must hold on average: one by one they are no groups."""

NESTED = """
select coalesce(sum(n), 0), coalesce(sum(most), 0) from (
  select sum(n) as n, max(n) as most from (
    select {fine} as fine, {coarse} as coarse, count(*) as n from {sample}
    where {fine} <> '' and {coarse} <> '' group by all) group by fine)
"""

MOVED = """
select count(*), count(*) filter (fine <> fine_before and coarse = coarse_before) from (
  select {fine} as fine, {coarse} as coarse, lag({fine}) over w as fine_before, lag({coarse}) over w as coarse_before
  from (select *, rowid as place from {sample}) window w as (partition by {case} order by place))
where fine_before is not null
"""

HELD = """
select count(distinct ({fine}, {person})) / nullif(count(distinct {fine}), 0) from {sample}
where {person} <> '' and {fine} <> ''
"""


def finer_group(
    engine: Engine, profiles: Sequence[Profile], coarse: str, rivals: Sequence[str], case: str, person: str | None
) -> str | None:
    """The rival that tells handovers which the column chosen hides; None where the column chosen is as good.

    Args:
        engine: Holds the sample.
        profiles: Of all columns, in the order of the sample's.
        coarse: The column chosen.
        rivals: Other columns named as groups.
        case: The column of the case.
        person: The column of who acts, if any.
    """
    places = {it.name: f"c{place}" for place, it in enumerate(profiles)}
    by_name = {it.name: it for it in profiles}
    chosen = by_name[coarse]
    found: tuple[int, str] | None = None
    for name in rivals:
        it = by_name[name]
        if not chosen.distinct < it.distinct <= MOST_GROUPS or it.filled < FILLED * chosen.filled:
            continue
        columns = {"fine": places[name], "coarse": places[coarse], "case": places[case], "sample": SAMPLE}
        if person is not None and (engine.value(HELD.format(**columns, person=places[person])) or 0) < PEOPLE:
            continue
        rows, within = engine.rows(NESTED.format(**columns))[0]
        steps, moved = engine.rows(MOVED.format(**columns))[0]
        if rows and steps and within >= WITHIN * rows and moved >= MOVES * steps and (not found or it.distinct > found[0]):
            found = it.distinct, name
    return found[1] if found else None
