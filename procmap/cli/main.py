"""The group of commands. A command's module is imported only when it is called, so that --help answers at once."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from procmap.cli.console import message_language
from procmap.cli.front import COMMANDS, front_page
from procmap.errors import ProcmapError, UsageError
from procmap.language import words


class Commands(click.Group):
    """Commands that are imported on demand; errors told in one message, without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"procmap.cli.{cmd_name}_command").command
        return command

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002
        """The front page, the same as without click."""
        return front_page().rstrip("\n")

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit 1 where the input cannot be used, 2 for wrong usage."""
        try:
            return super().invoke(ctx)
        except ProcmapError as error:
            click.echo(words(message_language(sys.argv)).error(error), err=True)
            sys.exit(2 if isinstance(error, UsageError) else 1)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001  no traceback ever reaches a user
            say = words(message_language(sys.argv))
            click.echo(say.error(ProcmapError("cli.unexpected", problem=f"{type(error).__name__}: {error}")), err=True)
            sys.exit(1)


@click.group(cls=Commands, name="procmap")
@click.version_option(package_name="procmap", prog_name="procmap")
def group() -> None:
    """See a procedure as it really runs, and what could be simpler."""
