"""Replay: what the observed cases would have taken had an edit been in force.

Each case is replayed along its dependency graph: an event is enabled when the last earlier event that is not concurrent with it
completes; its sojourn (enabling to completion, office time) is kept as observed unless an edit changes it. All cases advance
together, one rank at a time, so the work is a few array operations per rank. What is done in a session that an edit does not touch
can only move to an earlier session that was really held, past as many as the file let pass; what has a date of its own stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.redesign.sessions import Sessions
from procmap.redesign.traces import Clocks, Traces, batches
from procmap.redesign.walls import Wall

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Change:
    """What an edit does to single events.

    Attributes:
        dropped: True where the event no longer takes place.
        sojourn: The new sojourn of each event.
        moved: Moments (office time) that events wait for instead of the sessions that were held, by activity code.
        released: Activities that no longer wait for the sessions that were held.
        rank: Twice the rank of each event, odd where an event takes place before the one of that place; None as observed.
    """

    dropped: Array
    sojourn: Array
    moved: dict[int, Array]
    released: frozenset[int] = frozenset()
    rank: Array | None = None


def replay(traces: Traces, change: Change) -> Array:
    """New completion (office time) of every event; of a dropped one the moment at which it would have been enabled."""
    import numpy as np

    touched = np.zeros(traces.cases, dtype=bool)
    altered = change.dropped | (change.sojourn != traces.sojourn)
    for code in change.moved:
        altered |= traces.activity == code
    if change.rank is not None:
        altered |= change.rank != 2 * traces.rank
    touched[traces.case[altered]] = True
    completion = traces.office.copy()
    clocks = Clocks(traces, traces.arrival)
    attendances = _attendances(traces, change)
    takes = np.where(change.dropped, 0, np.maximum(change.sojourn, 0))
    for slot, rows in batches(traces, traces.rank if change.rank is None else change.rank, touched):
        case = traces.case[rows]
        done = _completion(traces, change, attendances, rows, clocks.ready(slot, case), takes[rows])
        if traces.dues:
            done = np.maximum(done, when_due(traces, change, rows, completion))
        completion[rows] = done
        clocks.completed(slot, case, done)
    return completion


def when_due(traces: Traces, change: Change, rows: Array, completion: Array) -> Array:
    """The date before which an edit of other steps brings nothing on, as far as the steps that it counts from are done; else -1."""
    import numpy as np

    found = np.full(len(rows), -1, dtype=np.int64)
    for code in traces.dues.keys() - change.released - change.moved.keys():
        found = np.maximum(found, traces.dues[code].dates(rows, completion))
    found[change.dropped[rows] | (change.sojourn[rows] < traces.sojourn[rows])] = -1
    return found


def _attendances(traces: Traces, change: Change) -> dict[int, Attended]:
    """What each event done in a session knows of it, at the place of the event; without those that an edit releases."""
    return {
        code: Attended.of(traces, code)
        for code in sorted(traces.sessions)
        if code in change.moved or code not in change.released
    }


def _completion(
    traces: Traces, change: Change, attended: dict[int, Attended], rows: Array, ready: Array, takes: Array
) -> Array:
    import numpy as np

    done = ready + takes
    if not (attended or change.moved or traces.pinned):
        return done
    activity, goes_on = traces.activity[rows], ~change.dropped[rows]
    for code in sorted(attended.keys() | change.moved.keys()):
        mine = np.nonzero((activity == code) & goes_on)[0]
        if not len(mine):
            continue
        if code in change.moved:
            done[mine] = _at_moments(change.moved[code], attended.get(code), rows[mine], ready[mine])
        else:
            done[mine] = _requantised(traces, attended[code], rows[mine], ready[mine], done[mine])
    for code in traces.pinned - change.released - change.moved.keys():  # a due date is no reason to hold few sessions
        mine = (activity == code) & goes_on
        done[mine] = np.maximum(done[mine], traces.office[rows[mine]])
    found: Array = np.maximum(done, ready)
    return found


@dataclass(frozen=True)
class Attended:
    """Attendance, with a value for every event of the log; `held` is -1 where an event took place in no session."""

    sessions: Sessions
    closing: Wall
    held: Array
    into: Array
    passed: Array
    idle: Array
    least: Array
    kept: Array

    @classmethod
    def of(cls, traces: Traces, code: int) -> Attended:
        """The attendance of an activity."""
        import numpy as np

        sessions, found = traces.sessions[code], traces.attendance[code]
        size = len(traces.case)
        values = (found.held, found.into, found.passed, found.idle(sessions), found.closing.office, found.wall.kept)
        spread = [np.full(size, -1 if place == 0 else 0, dtype=np.int64) for place in range(len(values))]
        for column, of_rows in zip(spread, values, strict=True):
            column[found.rows] = of_rows
        return cls(sessions, found.closing, *spread)

    def caught(self, rows: Array, ready: Array) -> Array:
        """The place of the session at which files that are ready at other moments are done, past as many as they let pass."""
        found: Array = self.sessions.caught(ready, self.closing.waited(ready, self.least[rows])) + self.passed[rows]
        return found


def _at_moments(moments: Array, attended: Attended | None, rows: Array, ready: Array) -> Array:
    """The first moment that a file can catch; what it waited beyond the first session that it could catch is still waited."""
    import numpy as np

    kept, idle = (attended.kept[rows], attended.idle[rows]) if attended else (0, 0)
    found: Array = moments[np.minimum(np.searchsorted(moments, ready + kept), len(moments) - 1)] + idle
    return found


def _requantised(traces: Traces, attended: Attended, rows: Array, ready: Array, done: Array) -> Array:
    """The completion at the session that a file catches now, past as many as it let pass, as far into it."""
    import numpy as np

    held, into = attended.held[rows], attended.into[rows]
    moved = attended.sessions.opens[np.minimum(attended.caught(rows, ready), np.maximum(held, 0))] + into
    found: Array = np.where((held >= 0) & (ready < traces.ready[rows]), np.maximum(moved, ready), done)
    return found
