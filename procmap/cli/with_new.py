"""Commands of which `new` begins another one: procmap detectors new NAME, procmap packs new NAME."""

from __future__ import annotations

from typing import Any

import click

from procmap.cli.explained import Explained


class WithNew(Explained):
    """The command; what follows the word `new` is a command of its own, which the language may be told before or after.

    Attributes:
        new: That command.
    """

    def __init__(self, *args: Any, new: click.Command, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.new = new

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of the command that is meant."""
        at = _after_language(args)
        if args[at : at + 1] == ["new"]:
            return self.new.make_context(f"{info_name} new", [*args[:at], *args[at + 1 :]], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


def _after_language(args: list[str]) -> int:
    """Where the words after leading languages begin."""
    at = 0
    while at < len(args) and args[at].partition("=")[0] == "--language":
        at += 1 if "=" in args[at] else 2
    return at
