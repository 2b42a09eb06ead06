"""Second and later visits of a case to a role, while one and the same thing is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmap.log import EventLog
from procmap.redesign.traces import Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


def back_again(log: EventLog, traces: Traces, codes: list[int]) -> Array:
    """The events of some activities by a role that had them before and handed them on, as long as they follow one another."""
    import numpy as np

    role = np.ma.filled(log.engine.columns("select role from event order by case_id, k")["role"], -1).astype(np.int64)
    rows = np.nonzero(np.isin(traces.activity, codes) & (role >= 0))[0]
    dropped = np.zeros(len(traces.case), dtype=bool)
    if not len(rows):
        return dropped
    apart = np.concatenate([[True], (np.diff(rows) > 1) | (np.diff(traces.case[rows]) != 0)])
    handed = apart | np.concatenate([[True], np.diff(role[rows]) != 0])
    run, visit = np.cumsum(apart), np.cumsum(handed)
    key = run * (int(role.max()) + 1) + role[rows]
    _, place = np.unique(key, return_inverse=True)
    first = np.full(int(place.max()) + 1, visit[-1] + 1)
    np.minimum.at(first, place, visit)
    dropped[rows[visit > first[place]]] = True
    return dropped
