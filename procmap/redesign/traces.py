"""The observed cases as a replay needs them: columns of events, what enables what, and the cases advancing together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from procmap.redesign.dues import Dues
from procmap.redesign.sessions import Attendance, Sessions

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

LATEST, NEVER = 2**63 - 1, -(2**63)


@dataclass(frozen=True)
class Traces:
    """The events of all cases as columns sorted by case and rank, and what is known of the cases.

    Attributes:
        case, rank, activity, office, time: One value per event; `office` is the observed completion in office time, -1
            where its date is implausible, `time` the same on the wall clock.
        arrival: Office time at which each case starts.
        first: The row of the first event of each case; every case has one.
        slot: The place of each activity code in the table of latest completions: 0 for those concurrent with nothing.
        waits_for: For each activity code the slots whose completions enable it.
        ready: Office time at which each event was enabled.
        ready_time: The same on the wall clock.
        sojourn: Observed office time from enabling to completion.
        sessions: The sessions of activities done in sessions, by code.
        attendance: Who attended them, by code.
        pinned: Activities whose date does not follow from what precedes them: nothing done sooner moves them.
        dues: Activities that fall due a while after an earlier one of the case, by code.
    """

    case: Array
    rank: Array
    activity: Array
    office: Array
    time: Array
    arrival: Array
    first: Array
    slot: Array
    waits_for: tuple[tuple[int, ...], ...]
    ready: Array
    ready_time: Array
    sojourn: Array
    sessions: dict[int, Sessions]
    attendance: dict[int, Attendance]
    pinned: frozenset[int]
    dues: dict[int, Dues]

    @property
    def cases(self) -> int:
        """Number of cases."""
        return len(self.arrival)

    @cached_property
    def took(self) -> Array:
        """Calendar time from enabling to completion of each event; 0 where its date is implausible."""
        import numpy as np

        found: Array = np.where(self.office >= 0, np.maximum(self.time - self.ready_time, 0), 0)
        return found

    @cached_property
    def ends(self) -> Ends:
        """The first and the last plausible moment of each case in office time."""
        return Ends.of(self, self.office)

    @cached_property
    def ends_time(self) -> Ends:
        """The same on the wall clock."""
        return Ends.of(self, self.time)

    @cached_property
    def turn(self) -> Array:
        """The number of the observed rank and the slot of each event."""
        return _turns(self, self.rank)

    @cached_property
    def in_rank_order(self) -> list[tuple[int, Array]]:
        """All rows in batches of their observed rank (see `batches`)."""
        return batches(self, self.rank)


@dataclass(frozen=True)
class Ends:
    """The first and the last plausible moment of each case; of a case without any the greatest and the least number."""

    first: Array
    last: Array

    @classmethod
    def of(cls, traces: Traces, moment: Array) -> Ends:
        """Of the moments of all events."""
        import numpy as np

        plausible = traces.office >= 0
        first = np.minimum.reduceat(np.where(plausible, moment, LATEST), traces.first)
        return cls(first, np.maximum.reduceat(np.where(plausible, moment, NEVER), traces.first))


def enabled(traces: Traces, completion: Array, arrival: Array) -> Array:
    """When each event was enabled, on the clock of its completion and of the arrival of its case."""
    import numpy as np

    found = np.empty(len(traces.case), dtype=np.int64)
    clocks = Clocks(traces, arrival)
    for slot, rows in traces.in_rank_order:
        case = traces.case[rows]
        found[rows] = clocks.ready(slot, case)
        clocks.completed(slot, case, completion[rows])
    return found


class Clocks:
    """How far each case has come: the latest completion of all, and of each slot of concurrent activities."""

    def __init__(self, traces: Traces, arrival: Array) -> None:
        import numpy as np

        slots = int(traces.slot.max(initial=0)) + 1
        self._waits_for = traces.waits_for
        self._beside = [tuple(set(traces.waits_for[0]) - set(waits_for)) for waits_for in traces.waits_for]
        self._all = arrival.copy()
        self._of_slot = np.repeat(arrival[None, :], slots, axis=0) if slots > 1 else self._all[None, :]

    def ready(self, slot: int, case: Array) -> Array:
        """When the next event of the slot is enabled in each case.

        What enables it is the latest completion of all, but where that may be one of those beside it.
        """
        import numpy as np

        found: Array = self._all[case]
        for beside in self._beside[slot]:
            last = np.flatnonzero(self._of_slot[beside][case] >= found)
            if len(last):
                found[last] = self._latest(slot, case[last])
        return found

    def _latest(self, slot: int, case: Array) -> Array:
        """The latest completion in each case of the slots that the slot waits for."""
        import numpy as np

        first, *others = self._waits_for[slot]
        found: Array = self._of_slot[first][case]
        for other in others:
            np.maximum(found, self._of_slot[other][case], out=found)
        return found

    def completed(self, slot: int, case: Array, done: Array) -> None:
        """Note a completion in each case."""
        import numpy as np

        if slot or len(self._of_slot) > 1:
            self._of_slot[slot][case] = np.maximum(self._of_slot[slot][case], done)
        self._all[case] = np.maximum(self._all[case], done)


def batches(traces: Traces, rank: Array, touched: Array | None = None) -> list[tuple[int, Array]]:
    """The rows in batches of one rank and one slot, lowest rank first: (slot, rows). Only those of touched cases, if given.

    A batch holds at most one row of a case.
    """
    import numpy as np

    key = traces.turn if rank is traces.rank else _turns(traces, rank)
    rows = np.arange(len(key)) if touched is None else np.flatnonzero(touched[traces.case])
    key = key[rows]
    order = np.argsort(key, kind="stable")  # of 16 bits by radix, in linear time
    key, rows = key[order], rows[order]
    begins = np.flatnonzero(key[1:] != key[:-1]) + 1
    found = np.split(rows, begins) if len(rows) else []
    return [(int(traces.slot[traces.activity[batch[0]]]), batch) for batch in found]


def _turns(traces: Traces, rank: Array) -> Array:
    """A number for each rank and slot, rising with the rank: as narrow as it can be."""
    import numpy as np

    key: Array = rank * len(traces.waits_for) + traces.slot[traces.activity]
    lowest = int(key.min(initial=0))
    return (key - lowest).astype(np.uint16) if int(key.max(initial=0)) - lowest < 2**16 else key
