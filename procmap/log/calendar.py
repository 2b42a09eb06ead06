"""Office time: how much of the opening hours has passed at a moment.

W(t) is the opening time from a first day to the moment t. It never falls, so the office duration between two moments is one
subtraction, whatever nights, lunch breaks, week-ends and public holidays lie between them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.engine import Engine
from procmap.errors import UsageError

if TYPE_CHECKING:
    import numpy as np

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = dt.date(1970, 1, 1)
FIRST_DAY, LAST_DAY = (dt.date.min - EPOCH).days, (dt.date.max - EPOCH).days
ORIGIN = FIRST_DAY * DAY
"""The midnight from which SQL counts days: the engine divides negative numbers towards zero, and there were days before 1970."""

THIRTY_FIVE_HOURS = "Mon-Fri 09:00-12:30 13:30-17:00"
ROUND_THE_CLOCK = "Mon-Sun 00:00-24:00"
FRANCE = "FR"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Window = tuple[int, int]
"""Opening and closing, microseconds after midnight."""


@dataclass(frozen=True)
class OfficeCalendar:
    """Opening hours and closed days.

    Attributes:
        hours: As the user wrote them, "Mon-Fri 09:00-12:30 13:30-17:00; Sat 09:00-12:00".
        week: The windows of each weekday, Monday first.
        holidays: Country or "country-subdivision" of the public holidays, as "FR"; "none" for no holidays. None where nobody has
            said: then of the country where the office stands, or of metropolitan France.
        stands_in: The country that the time zone of the log tells.
    """

    hours: str = THIRTY_FIVE_HOURS
    holidays: str | None = None
    stands_in: str | None = None

    @property
    def week(self) -> tuple[tuple[Window, ...], ...]:
        """The windows of each weekday, Monday first."""
        return parse_hours(self.hours)

    @property
    def country(self) -> str:
        """Whose public holidays are kept: a country, a part of it, or "none"."""
        return self.holidays or self.stands_in or FRANCE

    @property
    def presumed(self) -> bool:
        """Whether nobody has said when this office is open."""
        return self.hours == THIRTY_FIVE_HOURS

    @property
    def day(self) -> float:
        """Opening time of a working day, microseconds: the mean of the weekdays that are worked."""
        worked = [sum(closes - opens for opens, closes in windows) for windows in self.week if windows]
        return sum(worked) / len(worked)

    def create_table(self, engine: Engine, first: int, last: int) -> None:
        """Store `office_day(day, worked, open_1, close_1, ...)` for the days first to last (days since 1970).

        `worked` is the opening time before the day; a closed day has empty windows.
        """
        import numpy as np

        days = np.arange(first, last + 1)
        windows = self._windows(days)
        length = (windows[:, 1::2] - windows[:, 0::2]).sum(axis=1)
        columns: dict[str, np.ndarray[Any, Any]] = {
            "day": days,
            "worked": np.concatenate([[0], np.cumsum(length)[:-1]]),
        }
        for i in range(windows.shape[1] // 2):
            columns[f"open_{i}"], columns[f"close_{i}"] = windows[:, 2 * i], windows[:, 2 * i + 1]
        engine.load("office_day", columns)

    def inside_sql(self, moment: str) -> str:
        """Whether the SQL expression `moment` lies in the opening hours, where `office_day` is joined on its day."""
        clock, windows = clock_sql(moment), max(len(day) for day in self.week)
        return " or ".join(
            f"{clock} between office_day.open_{i} and office_day.close_{i} and office_day.close_{i} > office_day.open_{i}"
            for i in range(windows)
        )

    def office_sql(self, moment: str) -> str:
        """W of the SQL expression `moment`, where `office_day` is joined on the day of the moment."""
        windows = max(len(day) for day in self.week)
        parts = [
            f"greatest(0, least({clock_sql(moment)}, office_day.close_{i}) - office_day.open_{i})" for i in range(windows)
        ]
        return " + ".join(["office_day.worked", *parts])

    def inverse(self, first: int, last: int) -> InverseCalendar:
        """From office time back to the calendar, for office times counted from the day `first`."""
        import numpy as np

        days = np.arange(first, last + 1)
        windows = self._windows(days)
        opens = (windows[:, 0::2] + days[:, None] * DAY).ravel()
        lengths = (windows[:, 1::2] - windows[:, 0::2]).ravel()
        kept = lengths > 0
        lengths = lengths[kept]
        return InverseCalendar(opens[kept], np.concatenate([[0], np.cumsum(lengths)]))

    def _windows(self, days: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        import numpy as np

        width = max(len(day) for day in self.week)
        table = np.zeros((7, 2 * width), dtype=np.int64)
        for weekday, windows in enumerate(self.week):
            for i, (opens, closes) in enumerate(windows):
                table[weekday, 2 * i], table[weekday, 2 * i + 1] = opens, closes
        found = table[(days + 3) % 7]  # 1 January 1970 was a Thursday
        closed = np.isin(days, self._closed_days(int(days[0]), int(days[-1])))
        found[closed] = 0
        kept: np.ndarray[Any, Any] = found
        return kept

    def public_holidays(self, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        """The public holidays from one day to another, for terms that the law counts."""
        days = self._closed_days((first - EPOCH).days, (last - EPOCH).days)
        return frozenset(day for day in (EPOCH + dt.timedelta(days=number) for number in days) if first <= day <= last)

    def _closed_days(self, first: int, last: int) -> list[int]:
        if self.country == "none":
            return []
        import holidays

        country, _, subdivision = self.country.partition("-")
        years = range(_year(first), _year(last) + 1)
        try:
            found = holidays.country_holidays(country, subdiv=subdivision or None, years=years)
        except NotImplementedError as error:
            raise UsageError("log.unknown_holidays", name=self.country) from error
        return sorted((day - EPOCH).days for day in found)


def day_sql(moment: str) -> str:
    """SQL of the day, since 1970, of a moment of the years 1 to 9999."""
    return f"(({moment} - ({ORIGIN})) // {DAY} + ({FIRST_DAY}))"


def clock_sql(moment: str) -> str:
    """SQL of the time of day of such a moment, microseconds."""
    return f"(({moment} - ({ORIGIN})) % {DAY})"


def weekday_sql(day: str) -> str:
    """SQL of the weekday of such a day, Monday 0: the first day of the year 1 is a Monday."""
    return f"(({day} - ({FIRST_DAY})) % 7)"


def _year(day: int) -> int:
    """The year of a day since 1970, from 1 to 9999: a period may begin on the very first day that calendars know."""
    return (EPOCH + dt.timedelta(days=min(max(day, FIRST_DAY), LAST_DAY))).year


@dataclass(frozen=True)
class InverseCalendar:
    """Office time to calendar time: the earliest moment at which the office time has passed. And back again, by `worked`."""

    opens: Any
    cumulated: Any

    def worked(self, time: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Office time for each moment of the wall clock."""
        import numpy as np

        at = np.clip(np.searchsorted(self.opens, time, side="right") - 1, 0, len(self.opens) - 1)
        length = self.cumulated[at + 1] - self.cumulated[at]
        found: np.ndarray[Any, Any] = self.cumulated[at] + np.clip(time - self.opens[at], 0, length)
        return found

    def __call__(self, office: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Microseconds of wall time for each office time."""
        import numpy as np

        at = np.clip(np.searchsorted(self.cumulated, office, side="left") - 1, 0, len(self.opens) - 1)
        found: np.ndarray[Any, Any] = self.opens[at] + (office - self.cumulated[at])
        return found


def parse_hours(text: str) -> tuple[tuple[Window, ...], ...]:
    """The windows of each weekday of "Mon-Fri 09:00-12:30 13:30-17:00; Sat 09:00-12:00"."""
    week: list[tuple[Window, ...]] = [()] * 7
    for part in text.split(";"):
        match = re.fullmatch(r"\s*([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))?((?:\s+\d{1,2}:\d{2}-\d{1,2}:\d{2})+)\s*", part)
        if not match or match[1] not in WEEKDAYS or (match[2] and match[2] not in WEEKDAYS):
            raise UsageError("log.unreadable_hours", text=text)
        windows = tuple(_window(span, text) for span in match[3].split())
        if any(windows[i][1] > windows[i + 1][0] for i in range(len(windows) - 1)):
            raise UsageError("log.unreadable_hours", text=text)
        first, last = WEEKDAYS.index(match[1]), WEEKDAYS.index(match[2] or match[1])
        for day in range(first, last + 1):
            week[day] = windows
    if not any(week):
        raise UsageError("log.unreadable_hours", text=text)
    return tuple(week)


def _window(span: str, text: str) -> Window:
    opens, closes = (int(h) * HOUR + int(m) * MINUTE for h, m in (moment.split(":") for moment in span.split("-")))
    if not 0 <= opens < closes <= DAY:
        raise UsageError("log.unreadable_hours", text=text)
    return opens, closes
