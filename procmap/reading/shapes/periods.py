"""Dates between which something holds, or that tell the life of a thing: a contract, a leave, a loan, a vehicle."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.reading.names import words_of

PERIOD = frozenset("""
debut fin du au renouvellement renewal start end begin from to until entree sortie embauche valable validite
achat acquisition purchase pret emprunt loan retour restitution circulation fabrication commissioning technique reforme
titularisation""".split())  # noqa: SIM905 - words read best unquoted
"""Words of such dates."""

PUT_TO_USE = frozenset({"mise", "service"})
"""The words that say together when a thing was put to use."""


FROM_TO = tuple(map(frozenset, (
    ("du", "au"), ("from", "to"), ("from", "until"), ("von", "bis"), ("van", "tot"), ("desde", "hasta"), ("dal", "al"),
)))  # fmt: skip
"""Headings of one word that say together from when to when something is asked for."""


def bare_periods(names: Iterable[str]) -> tuple[str, ...]:
    """The headings that say nothing but the beginning and the end of what a row is about: "Du" beside "Au"."""
    found = {words[0]: name for name in names if len(words := words_of(name)) == 1}
    return tuple(name for word, name in found.items() if any(word in pair <= found.keys() for pair in FROM_TO))


def is_of_period(name: str) -> bool:
    """Whether a heading says a date on which something begins to hold, or ceases to."""
    words = set(words_of(name))
    return bool(words & PERIOD) or words >= PUT_TO_USE
