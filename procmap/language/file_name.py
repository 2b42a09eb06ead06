"""File names as text: on Linux a name is bytes, and those that are no UTF-8 reach Python as halves of character pairs."""

from __future__ import annotations

REPLACEMENT = "\ufffd"


def as_text(name: str) -> str:
    """A name that every file and console can take: what is no character is shown as U+FFFD."""
    if name.isascii():  # as nearly all are
        return name
    return "".join(REPLACEMENT if "\ud800" <= letter <= "\udfff" else letter for letter in name)
