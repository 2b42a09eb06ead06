"""A lock on a file that dies with its process, however that ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


HELD = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)
"""What the systems answer where another process holds the lock; anything else means that the disk knows no locks."""


class LocksUnknownError(OSError):
    """The file system has no locks: nobody can tell whether a folder's process still lives."""


class FileLock:
    """The lock on one file; it ends with `release` or with the process."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def take(cls, path: Path, *, make: bool) -> FileLock | None:
        """The lock, or None where another holds it.

        Args:
            path: The file; never followed where it is a link.
            make: Make the file where it is absent.

        Raises:
            FileNotFoundError: The file, or its folder, is not there (any more).
            LocksUnknownError: The file system has no locks.
            OSError: The file cannot be opened.
        """
        flags = os.O_RDWR | (os.O_CREAT if make else 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        handle = os.open(path, flags, 0o600)
        try:
            _take(handle)
            if not _is_there(handle, path):  # removed by whoever held it before
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        except OSError as error:
            os.close(handle)
            if error.errno in HELD:
                return None
            if error.errno == errno.ENOENT:
                raise
            raise LocksUnknownError(error.errno, str(error)) from error
        return cls(handle)

    def release(self) -> None:
        """Let others have it; a second call does nothing."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)


def _is_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False
