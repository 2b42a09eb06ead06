"""Words that tell names of people from names of services: lists in the text files beside, folded as `fold` does."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

PARTICLES = frozenset("""
de du des da dos di del della la le les l d van von der den ten ter el al ben bint bou abd mac mc o st y""".split())  # noqa: SIM905 - words read best unquoted
"""Parts of a name that are no name by themselves."""

CIVILITIES = frozenset("m mr mme mlle mmes mrs ms miss monsieur madame mademoiselle dr docteur pr me maitre".split())  # noqa: SIM905 - words read best unquoted

WORD = re.compile(r"[^\W\d_]+")
"""A run of letters of any script."""


def fold(text: str) -> str:
    """Lower case without accents, as long as the text: one character for each, so that places in it stay the same."""
    return "".join(_plain(letter) for letter in text)


@cache
def _plain(letter: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c)).lower()
    return plain if len(plain) == 1 else letter.lower()[:1]


@cache
def first_names() -> frozenset[str]:
    """First names that are common in France and its neighbours."""
    return _listed("first_names")


@cache
def surnames() -> frozenset[str]:
    """The commonest surnames of France."""
    return _listed("surnames")


@cache
def office_words() -> frozenset[str]:
    """Words of the names of services, roles, accounts of machines and steps, in French and English."""
    return _listed("office_words")


@cache
def common_names() -> frozenset[str]:
    """Surnames and first names that are common words as well: alone they prove nothing."""
    return _listed("common_names")


@cache
def headings() -> frozenset[str]:
    """Words of a heading under which people stand."""
    return _listed("headings")


def _listed(name: str) -> frozenset[str]:
    return frozenset((files("procmap.log.people") / f"{name}.txt").read_text(encoding="utf-8").split())
