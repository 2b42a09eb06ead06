"""Which objects of a nested JSON file are rows: those of lists within lists, or within an object that names each case by its key.

The steps of a case stand in a list of its own, with what is said of the case around it: each step is told with all of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from procmap.reading.dates import looks_like_date
from procmap.reading.sources.json_file import scalar
from procmap.reading.sources.json_matrix import under_names, under_names_of
from procmap.reading.status_names import says_change

DEEPEST = 10
"""Objects within one another that are looked into."""

FEWEST = 3
"""Entries of an object from which its keys may be those of cases."""

NUMBERED = 0.8
"""Share of keys that must hold a digit for them to be numbers of cases, and not names of fields."""

PARTS = 2
"""Lists of the same fields from which they are parts of one."""

PART = "list"
"""The column of the name of such a part."""

LOOKED_AT = 200
"""Objects of a list whose values are looked at."""

DATED = 0.5
"""Share of these that must hold a date for the list to be one of steps."""

KEY = "key"
"""The column of what names each case outside of it."""

STEPS = "steps"
"""The path of a list that stands under such a key alone."""

Objects = list[dict[str, Any]]


class Nested(NamedTuple):
    """The rows, and the lists of which nothing is read: they hold no dates."""

    rows: list[dict[str, str]]
    left_out: tuple[str, ...]


class _Level(NamedTuple):
    """Objects of one depth: their values by column, and their lists by path."""

    said: list[dict[str, str]]
    lists: list[dict[str, Objects]]

    def at(self, path: str) -> Objects:
        return [each for lists in self.lists for each in lists.get(path, ())]


def nested_objects(value: Any) -> Nested | None:
    """The rows of a nested value, each with what is said of it further out; None where it does not tell which they are.

    An object within an object tells its values as "agent.name"; a value that bears the name of one further out is told after its
    list: "history.id".

    Raises:
        RecursionError: Objects within one another deeper than a history ever has them.
    """
    objects = _objects_in(value)
    if objects is None:
        return None
    level = _level([({}, each) for each in objects], "")
    left_out: list[str] = []
    is_inner = False
    while paths := list(dict.fromkeys(path for lists in level.lists for path in lists)):
        dated = [path for path in paths if _are_dated(level.at(path))]
        has_dates = _are_dated(level.said)
        if len(dated) > 1 or (dated and is_inner and has_dates):
            return None  # steps and what else has a date: nothing tells which are the steps
        changes = [path for path in paths if _are_changes(level.at(path))]
        if not dated and has_dates and len(changes) != 1:
            left_out += paths
            break
        inner = dated or (changes if has_dates else paths)
        if len(inner) > 1:
            return None
        path = inner[0]
        left_out += [each for each in paths if each != path]
        level, is_inner = _inner(level, path), True
    return Nested(level.said, tuple(left_out)) if level.said else None


def _inner(level: _Level, path: str) -> _Level:
    rows = [(said, each) for said, lists in zip(level.said, level.lists, strict=True) for each in lists.get(path, ())]
    return _level(rows, f"{path}.")


def _level(rows: Sequence[tuple[dict[str, str], dict[str, Any]]], before: str) -> _Level:
    taken = {name for outer, _ in rows for name in outer}
    said, lists = [], []
    for outer, it in rows:
        own, own_lists = _spread(it)
        said.append({**outer, **{f"{before}{name}" if name in taken else name: cell for name, cell in own.items()}})
        lists.append(own_lists)
    return _Level(said, lists)


def _objects_in(value: Any, depth: int = 0) -> Objects | None:
    """The one list of objects that a value is or holds, those of an object of cases with their keys."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, list):
        return value if _are_objects(value) else under_names(value)
    if not isinstance(value, dict):
        return None
    if (rows := under_names_of(value)) is not None:
        return rows
    if _is_keyed(value):
        return [_with_key(key, each) for key, each in value.items()]
    if _is_parted(value):
        return [{PART: key, **each} for key, part in value.items() if _are_objects(part) for each in part]
    held = [each for each in value.values() if _are_objects(each)]
    held = held or [found for each in value.values() if isinstance(each, dict) and (found := _objects_in(each, depth + 1))]
    return held[0] if len(held) == 1 else None


def _is_keyed(value: dict[str, Any]) -> bool:
    """Whether an object holds cases by their numbers: entries that are built alike, under keys that are no names of fields."""
    each = list(value.values())
    if len(each) < FEWEST or sum(any(map(str.isdigit, key)) for key in value) < NUMBERED * len(each):
        return False
    if not (all(map(_are_objects, each)) or all(isinstance(one, dict) and one for one in each)):
        return False
    fields = [set(one if isinstance(one, dict) else one[0]) for one in each]
    return sum(bool(found & fields[0]) for found in fields) >= NUMBERED * len(fields)


def _is_parted(value: dict[str, Any]) -> bool:
    """Whether an object holds one list in parts, as by service: lists of flat objects with the same fields."""
    parts = [each for each in value.values() if isinstance(each, list) and each]
    if len(parts) < PARTS or not all(map(_are_objects, parts)):
        return False
    fields = [frozenset(one) for part in parts for one in part[:LOOKED_AT]]
    return PART not in fields[0] and sum(found == fields[0] for found in fields) >= NUMBERED * len(fields)


def _with_key(key: str, it: Any) -> dict[str, Any]:
    fields = it if isinstance(it, dict) else {STEPS: it}
    name = KEY if KEY not in fields else f"({KEY})"
    return {name: key, **fields}


def _are_dated(objects: Sequence[dict[str, Any]]) -> bool:
    seen = objects[:LOOKED_AT]
    return bool(seen) and sum(map(_has_date, seen)) >= DATED * len(seen)


def _are_changes(objects: Sequence[dict[str, Any]]) -> bool:
    """Whether objects say what a field was and what it became: the date of the change stands around them."""
    seen = objects[:LOOKED_AT]
    return bool(seen) and sum(map(says_change, seen)) >= DATED * len(seen)


def _has_date(it: dict[str, Any]) -> bool:
    return any(looks_like_date(text.strip()) for each in _spread(it)[0].values() if (text := each))


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) and each for each in value)


def _spread(it: dict[str, Any], before: str = "") -> tuple[dict[str, str], dict[str, Objects]]:
    """The values of an object and of the objects within it by their paths, and its lists of objects.

    Raises:
        RecursionError: Objects within one another deeper than a history ever has them.
    """
    if before.count(".") > DEEPEST:
        raise RecursionError
    said: dict[str, str] = {}
    lists: dict[str, Objects] = {}
    for key, each in it.items():
        path = f"{before}{key}"
        if isinstance(each, dict):
            of_object = _spread(each, f"{path}.")
            said |= of_object[0]
            lists |= of_object[1]
        elif isinstance(each, list) and any(isinstance(one, (dict, list)) for one in each):
            lists[path] = each if _are_objects(each) else [{path: each}]
        elif isinstance(each, list):
            said[path] = ", ".join(text for one in each if (text := scalar(one)))
        elif (text := scalar(each)) is not None:
            said[path] = text
    return said, lists
