"""Dates of a wide table that lie over many years and tell nothing of the others: births, purchases, plantings are no steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from procmap.engine import Engine
from procmap.reading.dates import DAY
from procmap.reading.profile import SAMPLE
from procmap.reading.shapes.row_dates import row_moments

ENOUGH = 20
"""Rows with both dates from which it can be told whether they go together."""

YEARS = 3 * 365
"""Days over which the middle half of such dates lies at least."""

TOGETHER = 0.3
"""Correlation from which two dates go together: the steps of one case lie near one another, whenever the case was."""


def scattered(engine: Engine, dated: Sequence[str], places: Mapping[str, int]) -> tuple[str, ...]:
    """The dated columns that lie scattered over years and go together with no other.

    Args:
        engine: Holds the sample.
        dated: The columns of dates.
        places: Of the columns.
    """
    moments = row_moments(engine, dated, places) if len(dated) > 1 else None
    if moments is None:
        return ()
    of = {name: f"(({moment}) / {DAY})" for name, moment in zip(dated, moments, strict=True)}
    spread = ", ".join(f"quantile_cont({each}, 0.75) - quantile_cont({each}, 0.25)" for each in of.values())
    widths = dict(zip(of, engine.rows(f"select {spread} from {SAMPLE}")[0], strict=True))
    wide = {name for name, width in widths.items() if (width or 0) >= YEARS}
    pairs = [(one, two) for one, two in combinations(of, 2) if one in wide or two in wide]
    if not pairs:
        return ()
    asked = ", ".join(f"count({of[one]} + {of[two]}), corr({of[one]}, {of[two]})" for one, two in pairs)
    found = engine.rows(f"select {asked} from {SAMPLE}")[0]
    told = [(pair, corr or 0) for pair, both, corr in zip(pairs, found[::2], found[1::2], strict=True) if both >= ENOUGH]
    known = {name for pair, _ in told for name in pair}
    tied = {name for pair, corr in told if corr >= TOGETHER for name in pair}
    return tuple(name for name in dated if name in wide & known - tied)
