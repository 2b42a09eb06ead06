"""Compound files (OLE2): old workbooks, and new ones under a password, begin with the same bytes."""

from __future__ import annotations

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
