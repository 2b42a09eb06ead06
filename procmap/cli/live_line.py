"""One line of a terminal that is written over every second while a run works, and is gone when anything else is written."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

EVERY = 1.0
"""Seconds between two writings."""


class LiveLine:
    """The line; without a call of `show` it writes nothing.

    Args:
        echo: Writes a text to the terminal, without a line end.
    """

    def __init__(self, echo: Callable[[str], None]) -> None:
        self._echo = echo
        self._lock = threading.RLock()
        self._text: Callable[[], str] = str
        self._width = 0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def show(self, text: Callable[[], str]) -> None:
        """Write what `text` gives, at once and then every second."""
        with self._lock:
            self._text = text
            self._draw()
            if self._thread is None:
                self._ended.clear()
                self._thread = threading.Thread(target=self._redraw, daemon=True)
                self._thread.start()

    def end(self) -> None:
        """Take the line away; a later `show` begins anew."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        with self._lock:
            self._clear()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the line away while something else is written."""
        with self._lock:
            self._clear()
            yield

    def _redraw(self) -> None:
        while not self._ended.wait(EVERY):
            with self._lock:
                self._draw()

    def _draw(self) -> None:
        text = self._text()[: max(shutil.get_terminal_size().columns - 1, 1)]  # a line that wraps can't be written over
        padding = " " * (self._width - len(text))
        with suppress(OSError):  # a terminal that has gone is no reason to stop
            self._echo(f"\r{text}{padding}")
        self._width = len(text)

    def _clear(self) -> None:
        if self._width:
            with suppress(OSError):
                self._echo(f"\r{' ' * self._width}\r")
            self._width = 0
