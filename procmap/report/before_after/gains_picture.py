"""Where the gain of a plan comes from, as a drawing of its own: what the whole picture shows beside both states."""

from __future__ import annotations

from procmap.language import words
from procmap.report.audit import Audit
from procmap.report.before_after import style
from procmap.report.before_after.changes import changes
from procmap.report.before_after.headings import headline, title_of
from procmap.report.before_after.time_picture import MARGIN, ROOM, WIDTH
from procmap.report.before_after.waterfall import waterfall
from procmap.report.svg import drawing, tag


def gains_picture(audit: Audit) -> str:
    """The SVG document."""
    say = words(audit.language)
    made = changes(audit, say)
    parts, high = waterfall(audit, made, say, (MARGIN, MARGIN), ROOM)
    ground = tag("rect", x=0, y=0, width=WIDTH, height=high + 2 * MARGIN, fill=style.PAPER)
    title, told = title_of(audit, made, say), headline(audit, made, say)
    return drawing(WIDTH, high + 2 * MARGIN, title, told, audit.language, ground, *parts)
