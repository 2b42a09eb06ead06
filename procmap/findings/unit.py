"""What the evidence of a finding counts."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """The unit of a count; the names stand in findings.json and in the report's catalogues."""

    INSTANCES = "instances"
    CASES = "cases"
    DAYS = "days"
    HOURS = "hours"
    """Of office time."""
