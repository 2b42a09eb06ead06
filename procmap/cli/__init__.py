"""The command line: one file per command; arguments, exit codes, printing."""

from procmap.cli.main import main

__all__ = ["main"]
