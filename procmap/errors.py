"""The one error that a user may see: what is wrong, where, and what to type next.

The error carries a message key and its values, not a text: which language it is told in is known only where it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """A text that is told within another, in the language of that one.

    Attributes:
        key: As in ProcmapError.
        values: (name, value) of what it names.
    """

    key: str
    values: tuple[tuple[str, object], ...] = ()


class ProcmapError(Exception):
    """Something the user can repair.

    Attributes:
        key: The message in the catalogues, as "room.name"; the catalogues hold `room.name` (what is wrong) and
            may hold `room.name.next` (what to type next).
        values: What the message names: a path, a column, a line, a value.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.key} ({told})" if told else self.key


class UsageError(ProcmapError):
    """An option that cannot be meant: an unknown name, an impossible value. The command line exits with 2."""
