"""A run of weeks of a log that is too large to be simulated whole.

Cases that arrive in weeks that follow one another meet in the same queues, as cases drawn one by one would not. All that arrive
in the run are simulated, and those of its middle count: the first ones miss those who stood in the queues before them, and the
last ones those who come after them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from procmap.log.calendar import DAY
from procmap.redesign.dues import Dues
from procmap.redesign.replay import Change
from procmap.redesign.sessions import Attendance
from procmap.redesign.traces import Traces
from procmap.redesign.walls import Wall

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

MOST = 30_000
"""Events of a sample: one simulation of them takes about a second."""

SEED = 7

TIMES = 4
"""A run is as long as this many usual cycle times at least: the queues of a shorter one are those of its beginning and its end."""


@dataclass(frozen=True)
class Sample:
    """The cases that arrive in a run of weeks.

    Attributes:
        cases: Of each case of the log, whether it is one of them.
        rows: Of each event of the log, whether it is one of theirs.
        counted: Of each case of the sample, whether it arrives in the middle of the run and is closed.
    """

    cases: Array
    rows: Array
    counted: Array

    def traces(self, traces: Traces) -> Traces:
        """The traces of the sample's cases, which are numbered anew."""
        import numpy as np

        rows = self.rows
        case = (np.cumsum(self.cases) - 1)[traces.case[rows]]
        arrival = traces.arrival[self.cases]
        names = ("rank", "activity", "office", "time", "ready", "ready_time", "sojourn")
        return replace(
            traces,
            case=case,
            arrival=arrival,
            first=np.searchsorted(case, np.arange(len(arrival))),
            attendance={code: self._attendance(found) for code, found in traces.attendance.items()},
            dues={code: self._dues(found) for code, found in traces.dues.items()},
            **{name: getattr(traces, name)[rows] for name in names},
        )

    def change(self, change: Change) -> Change:
        """What a change of the log does to the sample's events."""
        rank = None if change.rank is None else change.rank[self.rows]
        return replace(change, dropped=change.dropped[self.rows], sojourn=change.sojourn[self.rows], rank=rank)

    def _places(self, rows: Array) -> Array:
        """The places of rows of the log among those of the sample, of which they are."""
        import numpy as np

        found: Array = (np.cumsum(self.rows) - 1)[rows]
        return found

    def _attendance(self, found: Attendance) -> Attendance:
        mine = self.rows[found.rows]
        held, into, passed = found.held[mine], found.into[mine], found.passed[mine]
        return Attendance(self._places(found.rows[mine]), held, into, passed, _part(found.wall, mine), _part(found.closing, mine))

    def _dues(self, found: Dues) -> Dues:
        mine = self.rows[found.rows]
        return Dues(self._places(found.rows[mine]), self._places(found.since[mine]), found.least[mine])


def _part(wall: Wall, mine: Array) -> Wall:
    return replace(wall, office=wall.office[mine])


def find_sample(traces: Traces, closed: Array, week: Array) -> Sample | None:
    """The cases of a run of weeks, drawn with a seed from all runs that hold no more than MOST events.

    Args:
        traces: All events of the log.
        closed: Of each case whether it is closed.
        week: The week in which each case arrives, counted from 0.

    Returns:
        None where cases come so fast, or take so long, that no run of so few events is long enough.
    """
    import numpy as np

    usual = np.median((traces.ends_time.last - traces.ends_time.first)[closed]) / (7 * DAY) if closed.any() else 0
    before = np.concatenate([[0], np.cumsum(np.bincount(week[traces.case]))])
    weeks = len(before) - 1
    length = max((n for n in range(1, weeks + 1) if (before[n:] - before[:-n]).max() <= MOST), default=0)
    margin = int(np.ceil(usual))
    if length < max(TIMES * usual, 2 * margin + 1):
        return None
    begin = int(np.random.default_rng(SEED).integers(weeks - length + 1))
    cases = (week >= begin) & (week < begin + length)
    middle = (week >= begin + margin) & (week < begin + length - margin)
    counted = (middle & closed)[cases]
    return Sample(cases, cases[traces.case], counted) if counted.any() else None
