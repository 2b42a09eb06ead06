"""The group of commands. A command's module is imported only when it is called, so that --help answers at once."""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress
from difflib import get_close_matches
from typing import Any

import click

from procmap.cli.console import write
from procmap.cli.explained import named_in
from procmap.cli.front import COMMANDS, front_page
from procmap.cli.spoken import message_language
from procmap.cli.usage import told
from procmap.cli.values import Language
from procmap.disk.failures import is_full
from procmap.errors import ProcmapError, UsageError
from procmap.language import words


class Commands(click.Group):
    """Commands that are imported on demand; errors told in one message, without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of a name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"procmap.cli.{cmd_name}_command").command
        return command

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        """The front page, the same as without click."""
        return front_page().rstrip("\n")

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; an unknown one is told with the nearest."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            nearest = (get_close_matches(args[0], COMMANDS, n=1, cutoff=0.0) or list(COMMANDS))[0]
            raise UsageError("cli.no_such_command", name=args[0], nearest=nearest, known=", ".join(COMMANDS))
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does."""
        with named_in(ctx):
            return super().parse_args(ctx, args)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """As click makes it; a wrong option before the command is told in the language of the run."""
        try:
            return super().make_context(*args, **extra)
        except UsageError as error:
            _say(error)
        except click.UsageError as error:
            _say(told(error))
        except BrokenPipeError:
            sys.exit(0)
        sys.exit(2)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit 1 where the input cannot be used, 2 for wrong usage."""
        try:
            return super().invoke(ctx)
        except ProcmapError as error:
            _say(error)
            sys.exit(2 if isinstance(error, UsageError) else 1)
        except click.UsageError as error:
            _say(told(error))
            sys.exit(2)
        except (KeyboardInterrupt, click.Abort):
            write(words(message_language(sys.argv))("cli.aborted"), err=True)
            sys.exit(1)
        except (click.exceptions.Exit, click.ClickException):
            raise
        except BrokenPipeError:  # whoever read has read enough
            sys.exit(0)
        except OSError as error:
            say_unwritable_output(error) if is_full(error) else _say(_unknown(error))
            sys.exit(1)
        except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
            _say(_unknown(error))
            sys.exit(1)


def say_unwritable_output(error: OSError) -> None:
    """Say that standard output cannot be written, the one place whose writing nobody else watches."""
    _say(ProcmapError("disk.full_output" if is_full(error) else "disk.closed_output", problem=error.strerror or str(error)))


def _unknown(error: Exception) -> ProcmapError:
    return ProcmapError("cli.unexpected", problem=f"{type(error).__name__}: {error}")


def _say(error: ProcmapError) -> None:
    with suppress(BrokenPipeError):  # whoever read has gone; the exit code still says it
        write(words(message_language(sys.argv)).error(error), err=True)


@click.group(
    cls=Commands, name="procmap", invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="procmap", prog_name="procmap")
@click.option("--language", type=Language(), hidden=True)
@click.pass_context
def group(ctx: click.Context, language: str | None) -> None:
    """See a procedure as it really runs, and what could be simpler. A language given before the command is the command's."""
    if language:
        ctx.default_map = {name: {"language": language} for name in (*COMMANDS, "detectors new", "packs new")}
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
