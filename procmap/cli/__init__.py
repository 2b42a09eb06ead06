"""The command line: one file per command; arguments, exit codes, printing."""

import os
import sys


def run() -> None:
    """Entry point of the process: `main`, which then ends at once.

    Taking the mining and numeric libraries down piece by piece takes up to half a second; whatever has something to close,
    as an engine or a file, has closed it by then.
    """
    try:
        main()
    except SystemExit as done:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # the reader of a pipe has gone: the interpreter's own ending knows what to say
            raise done from None
        if not isinstance(done.code, int | None):
            raise
        os._exit(done.code or 0)


def main() -> None:
    """The command line; the front page is printed without loading anything else."""
    if sys.argv[1:] in ([], ["--help"]):
        from procmap.cli.front import front_page

        sys.stdout.write(front_page())
        return
    from procmap.cli.main import group

    group()
