"""The period that a log covers, and the dates that cannot belong to it.

Exports carry dates such as 1948 or 9999 that stand for an error or for "not known". One such date would stretch every
duration and the calendar, so it is set apart: the event keeps its place, the date is named, no duration uses it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from procmap.engine import Engine
from procmap.log.calendar import DAY, EPOCH

GAP_DAYS = 180
"""Days without any event that separate a stray date from the log."""

STRAY_SHARE = 0.005
"""Dates beyond such a gap are strays when they hold less than this share of the events."""


@dataclass(frozen=True)
class Period:
    """First and last plausible day (days since 1970), and the strays as (day, events)."""

    first: int
    last: int
    strays: tuple[tuple[int, int], ...]

    @property
    def stray_events(self) -> int:
        """Events whose date is implausible."""
        return sum(events for _, events in self.strays)


def find_period(engine: Engine) -> Period:
    """The stretch of days without a long gap that holds most events; far smaller stretches beyond gaps are strays."""
    days = engine.rows(f"select time // {DAY} as day, count(*) from source_event group by 1 order by 1")
    stretches: list[list[tuple[int, int]]] = [[days[0]]]
    for before, row in pairwise(days):
        if row[0] - before[0] > GAP_DAYS:
            stretches.append([])
        stretches[-1].append(row)
    sizes = [sum(events for _, events in stretch) for stretch in stretches]
    least = max(STRAY_SHARE * sum(sizes), 1 if len(sizes) == 1 else 0)
    kept = [i for i, size in enumerate(sizes) if (size >= least and not _absurd(stretches[i])) or size == max(sizes)]
    first, last = stretches[kept[0]][0][0], stretches[kept[-1]][-1][0]
    strays = tuple((day, events) for i, s in enumerate(stretches) if i not in kept for day, events in s)
    inside = tuple((day, events) for day, events in strays if not first <= day <= last)
    return Period(first, last, inside)


def iso(day: int) -> str:
    """A day since 1970 as ISO date, also beyond the years that Python's dates hold."""
    try:
        return (EPOCH + dt.timedelta(days=day)).isoformat()
    except OverflowError:
        return f"{1970 + day // 365}"


def _absurd(stretch: list[tuple[int, int]]) -> bool:
    """Before 1970 or from 2100 on: no export of a running office holds such a period."""
    return stretch[0][0] < 0 or stretch[-1][0] > (dt.date(2100, 1, 1) - EPOCH).days
