r"""Characters that would act where a text is only to be read are shown instead: \u001b, \u202e.

An escape sequence in a label could rewrite a terminal, a direction mark could turn a sentence round. The same visible form
stands in every place, terminal, page, drawing and BPMN file; JSON and TOML write it as their own escape, so that the label
itself is kept.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_NO_TEXT = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # half of a pair, and what XML or Unicode forbids
_BREAKS = re.compile("[\t-\r\x85\u2028\u2029]")
_ACTING = re.compile(f"[{_CONTROLS}{_DIRECTION}{_NO_TEXT}]")
_ACTING_OR_BREAK = re.compile(f"[{_CONTROLS}{_DIRECTION}{_NO_TEXT}\x0b\x0c\r\x85\u2028\u2029]")
_IN_JSON = re.compile(f"[\x7f-\x9f{_DIRECTION}\u2028\u2029]")
_ISOLATED = re.compile(f"\u2068([^{_CONTROLS}{_DIRECTION}{_NO_TEXT}\n]+)\u2069|" + _ACTING_OR_BREAK.pattern)


def visible(text: str) -> str:
    """A text that nobody vouches for, on one line: line breaks and tabs are blanks, what would act is shown."""
    return _ACTING.sub(_escaped, _BREAKS.sub(" ", text))


def visible_lines(text: str) -> str:
    """The same of a text of several lines, whose own line ends and tabs stay."""
    return _ACTING_OR_BREAK.sub(_escaped, text)


def visible_page(text: str) -> str:
    """The same of a page, in which words from right to left are isolated by `isolated`."""
    return _ISOLATED.sub(lambda found: found.group() if _turns(found.group(1) or "") else _each(found.group()), text)


def isolated(text: str) -> str:
    """A visible text, kept from turning the sentence around it where it runs from right to left (Unicode Annex 9)."""
    return f"\u2068{text}\u2069" if _turns(text) else text


def json_text(value: Any) -> str:
    """A value as JSON with one space of indent, whose strings cannot act on a terminal either."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    # half a surrogate pair, which a damaged source may hold, has no place in UTF-8, and many readers refuse its escape
    return _IN_JSON.sub(_escaped, re.sub("[\ud800-\udfff]", "\ufffd", text))


def _turns(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)


def _each(text: str) -> str:
    return _ACTING_OR_BREAK.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
