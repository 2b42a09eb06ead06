"""The whole picture: headings, both states, where the gain comes from, the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from procmap.report.audit import Audit
from procmap.report.before_after import panel, style
from procmap.report.before_after.deciding import BESIDE, BETWEEN, BOXES, BOXES_ALONE, MARGIN, Chosen, Drawn, choose, decide
from procmap.report.before_after.empty_lanes import without_empty_lanes
from procmap.report.before_after.folding import LEAST, SHORTEST, SINGLE
from procmap.report.before_after.grid import Point
from procmap.report.before_after.headings import compared, describe, figures, head, shown, title_of
from procmap.report.before_after.lane_headings import heading_height, headings
from procmap.report.before_after.legend import legend, signs
from procmap.report.before_after.panel import widest_word
from procmap.report.before_after.paper import A3, ENOUGH, LEGIBLE
from procmap.report.before_after.phases import whole
from procmap.report.before_after.placement import Sheet
from procmap.report.before_after.strip import strip
from procmap.report.before_after.waterfall import NARROW, others, waterfall
from procmap.report.svg import Markup, drawing, tag

WIDEST = 1300.0
"""Pixels of all lanes of a state together beyond which boxes are not tried wider."""

LARGER = 1.04
"""How many times larger letters must get for words to be broken."""


@dataclass(frozen=True)
class _Composed:
    """A picture as tried: what its figures and gains are drawn with, and its height; the states themselves may be left out."""

    drawn: Drawn
    parts: tuple[Markup, ...]
    height: float

    @property
    def points(self) -> float:
        """Size of the smallest text on A3."""
        return A3.points(self.drawn.width, self.height)


@dataclass(frozen=True)
class Whole:
    """The SVG document, and its size in pixels."""

    svg: str
    width: float
    height: float


def picture(audit: Audit, protected: Mapping[str, str] | None) -> tuple[Chosen, Whole]:
    """What is shown, and the picture: of all widths of boxes and places of the gains, those that read best on paper.

    Only where letters would be too small are shorter stretches folded, then words broken, and last the lanes given up: what is
    shown keeps them, for the sheets of its phases have room for them.
    """
    chosen = choose(audit, protected)
    best = _best(_tried(chosen, boxes_of(chosen)[0]))
    if best.points < LEGIBLE and chosen.made.accepted:
        chosen, best = _smaller(chosen, best, [choose(audit, protected, least, short=True) for least in (LEAST, SHORTEST)])
    best = _broken(chosen, best)
    drawn = chosen, best
    for least, lanes in ((SINGLE, True), (chosen.least, False)):
        if drawn[1].points < LEGIBLE and chosen.made.accepted:
            other = choose(audit, protected, least, short=True, lanes=lanes)
            other, tried = _smaller(other, _best(_tried(other, boxes_of(other)[0])), [])
            drawn = max(drawn, (other, _broken(other, tried)), key=lambda one: one[1].points)
    return drawn[0] if drawn[0].least == SINGLE else chosen, _document(*drawn)


def _broken(chosen: Chosen, best: _Composed) -> _Composed:
    """With words broken where it cannot be read otherwise."""
    narrow = boxes_of(chosen)[1]
    if best.points < LEGIBLE and narrow:
        smaller = _best(_tried(chosen, narrow, best.drawn.sheet))
        best = smaller if smaller.points >= min(LARGER * best.points, LEGIBLE) else best
    return best


def _smaller(chosen: Chosen, best: _Composed, shorter: Sequence[Chosen]) -> tuple[Chosen, _Composed]:
    """With shorter bands and stretches, then the states one below the other, then without empty lanes, until it can be read."""
    for other in shorter:
        if best.points >= LEGIBLE:
            break
        tried = _best(_tried(other, boxes_of(other)[0]))
        if best.points <= tried.points:
            chosen, best = other, tried
    boxes, every = boxes_of(chosen)[0], whole(chosen.selection, chosen.plane)
    for sheet, stacked in (
        (every, True),
        *((without_empty_lanes(every, ghosts=ghosts), stacked) for ghosts in (True, False) for stacked in (False, True)),
    ):
        if best.points < LEGIBLE:
            best = _best([best, *_tried(chosen, boxes, sheet, stacked=stacked)])
    return chosen, best


def _document(chosen: Chosen, best: _Composed) -> Whole:
    title = title_of(chosen.audit, chosen.made, chosen.say)
    width = best.drawn.width
    ground = tag("rect", x=0, y=0, width=width, height=best.height, fill=style.PAPER)
    parts = _composed(best.drawn, entire=True).parts
    svg = drawing(width, best.height, title, describe(best.drawn), chosen.audit.language, ground, *parts)
    return Whole(svg, width, best.height)


def _best(tried: list[_Composed]) -> _Composed:
    """What is read best on paper: the largest letters, but with the strip where it leaves them large enough."""

    def worth(one: _Composed) -> tuple[bool, bool, float]:
        legible = one.points >= LEGIBLE
        return legible, legible and one.drawn.strip, min(one.points, ENOUGH)

    return max(tried, key=worth)


def _tried(chosen: Chosen, boxes: Sequence[float], sheet: Sheet | None = None, *, stacked: bool = False) -> list[_Composed]:
    """The picture with boxes of several widths, with the gains below and beside, with and without the strip of time."""
    places = (False, True) if chosen.made.accepted or chosen.made.others else (False,)
    shown = (True, False) if chosen.audit.time else (False,)
    sheet = sheet or whole(chosen.selection, chosen.plane)
    sized = [decide(chosen, sheet, box) for box in boxes]
    return [
        _composed(replace(one, beside=beside, strip=timed, stacked=stacked))
        for one in sized
        for beside in places
        for timed in shown
    ]


def boxes_of(chosen: Chosen) -> tuple[list[float], list[float]]:
    """The widths in which no word is broken, and narrower ones, for what cannot be read on paper otherwise."""
    lanes = len(chosen.plane.lanes)
    least = min(widest_word(chosen.states, lanes), BOXES[0])
    tried = (*BOXES_ALONE, *BOXES) if lanes == 1 else BOXES
    found = [box for box in tried if box >= least and lanes * box < WIDEST]
    return found or [least], [box for box in BOXES if box < least]


def _composed(drawn: Drawn, *, entire: bool = False) -> _Composed:
    """The picture laid out; only where it is `entire` are the states drawn, whose size is known before."""
    parts, y = head(drawn)
    if drawn.strip:
        more, high = strip(drawn.audit, drawn.made, drawn.say, (MARGIN, y), drawn.width - 2 * MARGIN)
        parts, y = [*parts, *more], y + high + 16
    column = drawn.width - MARGIN - BESIDE, y
    more, high = _states(drawn, y, entire=entire)
    parts.extend(more)
    y += high
    if drawn.beside:
        return _with_column(drawn, parts, column, y)
    room = drawn.width - 2 * MARGIN
    more, high = _gains(drawn, (MARGIN, y), room)
    y += high + 12
    low, high = legend(drawn.made, drawn.say, (MARGIN, y), room, **signs(drawn.states, drawn.sheet))
    return _Composed(drawn, (*parts, *more, *low), y + high + MARGIN)


def _with_column(drawn: Drawn, parts: list[Markup], at: Point, y: float) -> _Composed:
    """The figures and the gains beside the states, which end at `y`; the legend below whichever is shorter."""
    left, top = at
    figures_, high = compared(drawn, at, BESIDE)
    top += high + 14
    more, high = _gains(drawn, (left, top), BESIDE)
    top += high + 14
    shown_ = signs(drawn.states, drawn.sheet)
    column, tall = legend(drawn.made, drawn.say, (left, top), BESIDE, **shown_)
    across, low = legend(drawn.made, drawn.say, (MARGIN, y), drawn.width - 2 * MARGIN - BESIDE - BETWEEN, **shown_)
    below = max(y + low, top) < max(y, top + tall)
    height = max(y + low, top) if below else max(y, top + tall)
    return _Composed(drawn, (*parts, *figures_, *more, *(across if below else column)), height + MARGIN)


def _states(drawn: Drawn, top: float, *, entire: bool) -> tuple[list[Markup], float]:
    """Both states, side by side or one below the other, and how high they are; drawn only where the picture is `entire`."""
    sheet, laid = drawn.sheet, drawn.laid
    parts: list[Markup] = []
    x, y, lowest = MARGIN, top, top
    above_lanes = headings(sheet, laid, drawn.say)
    above = heading_height(above_lanes)
    sides = zip((sheet.before, sheet.after), laid.lines, laid.grids, above_lanes, strict=False)
    for state, (side, points, grid, lanes) in zip(drawn.states, sides, strict=True):
        more, high = figures(drawn, state, (x, y), short=drawn.beside)
        parts.extend(more)
        if entire:
            parts.append(panel.draw(side, points, grid, (lanes, above), state, at=(x, y + high)))
        high += above + laid.height
        told, low = shown(drawn, state, (x, y + high + 15))
        parts.extend(told)
        bottom = y + high + low + 10
        lowest = max(lowest, bottom)
        x, y = (x, bottom + 6) if drawn.stacked else (x + grid.edges[-1] + BETWEEN, y)
    return parts, lowest - top


def _gains(drawn: Drawn, at: Point, room: float) -> tuple[list[Markup], float]:
    """Where the gain comes from, then the other findings: beside it where there is room; and how high they are."""
    (left, y), parts, high = at, [], 0.0
    apart = room > NARROW
    if drawn.made.accepted:
        wide = room * 0.6 if drawn.made.others and apart else room
        more, high = waterfall(drawn.audit, drawn.made, drawn.say, (left, y), wide)
        parts.append(tag("g", *more, class_="waterfall"))
        if apart:
            left, room = left + wide + 20, room - wide - 20
        else:
            y += high + 14
    more, other = others(drawn.audit, drawn.made, drawn.say, (left, y), room)
    return [*parts, *more], max(high, y + other - at[1])
