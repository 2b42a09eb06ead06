"""Text files: the encoding is found by rule, and what is not plain UTF-8 is written over as UTF-8 in a stream.

The rule: a byte order mark decides; else strict UTF-8; else UTF-16 by its zeros; else the single-byte encoding under
which the bytes above 127 read most like French. General guessers are wrong on French texts more often than this rule.
Where some lines are UTF-8 and others are not, each line is decoded as what it is.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from procmap.errors import ProcmapError
from procmap.reading.mixed import LineByLine, Lines, whole_lines
from procmap.reading.source import content, is_gzip

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SINGLE_BYTE = ("cp1252", "iso-8859-15", "cp850", "mac_roman")
"""In order of preference where texts read equally well."""

WIDE_BLANKS = ("\xa0", "\u202f", "\u2009", "\ufeff")
EDGE = re.compile(rb'[;,|]"\r?\n|\r?\n"[;,|]')
"""A line end at the edge of a quoted cell."""

SAMPLE = 4 << 20
"""Bytes of the text that a single-byte encoding is judged on."""

LOWER = "éèêëàâäùûüôöîïçœæÿñ"
UPPER = "ÉÈÊËÀÂÄÙÛÜÔÖÎÏÇŒÆÑ"
LETTER = f"[A-Za-z{LOWER}{UPPER}]"
ALONE = re.compile(f"(?<!{LETTER})[{(LOWER + UPPER).replace('à', '').replace('À', '')}](?!{LETTER})")
"""A letter that is no word by itself, as "à" is: "5200 Ä" is an amount in euros under a wrong encoding."""

TYPOGRAPHY = "«»’‘“”–—…€°§²³·•™®©\u00a0\u202f\u00ba\u00aa"


@dataclass(frozen=True)
class Text:
    """A text file as UTF-8.

    Attributes:
        path: The source itself where it already is plain UTF-8, else its copy.
        encoding: What the source is written in.
        plain: ASCII throughout.
        only_spaces: No other blanks stand around cells.
        replaced: Bytes that no character stood for, now U+FFFD.
        mixed: The encoding of the lines that are not UTF-8 as the others are, and how many they are.
        lines: How many lines `path` has, where that was counted.
    """

    path: Path
    encoding: str
    plain: bool
    only_spaces: bool
    replaced: int = 0
    mixed: tuple[str, int] | None = None
    lines: int | None = None


def as_utf8(source: Path, folder: Path, encoding: str | None = None) -> Text:
    """The source as a UTF-8 file with one kind of line end.

    Args:
        source: A text file, maybe under gzip.
        folder: Where a copy is written if one is needed.
        encoding: The encoding given by hand.

    Raises:
        ProcmapError: An unknown encoding, or a gzip that breaks.
    """
    survey = _Survey(source)
    found = _given(encoding) if encoding else survey.encoding()
    is_utf8 = found in {"utf-8", "utf-8-sig"} and survey.is_utf8
    if is_utf8 and survey.one_line_end and not is_gzip(source):
        return Text(source, "utf-8", survey.plain, survey.only_spaces, lines=survey.lines)
    target = folder / "text.csv"
    by_line = None if encoding or survey.is_utf8 else _line_by_line(source, found)
    written = _written(target, by_line.texts(content(source)) if by_line else _decoded(source, found))
    if by_line:
        mixed = (by_line.other, by_line.count) if by_line.count and by_line.other in SINGLE_BYTE else None
        return Text(target, "utf-8", plain=False, only_spaces=written.only_spaces, replaced=written.replaced, mixed=mixed)
    return Text(target, found.removesuffix("-sig"), survey.plain and is_utf8, written.only_spaces, written.replaced)


def _line_by_line(source: Path, found: str) -> LineByLine | None:
    """How to decode a text of which some lines are UTF-8 and some are not; None for any other."""
    if found not in {"utf-8", "utf-8-sig", *SINGLE_BYTE}:
        return None
    lines = Lines()
    for part in whole_lines(content(source)):
        lines.add(part)
    if not lines.has_utf8:
        return None
    other = max(SINGLE_BYTE, key=lambda name: french_score(lines.others, name))
    return LineByLine(other if french_score(lines.others, other) > 0 else "utf-8")


class _Survey:
    """One pass over the bytes: are they ASCII, are they UTF-8, how do lines end, how many are they; and a sample of the start."""

    def __init__(self, source: Path) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")()
        self.is_utf8 = self.plain = self.only_spaces = True
        self.sample = b""
        feeds = returns = pairs = 0
        last = b""
        for part in content(source):
            if len(self.sample) < SAMPLE:
                self.sample += part[: SAMPLE - len(self.sample)]
            is_ascii = part.isascii()
            if self.is_utf8 and not (is_ascii and decoder.getstate()[0] == b""):
                self.is_utf8 = _decodes(decoder, part)
            self.plain = self.plain and is_ascii
            self.only_spaces = self.only_spaces and not _has_blanks(part, is_ascii=is_ascii)
            feeds += part.count(b"\n")
            if b"\r" in part or last == b"\r":
                returns += part.count(b"\r")
                pairs += (last + part).count(b"\r\n")
            last = part[-1:]
        self.is_utf8 = self.is_utf8 and decoder.getstate()[0] == b""
        self.lines = feeds + (last not in {b"", b"\n"})
        self.one_line_end = returns == 0 or (returns == pairs == feeds)

    def encoding(self) -> str:
        for mark, name in BYTE_ORDER_MARKS:
            if self.sample.startswith(mark):
                return name
        even, odd = self.sample[:2000:2].count(0), self.sample[1:2000:2].count(0)
        if max(even, odd) * 4 > len(self.sample[:2000]) / 2:
            return "utf-16-le" if odd > even else "utf-16-be"
        if self.is_utf8:
            return "utf-8"
        text = self.sample.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        if sum(1 for letter in text if letter > "\x7f") - broken > 5 * broken:
            return "utf-8"
        return max(SINGLE_BYTE, key=lambda name: french_score(self.sample, name))


def _has_blanks(part: bytes, *, is_ascii: bool) -> bool:
    """Whether UTF-8 holds blanks other than spaces that may stand around cells."""
    if b"\t" in part or (b'"' in part and EDGE.search(part)):
        return True
    return not is_ascii and any(blank.encode() in part for blank in WIDE_BLANKS)


def _decodes(decoder: codecs.IncrementalDecoder, part: bytes) -> bool:
    try:
        decoder.decode(part)
    except UnicodeDecodeError:
        return False
    return True


def french_score(sample: bytes, encoding: str) -> float:
    """How much bytes read like French under a single-byte encoding: the mean worth of the characters above ASCII."""
    text = sample.decode(encoding, errors="replace")
    letters = Counter(re.findall(r"[^\x00-\x7f]", text))
    worth = 0.0
    for letter, count in letters.items():
        worth += count * (2 if letter in LOWER else 1 if letter in UPPER else 0.5 if letter in TYPOGRAPHY else -3)
    inside = len(re.findall(f"[a-z{LOWER}][{UPPER}]", text))  # a capital within a word is a wrong encoding
    worth -= 4 * len(ALONE.findall(text))
    return (worth - 3 * inside) / max(letters.total(), 1)


def _given(encoding: str) -> str:
    try:
        known = codecs.lookup(encoding)
    except (LookupError, ValueError) as error:
        raise ProcmapError("reading.unknown_encoding", encoding=encoding) from error
    if not known._is_text_encoding:  # noqa: SLF001 - the codecs' own mark of base64 and the like
        raise ProcmapError("reading.unknown_encoding", encoding=encoding)
    return "utf-8-sig" if known.name == "utf-8" else known.name


@dataclass(frozen=True)
class _Written:
    """What was written: how many characters stand for bytes that are none, and whether spaces are the only blanks."""

    replaced: int
    only_spaces: bool


def _decoded(source: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for part in content(source):
        yield decoder.decode(part)
    yield decoder.decode(b"", final=True)


def _written(target: Path, texts: Iterable[str]) -> _Written:
    """Write a text as UTF-8 with line feeds."""
    replaced, held, only_spaces = 0, "", True
    with target.open("wb") as file:
        for part in chain(texts, [None]):
            text = held + (part or "")
            held = "\r" if part is not None and text.endswith("\r") else ""  # its line feed may come with the next part
            if "\r" in text:
                text = text.removesuffix(held).replace("\r\n", "\n").replace("\r", "\n")
            replaced += text.count("\ufffd")
            written = text.encode(errors="replace")
            only_spaces = only_spaces and not _has_blanks(written, is_ascii=text.isascii())
            file.write(written)
    return _Written(replaced, only_spaces)
