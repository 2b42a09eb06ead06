"""The sojourn before each completion, cut into what its person is known to have done, in office time.

Completions tell when somebody finished something, not when they began. From the enabling of an instance to the previous completion
of its person it stood in the queue. If something that was ready later was completed first, it was put back, or it was not ready:
completions cannot tell which. What follows the previous completion is service, or nothing that the log shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmap.log import EventLog
from procmap.measures.waiting.ranges import last_above
from procmap.measures.waiting.work import FIFO, IDLE, OVERTAKEN, UNKNOWN, columns

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

Columns = dict[str, "Array"]


def split_sojourns(log: EventLog) -> Columns:
    """The parts of the sojourn of each instance with a known enabling, from completions; needs `work` and `off_duty`.

    prioritisation: from its enabling to the earliest start of the last work that became ready later and was completed sooner.
    contention: from there to the previous completion of its person. extraneous: the rest, which holds its service.
    """
    import numpy as np

    work = columns(
        log,
        """select case_id, k, activity, role, resource, begins_time, ends, enabled, enabled_time from work
           where enabled is not null order by resource, ends, case_id, k""",
    )
    person, ends = work["resource"], work["ends"]
    enabled = np.minimum(work["enabled"], ends)
    moment = np.cumsum(np.concatenate([[0], (np.diff(person) != 0) | (np.diff(ends) != 0)])[: len(ends)])
    first = np.flatnonzero(np.concatenate([[True], np.diff(moment) > 0])[: len(ends)])
    latest = np.maximum.reduceat(enabled, first) if len(first) else enabled  # of what was completed at the same moment
    begins_person = np.concatenate([[True], np.diff(person[first]) != 0])[: len(first)]
    before = np.where(begins_person, UNKNOWN, np.concatenate([[UNKNOWN], ends[first][:-1]])[: len(first)])
    opening = first_of_group(begins_person)
    overtaker = last_above(latest, moment, enabled, int(np.bincount(person[first]).max()) if len(first) else 0)
    overtaken = overtaker >= opening[moment] if len(moment) else moment.astype(bool)
    served = np.where(overtaken, np.maximum(latest[overtaker], before[overtaker]), enabled) if len(moment) else enabled
    free = np.maximum(before[moment], enabled) if len(moment) else enabled
    off = OffDuty(columns(log, "select resource, begins, ends from off_duty order by resource, begins"))
    parts = {
        "prioritisation": served - enabled - off.within(person, enabled, served),
        "contention": free - served - off.within(person, served, free),
        "unavailability": off.within(person, enabled, ends),
        "extraneous": ends - free - off.within(person, free, ends),
    }
    backlogged = before[moment] >= enabled if len(moment) else moment.astype(bool)
    names = {name: work[name] for name in ("case_id", "k", "activity", "role", "resource", "enabled_time", "begins_time")}
    kind = np.where(overtaken, OVERTAKEN, np.where(backlogged, FIFO, IDLE))
    none = np.zeros(len(ends), dtype=np.int64)
    later = parts["prioritisation"]
    others = {"kind": kind, "worked": later + parts["contention"], "later": later}
    return {**names, "enabled": enabled, "wait": ends - enabled, "batching": none, **parts, **others}


class OffDuty:
    """The time that people are off duty between moments.

    Args:
        off: Stretches by person and begin, none overlapping another of the same person.
    """

    def __init__(self, off: Columns) -> None:
        import numpy as np

        self._resource, self._begins = off["resource"], off["begins"]
        self._total = np.concatenate([[0], np.cumsum(off["ends"] - off["begins"])])
        self._ends = off["ends"]

    def within(self, resource: Array, begin: Array, end: Array) -> Array:
        """The office time off duty of each person from `begin` to `end`."""
        import numpy as np

        if not len(self._begins):
            return np.zeros(len(begin), dtype=np.int64)
        return self._upto(resource, end) - self._upto(resource, begin)

    def _upto(self, resource: Array, moment: Array) -> Array:
        import numpy as np

        # stretches and moments in one order: the number of stretches before a moment is its rank among them
        moments, rank = np.unique(np.concatenate([self._begins, moment]), return_inverse=True)
        key = np.concatenate([self._resource, resource]) * len(moments) + rank
        after = np.searchsorted(key[: len(self._begins)], key[len(self._begins) :], side="right")
        of_person = np.searchsorted(self._resource, resource, side="left")
        last = np.maximum(after - 1, 0)
        over = np.maximum(self._ends[last] - moment, 0)  # what the last of them lasts beyond it
        found: Array = np.where(after > of_person, self._total[after] - self._total[of_person] - over, 0)
        return found


def first_of_group(begins: Array) -> Array:
    """For each row the index of the last row up to it that begins a group."""
    import numpy as np

    found: Array = np.maximum.accumulate(np.where(begins, np.arange(len(begins)), 0))
    return found
