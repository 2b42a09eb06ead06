"""A settings file that a person has saved: editors of Windows put a mark before UTF-8, or choose another encoding."""

from __future__ import annotations

import codecs
import re
import tomllib

from procmap.errors import ProcmapError

MARKS = ((codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF32_BE, "UTF-32"), (codecs.BOM_UTF16_LE, "UTF-16"),
         (codecs.BOM_UTF16_BE, "UTF-16"))  # fmt: skip
"""Longer marks first: that of UTF-32 begins as that of UTF-16."""

EIGHT_BITS = "Windows-1252 (ANSI)"
"""What a text of Western Europe is that is not UTF-8; Notepad calls it ANSI."""


def settings_text(data: bytes, path: str) -> str:
    """The text, without a byte order mark.

    Raises:
        ProcmapError: It is not UTF-8; the message names the encoding found.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            raise ProcmapError("config.other_encoding", path=path, encoding=encoding)
    if b"\0" in data:
        raise ProcmapError("config.other_encoding", path=path, encoding="UTF-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProcmapError("config.other_encoding", path=path, encoding=EIGHT_BITS) from None


def line_of(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """The line of a TOML file that cannot be read, by number, and what stands on it."""
    found = re.search(r"line (\d+)", str(error))
    lines = text.splitlines() or [""]
    number = min(int(found.group(1)), len(lines)) if found else len(lines)
    return number, lines[number - 1].strip()
