"""Rows that cannot be used, one by one, with their line in the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading.arrangement import doubles
from procmap.reading.lines import LONGEST_LINE, lines_of
from procmap.reading.names import folded, words_of
from procmap.reading.result import ColumnChoice
from procmap.reading.rows import POS
from procmap.reading.table import Table

SHOWN = 3
"""Refusals that an error shows."""

AT_ONCE = 500
"""Columns looked at in one pass."""


class Place(NamedTuple):
    """Where a row stands: in which of the source's files, and on which line of it."""

    part: int
    line: int


class Found(NamedTuple):
    """An unusable row in the source: where it stands and what its first cell says."""

    place: Place
    first: str


Notes = list[tuple[str, dict[str, object]]]
Refused = tuple[Place, str, str, str]
"""Place, column, value and reason of a refused row."""

TOTAL = re.compile(r"(?:(?:grand|general|sous|sub) )?(?:sub|sous)?tota(?:l|ux)(?: .*)?|somme|sum")
"""What the first cell of a line of totals says, in plain words."""

UNUSABLE = "case_name is null or activity_name is null or time is null"

LEAVING = "rowid in (select pos - 1 from leaving_row)"
"""SQL of whether a row of source_row leaves: by its rowid as it stands, which the engine finds without a look at the others."""


def refuse(engine: Engine, table: Table, chosen: dict[str, ColumnChoice], notes: Notes) -> tuple[int, int]:
    """Move unusable rows of source_row, and those that repeat an earlier one whole, to the table refusal.

    The table refusal has line, column_name, value, reason (the key of the message after "reading.") and part (which of the
    source's files). Blank rows are neither read nor refused. Returns (rows read, rows refused).

    Raises:
        ProcmapError: More than half of the rows are unusable.
    """
    engine.run(
        "create or replace table refusal (line bigint, column_name varchar, value varchar, reason varchar, part bigint)"
    )
    rows, unusable = engine.rows(f"select count(*), count(*) filter ({UNUSABLE}) from source_row")[0]
    twice = doubles(engine)
    if not unusable and not table.malformed and not twice:
        return rows, 0
    also = " union select pos from double_row" if twice else ""
    engine.table("leaving_row", f"select {POS} as pos from source_row where {UNUSABLE}{also}")
    engine.table("unusable_row", f"select {POS} as pos, case_name, activity_name, time, time_text from source_row where {LEAVING}")
    rows -= _without_blank(engine, table)
    unusable, twice = engine.rows(f"select count(*) filter ({UNUSABLE}), count(*) filter (not ({UNUSABLE})) from unusable_row")[0]
    if unusable * 2 > rows - twice:  # an error that shows the first of them
        first = f"select pos from unusable_row where {UNUSABLE} order by pos limit {SHOWN}"
        engine.run(f"delete from unusable_row where pos not in ({first})")
    good, malformed = _lines(engine, table)
    _insert(engine, [(place, "", str(cells), reason) for place, cells, reason in malformed])
    _insert(engine, [_refusal(row, good, chosen) for row in engine.rows(
        "select pos, case_name, activity_name, time, time_text from unusable_row order by pos")])  # fmt: skip
    engine.run(f"delete from source_row where {LEAVING}")
    engine.table("refusal", "select * from refusal order by part, line, column_name, reason")
    read, lost = rows + len(malformed), unusable + len(malformed)
    if lost * 2 > read - twice:
        shown = engine.rows(f"select line, column_name, value from refusal where reason <> 'refused_double' limit {SHOWN}")
        listed = "\n".join(f"  {line} | {column} | {value}" for line, column, value in shown)
        raise ProcmapError("reading.too_many_refused", refused=lost, read=read, shown=listed)
    if twice:
        notes.append(("reading.note_doubles", {"count": twice}))
    engine.drop("unusable_row", "leaving_row", "double_row")
    return read, engine.value("select count(*) from refusal")


def refused_rows(
    engine: Engine, columns: Sequence[ColumnChoice], language: str, parts: Sequence[str] = ()
) -> tuple[tuple[int, str, str, str], ...]:
    """Refused rows with their reason as a sentence; values of a column of people are masked.

    Args:
        engine: Holds the table refusal.
        columns: What the columns of the source were understood to be.
        language: Of the reasons.
        parts: Names of the source's files or sheets, told before the column where there are several.
    """
    say = words(language)
    people = {column.name for column in columns if column.kind == "resource"}
    rows = engine.rows("select part, line, column_name, value, reason from refusal order by part, line, column_name")
    return tuple(
        (line, " ".join(filter(None, (parts[part] + ":" if len(parts) > 1 else "", column))),
         "***" if column in people else (value or ""), say(f"reading.{reason}"))
        for part, line, column, value, reason in rows
    )  # fmt: skip


