"""The guards against false claims, by name, and what each may answer."""

from __future__ import annotations

from enum import StrEnum


class GuardName(StrEnum):
    """What is asked of every finding before it is claimed; the names stand in findings.json and in the report's catalogues."""

    TEXT = "text"
    STATUTORY_TIMER = "statutory_timer"
    DAY_ONLY_DATES = "day_only_dates"
    SAVING_FORMS = "saving_forms"
    ROBOTS = "robots"
    OPEN_CASES = "open_cases"
    BREAK_IN_PERIOD = "break_in_period"
    CODED_MISSING = "coded_missing"
    SUPPORT = "support"
    LABELS_SPELT_TWICE = "labels_spelt_twice"
    CALENDAR = "calendar"
    SEGREGATION = "segregation"
    ROWS_WRITTEN_TWICE = "rows_written_twice"
    PEOPLE = "people"


class GuardAnswer(StrEnum):
    """What a guard says of a finding: a failed one leaves a question, a weak one caps the grade at B."""

    PASSED = "passed"
    FAILED = "failed"
    WEAK = "weak"
    NOT_ASKED = "not_asked"
