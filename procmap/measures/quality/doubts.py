"""Signs that an activity's figures may not mean what they seem to: measured once, read by the guards of every pattern."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import Capability, EventLog
from procmap.procedures.folding import fold

ROOM = "procmap.measures.quality"

SAVED = 0.3
"""Share of an activity's gaps under five seconds from which its times are those of saving a form (Suriadi et al. 2017)."""

LEAST_ACCOUNTS = 5
"""Names in the resource column from which they are people, so that one among them can be a robot."""

ENOUGH_EVENTS = 200_000
"""Events that show who works as no person does."""


@dataclass(frozen=True)
class Doubts:
    """Activities by code.

    Attributes:
        saved: Their times are those of saving a form: their durations mean nothing.
        automatic: Most of their instances are a robot's, or a shared account's that works as no person does.
        repeated: Rows written twice, by activity: the same activity at the same moment of a case.
        spelt_twice: Their label is another one's but for case, accents, punctuation or a leading code.
    """

    saved: frozenset[int]
    automatic: frozenset[int]
    repeated: dict[int, int]
    spelt_twice: frozenset[int]


def find_doubts(log: EventLog) -> Doubts:
    """Measure them all; dates without a time of day say nothing of how an event was saved."""
    capture = [row for row in log.engine.rows(sql_of(ROOM, "capture")) if row[0] not in log.profile.coarse]
    return Doubts(
        frozenset(activity for activity, instances, saved, _ in capture if saved > SAVED * instances),
        _automatic(log),
        {activity: repeated for activity, _, _, repeated in capture if repeated},
        _spelt_twice(log),
    )


def _automatic(log: EventLog) -> frozenset[int]:
    accounts = log.engine.value("select count(*) from resource_")
    if not log.profile.can(Capability.RESOURCE, Capability.FINE_TIMESTAMPS) or accounts < LEAST_ACCOUNTS:
        return frozenset()  # two or three names stand for whole services, at work at any hour
    every = 1 + log.profile.events // ENOUGH_EVENTS
    if every % 7 == 0:
        every += 1  # else one weekday only
    robots = ", ".join(str(code) for (code,) in log.engine.rows(sql_of(ROOM, "robot").format(every=every))) or "-1"
    return frozenset(
        activity
        for (activity,) in log.engine.rows(
            f"""select activity from event group by activity
                having count(*) filter (where resource in ({robots})) > 0.5 * count(*) order by activity""",
        )
    )


def _spelt_twice(log: EventLog) -> frozenset[int]:
    spellings = defaultdict(list)
    for code, label in enumerate(log.activities):
        spellings[fold(label)].append(code)
    return frozenset(code for codes in spellings.values() if len(codes) > 1 for code in codes)
