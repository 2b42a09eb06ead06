"""Words of a label as compared: without accents, case, codes, inflection and abbreviation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from procmap.procedures.folding import content_words, fold
from procmap.procedures.packs.table import load_yaml

LEAST = 4
"""Letters of a word before it is taken for the beginning of another one, or loses its ending."""

_ENDINGS = (
    "ements", "ement", "ations", "ation", "itions", "ition", "ances", "ance", "elles", "elle", "iques", "ique", "ales",
    "ale", "aux", "ees", "ee", "ies", "ing", "ed", "es", "er", "e", "s", "x",
)  # fmt: skip
_CODE = re.compile(r"^(?!n\d$|v\d$)[a-z]{0,3}\d+[a-z]?$")
_CAPITALS = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{2,5}\b")
_DOTTED = re.compile(r"\b([^\W\d_]{2,})\.")
_PROPER = re.compile(r"(?<=[a-zà-öø-ÿ’'] )[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{3,}\b")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BREAK = re.compile(r"\s[-–—/+:]\s|\s?[:;]\s")
_PREFIX = re.compile(r"^[a-z]{1,3}$")


@dataclass(frozen=True)
class _Words:
    families: Mapping[str, str]
    abbreviations: Mapping[str, tuple[str, ...]]
    heads: frozenset[str]
    neutral: frozenset[str]
    turning: frozenset[str]
    addressees: frozenset[str]
    authorities: frozenset[str]
    tools: frozenset[str]
    done: frozenset[str]


@cache
def words_of(label: str) -> tuple[str, ...]:
    """The stems of a label, in order; codes go unless nothing would remain."""
    kept = _without_codes(content_words(label))
    told = [word for word in kept if word != "au" and len(word) > 1]
    return tuple(stem for word in told or kept for stem in _expanded(word))


@cache
def closing_words(label: str) -> frozenset[str]:
    """The stems of words that only say that what stands before is done: "Plan d'aide transmis", "Engagement validé DAF"."""
    words = _without_codes(content_words(label))
    return frozenset(stem_of(word) for word in words[1:] if word in _known().done)


@cache
def cut_short(label: str) -> frozenset[str]:
    """Words that a dot cuts short: "Dem. de devis"."""
    return frozenset(fold(word) for word in _DOTTED.findall(label))


@cache
def beside(label: str) -> frozenset[str]:
    """Words of a remark: what stands in brackets, or after two words and a dash ("Retiré de l'ODJ - report en mai")."""
    without = _BRACKETS.sub(" ", label)
    first = _BREAK.split(without, maxsplit=1)[0]
    if len(words_of(first)) > 1 and first != without:
        without = first
    return frozenset(words_of(label)) - frozenset(words_of(without)) if fold(without) else frozenset()


@cache
def gives_back(label: str) -> bool:
    """Whether something goes back to somebody ("Retour au demandeur"), and does not come from him ("Retour du demandeur")."""
    words = content_words(label)
    return any(after == "au" and stem_of(word) == stem_of("retour") for word, after in pairwise(words))


@cache
def doers(label: str) -> frozenset[str]:
    """Who does it, by the label ("Retour des pièces par l'usager"): such a one is neither told nor asked."""
    return frozenset(stem_of(after) for before, after in pairwise(content_words(label)) if before in {"par", "by"})


@cache
def in_capitals(label: str) -> frozenset[str]:
    """Short words in capitals, folded: "Dépôt CCAS"."""
    return frozenset(map(fold, _CAPITALS.findall(label)))


@cache
def proper(label: str) -> frozenset[str]:
    """Words with a capital after one without: names of software, places and people ("Création du dossier Implicit")."""
    found = frozenset(stem_of(fold(word)) for word in _PROPER.findall(label))
    return found if len(found) <= len(words_of(label)) // 2 else frozenset()  # "Visa Du Directeur" capitalises all


@cache
def spelt(label: str) -> tuple[str, ...]:
    """The words of a label in order, with the small ones, as initials are taken of them."""
    return tuple(fold(label).split())


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


def is_addressee(stem: str) -> bool:
    """Whether the word names somebody who is told or asked."""
    return stem in _known().addressees


def is_authority(stem: str) -> bool:
    """Whether the word names who decides by law, or whoever acts for them."""
    return stem in _known().authorities


def is_tool(stem: str) -> bool:
    """Whether the word is the name of some software."""
    return stem in _known().tools


def is_known(stem: str) -> bool:
    """Whether the stem is one of the words that procmap lists: such a word is written whole."""
    known = _known()
    return stem in known.heads or stem in known.neutral or stem in known.turning or stem in known.addressees


def families() -> Mapping[str, str]:
    """The stem of every word of a family."""
    return _known().families


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
    return long if long is not None else (stem_of(word),)


def stem_of(word: str) -> str:
    """What stands for a word and for those of one meaning or root with it."""
    known = _known().families
    family = known.get(word) or known.get(word.removesuffix("s"))
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
        heads=frozenset(families.values()),
        done=frozenset(form for word in written["done"].split() for form in (word, f"{word}s")),
        abbreviations={short: tuple(map(stem, long.split())) for short, long in written["abbreviations"].items()},
        neutral=frozenset(map(stem, written["neutral"].split())),
        turning=frozenset(map(stem, written["turning"].split())),
        addressees=frozenset(map(stem, written["addressees"].split())),
        authorities=frozenset(map(stem, written["authorities"].split())),
        tools=frozenset(map(stem, written["tools"].split())),
    )
