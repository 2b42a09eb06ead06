"""The whole picture: headings, both states sheet by sheet, where the gain comes from, the legend."""

from __future__ import annotations

from collections.abc import Mapping

from procmap.report.audit import Audit
from procmap.report.before_after import panel, style
from procmap.report.before_after.badges import text
from procmap.report.before_after.deciding import BETWEEN, MARGIN, Drawn, decide
from procmap.report.before_after.headings import describe, figures, head, shown, title_of
from procmap.report.before_after.legend import legend
from procmap.report.before_after.placement import Sheet
from procmap.report.before_after.waterfall import others, waterfall
from procmap.report.svg import Markup, drawing, tag


def picture(audit: Audit, protected: Mapping[str, str] | None) -> str:
    """The SVG document."""
    drawn = decide(audit, protected)
    parts, y = head(drawn)
    for number, sheet in enumerate(drawn.plane.sheets):
        more, high = _sheet(drawn, number, sheet, y)
        parts.append(tag("g", *more, class_="phase", data_phase=str(number + 1)))
        y += high
    more, high = _foot(drawn, y)
    height = y + high + MARGIN
    ground = tag("rect", x=0, y=0, width=drawn.width, height=height, fill=style.PAPER)
    title = title_of(drawn)
    return drawing(drawn.width, height, title, describe(drawn), audit.language, ground, *parts, *more)


def _sheet(drawn: Drawn, number: int, sheet: Sheet, y: float) -> tuple[list[Markup], float]:
    """Both states of one phase, and how high they are."""
    laid, phases = drawn.sheets[number], len(drawn.plane.sheets)
    lanes = drawn.plane.lanes
    top = y
    parts: list[Markup] = []
    if phases > 1:
        phase = drawn.say("picture.phase", number=number + 1, of=phases)
        parts.append(text(phase, MARGIN, y + 18, 16, bold=True, anchor="start"))
        y += 28
    sides = ((sheet.before, laid.before), (sheet.after, laid.after))
    high = 0.0
    for place_, (state, (side, points)) in enumerate(zip(drawn.states, sides, strict=False)):
        x = MARGIN + place_ * (drawn.panel + BETWEEN)
        more, high = figures(drawn, state, (x, y), short=number > 0)
        parts.extend([*more, panel.draw(side, points, laid.grid, lanes, state, at=(x, y + high))])
    high += panel.heading_height(lanes, laid.grid) + laid.grid.height
    last = number == phases - 1
    if last:
        for place_, state in enumerate(drawn.states):
            x = MARGIN + place_ * (drawn.panel + BETWEEN)
            parts.extend(shown(drawn, state, (x, y + high + 15)))
        high += 30
    return parts, y - top + high + (10 if last else 24)


def _foot(drawn: Drawn, y: float) -> tuple[list[Markup], float]:
    """Where the gain comes from, other findings, the legend; and how high they are."""
    room = drawn.width - 2 * MARGIN
    parts: list[Markup] = []
    high = 0.0
    left = MARGIN
    if drawn.made.accepted:
        wide = room * 0.6 if drawn.made.others else room
        more, high = waterfall(drawn.audit, drawn.made, drawn.say, (left, y), wide)
        parts.append(tag("g", *more, class_="waterfall"))
        left, room = left + wide + 20, room - wide - 20
    more, other = others(drawn.audit, drawn.made, drawn.say, (left, y), room)
    parts.extend(more)
    high = max(high, other)
    y_legend = y + high + (14 if high else 0)
    phases = len(drawn.plane.sheets) > 1
    more, low = legend(drawn.made, drawn.say, (MARGIN, y_legend), drawn.width - 2 * MARGIN, phases=phases)
    return [*parts, *more], y_legend - y + low
