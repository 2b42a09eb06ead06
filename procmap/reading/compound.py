"""Compound files (OLE2): old workbooks, and new ones under a password, begin with the same bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ENTRY, NAME = 128, 64
"""Bytes of an entry of the directory, which stands at a multiple of them, and of the name that it begins with."""

CHUNK = 8192 * ENTRY

OLD = ("Workbook", "Book", "WORKBOOK", "BOOK")
"""Streams of an old workbook: of Excel 97-2003, of Excel 5 and 95."""

LOCKED = ("EncryptedPackage",)
"""The stream of any document of Office under a password."""


def is_locked(path: Path) -> bool:
    """Whether a compound file is a document of Office under a password."""
    return _has_stream(path, LOCKED)


def is_old_workbook(path: Path) -> bool:
    """Whether a compound file is a workbook of Excel 5 to 2003: texts and mails are compound files too."""
    return _has_stream(path, OLD)


def _has_stream(path: Path, names: tuple[str, ...]) -> bool:
    """Whether the directory has one of these names; it may stand anywhere in the file."""
    entries = [name.encode("utf-16-le").ljust(NAME, b"\0") for name in names]
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            for entry in entries:
                at = part.find(entry)
                while at >= 0:
                    if at % ENTRY == 0:
                        return True
                    at = part.find(entry, at + 1)
    return False


@dataclass(frozen=True)
class Stream:
    """A stream of a compound file.

    Attributes:
        content: The whole of it.
        places: Where in the file its pieces stand, in their order.
        size: Bytes of a piece; the last may have fewer.
    """

    content: bytes
    places: tuple[int, ...]
    size: int

    def written(self, file: bytearray, content: bytes | bytearray) -> None:
        """Write a content of the same length over the stream, in the file's bytes."""
        at = 0
        for place in self.places:
            length = max(min(self.size, len(file) - place, len(content) - at), 0)
            file[place : place + length] = content[at : at + length]
            at += length


def workbook_stream(data: bytes) -> Stream:
    """The stream of an old workbook in its compound file.

    Raises:
        ValueError, struct.error: The file is damaged.
    """
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    directory, least, small_table = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    size, small = 1 << min(shift, 16), 1 << min(small_shift, 16)
    table, body = _table(data, size), data[size:]
    entries = _joined(body, size, _chain(directory, table))
    if len(entries) % ENTRY:
        raise ValueError("a directory cut short")
    for at in range(0, len(entries) - ENTRY + 1, ENTRY):
        name = entries[at : at + NAME].decode("utf-16-le", errors="replace").rstrip("\0")
        if name in OLD:
            first, length = struct.unpack_from("<II", entries, at + 116)
            if length >= least:
                return _stream(data, ((place + 1) * size for place in _chain(first, table)), size, length)
            follows = _numbers(_joined(body, size, _chain(small_table, table)))
            room = _chain(struct.unpack_from("<I", entries, 116)[0], table)  # sectors that small pieces share
            pieces = (divmod(place * small, size) for place in _chain(first, follows))
            return _stream(data, ((room[sector] + 1) * size + rest for sector, rest in pieces if sector < len(room)), small, length)
    raise ValueError("no workbook")


def _stream(data: bytes, places: Iterable[int], size: int, length: int) -> Stream:
    listed = tuple(places)
    return Stream(b"".join(data[place : place + size] for place in listed)[:length], listed, size)


def _table(data: bytes, size: int) -> Sequence[int]:
    """Which sector follows which."""
    places = list(struct.unpack_from("<109I", data, 76))
    more = struct.unpack_from("<I", data, 68)[0]
    while more < len(data) // size and len(places) < len(data):
        *further, more = _numbers(data[(more + 1) * size : (more + 2) * size])
        places += further
    return _numbers(_joined(data[size:], size, [place for place in places if place < len(data) // size]))


def _chain(first: int, table: Sequence[int]) -> list[int]:
    found = []
    while first < len(table):
        found.append(first)
        if len(found) > len(table):
            raise ValueError("sectors in a circle")
        first = table[first]
    return found


def _joined(data: bytes, size: int, places: Sequence[int]) -> bytes:
    return b"".join(data[place * size : (place + 1) * size] for place in places)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
