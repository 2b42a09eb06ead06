"""The words of a pack file: what a step may be, what protects it, what a term is counted in."""

from __future__ import annotations

from enum import StrEnum, auto


class Shield(StrEnum):
    """What protects a step."""

    LEGAL = "legal"
    LEGAL_IF = "legal_if"
    LOCAL_RULE = "local_rule"
    CONTRACT = "contract"
    NONE = "none"

    @property
    def by_law(self) -> bool:
        """Whether a text requires the step, always or where it occurs."""
        return self in {Shield.LEGAL, Shield.LEGAL_IF}

    @property
    def rank(self) -> int:
        """The greater, the stronger."""
        return {"legal": 4, "legal_if": 3, "local_rule": 2, "contract": 1, "none": 0}[self.value]


class Kind(StrEnum):
    """What is done in a step; `end`: the case ends without its aim."""

    REQUEST = auto()
    ENTRY = auto()
    CHECK = auto()
    APPROVAL = auto()
    SIGNATURE = auto()
    MEDIA_BREAK = auto()
    TRANSMISSION = auto()
    NOTIFICATION = auto()
    DECISION = auto()
    REWORK = auto()
    WAIT = auto()
    PAYMENT = auto()
    ARCHIVING = auto()
    OUTSIDE = auto()
    END = auto()


class Medium(StrEnum):
    """Where a step takes place; `outside`: at somebody else's."""

    EMAIL = auto()
    PAPER = auto()
    APP = auto()
    PORTAL = auto()
    PHONE = auto()
    MEETING = auto()
    SYSTEM = auto()
    OUTSIDE = auto()
    PHYSICAL = auto()


class May(StrEnum):
    """What may still be changed about a step. The first five let the step, or part of it, go."""

    SUPPRESS = auto()
    SAMPLE = auto()
    THRESHOLD = auto()
    INFORM_ONLY = auto()
    ON_HONOUR = auto()
    DELEGATE = auto()
    MEDIUM = auto()
    AUTOMATE = auto()
    MERGE = auto()
    PARALLEL = auto()
    UNBATCH = auto()
    TEMPLATE = auto()
    SINGLE_REQUEST = auto()
    REORDER = auto()
    SHARE = auto()
    RISK_BASED = auto()
    PREAUTHORISE = auto()
    REMOTE = auto()


LETTING_GO = frozenset({May.SUPPRESS, May.SAMPLE, May.THRESHOLD, May.INFORM_ONLY, May.ON_HONOUR})
"""What may never be said of a step that a text requires."""


class Clock(StrEnum):
    """In what a term is counted: all days, Monday to Friday (jours ouvrés), to Saturday (jours ouvrables), jours francs, months."""

    CALENDAR = auto()
    OFFICE = auto()
    WORKING = auto()
    CLEAR = auto()
    MONTHS = auto()


class Rule(StrEnum):
    """A rule between steps."""

    SEGREGATION = auto()
    PRECEDENCE = auto()
    MIN_DELAY = auto()
    AT_MOST_ONCE = auto()
    NO_SKIP = auto()
    SAME_ROLE = auto()


class Effort(StrEnum):
    """What a lever takes."""

    WORD = auto()
    NOTE = auto()
    DELEGATION_ORDER = auto()
    TEXT_AND_VOTE = auto()
    SETTING = auto()
    DEVELOPMENT = auto()


class Lever(StrEnum):
    """The levers of the catalogue."""

    DELEGATION = auto()
    TRUST = auto()
    INFORMATION_SHARING = auto()
    DECOMPARTMENTALISING = auto()
    SUPPRESSION = auto()
    DIGITAL_CONTINUITY = auto()
    FLOW = auto()
    ORGANISATION = auto()


class Sensitive(StrEnum):
    """Whose data a log of the procedure holds, beyond the names of agents."""

    NONE = auto()
    STAFF = auto()
    CARE = auto()


PATTERNS = (
    "low_yield_check", "approval_chain", "amount_threshold", "duplicate_check", "relay_step", "skippable_step",
    "non_value_adding_step", "incomplete_file", "rework_loop", "external_wait", "re_keying", "media_break", "ping_pong",
    "silo_handovers", "periodic_batch", "contention", "key_person", "unavailability", "extraneous_wait", "queue_jumping",
    "deadline_breach", "post_decision_tail", "long_tail", "parallelisable_steps", "late_knockout", "micro_steps",
    "variant_sprawl", "automatable_decision", "order_breach", "segregation_breach", "irregular_repetition",
)  # fmt: skip
"""Patterns of the catalogue that a pathology may name; the last three are found with packs only."""
