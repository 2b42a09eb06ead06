"""procmap.toml as procmap writes it: what was understood of a file, so that it can be kept."""

from __future__ import annotations

from collections.abc import Mapping

from procmap.reading.options import Settled
from procmap.reading.reading_table import COLUMNS, READING
from procmap.report.toml_text import toml_comment, toml_string


def columns_table(choices: Mapping[str, str]) -> str:
    """A [columns] table for procmap.toml, so that what was understood of a file can be kept."""
    return _table("columns", choices)


def settled_text(settled: Settled, comment: str) -> str:
    """A procmap.toml that holds a settled reading, headed with a line for whoever opens it."""
    columns = {name: value for name, value in settled.choices if name in COLUMNS}
    others = {name: value for name, value in settled.choices if name in READING}
    tables = [_table(name, values) for name, values in (("columns", columns), ("reading", others)) if values]
    return "\n".join([f"{toml_comment(comment)}\nshape = {toml_string(settled.shape)}\n", *tables])


def _table(name: str, values: Mapping[str, str]) -> str:
    return f"[{name}]\n" + "".join(f"{key} = {toml_string(value)}\n" for key, value in values.items())
