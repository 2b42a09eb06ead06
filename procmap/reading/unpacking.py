"""How much a packed source may unpack to: a few kilobytes can claim to hold more than any disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from procmap.errors import ProcmapError

CHUNK = 1 << 20

SMALL = 100 << 20
"""Unpacked bytes below which nothing is asked ..."""

RATIO = 100
"""... and by how much the packing may shrink what is larger: logs shrink to a tenth or a thirtieth."""

MOST = 32 << 30
"""Unpacked bytes of a text or XML log."""

MOST_PART = 1 << 30
"""Unpacked bytes of one part of a workbook: a full sheet of sixteen columns has less."""


def check_size(name: str, part: str, unpacked: int, packed: int, most: int = MOST) -> None:
    """Refuse what unpacks to more than a log could.

    Args:
        name: The source, for the message.
        part: The part of it.
        unpacked: Bytes so far.
        packed: Bytes of the part as it stands in the source.
        most: Bytes allowed.

    Raises:
        ProcmapError: It is too large.
    """
    if unpacked > most or (unpacked > SMALL and unpacked > RATIO * max(packed, 1)):
        raise ProcmapError("reading.unpacks_too_large", path=name, part=part, packed=packed, unpacked=unpacked // 1_000_000)


def checked_parts(book: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """The parts of a workbook, each of an allowed size by its own account."""
    for part in book.infolist():
        check_size(name, part.filename, part.file_size, part.compress_size, MOST_PART)
    return book.infolist()


def pieces(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part; they end where the part says, else its checksum is wrong and that is an error."""
    with book.open(part) as file:
        while piece := file.read(CHUNK):
            yield piece


def whole_tags(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces of XML that no tag is cut by."""
    held = b""
    for part in parts:
        text = held + part
        cut = text.rfind(b"<")
        held = text[cut:] if cut >= 0 and b">" not in text[cut:] else b""
        yield text[: len(text) - len(held)]
    yield held
