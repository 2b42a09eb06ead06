"""The dated columns of a wide table, side by side in each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from procmap.engine import Engine
from procmap.reading.date_choice import choose_format
from procmap.reading.dates import filler_sql
from procmap.reading.profile import SAMPLE


def row_moments(engine: Engine, dated: Sequence[str], places: Mapping[str, int]) -> list[str] | None:
    """SQL over the sample of the moment of each dated column; None where no one format reads them all.

    Args:
        engine: Holds the sample.
        dated: Names of columns.
        places: Of the columns.
    """
    texts = [f"nullif(trim(c{places[name]}), '')" for name in dated]
    form = choose_format(engine, " union all ".join(f"select {text} as v from {SAMPLE}" for text in texts))
    if form is None:
        return None
    return [f"case when not {filler_sql(text)} then {form.wall(text)} end" for text in texts]
