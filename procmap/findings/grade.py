"""How sure a finding is."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """A finding's grade; the letters stand in findings.json and in the report's catalogues."""

    A = "A"
    """Holds, with enough cases, on a log that tells all that the pattern needs."""

    B = "B"
    """Holds on less, or on a log that tells less."""

    C = "C"
    """A question to the process owner, without a change."""

    REFUTED = "-"
    """Tested and not held: never told, kept for the control of multiple testing."""
