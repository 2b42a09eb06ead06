"""Headings that say those for whom the work is done, or who supply it: they act in no step of it."""

from __future__ import annotations

from procmap.log.people import OUTSIDE
from procmap.reading.names import words_of


def names_outsider(name: str) -> bool:
    """Whether a heading says someone for whom the work is done: "Nom du demandeur", "Customer"."""
    return bool(set(words_of(name)) & OUTSIDE)
