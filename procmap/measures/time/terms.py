"""Terms that waits prove: hardly any wait is shorter than a round number of days and many are just as long, or all are alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from procmap.log import EventLog
from procmap.log.calendar import DAY

LEAST = 100
"""Instances after the usual predecessor from which a term can be told."""

LONG = 5 * DAY
"""Shorter ones may be made of nights, weekends and holidays."""

HARDLY = 0.01
"""Share of the waits that may be shorter."""

CROWD, JUST = 0.2, 1.1
"""Share of the waits that are at most so many times as long: far more than the slow start of a queue or of a distribution."""

ALIKE = 0.05
"""Where P10 and P90 of the waits differ by less than this share of their median, all are alike (see timers): P10 is the term."""

ROUND = (7, 10, 15, 30, 31, 61)
"""Whole multiples of these are round numbers of days: weeks, tens, fortnights, months."""

OFF = DAY // 2
"""How far a wait may lie from a round number of days: the time of day is no part of a term."""

WAITS = """
with gap as (
  select activity, prev_activity, time - prev_time as wait from event
  where prev_office is not null and office is not null and activity in ({codes})),
usual as (
  select activity, prev_activity from gap group by activity, prev_activity
  having count(*) >= {least} and count(*) filter (where wait < {long}) <= 0.1 * count(*)
  qualify row_number() over (partition by activity order by count(*) desc, prev_activity) = 1),
ranked as (
  select g.activity, g.prev_activity, quantile_disc(wait, [{hardly}, 0.1, 0.5, 0.9]) as at
  from gap g join usual u on u.activity = g.activity and u.prev_activity = g.prev_activity group by all)
select r.activity, r.prev_activity, r.at[1], r.at[2], r.at[3], r.at[4],
       count(*), count(*) filter (where g.wait >= r.at[1] and g.wait <= {just} * r.at[1])
from ranked r join gap g on g.activity = r.activity and g.prev_activity = r.prev_activity
group by all order by r.activity
"""


@dataclass(frozen=True)
class Term:
    """Calendar time, microseconds, that passes at least before an activity after another (by code; None: after any)."""

    least: int
    after: int | None = None


@dataclass(frozen=True)
class Lapse:
    """Calendar time, microseconds, that passes at least from the last of some activities (codes) on, whatever is done meanwhile."""

    least: int
    after: tuple[int, ...]


def find_terms(log: EventLog, asked: Iterable[int]) -> Mapping[int, Term]:
    """The terms of some activities, by code, each after its most frequent predecessor, where the waits prove one."""
    codes = ", ".join(map(str, sorted(asked))) or "-1"
    rows = log.engine.rows(WAITS.format(codes=codes, least=LEAST, long=LONG, hardly=HARDLY, just=JUST))
    found = {}
    for activity, after, floor, low, median, high, of, near in rows:
        if low >= LONG and high - low < ALIKE * median:
            found[activity] = Term(low, after)
        elif floor >= LONG and near >= CROWD * of and is_round(floor):
            found[activity] = Term(floor, after)
    return found


def is_round(wait: int) -> bool:
    """Whether a wait lies within half a day of a round number of days."""
    days = round(wait / DAY)
    return abs(wait - days * DAY) <= OFF and any(days % unit == 0 for unit in ROUND)
