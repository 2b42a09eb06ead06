"""The command line: one file per command; arguments, exit codes, printing."""

import contextlib
import gc
import os
import sys

COMPLETION = "_PROCMAP_COMPLETE"
"""With this variable a shell asks click for its completion, or for what may follow, and gives no argument."""

SWITCH = 0.0005
"""Seconds after which Python lets another thread run. At each of its thousand answers the engine waits for the thread that mines
the model to let go, by Python's own measure ten times as long: a tenth of an audit."""


def run() -> None:
    """Entry point of the process: `main`, which then ends at once.

    What it makes mostly lives to its end: looking for circles of dead objects hundreds of times takes half a second of an audit.

    Taking the mining and numeric libraries down piece by piece takes up to half a second; whatever has something to close,
    as an engine or a file, has closed it by then.
    """
    _open_closed_streams()
    gc.set_threshold(50_000, 20, 50)
    sys.setswitchinterval(SWITCH)
    code = 0
    try:
        try:
            main()
        except SystemExit as done:
            if not isinstance(done.code, int | None):
                raise
            code = done.code or 0
        sys.stdout.flush()
    except OSError as error:
        code = code or _output_failed(error)
    with contextlib.suppress(OSError):  # there is nowhere left to say it
        sys.stderr.flush()
    os._exit(code)


def _output_failed(error: OSError) -> int:
    """The exit code: whoever read a pipe and has gone has read enough; anything else is said in one sentence."""
    if isinstance(error, BrokenPipeError):
        return 0
    from procmap.cli.main import say_unwritable_output

    with contextlib.suppress(OSError):
        say_unwritable_output(error)
    return 1


def _open_closed_streams() -> None:
    """Give a stream that is closed (as by `>&-`) a place that takes everything, lest its number go to some file of ours."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - open for the whole run


def main() -> None:
    """The command line; the front page is printed without loading anything else."""
    if sys.argv[1:] in ([], ["-h"], ["--help"]) and COMPLETION not in os.environ:
        from procmap.cli.front import front_page

        sys.stdout.write(front_page())
        return
    from procmap.cli.main import group

    group()
