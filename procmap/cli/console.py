"""The console: how to show progress, how to write whatever the console can take."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING

import click

from procmap.cli.live_line import LiveLine
from procmap.cli.plain import is_utf, plain
from procmap.cli.spoken import message_language
from procmap.language import words
from procmap.language.shown import visible_lines

if TYPE_CHECKING:
    from procmap.engine import Engine

__all__ = ["message_language", "progress", "shown", "write", "write_json", "write_markup"]

SLOW = 2.0
"""Seconds from which a run shows its progress."""

SOURCE = "source_row"
"""The table that reading makes in its one pass over the whole source."""

_COLOUR = re.compile("(\x1b\\[[0-9;]*m)")


def _echo_live(text: str) -> None:
    click.echo(text, err=True, nl=False)


_LINE = LiveLine(_echo_live)


class Teller:
    """Tells how far a run has come: called with the name of each stage as it begins.

    On a terminal one line says from the start what is done, since when, how much of the source is read and how long the rest takes.
    Elsewhere each stage is a line, once the run takes longer than SLOW seconds.

    Args:
        quiet: Tell nothing.
        language: Of the words.
    """

    def __init__(self, *, quiet: bool, language: str) -> None:
        self._say, self._began = words(language), time.monotonic()
        self._quiet, self._is_live = quiet, not quiet and _is_terminal()
        self._has_told = False
        self._engine: Engine | None = None
        self._stage_began = self._began

    def __call__(self, stage: str) -> None:
        """A stage begins."""
        self._stage_began = time.monotonic()
        if self._is_live:
            _LINE.show(lambda: shown(self.line(stage), err=True))
        elif not self._quiet and (self._has_told or time.monotonic() - self._began > SLOW):
            self._has_told = True
            write(self._stage(stage), err=True)

    def watching(self, engine: Engine) -> Engine:
        """The engine, which is asked from now on how far it is."""
        if self._is_live:
            engine.count_progress()
            self._engine = engine
        return engine

    def _stage(self, stage: str) -> str:
        return f"{self._say.number(time.monotonic() - self._began, 1):>5} s  {self._say(f'cli.stage_{stage}')}"

    def line(self, stage: str) -> str:
        """What the line of a terminal says now."""
        share = self._engine.share(SOURCE) if self._engine else None
        return self._stage(stage) + ("" if not share else f" ({self._read(share)})")

    def _read(self, share: float) -> str:
        """How much is read, and how long the rest takes at the pace so far."""
        left = (time.monotonic() - self._stage_began) * (1 - share) / share
        if left < 90:
            told = self._say("cli.seconds_left", seconds=max(ceil(left), 1))
        else:
            told = self._say("cli.minutes_left", minutes=round(left / 60))
        return self._say("cli.share_read", share=self._say.percent(share), left=told)


@contextmanager
def progress(*, quiet: bool, language: str) -> Iterator[Teller]:
    """Tell on stderr how far a run has come."""
    try:
        yield Teller(quiet=quiet, language=language)
    finally:
        _LINE.end()


def _is_terminal() -> bool:
    return sys.stderr.isatty()


def shown(text: str, *, err: bool = False) -> str:
    """What the console shows of a text: what would act is visible, what the encoding lacks has a plain equivalent."""
    return plain(visible_lines(text), _encoding(err=err))


def write(text: str, *, err: bool = False, coloured: bool = False) -> None:
    """Write lines, whatever they hold.

    Args:
        text: The lines.
        err: To stderr.
        coloured: The text holds colours of our own; labels in it have been made visible before.
    """
    parts = _COLOUR.split(text) if coloured else [text]
    with _LINE.aside():
        click.echo("".join(part if at % 2 else shown(part, err=err) for at, part in enumerate(parts)), err=err)


def write_json(text: str) -> None:
    """Write JSON; where the console is not UTF-8, its strings are escaped, so that nothing is lost."""
    utf = is_utf(_encoding())
    with _LINE.aside():
        click.echo(text if utf else "".join(c if c.isascii() else _json_escape(c) for c in text))


def write_markup(text: str) -> None:
    """Write XML that declares UTF-8; where the console is not, what is not ASCII becomes character references."""
    utf = is_utf(_encoding())
    with _LINE.aside():
        click.echo(text if utf else text.encode("ascii", "xmlcharrefreplace").decode("ascii"))


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _encoding(*, err: bool = False) -> str:
    return (sys.stderr if err else sys.stdout).encoding or "utf-8"
