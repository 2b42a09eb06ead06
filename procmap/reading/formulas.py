"""Texts that an export writes as formulas, so that a spreadsheet leaves their zeros: ="000123" says 000123."""

from __future__ import annotations

from pathlib import Path

from procmap.engine import Engine
from procmap.reading.table import quoted

FORMULA = r'^\s*="([^"]*)"\s*$'
ROWS, HEAD_BYTES = 1_000, 1_000_000
"""Rows, and bytes before, that are looked at: an export writes all of a column so."""


def texts_of_formulas(engine: Engine, path: Path, relation: str, width: int) -> str:
    """The relation with the texts of such formulas, for the columns whose first rows hold one.

    Args:
        engine: What scans it.
        path: The file behind it.
        relation: What stands after FROM.
        width: Its columns c0, c1 ...
    """
    with path.open("rb") as file:
        if b'="' not in file.read(HEAD_BYTES):
            return relation
    columns = [f"c{k}" for k in range(width)]
    looked = ", ".join(f"coalesce(bool_or(starts_with({column}, '=\"')), false)" for column in columns)
    found = engine.rows(f"select {looked} from (select * from {relation} limit {ROWS})")[0]
    if not any(found):
        return relation
    shown = ", ".join(
        f"regexp_replace({column}, {quoted(FORMULA)}, {quoted(chr(92) + '1')}) as {column}" if holds else column
        for column, holds in zip(columns, found, strict=True)
    )
    return f"(select {shown} from {relation})"
