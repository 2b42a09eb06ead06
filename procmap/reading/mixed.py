"""Texts of which some lines are UTF-8 and others are not: two exports put together, rows pasted from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SAMPLE = 4 << 20
"""Bytes of the lines that are not UTF-8 by which their encoding is judged."""

LONGEST = 16 << 20
"""Bytes without a line end after which a text is cut all the same."""

SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""A character beyond ASCII as UTF-8 writes it."""

FRENCH = frozenset("éèêëàâäùûüôöîïçœæÿñÉÈÊËÀÂÄÙÛÜÔÖÎÏÇŒÆÑ«»’‘“”–—…€°§²³·•™®©\u00a0\u202f\u00ba\u00aa")


@dataclass
class Lines:
    """What the lines of a text that is not UTF-8 throughout are.

    Attributes:
        has_utf8: Some are UTF-8 that reads like French, so that no other encoding can be meant.
        others: Those that are not, the first of them.
    """

    has_utf8: bool = False
    others: bytes = b""

    def add(self, part: bytes) -> None:
        """Look at whole lines."""
        if part.isascii():
            return
        if SEQUENCE.search(part) is None:
            self._other(part)
        elif is_utf8(part):
            self.has_utf8 = self.has_utf8 or _is_french(part.decode())
        else:
            for line in part.splitlines(keepends=True):
                if is_utf8(line):
                    self.has_utf8 = self.has_utf8 or (not line.isascii() and _is_french(line.decode()))
                elif not _is_damaged(line):
                    self._other(line)

    def _other(self, part: bytes) -> None:
        if len(self.others) < SAMPLE:
            self.others += part[: SAMPLE - len(self.others)]


@dataclass
class LineByLine:
    """Decodes each line as UTF-8 where it is, else as the other encoding.

    Attributes:
        other: The encoding of the lines that are not UTF-8.
        count: Lines met so far that were not.
    """

    other: str
    count: int = 0

    def texts(self, parts: Iterable[bytes]) -> Iterator[str]:
        """The text, in pieces."""
        for part in whole_lines(parts):
            yield part.decode() if is_utf8(part) else "".join(map(self._text, part.splitlines(keepends=True)))

    def _text(self, line: bytes) -> str:
        if is_utf8(line):
            return line.decode()
        if _is_damaged(line):
            return line.decode(errors="replace")
        self.count += 1
        return line.decode(self.other, errors="replace")


def whole_lines(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that end with a line."""
    held: list[bytes] = []
    for part in parts:
        cut = max(part.rfind(b"\n"), part.rfind(b"\r")) + 1
        if cut == 0 and sum(map(len, held)) < LONGEST:
            held.append(part)
            continue
        yield b"".join([*held, part[:cut]])
        held = [part[cut:]]
    if rest := b"".join(held):
        yield rest


def is_utf8(part: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        part.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged(line: bytes) -> bool:
    """Whether a line is UTF-8 but for a few bytes."""
    good = sum(1 for letter in SEQUENCE.findall(line) if is_utf8(letter) and _is_french(letter.decode()))
    return good > 0 and good >= line.decode(errors="replace").count("\ufffd")


def _is_french(text: str) -> bool:
    found = [letter for letter in text if letter > "\x7f" and letter != "\ufeff"]
    return sum(letter in FRENCH for letter in found) * 2 > len(found)
