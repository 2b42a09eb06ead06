"""run.toml: what produced an audit, so that a redesign can read the same log in the same way."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from procmap.errors import ProcmapError
from procmap.language import words
from procmap.language.file_name import REPLACEMENT, as_text
from procmap.report.toml_text import toml_comment, toml_string, toml_value

OptionValue = str | bool | int | float | tuple[str, ...]


@dataclass(frozen=True)
class RunRecord:
    """One run.

    Attributes:
        sources: The files of the log, relative to the audit's folder, with forward slashes.
        sha256: Fingerprint of their bytes, hexadecimal.
        options: (name, value) of each option, in the order given.
        version: Of procmap.
        date: Day of the run, ISO.
        language: "fr" or "en".
        left_out: What is not kept because it names people: "source" (its path), "where" (a condition).
    """

    sources: tuple[str, ...]
    sha256: str
    options: tuple[tuple[str, OptionValue], ...]
    version: str
    date: str
    language: str
    left_out: tuple[str, ...] = ()


RUN = "run.toml"
NAMED = ("sha256", "version", "date", "language")
"""What stands in it by one text each."""


def run_toml(run: RunRecord) -> str:
    """The record as TOML text."""
    lines = [toml_comment(words(run.language)("report.run.head"))]
    source = toml_value(run.sources) if len(run.sources) > 1 else toml_string("".join(run.sources))
    lines += [f"source = {source}"]
    lines += [f"{name} = {toml_string(getattr(run, name))}" for name in NAMED]
    if run.left_out:
        lines += [toml_comment(words(run.language)("report.run.left_out")), f"left_out = {toml_value(run.left_out)}"]
    lines += ["", "[options]"]
    lines += [f"{toml_string(name)} = {toml_value(value)}" for name, value in run.options]
    return "\n".join(lines) + "\n"


def read_run(text: str, where: str) -> RunRecord:
    """Read it back.

    Args:
        text: Of run.toml.
        where: The file's path, for the message.

    Raises:
        ProcmapError: It is not TOML, or lacks what a run has.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ProcmapError("report.run_unreadable", where=where, problem=str(problem)) from None
    named: dict[str, Any] = {name: found.get(name) for name in NAMED}
    source = found.get("source")
    sources = tuple(source) if isinstance(source, list) else (source,)
    options = found.get("options", {})
    wrong = [name for name, value in named.items() if not isinstance(value, str)]
    wrong = ["source", *wrong] if not sources or not all(isinstance(each, str) for each in sources) else wrong
    if wrong or not isinstance(options, dict):
        raise ProcmapError("report.run_unreadable", where=where, problem=", ".join(wrong) or "options")
    left_out = tuple(map(str, found.get("left_out", ())))
    listed = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in options.items())
    return RunRecord(sources=sources, options=listed, left_out=left_out, **named)


def sources_of(run: RunRecord, folder: Path) -> tuple[Path, ...]:
    """Where the files of an audit's log stand, seen from its folder."""
    return tuple(_source_of(source, folder) for source in run.sources)


def _source_of(source: str, folder: Path) -> Path:
    """One file; a name that is no UTF-8 is the one that is shown so."""
    path = Path(os.path.normpath(folder / source))
    if REPLACEMENT in path.name and not path.exists() and path.parent.is_dir():
        alike = [each for each in path.parent.iterdir() if as_text(each.name) == path.name]
        return alike[0] if len(alike) == 1 else path
    return path


def relative_to(source: Path, folder: Path) -> str:
    """The source as seen from the folder, with forward slashes; absolute on another drive."""
    try:
        return Path(os.path.relpath(source.absolute(), folder.absolute())).as_posix()
    except ValueError:
        return source.absolute().as_posix()
