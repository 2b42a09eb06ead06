"""The time that ends in each step, as observed and as the accepted plan leaves it.

It runs from what enabled the step to its completion; what opens a case ends no time, unless its own start is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from procmap.log.calendar import DAY, HOUR, InverseCalendar
from procmap.redesign.gains import Redesign, Run
from procmap.redesign.traces import Clocks, Traces, batches
from procmap.redesign.walls import wall_of

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

NEVER = -(2**62)
"""The moment of what does not take place, or at no plausible date: nothing waits for it."""

MANY, HARDLY = 300, 0.01
"""From so many instances on the floor is the wait below which one in a hundred lies; with fewer it is the smallest one."""


@dataclass(frozen=True)
class StepFigures:
    """A step on the closed cases; medians by rank, None where no time ends in it."""

    cases: int
    instances: int
    median_office_hours: float | None
    median_days: float | None


@dataclass(frozen=True)
class Waits:
    """The time that ends in each event.

    Attributes:
        traces: The events.
        rows: Those that take place, of closed cases, in the order of their activities.
        timed: Whether time ends in an event: its date is plausible, and it does not open its case.
        office, time: From enabling to completion, microseconds of office and calendar time.
        ready_time: When each event was enabled, on the wall clock, by plausible dates only.
        arrival: When each case arrived, on the wall clock.
        elapsed: Calendar time of all closed cases.
        clock: From office time to the calendar.
    """

    traces: Traces
    rows: Array
    timed: Array
    office: Array
    time: Array
    ready_time: Array
    arrival: Array
    elapsed: int
    clock: InverseCalendar

    @classmethod
    def observed(cls, redesign: Redesign) -> Waits:
        """As the log has them."""
        import numpy as np

        traces = redesign.traces
        cases = redesign.log.engine.columns("select arrival, finish from case_ order by case_id")
        arrival, finish = (np.ma.filled(cases[name], 0).astype(np.int64) for name in ("arrival", "finish"))
        timed = traces.office >= 0
        plausible = _enabled(traces, np.where(timed, traces.time, NEVER), arrival, np.nonzero(~timed)[0])
        ready_time = np.where(plausible == NEVER, traces.ready_time, plausible)
        ready_time[traces.first] = arrival  # where the first event has a start, the case begins with it
        time = np.where(timed, np.maximum(traces.time - ready_time, 0), 0)
        timed[traces.first] &= time[traces.first] > 0
        rows = _in_order(traces, redesign.closed[traces.case])
        elapsed = int((finish - arrival)[redesign.closed].sum())
        clock = redesign.log.office_to_calendar()
        return cls(traces, rows, timed, traces.sojourn, time, ready_time, arrival, elapsed, clock)

    def replayed(self, redesign: Redesign, run: Run, paced: Sequence[int], changed: Array) -> Waits:
        """As the plan leaves them: another time only for the changed instances of the activities that get another pace."""
        import numpy as np

        traces, change = self.traces, run.change
        kept = ~change.dropped & redesign.closed[traces.case]
        moved = np.isin(traces.activity, sorted(change.moved))
        other = kept & np.isin(traces.activity, paced) & self.timed & (changed | moved)
        office, time = self.office, self.time
        if other.any():
            ordered = traces if change.rank is None else replace(traces, rank=change.rank)
            takes_place = (traces.office >= 0) & ~change.dropped
            rows = np.nonzero(other)[0]
            ready = _enabled(ordered, np.where(takes_place, run.completion, NEVER), traces.arrival, rows)
            ready_time = _enabled(ordered, np.where(takes_place, run.time, NEVER), self.arrival, rows)
            office = np.where(other, np.maximum(run.completion - ready, 0), office)
            time = np.where(other, np.maximum(run.time - ready_time, 0), time)
        return replace(self, rows=_in_order(traces, kept), office=office, time=time)

    @cached_property
    def _ends(self) -> Array:
        """Where the rows of each activity begin, and where the last ones end."""
        import numpy as np

        activity = self.traces.activity[self.rows]
        found: Array = np.searchsorted(activity, np.arange(int(self.traces.activity.max(initial=-1)) + 2))
        return found

    def of(self, code: int) -> Array:
        """The rows of an activity."""
        found: Array = self.rows[self._ends[code] : self._ends[code + 1]]
        return found

    def figures(self, code: int) -> StepFigures:
        """How often an activity takes place, and its median durations."""
        import numpy as np

        rows = self.of(code)
        timed = rows[self.timed[rows]]
        cases = int(np.count_nonzero(np.diff(self.traces.case[rows]))) + 1 if len(rows) else 0
        return StepFigures(cases, len(rows), _median(self.office[timed], HOUR), _median(self.time[timed], DAY))

    def floor(self, values: Array, code: int, unit: int) -> float | None:
        """The smallest wait of an activity."""
        rows = self.of(code)
        waits = values[rows[self.timed[rows]]]
        return _ranked(waits, int(HARDLY * len(waits)) if len(waits) >= MANY else 0, unit)

    def share(self, code: int) -> float:
        """The share of all elapsed time that ends in an activity."""
        rows = self.of(code)
        return int(self.time[rows[self.timed[rows]]].sum()) / self.elapsed if self.elapsed else 0.0

    def walled(self, code: int) -> bool:
        """Whether the floor of an activity is a probable term."""
        rows = self.of(code)
        rows, traces = rows[self.timed[rows]], self.traces
        wall = wall_of(traces.ready[rows], traces.office[rows], self.ready_time[rows], traces.time[rows], self.clock)
        return wall.stands


def _enabled(traces: Traces, completion: Array, arrival: Array, rows: Array) -> Array:
    """When each event is enabled, in the cases of `rows` only: most cases need not be gone through again."""
    import numpy as np

    mine = np.zeros(traces.cases, dtype=bool)
    mine[traces.case[rows]] = True
    found, clocks = np.full(len(traces.case), NEVER), Clocks(traces, arrival)
    for slot, batch in batches(traces, traces.rank, mine):
        case = traces.case[batch]
        found[batch] = clocks.ready(slot, case)
        clocks.completed(slot, case, completion[batch])
    return found


def _in_order(traces: Traces, kept: Array) -> Array:
    """The kept rows in the order of their activities."""
    import numpy as np

    rows = np.nonzero(kept)[0]
    activity = traces.activity[rows]
    if int(activity.max(initial=0)) < 2**16:
        activity = activity.astype(np.uint16)  # sorted by radix, in linear time
    found: Array = rows[np.argsort(activity, kind="stable")]
    return found


def _median(values: Array, unit: int) -> float | None:
    return _ranked(values, (len(values) - 1) // 2, unit)


def _ranked(values: Array, rank: int, unit: int) -> float | None:
    import numpy as np

    return int(np.partition(values, rank)[rank]) / unit if len(values) else None
