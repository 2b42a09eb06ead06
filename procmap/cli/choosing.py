"""On a terminal, a source with two plausible readings is no error: the user is asked which, and the run goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from procmap.cli.console import shown, write
from procmap.config import Config
from procmap.language import words
from procmap.reading.incoming import is_lasting
from procmap.reading.shapes.ambiguity import AmbiguousError

Done = TypeVar("Done")


def with_choice(run: Callable[[Config], Done], config: Config, source: tuple[Path, ...], language: str) -> Done:
    """What the run gives; where two readings are plausible, with the one that the user chooses.

    Args:
        run: Reads the source; called again once the user has chosen.
        config: Options.
        source: Its files: a pipe cannot be read again.
        language: Of the question.

    Raises:
        AmbiguousError: Nobody can be asked.
    """
    try:
        return run(config)
    except AmbiguousError as error:
        if not (_is_terminal() and all(map(is_lasting, source))):
            raise
        write(words(language).error(error), err=True)
        place = click.prompt(shown(words(language)("cli.which_reading"), err=True), type=click.IntRange(1, 2), err=True)
        return run(config.with_options(case=error.cases[place - 1]))


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
