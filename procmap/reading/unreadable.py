"""What a column of times lacks that no date can be read from it: the day, the year, or a known format."""

from __future__ import annotations

import re

from procmap.errors import ProcmapError
from procmap.reading.moments import is_time_of_day

NO_YEAR = re.compile(r"^(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|[12]\d|3[01])(?:[ ,T]+\d{1,2} ?[h:]\d{2}.*)?$")
"""A day and a month alone, or with a time of day."""


def unreadable(column: str, value: str) -> ProcmapError:
    """Why no date of a column can be read, and what to ask for.

    Args:
        column: Its name.
        value: One of its values.
    """
    if is_time_of_day(value):
        return ProcmapError("reading.no_day", column=column, value=value)
    if NO_YEAR.match(value):
        return ProcmapError("reading.no_year", column=column, value=value)
    return ProcmapError("reading.no_readable_date", column=column, value=value)
