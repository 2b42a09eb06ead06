"""The words of a label, with all that each may mean in a procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile

from procmap.procedures.matching.short_forms import BEGINS, by_beginning, initials_of, readings, shortens
from procmap.procedures.matching.stems import (
    LEAST,
    beside,
    closing_words,
    cut_short,
    doers,
    in_capitals,
    is_known,
    is_turning,
    proper,
    spelt,
    words_of,
)
from procmap.procedures.packs import Pack, general_pack

BODIES = frozenset(words_of("commission comité"))
"""Bodies of which an office has several, each for its matters ..."""

FORMAL = frozenset(words_of("permanente administrative réforme technique médical"))
"""... and words that make another body of them."""


SOFTWARE = frozenset(words_of("outil logiciel application progiciel software module"))
"""What some software is called after what it is for: "dans l’outil financier"."""

NAMED = 3
"""Words at most of the name of a body: "commission Aménagement du territoire"."""


@dataclass(frozen=True)
class Word:
    """A word of a label.

    Attributes:
        stem: As compared.
        meant: The stems that it may be: its own, and those that it is short for.
        runs: The words that it may hold the initials of.
        closes: Whether it only says that something is done.
        is_remark: Whether it stands in brackets, or says which commission or software.
        does: Whether the label says that this one does it.
        is_proper: Whether it is the name of some software, place or person.
        in_capitals: Whether it may be the initials of a service: a word in capitals among others.
    """

    stem: str
    meant: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    closes: bool
    is_remark: bool
    does: bool
    is_proper: bool
    in_capitals: bool


@cache
def said_by(pack: Pack, label: str) -> tuple[Word, ...]:
    """The words of a label, each once."""
    closing, capitals, dotted = closing_words(label), in_capitals(label), cut_short(label)
    others, remarks = not label.isupper(), beside(label) | _which(words_of(label)) | _for_what(words_of(label))
    return tuple(
        Word(
            stem,
            _meant(pack, stem) if len(stem) >= LEAST or stem in dotted else frozenset({stem}),
            _initials(pack).get(stem, frozenset()) if stem in capitals and not _is_whole(pack, stem) else frozenset(),
            stem in closing,
            stem in remarks,
            stem in doers(label),
            stem in proper(label) and not _is_whole(pack, stem),
            others and stem in capitals,
        )
        for stem in dict.fromkeys(words_of(label))
    )


@cache
def known_words(pack: Pack) -> frozenset[str]:
    """The words of all names of steps and roles."""
    steps = (phrase for step in pack.steps for phrase in step.phrases)
    return frozenset(word for text in (*_roles(pack), *steps) for word in words_of(text))


def begin_like(pack: Pack, stem: str) -> tuple[str, ...]:
    """The known words that share their first letters with one: only those may be what it is short for."""
    return _by_beginning(pack).get(stem[:BEGINS], ())


@cache
def _by_beginning(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    return by_beginning(known_words(pack))


def _which(words: tuple[str, ...]) -> frozenset[str]:
    """What follows a commission and may be its name: "Avis commission Finances et budget"."""
    at = next((at for at, body in enumerate(words[:-1]) if body in BODIES and words[at + 1] not in FORMAL), len(words))
    return frozenset(takewhile(lambda word: not is_turning(word), words[at + 1 : at + 1 + NAMED]))


def _for_what(words: tuple[str, ...]) -> frozenset[str]:
    """What follows the word for some software: it says which, not who does it."""
    return frozenset(after for before, after in pairwise(words) if before in SOFTWARE)


def _is_whole(pack: Pack, stem: str) -> bool:
    """Whether the word is one of the pack or of the language: such a word is no short form of another."""
    return stem in known_words(pack) or is_known(stem)


@cache
def _meant(pack: Pack, stem: str) -> frozenset[str]:
    if _is_whole(pack, stem):
        return frozenset({stem})
    return readings(stem) | {want for want in begin_like(pack, stem) if shortens(stem, want)}


@cache
def _initials(pack: Pack) -> dict[str, frozenset[tuple[str, ...]]]:
    if pack.identity == general_pack().identity:
        return {}  # what belongs to no procedure has no initials of its own
    phrases = [phrase for step in pack.steps for phrase in step.phrases]
    return initials_of(map(spelt, (pack.name.fr, pack.case.fr, *_roles(pack))), map(spelt, phrases))


def _roles(pack: Pack) -> list[str]:
    return [text for role in pack.roles for text in (role.name.fr, *role.words)]
