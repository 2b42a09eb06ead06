"""Writing TOML that any reader takes, from labels that nobody vouches for."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def toml_string(text: str) -> str:
    """A basic string on one line; control, direction and line-separating characters are written as escapes."""
    return '"' + "".join(_SHORT.get(c) or (_escaped(c) if _hidden(c) else c) for c in text) + '"'


def toml_value(value: str | float | Sequence[str]) -> str:
    """A string, number, truth value or list of strings as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return toml_string(value)
    if isinstance(value, (int, float)):
        return repr(value)
    return "[" + ", ".join(toml_string(item) for item in value) + "]"


def toml_comment(text: str) -> str:
    """A comment on one line, whatever the text holds."""
    return "# " + "".join(" " if _hidden(c) else c for c in text).strip()


def _hidden(character: str) -> bool:
    # controls; direction marks and the like; what some editors take for a line break; what is not text
    return unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"  # half of a pair has no place in TOML nor in UTF-8
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
