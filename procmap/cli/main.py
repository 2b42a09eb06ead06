"""The group of commands. A command's module is imported only when it is called, so that --help answers at once."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from procmap.cli.console import message_language
from procmap.errors import ProcmapError, UsageError
from procmap.language import words

COMMANDS = {
    "audit": "Audit a log: everything that procmap can say of it, in one folder.",
    "read": "Show what is understood of a file, without auditing it.",
    "map": "Draw the process as it runs.",
    "find": "List what could be simpler, without writing a folder.",
    "redesign": "Draw an audit again from the accepted lines of its plan.toml.",
    "detectors": "List the patterns that are looked for, or explain one.",
}


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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit 1 where the input cannot be used, 2 for wrong usage."""
        try:
            return super().invoke(ctx)
        except ProcmapError as error:
            click.echo(words(message_language(sys.argv)).error(error), err=True)
            sys.exit(2 if isinstance(error, UsageError) else 1)


@click.group(cls=Commands)
@click.version_option(package_name="procmap", prog_name="procmap")
def main() -> None:
    r"""See a procedure as it really runs, and what could be simpler.

    \b
    Example:
      procmap audit examples/purchase_orders/log.csv --out audit
    """
