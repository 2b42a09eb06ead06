"""The most frequent sequences as lines of blocks: one for each step, numbered, in the colour of the service that does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procmap.language import Words, words
from procmap.measures.figures import VariantFigures
from procmap.report.audit import Audit
from procmap.report.before_after import font, style
from procmap.report.before_after.badges import text
from procmap.report.quantities import share
from procmap.report.svg import Markup, tag
from procmap.report.views.frame import MARGIN, WIDTH, framed, named

MOST = 10
SHARES = 78.0
"""Room for the share of the cases."""

LEFT = MARGIN + SHARES
ROOM = WIDTH - MARGIN - LEFT
NARROW, USUAL = 25.0, 32.0
"""Pixels of a block: at least as wide as three figures."""

BLOCK, LINE = 24.0, 31.0
LEGEND = 60
"""Steps that the legend names; beyond that it says how many more there are."""

COLUMNS = 2
COLOURS = (
    "#8FC1EA", "#F2A05E", "#8FD0B5", "#F6C445", "#C9B8E8", "#F3B0B0", "#DDB892", "#CFE0F0", "#E7D98F", "#B5E0E8", "#E3C1DC",
    "#C5D86D",
)  # fmt: skip
"""Of the services, light enough for the figures upon them; further ones share the last but keep their names."""

NO_SERVICE = "#EEF2F6"


@dataclass(frozen=True)
class Key:
    """What the blocks mean: the number of each step, its service, and the colour of each service."""

    numbers: Mapping[str, int]
    roles: Mapping[str, str | None]
    colours: Mapping[str | None, str]

    @classmethod
    def of(cls, audit: Audit, shown: tuple[VariantFigures, ...]) -> Key:
        """Of the steps of the sequences shown, numbered in their usual order."""
        used = {activity for variant in shown for activity in variant.activities}
        known = {one.activity: one.role for one in audit.before.activities}
        order = [activity for activity in known if activity in used] + sorted(used - known.keys())
        roles = {activity: known.get(activity) for activity in order}
        named_roles = [role for role in dict.fromkeys(roles.values()) if role is not None]
        colours: dict[str | None, str] = {role: COLOURS[min(at, len(COLOURS) - 1)] for at, role in enumerate(named_roles)}
        return cls({activity: at for at, activity in enumerate(order, start=1)}, roles, {**colours, None: NO_SERVICE})


def variants_svg(audit: Audit) -> str | None:
    """The picture; None where there is no sequence."""
    shown, say = audit.before.variants[:MOST], words(audit.language)
    if not shown:
        return None
    key, total = Key.of(audit, shown), sum(variant.count for variant in audit.before.variants)
    wide = min(USUAL, max(NARROW, ROOM / max(len(variant.activities) for variant in shown)))
    y, parts = MARGIN, []
    for variant in shown:
        parts.append(_line(say, key, variant, (y, wide), share(say, variant.count / total)))
        y += LINE
    legend, y = _legend(say, key, y + 12)
    told = " ".join(_told(say, key, shown, total))
    return framed([*parts, *legend], y + MARGIN, say("report.view.variants"), told, audit.language)


def variants_told(audit: Audit) -> list[str]:
    """What stands under the picture, or why there is none."""
    say = words(audit.language)
    if not audit.before.variants:
        return [say("report.view.variants.none")]
    plain = all(one.role is None for one in audit.before.activities)
    return [say("report.view.variants.caption" + (".plain" if plain else ""))]


def _line(say: Words, key: Key, variant: VariantFigures, at: tuple[float, float], part: str) -> Markup:
    """One sequence: its share, then its blocks as far as there is room."""
    (y, wide), length = at, len(variant.activities)
    fit = int(ROOM / wide + 1e-9)
    kept = length if length <= fit else fit - 2  # two blocks' room for how many more there are
    blocks = [_block(say, key, activity, LEFT + place * wide, y, wide) for place, activity in enumerate(variant.activities[:kept])]
    more = [text(f"+{length - kept}", LEFT + kept * wide + 4, y + 17, 13, bold=True, anchor="start")] if kept < length else []
    told = text(part, LEFT - 10, y + 17, 13, bold=True, anchor="end")
    return tag("g", told, *blocks, *more, class_="variant", data_steps=length)


def _block(say: Words, key: Key, activity: str, x: float, y: float, wide: float) -> Markup:
    role = key.roles[activity]
    told = named(say, activity) + (f" · {named(say, role)}" if role is not None else "")
    return tag(
        "g", tag("title", told),
        tag("rect", x=x, y=y, width=wide - 2, height=BLOCK, fill=key.colours[role], stroke=style.QUIET, stroke_width=0.6, rx=2),
        text(str(key.numbers[activity]), x + wide / 2 - 1, y + 17, style.SMALL),
        class_="block",
    )  # fmt: skip


def _legend(say: Words, key: Key, top: float) -> tuple[list[Markup], float]:
    """The steps by number under the names of their services; and where it ends."""
    parts: list[Markup] = []
    y, wide = top, (WIDTH - 2 * MARGIN) / COLUMNS
    listed = list(key.numbers)[:LEGEND]
    for role in key.colours:
        mine = [activity for activity in listed if key.roles[activity] == role]
        if not mine:
            continue
        if len(key.colours) > 1:
            told = say("report.view.services.unnamed") if role is None else named(say, role)
            parts.append(text(font.shorten(told, 13, WIDTH - 2 * MARGIN, bold=True), MARGIN, y + 13, 13, bold=True, anchor="start"))
            y += 20
        for at, activity in enumerate(mine):
            x, line = MARGIN + at % COLUMNS * wide, y + at // COLUMNS * 28
            name = font.shorten(named(say, activity), style.SMALL, wide - USUAL - 16)
            block = _block(say, key, activity, x, line, USUAL)
            parts.append(tag("g", block, text(name, x + USUAL + 6, line + 17, style.SMALL, anchor="start"), class_="key"))
        y += -(-len(mine) // COLUMNS) * 28 + 6
    if len(key.numbers) > LEGEND:
        told = say("report.view.variants.rest", count=len(key.numbers) - LEGEND)
        parts.append(text(told, MARGIN, y + 13, style.SMALL, colour=style.QUIET, anchor="start"))
        y += 18
    return parts, y


def _told(say: Words, key: Key, shown: tuple[VariantFigures, ...], total: int) -> list[str]:
    """The lines in words, their steps by number; the table below names them."""
    return [
        say(
            "report.view.variants.one", rank=rank, share=share(say, variant.count / total), steps=len(variant.activities),
            path="-".join(str(key.numbers[activity]) for activity in variant.activities[: int(ROOM / NARROW)]),
        )
        for rank, variant in enumerate(shown, start=1)
    ]  # fmt: skip
