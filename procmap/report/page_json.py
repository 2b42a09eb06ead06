"""Data that a page holds for its script."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markupsafe import Markup

_ACTS = re.compile("<(?=[/!sS])")


def page_json(found: Mapping[str, Any]) -> Markup:
    """JSON in which nothing reads like the end of a script, or like a comment or a script in which its end is not seen."""
    from markupsafe import Markup

    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(_ACTS.sub("\\\\u003c", text))  # noqa: S704 - as above
