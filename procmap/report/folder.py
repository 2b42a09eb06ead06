"""An output folder appears whole or not at all.

The files are written beside the folder, then renamed into place. An old folder is renamed away first and removed last; a run that
finds such a remainder without the folder itself restores it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from procmap.errors import ProcmapError

AWAY = ".procmap-old"

OWN = ("run.toml", "comparison.json")
"""Files of which one marks a folder as an audit's, which may be replaced as a whole."""


def check_folder(folder: Path, *, replace: bool) -> None:
    """Say at once, before any work, what would keep the folder from being written."""
    _restore(folder.resolve())
    if folder.exists() and not replace:
        raise ProcmapError("folder.exists", path=str(folder))
    if folder.exists() and not folder.is_dir():
        raise ProcmapError("folder.is_a_file", path=str(folder))
    if folder.exists() and any(folder.iterdir()) and not any((folder / name).is_file() for name in OWN):
        raise ProcmapError("folder.not_an_audit", path=str(folder))
    parent = _existing_parent(folder.resolve())
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise ProcmapError("folder.not_writable", path=str(folder))


def write_folder(folder: Path, contents: Mapping[str, str | bytes], *, replace: bool) -> None:
    """Write all files of an audit; text as UTF-8 with the line ends that it has."""
    check_folder(folder, replace=replace)
    folder = folder.resolve()  # "." has a name of its own, and a link stays one
    away = folder.with_name(folder.name + AWAY)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise ProcmapError("folder.not_writable", path=str(folder)) from error
    try:
        for name, content in contents.items():
            (beside / name).parent.mkdir(exist_ok=True)
            (beside / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        beside.chmod(0o755)  # a temporary folder is private, an audit is to be passed on
        if folder.exists():
            folder.rename(away)
        beside.rename(folder)
    except OSError as error:
        _restore(folder)
        raise ProcmapError("folder.not_writable", path=str(folder)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    shutil.rmtree(away, ignore_errors=True)


def _restore(folder: Path) -> None:
    away = folder.with_name(folder.name + AWAY)
    if away.exists():
        if folder.exists():
            shutil.rmtree(away, ignore_errors=True)
        else:
            away.rename(folder)


def _existing_parent(folder: Path) -> Path:
    parent = folder.parent
    while not parent.exists() and parent != parent.parent:
        parent = parent.parent
    return parent
