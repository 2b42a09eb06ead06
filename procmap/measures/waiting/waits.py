"""The wait before each start, cut into its causes, in office time.

As Lashkevich et al. (CAiSE 2023, arXiv 2212.01392) do, in this order: until the last of its batch was ready (batching); while
its person did work that was ready no later (contention), or later (prioritisation), or was off duty (unavailability); the rest
(extraneous).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmap.log import EventLog
from procmap.measures.waiting.ranges import NEVER, least_covering, sum_above
from procmap.measures.waiting.work import EXACT, UNKNOWN, columns

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

Columns = dict[str, "Array"]

def split_waits(log: EventLog) -> Columns:
    """The parts of the wait before each instance with a known enabling; needs `work`, `batch` and `off_duty`.

    worked: how long in all its person did other work meanwhile; later: only such as was ready later; batching left aside.
    """
    import numpy as np

    work = columns(
        log,
        """select w.case_id, w.k, w.activity, w.role, w.resource, w.begins, w.ends, w.begins_time, w.enabled,
                  coalesce(w.enabled_time, w.begins_time) as enabled_time, b.batch_enabled
           from work w left join batch b on b.case_id = w.case_id and b.k = w.k order by w.case_id, w.k""",
    )
    off = columns(log, "select resource, begins, ends from off_duty order by resource, begins")
    known = work["enabled"] != UNKNOWN
    enabled = np.where(known, np.minimum(work["enabled"], work["begins"]), work["begins"])
    collected = np.clip(work["batch_enabled"], enabled, work["begins"])
    person = work["resource"]
    at, length = _places(
        np.concatenate([person, person, person, person, off["resource"], off["resource"]]),
        np.concatenate([enabled, collected, work["begins"], work["ends"], off["begins"], off["ends"]]),
    )
    whole, since, start, end, away, back = np.split(at, np.cumsum([len(person)] * 4 + [len(off["begins"])]))
    ready = least_covering(start, end, work["enabled_time"], len(length))  # of the work done in each stretch, the first to be ready
    busy = np.where(ready < NEVER, length, 0)
    turns = np.bincount(away, minlength=len(length)) - np.bincount(back, minlength=len(length))
    idle_off = np.where((np.cumsum(turns) > 0) & (ready == NEVER), length, 0)
    worked, unavailability = (_between(part, since, start) for part in (busy, idle_off))
    later = _while_later(ready, busy, since, start, work["enabled_time"])
    ever = later.copy()
    batched = since > whole
    ever[batched] = _while_later(ready, busy, whole[batched], start[batched], work["enabled_time"][batched])
    wait = work["begins"] - enabled
    batching = collected - enabled
    parts = {
        "wait": wait, "batching": batching, "contention": worked - later, "prioritisation": later,
        "unavailability": unavailability, "extraneous": wait - batching - worked - unavailability,
    }  # fmt: skip
    names = {name: work[name] for name in ("case_id", "k", "activity", "role", "resource", "enabled_time", "begins_time")}
    others = {"kind": np.full(len(person), EXACT), "worked": _between(busy, whole, start), "later": ever}
    found = {**names, "enabled": enabled, **parts, **others}
    return {name: values[known] for name, values in found.items()}


def _while_later(ready: Array, busy: Array, since: Array, start: Array, enabled_time: Array) -> Array:
    """The time from `since` to `start` during which the person did nothing but work that was ready after `enabled_time`."""
    import numpy as np

    asked = np.flatnonzero(_between(busy, since, start) > 0)
    found = np.zeros(len(since), dtype=np.int64)
    found[asked] = sum_above(ready, busy, since[asked], start[asked], enabled_time[asked])
    return found


def _places(resource: Array, moment: Array) -> tuple[Array, Array]:
    """All people's moments in one row, person by person: the index of each, and the time from each index to the next."""
    import numpy as np

    order = np.lexsort((moment, resource))
    person, time = resource[order], moment[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(person) != 0) | (np.diff(time) != 0)
    at = np.empty(len(order), dtype=np.int64)
    at[order] = np.cumsum(new) - 1
    person, time = person[new], time[new]
    return at, np.append(np.where(np.diff(person) == 0, np.diff(time), 0), 0)[: len(time)]


def _between(weights: Array, first: Array, last: Array) -> Array:
    """The sum of the weights from `first` up to `last`."""
    import numpy as np

    total = np.concatenate([[0], np.cumsum(weights)])
    found: Array = total[last] - total[first]
    return found
