"""Terms that the analyst names: nothing done sooner makes a step come before so many days after what precedes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from procmap.log.calendar import InverseCalendar
from procmap.redesign.replay import Change
from procmap.redesign.traces import Traces


def within_terms(traces: Traces, change: Change, terms: Mapping[int, int], clock: InverseCalendar) -> Change:
    """The change as far as the terms let it: what still takes place waits as long as its term, or as it did where that was less.

    Args:
        traces: The events.
        change: What no longer takes place, and what takes another time.
        terms: Calendar time of the term of each activity code, microseconds.
        clock: The opening hours.
    """
    import numpy as np

    sojourn = change.sojourn
    for code, term in terms.items():
        rows = np.nonzero((traces.activity == code) & (sojourn < traces.sojourn) & (traces.office >= 0))[0]
        if len(rows):
            least = np.maximum(clock.worked(traces.ready_time[rows] + term) - traces.ready[rows], 0)
            sojourn = sojourn.copy() if sojourn is change.sojourn else sojourn
            sojourn[rows] = np.maximum(sojourn[rows], np.minimum(least, traces.sojourn[rows]))
    return change if sojourn is change.sojourn else replace(change, sojourn=sojourn)
