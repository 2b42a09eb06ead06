"""Terms that waits prove: hardly any wait is shorter than a round number of days, and many are just as long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from procmap.log import EventLog
from procmap.log.calendar import DAY
from procmap.measures.time.timers import is_timer

LEAST = 100
"""Instances from which a term can be told."""

LONG = 5 * DAY
"""Shorter ones may be made of nights, weekends and holidays."""

HARDLY = 0.01
"""Share of the waits that may be shorter."""

CROWD, JUST = 0.2, 1.1
"""Share of the waits that are at most so many times as long: far more than the slow start of a queue or of a distribution."""

ROUND = (7, 10, 15, 30, 31, 61)
"""Whole multiples of these are round numbers of days: weeks, tens, fortnights, months."""

OFF = DAY // 2
"""How far a wait may lie from a round number of days: the time of day is no part of a term."""


def find_terms(log: EventLog, asked: Iterable[int]) -> Mapping[int, int]:
    """The calendar time (microseconds) that passes at least before each of some activities, where it is proven to be a term."""
    codes = ", ".join(map(str, sorted(asked))) or "-1"
    waits = f"""select activity, time - prev_time as wait from event
                where prev_office is not null and office is not null and activity in ({codes})"""
    long = log.engine.rows(
        f"""select activity from ({waits}) group by activity
            having count(*) >= {LEAST} and count(*) filter (where wait < {LONG}) <= {HARDLY} * count(*) order by activity"""
    )
    found = {}
    for (code,) in long:
        floor = int(log.engine.value(f"select quantile_disc(wait, {HARDLY}) from ({waits}) where activity = {code}"))
        near, of = log.engine.rows(
            f"""select count(*) filter (where wait between {floor} and {JUST} * {floor}), count(*)
                from ({waits}) where activity = {code}"""
        )[0]
        if (near >= CROWD * of and is_round(floor)) or is_timer(log, code):
            found[code] = floor
    return found


def is_round(wait: int) -> bool:
    """Whether a wait lies within half a day of a round number of days."""
    days = round(wait / DAY)
    return abs(wait - days * DAY) <= OFF and any(days % unit == 0 for unit in ROUND)
