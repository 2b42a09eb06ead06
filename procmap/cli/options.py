"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from procmap.language import LANGUAGES

Command = TypeVar("Command", bound=Callable[..., Any])

COLUMNS = (
    ("--case", "Column that names the case."),
    ("--activity", "Column of the step."),
    ("--time", "Column of the completion time."),
    ("--start", "Column of the start time."),
    ("--resource", "Column of the person."),
    ("--role", "Column of the service or role."),
    ("--amount", "Column of the amount."),
    ("--outcome", "Column that says favourable or unfavourable."),
    ("--channel", "Column of the channel by which a case came in."),
    ("--deadline", "Column of the date by which a case is due."),
    ("--lifecycle", "Column that says start, complete ..."),
)
READING = (
    ("--encoding", "Encoding of a text file, as cp1252."),
    ("--separator", "Separator of a text file."),
    ("--date-format", "day-first, month-first, or a format as %d/%m/%Y %H:%M."),
    ("--time-zone", "Time zone to read the times in, as Europe/Paris."),
    ("--sheet", "Sheet of a workbook."),
    ("--hours", 'Opening hours, as "Mon-Fri 09:00-12:30 13:30-17:00".'),
    ("--holidays", "Public holidays: FR, FR-57, none ..."),
)


def reading_options(command: Command) -> Command:
    """How a source is read, and which part of it."""
    command = click.option(
        "--where",
        multiple=True,
        metavar="CONDITION",
        help='Keep the cases for which it holds, as "Montant < 4000".',
    )(command)
    command = click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), help="Keep cases that begin by this day.")(
        command
    )
    command = click.option(
        "--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="Keep cases that begin from this day on."
    )(command)
    for name, told in reversed(COLUMNS + READING):
        command = click.option(name, help=told, metavar="COLUMN" if (name, told) in COLUMNS else None)(command)
    return click.option(
        "--config",
        type=click.Path(path_type=Path, dir_okay=False),
        help="A procmap.toml; else the one beside the source.",
    )(command)


def _memory(ctx: click.Context, parameter: click.Parameter, value: str) -> str:  # noqa: ARG001  click's signature
    if not re.fullmatch(r"\d+(\.\d+)? ?[KMGT]i?B", value, re.IGNORECASE):
        raise click.BadParameter(f"{value!r} is no amount of memory, as 2GB or 500MB")
    return value


def run_options(command: Command) -> Command:
    """What every run may be told."""
    command = click.option(
        "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day that the files carry; today by default."
    )(command)
    command = click.option("--threads", type=click.IntRange(1), help="Worker threads; all cores by default.")(command)
    command = click.option(
        "--memory", default="2GB", show_default=True, callback=_memory, help="Memory before work spills to disk."
    )(command)
    command = click.option("--quiet", is_flag=True, help="No progress on stderr.")(command)
    return click.option("--language", type=click.Choice(LANGUAGES), help="Of the files; the log's own by default.")(command)
