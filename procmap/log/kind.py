"""What a row of a log is: work of somebody, or one of the many things that are written beside the work."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What the rows of one activity are."""

    WORK = "work"
    """What somebody does, or decides."""

    INSTANT = "instant"
    """A moment inside an open piece of work of the same hand."""

    RECORD = "record"
    """Written by a system along with what precedes it, or by a job at night: it takes nobody any time."""

    STATUS = "status"
    """The state that a case is in, of a log that tells nothing but states."""

    MEASUREMENT = "measurement"
    """Repeated along the case, whatever happens to it: a reading, an inspection."""

    MASS_EDIT = "mass_edit"
    """Done to many cases at once on a few days that nothing waits for."""

    TIMER = "timer"
    """Comes a fixed time after something else: a term, a reminder, an instalment."""

    OUTSIDE = "outside"
    """Done by somebody outside the house: an answer, a delivery."""

    APPOINTMENT = "appointment"
    """On a day that stood before: an appointment, a due date, a journey."""


ASIDE = frozenset({Kind.INSTANT, Kind.RECORD, Kind.STATUS, Kind.MEASUREMENT, Kind.MASS_EDIT})
"""What stands beside the way of a case: nothing waits for it, and what comes before and after follow one another."""

UNWILLED = ASIDE | {Kind.TIMER, Kind.APPOINTMENT}
"""What nobody of the house does when it can be done: no check, no rework, no session, no queue."""
