"""What changes for each service: passages, handovers received and days per case, before and after as the two ends of a line."""

from __future__ import annotations

from procmap.language import Words, words
from procmap.report.audit import Audit
from procmap.report.before_after import font, style
from procmap.report.before_after.badges import text
from procmap.report.before_after.durations import duration
from procmap.report.quantities import plain
from procmap.report.svg import Markup, tag
from procmap.report.views.frame import MARGIN, WIDTH, framed, named
from procmap.report.views.service_rows import Measure, Pair, ServiceRow, Together, service_rows

MOST = 12
NAMES = 200.0
GAP = 26.0
ROW = 42.0
WIDE = (WIDTH - 2 * MARGIN - NAMES) / len(Measure) - GAP
DOT = 5.0
LEAST = 0.01
HEADS = MARGIN + 26
"""Where the names of the measures begin."""


def dumbbells_svg(audit: Audit) -> str | None:
    """The picture; None where the log names no services."""
    rows, say = service_rows(audit, MOST), words(audit.language)
    if not rows:
        return None
    both = bool(audit.plan.accepted)
    parts = [*_legend(say, both=both), *_heads(say)]
    y = HEADS + 44
    ends = {measure: max(max(pair.before, pair.after) for row in rows if (pair := row.figures.get(measure))) for measure in Measure}
    for row in rows:
        parts.append(_row(row, say, y, ends, both=both))
        y += ROW
    return framed(parts, y + MARGIN - 6, say("report.view.services"), " ".join(_told(rows, say, both=both)), audit.language)


def dumbbells_told(audit: Audit) -> list[str]:
    """What stands under the picture, or why there is none."""
    say = words(audit.language)
    if not audit.before.services:
        return [say("report.view.services.none")]
    return [say("report.view.services.caption" + ("" if audit.plan.accepted else ".no_plan"))]


def _left(place: int) -> float:
    return MARGIN + NAMES + place * (WIDE + GAP) + GAP / 2


def _name(row: ServiceRow, say: Words) -> str:
    return say(f"report.view.services.{row.name}") if isinstance(row.name, Together) else named(say, row.name)


def _legend(say: Words, *, both: bool) -> list[Markup]:
    """Which end is which: a ring before, a square after."""
    parts, x = [], MARGIN + DOT
    for after in (False, True) if both else (False,):
        told = say("picture.after" if after else "picture.before")
        parts += [_end(x, MARGIN + 8, after=after), text(told, x + 12, MARGIN + 12, style.SMALL, anchor="start")]
        x += font.width(told, style.SMALL) + 44
    return parts


def _heads(say: Words) -> list[Markup]:
    """The names of the measures."""
    parts: list[Markup] = []
    for place, measure in enumerate(Measure):
        lines = font.wrap(say(f"report.view.services.{measure}"), 13, WIDE + GAP - 8, lines=2, bold=True)
        parts += [text(line, _left(place), HEADS + 13 + 16 * at, 13, bold=True, anchor="start") for at, line in enumerate(lines)]
    return parts


def _end(x: float, y: float, *, after: bool) -> Markup:
    if after:
        return tag("rect", x=x - DOT, y=y - DOT, width=2 * DOT, height=2 * DOT, fill=style.AFTER)
    return tag("circle", cx=x, cy=y, r=DOT, fill=style.PAPER, stroke=style.BEFORE, stroke_width=2)


def _row(row: ServiceRow, say: Words, top: float, ends: dict[Measure, float], *, both: bool) -> Markup:
    """A service: its name, and a line for each measure with its figures beneath."""
    parts = [tag("path", d=f"M{MARGIN:.2f} {top - 6:.2f} H{WIDTH - MARGIN:.2f}", stroke=style.BAND, fill="none")]
    lines = font.wrap(_name(row, say), 13, NAMES - 8, lines=2)
    parts += [text(line, MARGIN, top + 12 + 15 * number, 13, anchor="start") for number, line in enumerate(lines)]
    for place, measure in enumerate(Measure):
        pair = row.figures.get(measure)
        if pair is None:
            continue
        scale = WIDE / ends[measure] if ends[measure] > 0 else 0.0
        x, y = _left(place), top + 7
        shown = [tag("path", d=f"M{x:.2f} {y:.2f} h{WIDE:.2f}", stroke=style.BAND, fill="none")]
        told = _figures(measure, pair, say, both=both)
        if both and told != _figures(measure, pair, say, both=False):
            line = f"M{x + pair.before * scale:.2f} {y:.2f} L{x + pair.after * scale:.2f} {y:.2f}"
            shown.append(tag("path", d=line, stroke=style.FLOW, stroke_width=3, fill="none"))
            shown.append(_end(x + pair.after * scale, y, after=True))
        shown.append(_end(x + pair.before * scale, y, after=False))
        shown.append(text(told, x, top + 28, style.SMALL, colour=style.QUIET, anchor="start"))
        parts.append(tag("g", *shown, class_="pair", data_measure=str(measure)))
    return tag("g", *parts, class_="service")


def _figures(measure: Measure, pair: Pair, say: Words, *, both: bool) -> str:
    """The figures of a pair, one where nothing changes."""
    was, becomes = (duration(value, say) if measure == Measure.DAYS else _count(value, say) for value in (pair.before, pair.after))
    return was if not both or was == becomes else say("picture.change.time", before=was, after=becomes)


def _count(value: float, say: Words) -> str:
    """A mean count, which is no zero where there is any."""
    return say("report.less", amount=say.number(LEAST, 2)) if 0 < value < LEAST / 2 else plain(say, value)


def _told(rows: list[ServiceRow], say: Words, *, both: bool) -> list[str]:
    """Every figure in words."""
    told = []
    for row in rows:
        figures = [
            f"{say(f'report.view.services.{measure}')} {_figures(measure, pair, say, both=both)}"
            for measure, pair in row.figures.items()
        ]
        told.append(say("report.view.services.row", name=_name(row, say), figures=", ".join(figures)))
    return told
