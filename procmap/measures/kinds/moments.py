"""How the rows of each activity were written: at which moments, by how many accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import EventLog

ROOM = "procmap.measures.kinds"

EVENTS = 200_000
"""Events that are looked at: those of every n-th case."""

FEWEST, FEW = 20, 3
"""Instances from which shares prove something, and from which something that holds of every one does."""

MOST = 0.9
"""Share of its instances that shows what an activity is."""

HARDLY = 0.1
"""Share of the instances of others from which something is no sign."""

SECONDS = 0.5
"""Share of the events with seconds from which the log's moments are those of a second."""


@dataclass(frozen=True)
class Moments:
    """Counts of one activity (see moment.sql)."""

    activity: int
    instances: int
    after_something: int
    at_once: int
    lasting: int
    by_night: int
    usual_minute: int
    together: int
    by_somebody: int
    accounts: int
    in_a_role: int
    with_seconds: int

    @property
    def by_the_clock(self) -> bool:
        """Whether its times of day are one and the same: a date, or a job that runs at an hour."""
        return 2 * self.usual_minute >= self.instances

    @property
    def is_work(self) -> bool:
        """Whether it takes somebody time, as its start tells."""
        return 2 * self.lasting >= self.instances


def step_of(log: EventLog) -> int:
    """How many cases there are for each that is looked at."""
    every = max(1, log.profile.events // EVENTS)
    return every + 1 if every > 1 and every % 7 == 0 else every


def listed(codes: Iterable[int]) -> str:
    """Codes for an IN of SQL; one that none has where there are none."""
    return ", ".join(map(str, sorted(codes))) or "-1"


def find_moments(log: EventLog) -> tuple[Moments, ...]:
    """The moments of all activities with a plausible date, by code."""
    return tuple(Moments(*row) for row in log.engine.rows(sql_of(ROOM, "moment").format(every=step_of(log))))


def nearly_all(part: int, whole: int) -> bool:
    """Whether a part is as good as the whole; of a few, the whole."""
    return part >= MOST * whole if whole >= FEWEST else part == whole >= FEW


def find_records(moments: tuple[Moments, ...]) -> frozenset[int]:
    """What a system writes: in the second of the event before it, or at night where people work by day."""
    of_the_second = sum(m.with_seconds for m in moments) >= SECONDS * sum(m.instances for m in moments)
    at_once = {
        m.activity for m in moments
        if of_the_second and not m.is_work and m.after_something >= MOST * m.instances and nearly_all(m.at_once, m.after_something)
    }  # fmt: skip
    return frozenset(at_once | _by_night(moments))


def _by_night(moments: tuple[Moments, ...]) -> set[int]:
    found = {
        m.activity for m in moments
        if nearly_all(m.by_night, m.instances) and m.accounts <= 1 and not m.by_the_clock and not m.is_work
    }  # fmt: skip
    others = [m for m in moments if m.activity not in found]
    instances = sum(m.instances for m in others)
    by_people = 2 * sum(m.by_somebody for m in others) > instances
    by_day = sum(m.by_night for m in others) <= HARDLY * instances
    return found if by_people and by_day else set()


def find_instants(log: EventLog, moments: tuple[Moments, ...]) -> frozenset[int]:
    """Moments inside an open piece of work of the same hand."""
    if not any(m.is_work for m in moments):
        return frozenset()
    inside = dict(log.engine.rows(sql_of(ROOM, "inside_item").format(every=step_of(log))))
    return frozenset(m.activity for m in moments if not m.lasting and nearly_all(inside.get(m.activity, 0), m.instances))
