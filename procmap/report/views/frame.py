"""What the pictures of the views share: their width, and how one is closed."""

from __future__ import annotations

from procmap.language import Words
from procmap.report.before_after import font, style
from procmap.report.before_after.durations import duration
from procmap.report.quantities import plain
from procmap.report.svg import Markup, drawing, tag

WIDTH = 840.0
"""Pixels: as wide as a page shows it, so that no text gets smaller than it is drawn."""

MARGIN = 16.0


def framed(parts: list[Markup], height: float, title: str, told: str, language: str) -> str:
    """The SVG document of a view.

    Args:
        parts: What is drawn.
        height: Pixels.
        title: What the view is called.
        told: What it shows, in words.
        language: "fr" or "en".
    """
    ground = tag("rect", x=0, y=0, width=WIDTH, height=height, fill=style.PAPER)
    return drawing(WIDTH, height, title, told, language, ground, *parts)


def named(say: Words, label: str) -> str:
    """A label of the log in a drawing: on one line, and never empty."""
    return font.one_line(label) or say("picture.no_label")


def time_told(say: Words, days: float) -> str:
    """The duration of a case: days as the other figures of the page have them, less than one in hours or minutes."""
    return duration(days, say) if days < 1 else say("picture.days", days=plain(say, days))
