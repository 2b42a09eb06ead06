"""Whether an extract keeps of the earlier cases only those that were still open at some date.

"All cases closed this year" or "all cases active since January" leaves out what was begun and ended before. Of the cases that
came before that date only those are left that took long, and fewer the longer before they came: what took little time is missing
among the first arrivals, such as what was refused at once. Over the cases that ended since then every figure holds; only the first
arrivals are not like the others.
"""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine import Engine
from procmap.log.calendar import day_sql

ENDED = 0.001
"""Share of the cases that came to an end that may have ended before the date: errors, and what was opened again."""

MISSING, TIMES = 20, 10
"""So many cases must be missing at least, and so many times those that are there: were durations as they are later."""

SPARSE = 1 / 3
"""Cases that came in the first half of the time before the date, for each that came in the second: about one without a cut."""

DAYS = 10
"""Days on which the cases from before the date end, at least: with fewer they wait for a session, and nothing is missing."""

ENOUGH = 50
"""Cases that came after the date and ended, at least: they tell how long a case takes."""

SHARES = 20
"""Parts into which the durations of the later cases are cut."""

FOUND = f"""
with since as (select quantile_disc(finish, {ENDED}) as at from case_closed where ended),
later as (
  select count(*) as cases, count(*) filter (where ended) as ended,
         quantile_disc(finish - arrival, {[(2 * n + 1) / (2 * SHARES) for n in range(SHARES)]}) filter (where ended) as took
  from case_closed, since where arrival >= since.at),
earlier as (select arrival, finish, ended from case_closed, since where arrival < since.at),
window_ as (select min(arrival) as first from earlier),
counted as (
  select count(*) filter (where earlier.ended and finish < since.at) as ended,
         count(distinct {day_sql("finish")}) filter (where earlier.ended and finish >= since.at) as days,
         count(*) filter (where arrival < (window_.first + since.at) // 2) as first_half, count(*) as cases
  from earlier, since, window_),
expected as (
  select count(*) * any_value(later.ended) / (any_value(later.cases) * {SHARES}) as ended
  from earlier, later, since, (select unnest(took) as usual from later) where earlier.arrival <= since.at - usual)
select since.at, counted.cases from since, later, counted, expected
where later.ended >= {ENOUGH} and expected.ended >= {MISSING} and expected.ended >= {TIMES} * counted.ended
  and counted.first_half <= {SPARSE} * (counted.cases - counted.first_half) and counted.days >= {DAYS}
"""


@dataclass(frozen=True)
class Cut:
    """Where an extract begins.

    Attributes:
        at: The moment from which cases end, microseconds.
        earlier: The cases that came before it.
    """

    at: int
    earlier: int


def find_cut(engine: Engine) -> Cut | None:
    """Where the extract begins, if it seems to leave out what had ended before; needs `case_closed`.

    A case that stands still has not ended.
    Durations are taken from the cases that came later; those of them that are still open count as if they lasted for ever, so
    that no more cases are said to be missing than are.
    """
    rows = engine.rows(FOUND)
    return Cut(*map(int, rows[0])) if rows else None
