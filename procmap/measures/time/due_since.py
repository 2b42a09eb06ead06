"""Steps that fall due a while after an earlier step of the case: a payment thirty days after its invoice came in.

What lies between the two takes the time that is there, and gives nothing back where it takes less. Two things prove it. The step
keeps a closer distance to the earlier one than to any nearer one, and the later a file leaves the earlier one for the step, the
shorter it waits for it, by as much. What counts from the beginning of the case is a fixed date (see fixed_dates).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from procmap.log import EventLog
from procmap.log.calendar import DAY
from procmap.measures.time.fixed_dates import LEAST, ONE_IN_40, SESSIONS, SLOPE, days_apart

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

COVERED = 0.9
"""Share of the instances of a step that have the earlier one before them, at least."""

FIRST = 0.5
"""Share of its instances at which the earlier one opens the case, from which the date counts from the beginning."""

CLOSER = 0.8
"""Spread of the time since the earlier step, from the twentieth at the bottom, who come when it is due, to the quarter on top,
who may be late, as a share of that since any nearer one, at most."""

LONG = 5 * DAY
"""Median time since the earlier step from which it may be a term: shorter ones are made of nights and weekends."""

MOST = 2_000_000
"""Pairs of events of one case that are looked at: those of every n-th case."""

PAIRS = """
with mine as (
  select e.case_id, e.activity, e.k, e.time, e.prev_time from event e join case_ c using (case_id)
  where c.closed and e.office is not null and e.prev_office is not null and e.case_id % {every} = 0),
latest as (
  select m.activity, m.case_id, m.k, b.activity as since, any_value(m.time) as time, any_value(m.prev_time) as prev_time,
         max(b.k) as since_k, arg_max(b.time, b.k) as since_time
  from mine m join event b on b.case_id = m.case_id and b.k < m.k and b.activity <> m.activity
  where b.office is not null group by all)
"""

SPREADS = PAIRS + """
select l.activity, l.since, count(*) as times, count(*) filter (where since_k = 1) as opens,
       quantile_disc(l.time - since_time, [0.05, 0.5, 0.75]) as took, avg(l.k - since_k) as steps
from latest l group by l.activity, l.since having count(*) >= {least}
"""

WAITS = PAIRS + """
select activity, prev_time - since_time as before, time - prev_time as wait, time as done
from latest where {asked} and prev_time > since_time order by activity, before, wait, done
"""


def find_due_since(log: EventLog, fixed: Collection[int]) -> Mapping[int, int]:
    """The step (code) from which each step's date counts, by code; those of fixed dates left out."""
    import numpy as np

    pairs = log.engine.value("select sum(n * n) / 2 from (select count(*) as n from event group by case_id)")
    every = max(1, int(pairs or 0) // MOST)
    asked = _closest(log, every, fixed)
    if not asked:
        return {}
    either = " or ".join(f"(activity = {code} and since = {since})" for code, since in sorted(asked.items()))
    found = log.engine.columns(WAITS.format(every=every, asked=f"({either})"))
    activity = np.asarray(found["activity"], dtype=np.int64)
    columns = [np.asarray(found[name], dtype=np.int64) for name in ("before", "wait", "done")]
    ends = np.concatenate([[0], np.nonzero(np.diff(activity))[0] + 1, [len(activity)]])
    due = {int(activity[a]) for a, b in pairwise(ends) if b > a and _waits_less(*(column[a:b] for column in columns))}
    return {code: since for code, since in asked.items() if code in due}


def _waits_less(before: Array, wait: Array, done: Array) -> bool:
    """Whether the files that came latest since the earlier step wait less than those that came earliest, by as much.

    A third is compared with a third, files that came on the same day of the week with one another: weekends make no difference
    then, sessions may.
    """
    import numpy as np

    third, days = len(before) // 3, np.unique(done // DAY)
    if third < LEAST // 3:
        return False
    sessions = float(np.median(np.diff(days))) >= SESSIONS if len(days) > 1 else True
    came = (done - wait) // DAY % 7
    since, waited = _beside_the_mean(before, came), _beside_the_mean(wait, came)
    order = np.argsort(since, kind="stable")
    early, late = waited[order[:third]], waited[order[-third:]]
    later = float(np.median(since[order[-third:]]) - np.median(since[order[:third]]))
    error = float(np.sqrt((early.var() + late.var()) / third))
    less = float(late.mean() - early.mean()) + ONE_IN_40 * error
    return later > 0 and less <= min(SLOPE * later, -(days_apart(done) if sessions else DAY))


def _beside_the_mean(values: Array, group: Array) -> Array:
    """By how much each value differs from the mean of its group."""
    import numpy as np

    times = np.maximum(np.bincount(group), 1)
    found: Array = values - (np.bincount(group, weights=values) / times)[group]
    return found


def _closest(log: EventLog, every: int, fixed: Collection[int]) -> Mapping[int, int]:
    """For each step the earlier one that it keeps the closest distance to, where none that lies nearer comes close to that."""
    of = dict(log.engine.rows(
        f"""select activity, count(*) from event join case_ using (case_id)
            where closed and office is not null and prev_office is not null and case_id % {every} = 0 group by activity""",
    ))  # fmt: skip
    by_code: dict[int, list[tuple[int, float, int, float, bool]]] = {}
    for code, since, times, opens, took, steps in log.engine.rows(SPREADS.format(every=every, least=LEAST)):
        if code not in fixed and times >= COVERED * of[code]:
            by_code.setdefault(code, []).append((took[2] - took[0], steps, since, took[1], opens >= FIRST * times))
    found = {}
    for code, ways in by_code.items():
        spread, steps, since, median, opens = min(ways)
        nearer = [other for other, apart, *_ in ways if apart < steps]
        if not opens and median >= LONG and nearer and spread <= CLOSER * min(nearer):
            found[code] = since
    return found
