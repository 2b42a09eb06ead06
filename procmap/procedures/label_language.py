"""The language that a log is written in, of those that procmap speaks: it decides the language of the report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from procmap.procedures.folding import content_words, fold
from procmap.procedures.lexicon_file import lexicon
from procmap.procedures.phrases import padded

_ACCENTS = frozenset("àâçèéêëîïôùûœÀÂÇÈÉÊËÎÏÔÙÛŒ’")
_ENDINGS = {"fr": ("age", "eur", "aire", "ique", "ite", "ee"), "en": ("ing", "ed", "al", "ity", "er", "ness")}


def language_of(labels: Iterable[str]) -> Literal["fr", "en"]:
    """French or English, by function words, accents, lexicon and endings of the distinct labels; a tie is French."""
    french = english = 0
    for label in sorted(set(labels)):
        french += _score(label, "fr") + 2 * any(letter in _ACCENTS for letter in label)
        english += _score(label, "en")
    return "en" if english > french else "fr"


def _score(label: str, language: str) -> int:
    known = lexicon(language)
    words = fold(label.replace("’", "'")).split()
    text = padded(content_words(label))
    heard = sum(2 for word in words if word in known.function_words)
    found = 2 * any(sought and sought.search(text) for _, sought in known.classes.values())
    return heard + found + any(word.endswith(_ENDINGS[language]) for word in words)
