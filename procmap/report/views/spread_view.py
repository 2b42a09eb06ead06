"""How long cases take, each one drawn: before over after on one axis of time, the median in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from procmap.language import Words, words
from procmap.redesign.spread_after import Spread
from procmap.report.audit import Audit
from procmap.report.before_after import font, style
from procmap.report.before_after.badges import text
from procmap.report.before_after.durations import duration
from procmap.report.quantities import counted
from procmap.report.svg import Markup, tag
from procmap.report.views.frame import MARGIN, WIDTH, framed, time_told

MOST_DOTS = 400
"""Cases beyond which a class is drawn as a bar: so many dots tell no more."""

HIGH = 110.0
"""Pixels of the highest class."""

NAMES = 92.0
DOTS = (11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0)
"""Pixels that a dot may take."""

TICKS = 8
LEFT = MARGIN + NAMES
ROOM = WIDTH - MARGIN - 24 - LEFT


@dataclass(frozen=True)
class Pile:
    """How the cases of a class are piled up.

    Attributes:
        wide: Pixels of a class.
        unit: Pixels of a dot, or of a case in the height of a bar.
        across: Dots side by side; 0 for bars.
    """

    wide: float
    unit: float
    across: int

    @classmethod
    def of(cls, spread: Spread) -> Pile:
        """The largest dots that the highest class has room for; bars for many cases."""
        wide, most = ROOM / len(spread.before), max(*spread.before, *(spread.after or ()), 1)
        for dot in DOTS if spread.cases <= MOST_DOTS else ():
            across = int((wide - 1) / dot)
            if across and math.ceil(most / across) * dot <= HIGH:
                return cls(wide, dot, across)
        return cls(wide, HIGH / most, 0)

    @property
    def dots(self) -> bool:
        """Whether each case is a dot."""
        return self.across > 0

    def high(self, count: int) -> float:
        """Pixels of a class of so many cases."""
        return math.ceil(count / self.across) * self.unit if self.across else count * self.unit


def spread_svg(audit: Audit) -> str | None:
    """The picture; None where no closed case takes any time."""
    spread = audit.spread
    if spread is None:
        return None
    say = words(audit.language)
    parts: list[Markup] = []
    pile, y = Pile.of(spread), MARGIN
    for after in (False, True) if spread.after else (False,):
        counts = (spread.after if after else spread.before) or ()
        parts.append(_median(audit, say, y, after=after))
        base = y + 22 + style.SMALL * style.LEADING + pile.high(max(counts))
        drawn = [_class(spread, say, pile, place, base, after=after) for place, count in enumerate(counts) if count]
        drawn += _most(counts, say, base, pile) if any(counts) else []
        parts.append(tag("g", *drawn, class_="spread", data_side="after" if after else "before"))
        parts += _line(audit, spread, say, base, after=after)
        y = base + 18
    parts += _axis(spread, say, y - 18)
    return framed(parts, y + 14 + MARGIN, say("report.view.spread"), " ".join(spread_told(audit)), audit.language)


def spread_told(audit: Audit) -> list[str]:
    """The picture in sentences."""
    say, spread = words(audit.language), audit.spread
    if spread is None:
        return [say("report.view.spread.none")]
    before, after = audit.before.cycle_time.median_days, audit.after.cycle_time.median_days
    told = [say(
        "report.view.spread.before", median=time_told(say, before), most=time_told(say, spread.most),
        cases=counted(say, spread.cases, "cases"),
    )]  # fmt: skip
    if spread.most_after is not None:
        told.append(say("report.view.spread.after", median=time_told(say, after), most=time_told(say, spread.most_after)))
    told.append(say("report.view.spread.class", width=_mark(say, spread.width)))
    if spread.beyond or spread.beyond_after:
        key = "report.view.spread.beyond" + ("_both" if spread.after else "")
        few = counted(say, spread.beyond, "cases")
        told.append(say(key, limit=duration(spread.limit, say), before=few, after=spread.beyond_after))
    return told


def _x(spread: Spread, days: float) -> float:
    return LEFT + ROOM * min(days / (spread.width * len(spread.before)), 1.0)


def _class(spread: Spread, say: Words, pile: Pile, place: int, base: float, *, after: bool) -> Markup:
    """The cases of one class: a dot each, piled up, or a bar."""
    left, colour = LEFT + place * pile.wide, style.AFTER if after else style.BEFORE
    count = ((spread.after if after else spread.before) or ())[place]
    first, last = _mark(say, place * spread.width), _mark(say, (place + 1) * spread.width)
    told = say("report.view.spread.one", first=first, last=last, cases=counted(say, count, "cases"))
    if pile.dots:
        size, middle = pile.unit, left + pile.wide / 2
        shown = [
            tag("circle", cx=middle + (number % pile.across - (pile.across - 1) / 2) * size,
                cy=base - (number // pile.across + 0.5) * size, r=size / 2 - 0.4, fill=colour)
            for number in range(count)
        ]  # fmt: skip
    else:
        high = pile.high(count)
        shown = [tag("rect", x=left + 0.5, y=base - high, width=pile.wide - 1, height=high, fill=colour)]
    return tag("g", tag("title", told), *shown, class_="class", data_count=count)


def _most(counts: tuple[int, ...], say: Words, base: float, pile: Pile) -> list[Markup]:
    """How many cases the highest class holds, above it: what the height of the others is measured by."""
    most = max(counts)
    told = counted(say, most, "cases")
    half = font.width(told, style.SMALL) / 2
    middle = LEFT + (counts.index(most) + 0.5) * ROOM / len(counts)
    x = min(max(middle, LEFT + half), LEFT + ROOM - half)
    return [text(told, x, base - pile.high(most) - 4, style.SMALL, colour=style.QUIET)]


def _mark(say: Words, days: float) -> str:
    """A mark of the axis: whole days without decimals."""
    if days == int(days):
        return say("picture.days", days=say.number(days)) if days else say.number(0)
    return duration(days, say)


def _median(audit: Audit, say: Words, y: float, *, after: bool) -> Markup:
    """The name of the state and its median, above its cases."""
    colour = style.AFTER if after else style.BEFORE
    median = (audit.after if after else audit.before).cycle_time.median_days
    name = say("picture.after" if after else "picture.before")
    told = say("report.view.spread.median", median=time_told(say, median))
    return tag(
        "g",
        text(name, MARGIN, y + 13, 13, bold=True, colour=colour, anchor="start"),
        text(told, LEFT, y + 13, 13, bold=True, colour=colour, anchor="start"),
        class_="state",
    )


def _line(audit: Audit, spread: Spread, say: Words, base: float, *, after: bool) -> list[Markup]:
    """The ground line, and a mark under it where the median lies."""
    colour = style.AFTER if after else style.BEFORE
    x = _x(spread, (audit.after if after else audit.before).cycle_time.median_days)
    mark = tag("path", d=f"M{x:.2f} {base + 2:.2f} l6 9 l-12 0 Z", fill=colour)
    return [
        tag("path", d=f"M{LEFT:.2f} {base:.2f} H{LEFT + ROOM:.2f}", stroke=style.RULE, fill="none"),
        tag("g", tag("title", say("report.view.spread.here")), mark, class_="median"),
    ]


def _axis(spread: Spread, say: Words, base: float) -> list[Markup]:
    """The durations along the axis, as many as have room."""
    step, parts = math.ceil(len(spread.before) / TICKS), []
    end = LEFT - 100.0
    for place in range(0, len(spread.before) + 1, step):
        told, x = _mark(say, place * spread.width), LEFT + place * ROOM / len(spread.before)
        half = font.width(told, style.SMALL) / 2
        parts.append(tag("path", d=f"M{x:.2f} {base:.2f} v4", stroke=style.RULE, fill="none"))
        if x - half > end + 6 and x + half <= WIDTH:
            parts.append(text(told, x, base + 26, style.SMALL, colour=style.QUIET))
            end = x + half
    return parts
