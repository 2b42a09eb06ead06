"""A folder of our own that a live process holds; one whose process is gone may be taken over or removed by any later run."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

from procmap.disk.lock import FileLock, LocksUnknownError

MARK = "procmap.lock"
"""The file that marks a folder as ours, and that its process holds a lock on."""

PAUSE = 0.05
"""Seconds between two looks at a folder that another run holds."""


class HeldFolder:
    """A private folder (mode 0700) that holds MARK and whatever its owner puts there.

    Attributes:
        path: The folder.
    """

    def __init__(self, path: Path, lock: FileLock | None) -> None:
        self.path = path
        self._lock = lock

    @classmethod
    def new(cls, parent: Path, prefix: str) -> HeldFolder:
        """A folder with a name that nothing else has."""
        while True:
            path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
            try:
                lock = FileLock.take(path / MARK, make=True)
            except LocksUnknownError:
                return cls(path, None)
            except FileNotFoundError:  # a run that cleans up took it for a leftover, before it was marked
                continue
            if lock is not None:
                return cls(path, lock)

    @classmethod
    def named(cls, path: Path, wait: float) -> HeldFolder | None:
        """The folder of this name, made or taken over from a process that is gone; None while another holds it.

        Args:
            path: The folder.
            wait: Seconds to wait for another run.

        Raises:
            OSError: It cannot be made, or something else has its name.
        """
        until, soon = time.monotonic() + wait, time.monotonic() + PAUSE
        while True:
            is_new = _made(path)
            if not is_new and not is_ours(path):
                if time.monotonic() > soon:
                    raise FileExistsError(str(path))
                continue  # it may have gone between the two looks
            try:
                lock = FileLock.take(path / MARK, make=True)
            except FileNotFoundError:  # just removed by its owner
                continue
            except LocksUnknownError:
                return cls(path, None) if is_new else None
            if lock is not None:
                return cls(path, lock)
            if time.monotonic() > until:
                return None
            time.sleep(PAUSE)

    @classmethod
    def dead(cls, path: Path) -> HeldFolder | None:
        """The folder of a process that is gone; None where it lives, or where the folder is not ours."""
        if not is_ours(path):
            return None
        try:
            lock = FileLock.take(path / MARK, make=False)
        except FileNotFoundError:
            _remove_empty(path)
            return None
        except OSError:
            return None
        return cls(path, lock) if lock is not None else None

    def remove(self) -> None:
        """Remove it, MARK last, so that whatever a kill leaves is still known as ours; what cannot be removed stays."""
        try:
            for entry in _entries(self.path):
                if entry.name != MARK:
                    remove_entry(entry)
            if os.name == "nt":  # where no open file can be removed, nor one that another run has opened since
                self.release()
            if [entry.name for entry in _entries(self.path)] == [MARK]:
                remove_entry(self.path / MARK)
                _remove_empty(self.path)
        finally:
            self.release()

    def release(self) -> None:
        """Leave it to the next run."""
        if self._lock is not None:
            self._lock.release()


def is_ours(path: Path) -> bool:
    """Whether it is a folder, no link, of this user, marked or still empty."""
    try:
        found = path.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode) or (hasattr(os, "geteuid") and found.st_uid != os.geteuid()):
        return False
    names = [entry.name for entry in _entries(path)]
    return not names or MARK in names


def remove_entry(path: Path) -> None:
    """Remove a file, a link (not what it points to) or a folder; what cannot be removed stays."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _made(path: Path) -> bool:
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        return False
    return True


def _entries(path: Path) -> list[Path]:
    try:
        return list(path.iterdir())
    except OSError:
        return []


def _remove_empty(path: Path) -> None:
    try:
        path.rmdir()
    except OSError:
        return
