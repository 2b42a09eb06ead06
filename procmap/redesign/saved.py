"""What a change saves: in the very steps that it touches, and until the last event of each case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmap.log.calendar import DAY, HOUR
from procmap.redesign.outcomes import Outcome
from procmap.redesign.replay import Change
from procmap.redesign.traces import LATEST, NEVER, Ends, Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


def direct(traces: Traces, change: Change) -> Outcome:
    """What each case saves in the very steps that a change touches, in office hours and calendar days; infinite for moved steps."""
    import numpy as np

    rows = np.flatnonzero(change.dropped | (change.sojourn < traces.sojourn))
    sojourn, dropped = traces.sojourn[rows], change.dropped[rows]
    saved = np.where(dropped, sojourn, sojourn - change.sojourn[rows])
    share = np.where(dropped, 1.0, saved / np.maximum(sojourn, 1))
    hours, days = (_summed(traces, rows, values) for values in (saved / HOUR, traces.took[rows] * share / DAY))
    if change.rank is not None or change.moved:
        hours, days = np.full(traces.cases, np.inf), np.full(traces.cases, np.inf)
    return Outcome(hours, days)


def _summed(traces: Traces, rows: Array, values: Array) -> Array:
    """The sum of what some events have, by case."""
    import numpy as np

    of_all = np.zeros(len(traces.case))
    of_all[rows] = values
    return np.add.reduceat(of_all, traces.first)


def sooner(traces: Traces, ends: Ends, after: Array, change: Change) -> Array:
    """How much earlier the last event of each case completes; a case of which nothing is left gains all its time."""
    import numpy as np

    kept = (traces.office >= 0) & ~change.dropped
    new = np.maximum(np.maximum.reduceat(np.where(kept, after, NEVER), traces.first), ends.first)
    found: Array = np.where(ends.first < LATEST, np.maximum(ends.last - new, 0), 0)
    return found
