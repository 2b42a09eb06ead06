"""Words of a label as compared: without accents, case, codes, inflection and abbreviation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from procmap.procedures.folding import content_words
from procmap.procedures.packs.table import load_yaml

LEAST = 4
"""Letters of a word before it is taken for the beginning of another one, or loses its ending."""

_ENDINGS = (
    "ements", "ement", "ations", "ation", "itions", "ition", "ances", "ance", "elles", "elle", "iques", "ique", "ales",
    "ale", "aux", "ees", "ee", "ies", "ing", "ed", "es", "er", "e", "s", "x",
)  # fmt: skip
_CODE = re.compile(r"^(?!n\d$|v\d$)[a-z]{0,3}\d+[a-z]?$")
_PREFIX = re.compile(r"^[a-z]{1,3}$")


@dataclass(frozen=True)
class _Words:
    families: Mapping[str, str]
    abbreviations: Mapping[str, tuple[str, ...]]
    neutral: frozenset[str]
    turning: frozenset[str]
    done: frozenset[str]


@cache
def words_of(label: str) -> tuple[str, ...]:
    """The stems of a label, in order; codes go unless nothing would remain."""
    kept = _without_codes(content_words(label))
    told = [word for word in kept if word != "au" and len(word) > 1]
    return tuple(stem for word in told or kept for stem in _expanded(word))


@cache
def closing_word(label: str) -> str | None:
    """The stem of a last word that only says that it is done: "Plan d'aide transmis", "Engagement validé"."""
    words = _without_codes(content_words(label))
    return _stem(words[-1]) if len(words) > 1 and words[-1] in _known().done else None


@cache
def written(label: str) -> str:
    """The letters of a label without codes, for comparison with what a tool writes: "RejetVisa", "rejet_visa", "REJETVISA"."""
    return "".join(_without_codes(content_words(label)))


def is_neutral(stem: str) -> bool:
    """Whether the word says nothing of which step it is."""
    return stem in _known().neutral


def is_turning(stem: str) -> bool:
    """Whether the word makes another step of those beside it."""
    return stem in _known().turning


def _without_codes(words: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers and codes go, with the letters that lead or end the label beside them: "BC-03 Visa", "Visa (T 12)"."""
    codes = {at for at, word in enumerate(words) if _CODE.match(word)}
    for at in sorted(codes):
        beside = at - 1
        led = at == 1 or (at == len(words) - 1 and words[at].isdigit())
        if beside >= 0 and words[at].isdigit() and led and _PREFIX.match(words[beside]):
            codes.add(beside)
    left = tuple(word for at, word in enumerate(words) if at not in codes)
    return left or words


def _expanded(word: str) -> tuple[str, ...]:
    long = _known().abbreviations.get(word)
    return long if long is not None else (_stem(word),)


def _stem(word: str) -> str:
    families = _known().families
    family = families.get(word) or families.get(word.removesuffix("s"))
    return family if family is not None else _cut(word)


@cache
def _cut(word: str) -> str:
    """The word without its ending; what stands before is at least LEAST letters long."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST:
            return word.removesuffix(ending)
    return word


@cache
def _known() -> _Words:
    text = (files("procmap.procedures.matching") / "words.yml").read_text(encoding="utf-8")
    written: dict[str, Any] = load_yaml(text, "words.yml")
    families: dict[str, str] = {word: line.split()[0] for line in written["families"] for word in line.split()}

    def stem(word: str) -> str:
        return families.get(word, _cut(word))

    return _Words(
        families=families,
        done=frozenset(written["done"].split()),
        abbreviations={short: tuple(map(stem, long.split())) for short, long in written["abbreviations"].items()},
        neutral=frozenset(map(stem, written["neutral"].split())),
        turning=frozenset(map(stem, written["turning"].split())),
    )
