"""When the sessions of a step were held, and how many cases each took."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from procmap.engine.duckdb_engine import sql_of
from procmap.log import EventLog
from procmap.log.calendar import day_sql


@dataclass(frozen=True)
class Session:
    """A session: the day on which it opened, counted from 1970, and the cases that it took."""

    day: int
    cases: int


@dataclass(frozen=True)
class SessionCalendar:
    """The sessions of one step.

    Attributes:
        activity: The label of the log.
        sessions: By day.
        cases: Median cases of a session.
        gap: Median days from one session to the next, None for a single one.
        longest: The sessions between which most days pass, the first of them where several are as far apart; None for a single one.
    """

    activity: str
    sessions: tuple[Session, ...]
    cases: float
    gap: float | None
    longest: tuple[Session, Session] | None


def find_session_calendars(log: EventLog) -> tuple[SessionCalendar, ...]:
    """The steps done in sessions, those with most cases first. Needs `session_day`."""
    found: dict[int, list[Session]] = defaultdict(list)
    statement = sql_of("procmap.measures.time", "session").format(day=day_sql("e.time"), opens_day=day_sql("opens"))
    for activity, day, cases in log.engine.rows(statement):
        found[activity].append(Session(day, cases))
    calendars = [_calendar(log.activities[code], tuple(sessions)) for code, sessions in found.items()]
    return tuple(sorted(calendars, key=lambda one: (-sum(session.cases for session in one.sessions), one.activity)))


def _calendar(activity: str, sessions: tuple[Session, ...]) -> SessionCalendar:
    pairs = list(pairwise(sessions))
    return SessionCalendar(
        activity,
        sessions,
        float(median(session.cases for session in sessions)),
        float(median(later.day - one.day for one, later in pairs)) if pairs else None,
        max(pairs, key=lambda pair: pair[1].day - pair[0].day, default=None),
    )
