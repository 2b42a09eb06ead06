"""What a step may be, by its label."""

from __future__ import annotations

from enum import StrEnum


class StepClass(StrEnum):
    """A class of steps; a label may be of several. The names stand in the lexicon and in procmap.toml."""

    APPROVAL = "approval"
    CHECK = "check"
    OPINION = "opinion"
    DECISION = "decision"
    REQUEST_DOCUMENTS = "request_documents"
    RECEIVE_DOCUMENTS = "receive_documents"
    ASK = "ask"
    ANSWER = "answer"
    REWORK = "rework"
    REFUSAL = "refusal"
    RETURN = "return"
    MEDIA_BREAK = "media_break"
    MEDIA_PRINT = "media_print"
    MEDIA_SIGN_PAPER = "media_sign_paper"
    MEDIA_SCAN = "media_scan"
    MEDIA_POST = "media_post"
    ENTRY = "entry"
    RE_ENTRY = "re_entry"
    TRANSMISSION = "transmission"
    NOTIFICATION = "notification"
    PAYMENT = "payment"
    BATCH_SESSION = "batch_session"
    EXTERNAL = "external"
    WAITING_TIMER = "waiting_timer"
    ARCHIVING = "archiving"
    SUBMISSION = "submission"
    AUTOMATIC = "automatic"
    EXCEPTION = "exception"
    ASSESSMENT = "assessment"


Classes = frozenset[StepClass]
"""The classes of a step, or those that are looked for."""
