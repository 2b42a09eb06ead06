"""Durations as a box tells them."""

from __future__ import annotations

from procmap.language import Words
from procmap.report.before_after.style import HOURS, IN_DAYS


def duration(days: float, say: Words) -> str:
    """A sojourn in the unit that it is told in: 12 min, 5 h, 3,4 j, 12 j."""
    if days * 24 * 60 < 59.5:
        return say("picture.minutes", minutes=say.number(days * 24 * 60))
    if days * HOURS < IN_DAYS:
        return say("picture.hours", hours=say.number(days * 24))
    return say("picture.days", days=say.number(days, 1 if days < 9.95 else 0))
