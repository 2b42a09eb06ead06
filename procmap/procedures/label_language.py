"""The language that a log is written in: where it is one that procmap speaks, it decides the language of the report."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from procmap.procedures.folding import content_words, fold
from procmap.procedures.lexicon_file import MAIN, OTHERS, lexicon
from procmap.procedures.phrases import padded

_ACCENTS = frozenset("àâçèéêëîïôùûœÀÂÇÈÉÊËÎÏÔÙÛŒ’")
_ENDINGS = {"fr": ("age", "eur", "aire", "ique", "ite", "ee"), "en": ("ing", "ed", "al", "ity", "er", "ness")}


def language_of(labels: Iterable[str]) -> Literal["fr", "en"] | None:
    """French or English, by function words, accents, lexicon and endings of the distinct labels; a tie is French.

    None where no label speaks for either, and where more of them hold words of another language that the lexicon knows.
    """
    return _language_of(tuple(sorted(set(labels))))


@lru_cache(maxsize=16)
def _language_of(distinct: tuple[str, ...]) -> Literal["fr", "en"] | None:
    """The language of distinct labels; the stages of a run ask it of the same ones."""
    known = max(sum(_is_heard(label, language) for label in distinct) for language in MAIN)
    # where most labels are heard in French or English no other lexicon need be read
    if 2 * known < len(distinct) and any(sum(_is_heard(label, other) for label in distinct) > known for other in OTHERS):
        return None
    french = english = 0
    for label in distinct:
        french += _score(label, "fr") + 2 * any(letter in _ACCENTS for letter in label)
        english += _score(label, "en")
    return None if not french + english else "en" if english > french else "fr"


def _is_heard(label: str, language: str) -> bool:
    """Whether the label holds a word that the lexicon of the language knows."""
    known = lexicon(language)
    text = padded(content_words(label))
    words = fold(label.replace("’", "'")).split()
    return any(word in known.function_words for word in words) or any(s and s.search(text) for _, s in known.classes.values())


def _score(label: str, language: str) -> int:
    known = lexicon(language)
    words = fold(label.replace("’", "'")).split()
    text = padded(content_words(label))
    heard = sum(2 for word in words if word in known.function_words)
    found = 2 * any(sought and sought.search(text) for _, sought in known.classes.values())
    return heard + found + any(word.endswith(_ENDINGS[language]) for word in words)
