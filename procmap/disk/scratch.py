"""The one temporary folder of a run: private, held as long as the process lives, removed when nothing needs it any more.

What killed runs left, there and beside the outputs that their folders name, is removed by the first use in a process.
"""

from __future__ import annotations

import os
import tempfile
import threading
import weakref
from pathlib import Path

from procmap.disk.exchange import recover
from procmap.disk.failures import full_temporary_place, is_full, temporary_place
from procmap.disk.held import HeldFolder, remove_entry
from procmap.errors import ProcmapError

PREFIX = "procmap-"

OUTPUT = "output.txt"
"""Names the held folder beside an output, in a folder of its own below the run's."""


class Scratch:
    """A folder below the run's; use it as a context manager, or close it. It goes when nobody refers to it any more.

    Attributes:
        path: The folder, empty at first.

    Raises:
        ProcmapError: The temporary folder is full, or cannot be written.
    """

    def __init__(self) -> None:
        self.path = _RUN.enter()
        self._leave = weakref.finalize(self, _RUN.leave, self.path)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove it; a second call does nothing."""
        self._leave()


class Run:
    """The run's folder, shared by all that need one."""

    def __init__(self) -> None:
        self._turn = threading.RLock()
        self._held: HeldFolder | None = None
        self._users: set[Path] = set()
        self._has_swept = False

    def enter(self) -> Path:
        """A new folder below the run's.

        Raises:
            ProcmapError: The temporary folder is full, or cannot be written.
        """
        with self._turn:
            place = temporary_place()
            if not self._has_swept:
                self._has_swept = True
                sweep(place)
            try:
                if self._held is None or not self._held.path.is_dir():  # whoever cleans the temporary folder may take it
                    self._held, self._users = HeldFolder.new(place, PREFIX), set()
                path = Path(tempfile.mkdtemp(dir=self._held.path))
            except BaseException as error:
                self._end()
                if not isinstance(error, OSError):
                    raise
                raise full_temporary_place() if is_full(error) else ProcmapError("disk.no_temporary") from error
            self._users.add(path)
            return path

    def leave(self, path: Path) -> None:
        """Remove a folder, and the run's with the last."""
        with self._turn:
            remove_entry(path)
            self._users.discard(path)
            self._end()

    def _end(self) -> None:
        if self._held is not None and not self._users:
            self._held.remove()
            self._held = None


_RUN = Run()


def note_output(scratch: Path, beside: Path) -> None:
    """Let a later run with any other output find what a kill would leave beside this one."""
    (scratch / OUTPUT).write_bytes(os.fsencode(beside))


def sweep(place: Path) -> None:
    """Remove the folders of runs that are gone, and what they left beside their outputs."""
    try:
        found = sorted(place.glob(f"{PREFIX}*"))
    except OSError:
        return
    for path in found:
        held = HeldFolder.dead(path)
        if held is None:
            continue
        for note in held.path.glob(f"*/{OUTPUT}"):
            recover(Path(os.fsdecode(note.read_bytes())))
        held.remove()
