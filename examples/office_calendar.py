"""French office hours as a line of seconds: Monday to Friday 09:00-12:30 and 13:30-17:00, closed on public holidays."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from typing import Any

MORNING, AFTERNOON = 3 * 3600 + 1800, 3 * 3600 + 1800
DAY = MORNING + AFTERNOON


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian algorithm (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + n - 7 * ((a + 11 * h + 22 * n) // 451) + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int) -> set[date]:
    """The eleven holidays of Code du travail L3133-1."""
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    return {date(year, m, d) for m, d in fixed} | {easter(year) + timedelta(days=n) for n in (1, 39, 50)}


class OfficeCalendar:
    """Working days, Monday to Friday 09:00-12:30 and 13:30-17:00, as seconds of office time from `first`."""

    def __init__(self, first: date, days: int = 800) -> None:
        closed = {day for year in range(first.year, first.year + 4) for day in public_holidays(year)}
        every = (first + timedelta(days=n) for n in range(days))
        self.days = [day for day in every if day.weekday() < 5 and day not in closed]

    def wall(self, office: int) -> datetime:
        """Local wall time of an office moment."""
        number, second = divmod(office, DAY)
        opening = datetime.combine(self.days[number], time(9))
        return opening + timedelta(seconds=second if second < MORNING else second + 3600)

    def office(self, wall: datetime) -> int:
        """Office moment of a wall time; a closed moment counts as the next opening."""
        number = bisect_left(self.days, wall.date())
        if self.days[number] != wall.date():
            return number * DAY
        second = int((wall - datetime.combine(wall.date(), time(9))).total_seconds())
        return number * DAY + min(max(second, 0), MORNING) + min(max(second - MORNING - 3600, 0), AFTERNOON)


def session_days(rule: dict[str, Any], calendar: OfficeCalendar) -> list[int]:
    """Office moments at which a session opens: every week, or on the nth such weekday of the month, plus an offset."""
    found, day = [], calendar.days[0]
    while day < calendar.days[-1] - timedelta(days=40):
        fits = "nth" not in rule or ((day.day - 1) // 7 + 1 == rule["nth"] and day.month not in rule.get("not_in", ()))
        if day.weekday() == rule["weekday"] and fits:
            opens = day + timedelta(days=rule.get("offset", 0))
            found.append(calendar.office(datetime.combine(opens, time.fromisoformat(rule["at"]))))
        day += timedelta(days=1)
    return sorted(found)
