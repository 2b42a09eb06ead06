"""Days, months and years as people type them: the writings that are read of a log, the day before the month."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from procmap.reading.date_words import in_digits
from procmap.reading.dates import DATE, formats_of

LONGEST = 30
"""Characters of a day."""

MONTH = re.compile(r"(?P<before>\d{4})[-/. ](?P<month>\d{1,2})|(?P<named>\d{1,2})[-/. ](?P<behind>\d{4})", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)
CLOCK = ("%H", "%I", "%z")


@dataclass(frozen=True)
class TypedDays:
    """The days that a text means, both included: one, those of a month, those of a year.

    Attributes:
        first, last: Of the days.
        month_first: The day that it is to people who write the month first, where that is another.
        is_short: Whether the year has two digits, so that it may be taken for a day.
    """

    first: dt.date
    last: dt.date
    month_first: dt.date | None = None
    is_short: bool = False


def typed_days(text: str) -> TypedDays | None:
    """The days that a text means; None where it means none."""
    typed = text.strip()
    if len(typed) > LONGEST:
        return None
    try:
        return _day(typed) or _month(typed) or _year(typed)
    except ValueError:  # a month or a year that no calendar has
        return None


def typed_day(text: str) -> dt.date | None:
    """The day that a text means; None where it means no single one."""
    found = typed_days(text)
    return found.first if found and found.first == found.last else None


def _day(text: str) -> TypedDays | None:
    for each in (text, in_digits(text)):
        forms = formats_of(each)
        for family in ("year-first", "day-first"):
            if (day := _read(each, forms.get(family))) is not None:
                other = _read(each, forms.get("month-first")) if family == "day-first" else None
                shape = DATE.match(each)
                is_short = shape is not None and family == "day-first" and len(shape["c"]) == len("24")
                return TypedDays(day, day, other if other != day else None, is_short)
    return None


def _read(text: str, form: str | None) -> dt.date | None:
    """The day, if the text has that form and no time of day."""
    if form is None or any(part in form for part in CLOCK):
        return None
    try:
        return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _month(text: str) -> TypedDays | None:
    if found := MONTH.fullmatch(text):
        first = dt.date(int(found["before"] or found["behind"]), int(found["month"] or found["named"]), 1)
    elif text[:1].isalpha() and (day := _day(f"1 {text}")):  # a month by its name
        first = day.first
    else:
        return None
    return TypedDays(first, _before(first.year + first.month // 12, first.month % 12 + 1))


def _year(text: str) -> TypedDays | None:
    if not YEAR.fullmatch(text):
        return None
    return TypedDays(dt.date(int(text), 1, 1), dt.date(int(text), 12, 31))


def _before(year: int, month: int) -> dt.date:
    """The day before a month; the calendar ends with the year 9999."""
    return dt.date.max if year > dt.MAXYEAR else dt.date(year, month, 1) - dt.timedelta(days=1)
