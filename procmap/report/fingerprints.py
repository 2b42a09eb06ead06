"""What an audit wrote, byte for byte: the SHA-256 of each file, kept in run.toml or, for a comparison, in comparison.json.

run.toml ends with the fingerprint of its own lines above, as a comment; comparison.json with that of its text without it.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from procmap.language.shown import json_text
from procmap.report.run_toml import RUN
from procmap.report.toml_text import toml_string

FINDINGS = "findings.json"
COMPARISON = "comparison.json"

TABLE = "\n[files]\n"
"""Opens the table of the fingerprints in run.toml."""

Contents = Mapping[str, str | bytes]


def with_fingerprints(contents: Contents) -> dict[str, str | bytes]:
    """The files of one audit, its run.toml ended with the fingerprints of all in the place of any that it has."""
    above = as_bytes(contents[RUN]).decode("utf-8").partition(TABLE)[0] + TABLE
    above += "".join(
        f"{toml_string(name)} = {toml_string(_digest(as_bytes(content)))}\n" for name, content in contents.items() if name != RUN
    )
    return {**contents, RUN: f"{above}# sha256 = {_digest(above.encode('utf-8'))}\n"}


def with_own_fingerprint(comparison: str) -> str:
    """comparison.json with the fingerprint of its text."""
    found = json.loads(comparison)
    return _dumped({**found, "files": [COMPARISON], "sha256": _digest(_dumped({**found, "files": [COMPARISON]}).encode("utf-8"))})


def files_of(folder: Path) -> tuple[str, ...] | None:
    """The files that an audit or a comparison lists as its own: plain names only; None where the folder is neither."""
    names = [_json(folder / name) for name in (FINDINGS, COMPARISON)]
    if all(found is None or "schema" not in found for found in names):
        return None
    listed = [name for found in names if found for name in found.get("files", ()) if isinstance(name, str)]
    return tuple(dict.fromkeys(name for name in listed if _is_plain(name)))


def parts_of(folder: Path) -> tuple[str, ...]:
    """The folders of a comparison's audits: plain names only."""
    values = (_json(folder / COMPARISON) or {}).get("values", ())
    names = [value.get("folder") for value in values if isinstance(value, dict)] if isinstance(values, list) else []
    return tuple(name for name in names if isinstance(name, str) and _is_plain(name))


def is_unchanged(folder: Path, name: str) -> bool:
    """Whether a file has the bytes that the audit wrote; what cannot be told counts as changed."""
    try:
        data = (folder / name).read_bytes()
        if name == RUN:
            above, mark, digest = data.rpartition(b"# sha256 = ")
            return bool(mark) and digest == f"{_digest(above)}\n".encode()
        if name == COMPARISON:
            found = _json(folder / name) or {}
            return data == _dumped(found).encode("utf-8") and found.pop("sha256", None) == _digest(_dumped(found).encode("utf-8"))
        recorded = tomllib.loads((folder / RUN).read_bytes().decode("utf-8")).get("files", {})
        return isinstance(recorded, dict) and recorded.get(name) == _digest(data)
    except (OSError, ValueError, RecursionError):
        return False


def as_bytes(content: str | bytes) -> bytes:
    """Text as UTF-8, with the line ends that it has."""
    return content if isinstance(content, bytes) else content.encode("utf-8")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _dumped(found: Mapping[str, Any]) -> str:
    return json_text(found) + "\n"


def _is_plain(name: str) -> bool:
    return name not in ("", ".", "..") and not set(name) & set("/\\:\0")


def _json(file: Path) -> dict[str, Any] | None:
    if file.is_symlink() or not file.is_file():
        return None
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
