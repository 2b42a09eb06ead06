"""From the mean cycle time before to the one after: a bar for each accepted change."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.language import Words
from procmap.report.audit import Audit
from procmap.report.before_after import font, style
from procmap.report.before_after.badges import MARK_HEIGHT, mark, text
from procmap.report.before_after.changes import KINDS, Change, Changes, alone, decimals, edit_of, gained, kind_drawn, proposed, said
from procmap.report.before_after.grid import Point
from procmap.report.quantities import Quantity
from procmap.report.shares import Shares
from procmap.report.svg import Markup, tag

TITLE = 16.0
BAR = 14.0
"""Height of a bar."""

LISTED = 10
"""Other findings named under the picture, at most."""

NARROW = 420.0
"""Room up to which a bar stands under its name, not beside it."""


@dataclass(frozen=True)
class Bar:
    """From one mean cycle time (days) to the next.

    Attributes:
        name, detail: What it stands for, and what is done.
        identity: Of the finding; empty for the states and the rest.
        start, stop: Mean cycle times; equal for a state.
        value: As it is printed.
        reach: Of the state after, the mean cycle times between which it may lie.
    """

    name: str
    detail: str
    identity: str
    start: float
    stop: float
    value: str
    fill: str
    reach: tuple[float, float] | None = None


def bars(audit: Audit, made: Changes, say: Words) -> list[Bar]:
    """Before, each share of the plan, the rest where the shares leave one, after.

    The bars are as long as the shares are, and what is printed of them is rounded so that it adds up.
    """
    places, shares = decimals(audit), Shares.of(audit)
    exact, last = (figures.cycle_time.mean_days for figures in (audit.before, audit.after))
    mean, after = round(exact, places), round(last, places)
    found = [Bar(say("picture.before"), say("picture.mean"), "", exact, exact, _days(mean, places, say), style.BEFORE)]
    shared = {identity for identity, _, _ in audit.plan.shares}
    now = mean
    for change in made.accepted:
        days = change.days
        if days is not None and change.finding.identity in shared:
            detail = " · ".join([said(change, made, say), *filter(None, [alone(change, shares, say)])])
            fill = style.BADGES[kind_drawn(change, made)]
            stop = exact - shares.exact[change.finding.identity][1]
            found.append(Bar(_steps(change, say), detail, change.finding.identity, exact, stop, gained(days, say), fill))
            now -= days.value
            exact = stop
    if shared and abs(now - after) >= 0.5 * 10**-places:
        found.append(Bar(say("picture.rest"), "", "", exact, last, gained(Quantity.of(now - after, places), say), style.QUIET))
    name, told = say("picture.after"), say("picture.mean.after")
    return [*found, Bar(name, told, "", last, last, _days(after, places, say), style.AFTER, _reach(audit))]


def _reach(audit: Audit) -> tuple[float, float] | None:
    """The mean cycle times after, by the interval of the plan's gain."""
    if audit.plan.gain is None:
        return None
    joint, mean = audit.plan.gain.expected_days, audit.before.cycle_time.mean_days
    return mean - joint.high, mean - joint.low


def waterfall(audit: Audit, made: Changes, say: Words, at: Point, width: float) -> tuple[list[Markup], float]:
    """The bars from `at` downwards, on a scale of their own: from the mean after to the mean before; and how high they are."""
    x, y = at
    parts: list[Markup] = []
    for line in font.wrap(say("picture.waterfall"), TITLE, width, lines=2, bold=True):
        parts.append(text(line, x, y + TITLE, TITLE, bold=True, anchor="start"))
        y += TITLE * style.LEADING
    y += 10
    found = bars(audit, made, say)
    narrow = width <= NARROW
    names, indent = (width, INDENT) if narrow else (width * 0.42, width * 0.42)
    value = max(font.width(bar.value, 13, bold=True) for bar in found) + 12
    scale = _Scale.of(found, x + indent, width - indent - value)
    for bar in found:
        told, high = _name(bar, x, y, names)
        top = y + high + 3 if narrow else y + max(high - BAR, 0) / 2
        parts.append(
            tag(
                "g",
                tag("title", f"{bar.identity} {bar.name} · {bar.detail} · {bar.value}".strip()),
                *told,
                *_drawn(bar, scale, top),
                class_="bar",
                data_finding=bar.identity or None,
            )
        )
        y += high + (BAR + 10 if narrow else 10)
    return parts, y - at[1]


NAMED = 8
"""Lines of the steps of a change, and of what is done to them, at most."""

INDENT = 48.0
"""Room for the number of a finding."""

