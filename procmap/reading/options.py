"""What the user may settle by hand; everything left out is found from the data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Settled:
    """A reading settled earlier, for every export of the same shape.

    Attributes:
        shape: Of the export, as procmap.reading.settled.shape_of gives it.
        file: The name of the settings file that holds it.
        choices: (name, value) of each of the ReadingOptions that it settles.
    """

    shape: str
    file: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReadingOptions:
    """Choices made by hand; None leaves the choice to the data.

    Attributes:
        case, activity, time, start, resource, role, amount, outcome, channel, deadline,
            delegation, lifecycle: Names of source columns.
        encoding: A Python codec name, as "cp1252".
        separator: One character; for text tables only.
        date_format: A strptime format, or "day-first" or "month-first".
        time_zone: IANA zone that times with an offset are converted to.
        sheet: Name of the sheet of a workbook.
        since, until: Cases are kept whose first event lies in these days, both included.
        where: Conditions "COLUMN OP VALUE" on any source column, OP one of = != < <= > >=. A case is kept when the
            first non-empty value of the column in the case satisfies every condition. A day is the whole day.
        by: Column whose values split the log; `split_values` lists them, `read` leaves it aside.
        settled: What holds where the source has the shape that it was settled for; what is given above goes before it.
    """

    case: str | None = None
    activity: str | None = None
    time: str | None = None
    start: str | None = None
    resource: str | None = None
    role: str | None = None
    amount: str | None = None
    outcome: str | None = None
    channel: str | None = None
    deadline: str | None = None
    delegation: str | None = None
    lifecycle: str | None = None
    encoding: str | None = None
    separator: str | None = None
    date_format: str | None = None
    time_zone: str | None = None
    sheet: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    where: tuple[str, ...] = ()
    by: str | None = None
    settled: Settled | None = None

    def column(self, kind: str) -> str | None:
        """The column named by hand for a kind, if any."""
        named: str | None = getattr(self, kind, None)
        return named
