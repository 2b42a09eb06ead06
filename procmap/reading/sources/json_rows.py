"""Which objects of a JSON file are rows: those of a known source, else those of the one list of flat objects that it holds.

Else those of the one list within each object of a list: the steps of a case, with what is said of the case.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procmap.reading.sources.json_file import scalar
from procmap.reading.sources.source_file import JsonLayout, JsonRows

Row = list[str | None]

DEEPEST = 10
"""Objects within one another that are looked into."""


def rows_of(value: Any, layout: JsonLayout) -> Iterator[Row]:
    """The rows of a known source in the order of the file, wherever in it they stand.

    Args:
        value: What the file holds.
        layout: How the source builds it.
    """
    names = layout.names
    waiting: list[tuple[Any, dict[str, Any] | None]] = [(value, None)]
    while waiting:
        it, case = waiting.pop()
        if isinstance(it, list):
            waiting.extend((each, case) for each in reversed(it))
        if not isinstance(it, dict):
            continue
        if case is not None:
            for kind in layout.rows:
                if all(key in it for key in kind.keys) and all(_at(it, path) for path in kind.filled):
                    yield _row(names, kind, it, case)
        within = it if all(key in it for key in layout.case) else case
        waiting.extend((each, within) for each in reversed(it.values()))


def _row(names: tuple[str, ...], kind: JsonRows, it: dict[str, Any], case: dict[str, Any]) -> Row:
    cells = {
        **(kind.constants or {}),
        **{name: _at(case, path) for name, path in (kind.of_case or {}).items()},
        **{name: _at(it, path) for name, path in kind.columns.items()},
    }
    return [cells.get(name) for name in names]


def _at(value: Any, path: str) -> str | None:
    """The text at a path as "user.userName" or "desks[].name", whose several values are listed."""
    found = [value]
    for key in path.split("."):
        found = [each.get(key.removesuffix("[]")) for each in found if isinstance(each, dict)]
        if key.endswith("[]"):
            found = [one for each in found if isinstance(each, list) for one in each]
    return ", ".join(dict.fromkeys(text for each in found if (text := scalar(each)))) or None


def flat_objects(value: Any) -> list[dict[str, Any]] | None:
    """The one list of flat objects that a JSON value is, or holds; None where it is anything else."""
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list) and _is_flat(each)]
        return lists[0] if len(lists) == 1 else None
    return value if isinstance(value, list) and _is_flat(value) else None


def _is_flat(values: list[Any]) -> bool:
    nested = (dict, list)
    return bool(values) and all(
        isinstance(each, dict) and each and not any(isinstance(cell, nested) for cell in each.values()) for each in values
    )


def nested_objects(value: Any) -> list[dict[str, str]] | None:
    """The steps that the objects of a list hold, each with what its case says; None where not one list alone holds them.

    An object within an object tells its values as "agent.name"; a value within a step that the case bears too is told after the
    list: "history.id".

    Raises:
        RecursionError: Objects within one another deeper than a history ever has them.
    """
    if isinstance(value, dict):
        held = [each for each in value.values() if _are_objects(each)]
        value = held[0] if len(held) == 1 else None
    if not _are_objects(value):
        return None
    cases = [_spread(each) for each in value]
    paths = {path for _, lists in cases for path in lists}
    if len(paths) != 1:
        return None
    (path,) = paths
    of_cases = {name for said, _ in cases for name in said}
    rows = []
    for said, lists in cases:
        for step, deeper in map(_spread, lists.get(path, [])):
            if deeper:
                return None
            rows.append({**said, **{f"{path}.{name}" if name in of_cases else name: cell for name, cell in step.items()}})
    return rows


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) and each for each in value)


def _spread(it: dict[str, Any], before: str = "") -> tuple[dict[str, str], dict[str, list[dict[str, Any]]]]:
    """The values of an object and of the objects within it by their paths, and its lists of objects.

    Raises:
        RecursionError: Objects within one another deeper than a history ever has them.
    """
    if before.count(".") > DEEPEST:
        raise RecursionError
    said: dict[str, str] = {}
    lists: dict[str, list[dict[str, Any]]] = {}
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