def check_whole(engine: Engine, table: Table, name: str) -> None:
    """See that the engine reads every row that was written for it: it passes over those that are too long.

    Raises:
        ProcmapError: It lacks one; the message names its line.
    """
    if table.lines is None or len(table.lines) == engine.value(f"select count(*) from {table.relation}"):
        return
    there = engine.rows(f"select line from {table.relation}")
    missing = next((line for line, (kept,) in zip(table.lines, there, strict=False) if line != kept), table.lines[-1])
    raise ProcmapError("reading.event_too_long", path=name, line=missing, most=LONGEST_LINE // 1_000_000)


def _without_blank(engine: Engine, table: Table) -> int:
    """Forget rows whose every cell is empty; returns how many."""
    engine.table("blank_row", f"select pos from unusable_row where {UNUSABLE}")
    if not engine.value("select count(*) from blank_row"):
        return 0
    for first in range(0, len(table.names), AT_ONCE):
        some = [f"c{k}" for k in range(first, min(first + AT_ONCE, len(table.names)))]
        empty = " and ".join(f"coalesce(trim({column}), '') = ''" for column in some)
        ranked = f"select row_number() over () as pos, {', '.join(some)} from {table.relation}"
        engine.run(f"delete from blank_row where pos not in (select pos from ({ranked}) where {empty})")
        if not engine.value("select count(*) from blank_row"):
            return 0
    engine.run("delete from unusable_row where pos in (select pos from blank_row)")
    return int(engine.value("select count(*) from blank_row"))


def _lines(engine: Engine, table: Table) -> tuple[dict[int, Found], list[tuple[Place, int, str]]]:
    """Each unusable row as it stands in the source, by its pos, and (place, cells, reason) of each malformed line."""
    part = "part" if table.parts else "0"
    place = table.row or "row_number() over ()"
    ranked = (
        f"select row_number() over () as pos, {part} as part, {place} as place, {table.line or 'null'} as line, c0 "
        f"from {table.relation}"
    )
    if not engine.value(f"select count(*) from unusable_row where {UNUSABLE}") and not (table.parts or table.row or table.line):
        ranked = "select pos, 0 as part, pos as place, null as line, '' as c0 from unusable_row"  # nobody asks what doubles say
    rows = engine.rows(f"select pos, part, place, line, c0 from ({ranked}) where pos in (select pos from unusable_row)")
    good = {pos: Found(Place(part, line or 0), first or "") for pos, part, _, line, first in rows}
    malformed: list[tuple[Place, int, str]] = []
    for number, base in enumerate(table.parts or (table,)):
        if base.layout is None:
            continue
        wanted = {place for _, part, place, *_ in rows if part == number}
        there = None if table.parts or table.row else engine.value("select count(*) from source_row")
        lines, lost = lines_of(engine, base, wanted, there)
        mine = ((pos, place, first) for pos, part, place, _, first in rows if part == number)
        good |= {pos: Found(Place(number, lines.get(place, 0)), first or "") for pos, place, first in mine}
        malformed += [(Place(number, it.line), it.cells, "refused_long" if it.is_too_long else "refused_cells") for it in lost]
    return good, malformed


def _refusal(row: tuple[object, ...], found: dict[int, Found], chosen: dict[str, ColumnChoice]) -> Refused:
    """The first reason why a row cannot be used."""
    pos, case, activity, time, time_text = row
    place, first = found.get(int(str(pos)), Found(Place(0, 0), ""))
    is_header = time is None and _is_named(chosen["time"], time_text) and _is_named(chosen["activity"], activity)
    is_total = (activity is None or time is None) and TOTAL.fullmatch(" ".join(words_of(str(case or first)))) is not None
    reasons = (
        (is_header, "", "refused_header"),
        (is_total, "", "refused_total"),  # without the cell: it may go on with a name
        (case is None, chosen["case"].name, "refused_no_case"),
        (activity is None, chosen["activity"].name, "refused_no_activity"),
        (time is None and time_text is None, chosen["time"].name, "refused_no_time"),
        (time is not None, "", "refused_double"),
    )
    for holds, column, reason in reasons:
        if holds:
            return place, column, "", reason
    return place, chosen["time"].name, str(time_text)[:200], "refused_time"


def _is_named(choice: ColumnChoice, text: object) -> bool:
    """Whether a cell says the name of its column."""
    return text is not None and folded(str(text)) == folded(choice.name) != ""


def _insert(engine: Engine, rows: list[Refused]) -> None:
    import numpy as np

    if not rows:
        return
    places, columns, values, reasons = zip(*rows, strict=True)
    engine.load("refusal_more", {
        "part": np.array([place.part for place in places], dtype=np.int64),
        "line": np.array([place.line for place in places], dtype=np.int64), "column_name": np.array(columns, dtype=object),
        "value": np.array(values, dtype=object), "reason": np.array(reasons, dtype=object),
    })  # fmt: skip
    engine.run("insert into refusal by name select * from refusal_more")
    engine.drop("refusal_more")
