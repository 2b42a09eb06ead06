"""Words that a label writes short: by their beginning ("Rédac."), by their ends ("engagt"), by initials ("BDC", "BV")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from procmap.procedures.matching.stems import LEAST, families, is_known, stem_of

BEGINS = 3
"""Letters of a word from which it may be how another begins: of so few only where a dot says so."""

VOWELS = frozenset("aeiouy")

CUT = 3
"""Letters at least that a word lacks of the one whose ends it keeps."""

INITIALS, FEW = range(2, 6), 2
"""Letters of what may stand for the words of a name; so few that ..."""

OFTEN = 2
"""... they stand only for what so many phrases speak of."""

Words = tuple[str, ...]


@cache
def readings(word: str) -> frozenset[str]:
    """The stems that a word of a label may mean: its own, and those that it shortens where no word is spelt so."""
    if is_known(word) or len(word) < BEGINS:
        return frozenset({word})
    alike = _families_by_beginning().get(word[:BEGINS], ())
    return frozenset({word}).union(families()[full] for full in alike if shortens(word, full))


def by_beginning(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first letters, which they share with what is short for them."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(words):
        found[word[:BEGINS]] = (*found.get(word[:BEGINS], ()), word)
    return found


@cache
def _families_by_beginning() -> Mapping[str, tuple[str, ...]]:
    return by_beginning(families())


def shortens(word: str, full: str) -> bool:
    """Whether a word is how another begins, or keeps its first letters and its last one: "engagt" is "engagement"."""
    if len(word) >= len(full) or len(word) < BEGINS:
        return False
    if full.startswith(word):
        return True
    ends = word[:BEGINS] == full[:BEGINS] and word[-1] == full[-1] and VOWELS.isdisjoint(word[-2:])
    return ends and len(word) >= LEAST and len(full) - len(word) >= CUT and _within(word, full)


def _within(word: str, full: str) -> bool:
    """Whether the letters of a word stand in another in that order."""
    letters = iter(full)
    return all(letter in letters for letter in word)


def initials_of(names: Iterable[Words], phrases: Iterable[Words]) -> dict[str, frozenset[Words]]:
    """What the initials of consecutive words may stand for, as stems; both "bc" and "bdc" for "bon de commande".

    Two letters are so few that of the phrases only what recurs has them.

    Args:
        names: Words of the case and of the people of a procedure, in order, with those that say nothing.
        phrases: The same of the names of its steps.
    """
    found: dict[str, dict[Words, int]] = defaultdict(lambda: defaultdict(int))
    for weight, some in ((OFTEN, names), (1, phrases)):
        for run in (run for words in some for run in _runs(words)):
            telling = [word for word in run if not _is_small(word)]
            for letters in {"".join(word[0] for word in some) for some in (run, telling)}:
                if len(letters) in INITIALS and len(telling) > 1:
                    found[letters][tuple(map(stem_of, telling))] += weight
    return {
        letters: frozenset(run for run, times in meant.items() if len(letters) > FEW or times >= OFTEN)
        for letters, meant in found.items()
    }


def _runs(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """Consecutive words that begin and end with one that says something."""
    for start in range(len(words)):
        for end in range(start + 2, min(len(words), start + 8) + 1):
            run = words[start:end]
            if not _is_small(run[0]) and not _is_small(run[-1]):
                yield run


def _is_small(word: str) -> bool:
    return len(word) < BEGINS or word in {"des", "les", "aux", "par", "pour", "sur", "the", "and", "for"}
