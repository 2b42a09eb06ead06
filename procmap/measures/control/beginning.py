"""Whether a label only says that a check has begun, which the next step is."""

from __future__ import annotations

import re

from procmap.log import EventLog
from procmap.procedures.folding import fold

GOES_ON = re.compile(r"(?:[a-z] )?([a-z]{4,})ing")
"""A folded label that is nothing but what is going on, after a letter for its kind: "A_Validating"."""

NEXT = 0.95
"""Share of its instances after which the next step names the same, at least."""


def begins(log: EventLog, code: int) -> bool:
    """Whether a label says that a check goes on that the next step names, almost always: "Validating", then "Validate request"."""
    doing = GOES_ON.fullmatch(fold(log.activities[code]))
    if doing is None:
        return False
    next_ = dict(log.engine.rows("select target, times from directly_follows where source = ?", [code]))
    named = sum(times for other, times in next_.items() if doing[1] in fold(log.activities[other]) and other != code)
    return bool(named >= NEXT * sum(next_.values()) > 0)
