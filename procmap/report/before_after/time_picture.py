"""The change in ten seconds, for the width of a page: the headline, where the time goes, and what each change does."""

from __future__ import annotations

from procmap.language import words
from procmap.report.audit import Audit
from procmap.report.before_after import font, style
from procmap.report.before_after.badges import mark, text
from procmap.report.before_after.changes import Changes, changes, gained, said
from procmap.report.before_after.headings import headline, period, title_of
from procmap.report.before_after.strip import strip
from procmap.report.svg import Markup, drawing, tag

WIDTH = 840.0
"""Pixels: as wide as a page shows it, so that no text gets smaller than it is drawn."""

MARGIN = 16.0
ROOM = WIDTH - 2 * MARGIN


def time_picture(audit: Audit, told: str | None = None) -> str:
    """The SVG document; `told` stands for the headline where nothing is known of the plan's gain."""
    say = words(audit.language)
    made = changes(audit, say)
    told = told or headline(audit, made, say)
    title = title_of(audit, made, say)
    y, parts = MARGIN, []
    for line, size, bold, colour in (
        *((line, 22, True, style.INK) for line in font.wrap(title, 22, ROOM, lines=2, bold=True)),
        *((line, 13, False, style.QUIET) for line in font.wrap(period(audit, say), 13, ROOM, lines=2)),
        *((line, 17, True, style.AFTER) for line in font.wrap(told, 17, ROOM, lines=4, bold=True)),
    ):
        y += size * 1.3
        parts.append(text(line, MARGIN, y, size, bold=bold, colour=colour, anchor="start"))
    more, high = strip(audit, made, say, (MARGIN, y + 14), ROOM)
    y += high + 20 if more else 0
    listed, high = _changes(made, audit, y + 8)
    y += high + MARGIN
    ground = tag("rect", x=0, y=0, width=WIDTH, height=y, fill=style.PAPER)
    return drawing(WIDTH, y, title, told, audit.language, ground, *parts, *more, *listed)


def _changes(made: Changes, audit: Audit, top: float) -> tuple[list[Markup], float]:
    """A line for each accepted change: its number, its steps, what it does to them and what that brings; and how high they are."""
    say, y = words(audit.language), top
    parts: list[Markup] = []
    for change in made.accepted:
        named = [font.one_line(label) or say("picture.no_label") for label in change.steps]
        gain = "" if change.days is None else gained(change.days, say)
        room = font.width(change.finding.identity, style.SMALL, bold=True) + 10
        parts.append(mark(change.finding.identity, MARGIN, y, room, accepted=True))
        left, wide = MARGIN + 50, ROOM - 50 - 90
        for size, bold, lines in (
            (14.0, True, font.wrap(", ".join(named), 14, wide, lines=2, bold=True)),
            (13.0, False, font.wrap(said(change, made, say), 13, wide, lines=2)),
        ):
            for line in lines:
                parts.append(text(line, left, y + size, size, bold=bold, anchor="start", colour=style.INK))
                y += size * style.LEADING + 1
        if gain:
            parts.append(text(gain, WIDTH - MARGIN, y - 14, 16, bold=True, anchor="end", colour=style.AFTER))
        y += 8
    return parts, y - top
