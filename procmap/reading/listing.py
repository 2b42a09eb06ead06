"""Column names as messages and questions list them: the first of many, and none that is a person's."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.log.people import Likeness, likeness

LISTED = 40
"""Columns that a message lists."""


def listing(names: Sequence[str]) -> str:
    """Column names as a message lists them: the first of many, without those that are people's."""
    told = tellable(names)
    return ", ".join([*told[:LISTED], *(["…"] if len(told[:LISTED]) < len(names) else [])])


def tellable(names: Sequence[str]) -> list[str]:
    """Column names without those that are people's."""
    named = [name for name in names if " " in name.strip() and likeness(name) >= Likeness.NAME]
    least = Likeness.SHAPE if len(named) > 1 else Likeness.NAME
    return [name for name in names if " " not in name.strip() or likeness(name) < least]
