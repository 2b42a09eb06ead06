"""Labels in boxes: how long a text is, where it breaks, and which box holds it.

Lengths are an upper estimate for DejaVu Sans, the widest of the fonts that BPMN viewers use: what fits here fits with
them.
"""

from __future__ import annotations

import re
import unicodedata

from procmap.language.shown import visible

LINE = 15.0
"""Height of a line of 12 px text, in px."""


def clean(text: str) -> str:
    """The text on one line; what XML forbids and what would act is shown."""
    return re.sub(" +", " ", visible(text)).strip()


def length(text: str, size: float = 12.0) -> float:
    """Width of the text on one line, in px."""
    return sum(_width(character) for character in text) * size / 12


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 13.0
    if character in "mMwWŒœÆæ@%—":
        return 11.8
    if character in "iljtfrI.,:;'’|!()[] ":
        return 5.0
    return 9.2 if character.isupper() else 7.7


def wrap(text: str, width: float, size: float = 12.0) -> tuple[str, ...]:
    """The lines of the text in a box of this inner width (px); a word that is too long is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):  # a no-break space does not break
        longer = f"{line} {word}" if line else word
        if length(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = ""
        for character in word:
            if line and length(line + character, size) > width:
                lines.append(line)
                line = ""
            line += character
    return (*lines, line) if line else tuple(lines)


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis where it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def task_size(text: str) -> tuple[float, float]:
    """Width and height of the box of a task: wider where the text would take more than three lines."""
    for width in (110.0, 140.0, 180.0, 230.0):
        lines = len(wrap(text, width - 14))
        if lines <= 3:
            break
    return width, max(80.0, 2 * LINE * ((lines + 1) // 2) + 34)  # 34: the task's symbol stands above the text


def note_size(text: str) -> tuple[float, float]:
    """Width and height of a note, that of its longest line and its lines; both 0 without text."""
    lines = [piece for line in text.split("\n") for piece in wrap(line, 190.0)]
    return (16.0 + max(map(length, lines)), 10.0 + LINE * len(lines)) if lines else (0.0, 0.0)
