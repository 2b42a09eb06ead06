"""On a terminal the user is asked: which of two plausible readings holds, and which of several candidates."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from procmap.cli.console import shown, write
from procmap.config import Config
from procmap.errors import ProcmapError
from procmap.language import words
from procmap.language.shown import visible
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
        if not can_ask(source):
            raise
        return run(config.with_options(case=chosen_case(error, language)))


def can_ask(source: tuple[Path, ...]) -> bool:
    """Whether somebody is there to answer, and the source can be read again then."""
    return _is_terminal() and all(map(is_lasting, source))


def check_can_ask(source: tuple[Path, ...]) -> None:
    """Say what to type where nobody can be asked.

    Raises:
        ProcmapError: Nobody can.
    """
    if not can_ask(source):
        raise ProcmapError("cli.no_terminal", source=" ".join(f'"{path}"' for path in source))


def chosen_case(error: AmbiguousError, language: str) -> str:
    """Which of two readings the user chooses, as --case settles it."""
    write(words(language).error(error), err=True)
    return error.cases[_number(words(language)("cli.which_reading"), 2, None, language) - 1]


def chosen_place(question: str, told: Sequence[str], language: str, *, has_default: bool) -> int:
    """The place, from 0, of the candidate that the user chooses.

    Args:
        question: What is asked.
        told: The candidates, as they may be shown.
        language: Of the messages.
        has_default: Whether Enter alone takes the first.
    """
    listed = [f"  {place}. {visible(each)}" for place, each in enumerate(told, start=1)]
    write("\n".join(listed), err=True)
    return _number(question, len(told), "1" if has_default else None, language) - 1


def _number(question: str, most: int, default: str | None, language: str) -> int:
    """A number from 1 to `most`; anything else is told and asked for again."""
    while True:
        answer = str(click.prompt(shown(question, err=True), default=default, prompt_suffix=" ", err=True)).strip()
        if answer.isdecimal() and len(answer) < 6 and 1 <= int(answer) <= most:
            return int(answer)
        write(words(language)("cli.ask_number", value=visible(answer), most=most), err=True)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
