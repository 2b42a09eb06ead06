"""Sizes and colours of the picture.

Every text has a contrast of 4.5 or more on its ground; nothing is told by colour alone.
"""

from __future__ import annotations

from procmap.measures.time.time_cause import TimeCause

INK = "#1B2733"
QUIET = "#4A5866"
RULE = "#8795A3"
PAPER = "#FFFFFF"
LANES = ("#EEF2F6", "#F8FAFB")
BAND = "#DDE4EB"
FLOW = "#44586B"
RETURN = "#8A4B08"
GONE = "#7A1F1F"
BEFORE = "#5B2333"
AFTER = "#0B5345"

DURATION_LIMITS = (1.0, 3.0, 7.0)
"""Days of median sojourn at which the next class begins: within the day, some days, the week, longer."""

DURATION_FILLS = ("#FFFFFF", "#FDE9CF", "#FAC98F", "#F2A05E")
"""From light to dark, so that a print in grey says the same."""

UNKNOWN_FILL = "#FFFFFF"

BADGES = {
    "removed": "#A01C1C",
    "spared": "#A01C1C",
    "rarer": "#4F4A9E",
    "gone": "#6B4A4A",
    "conditional": "#1F4E9E",
    "bounded": "#6A3D9A",
    "period": "#7A4A00",
    "automated": "#0B6157",
    "merged": "#5A3A86",
    "delegated": "#0F5C2E",
    "parallel": "#1B5E82",
    "moved": "#1B5E82",
    "reinforced": "#0F5C2E",
    "changed": "#3A4754",
    "new": "#0B6157",
}

CAUSES = {
    TimeCause.WORK: "#8FC1EA",
    TimeCause.BATCHING: "#F2A05E",
    TimeCause.CONTENTION: "#F6C445",
    TimeCause.PRIORITISATION: "#E7D98F",
    TimeCause.UNAVAILABILITY: "#C9B8E8",
    TimeCause.EXTRANEOUS: "#D5D9DD",
    TimeCause.SESSION: "#F2A05E",
    TimeCause.TERM: "#E4E8EC",
    TimeCause.APPOINTMENT: "#DCEBE3",
    TimeCause.OUTSIDE: "#8FD0B5",
    TimeCause.APPROVAL: "#F3B0B0",
    TimeCause.PAPER: "#DDB892",
    TimeCause.WORK_OR_WAIT: "#CFE0F0",
    TimeCause.UNEXPLAINED: "#D5D9DD",
}
"""Colours of the strip, light enough for the figures upon them."""

HOURS = 24

IN_DAYS = 23.5
"""Hours from which a duration is told in days."""

LABEL, LABEL_SMALL, SMALL, BADGE, LANE = 12.25, 12.0, 12.0, 12.0, 13.0
"""Font sizes of a step's name and of a long one, of figures and notes, of badges and of a lane's name: none is below SMALL."""

BASE = 0.36
"""From the middle of a line of figures down to its base line, in font sizes."""

LEADING = 1.2
"""Height of a line, in font sizes."""


def as_told(days: float) -> float:
    """A duration to the digit that it is told to: days from 23.5 hours on, with a digit after the point."""
    return days if days * HOURS < IN_DAYS else round(days, 1)


def duration_class(days: float | None) -> int | None:
    """0 to 3, None where the duration is not known; of the days as they are told, so that 7.0 never has the colour of less."""
    return None if days is None else sum(as_told(days) >= limit for limit in DURATION_LIMITS)


def duration_fill(days: float | None) -> str:
    """The colour of a step."""
    found = duration_class(days)
    return UNKNOWN_FILL if found is None else DURATION_FILLS[found]
