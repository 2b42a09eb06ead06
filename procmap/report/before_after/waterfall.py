"""From the mean cycle time before to the one after: a bar for each accepted change."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.language import Words
from procmap.report.audit import Audit
from procmap.report.before_after import font, style
from procmap.report.before_after.badges import MARK_HEIGHT, mark, text
from procmap.report.before_after.changes import KINDS, Change, Changes, alone, decimals, edit_of, gained, kind_words
from procmap.report.before_after.grid import Point
from procmap.report.quantities import Quantity
from procmap.report.svg import Markup, tag

ROW = 32.0
TITLE = 15.0
LISTED = 10
"""Other findings named under the picture, at most."""


@dataclass(frozen=True)
class Bar:
    """From one mean cycle time (days) to the next; `identity` is empty for the states and the rest."""

    name: str
    detail: str
    identity: str
    start: float
    stop: float
    value: str
    fill: str


def bars(audit: Audit, made: Changes, say: Words) -> list[Bar]:
    """Before, each share of the plan, the rest where the shares leave one, after."""
    places = decimals(audit)
    mean, after = (round(figures.cycle_time.mean_days, places) for figures in (audit.before, audit.after))
    found = [Bar(say("picture.before"), say("picture.mean"), "", 0.0, mean, _days(mean, places, say), style.BEFORE)]
    shared = {identity for identity, _, _ in audit.plan.shares}
    now = mean
    for change in made.accepted:
        days = change.days
        if days is not None and change.finding.identity in shared:
            name, *details = _named(change, say)
            detail = " · ".join([*details, *filter(None, [alone(change, places, say)])])
            fill = style.BADGES[change.kind]
            found.append(Bar(name, detail, change.finding.identity, now, now - days.value, gained(days, say), fill))
            now -= days.value
    if shared and abs(now - after) >= 0.5 * 10**-places:
        found.append(Bar(say("picture.rest"), "", "", now, after, gained(Quantity.of(now - after, places), say), style.QUIET))
    found.append(
        Bar(say("picture.after"), say("picture.mean.after"), "", 0.0, after, _days(after, places, say), style.AFTER)
    )
    return found


def waterfall(audit: Audit, made: Changes, say: Words, at: Point, width: float) -> tuple[list[Markup], float]:
    """The bars from `at` downwards, and how high they are."""
    x, y = at
    parts: list[Markup] = [text(say("picture.waterfall"), x, y + TITLE, TITLE, bold=True, anchor="start")]
    y += TITLE + 12
    found = bars(audit, made, say)
    names = width * 0.42
    scale = (width - names - 90) / _largest(found) if _largest(found) else 0.0
    for place, bar in enumerate(found):
        row = y + place * ROW
        low, high = sorted((bar.start, bar.stop))
        left, right = x + names + low * scale, x + names + high * scale
        parts.append(
            tag(
                "g",
                tag("title", f"{bar.identity} {bar.name} · {bar.detail} · {bar.value}".strip()),
                *_name(bar, x, row, names),
                tag("rect", x=left, y=row + 4, width=max(right - left, 1.5), height=ROW - 12, fill=bar.fill, rx=2),
                text(bar.value, right + 6, row + 18, 12, bold=True, anchor="start"),
                class_="bar",
                data_identity=bar.identity or None,
            )
        )
        if place + 1 < len(found):
            stop = x + names + bar.stop * scale
            parts.append(
                tag(
                    "line",
                    x1=stop,
                    x2=stop,
                    y1=row + ROW - 8,
                    y2=row + ROW + 4,
                    stroke=style.QUIET,
                    stroke_dasharray="2 2",
                )
            )
    return parts, TITLE + 12 + len(found) * ROW


def others(audit: Audit, made: Changes, say: Words, at: Point, width: float) -> tuple[list[Markup], float]:
    """The findings whose change is not accepted, with their marks, and how high the list is."""
    if not made.others:
        return [], 0.0
    x, y = at
    parts: list[Markup] = [
        text(
            say("picture.others" if made.accepted else "picture.proposals"),
            x,
            y + TITLE,
            TITLE,
            bold=True,
            anchor="start",
        )
    ]
    y += TITLE + 12
    rest = len(made.others) - LISTED
    for place, finding in enumerate(made.others[:LISTED]):
        edit = edit_of(finding)
        assert edit is not None
        change = Change(finding, edit, KINDS.get(edit.op, "changed"))
        name, *details = _named(change, say, proposed=True)
        told = " · ".join([*details, *filter(None, [alone(change, decimals(audit), say)])])
        parts.append(
            tag(
                "g",
                *_name(Bar(name, told, finding.identity, 0, 0, "", ""), x, y + place * ROW, width, accepted=False),
                class_="other",
                data_identity=finding.identity,
            )
        )
    y += min(len(made.others), LISTED) * ROW
    if rest > 0:
        parts.append(text(say("picture.more", count=rest), x, y + 12, 11, anchor="start"))
        y += 20
    return parts, y - at[1]


def _largest(found: list[Bar]) -> float:
    return max(max(bar.start, bar.stop) for bar in found)


def _named(change: Change, say: Words, *, proposed: bool = False) -> tuple[str, str]:
    """The steps that a change touches, and what it does to them."""
    labels = [
        font.one_line(label) or say("picture.no_label") for label in change.edit.activities or change.finding.activities
    ]
    return ", ".join(labels), kind_words(change, say, proposed=proposed)


def _name(bar: Bar, x: float, y: float, width: float, *, accepted: bool = True) -> list[Markup]:
    """Two lines: the steps, then what is done; after the finding's number, if it has one."""
    parts = []
    if bar.identity:
        wide = font.width(bar.identity, style.SMALL, bold=True) + 10
        parts.append(mark(bar.identity, x, y + (ROW - 8 - MARK_HEIGHT) / 2, wide, accepted=accepted))
    x, width = x + 44, width - 54
    parts.append(text(font.shorten(bar.name, 11.5, width, bold=True), x, y + 11, 11.5, bold=True, anchor="start"))
    parts.append(text(font.shorten(bar.detail, 10.5, width), x, y + 24, 10.5, anchor="start", colour=style.QUIET))
    return parts


def _days(days: float, places: int, say: Words) -> str:
    return say("picture.days", days=say.number(days, places))
