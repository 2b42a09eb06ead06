"""The last day in time of many cases at once, as terms.term_of has it for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from typing import TYPE_CHECKING, Any

from procmap.log.calendar import EPOCH
from procmap.procedures.packs.types import Deadline
from procmap.procedures.terms import last_day

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

NONE = -(10**9)
"""Stands for no day, among days since 1970."""


def due_days(term: Deadline, began: Array, paused: Array, answered: Array, closed: Container[dt.date]) -> Array:
    """The last day in time of each case; NONE while its term is interrupted.

    Args:
        term: The deadline.
        began: The day from which it runs.
        paused: The day of the interruption that counts; NONE without one.
        answered: The day from which it runs again; NONE while it does not.
        closed: Public holidays.
    """
    import numpy as np

    due = _last_days(term, began, np.full_like(began, term.within), closed)
    if term.pause is None:
        return due
    left = np.maximum(term.pause.restart, due - paused)
    again = (paused != NONE) & (answered != NONE)
    due[again] = _last_days(term, answered[again], left[again], closed)
    due[(paused != NONE) & (answered == NONE)] = NONE
    return due


def _last_days(term: Deadline, start: Array, length: Array, closed: Container[dt.date]) -> Array:
    """The same of each start and length, counted once for each pair that occurs."""
    import numpy as np

    pairs, places = np.unique(np.stack([start, length], axis=1), axis=0, return_inverse=True)
    days = [
        (last_day(EPOCH + dt.timedelta(days=day), left, term.clock, closed) - EPOCH).days for day, left in pairs.tolist()
    ]
    found: Array = np.array(days, dtype=np.int64)[places.reshape(-1)]
    return found
