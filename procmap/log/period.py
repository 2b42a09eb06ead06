"""The period that a log covers, and the dates that cannot belong to it.

Exports carry dates such as 1948 or 9999 that stand for an error or for "not known". One such date would stretch every
duration and the calendar, so it is set apart: the event keeps its place, the date is named, no duration uses it. A start
is judged like an end, and left out where it is as implausible; the event and its end stay.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from procmap.engine import Engine
from procmap.log.calendar import DAY, EPOCH, FIRST_DAY, LAST_DAY, day_sql

GAP_DAYS = 180
"""Days without any event that separate a stray date from the log."""

STRAY_SHARE = 0.005
"""Dates beyond such a gap are strays when they hold less than this share of the events."""


UNKNOWN = frozenset({0, (dt.date(2099, 12, 31) - EPOCH).days})
"""Days that stand for "not known" where they stand alone; others that do (1900-01-01, 9999-12-31) are absurd anyway."""

MOST_DAYS = 366 * 150
"""Days of a period beyond which it is no office's."""

Days = list[tuple[int, int]]
"""(day since 1970, events), by day."""


@dataclass(frozen=True)
class Period:
    """What the log covers; days since 1970.

    Attributes:
        first, last: The first and last plausible day.
        first_start: The first plausible day of a start, maybe before `first`.
        strays, stray_starts: (day, events) of the implausible ends and starts.
    """

    first: int
    last: int
    first_start: int
    strays: tuple[tuple[int, int], ...]
    stray_starts: tuple[tuple[int, int], ...] = ()

    @property
    def monday(self) -> int:
        """The Monday from which the weeks of the log are counted: that of the first day on which a case can begin."""
        begins = min(self.first, self.first_start)
        return begins - (begins + 3) % 7

    def week_sql(self, moment: str) -> str:
        """SQL of the week of a moment within the period, counted from `monday`; NULL for one that lies outside it."""
        return f"""case when {moment} between {self.monday * DAY} and {(self.last + 1) * DAY - 1}
                   then cast(({moment} - ({self.monday * DAY})) // {7 * DAY} as integer) end"""

    @property
    def stray_events(self) -> int:
        """Events whose date is implausible."""
        return sum(events for _, events in self.strays)


def find_period(engine: Engine) -> Period:
    """The stretches of days without a long gap that hold the events; far smaller stretches beyond gaps are strays.

    A start is plausible in a stretch of starts and ends together, up to the last plausible end.
    """
    days = _days(engine, "time")
    kept = _kept(days)
    first, last = kept[0][0], kept[-1][0]
    strays = tuple(row for row in days if not first <= row[0] <= last)
    starts = _days(engine, "start")
    if not starts:
        return Period(first, last, first, strays)
    both = Counter(dict(starts))
    both.update({day: events for day, events in days if first <= day <= last})
    first_start = min(first, max(_kept(sorted(both.items()))[0][0], last - MOST_DAYS))
    return Period(
        first, last, first_start, strays, tuple(row for row in starts if not first_start <= row[0] <= last)
    )


def _days(engine: Engine, moment: str) -> Days:
    return engine.rows(
        f"select {day_sql(moment)} as day, count(*) from source_event where {moment} is not null group by 1 order by 1"
    )


def _kept(days: Days) -> Days:
    """The days of the plausible stretches; where there is none, those of the largest."""
    stretches: list[Days] = [[days[0]]]
    for before, row in pairwise(days):
        if row[0] - before[0] > GAP_DAYS:
            stretches.append([])
        stretches[-1].append(row)
    sizes = [sum(events for _, events in stretch) for stretch in stretches]
    least = STRAY_SHARE * sum(sizes)
    good = [i for i, size in enumerate(sizes) if size >= least and not _absurd(stretches[i])]
    good = good or [i for i, size in enumerate(sizes) if size == max(sizes)]
    found = [row for i in good for row in stretches[i]]
    return [row for row in found if row[0] > found[-1][0] - MOST_DAYS]


def iso(day: int) -> str:
    """A day since 1970 as ISO date; one beyond the years 1 to 9999 as the nearest of them."""
    return (EPOCH + dt.timedelta(days=min(max(day, FIRST_DAY), LAST_DAY))).isoformat()


def _absurd(stretch: Days) -> bool:
    """Before 1970, from 2100 on, or one day that stands for "not known": no export of a running office holds such a period."""
    first, last = stretch[0][0], stretch[-1][0]
    return last < 0 or first >= (dt.date(2100, 1, 1) - EPOCH).days or (first == last and first in UNKNOWN)
