"""Steps that fall due a while after an earlier step of the case: they come no sooner, whatever is done between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from procmap.redesign.traces import Traces

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Dues:
    """The instances of one activity that fall due; arrays have a value for each of them.

    Attributes:
        rows: Their rows, ascending.
        since: The row of the earlier event of the case that the date counts from.
        least: Office time from the one to the other: as it was, or as it usually is where the file came when that was over.
    """

    rows: Array
    since: Array
    least: Array

    def late(self, traces: Traces) -> Array:
        """Whether the file came when the usual time was over."""
        found: Array = self.least < traces.office[self.rows] - traces.office[self.since]
        return found

    def dates(self, rows: Array, completion: Array) -> Array:
        """The date before which nothing happens at some rows, as the steps that it counts from are completed now; else -1."""
        import numpy as np

        found = np.full(len(rows), -1, dtype=np.int64)
        if len(self.rows):
            place = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
            mine = self.rows[place] == rows
            found[mine] = completion[self.since[place[mine]]] + self.least[place[mine]]
        return found


def find_dues(traces: Traces, due_since: Mapping[int, int]) -> dict[int, Dues]:
    """What falls due, by code.

    Args:
        traces: The events.
        due_since: For each such activity the one from which its date counts.
    """
    return {code: _dues(traces, code, since) for code, since in sorted(due_since.items())}


def _dues(traces: Traces, code: int, since: int) -> Dues:
    import numpy as np

    plausible = traces.office >= 0
    rows, earlier = (np.flatnonzero((traces.activity == one) & plausible) for one in (code, since))
    place = np.searchsorted(earlier, rows) - 1  # the events are sorted by case and rank: the last one before
    before = earlier[np.maximum(place, 0)] if len(earlier) else rows
    known = (place >= 0) & (traces.case[before] == traces.case[rows])
    rows, before = rows[known], before[known]
    least = np.maximum(traces.office[rows] - traces.office[before], 0)
    usual = np.median(least) if len(least) else 0
    late = traces.ready[rows] - traces.office[before] > usual
    return Dues(rows, before, np.where(late, np.minimum(least, int(usual)), least))
