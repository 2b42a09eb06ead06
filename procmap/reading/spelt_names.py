"""Column names that somebody typed: the one that is meant, and those most like one that is not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from procmap.reading.names import folded

LONGEST = 100
"""Characters by which names are compared."""


def nearest(name: str, names: Iterable[str], count: int = 3) -> list[str]:
    """The column names most like one that is not there."""
    by_fold: dict[str, str] = {}
    for each in names:
        by_fold.setdefault(folded(each)[:LONGEST], each)
    close = difflib.get_close_matches(folded(name)[:LONGEST], list(by_fold), n=count, cutoff=0.5)
    return [by_fold[fold] for fold in close]


def resolved(name: str, names: tuple[str, ...]) -> str | None:
    """The column that a name given by hand means: spelt so, or so but for case, accents and punctuation."""
    if name in names:
        return name
    alike = [each for each in names if folded(each) == folded(name)]
    return alike[0] if len(alike) == 1 and folded(name) else None
