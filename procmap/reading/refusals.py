"""Rows that cannot be used, one by one, with their line in the source."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading.delimited import LONGEST_LINE, REJECTS, physical_rows
from procmap.reading.result import ColumnChoice
from procmap.reading.rows import POS
from procmap.reading.table import Table, scan

SHOWN = 3
"""Refusals that an error shows."""

AT_ONCE = 500
"""Columns looked at in one pass."""

UNUSABLE = "case_name is null or activity_name is null or time is null"


def refuse(engine: Engine, table: Table, chosen: dict[str, ColumnChoice]) -> tuple[int, int]:
    """Move unusable rows of source_row to the table refusal; returns (rows read, rows refused).

    The table refusal has line, column_name, value and reason (the key of the message after "reading."). Blank rows are
    neither read nor refused.

    Raises:
        ProcmapError: More than half of the rows are refused.
    """
    engine.run("create or replace table refusal (line bigint, column_name varchar, value varchar, reason varchar)")
    rows, unusable = engine.rows(f"select count(*), count(*) filter ({UNUSABLE}) from source_row")[0]
    if not unusable and not table.malformed:
        return rows, 0
    engine.table("unusable_row", f"select {POS} as pos, * from source_row where {UNUSABLE}")
    rows -= _without_blank(engine, table)
    good, malformed = _lines(engine, table)
    _insert(engine, [(line, "", str(cells), reason) for line, cells, reason in malformed])
    _insert(engine, [_refusal(row, good, chosen) for row in engine.rows(
        "select pos, case_name, activity_name, time, time_text from unusable_row order by pos")])  # fmt: skip
    engine.run(f"delete from source_row where {UNUSABLE}")
    engine.table("refusal", "select * from refusal order by line, column_name, reason")
    refused = engine.value("select count(*) from refusal")
    read = rows + len(malformed)
    if refused * 2 > read:
        shown = engine.rows(f"select line, column_name, value from refusal limit {SHOWN}")
        listed = "\n".join(f"  {line} | {column} | {value}" for line, column, value in shown)
        raise ProcmapError("reading.too_many_refused", refused=refused, read=read, shown=listed)
    engine.drop("unusable_row")
    return read, refused


def refused_rows(engine: Engine, columns: Sequence[ColumnChoice], language: str) -> tuple[tuple[int, str, str, str], ...]:
    """Refused rows with their reason as a sentence; values of a column of people are masked.

    Args:
        engine: Holds the table refusal.
        columns: What the columns of the source were understood to be.
        language: Of the reasons.
    """
    say = words(language)
    people = {column.name for column in columns if column.kind == "resource"}
    rows = engine.rows("select line, column_name, value, reason from refusal order by line, column_name")
    return tuple(
        (line, column or "", "***" if column in people else (value or ""), say(f"reading.{reason}"))
        for line, column, value, reason in rows
    )


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
    engine.table("blank_row", "select pos from unusable_row")
    for first in range(0, len(table.names), AT_ONCE):
        some = [f"c{k}" for k in range(first, min(first + AT_ONCE, len(table.names)))]
        empty = " and ".join(f"coalesce(trim({column}), '') = ''" for column in some)
        ranked = f"select row_number() over () as pos, {', '.join(some)} from {table.relation}"
        engine.run(f"delete from blank_row where pos not in (select pos from ({ranked}) where {empty})")
        if not engine.value("select count(*) from blank_row"):
            return 0
    engine.run("delete from unusable_row where pos in (select pos from blank_row)")
    return int(engine.value("select count(*) from blank_row"))


def _lines(engine: Engine, table: Table) -> tuple[dict[int, int], list[tuple[int, int, str]]]:
    """The source line of each unusable row by its pos, and (line, cells, reason) of each malformed row."""
    if table.line is not None:
        ranked = f"select row_number() over () as pos, {table.line} as line from {table.relation}"
        found = engine.rows(f"select pos, line from ({ranked}) where pos in (select pos from unusable_row)")
        return dict(found), []
    assert table.text is not None
    assert table.layout is not None
    above, width = table.layout.skip, table.layout.width
    ranked = f"select row_number() over () as pos, {table.row or 'row_number() over ()'} as place from {table.relation}"
    places = dict(engine.rows(f"select pos, place from ({ranked}) where pos in (select pos from unusable_row)"))
    wanted = set(places.values())
    good: dict[int, int] = {}
    malformed: list[tuple[int, int, str]] = []
    pos = 0
    try:
        for line, cells in physical_rows(table.text, table.layout):
            if cells != width:
                malformed.append((line, cells, "refused_cells"))
                continue
            pos += 1
            if pos in wanted:
                good[pos] = line
    except csv.Error:
        pos = -1
    if pos == engine.value(f"select count(*) from {scan(table.text, table.layout)}"):
        return {each: good[place] for each, place in places.items()}, malformed
    rejected = engine.rows(
        f"""select min(line), max(column_idx), bool_or(error_type = 'LINE SIZE OVER MAXIMUM') from {REJECTS}
            group by line_byte_position order by 1"""
    )
    malformed = [(above + line, cells or 0, "refused_long" if long else "refused_cells") for line, cells, long in rejected]
    lines = _estimated(wanted, [line for line, _, _ in malformed], above)
    return {each: lines[place] for each, place in places.items()}, malformed


def _estimated(wanted: set[int], malformed: list[int], above: int) -> dict[int, int]:
    """Lines where the two readers of the file disagree on its quoting: each row and malformed line counts for one."""
    lines, pos, place = {}, 0, 0
    line = above + 1
    for pos in range(1, max(wanted, default=0) + 1):
        line += 1
        while place < len(malformed) and malformed[place] <= line:
            place, line = place + 1, line + 1
        if pos in wanted:
            lines[pos] = line
    return lines


def _refusal(
    row: tuple[object, ...], lines: dict[int, int], chosen: dict[str, ColumnChoice]
) -> tuple[int, str, str, str]:
    """The first reason why a row cannot be used."""
    pos, case, activity, _, time_text = row
    line = lines.get(int(str(pos)), 0)
    if case is None:
        return line, chosen["case"].name, "", "refused_no_case"
    if activity is None:
        return line, chosen["activity"].name, "", "refused_no_activity"
    if time_text is None:
        return line, chosen["time"].name, "", "refused_no_time"
    return line, chosen["time"].name, str(time_text)[:200], "refused_time"


def _insert(engine: Engine, rows: list[tuple[int, str, str, str]]) -> None:
    import numpy as np

    if not rows:
        return
    lines, columns, values, reasons = zip(*rows, strict=True)
    engine.load("refusal_more", {
        "line": np.array(lines, dtype=np.int64), "column_name": np.array(columns, dtype=object),
        "value": np.array(values, dtype=object), "reason": np.array(reasons, dtype=object),
    })  # fmt: skip
    engine.run("insert into refusal select * from refusal_more")
    engine.drop("refusal_more")
