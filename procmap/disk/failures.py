"""What keeps a place from being written, said truly: full, or closed to this user."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from procmap.errors import ProcmapError

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
FULL_ON_WINDOWS = (39, 112)
"""ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL."""


def is_full(error: OSError) -> bool:
    """Whether the error says that a disk, a quota or a file's limit is reached."""
    return error.errno in FULL or getattr(error, "winerror", None) in FULL_ON_WINDOWS


def unwritable(error: OSError, place: Path, key: str) -> ProcmapError:
    """The error as one of our own.

    Args:
        error: What the system said.
        place: What was to be written.
        key: The message where the place is not full.
    """
    return ProcmapError("disk.full" if is_full(error) else key, path=str(place))


def temporary_place() -> Path:
    """Where temporary files go.

    Raises:
        ProcmapError: No temporary folder can be written.
    """
    try:
        return Path(tempfile.gettempdir())
    except OSError as error:
        raise ProcmapError("disk.no_temporary") from error


@contextmanager
def filling_temporary_place() -> Iterator[None]:
    """Say which place is full where a temporary file no longer fits; other errors pass."""
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        raise full_temporary_place() from error


def full_temporary_place() -> ProcmapError:
    """The temporary folder is full."""
    return ProcmapError("disk.full_temporary", path=str(temporary_place()))
