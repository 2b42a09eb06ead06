"""How wide a text is, without a font at hand.

`dejavu_widths.json` holds the advance widths of DejaVu Sans, the widest of the fonts that the picture names, so that
what fits here fits in all of them. For each weight it lists blocks [first code point, [width, times, width, times
...]] in 1/2048 of the font size, -1 where the font lacks the character; they are `hmtx` of the two TrueType files,
read with fontTools.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from procmap.language.shown import visible

ELLIPSIS = "…"
HYPHEN = "-"

PART = 3
"""Letters of a broken word that stand at least on either line."""


@lru_cache(maxsize=10_000)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text in pixels, never less than it is drawn."""
    table = _table("bold" if bold else "regular")
    return sum(table.get(letter) or _unknown(letter) for letter in text) * size


def wrap(text: str, size: float, room: float, *, lines: int | None = 3, bold: bool = False) -> list[str]:
    """The text in at most `lines` lines of at most `room` pixels; what is left out becomes an ellipsis; None for all of it.

    Lines are broken at spaces; a word that is wider than a line is broken after a hyphen, slash or underscore, or
    where it must be, then with a hyphen.
    """
    rest = " ".join(one_line(text).split(" "))
    found: list[str] = []
    hyphen = ""
    while rest and (lines is None or len(found) < lines):
        line = _head(rest, size, room, bold=bold)
        hyphen = HYPHEN if _within_word(rest, len(line)) else ""
        if hyphen:
            line = _head(rest, size, room - width(hyphen, size, bold=bold), bold=bold)
            hyphen = hyphen if _within_word(rest, len(line)) else ""
            line = line[: _leaving_enough(rest, len(line))] if hyphen else line
        found.append(line.strip(" ") + hyphen)
        rest = rest[len(line) :].strip(" ")
    if rest:
        found[-1] = shorten(found[-1].removesuffix(hyphen) + ELLIPSIS, size, room, bold=bold)
    return found


def shorten(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text in one line, cut with an ellipsis where it is wider than `room`."""
    if width(text, size, bold=bold) <= room:
        return text
    kept = text.removesuffix(ELLIPSIS)
    while kept and width(kept + ELLIPSIS, size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def one_line(text: str) -> str:
    """The text without line breaks and doubled ordinary spaces, control characters shown."""
    return " ".join(part for part in visible(text).split(" ") if part)


def _within_word(text: str, end: int) -> bool:
    """Whether a line that ends before `end` parts two letters, with more than one of them on it."""
    return 1 < end < len(text) and text[end - 1].isalpha() and text[end].isalpha()


def _leaving_enough(text: str, end: int) -> int:
    """Where to part a word that a line ends within, so that the next line has no single letter of it."""
    first, last = end, end
    while first and text[first - 1].isalpha():
        first -= 1
    while last < len(text) and text[last].isalpha():
        last += 1
    moved = min(end, last - PART)
    return moved if moved - first >= PART else end


def _head(text: str, size: float, room: float, *, bold: bool) -> str:
    """The longest beginning of `text` that fits, ending where a line may; at least one character."""
    table = _table("bold" if bold else "regular")
    used, space, joint = 0.0, 0, 0
    for end, letter in enumerate(text):
        used += (table.get(letter) or _unknown(letter)) * size
        if used > room:
            if letter == " ":
                return text[:end]
            return text[: space or joint or max(end, 1)]
        if letter == " ":
            space = end
        elif letter in "-/_":
            joint = end + 1
    return text


@cache
def _table(weight: str) -> dict[str, float]:
    data = json.loads((files(__package__) / "dejavu_widths.json").read_text(encoding="utf-8"))
    found: dict[str, float] = {}
    for first, runs in data[weight]:
        code = first
        for value, times in zip(runs[::2], runs[1::2], strict=True):
            for step in range(times):
                if value >= 0:
                    found[chr(code + step)] = value / data["units_per_em"]
            code += times
    return found


@cache
def _unknown(letter: str) -> float:
    """What another font takes over: nothing for marks and joiners, a square for East Asia, more for pictographs."""
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    return 1.4 if ord(letter) >= 0x1F000 else 1.0
