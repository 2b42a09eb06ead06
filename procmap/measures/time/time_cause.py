"""What elapsed time is spent on: the causes of findings.json's `time`."""

from __future__ import annotations

from enum import StrEnum


class TimeCause(StrEnum):
    """Why time passes before a step is completed; the first six are told where start times are known, the others where not."""

    WORK = "work"
    """From the start of a step to its completion."""

    BATCHING = "batching"
    CONTENTION = "contention"
    PRIORITISATION = "prioritisation"
    UNAVAILABILITY = "unavailability"
    EXTRANEOUS = "extraneous"

    SESSION = "session"
    """Until the next session held, before a step that is proven to be done in sessions."""

    TERM = "term"
    """Until a timer runs out, or a term that is proven or stated."""

    APPOINTMENT = "appointment"
    """Until a date that does not follow from what precedes it."""

    OUTSIDE = "outside"
    """From a question to its answer, mostly of somebody outside; who answers, the log does not say."""

    APPROVAL = "approval"
    """The time ends in an approval: a label of where it ends, no more."""

    PAPER = "paper"
    """The time ends in a step on paper, by its label."""

    WORK_OR_WAIT = "work_or_wait"
    """Completions alone do not tell one from the other."""

    UNEXPLAINED = "unexplained"
    """What no step explains: sessions let pass, what comes after the last step, waits that nothing in the log is known of."""


GIVES_WAY = (
    TimeCause.SESSION, TimeCause.BATCHING, TimeCause.CONTENTION, TimeCause.PRIORITISATION, TimeCause.UNAVAILABILITY,
    TimeCause.EXTRANEOUS, TimeCause.APPROVAL, TimeCause.OUTSIDE, TimeCause.PAPER, TimeCause.WORK_OR_WAIT, TimeCause.UNEXPLAINED,
    TimeCause.WORK, TimeCause.TERM, TimeCause.APPOINTMENT,
)  # fmt: skip
"""What a step done sooner takes its time from, first to last: waits before work, and what no change of habit moves last."""
