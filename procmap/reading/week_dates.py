"""Weeks of ISO 8601 with their day: 2025-W07-3, or 2025-S07-3 as French offices write it."""

from __future__ import annotations

import re

WEEK = re.compile(
    r"^(?:19|20)\d\d(?P<sep>-?)(?P<mark>[WS])(?:0[1-9]|[1-4]\d|5[0-3])(?P=sep)[1-7]"
    r"(?:(?P<gap>T| )(?:[01]\d|2[0-3])(?P<hm>[:hH])[0-5]\d(?P<s>:[0-5]\d)?)?$"
)


def format_of_week(example: str) -> str | None:
    """The strptime format of such a text; None for any other."""
    found = WEEK.match(example)
    if found is None:
        return None
    clock = f"{found['gap']}%H{found['hm']}%M{':%S' if found['s'] else ''}" if found["gap"] else ""
    return f"%G{found['sep']}{found['mark']}%V{found['sep']}%u{clock}"
