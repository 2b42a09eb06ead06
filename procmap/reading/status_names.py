"""Headings that say the change of a status: what a case was beside what it became."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.reading.names import ARTICLES, words_of

WAS = frozenset("old previous prev former from ancien ancienne precedent precedente avant before".split())  # noqa: SIM905 - words read best unquoted
IS = frozenset("new to nouveau nouvel nouvelle apres after".split())  # noqa: SIM905 - words read best unquoted
WHAT = frozenset("status statut state etat stage phase etape step estado".split())  # noqa: SIM905 - words read best unquoted
"""The words of headings that say what a case was and what it became: "old status" beside "new status"."""


def named_pair(names: Iterable[str]) -> tuple[str, str] | None:
    """(old, new): the columns whose headings say the change of one status; None where there are none, or several."""
    found: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for name in names:
        words = [word for word in words_of(name) if word not in ARTICLES]
        for side, known in (("was", WAS), ("is", IS)):
            about = tuple(word for word in words if word not in known)
            if len(about) + 1 == len(words) and set(about) & WHAT:
                found.setdefault(about, {"was": [], "is": []})[side].append(name)
    pairs = [(sides["was"][0], sides["is"][0]) for sides in found.values() if len(sides["was"]) == len(sides["is"]) == 1]
    return pairs[0] if len(pairs) == 1 else None
