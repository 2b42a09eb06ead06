"""On which line of a text table its rows begin. The engine counts them: no walk of the file in Python.

A line begins a row where the quotes before it are even. The engine numbers its malformed lines by row, blank ones included.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from procmap.engine import Engine
from procmap.reading.table import Table, pathname, scan

CHUNK = 1 << 22

LONGEST_LINE = 2_000_000
"""Bytes of a line beyond which the engine takes it for malformed."""

RAW = """
select row_number() over () as line, l from read_csv({path}, auto_detect=false, delim='\x01\x02\x03\x04', quote='', escape='',
  header=false, columns={{'l': 'varchar'}}, strict_mode=false, hive_partitioning=false, max_line_size=1000000000)
"""

BEGINS = """
select line, l is null as is_blank, row_number() over (order by line) as place
from (select line, l, coalesce(sum({quotes}) over (order by line rows between unbounded preceding and 1 preceding), 0) % 2 = 0
        as begins from ({raw})) where begins
"""

GOOD = """
select line, row_number() over (order by place) as row from text_row
where place > 1 and not is_blank and place not in (select line from {rejects})
"""


@dataclass(frozen=True)
class Malformed:
    """A line with another number of cells than the header."""

    line: int
    cells: int
    is_too_long: bool


def lines_of(
    engine: Engine, table: Table, rows: Collection[int], there: int | None = None
) -> tuple[dict[int, int], list[Malformed]]:
    """The line on which rows of a text table begin, by their place; and its malformed lines.

    Args:
        engine: Holds the tables of malformed lines.
        table: A text table.
        rows: Places, from 1.
        there: How many rows the table has, where that is known.
    """
    assert table.layout is not None
    rejected = engine.rows(
        f"""select min(line), case when bool_or(error_type = 'TOO MANY COLUMNS') then max(column_idx) else min(column_idx) end,
              bool_or(error_type = 'LINE SIZE OVER MAXIMUM') from {table.rejects}
            group by line_byte_position having max(length(trim(csv_line, ' ' || chr(9) || chr(13) || chr(10)))) > 0 order by 1"""
    )
    above = table.layout.skip
    if _is_row_by_line(engine, table, there):
        return {row: above + row + 1 for row in rows}, []
    found, begins = _found(engine, table, rows)
    if found is None:
        malformed = [Malformed(above + line, cells or 0, bool(long)) for line, cells, long in rejected]
        return _estimated(rows, [each.line for each in malformed], above), malformed
    malformed = [Malformed(above + begins.get(line, line), cells or 0, bool(long)) for line, cells, long in rejected]
    return {row: above + line for row, line in found.items()}, malformed


def _found(engine: Engine, table: Table, rows: Collection[int]) -> tuple[dict[int, int] | None, dict[int, int]]:
    """(line of each row, line of each malformed row by its place); None where the engine reads the quotes otherwise."""
    import duckdb
    import numpy as np

    assert table.text is not None
    assert table.layout is not None
    quote, escape = table.layout.quote, table.layout.escape
    shown = "l" if escape == quote else f"replace(replace(l, '{escape}{escape}', ''), '{escape}{quote}', '')"
    quotes = f"length({shown}) - length(replace({shown}, '{quote}', ''))" if quote else "0"
    try:
        engine.table("text_row", BEGINS.format(quotes=quotes, raw=RAW.format(path=pathname(table.text))))
    except duckdb.Error:
        return None, {}
    good = GOOD.format(rejects=table.rejects)
    is_same = engine.value(f"select (select count(*) from ({good})) = (select count(*) from {scan(table.text, table.layout)})")
    lines: dict[int, int] | None = None
    begins: dict[int, int] = {}
    if is_same:
        engine.load("wanted_row", {"row": np.array(sorted(rows), dtype=np.int64)})
        lines = dict(engine.rows(f"select row, line from ({good}) where row in (select row from wanted_row)"))
        engine.drop("wanted_row")
        begins = dict(engine.rows(f"select place, line from text_row where place in (select line from {table.rejects})"))
    engine.drop("text_row")
    return lines, begins


def _is_row_by_line(engine: Engine, table: Table, there: int | None) -> bool:
    """Whether each line below the header is a row: then there are as many, since a row takes no less than a line."""
    assert table.text is not None
    assert table.layout is not None
    if engine.value(f"select count(*) from {table.rejects}"):
        return False
    lines = table.text_lines or _line_count(table.text)
    if lines is not None and there is None:
        there = int(engine.value(f"select count(*) from {scan(table.text, table.layout)}"))
    return lines is not None and lines - 1 == there


def _line_count(path: Path) -> int | None:
    """How many lines a text has; None where a carriage return stands alone, which may end a line too."""
    lines, last = 0, b""
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            if b"\r" in part and b"\r" in part.replace(b"\r\n", b""):
                return None
            lines, last = lines + part.count(b"\n"), part[-1:]
    return lines + (last != b"\n")


def _estimated(rows: Collection[int], malformed: list[int], above: int) -> dict[int, int]:
    """Lines where the quotes of a file cannot be followed: each row and each malformed line counts for one."""
    lines, place, line = {}, 0, above + 1
    for row in range(1, max(rows, default=0) + 1):
        line += 1
        while place < len(malformed) and malformed[place] <= line:
            place, line = place + 1, line + 1
        if row in rows:
            lines[row] = line
    return lines
