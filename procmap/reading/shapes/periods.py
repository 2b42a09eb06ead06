"""Dates between which something holds, or that tell the life of a thing: a contract, a leave, a loan, a vehicle."""

from __future__ import annotations

from procmap.reading.names import words_of

PERIOD = frozenset("""
debut fin du au renouvellement renewal start end begin from to until entree sortie embauche valable validite
achat acquisition purchase pret emprunt loan retour restitution circulation fabrication commissioning technique reforme
titularisation""".split())  # noqa: SIM905 - words read best unquoted
"""Words of such dates."""

PUT_TO_USE = frozenset({"mise", "service"})
"""The words that say together when a thing was put to use."""


def is_of_period(name: str) -> bool:
    """Whether a heading says a date on which something begins to hold, or ceases to."""
    words = set(words_of(name))
    return bool(words & PERIOD) or words >= PUT_TO_USE
