"""The kinds of values that options take; a wrong one is told in our own words, in the language of the run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from procmap.errors import UsageError
from procmap.language import LANGUAGES

MOST = 1024
"""Threads beyond which no machine gains anything, and the engine gives up."""

LEAST, LARGEST = 50 * 10**6, 1000 * 10**12
"""Bytes below which not even a small log is read, and above which the engine does not count."""


class Value(click.ParamType[Any]):
    """A kind of value: `name` is what the help page calls it, `wrong` the message for what is none."""

    wrong: str

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value as the command takes it.

        Raises:
            UsageError: It is none of this kind.
        """
        if not isinstance(value, str):
            return value  # a default, already converted
        name = max(param.opts, key=len) if param else self.name
        try:
            return self.read_as(value, name)
        except ValueError:
            raise UsageError(f"cli.{self.wrong}", name=name, value=value, command=command_of(ctx)) from None

    def read_as(self, text: str, name: str) -> Any:  # noqa: ARG002 - for kinds that say what they understood
        """What the text means as the value of an option; as read."""
        return self.read(text)

    def read(self, text: str) -> Any:
        """What the text means; ValueError where it means nothing."""
        raise NotImplementedError


class Count(Value):
    """A whole number from 1 to MOST."""

    name, wrong = "number", "bad_count"

    def read(self, text: str) -> int:
        """The number."""
        number = int(text)
        if not 1 <= number <= MOST:
            raise ValueError(text)
        return number


class Memory(Value):
    """An amount of memory as 2GB, within what the engine can work with."""

    name, wrong = "memory", "bad_memory"

    def read(self, text: str) -> str:
        """The amount, as the engine reads it too."""
        found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?) ?([KMGT])i?B", text, re.IGNORECASE | re.ASCII)
        if not found or not LEAST <= float(found[1]) * 1000 ** ("KMGT".index(found[2].upper()) + 1) <= LARGEST:
            raise ValueError(text)
        return text


class Language(Value):
    """One of the languages that procmap speaks."""

    name, wrong = "language", "bad_language"

    def read(self, text: str) -> str:
        """The language."""
        if text not in LANGUAGES:
            raise ValueError(text)
        return text

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002 - click's signature
        """The languages that begin so."""
        return [CompletionItem(language) for language in LANGUAGES if language.startswith(incomplete)]


class File(Value):
    """A file, which need not be there yet, but is no folder."""

    name, wrong = "file", "bad_file"

    def read(self, text: str) -> Path:
        """Its path."""
        if Path(text).is_dir():
            raise ValueError(text)
        return Path(text)


def command_of(ctx: click.Context | None) -> str:
    """How the command is called, as "procmap audit"."""
    return ctx.command_path if ctx else "procmap"
