"""Wrong usage in the language of the run: click finds it, we say it."""

from __future__ import annotations

import sys
from difflib import get_close_matches

import click

from procmap.cli.explained import argument_name
from procmap.cli.spoken import message_language
from procmap.cli.values import command_of
from procmap.errors import UsageError
from procmap.language import words


def told(error: click.UsageError) -> UsageError:
    """The error as one of our own messages. Wrong values and words too many are ours from the start."""
    command = command_of(error.ctx)
    if isinstance(error, click.NoSuchOption):
        nearest = get_close_matches(error.option_name, _options(error.ctx), n=1, cutoff=0.0) or ["--help"]
        return UsageError("cli.no_such_option", name=error.option_name, nearest=nearest[0], command=command)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _missing(error.param, command)
    if isinstance(error, click.BadOptionUsage):
        key = "cli.no_value" if _is_flag(error.ctx, error.option_name) else "cli.value_missing"
        return UsageError(key, name=error.option_name, command=command)
    return UsageError("cli.bad_usage", problem=error.format_message(), command=command)


def _missing(parameter: click.Parameter, command: str) -> UsageError:
    if isinstance(parameter, click.Option):
        return UsageError("cli.missing_option", name=max(parameter.opts, key=len), command=command)
    name = argument_name(words(message_language(sys.argv)), parameter.name)
    return UsageError("cli.missing_argument", name=name, command=command)


def _options(ctx: click.Context | None) -> list[str]:
    return [name for parameter in _parameters(ctx) for name in parameter.opts if name.startswith("-")]


def _is_flag(ctx: click.Context | None, name: str) -> bool:
    return any(isinstance(option, click.Option) and option.is_flag and name in option.opts for option in _parameters(ctx))


def _parameters(ctx: click.Context | None) -> list[click.Parameter]:
    return ctx.command.get_params(ctx) if ctx else []
