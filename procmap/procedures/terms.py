"""Terms as the law counts them: calendar, office, working and clear days, months; notices; interruptions.

The day of the act never counts. jours ouvrés (office): Monday to Friday without public holidays; jours ouvrables (working):
Monday to Saturday without them; jours francs (clear): neither the day of the act nor that of expiry counts, and a last day that
is a Saturday, a Sunday or a public holiday goes on to the next working day; months: to the same day of the month, else its last.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from procmap.procedures.packs.types import Deadline
from procmap.procedures.packs.vocabulary import Clock

DAY = dt.timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


def last_day(start: dt.date, length: int, clock: Clock, closed: Container[dt.date] = ()) -> dt.date:
    """The last day on which the act is in time.

    Args:
        start: The day of the event that starts the term.
        length: Days or months.
        clock: In what they are counted.
        closed: Public holidays.
    """
    if clock == Clock.CALENDAR:
        return start + length * DAY
    if clock == Clock.MONTHS:
        return months_after(start, length)
    if clock == Clock.CLEAR:
        return _opened(start + (length + 1) * DAY, closed)
    free = (SATURDAY, SUNDAY) if clock == Clock.OFFICE else (SUNDAY,)
    day = start
    for _ in range(length):
        day += DAY
        while day.weekday() in free or day in closed:
            day += DAY
    return day


def months_after(start: dt.date, months: int) -> dt.date:
    """The same day of a later month, or the last day of that month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _opened(day: dt.date, closed: Container[dt.date]) -> dt.date:
    while day.weekday() in (SATURDAY, SUNDAY) or day in closed:
        day += DAY
    return day


class Notice(StrEnum):
    """Whether a minimum delay was kept."""

    KEPT = auto()
    EXACT = auto()
    """To the day: kept, unless the text counts clear days; to be looked at."""

    BREACHED = auto()


def earliest(sent: dt.date, least: int, clock: Clock, closed: Container[dt.date] = ()) -> dt.date:
    """The first day on which a meeting leaves so many days after the notice; in clear days least + 1 days after."""
    return sent + (least + 1) * DAY if clock == Clock.CLEAR else last_day(sent, least, clock, closed)


def notice(sent: dt.date, held: dt.date, least: int, clock: Clock, closed: Container[dt.date] = ()) -> Notice:
    """Whether so many days lie between a notice and the meeting."""
    first = earliest(sent, least, clock, closed)
    if held < first:
        return Notice.BREACHED
    return Notice.EXACT if held == first and clock != Clock.CLEAR else Notice.KEPT


class Irregular(StrEnum):
    """Why an interruption does not count."""

    SECOND = auto()
    TOO_LATE = auto()
    BEFORE_START = auto()


@dataclass(frozen=True)
class Interruption:
    """A suspension on a day, and the day of the answer; None while there is none."""

    on: dt.date
    answered: dt.date | None


@dataclass(frozen=True)
class Term:
    """A term of one case.

    Attributes:
        due: The last day in time; None while the term is interrupted, or has not begun.
        began: The day from which it runs.
        irregular: Interruptions that do not count, and why.
    """

    due: dt.date | None
    began: dt.date | None
    irregular: tuple[tuple[Interruption, Irregular], ...] = ()

    def late(self, done: dt.date) -> int:
        """Calendar days after the last day; 0 in time."""
        return max((done - self.due).days, 0) if self.due else 0


def term_of(
    deadline: Deadline,
    starts: Sequence[dt.date | None],
    interruptions: Sequence[Interruption] = (),
    closing: dt.date | None = None,
    closed: Container[dt.date] = (),
) -> Term:
    """When the term of one case ends.

    Args:
        deadline: Of a pack.
        starts: The days of the steps that it runs from; it runs from the latest. None where a step has not taken place.
        interruptions: In order of time; one alone counts, and only before `closing`.
        closing: The day of the step before which it may be interrupted (the payment order).
        closed: Public holidays.
    """
    days = [day for day in starts if day is not None]
    if not days:
        return Term(None, None)
    began = max(days)
    due = last_day(began, deadline.within, deadline.clock, closed)
    if deadline.pause is None:
        return Term(due, began)
    irregular: list[tuple[Interruption, Irregular]] = []
    end: dt.date | None = due
    counted = False
    for one in interruptions:
        if counted:
            irregular.append((one, Irregular.SECOND))
        elif closing is not None and one.on >= closing:
            irregular.append((one, Irregular.TOO_LATE))
        elif one.on < min(days):
            irregular.append((one, Irregular.BEFORE_START))
        else:
            counted = True
            left = max(deadline.pause.restart, (due - one.on).days)
            end = None if one.answered is None else last_day(one.answered, left, deadline.clock, closed)
    return Term(end, began, tuple(irregular))
