"""An output folder appears whole or not at all, and nothing but what an audit wrote is ever replaced.

The files are written in a held folder beside, then put in place by renames that the next run completes if this one is killed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from procmap.disk.exchange import NEW, OLD, beside, clear, complete, exchange, leave, recover_beside
from procmap.disk.failures import unwritable
from procmap.disk.held import HeldFolder
from procmap.disk.scratch import Scratch, note_output
from procmap.disk.whole import sync_file, sync_folder, write_through
from procmap.errors import ProcmapError
from procmap.report.carrying import carried
from procmap.report.fingerprints import Contents, as_bytes, files_of

AWAY = ".procmap-old"
"""Where earlier versions moved a folder that they replaced."""

WAIT = 60.0
"""Seconds to wait while another run puts its files in place, which takes a fraction of one."""

Late = Callable[[Path], Contents]
"""Called with the old folder at the very moment of writing: the files that what has changed meanwhile makes other."""


def check_folder(folder: Path, *, replace: bool) -> None:
    """Say at once, before any work, what would keep the folder from being written.

    Raises:
        ProcmapError: It exists and is not to be replaced, is no audit's, or cannot be written.
    """
    recover_folder(folder)
    _check(folder.resolve(), replace=replace, shown=folder, key="folder.exists")
    parent = _existing_parent(folder.resolve())
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise ProcmapError("folder.not_writable", path=str(folder))


def recover_folder(folder: Path) -> None:
    """Bring to its end what a killed run left beside a folder."""
    target = folder.resolve()
    recover_beside(target)
    away = target.with_name(target.name + AWAY)
    if not os.path.lexists(target) and files_of(away) is not None:
        away.rename(target)


def write_folder(
    folder: Path,
    contents: Contents,
    *,
    replace: bool,
    late: Late = lambda _: {},
    kept: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write all files of an audit; text as UTF-8 with the line ends that it has.

    Args:
        folder: Where; its parents are made.
        contents: By name; a name may hold one folder.
        replace: Replace an audit that is there: see `carrying` for what stays.
        late: What to write otherwise, told at the very moment of writing.
        kept: Names of contents that come out of the old folder, and the names that they have there: the very files, so that
            not even what an editor is writing is lost. They are written only where the old folder no longer has them.

    Raises:
        ProcmapError: The folder cannot be written; what was there is there again.
    """
    shown, folder = folder, folder.resolve()  # "." has a name of its own, and a link stays one
    with held_beside(folder, shown, "folder.not_writable") as held:
        _prepare(held, folder, {name: content for name, content in contents.items() if name not in kept})
        _check(folder, replace=replace, shown=shown, key="folder.made_meanwhile")
        if folder.exists():
            _replace(held, folder, contents, late, kept)
        else:
            _write(held.path / NEW, {name: contents[name] for name in kept})
            (held.path / NEW).rename(folder)
            sync_folder(folder.parent)


def write_file(file: Path, content: str) -> None:
    """Write one file, whole or not at all; one that is there is replaced.

    Raises:
        ProcmapError: It cannot be written.
    """
    if file.exists() and not file.is_file():  # a terminal, a pipe, or a folder, which is an error
        try:
            file.write_bytes(as_bytes(content))
        except OSError as error:
            raise unwritable(error, file, "folder.file_not_writable") from error
        return
    shown, file = file, file.resolve()
    with held_beside(file, shown, "folder.file_not_writable") as held:
        write_through(held.path / NEW, as_bytes(content))
        (held.path / NEW).replace(file)
        sync_folder(file.parent)


def write_file_by(file: Path, write: Callable[[Path], None], *, replace: bool) -> None:
    """Have one file written, whole or not at all.

    Args:
        file: Where.
        write: Called with the path of a new file beside it.
        replace: Replace a file that is there.

    Raises:
        ProcmapError: It is there already, or cannot be written.
    """
    shown, file = file, file.resolve()
    if file.is_dir() or (file.exists() and not replace):
        raise ProcmapError("folder.file_exists", path=str(shown))
    with held_beside(file, shown, "folder.file_not_writable") as held:
        write(held.path / NEW)
        sync_file(held.path / NEW)
        if file.exists() and not replace:
            raise ProcmapError("folder.file_exists", path=str(shown))
        (held.path / NEW).replace(file)
        sync_folder(file.parent)


@contextmanager
def held_beside(target: Path, shown: Path, key: str) -> Iterator[HeldFolder]:
    """The folder in which a target is prepared, held by this run alone and empty; an interrupted exchange is completed first.

    Raises:
        ProcmapError: Another run holds it, the disk is full, or else the message `key`.
    """
    with Scratch() as scratch:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            note_output(scratch, beside(target))
            held = HeldFolder.named(beside(target), WAIT)
        except OSError as error:
            raise unwritable(error, shown, key) from error
        if held is None:
            raise ProcmapError("folder.held", path=str(shown))
        try:
            complete(held)
            clear(held)
            yield held
        except OSError as error:
            raise unwritable(error, shown, key) from error
        finally:
            leave(held)


def _prepare(held: HeldFolder, folder: Path, contents: Contents) -> None:
    new = held.path / NEW
    new.mkdir()
    _write(new, contents)
    # the held folder is private, an audit is to be passed on, unless the one that it replaces is private too
    new.chmod(folder.stat().st_mode & 0o777 if folder.is_dir() else 0o755)


def _replace(held: HeldFolder, folder: Path, contents: Contents, late: Late, kept: Mapping[str, str]) -> None:
    """Put the new files in the place of the old ones, and carry over what stays."""
    new, old = held.path / NEW, held.path / OLD
    folder.rename(old)
    try:
        changed = dict(late(old))
        missing = {name: contents[name] for name, was in kept.items() if not os.path.lexists(old / was)}
        for name in set(changed) - set(kept):
            (new / name).unlink(missing_ok=True)
        _write(new, missing | {name: content for name, content in changed.items() if name not in kept})
        base = folder.parent
        moves = [(start.relative_to(base), end.relative_to(base)) for start, end in carried(old, new)]
    except BaseException:
        complete(held)  # without a list of renames: the old folder goes back
        raise
    exchange(held, folder, moves)


def _write(new: Path, contents: Mapping[str, str | bytes]) -> None:
    for name, content in contents.items():
        (new / name).parent.mkdir(exist_ok=True)
        write_through(new / name, as_bytes(content))
    for place in {(new / name).parent for name in contents}:
        sync_folder(place)


def _check(folder: Path, *, replace: bool, shown: Path, key: str) -> None:
    if not os.path.lexists(folder):
        return
    if not replace:
        raise ProcmapError(key, path=str(shown))
    if not folder.is_dir():
        raise ProcmapError("folder.is_a_file", path=str(shown))
    if any(folder.iterdir()) and files_of(folder) is None:
        raise ProcmapError("folder.not_an_audit", path=str(shown))


def _existing_parent(folder: Path) -> Path:
    parent = folder.parent
    while not parent.exists() and parent != parent.parent:
        parent = parent.parent
    return parent
