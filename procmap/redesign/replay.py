"""Replay: what the observed cases would have taken had an edit been in force.

Each case is replayed along its dependency graph: an event is enabled when the last earlier event that is not concurrent with it
completes; its sojourn (enabling to completion, office time) is kept as observed unless an edit changes it. All cases advance
together, one rank at a time, so the work is a few array operations per rank. What comes after a session that an edit does not touch
can only move to an earlier session that was really held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.redesign.traces import Clocks, Traces, batches

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Change:
    """What an edit does to single events.

    Attributes:
        dropped: True where the event no longer takes place.
        sojourn: The new sojourn of each event.
        moved: Session starts (office time) that events wait for instead of their sojourn, by activity code.
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
    clocks = Clocks(traces)
    for slot, rows in batches(traces, traces.rank if change.rank is None else change.rank, touched):
        case = traces.case[rows]
        done = _completion(traces, change, rows, traces.activity[rows], clocks.ready(slot, case))
        completion[rows] = done
        clocks.completed(slot, case, done)
    return completion


def _completion(traces: Traces, change: Change, rows: Array, activity: Array, ready: Array) -> Array:
    import numpy as np

    done = ready + np.where(change.dropped[rows], 0, change.sojourn[rows])
    for code in sorted(change.moved.keys() | (traces.sessions.keys() - change.released)):
        mine = (activity == code) & ~change.dropped[rows]
        if code in change.moved:
            starts = change.moved[code]
            done[mine] = starts[np.minimum(np.searchsorted(starts, ready[mine]), len(starts) - 1)]
        else:
            done[mine] = _requantised(traces.sessions[code], ready[mine], done[mine], traces.office[rows[mine]])
    found: Array = np.maximum(done, ready)
    return found


def _requantised(opens: Array, ready: Array, done: Array, observed: Array) -> Array:
    """Move a completion to the first session day on or after the moment it is ready, at the same time of that day."""
    import numpy as np

    held = np.maximum(np.searchsorted(opens, observed, side="right") - 1, 0)
    next_held = np.minimum(np.maximum(np.searchsorted(opens, ready, side="right") - 1, 0), held)
    # a day that had opened before the file was ready serves only files of that day
    late = (next_held < held) & (ready - opens[next_held] > observed - opens[held])
    next_held = np.where(late, next_held + 1, next_held)
    moved = opens[next_held] + (observed - opens[held])
    found: Array = np.where(ready >= observed, done, np.maximum(np.minimum(moved, observed), ready))
    return found
