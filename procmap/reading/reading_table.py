"""The tables [columns] and [reading] of procmap.toml, and its shape: how a source is read, and which part of it.

shape = "0123456789abcdef"       # what follows holds for every export of this shape, and for no other

[columns]
case = "N° dossier"

[reading]
date_format = "day-first"
since = 2024-01-01
where = ["Montant > 1000"]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from procmap.errors import UsageError
from procmap.language.file_name import as_text
from procmap.reading.options import ReadingOptions, Settled
from procmap.reading.typed_days import typed_days

COLUMNS = ("case", "activity", "time", "start", "resource", "role", "amount", "outcome", "channel", "deadline", "delegation",
           "lifecycle")  # fmt: skip
"""Keys of [columns]."""

READING = ("encoding", "separator", "date_format", "sheet", "time_zone", "since", "until", "where")
"""Keys of [reading]."""

RESTRICTING = ("since", "until", "where")
"""What of [reading] says which cases are kept; the rest says how an export is read."""


def read_reading(table: Mapping[str, Any], columns: Mapping[str, Any], shape: object, path: str) -> ReadingOptions:
    """What the tables say; of a settled reading, how a source of its shape is read.

    Args:
        table: [reading], as TOML gives it.
        columns: [columns], as texts.
        shape: Of the exports that the reading was settled for; None where it holds for every source.
        path: The file, for the message.

    Raises:
        UsageError: A shape or a value that is no text, a day that is none or could be two.
    """
    reading = _reading(table, path)
    if shape is None:
        return ReadingOptions(**reading, **columns)
    if not isinstance(shape, str):
        raise _wrong("shape", shape, 'shape = "0123456789abcdef"', path)
    part = {name: reading.pop(name) for name in RESTRICTING if name in reading}
    settled = Settled(shape, as_text(Path(path).name), tuple({**columns, **reading}.items()))
    return ReadingOptions(**part, settled=settled)


def _reading(table: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The table [reading]: texts, days and conditions."""
    found = dict(table)
    for name, value in found.items():
        setting = f"reading.{name}"
        if name in ("since", "until"):
            found[name] = _day(value, setting, path, is_end=name == "until")
        elif name == "where":
            found[name] = tuple(map(str, value)) if isinstance(value, list) else (str(value),)
        elif not isinstance(value, str):
            raise _wrong(setting, value, '"..."', path)
    return found


def _day(value: object, setting: str, path: str, *, is_end: bool) -> dt.date:
    """A day as an option takes it; in a file, which any language reads, none that is two days."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    days = typed_days(str(value))
    if days is None or days.month_first or days.is_short:
        raise _wrong(setting, value, "2024-12-31", path)
    return days.last if is_end else days.first


def _wrong(setting: str, value: object, example: str, path: str) -> UsageError:
    return UsageError("config.wrong_value", path=path, setting=setting, value=str(value), example=example)
