"""Commands whose help pages stand in the message catalogues, in both languages.

A command NAME has the message help.NAME; its option --OPTION has help.NAME.OPTION, or help.OPTION where several commands
share it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from procmap.cli.console import shown
from procmap.cli.spoken import message_language
from procmap.cli.values import command_of
from procmap.errors import UsageError
from procmap.language import Words, words

NARROWEST, WIDEST = 60, 100
"""Columns of a page; beyond, lines are hard to read."""


class Explained(click.Command):
    """A command that is explained in the language of the run.

    Attributes:
        examples: How it is called, one line each.
    """

    def __init__(self, *args: Any, examples: Sequence[str] = (), **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.examples = tuple(examples)

    def get_help(self, ctx: click.Context) -> str:
        """The page."""
        say = words(message_language(sys.argv))
        columns = shutil.get_terminal_size((WIDEST, 24)).columns
        formatter = click.HelpFormatter(width=min(max(columns, NARROWEST), WIDEST))
        pieces = [say("cli.help.options_metavar"), *(_argument(say, p) for p in self.params if isinstance(p, click.Argument))]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{say('cli.help.usage')} ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(f"cli.help.{self.name}"))
        formatter.write(f"\n  {say('cli.help.example')}\n" + "".join(f"    {line}\n" for line in self.examples))
        formatter.write(f"\n{say('cli.help.options')}\n")
        with formatter.indentation():
            formatter.write_dl([_row(say, str(self.name), p) for p in self.get_params(ctx) if isinstance(p, click.Option)])
        return shown(formatter.getvalue().rstrip("\n"))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; words that are too many are told in the language of the run."""
        ctx.allow_extra_args = True
        with named_in(ctx):
            left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise UsageError("cli.extra_argument", value=" ".join(left), command=command_of(ctx))
        return left


@contextmanager
def named_in(ctx: click.Context) -> Iterator[None]:
    """Errors of click's parser, which knows no context, carry that of the command."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


def argument_name(say: Words, name: str | None) -> str:
    """What a page calls an argument: SOURCE, FOLDER; DOSSIER in French. In brackets where it may be left out."""
    return say(f"cli.help.argument.{name}")


def _argument(say: Words, argument: click.Parameter) -> str:
    name = argument_name(say, argument.name)
    return name if argument.required else f"[{name}]"


def _row(say: Words, command: str, option: click.Option) -> tuple[str, str]:
    """The option with what it takes, and what it does."""
    name = max(option.opts, key=len).removeprefix("--")
    takes = "" if option.is_flag else f" {say(f'cli.help.value.{option.metavar or option.type.name}')}"
    own, shared = f"cli.help.{command}.{name}", f"cli.help.option.{name}"
    told = say(own if say.has(own) else shared)
    if option.required:
        told = f"{told} {say('cli.help.required')}"
    if option.show_default:
        told = f"{told} {say('cli.help.default', value=str(option.default))}"
    return ", ".join(option.opts) + takes, told
