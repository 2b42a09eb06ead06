"""Rows in the order in which things happened: exports that begin with the newest row, rows that stand twice."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine import Engine
from procmap.reading.rows import POS

Notes = list[tuple[str, dict[str, object]]]

ROWS = 50_000
"""Rows on which the direction of a file is judged."""

SURE, FEWEST = 0.98, 5
"""Share of the steps within cases that must go one way, and how many of them there must be."""

STEPS = """
select count(*) filter (time < before), count(*) filter (time > before), count(*) filter (time = before)
from (select time, lag(time) over (partition by case_name order by rowid) as before
      from (select rowid, case_name, time from source_row where time is not null and case_name is not null limit {rows}))
"""


@dataclass(frozen=True)
class Arrangement:
    """In which order rows of one moment stand.

    Attributes:
        pos: SQL of the place of a row of source_row.
        place: SQL of the same place, by the number `pos` of a row of the source.
    """

    pos: str = POS
    place: str = "pos"


def arrangement(engine: Engine, notes: Notes) -> Arrangement:
    """How rows of one moment are ordered: as the source has them, or the other way round where it begins with the newest.

    Args:
        engine: Holds source_row with its times.
        notes: Told where the order is turned.
    """
    back, forth, ties = engine.rows(STEPS.format(rows=ROWS))[0]
    if back < FEWEST or back < SURE * (back + forth):
        return Arrangement()
    rows = engine.value("select coalesce(max(rowid), 0) + 2 from source_row")
    if ties:
        notes.append(("reading.note_newest_first", {}))
    return Arrangement(f"{rows} - ({POS})", f"{rows} - pos")


DOUBLES = """
select rowid, row_number() over (partition by row_hash order by rowid) > 1 as is_double from source_row
where row_hash in (select row_hash from source_row group by row_hash having count(*) > 1)
"""


def doubles(engine: Engine) -> int:
    """Mark the rows of source_row that repeat an earlier one whole; returns how many."""
    if engine.value("select count(*) = count(distinct row_hash) from source_row"):
        return 0
    engine.table("double_row", f"select rowid + 1 as pos from ({DOUBLES}) where is_double")
    return int(engine.value("select count(*) from double_row"))
