"""Options that several commands share. What each does stands in the message catalogues: cli.help.option.NAME."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from procmap.cli.typed_days import Day, FirstDay, LastDay
from procmap.cli.values import Count, File, Language, Memory

Command = TypeVar("Command", bound=Callable[..., Any])

COLUMNS = (
    "--case", "--activity", "--time", "--start", "--resource", "--role", "--amount", "--outcome", "--channel", "--deadline",
    "--delegation", "--lifecycle",
)  # fmt: skip
READING = ("--encoding", "--separator", "--date-format", "--time-zone", "--sheet", "--hours", "--holidays")


def sources_argument(command: Command) -> Command:
    """The files of one log, or a folder of them."""
    return click.argument("source", nargs=-1, required=True, type=click.Path(path_type=Path))(command)


def reading_options(command: Command) -> Command:
    """How a source is read, and which part of it."""
    command = click.option("--where", multiple=True, metavar="condition")(command)
    command = click.option("--to", "until", type=LastDay())(command)
    command = click.option("--from", "since", type=FirstDay())(command)
    for name in reversed(COLUMNS + READING):
        command = click.option(name, metavar="column" if name in COLUMNS else None)(command)
    return click.option("--config", type=File())(command)


def pack_option(command: Command) -> Command:
    """Which procedure the log is of."""
    return click.option("--pack", metavar="pack")(command)


def run_options(command: Command) -> Command:
    """What every run may be told."""
    command = click.option("--date", "day", type=Day())(command)
    command = click.option("--threads", type=Count())(command)
    command = click.option("--memory", default="2GB", show_default=True, type=Memory())(command)
    command = click.option("-q", "--quiet", is_flag=True)(command)
    return click.option("--language", type=Language())(command)
