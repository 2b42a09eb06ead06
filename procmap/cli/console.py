"""The console: how to show progress, how to write whatever the console can take."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from procmap.cli.plain import is_utf, plain
from procmap.cli.spoken import message_language
from procmap.language import words
from procmap.language.shown import visible_lines

__all__ = ["message_language", "progress", "shown", "write", "write_json", "write_markup"]

SLOW = 2.0
"""Seconds from which a run shows its progress."""

_COLOUR = re.compile("(\x1b\\[[0-9;]*m)")


@contextmanager
def progress(*, quiet: bool, language: str) -> Iterator[Callable[[str], None]]:
    """Tell the stages on stderr once a run takes longer than SLOW seconds."""
    say, began = words(language), time.monotonic()
    shown: list[str] = []

    def tell(stage: str) -> None:
        if not quiet and (shown or time.monotonic() - began > SLOW):
            shown.append(stage)
            write(f"{say.number(time.monotonic() - began, 1):>5} s  {say(f'cli.stage_{stage}')}", err=True)

    yield tell


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
    click.echo("".join(part if at % 2 else shown(part, err=err) for at, part in enumerate(parts)), err=err)


def write_json(text: str) -> None:
    """Write JSON; where the console is not UTF-8, its strings are escaped, so that nothing is lost."""
    utf = is_utf(_encoding())
    click.echo(text if utf else "".join(c if c.isascii() else _json_escape(c) for c in text))


def write_markup(text: str) -> None:
    """Write XML that declares UTF-8; where the console is not, what is not ASCII becomes character references."""
    utf = is_utf(_encoding())
    click.echo(text if utf else text.encode("ascii", "xmlcharrefreplace").decode("ascii"))


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _encoding(*, err: bool = False) -> str:
    return (sys.stderr if err else sys.stdout).encoding or "utf-8"
