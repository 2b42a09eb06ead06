"""Whether a text requires a step."""

from __future__ import annotations

from enum import StrEnum


class LegalStatus(StrEnum):
    """Whether a text requires a step; the names stand in findings.json and in the report's catalogues."""

    FREE = "free"
    LOCAL_RULE = "local_rule"
    LEGAL = "legal"
    UNKNOWN = "unknown"
