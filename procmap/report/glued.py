"""Blanks at which a line of the terminal does not end: rich takes each of them for a place to break.

While lines are laid out, characters that no text can hold stand for them: what is no character has been shown as an escape before.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Plain = Callable[[str], str]
"""Makes of a text what the console can show."""

STANDS_FOR = {"\u202f": "\ufdd0", "\u00a0": "\ufdd1", " ": "\ufdd2"}
"""The blanks: before a punctuation mark, before a colon, and between a number and what it counts."""

_COUNT = re.compile(r"(?<=\d) (?=[^\W\d])")
_BLANK, _UNQUOTED = re.compile("([\u202f\u00a0])"), re.compile("(?<!«)([\u202f\u00a0])(?!»)")
"""Blanks, and those without the ones of quotation marks: a console that lacks these has others, without blanks."""


def glued(text: str, plain: Plain) -> str:
    """The text as the console can show it, with its blanks held."""
    blank = _BLANK if plain("«") == "«" else _UNQUOTED
    counted = _COUNT.split(text)
    return STANDS_FOR[" "].join(
        "".join(STANDS_FOR[part] if at % 2 else plain(part) for at, part in enumerate(blank.split(piece))) for piece in counted
    )


def loosened(text: str, plain: Plain) -> str:
    """What was laid out, with the blanks as the console can show them."""
    for blank, held in STANDS_FOR.items():
        text = text.replace(held, plain(blank))
    return text
