"""Dates of the record or of the export, and not of the case: "Dernière modification", "Date d'export". Nothing is done on them."""

from __future__ import annotations

from procmap.reading.names import ARTICLES, words_of
from procmap.reading.profile import Profile

LAST = frozenset("last latest derniere dernier letzte laatste ultima ultimo".split())  # noqa: SIM905 - words read best unquoted
TOUCHED = frozenset("""
modification modifie modifiee maj mis mise update updated modified changed edited activite activity viewed view seen accessed access
acces consultation consulte consultee connexion login synchronisation sync saved enregistrement""".split())  # noqa: SIM905 - words read best unquoted
"""Words of what is done to a record; beside one of LAST they say that only the latest time is kept."""

ALONE = frozenset("""
modifie modifiee modification maj mis mise jour updated update modified at on by date heure time and et sys system systeme record
fiche""".split())  # noqa: SIM905 - words read best unquoted
"""Words of which a heading that only says "changed" is made: "Mis à jour le", "Updated at"."""

WRITTEN = frozenset("""
saisie saisi enregistrement enregistre enregistree creation cree creee created recorded registered registration entered entry
logged erfasst erfassung angelegt registrado""".split())  # noqa: SIM905 - words read best unquoted
"""Words of the moment at which a row was written, maybe days after what it tells."""

EXPORTED = frozenset("export exporte exportee exported extraction extrait extraite extracted".split())  # noqa: SIM905 - words read best unquoted
"""Words of the day of the export; where it differs from row to row, each may have been sent somewhere then: a step."""

ENOUGH = 20
"""Rows from which one date for all of them is no chance."""


def is_constant(it: Profile) -> bool:
    """Whether all rows have the same date: that of the export, or of a list; no step falls on one day for all cases."""
    return it.distinct == 1 and it.filled >= ENOUGH


def says_changed(name: str) -> bool:
    """Whether a heading says when the record was last changed or looked at; whether the dates agree is asked of them."""
    words = frozenset(words_of(name)) - ARTICLES
    return bool(words & TOUCHED and (words & LAST or words <= ALONE))


def says_written(name: str) -> bool:
    """Whether a heading says when the row was written."""
    return not WRITTEN.isdisjoint(words_of(name))


def is_of_record(name: str) -> bool:
    """Whether a heading speaks of the record, or of the export."""
    return says_changed(name) or not EXPORTED.isdisjoint(words_of(name))
