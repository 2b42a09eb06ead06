"""Where the time goes: the elapsed time of a mean case as one strip, before over after, step by step, coloured by cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procmap.language import Words
from procmap.measures.time.time_cause import TimeCause
from procmap.procedures.delays import Delay
from procmap.report.audit import Audit
from procmap.report.before_after import font, style
from procmap.report.before_after.badges import MARK_HEIGHT, mark, text
from procmap.report.before_after.changes import Changes, decimals
from procmap.report.before_after.durations import duration
from procmap.report.before_after.grid import Point
from procmap.report.before_after.ordering import in_order, order_of
from procmap.report.svg import Markup, path, tag

TITLE = 16.0
BAR = 26.0
"""Height of a strip."""

NAMES = 92.0
"""Room for the names of the states."""

NAMED = 64.0
"""Pixels from which a piece of the strip is wide enough for the name of its step."""

HATCH = 7.0
"""Pixels between the lines of a hatched piece."""

HATCHED = frozenset({TimeCause.TERM, TimeCause.APPOINTMENT})
"""What no change of habit moves."""


@dataclass(frozen=True)
class Piece:
    """Elapsed days of a mean case that end in a step, for one cause, before and after the plan."""

    activity: str | None
    cause: TimeCause
    before: float
    after: float


def pieces(audit: Audit) -> tuple[Piece, ...]:
    """The pieces of the strip in the order of the steps; what comes after the last one stands last."""
    mean = audit.before.cycle_time.mean_days
    summed: dict[tuple[str | None, TimeCause], list[float]] = {}
    for row in audit.time:
        before, after = summed.setdefault((row.activity, row.cause), [0.0, 0.0])
        summed[row.activity, row.cause] = [before + row.share * mean, after + row.after_share * mean]
    labels = [label for label in dict.fromkeys(activity for activity, _ in summed) if label is not None]
    flows = [(a, b) for flow in audit.before.flows if (a := flow.source) in labels and (b := flow.target) in labels and a and b]
    rank: dict[str | None, int] = {label: at for at, label in enumerate(in_order(order_of(audit.before, labels), labels, flows))}
    causes = list(TimeCause)
    order = sorted(summed, key=lambda cell: (rank.get(cell[0], len(rank)), causes.index(cell[1])))
    return tuple(Piece(*cell, *summed[cell]) for cell in order)


def strip(audit: Audit, made: Changes, say: Words, at: Point, width: float) -> tuple[list[Markup], float]:
    """The strip from `at` downwards, its title first and the meaning of its colours last; and how high it is."""
    found = pieces(audit)
    if not found:
        return [], 0.0
    (x, y), places = at, decimals(audit)
    parts: list[Markup] = []
    for line in font.wrap(say("picture.strip"), TITLE, width, lines=2, bold=True):
        parts.append(text(line, x, y + TITLE, TITLE, bold=True, anchor="start"))
        y += TITLE * style.LEADING
    both = bool(made.accepted)
    sides = (False, True) if both else (False,)
    totals = [sum(_days(piece, after=after) for piece in found) for after in sides]
    pixels = (width - NAMES) / max(*totals, 1e-9) if max(totals) > 0 else 0.0
    y += 8 + MARK_HEIGHT
    for after in sides:
        colour = style.AFTER if after else style.BEFORE
        mean = (audit.after if after else audit.before).cycle_time.mean_days
        name = say("picture.after" if after else "picture.before" if both else "picture.observed")
        told = say("picture.days", days=say.number(mean, places))
        parts.append(text(name, x, y + 11, 13, bold=True, colour=colour, anchor="start"))
        parts.append(text(told, x, y + 25, 13, bold=True, colour=colour, anchor="start"))
        drawn = _bar(found, made, say, (x + NAMES, y), pixels, after=after)
        parts.append(tag("g", *drawn, class_="time", data_side="after" if after else "before"))
        y += BAR + (10 if after or not both else 8)
    names, high = _steps(found, say, (x + NAMES, y), pixels, after=both)
    parts += names
    y += high + 4
    touched = frozenset(made.badges) if both else None
    rules = audit.terms if any(piece.cause == TimeCause.TERM for piece in found) else ()
    more, high = _causes(found, say, (x, y), width, touched=touched)
    named, low = _rules(rules, say, (x, y + high), width)
    return [*parts, *more, *named], y + high + low - at[1]


def _days(piece: Piece, *, after: bool) -> float:
    return piece.after if after else piece.before


def _bar(found: tuple[Piece, ...], made: Changes, say: Words, at: Point, pixels: float, *, after: bool) -> list[Markup]:
    """One strip with its pieces; above that of before the numbers of the findings accepted."""
    left, top = at
    parts: list[Markup] = []
    marked: set[str] = set()
    end = left - 100.0
    for piece in found:
        days = _days(piece, after=after)
        wide = days * pixels
        words = " · ".join(
            [
                font.one_line(piece.activity) if piece.activity is not None else say("picture.strip.rest"),
                say(f"report.time_cause.{piece.cause}"),
                duration(days, say),
            ],
        )
        told = duration(days, say)
        if wide > 0.3:
            fits = font.width(told, style.SMALL) + 6 <= wide
            label = [text(told, left + wide / 2, top + BAR / 2 + style.SMALL * style.BASE, style.SMALL)] if fits else []
            parts.append(tag("g", tag("title", words), *_ground(piece.cause, left, top, wide), *label, class_="piece"))
        for identity, _ in () if after or piece.activity is None else made.marks.get(piece.activity, ()):
            accepted = any(change.finding.identity == identity for change in made.accepted)
            room = font.width(identity, style.SMALL, bold=True) + 10
            place = max(left + wide / 2 - room / 2, end + 3)
            if accepted and identity not in marked and place < left + max(wide, room):
                shown = mark(identity, place, top - MARK_HEIGHT - 3, room, accepted=True)
                parts.append(tag("g", shown, data_finding=identity))
                marked.add(identity)
                end = place + room
        left += wide
    return parts


def _ground(cause: TimeCause, left: float, top: float, wide: float) -> list[Markup]:
    """The piece itself; hatched where no change of habit moves it."""
    fill = style.CAUSES[cause]
    parts = [tag("rect", x=left, y=top, width=wide, height=BAR, fill=fill, stroke=style.PAPER, stroke_width=0.6)]
    return [*parts, _hatch(left, top, wide, BAR)] if cause in HATCHED else parts


def _hatch(left: float, top: float, wide: float, high: float) -> Markup:
    """Lines that rise from the left to the right over a rectangle."""
    lines, start = [], -high
    while start < wide:
        first, last = max(start, 0.0), min(start + high, wide)
        if last > first:
            lines.append(path([(left + first, top + high - (first - start)), (left + last, top + high - (last - start))]))
        start += HATCH
    return tag("path", d=" ".join(lines), fill="none", stroke=style.RULE, stroke_width=0.8)


def _steps(found: tuple[Piece, ...], say: Words, at: Point, pixels: float, *, after: bool) -> tuple[list[Markup], float]:
    """The names of the steps under their pieces of the lower strip, as far as there is room; and how high they are."""
    left, top = at
    parts: list[Markup] = []
    high = 0.0
    spans: dict[str | None, float] = {}
    for piece in found:
        spans[piece.activity] = spans.get(piece.activity, 0.0) + _days(piece, after=after) * pixels
    for activity, wide in spans.items():
        if wide >= NAMED:
            name = font.one_line(activity) if activity is not None else say("picture.strip.rest")
            lines = font.wrap(name, style.SMALL, wide - 6, lines=3)
            whole = " ".join(lines) == " ".join(name.split())
            parts += [] if not whole else [
                text(line, left + wide / 2, top + style.SMALL * (1 + style.LEADING * number), style.SMALL, colour=style.QUIET)
                for number, line in enumerate(lines)
            ]
            high = max(high, style.SMALL * style.LEADING * len(lines) * whole)
        left += wide
    return parts, high + 4


def _causes(
    found: tuple[Piece, ...], say: Words, at: Point, width: float, *, touched: frozenset[str] | None
) -> tuple[list[Markup], float]:
    """What the colours mean, with the days of each cause before and, where changes are accepted, after; hatched as their pieces.

    A cause that is met in none of the steps in `touched` takes no longer, whatever a session makes of the replay.
    """
    (x, y), left = at, at[0]
    parts: list[Markup] = []
    for cause in TimeCause:
        before = sum(piece.before for piece in found if piece.cause == cause)
        after = sum(piece.after for piece in found if piece.cause == cause)
        was, becomes = duration(before, say), duration(after, say)
        if before <= 0 and after <= 0:
            continue
        moved = touched is not None and (after < before or any(one.cause == cause and one.activity in touched for one in found))
        told = say("picture.change.time", before=was, after=becomes) if moved and was != becomes else was
        words = say("picture.strip.cause", cause=say(f"report.time_cause.{cause}"), time=told)
        room = 26 + font.width(words, style.SMALL) + 18
        if left > x and left + room - 18 > x + width:
            left, y = x, y + 20
        small = [tag("rect", x=left, y=y + 3, width=20, height=12, fill=style.CAUSES[cause], stroke=style.RULE)]
        if cause in HATCHED:
            small.append(_hatch(left, y + 3, 20, 12))
        shortened = font.shorten(words, style.SMALL, width - 26)
        parts.append(tag("g", *small, text(shortened, left + 26, y + 13, style.SMALL, anchor="start"), class_="cause"))
        left += room
    return parts, y + 20 - at[1]


def _rules(rules: Sequence[Delay], say: Words, at: Point, width: float) -> tuple[list[Markup], float]:
    """The texts that impose the terms, a sentence each; and how high they are."""
    (x, y), parts = at, []
    for one in rules:
        unit = say(f"detectors.clock.{one.clock}.{'one' if one.units == 1 else 'many'}", n=one.units)
        after = say.listed([say.quoted(font.one_line(label)) for label in one.after])
        parts += [tag("rect", x=x, y=y + 3, width=20, height=12, fill=style.CAUSES[TimeCause.TERM], stroke=style.RULE),
                  _hatch(x, y + 3, 20, 12)]
        told = say("picture.strip.term", step=font.one_line(one.label), least=unit, after=after, basis=one.basis)
        for line in font.wrap(told, style.SMALL, width - 26, lines=3):
            parts.append(text(line, x + 26, y + 13, style.SMALL, colour=style.QUIET, anchor="start"))
            y += style.SMALL * style.LEADING
        y += 4
    return [tag("g", *parts, class_="terms")] if parts else [], y - at[1]
