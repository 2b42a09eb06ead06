"""Begins a pack: one commented file that can be read at once."""

from __future__ import annotations

import datetime as dt
import os
import re
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from procmap.disk.failures import unwritable
from procmap.disk.whole import write_through
from procmap.errors import UsageError
from procmap.procedures.packs.catalogue import GENERAL, NAMES

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
TAKEN = frozenset({"new", "auto", "none", GENERAL, *NAMES})
"""Words of the command line and of procmap.toml, and the shipped packs."""


def new_pack(name: str, folder: Path, today: dt.date) -> Path:
    """Write NAME.yml, whole or not at all, over nothing that is there.

    Args:
        name: As school_trips.
        folder: Where; it is there.
        today: The day on which the law is said to be checked.

    Raises:
        UsageError: The name cannot be used, or the file is there.
        ProcmapError: The place cannot be written.
    """
    if not NAME.fullmatch(name):
        raise UsageError("procedures.pack_bad_name", name=name)
    if name in TAKEN:
        raise UsageError("procedures.pack_taken", name=name)
    target = folder / f"{name}.yml"
    text = (files("procmap.procedures.packs") / "skeleton.txt").read_text(encoding="utf-8")
    next_year = today.replace(year=today.year + 1, day=min(today.day, 28))
    for word, meant in (("NAME", name), ("DAY", today.isoformat()), ("NEXT", next_year.isoformat())):
        text = re.sub(rf"\b{word}\b", meant, text)
    beside = target.with_name(f".{name}.{os.getpid()}")
    try:
        write_through(beside, text.encode("utf-8"))
        _take_place(beside, target)
    except FileExistsError as error:
        raise UsageError("procedures.pack_is_there", path=str(target)) from error
    except OSError as error:
        raise unwritable(error, target, "procedures.pack_unwritable") from error
    finally:
        with suppress(OSError):
            beside.unlink()
    return target


def _take_place(beside: Path, target: Path) -> None:
    """Give the file its name, where nothing has it; a disk without links gets the bytes themselves."""
    if os.path.lexists(target):
        raise FileExistsError(str(target))
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:
        write_through(target, beside.read_bytes())
