"""Rows in the order in which things happened: newest row first, steps that are numbered, rows that stand twice."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine import Engine
from procmap.reading.rows import POS
from procmap.reading.sequence import NumberedSteps, move_by_numbers

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

    Both name the table moved_row where steps are numbered.

    Attributes:
        pos: SQL of the place of a row of source_row.
        place: SQL of the same place, by the number `pos` of a row of the source.
    """

    pos: str = POS
    place: str = "pos"


def arrangement(engine: Engine, notes: Notes, numbered: NumberedSteps | None = None) -> Arrangement:
    """How rows of one moment are ordered: as the source has them, or the other way round where it begins with the newest.

    Steps of a case that share a moment go by their numbers where these rise with time: where the file is in no order of time,
    or where the column's name says that it orders.

    Args:
        engine: Holds source_row with its times.
        notes: Told where the order is another.
        numbered: The column of numbers, which source_row has as `sequence`.
    """
    back, forth, ties = engine.rows(STEPS.format(rows=ROWS))[0]
    is_turned = back >= FEWEST and back >= SURE * (back + forth)
    rows = engine.value("select coalesce(max(rowid), 0) + 2 from source_row") if is_turned else 0
    found = Arrangement(f"{rows} - ({POS})", f"{rows} - pos") if is_turned else Arrangement()
    is_asked = numbered is not None and (numbered.is_named or max(back, forth) < SURE * (back + forth))
    if numbered is not None and is_asked and move_by_numbers(engine, found.pos):
        notes.append(("reading.note_sequence", {"column": numbered.name}))
        return Arrangement(_moved(f"source_row.{POS}", found.pos), _moved("base.pos", found.place))
    if is_turned and ties:
        notes.append(("reading.note_newest_first", {}))
    return found


def _moved(pos: str, place: str) -> str:
    return f"coalesce((select place from moved_row where moved_row.pos = {pos}), {place})"


DOUBLES = """
select rowid, row_number() over (partition by row_hash order by rowid) > 1 as is_double from source_row
where row_hash in (select row_hash from source_row group by row_hash having count(*) > 1)
"""


def doubles(engine: Engine) -> int:
    """Mark the rows of source_row that repeat an earlier one whole; returns how many."""
    engine.table("double_row", f"select rowid + 1 as pos from ({DOUBLES}) where is_double")
    found = int(engine.value("select count(*) from double_row"))
    if not found:
        engine.drop("double_row")
    return found
