"""Counts on the two parts of a log: the closed cases that arrived first, and the others (closing.py)."""

from __future__ import annotations

from typing import NamedTuple


class ByPart(NamedTuple):
    """The same number on the first part and on the second: what holds must hold on both."""

    first: int
    second: int
