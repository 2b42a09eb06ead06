"""Rows of a JSON file that are lists of cells, under names that stand in a list of their own: before them, or beside."""

from __future__ import annotations

from typing import Any

FEWEST = 2
"""Columns of such a table at least."""


def under_names(value: list[Any]) -> list[dict[str, Any]] | None:
    """The objects of a list of lists whose first holds the names; None for any other list."""
    return _rows(value[0], value[1:]) if len(value) > 1 else None


def under_names_of(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The objects of an object with one list of names and one of lists of cells; None for any other."""
    lists = [each for each in value.values() if isinstance(each, list) and each]
    heads = [each for each in lists if _are_names(each)]
    bodies = [each for each in lists if all(isinstance(row, list) for row in each)]
    return _rows(heads[0], bodies[0]) if len(heads) == len(bodies) == 1 else None


def _rows(names: Any, rows: list[Any]) -> list[dict[str, Any]] | None:
    if not _are_names(names) or not all(isinstance(row, list) and len(row) == len(names) for row in rows):
        return None
    if any(isinstance(cell, (list, dict)) for row in rows for cell in row):
        return None
    return [dict(zip(names, row, strict=True)) for row in rows]


def _are_names(value: Any) -> bool:
    if not isinstance(value, list) or len(value) < FEWEST or not all(isinstance(each, str) and each.strip() for each in value):
        return False
    return len(set(value)) == len(value)
