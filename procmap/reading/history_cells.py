"""Exports that keep the whole history of a case in one cell: "12/03 reçu; 14/03 visé". What is seen is told, and the way out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from procmap.errors import ProcmapError
from procmap.reading.profile import Profile

DATE = re.compile(r"(?<![\d./-])(?:(\d{1,2})[/.-](\d{1,2})(?:[/.-]\d{2,4})?|\d{4}-(\d{1,2})-(\d{1,2}))(?![\d/])")
"""A date within a text: day and month, or the month and day of an ISO date."""

SEVERAL, MANY = 2, 3
"""Dates of a cell that tells several steps, and of the fullest one: two dates may be a period."""

MOSTLY = 0.5
"""Share of the different values that tell several steps."""

FEWEST = 3
"""Different values from which a column can be told."""

MISSED = "reading.no_"
"""How the keys of errors begin that say that a column is lacking, and not that an option is wrong."""


def refuse_history(profiles: Sequence[Profile], missing: ProcmapError) -> None:
    """Tell a column of histories where one stands.

    Args:
        profiles: Of the columns of a table that is read as no log.
        missing: What would be said of it otherwise.

    Raises:
        ProcmapError: A column holds the history of each case.
    """
    if not missing.key.startswith(MISSED):
        return
    for it in profiles:
        counts = [_dates_in(value) for value in it.values]
        if len(counts) >= FEWEST and max(counts) >= MANY and sum(n >= SEVERAL for n in counts) >= MOSTLY * len(counts):
            raise ProcmapError("reading.history_in_cell", column=it.name, count=max(counts)) from missing


def _dates_in(text: str) -> int:
    """How many dates a text holds beside its words; none where it holds no word."""
    found = [[int(part) for part in each.groups() if part] for each in DATE.finditer(text)]
    has_words = re.search(r"[^\W\d_]{2}", DATE.sub("", text)) is not None
    return sum(1 <= min(each) <= 12 and max(each) <= 31 for each in found) if has_words else 0
