"""Which objects of a JSON file are rows: those of a known source, else those of the one list of flat objects that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procmap.reading.sources.json_file import scalar
from procmap.reading.sources.source_file import JsonLayout, JsonRows

Row = list[str | None]

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
