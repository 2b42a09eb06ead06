"""The console: in which language to speak, how to show progress, how to write whatever the console can take."""

from __future__ import annotations

import locale
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from procmap.language import LANGUAGES, words

SLOW = 2.0
"""Seconds from which a run shows its progress."""


def message_language(arguments: list[str]) -> str:
    """The language of messages: --language if given, else the user's locale, else English."""
    for at, argument in enumerate(arguments):
        chosen = argument.partition("=")[2] if argument.startswith("--language=") else ""
        if argument == "--language" and at + 1 < len(arguments):
            chosen = arguments[at + 1]
        if chosen in LANGUAGES:
            return chosen
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        if value := os.environ.get(name, ""):
            return "fr" if value.lower().startswith("fr") else "en"
    return "fr" if (locale.getlocale()[0] or "").lower().startswith(("fr", "french")) else "en"


@contextmanager
def progress(*, quiet: bool, language: str) -> Iterator[Callable[[str], None]]:
    """Tell the stages on stderr once a run takes longer than SLOW seconds."""
    say, began = words(language), time.monotonic()
    shown: list[str] = []

    def tell(stage: str) -> None:
        if not quiet and (shown or time.monotonic() - began > SLOW):
            shown.append(stage)
            write(f"{time.monotonic() - began:5.1f} s  {say(f'cli.stage_{stage}')}", err=True)

    yield tell


def write(text: str, *, err: bool = False) -> None:
    """Write a line; what the console's encoding cannot show is replaced, never an error."""
    stream = sys.stderr if err else sys.stdout
    encoding = stream.encoding or "utf-8"
    click.echo(text.encode(encoding, errors="replace").decode(encoding), err=err)
