"""JSON and JSON Lines, read whole: every value stays the text that the file writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from procmap.errors import ProcmapError
from procmap.reading.source import content

LARGEST = 256 << 20
"""Bytes of a JSON file: read whole, it takes some ten times as many."""


def json_value(path: Path) -> Any:
    """What a file holds; of JSON Lines the list of its lines' values. Numbers, true and false are texts.

    Raises:
        ProcmapError: Too large, not UTF-8, broken (with its line), or nested deeper than a history ever is.
    """
    text = _text(path)
    try:
        return _parsed(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and (lines := text.splitlines()) and _is_whole(lines[0]):
            return _by_lines(path, lines)
        raise ProcmapError("reading.broken_json", path=path.name, line=str(error.lineno)) from error
    except RecursionError as error:
        raise ProcmapError("reading.json_too_deep", path=path.name) from error


def _text(path: Path) -> str:
    parts, size = [], 0
    for part in content(path):
        size += len(part)
        if size > LARGEST:
            raise ProcmapError("reading.json_too_large", path=path.name, most=LARGEST >> 20)
        parts.append(part)
    data = b"".join(parts)
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ProcmapError("reading.json_not_utf8", path=path.name, line=str(line)) from error


def _parsed(text: str) -> Any:
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)


def _is_whole(line: str) -> bool:
    try:
        _parsed(line)
    except (json.JSONDecodeError, RecursionError):
        return False
    return True


def _by_lines(path: Path, lines: list[str]) -> list[Any]:
    values = []
    for place, line in enumerate(lines, start=1):
        if line.strip():
            try:
                values.append(_parsed(line))
            except json.JSONDecodeError as error:
                raise ProcmapError("reading.broken_json", path=path.name, line=str(place)) from error
    return values


def scalar(value: Any) -> str | None:
    """A value as a cell; None for null, lists and objects."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None
