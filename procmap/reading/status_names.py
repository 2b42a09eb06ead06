"""Headings that come in pairs: what a case was beside what it became, the start of a step beside its end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from procmap.reading.names import ARTICLES, START_WORDS, words_of

WAS = frozenset("""
old previous prev former from ancien ancienne anc precedent precedente avant av before alt alter alte altes vorher oud oude
vorige anterior""".split())  # noqa: SIM905 - words read best unquoted
IS = frozenset("""
new to nouveau nouvel nouvelle nouv apres ap after neu neuer neue neues nachher nieuw nieuwe nuevo nueva novo""".split())  # noqa: SIM905 - words read best unquoted
WHAT = frozenset("status statut state etat stage phase etape step estado".split())  # noqa: SIM905 - words read best unquoted
"""The words of headings that say what a case was and what it became: "old status" beside "new status"."""

VALUES = frozenset("value values valeur valeurs string wert waarde valor contenu content".split())  # noqa: SIM905 - words read best unquoted
"""The words of headings that say what any field of a case was and became: "old value" beside "new value"."""

ENDS = frozenset("end ended finish finished stop fin ende fim einde fine".split())  # noqa: SIM905 - words read best unquoted
"""The words of headings that say an end, beside START_WORDS."""

ARRIVED = frozenset("""
entered entry arrived arrival opened received assigned entree entre arrivee arrive recu ouvert ouverture eingang eingegangen
ingang ingekomen entrada ingreso entrata arrivo""".split())  # noqa: SIM905 - words read best unquoted
LEFT = frozenset("""
completed complete completion left exit exited done closed finished sortie sorti depart traite termine cloture ferme ausgang
erledigt abgeschlossen uitgang afgerond salida uscita""".split())  # noqa: SIM905 - words read best unquoted
"""The words of headings that say when a step got something to do, and when it had done it: "Entered On" beside "Completed On"."""

STARTS = START_WORDS | frozenset(["started", "beginning", "begun"])
"""The words of headings that say a start, where another says the end of the same."""

JOINED = re.compile(r"(old|previous|prev|new|from|to)(value|status|state|stage|string)")
"""The words of such headings written as one: "oldvalue" beside "newvalue"."""


def words_of_change(name: str) -> tuple[str, ...]:
    """The words of a heading that may say a change, those written as one apart."""
    each = ((found[1], found[2]) if (found := JOINED.fullmatch(word)) else (word,) for word in words_of(name))
    return tuple(word for words in each for word in words)


def says_change(names: Iterable[str]) -> bool:
    """Whether headings say what something was, and what it became."""
    said = [set(words_of_change(name)) for name in names]
    return any(words & WAS for words in said) and any(words & IS for words in said)


def named_pair(names: Iterable[str]) -> tuple[str, str] | None:
    """(old, new): the columns whose headings say the change of one status; None where there are none, or several."""
    return _only(_pairs(names, WAS, IS, WHAT))


def named_values(names: Iterable[str]) -> tuple[str, str] | None:
    """(old, new): the columns whose headings say the change of any field; None where there are none, or several."""
    return _only(_pairs(names, WAS, IS, VALUES))


def named_span(names: Iterable[str]) -> tuple[str, str] | None:
    """(start, end): the columns whose headings say both of one thing; None where there are none, or several."""
    return _only(_pairs(names, START_WORDS, ENDS))


def named_stay(names: Iterable[str], name: str) -> tuple[str, str] | None:
    """(came in, done): the columns, one of them of that name, whose headings say both; None where there are none, or several."""
    return _only([pair for pair in _pairs(names, ARRIVED, LEFT) if name in pair])


def named_spans(names: Iterable[str]) -> list[tuple[str, str]]:
    """(start, end) of each thing of which two headings, and no more, say both."""
    return _pairs(names, STARTS, ENDS)


def _only(pairs: list[tuple[str, str]]) -> tuple[str, str] | None:
    return pairs[0] if len(pairs) == 1 else None


def _pairs(
    names: Iterable[str], first: frozenset[str], second: frozenset[str], about: frozenset[str] | None = None
) -> list[tuple[str, str]]:
    """The pairs of headings that differ but by a word of the first list and one of the second."""
    found: dict[frozenset[str], tuple[list[str], list[str]]] = {}
    for name in names:
        words = [word for word in words_of_change(name) if word not in ARTICLES]
        for side, known in enumerate((first, second)):
            rest = [word for word in words if word not in known]
            if len(rest) + 1 == len(words) and (about is None or set(rest) & about):
                found.setdefault(frozenset(rest), ([], []))[side].append(name)
    return [(one[0], other[0]) for one, other in found.values() if len(one) == len(other) == 1]
