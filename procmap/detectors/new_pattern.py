"""Begins a pattern: a folder with a detector that finds nothing yet, a case on which it is silent, and words to be written."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from procmap.detectors.words import pattern_folders
from procmap.disk.failures import unwritable
from procmap.errors import UsageError

FILES = {
    "__init__.py": "__init__.txt",
    "detector.py": "detector.txt",
    "cases.yml": "cases.yml",
    "words.en.toml": "words.en.toml",
    "words.fr.toml": "words.fr.toml",
}
"""The files of a pattern, each with the file of the skeleton that it is written from."""

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
TAKEN = frozenset({"new"})
"""A word of the command line."""


def new_pattern(name: str, group: str, folder: Path | None) -> Path:
    """Write the folder of a new pattern, whole or not at all, and nothing else.

    Args:
        name: Of the pattern, as late_reminder.
        group: One of the groups of the catalogue.
        folder: Where the groups stand; None for this package, where it is a checkout of the source.

    Returns:
        The folder GROUP/NAME.

    Raises:
        UsageError: The name or the group cannot be used, or there is no place to write to.
        ProcmapError: The place cannot be written.
    """
    groups = list(dict.fromkeys(known.group for known in pattern_folders().values()))
    if not NAME.fullmatch(name) or name in TAKEN:
        raise UsageError("detectors.bad_name", name=name)
    if group not in groups:
        nearest = (get_close_matches(group, groups, n=1, cutoff=0.0) or groups)[0]
        raise UsageError("detectors.unknown_group", group=group, nearest=nearest, known=", ".join(groups))
    if name in pattern_folders():
        raise UsageError("detectors.taken", name=name)
    target = (folder or _checkout()) / group / name
    if os.path.lexists(target):
        raise UsageError("detectors.is_there", path=str(target))
    _write(target, name)
    return target


def _checkout() -> Path:
    """This room, where it lies in a checkout that can be written."""
    room = Path(__file__).parent
    if not (room.parents[1] / "pyproject.toml").is_file() or not os.access(room, os.W_OK):
        raise UsageError("detectors.no_checkout")
    return room


def _write(target: Path, name: str) -> None:
    skeleton = files("procmap.detectors") / "skeleton"
    words = {
        "pattern_name": name,
        "PatternClass": "".join(part.capitalize() for part in name.split("_")),
        "PatternTitle": name.replace("_", " ").capitalize(),
    }
    beside = target.with_name(f".{name}.{os.getpid()}")
    try:
        beside.mkdir(parents=True)
        for file, source in FILES.items():
            text = (skeleton / source).read_text(encoding="utf-8")
            for word, meant in words.items():
                text = text.replace(word, meant)
            (beside / file).write_text(text, encoding="utf-8", newline="\n")
        beside.rename(target)
    except OSError as error:
        with suppress(OSError):
            shutil.rmtree(beside)
        raise unwritable(error, target, "detectors.unwritable") from error
