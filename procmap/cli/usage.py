"""Wrong usage in the language of the run: click finds it, we say it."""

from __future__ import annotations

from difflib import get_close_matches

import click

from procmap.errors import ProcmapError


def told(error: click.UsageError) -> ProcmapError:
    """The error as one of our own messages; what click says of a value it cannot read stays in its words."""
    command = error.ctx.command_path if error.ctx else "procmap"
    if isinstance(error, click.NoSuchOption):
        known = _options(error.ctx)
        nearest = get_close_matches(error.option_name, known, n=1, cutoff=0.0) or ["--help"]
        return ProcmapError("cli.no_such_option", name=error.option_name, nearest=nearest[0], command=command)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        option = isinstance(error.param, click.Option)
        name = error.param.opts[0] if option else (error.param.name or "").upper()
        return ProcmapError("cli.missing_option" if option else "cli.missing_argument", name=name, command=command)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return ProcmapError("cli.bad_value", name=error.param.opts[0], problem=error.message, command=command)
    return ProcmapError("cli.bad_usage", problem=error.format_message(), command=command)


def _options(ctx: click.Context | None) -> list[str]:
    return [name for parameter in ctx.command.get_params(ctx) for name in parameter.opts if name.startswith("-")] if ctx else []
