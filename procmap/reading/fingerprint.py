"""The fingerprint of a source: that a result is of these bytes and no others, and the key of its pseudonyms."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from procmap.language.file_name import as_text
from procmap.reading.source import CHUNK, files_of


def prints_of(paths: Sequence[Path]) -> tuple[str, bytes]:
    """The fingerprint of a source, and the key of its pseudonyms, by one reading of its bytes.

    The fingerprint is the SHA-256 of a file's bytes as they stand on disk; of a folder, of each file's name and bytes, by
    name; of several paths, of their fingerprints in the order given. The key is one that only who has the source can make:
    the SHA-256 of the source's bytes and a constant, for whose making the fingerprint lacks the state before its padding. It
    is written nowhere.
    """
    each = [_digested(path) for path in paths]
    prints, keys = [digest.hexdigest() for digest in each], hashlib.sha256()
    for digest in each:
        digest.update(b"\nprocmap: pseudonyms of a source\n")
        keys.update(digest.digest())
    return prints[0] if len(prints) == 1 else hashlib.sha256("".join(prints).encode("ascii")).hexdigest(), keys.digest()


def fingerprint(paths: Sequence[Path]) -> str:
    """The fingerprint of a source."""
    return prints_of(paths)[0]


def _digested(path: Path) -> hashlib._Hash:
    digest = hashlib.sha256()
    for part in _parts_of(path):
        digest.update(part)
    return digest


def _parts_of(path: Path) -> Iterator[bytes]:
    for file in files_of(path) if path.is_dir() else [path]:
        if file is not path:  # the size too, so that no two folders are written alike
            yield f"{as_text(file.name)}\n{file.stat().st_size}\n".encode()
        with file.open("rb") as read:
            while part := read.read(CHUNK):
                yield part
