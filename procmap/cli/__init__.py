"""The command line: one file per command; arguments, exit codes, printing."""

import sys


def main() -> None:
    """Entry point; the front page is printed without loading anything else."""
    if sys.argv[1:] in ([], ["--help"]):
        from procmap.cli.front import front_page

        sys.stdout.write(front_page())
        return
    from procmap.cli.main import group

    group()
