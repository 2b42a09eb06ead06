"""Badges, which say what changes a step, and the numbered marks of findings."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.report.before_after import font, icons, style
from procmap.report.before_after.changes import Badge
from procmap.report.svg import Markup, tag

MARK_HEIGHT = 17.0


@dataclass(frozen=True)
class BadgeLines:
    """A badge as it stands in a box: which finding it is of, "" for none, its kind, and what it says."""

    identity: str
    kind: str
    lines: tuple[str, ...]


def badge_lines(badge: Badge, box: float) -> tuple[str, ...]:
    """Identity, kind and gain, on one line if it has room for them, the kind on a line of its own if not; then the detail.

    They stand in as many lines as they take: of a change nothing may be left to guess.
    """
    room = box - 12 - icons.SIZE - 4
    told = [" · ".join(filter(None, [f"{badge.identity} {badge.words}".strip(), badge.gain]))]
    if badge.gain and font.width(told[0], style.BADGE, bold=True) > room:
        told = [" · ".join(filter(None, [badge.identity, badge.gain])), badge.words]
    return tuple(line for part in (*told, *badge.details) for line in font.wrap(part, style.BADGE, room, lines=None, bold=True))


def badge_height(lines: tuple[str, ...]) -> float:
    """Pixels that a badge of these lines needs."""
    return len(lines) * style.BADGE * style.LEADING + 5


def badge(told: BadgeLines, left: float, top: float, right: float) -> Markup:
    """A badge: shape and lines on a dark ground, as wide as its box."""
    kind, lines = told.kind, told.lines
    height = badge_height(lines)
    x = left + 6 + icons.SIZE + 4
    return tag(
        "g",
        tag("rect", x=left, y=top, width=right - left, height=height, rx=3, fill=style.BADGES[kind]),
        icons.icon(kind, left + 6, top + (height - icons.SIZE) / 2, style.PAPER),
        *(
            text(
                line,
                x,
                top + 1 + style.BADGE * (1 + style.LEADING * place),
                style.BADGE,
                bold=True,
                colour=style.PAPER,
                anchor="start",
            )
            for place, line in enumerate(lines)
        ),
        class_="badge",
        data_kind=kind,
        data_finding=told.identity or None,
    )


def marks_row(marks: tuple[tuple[str, bool], ...], middle: float, top: float, room: float) -> list[Markup]:
    """Numbered marks in a row; those that do not fit are counted."""
    widths = [font.width(identity, style.SMALL, bold=True) + 10 for identity, _ in marks]
    fit = len(marks)
    while fit and sum(widths[:fit]) + 3 * fit + (24 if fit < len(marks) else 0) > room:
        fit -= 1
    rest = f"+{len(marks) - fit}" if fit < len(marks) else ""
    wide = sum(widths[:fit]) + 3 * max(fit - 1, 0) + (24 if rest else 0)
    x, parts = middle - wide / 2, []
    for (identity, accepted), width in zip(marks[:fit], widths[:fit], strict=True):
        parts.append(tag("g", mark(identity, x, top, width, accepted=accepted), data_finding=identity))
        x += width + 3
    if rest:
        parts.append(text(rest, x, top + MARK_HEIGHT / 2 + style.SMALL * style.BASE, style.SMALL, colour=style.INK, anchor="start"))
    return parts


def mark(identity: str, x: float, top: float, width: float, *, accepted: bool) -> Markup:
    """The number of a finding: white on dark where its change is accepted, dark on white where not."""
    return tag(
        "g",
        tag(
            "rect",
            x=x,
            y=top,
            width=width,
            height=MARK_HEIGHT,
            rx=MARK_HEIGHT / 2,
            fill=style.INK if accepted else style.PAPER,
            stroke=style.INK,
        ),
        text(
            identity,
            x + width / 2,
            top + MARK_HEIGHT / 2 + style.SMALL * style.BASE,
            style.SMALL,
            bold=True,
            colour=style.PAPER if accepted else style.INK,
        ),
        class_="mark",
    )


def text(
    words: str, x: float, y: float, size: float, *, bold: bool = False, colour: str = style.INK, anchor: str = "middle"
) -> Markup:
    """One line of text; y is its base line."""
    return tag(
        "text",
        words,
        x=x,
        y=y,
        font_size=size,
        font_weight="bold" if bold else None,
        fill=colour,
        text_anchor=anchor,
    )
