"""Markers: where the procedure starts and ends, where it passes to another phase, and what lies before and after a phase."""

from __future__ import annotations

from procmap.report.before_after import font, style
from procmap.report.before_after.badges import text
from procmap.report.before_after.grid import Rectangle
from procmap.report.before_after.placement import Key
from procmap.report.svg import Markup, tag


def marker(key: Key, room: Rectangle, words: str) -> Markup:
    """The start or the end of the procedure, or a passage to another phase."""
    left, top, right, bottom = room
    dark = key[0] in {"start", "end"}
    short = font.shorten(font.one_line(words), style.SMALL, right - left - 12, bold=dark)
    return tag(
        "g",
        tag("title", words),
        tag(
            "rect",
            class_="box",
            x=left,
            y=top,
            width=right - left,
            height=bottom - top,
            rx=(bottom - top) / 2,
            fill=style.INK if dark else style.PAPER,
            stroke=style.INK,
            stroke_width=3 if key[0] == "end" else 1.2,
        ),
        text(
            short,
            (left + right) / 2,
            (top + bottom) / 2 + style.SMALL * style.BASE,
            style.SMALL,
            bold=dark,
            colour=style.PAPER if dark else style.INK,
        ),
        class_="marker",
        data_kind=key[0],
    )


def line(kind: str, room: Rectangle, told: tuple[str, ...]) -> Markup:
    """What comes before or after a phase, in one line across all lanes: the longest of `told` that it has room for."""
    left, top, right, bottom = room
    fits = (words for words in map(font.one_line, told) if font.width(words, style.SMALL) <= right - left - 12)
    short = next(fits, font.shorten(font.one_line(told[-1]), style.SMALL, right - left - 12))
    return tag(
        "g",
        tag("title", told[0]),
        tag("rect", class_="box", x=left, y=top, width=right - left, height=bottom - top, fill=style.BAND, stroke=style.RULE),
        text(short, (left + right) / 2, (top + bottom) / 2 + style.SMALL * style.BASE, style.SMALL),
        class_="marker",
        data_kind=kind,
    )
