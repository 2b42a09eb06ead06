"""What the user names as the source: files, a folder of files, standard input; each becomes a file that can be read twice."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from procmap.disk.failures import filling_temporary_place
from procmap.disk.scratch import Scratch
from procmap.errors import ProcmapError
from procmap.reading.source import FORMATS, files_of, sniffed_ending

Given = Path | Sequence[Path]
"""A source: one path, or several that are one log."""

STANDARD_INPUT = "-"


def paths_of(given: Given) -> tuple[Path, ...]:
    """The paths of a source."""
    return (given,) if isinstance(given, Path) else tuple(given)


@contextmanager
def incoming(given: Given) -> Iterator[tuple[Path, ...]]:
    """The files to read, in the order given; those of a folder by name. Pipes and standard input are kept in a file.

    Raises:
        ProcmapError: An empty folder.
    """
    paths = [path for each in paths_of(given) for path in _files(each)]
    if all(is_lasting(path) for path in paths):
        yield tuple(paths)
        return
    with Scratch() as folder, filling_temporary_place():
        yield tuple(_kept(path, folder / f"piped_{place}") for place, path in enumerate(paths))


def is_lasting(path: Path) -> bool:
    """Whether what a path names can be read again: no pipe, no standard input. A path that is not there is told elsewhere."""
    return str(path) != STANDARD_INPUT and (path.is_file() or path.is_dir() or not path.exists())


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = files_of(path)
    known = [each for each in files if each.suffix.lower().removeprefix(".") in FORMATS and each.suffix]
    if sum(each.suffix.lower() == ".xml" for each in known) * 2 >= len(known) > 0:
        return [path]  # histories, one file a case
    if not known:
        raise ProcmapError("reading.empty_folder", path=str(path))
    return known


def _kept(path: Path, folder: Path) -> Path:
    """The path itself, or a file with what comes out of a pipe."""
    if is_lasting(path):
        return path
    is_input = str(path) == STANDARD_INPUT
    folder.mkdir()
    target = folder / "stdin" if is_input else folder / path.name
    with target.open("wb") as write:
        if is_input:
            shutil.copyfileobj(sys.stdin.buffer, write)
        else:
            with path.open("rb") as read:
                shutil.copyfileobj(read, write)
    ending = sniffed_ending(target)
    return target.rename(target.with_name(f"{target.name}.{ending}")) if ending else target
