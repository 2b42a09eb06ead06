"""What simplifies a procedure."""

from __future__ import annotations

from enum import StrEnum


class Lever(StrEnum):
    """What a pattern's remedy rests on; the names stand in findings.json and in the report's catalogues."""

    DELEGATION = "delegation"
    TRUST = "trust"
    INFORMATION_SHARING = "information_sharing"
    DECOMPARTMENTALISING = "decompartmentalising"
    SUPPRESSION = "suppression"
    DIGITAL_CONTINUITY = "digital_continuity"
    FLOW = "flow"
    ORGANISATION = "organisation"
