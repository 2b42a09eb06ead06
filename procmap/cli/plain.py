"""What a console that knows no UTF-8 can show of a text: a plain equivalent of each character that it lacks.

Imports next to nothing: the front page is written with it.
"""

from __future__ import annotations

import unicodedata
from functools import cache

BLANKS = "\u00a0\u2007\u2009\u200a\u202f\u2002\u2003"
"""Blanks of a fixed width or that do not break: none of it means anything on a console."""

EQUIVALENTS = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...", "−": "-", "–": "-", "—": "-", "‑": "-",
    "→": "->", "←": "<-", "≤": "<=", "≥": ">=", "×": "x", "·": "-", "•": "-", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE",
    "ß": "ss", "°": "o", "ø": "o", "Ø": "O", "€": "EUR", "№": "No", "░": ".", "▒": ":", "▓": "#", "█": "#",
    "✓": "*",
}  # fmt: skip

LEVEL, UPRIGHT = "─━┄┅┈┉╌╍═╴╶╸╺╼╾", "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"
"""Lines of a box; its corners and crossings are the rest of their block."""


def plain(text: str, encoding: str) -> str:
    r"""The text with nothing that the encoding lacks; what has no equivalent is written as an escape, as \u4e2d."""
    if is_utf(encoding) or text.isascii():
        return text
    if not _shows("«", encoding):
        text = text.replace("«\u202f", '"').replace("«\u00a0", '"').replace("\u202f»", '"').replace("\u00a0»", '"')
    return "".join(c if c.isascii() else _equivalent(c, encoding) for c in text)


def is_utf(encoding: str) -> bool:
    """Whether the encoding can show every character."""
    return encoding.lower().replace("_", "-").startswith("utf")


@cache
def _equivalent(character: str, encoding: str) -> str:
    if character in BLANKS:
        return " "
    if _shows(character, encoding):
        return character
    if character in EQUIVALENTS:
        return EQUIVALENTS[character]
    if 0x2500 <= ord(character) <= 0x257F:
        return "-" if character in LEVEL else "|" if character in UPRIGHT else "+"
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    if (bare or unicodedata.combining(character)) and _shows(bare, encoding):
        return bare
    return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08x}"


def _shows(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
