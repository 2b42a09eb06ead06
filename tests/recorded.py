"""Procedures as offices record them: work of people with what systems, instruments and the clock write beside it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from procmap.log import OfficeCalendar, build_log
from procmap.measures import Measures, measure

from .conftest import fresh_engine

EPOCH = dt.datetime(1970, 1, 1)
MONDAY = dt.datetime(2024, 1, 8, 9)
DAY, HOUR, SECOND = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(seconds=1)


@dataclass(frozen=True)
class Row:
    """One row of a log; `start` where it has one."""

    case: str
    activity: str
    time: dt.datetime
    person: str | None = None
    role: str | None = None
    start: dt.datetime | None = None


def _moment(moment: dt.datetime | None) -> int:
    return -1 if moment is None else (moment - EPOCH) // dt.timedelta(microseconds=1)


@contextmanager
def measured(rows: Iterable[Row], steps=()) -> Iterator[Measures]:
    """The measures of a log of such rows, without public holidays; `steps` as procmap.toml says."""
    rows = sorted(rows, key=lambda row: row.time)
    names = ("case", "activity", "person", "role")
    columns = {name: np.array([getattr(row, name) for row in rows], dtype=object) for name in names}
    with fresh_engine() as engine:
        engine.load("made", {
            "pos": np.arange(1, len(rows) + 1), "case_name": columns["case"], "activity_name": columns["activity"],
            "resource_name": columns["person"], "role_name": columns["role"],
            "time": np.array([_moment(row.time) for row in rows], dtype=np.int64),
            "start": np.array([_moment(row.start) for row in rows], dtype=np.int64),
        })  # fmt: skip
        engine.table("source_event", """
            select pos, case_name, activity_name, cast(resource_name as varchar) as resource_name,
              cast(role_name as varchar) as role_name, time, nullif(start, -1) as start, cast(null as bigint) as amount,
              cast(null as varchar) as outcome_name, cast(null as varchar) as channel_name, cast(null as bigint) as deadline
            from made""")
        yield measure(build_log(engine, OfficeCalendar(holidays="none")), steps=steps)


def in_office(moment: dt.datetime, chance: random.Random) -> dt.datetime:
    """A working moment of that day or of the next working day, to the second."""
    while moment.weekday() > 4:
        moment += DAY
    return moment.replace(hour=9, minute=5, second=0) + dt.timedelta(seconds=chance.randrange(3 * 3600))


def procedure(cases: int = 120, seed: int = 1) -> list[Row]:
    """Request, examination, decision and dispatch, each by two people of a service, some days apart."""
    chance = random.Random(seed)
    rows = []
    for n in range(cases):
        at = MONDAY + chance.randrange(240) * DAY
        for label, role in (("Request", "Desk"), ("Examination", "Office"), ("Decision", "Board"), ("Dispatch", "Desk")):
            at = in_office(at + chance.randrange(1, 9) * DAY, chance)
            rows.append(Row(f"c{n}", label, at, f"{role} {chance.randrange(2)}", role))
    return rows
