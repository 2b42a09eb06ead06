"""Small procedures with dates that a pencil can follow. The office is open 9:00-12:30 and 13:30-17:00, Monday to Friday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np

from procmap.engine import Engine
from procmap.log import OfficeCalendar, build_log
from procmap.measures import Measures, measure
from procmap.redesign.gains import Redesign
from procmap.redesign.observed import load_traces

EPOCH = dt.datetime(1970, 1, 1)
MONDAY = dt.datetime(2024, 1, 8)

Row = tuple[str, str, dt.datetime]
"""Case, activity, completion."""


@contextmanager
def measured(rows: Iterable[Row], roles: dict[str, str] | None = None) -> Iterator[Measures]:
    """The measures of a log of such rows, without public holidays."""
    rows = list(rows)
    texts = [np.array([row[place] for row in rows], dtype=object) for place in (0, 1)]
    with Engine(threads=1) as engine:
        engine.load("made", {
            "pos": np.arange(1, len(rows) + 1), "case_name": texts[0], "activity_name": texts[1],
            "role_name": np.array([(roles or {}).get(row[1]) or "Office" for row in rows], dtype=object),
            "time": np.array([(row[2] - EPOCH) // dt.timedelta(microseconds=1) for row in rows], dtype=np.int64),
        })  # fmt: skip
        engine.table("source_event", """
            select pos, case_name, activity_name, cast(null as varchar) as resource_name, role_name, time,
              cast(null as bigint) as start, cast(null as bigint) as amount, cast(null as varchar) as outcome_name,
              cast(null as varchar) as channel_name,
              cast(null as bigint) as deadline from made""")
        yield measure(build_log(engine, OfficeCalendar(holidays="none")))


def redesigned(measures: Measures, batched: tuple[str, ...] | None = None) -> Redesign:
    """What replays the cases; `batched` names the activities done in sessions, those of the measures by default."""
    if batched is None:
        return Redesign.of_measures(measures)
    codes = tuple(measures.log.activities.index(label) for label in batched)
    traces = load_traces(measures.log, measures.concurrent, codes, measures.fixed_dates, measures.kinds.due_since)
    return Redesign.of(measures.log, traces)


def gained(measures: Measures, edits, batched: tuple[str, ...] | None = None):
    """(office hours, calendar days) that each closed case gains, in the order of the cases."""
    redesign = redesigned(measures, batched)
    found = redesign.outcome(edits)
    return found.hours[redesign.closed], found.days[redesign.closed]


def thursday(moment: dt.datetime, hour: int = 15) -> dt.datetime:
    """The first Thursday at this hour that is not before the moment."""
    held = (moment + dt.timedelta(days=(3 - moment.weekday()) % 7)).replace(hour=hour, minute=0)
    return held if held >= moment else held + dt.timedelta(days=7)


def working(moment: dt.datetime) -> dt.datetime:
    """The moment, or the next working day at the same hour."""
    while moment.weekday() > 4:
        moment += dt.timedelta(days=1)
    return moment
