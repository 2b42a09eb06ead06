"""Dates of the record or of the export, and not of the case: "Dernière modification", "Date d'export". Nothing is done on them."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.reading.names import ARTICLES, words_of
from procmap.reading.profile import Profile

LAST = frozenset("last latest derniere dernier letzte laatste ultima ultimo".split())  # noqa: SIM905 - words read best unquoted
TOUCHED = frozenset("""
modification modifie modifiee maj mis mise update updated modified changed edited activite activity viewed view seen accessed access
acces consultation consulte consultee connexion login synchronisation sync saved enregistrement""".split())  # noqa: SIM905 - words read best unquoted
"""Words of what is done to a record; beside one of LAST they say that only the latest time is kept."""

ALONE = frozenset("modifie modifiee maj mis mise jour updated modified at on by date heure time and et".split())  # noqa: SIM905 - words read best unquoted
"""Words of which a heading that only says "changed" is made: "Mis à jour le", "Updated at"."""

EXPORTED = frozenset("export exporte exportee exported extraction extrait extraite extracted".split())  # noqa: SIM905 - words read best unquoted

NEARLY_ALL = 0.98
"""Share of the rows in which such a date is the latest: what is done to a record last comes after all that is done on the case."""

ENOUGH = 20
"""Rows from which one date for all of them is no chance."""

Row = Sequence[object]


def is_constant(it: Profile) -> bool:
    """Whether all rows have the same date: that of the export, or of a list; no step falls on one day for all cases."""
    return it.distinct == 1 and it.filled >= ENOUGH


def is_named_so(name: str) -> bool:
    """Whether a heading speaks of the record, or of the export: words alone; whether the dates agree is asked of them."""
    words = frozenset(words_of(name)) - ARTICLES
    changed = words & TOUCHED and (words & LAST or words <= ALONE)
    return bool(words & EXPORTED or changed)


def comes_last(place: int, rows: Sequence[Row]) -> bool:
    """Whether the date at a place of the rows is nearly always the latest of its row; rows without it say nothing."""
    filled = [row for row in rows if row[place] is not None]
    latest = sum(all(other is None or other <= row[place] for other in row) for row in filled)  # type: ignore[operator]
    return bool(filled) and latest >= NEARLY_ALL * len(filled)
