"""The step in the heading of its date: what says only that a date stands there is no part of it."""

from __future__ import annotations

import re

DATES = "date|le|date et heure|horodatage|date/heure|timestamp|datetime|at|time"

IN_BRACKETS = re.compile(rf"(?P<step>.*\w.*?) *[(\[] *(?:{DATES}) *[)\]]", re.IGNORECASE)
"""Visa (date)"""

AFTER_A_DASH = re.compile(rf"(?P<step>.*\w.*?) *(?: [-–—] ?|: ?) *(?:{DATES})", re.IGNORECASE)
"""Visa - date"""

IN_OBJECTS = re.compile(rf"(?:\w+\.)?(?P<step>.*\w.*)\.(?:{DATES})", re.IGNORECASE)
"""etapes.Visa.date, as objects within one another give it."""


def step_of_heading(name: str) -> str:
    """The heading without the word for a date in brackets, behind a dash or at the end of a path, and that path's beginning."""
    found = IN_BRACKETS.fullmatch(name) or AFTER_A_DASH.fullmatch(name) or IN_OBJECTS.fullmatch(name)
    return found["step"].strip() if found else name
