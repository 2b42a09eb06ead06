"""Dates that do not follow from what precedes them: due dates, appointments, dates of the outside.

Two things prove one. Either the later a file comes to the step, the shorter it waits for it, by as much: the date stood before.
Or the step bears days, or full quarters of an hour, in a log that has other moments, and these often lie before everything else
of the case: a plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from procmap.log import EventLog
from procmap.log.calendar import DAY

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

EVENTS = 200_000
"""Events that are looked at: those of every n-th case."""

LEAST = 100
"""Instances after the usual predecessor from which something can be told."""

SLOPE = -0.5
"""Change of the wait for each hour that a file comes later, below which (with its bound) the date stood before."""

SESSIONS = 2
"""Days from one day with instances to the next, at the median, from which the step is done in sessions."""

USUAL = 0.95
"""Share of the gaps between days with instances that are no holidays."""

ONE_IN_40 = 1.96
"""Standard deviations of the normal behind the bounds of medians."""

QUARTER = DAY // 96
"""What is planned is planned for a day, or for a quarter of an hour."""

DATED = 0.95
"""Share of an activity's instances at midnight, or at a full quarter, from which its moments were planned, where others are not."""

BEFORE_ALL = 0.02
"""Share of its instances that begin their case, a day and more before anything else, from which such days are plans."""

WAITS = """
with step as (
  select e.activity, e.prev_activity, e.prev_time - c.arrival as before, e.time - e.prev_time as wait, e.time as done
  from event e join case_ c using (case_id)
  where c.closed and e.office is not null and e.prev_office is not null and e.case_id % {every} = 0),
usual as (
  select activity, prev_activity from step group by activity, prev_activity
  qualify row_number() over (partition by activity order by count(*) desc, prev_activity) = 1)
select activity, before, wait, done from step join usual using (activity, prev_activity) order by activity, before, wait, done
"""

DATES = """
select activity, count(*) as instances from event group by activity
having count(*) >= {least} and count(*) filter (where time % {unit} = 0) >= {dated} * count(*)
   and count(*) filter (where k > 1) * 2 > count(*)
"""

FIRST = """
select first.activity, count(*) from event first join event second using (case_id)
where first.k = 1 and second.k = 2 and first.activity in ({codes}) and second.time - first.time >= {day} group by 1
"""


@dataclass(frozen=True)
class FixedDates:
    """Activities whose date does not follow from what precedes them, by code.

    Attributes:
        set_before: Their moments stood before: appointments, plans, dates of the outside.
        due: Those done in a session from a date on that stood before: nothing done sooner brings them on, more sessions do.
    """

    set_before: frozenset[int]
    due: frozenset[int]


def find_fixed_dates(log: EventLog) -> FixedDates:
    """The activities whose date does not follow from what precedes them."""
    import numpy as np

    events = int(log.engine.value("select count(*) from event"))
    found = log.engine.columns(WAITS.format(every=max(1, events // EVENTS)))
    activity = np.asarray(found["activity"], dtype=np.int64)
    columns = [np.asarray(found[name], dtype=np.int64) for name in ("before", "wait", "done")]
    ends = np.concatenate([[0], np.nonzero(np.diff(activity))[0] + 1, [len(activity)]])
    by_code = {int(activity[a]): [column[a:b] for column in columns] for a, b in pairwise(ends) if b > a}
    fixed = {code for code, found in by_code.items() if _is_set_before(*found)} | _days_of_plans(log)
    due = {code for code, found in by_code.items() if code not in fixed and _let_more_pass(*found)}
    return FixedDates(frozenset(fixed), frozenset(due))


def _is_set_before(before: Array, wait: Array, done: Array) -> bool:
    """Whether files that come later wait less, by as much; `before` ascends.

    The waits of the third of the files that came latest are compared with those of the third that came earliest, by their
    medians and their bounds (Tukey's resistant line). Weekends and sessions make waits differ by up to the time from one day
    with instances to the next: less than that proves nothing.
    """
    import numpy as np

    third = len(before) // 3
    if third < LEAST // 3:
        return False
    later = float(np.median(before[-third:]) - np.median(before[:third]))
    if later <= 0:
        return False
    early, late = np.sort(wait[:third]), np.sort(wait[-third:])
    spread = ONE_IN_40 * 0.5 * float(np.sqrt(third))
    low = early[max(int(third / 2 - spread), 0)]
    high = late[min(int(third / 2 + spread), third - 1)]
    return bool(high - low <= min(SLOPE * later, -days_apart(done)))


def days_apart(done: Array) -> int:
    """The usual time from one day with instances to the next: weekends and sessions make waits differ by up to that."""
    import numpy as np

    days = np.unique(done // DAY)
    return int(np.quantile(np.diff(days), USUAL)) * DAY if len(days) > 1 else DAY


def _let_more_pass(before: Array, wait: Array, done: Array) -> bool:
    """Whether the files that came early waited longer beyond the first day with instances that they could have met.

    On which day of the week a file comes makes no difference to that: it is a date that they wait for, then a session.
    """
    import numpy as np

    third, days = len(before) // 3, np.unique(done // DAY)
    if third < LEAST // 3 or len(days) < 2 or float(np.median(np.diff(days))) < SESSIONS:
        return False
    met = days[np.searchsorted(days, (done - wait) // DAY)]
    beyond = (done // DAY - met) * DAY
    early, late = beyond[:third], beyond[-third:]
    later = float(before[-third:].mean() - before[:third].mean())
    error = float(np.sqrt((early.var() + late.var()) / third))
    return bool(late.mean() - early.mean() + ONE_IN_40 * error <= min(SLOPE * later, -DAY))


def _days_of_plans(log: EventLog) -> set[int]:
    """Activities that bear days or full quarters which often come before the case begins, in a log that has other moments."""
    return _planned(log, DAY) | _planned(log, QUARTER)


def _planned(log: EventLog, unit: int) -> set[int]:
    planned, events = log.engine.rows(f"select count(*) filter (time % {unit} = 0), count(*) from event")[0]
    if 2 * planned > events:
        return set()
    dated = dict(log.engine.rows(DATES.format(least=LEAST, unit=unit, dated=DATED)))
    if not dated:
        return set()
    first = dict(log.engine.rows(FIRST.format(codes=", ".join(map(str, sorted(dated))), day=DAY)))
    return {int(code) for code, instances in dated.items() if first.get(code, 0) >= BEFORE_ALL * instances}
