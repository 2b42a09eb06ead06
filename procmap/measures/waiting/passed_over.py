"""Which work its person passed over for work of the same activity that was ready later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

SMALL, LARGE = 2**16, 2**62
"""Numbers below the first are sorted in one pass; up to the second, numbers of groups and moments make one integer."""


def passed_over(person: Array, activity: Array, begins: Array, enabled: Array) -> Array:
    """Whether somebody took up other work of the same activity before it, though that was ready later.

    Work taken up at the same moment passes nothing over. All columns of one length; codes, and moments in microseconds.

    Args:
        person: Who did it.
        activity: What it is.
        begins: When it was taken up (without start times: completed).
        enabled: When it was ready.
    """
    import numpy as np

    if not len(person):
        return np.zeros(0, dtype=bool)
    pair = person * (int(activity.max()) + 1) + activity
    by_moment = np.argsort(begins, kind="stable")
    sorted_pair = pair[by_moment]
    narrow = sorted_pair.astype(np.uint16) if int(pair.max()) < SMALL else sorted_pair
    order = by_moment[np.argsort(narrow, kind="stable")]
    pair, moment, ready = pair[order], begins[order], (enabled - enabled.min())[order]
    new_pair = np.append(True, np.diff(pair) != 0)
    new_moment = new_pair | np.append(True, np.diff(moment) != 0)
    floor = np.cumsum(new_pair) * (int(ready.max()) + 1)  # each pair lies above all that stands before it
    if int(floor[-1]) >= LARGE:
        ready = np.unique(ready, return_inverse=True)[1]
        floor = np.cumsum(new_pair) * (int(ready.max()) + 1)
    latest = np.maximum.accumulate(floor + ready)
    first = np.maximum.accumulate(np.where(new_moment, np.arange(len(order)), 0))  # of those taken up at the same moment
    found = np.empty(len(order), dtype=bool)
    found[order] = np.append(0, latest)[first] > floor + ready
    return found
