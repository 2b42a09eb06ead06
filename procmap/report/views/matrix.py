"""From whom the work goes to whom: how often per 100 cases a step of one service is followed by one of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from procmap.language import Words, words
from procmap.report.audit import Audit
from procmap.report.before_after import font, style
from procmap.report.before_after.badges import text
from procmap.report.quantities import plain
from procmap.report.rounding import stable
from procmap.report.svg import Markup, tag
from procmap.report.views.frame import MARGIN, framed, named
from procmap.report.views.service_rows import Together, kept_roles

MOST = 12
"""Rows and columns, the one of the others among them."""

NAMES = 230.0
CELL, HIGH = 48.0, 30.0
SHADES = ("#FFFFFF", "#EAF2FA", "#D3E5F5", "#B3D2EE", "#8FC1EA")
"""From none to most: light enough for the figures upon them, and from light to dark in a print too."""

TOLD = 10
"""Passages told in words; all stand in the cells."""

Place = str | Together


def matrix_svg(audit: Audit) -> str | None:
    """The picture; None where work never goes from one to another."""
    if not audit.before.passed:
        return None
    say = words(audit.language)
    places = _places(audit)
    rates = _rates(audit, places)
    most, top = max(rates.values()), MARGIN + 44
    wide = len(places) * CELL
    left = MARGIN + NAMES
    parts = [text(line, MARGIN, MARGIN + 13 + 16 * at, 13, bold=True, anchor="start") for at, line in enumerate(_corner(say))]
    parts.append(text(say("report.view.matrix.to"), left, MARGIN + 13, 13, bold=True, anchor="start"))
    for at, place in enumerate(places):
        parts.append(text(_letter(at), left + (at + 0.5) * CELL, top - 8, 13, bold=True))
        parts.append(_row_name(say, place, at, top + at * HIGH))
        parts += [_cell(say, rates, (place, other), (left + to * CELL, top + at * HIGH), most) for to, other in enumerate(places)]
    frame = tag("rect", x=left, y=top, width=wide, height=len(places) * HIGH, fill="none", stroke=style.RULE)
    told = " ".join(_told(say, rates))
    return framed([*parts, frame], top + len(places) * HIGH + MARGIN, say("report.view.matrix"), told, audit.language)


def matrix_told(audit: Audit) -> list[str]:
    """What stands under the picture, or why there is none."""
    say, before = words(audit.language), audit.before
    if not before.passed:
        return [say("report.view.matrix.never")]
    return [say("report.view.matrix.caption", total=say.number(100 * sum(one.count for one in before.passed) / before.cases))]


def _places(audit: Audit) -> list[Place]:
    """The services, those with fewest steps taken together where there are too many."""
    roles = kept_roles(audit.before, MOST)
    if len(audit.before.services) <= MOST:
        return list(roles)
    return [*roles[: MOST - 1], Together.OTHERS]


def _rates(audit: Audit, places: Sequence[Place]) -> dict[tuple[Place, Place], float]:
    """How often per 100 cases; of the others also among themselves."""
    found: Counter[tuple[Place, Place]] = Counter()
    for one in audit.before.passed:
        source, target = (role if role in places else Together.OTHERS for role in (one.source, one.target))
        found[source, target] += one.count
    return {pair: 100 * count / audit.before.cases for pair, count in found.items()}


def _letter(at: int) -> str:
    return chr(ord("A") + at)


def _corner(say: Words) -> list[str]:
    return font.wrap(say("report.view.matrix.from"), 13, NAMES - 12, lines=2, bold=True)


def _name(say: Words, place: Place) -> str:
    return say(f"report.view.services.{place}") if isinstance(place, Together) else named(say, place)


def _row_name(say: Words, place: Place, at: int, y: float) -> Markup:
    shown = font.shorten(_name(say, place), 13, NAMES - 34)
    letter = text(_letter(at), MARGIN + 6, y + HIGH / 2 + 5, 13, bold=True)
    name = text(shown, MARGIN + 22, y + HIGH / 2 + 5, 13, anchor="start")
    return tag("g", tag("title", _name(say, place)), letter, name, class_="from")


def _cell(
    say: Words, rates: Mapping[tuple[Place, Place], float], pair: tuple[Place, Place], at: tuple[float, float], most: float
) -> Markup:
    """One cell: its number on a ground that is the darker the more often."""
    rate, (x, y) = rates.get(pair, 0.0), at
    shade = 0 if not rate else min(1 + int(rate / most * (len(SHADES) - 1)), len(SHADES) - 1)
    parts = [tag("rect", x=x, y=y, width=CELL, height=HIGH, fill=SHADES[shade], stroke=style.BAND)]
    if rate:
        told = font.shorten(_number(say, rate), style.SMALL, CELL - 4)
        parts.append(text(told, x + CELL / 2, y + HIGH / 2 + style.SMALL * style.BASE, style.SMALL))
        parts.insert(0, tag("title", _sentence(say, pair, rate)))
    elif pair[0] == pair[1]:
        parts.append(tag("path", d=f"M{x + 18:.2f} {y + HIGH / 2:.2f} h{CELL - 36:.2f}", stroke=style.RULE, fill="none"))
    return tag("g", *parts, class_="cell", data_at=f"{_name(say, pair[0])}→{_name(say, pair[1])}")


def _number(say: Words, rate: float) -> str:
    if rate < 0.05:
        return f"<{say.number(0.1, 1)}"
    return say.number(rate) if rate >= 9.95 else say.number(stable(rate), 1)


def _sentence(say: Words, pair: tuple[Place, Place], rate: float) -> str:
    return say("report.view.matrix.one", source=_name(say, pair[0]), target=_name(say, pair[1]), times=plain(say, rate))


def _told(say: Words, rates: Mapping[tuple[Place, Place], float]) -> list[str]:
    """The most frequent passages in words, and how many others there are."""
    order = sorted(rates, key=lambda pair: (-rates[pair], pair))
    told = [_sentence(say, pair, rates[pair]) + "." for pair in order[:TOLD]]
    return [*told, *([say("report.view.matrix.more", count=len(order) - TOLD)] if len(order) > TOLD else [])]
