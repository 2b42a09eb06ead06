"""A folder takes the place of another by renames that a killed run leaves in a state which the next run completes.

All happens in a held folder beside the target, `.NAME.procmap-new`:

    new         what is to stand there, complete and on the disk before anything moves
    old         what stood there
    moves.json  the renames that lead from the one to the other; where it is absent, old goes back
    done        what is left of old: to be removed

Every rename of moves.json is done at most once, so that the list may be gone through again from any point.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from procmap.disk.held import HeldFolder, remove_entry
from procmap.disk.whole import sync_folder, write_through

SUFFIX = ".procmap-new"
NEW, OLD, DONE, MOVES = "new", "old", "done", "moves.json"

Move = tuple[Path, Path]
"""From and to, relative to the folder that holds both the target and the held folder."""


def beside(target: Path) -> Path:
    """The held folder in which a target is prepared."""
    return target.with_name(f".{target.name}{SUFFIX}")


def exchange(held: HeldFolder, target: Path, moves: Iterable[Move]) -> None:
    """Carry over what is to stay and put the new folder in place; `old` has been moved away already.

    Args:
        held: Holds `new` and `old`.
        target: Absent.
        moves: What leaves `old` for `new`.

    Raises:
        OSError: A rename failed; all are undone, and old stands at the target again.
    """
    inside = held.path.relative_to(target.parent)
    last = ((inside / NEW, Path(target.name)), (inside / OLD, inside / DONE))
    told = json.dumps([[start.as_posix(), end.as_posix()] for start, end in (*moves, *last)])
    unfinished = held.path / f"{MOVES}.part"
    try:
        write_through(unfinished, told.encode("ascii"))  # names that are no UTF-8 are escapes there
        unfinished.rename(held.path / MOVES)
        sync_folder(held.path)
    finally:
        complete(held)


def complete(held: HeldFolder) -> None:
    """Bring the exchange to its end, whatever moment it was left at: forward where the renames are listed, else back.

    A list that is still there after an error says that even undoing failed: a later run tries again.

    Raises:
        OSError: A rename failed; all are undone.
    """
    target = held.path.with_name(held.path.name.removeprefix(".").removesuffix(SUFFIX))
    try:
        if (held.path / MOVES).is_file():
            _forward(held.path / MOVES, target.parent)
    finally:
        old = held.path / OLD
        if os.path.lexists(old) and not os.path.lexists(held.path / MOVES):
            old.rename(free_name(target) if os.path.lexists(target) else target)


def leave(held: HeldFolder) -> None:
    """Remove the held folder, unless it still has what stood at the target: that is left to a later run."""
    if os.path.lexists(held.path / OLD):
        held.release()
    else:
        held.remove()


def _forward(listed: Path, parent: Path) -> None:
    moves = [(parent / start, parent / end) for start, end in json.loads(listed.read_bytes())]
    try:
        for start, end in moves:
            if os.path.lexists(start):
                _move(start, end)
        sync_folder(parent)
    except OSError:
        for start, end in reversed(moves):
            if os.path.lexists(end) and not os.path.lexists(start):
                _move(end, start)
        listed.unlink()
        raise
    with suppress(OSError):  # it goes with the held folder
        listed.unlink()


def _move(start: Path, end: Path) -> None:
    if os.path.lexists(end):
        raise FileExistsError(str(end))
    end.parent.mkdir(exist_ok=True)
    start.rename(end)


def recover(path: Path) -> None:
    """Complete what a killed run left in a held folder, and remove the folder; nothing happens where its run lives."""
    held = HeldFolder.dead(path)
    if held is None:
        return
    with suppress(OSError, ValueError):  # what cannot be completed is left as it is
        complete(held)
    leave(held)


def recover_beside(target: Path) -> None:
    """The same for all held folders beside a target."""
    try:
        found = sorted(target.parent.glob(f".*{SUFFIX}"))
    except OSError:
        return
    for path in found:
        recover(path)


def free_name(path: Path, taken: Collection[str] = ()) -> Path:
    """NAME.previous.EXT, with a number where that is there or among the names taken (as `same_name` gives them)."""
    stem, number = re.sub(r"\.previous(\.\d+)?$", "", path.stem), 1
    while True:
        counted = "" if number == 1 else f".{number}"
        found = path.with_name(f"{stem}.previous{counted}{path.suffix}")
        if same_name(found.name) not in taken and not os.path.lexists(found):
            return found
        number += 1


def same_name(name: str) -> str:
    """The same text for names that some disk takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


def clear(held: HeldFolder) -> None:
    """Remove what an earlier run prepared and did not use."""
    for name in (NEW, DONE, f"{MOVES}.part"):
        remove_entry(held.path / name)
