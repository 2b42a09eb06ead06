"""French office hours as a line of seconds: Monday to Friday 09:00-12:30 and 13:30-17:00, closed on public holidays."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta

MORNING, DAY = 12600, 25200  # seconds

# Code du travail L3133-1, written out: no rule of ours can be wrong in the same way as a library's.
HOLIDAYS = frozenset(
    date.fromisoformat(f"{year}-{day}")
    for year, days in {
        2021: "01-01 04-05 05-01 05-08 05-13 05-24 07-14 08-15 11-01 11-11 12-25",
        2022: "01-01 04-18 05-01 05-08 05-26 06-06 07-14 08-15 11-01 11-11 12-25",
        2023: "01-01 04-10 05-01 05-08 05-18 05-29 07-14 08-15 11-01 11-11 12-25",
        2024: "01-01 04-01 05-01 05-08 05-09 05-20 07-14 08-15 11-01 11-11 12-25",
        2025: "01-01 04-21 05-01 05-08 05-29 06-09 07-14 08-15 11-01 11-11 12-25",
        2026: "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
        2027: "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25",
    }.items()
    for day in days.split()
)


class Office:
    """Office seconds from `first` on; `closed` are days of closure besides the public holidays."""

    def __init__(self, first: date, closed: frozenset[date] = frozenset(), years: int = 4) -> None:
        every = (first + timedelta(days=n) for n in range(366 * years))
        self.days = [day for day in every if day.weekday() < 5 and day not in HOLIDAYS and day not in closed]
        self.number = {day: n for n, day in enumerate(self.days)}

    def wall(self, office: float) -> datetime:
        """Local wall time of an office moment, to the second."""
        number, second = divmod(int(office), DAY)
        return datetime.combine(self.days[number], time(9)) + timedelta(seconds=second + 3600 * (second >= MORNING))

    def office(self, wall: datetime) -> int:
        """Office moment of a wall time; a closed moment counts as the next opening."""
        number = self.number.get(wall.date())
        if number is None:
            return bisect_left(self.days, wall.date()) * DAY
        second = wall.hour * 3600 + wall.minute * 60 + wall.second - 9 * 3600
        return number * DAY + min(max(second, 0), MORNING) + min(max(second - MORNING - 3600, 0), MORNING)
