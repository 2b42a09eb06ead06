"""Numbers that a spreadsheet or a table of floats has spoiled: 10861.0 is 10861; 2,02401E+11 is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from procmap.engine import Engine
from procmap.errors import ProcmapError

ROUNDED = re.compile(r"[1-9](?:[.,]\d+)?E\+\d{2}")
"""A long number as a spreadsheet shows it: its last digits are gone."""

MOST = 0.5
"""Share of the rows from which numbers so written are no accident."""

WHOLE = r"\d+[.,]0+"
BROKEN = r"\d+[.,]\d+"

Notes = list[tuple[str, dict[str, object]]]


def refuse_rounded(engine: Engine, values: Sequence[str], column: str, name: str) -> None:
    """See that the numbers of the cases are not rounded.

    Args:
        engine: Holds source_row.
        values: Different values of the column, as the sample shows them.
        column: Of source_row.
        name: What the source calls it.

    Raises:
        ProcmapError: Most rows hold a number in scientific notation.
    """
    seen = next((value for value in values if ROUNDED.fullmatch(value)), None)
    if seen is None:
        return
    share = engine.value(
        f"select count(*) filter (regexp_full_match({column}, '{ROUNDED.pattern}')) / nullif(count({column}), 0) from source_row"
    )
    if share is not None and share >= MOST:
        raise ProcmapError("reading.rounded_ids", column=name, value=seen)


def repair_floats(engine: Engine, column: str, name: str, notes: Notes) -> None:
    """Write whole numbers without the decimals that a table of floats gave them, so that 10861.0 and 10861 are one.

    A column with other decimals stays: 1.0 and 1.1 are versions or chapters.

    Args:
        engine: Holds source_row.
        column: Of source_row.
        name: What the source calls it.
        notes: Takes what was repaired.
    """
    whole, broken = engine.rows(
        f"select count(*) filter (regexp_full_match({column}, '{WHOLE}')), "
        f"count(*) filter (regexp_full_match({column}, '{BROKEN}')) from source_row"
    )[0]
    if whole and whole == broken:
        digits = f"regexp_extract({column}, '^[0-9]+')"
        engine.run(f"update source_row set {column} = {digits} where regexp_full_match({column}, '{WHOLE}')")
        notes.append(("reading.note_whole_numbers", {"column": name, "count": whole}))