@dataclass(frozen=True)
class _Scale:
    """Mean cycle times on a line: `low` stands at `left`."""

    left: float
    low: float
    pixels: float

    @classmethod
    def of(cls, found: list[Bar], left: float, room: float) -> _Scale:
        """The scale on which all bars, and what the state after may be, have room."""
        ends = [end for bar in found for end in (bar.start, bar.stop, *(bar.reach or ()))]
        low, high = min(ends), max(ends)
        return cls(left, low, room / (high - low) if high > low else 0.0)

    def at(self, days: float) -> float:
        """Where a mean cycle time stands."""
        return self.left + (days - self.low) * self.pixels


def _drawn(bar: Bar, scale: _Scale, top: float) -> list[Markup]:
    """The bar of a change, the mark of a state with what it may be, and the value behind it."""
    left, right = (scale.at(days) for days in sorted((bar.start, bar.stop)))
    middle = top + BAR / 2
    parts: list[Markup] = []
    end = right
    if bar.reach is not None:
        low, high = (scale.at(days) for days in bar.reach)
        parts += [
            tag("line", x1=low, x2=high, y1=middle, y2=middle, stroke=bar.fill, stroke_width=1.6, class_="whisker"),
            *(tag("line", x1=x, x2=x, y1=middle - 5, y2=middle + 5, stroke=bar.fill, stroke_width=1.6) for x in (low, high)),
        ]
        end = max(end, high)
    if bar.start == bar.stop:
        parts.append(tag("rect", x=left - 3, y=top - 1, width=6, height=BAR + 2, fill=bar.fill, rx=2))
        end += 3
    else:
        parts.append(tag("rect", x=left, y=top, width=max(right - left, 1.5), height=BAR, fill=bar.fill, rx=2))
    return [*parts, text(bar.value, end + 6, middle + 13 * style.BASE, 13, bold=True, anchor="start")]


def others(audit: Audit, made: Changes, say: Words, at: Point, width: float) -> tuple[list[Markup], float]:
    """The findings whose change is not accepted, with their marks, and how high the list is."""
    if not made.others:
        return [], 0.0
    x, y = at
    parts: list[Markup] = []
    for line in font.wrap(say("picture.others" if made.accepted else "picture.proposals"), TITLE, width, lines=2, bold=True):
        parts.append(text(line, x, y + TITLE, TITLE, bold=True, anchor="start"))
        y += TITLE * style.LEADING
    y += 10
    rest, shares = len(made.others) - LISTED, Shares.of(audit)
    for finding in made.others[:LISTED]:
        edit = edit_of(finding)
        assert edit is not None
        change = Change(finding, edit, KINDS.get(edit.op, "changed"))
        told = " · ".join([proposed(change, say), *filter(None, [alone(change, shares, say)])])
        lines, high = _name(Bar(_steps(change, say), told, finding.identity, 0, 0, "", ""), x, y, width, accepted=False)
        whole = tag("title", f"{finding.identity} {_steps(change, say)} · {told}")
        parts.append(tag("g", whole, *lines, class_="other", data_finding=finding.identity))
        y += high + 8
    if rest > 0:
        parts.append(text(say("picture.more", count=rest), x, y + 12, style.SMALL, anchor="start"))
        y += 20
    return parts, y - at[1]


def _steps(change: Change, say: Words) -> str:
    """The steps that a change touches, named as on their boxes."""
    return ", ".join(font.one_line(label) or say("picture.no_label") for label in change.steps)


def _name(bar: Bar, x: float, y: float, width: float, *, accepted: bool = True) -> tuple[list[Markup], float]:
    """The steps, then what is done, after the finding's number, if it has one; and how high they are."""
    parts, top = [], y
    if bar.identity:
        wide = font.width(bar.identity, style.SMALL, bold=True) + 10
        parts.append(mark(bar.identity, x, y, wide, accepted=accepted))
    x, width = x + INDENT, width - INDENT - 10
    for size, bold, lines in ((13.0, True, font.wrap(bar.name, 13, width, lines=NAMED, bold=True)),
                              (style.SMALL, False, font.wrap(bar.detail, style.SMALL, width, lines=NAMED))):
        for line in lines:
            y += size * style.LEADING
            colour = style.INK if bold else style.QUIET
            parts.append(text(line, x, y - size * 0.2, size, bold=bold, anchor="start", colour=colour))
    return parts, max(y - top, MARK_HEIGHT)


def _days(days: float, places: int, say: Words) -> str:
    return say("picture.days", days=say.number(days, places))
