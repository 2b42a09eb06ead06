"""Blocks: the case stands on the first line of its block only, as in a printed list or where cells were merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procmap.engine import Engine
from procmap.reading.date_choice import moment_of
from procmap.reading.names import rank
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.shapes.unpivoting import numbered
from procmap.reading.table import Table

BLANK = 0.3
"""Share of rows without the case from which they may be the rest of a block."""

FULL = 0.9
"""Share of rows in which what changes within a block is filled."""


FEWEST = 10
"""Rows from which blocks can be told."""

FORWARD = 0.95
"""Share of the rows of a block that are not before the row above."""

BACKWARD = """
select count(*) filter (t >= before), count(*) filter (before is not null)
from (select t, lag(t) over (partition by block order by k) as before
      from (select {time} as t, rowid as k, count({head}) over (order by rowid) as block from {relation}) where t is not null)
"""


def blocks(engine: Engine, table: Table, profiles: Sequence[Profile]) -> tuple[Table, tuple[str, ...]]:
    """The table with blocks filled down, and the columns filled; the table itself where it has no blocks.

    A column heads blocks where the first row has it, many rows lack it, no value that was left comes back, time runs on
    within each block, and no other column is named like a case. What is blank in the same rows belongs to it.
    """
    rows = max((it.filled for it in profiles), default=0)  # blocks are set apart by blank rows, which are no rows of them
    full = [it for it in profiles if it.filled >= FULL * rows]
    dated = [it for it in full if it.dates >= 0.9]
    if len(full) < 2 or not dated or rows < FEWEST or any(rank("case", it.name) is not None for it in full):
        return table, ()
    places = {it.name: place for place, it in enumerate(profiles)}
    sparse = [it for it in profiles if it.filled and it.filled <= (1 - BLANK) * rows and it.dates < 0.5]
    heads = [it for it in sparse if it.distinct > 1 and _heads_each(engine, places[it.name], places[dated[0].name])]
    time = moment_of(engine, dated[0].name, places)
    for head in heads:
        if not _runs_on(engine, _text(places[head.name]), time):
            continue
        beside = [it.name for it in sparse if it is head or _stands_beside(engine, places[head.name], places[it.name])]
        return _filled_down(table, beside, [it.name for it in full]), tuple(beside)
    return table, ()


def _text(place: int) -> str:
    return f"nullif(trim(c{place}), '')"


def _heads_each(engine: Engine, head: int, dated: int) -> bool:
    """Whether the values of a column do not come back in rows with a date: those of totals below the blocks may."""
    of_rows = f"select {_text(head)} as v from {SAMPLE} where {_text(dated)} is not null"
    distinct, filled = engine.rows(f"select count(distinct v), count(v) from ({of_rows})")[0]
    return bool(filled) and distinct >= FULL * filled


def _runs_on(engine: Engine, head: str, time: str) -> bool:
    """Whether the first row has the head, and within a block time does not go back."""
    if engine.rows(f"select {head} from {SAMPLE} limit 1")[0][0] is None:
        return False
    forward, met = engine.rows(BACKWARD.format(time=time, head=head, relation=SAMPLE))[0]
    return bool(met) and forward >= FORWARD * met


def _stands_beside(engine: Engine, head: int, other: int) -> bool:
    """Whether a column is blank in every row that lacks the head."""
    blank = f"{_text(head)} is null and {_text(other)} is not null"
    return not engine.value(f"select count(*) from {SAMPLE} where {blank}")


def _filled_down(table: Table, names: Sequence[str], full: Sequence[str]) -> Table:
    base = numbered(table)
    is_row = " or ".join(f"{table.cleaned(name)} is not null" for name in full)
    window = "over (order by source_row rows between unbounded preceding and current row)"
    last = {name: f"last_value({table.cleaned(name)} ignore nulls) {window}" for name in names}
    filled = ", ".join(f"case when {is_row} then {value} end as {table.sql(name)}" for name, value in last.items())
    return replace(base, relation=f"(select * replace ({filled}) from {base.relation} order by source_row)")
