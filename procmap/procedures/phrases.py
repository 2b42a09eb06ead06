"""Phrases of the lexicon as patterns over the content words of a label.

A phrase is words apart by spaces, compared in order with the content words of a label. In a phrase

- `word*` is any word that begins so; `a|b` is either; words are compared whole, never in their middle;
- `..` leaves out up to four words, `-` leaves out nothing, not even "à";
- `^` and `$` are the beginning and the end of the label.

Articles count nowhere; "à", "au" and "aux" may stand between two words of a phrase without being named.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from procmap.procedures.folding import STOP_WORDS

_GAP = r"(?: [^ ]+){0,4}?"
_WORD = re.compile(r"[a-z0-9]+\*?")


class Phrases:
    """Phrases of one class, sought in `padded` labels.

    A label holds the words of few phrases. So each phrase is known by words that it cannot do without, and the regular expression
    is made of those phrases alone whose words a label holds.

    Raises:
        ValueError: A phrase is empty or has a sign that means nothing.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        # where several begin at the same word, the one of more words is found, in whatever order they are given
        self._expressions: list[str] = []
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._beginnings: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(sorted(phrases, key=lambda phrase: (-len(phrase.split()), phrase))):
            expression, needed = _expression(phrase)
            self._expressions.append(expression)
            for word in needed:
                (self._beginnings if word.endswith("*") else self._whole)[word.removesuffix("*")].append(number)
        self._any_beginning = tuple(self._beginnings)
        self._patterns: dict[tuple[int, ...], re.Pattern[str]] = {}

    def search(self, text: str) -> re.Match[str] | None:
        """The first phrase in the text."""
        possible = self._possible(text)
        return self._pattern(possible).search(text) if possible else None

    def sub(self, said: str, text: str) -> str:
        """The text with `said` in place of every phrase."""
        possible = self._possible(text)
        return self._pattern(possible).sub(said, text) if possible else text

    def _possible(self, text: str) -> tuple[int, ...]:
        """The phrases that the text may hold, in their order."""
        found: set[int] = set()
        for word in text.split():
            found.update(self._whole.get(word, ()))
            if word.startswith(self._any_beginning):
                for beginning, numbers in self._beginnings.items():
                    if word.startswith(beginning):
                        found.update(numbers)
        return tuple(sorted(found))

    def _pattern(self, possible: tuple[int, ...]) -> re.Pattern[str]:
        pattern = self._patterns.get(possible)
        if pattern is None:
            pattern = self._patterns[possible] = re.compile("|".join(self._expressions[number] for number in possible))
        return pattern


def pattern_of(phrases: Iterable[str]) -> Phrases | None:
    """What finds any of the phrases in a `padded` label; None without phrases.

    Raises:
        ValueError: A phrase is empty or has a sign that means nothing.
    """
    given = list(phrases)
    return Phrases(given) if given else None


def padded(words: Sequence[str]) -> str:
    """Content words as the text that patterns search: a space before and after every word."""
    return f" {' '.join(words)} "


def without(text: str, masked: Phrases | None) -> str:
    """A padded label in which what `masked` finds is hidden, so that no other phrase reads it."""
    return masked.sub(" #", text) if masked else text


def _expression(phrase: str) -> tuple[str, list[str]]:
    """A phrase as a regular expression, and words (`word*` as in the phrase) of which a text that it is in holds at least one."""
    parts: list[str] = []
    needed: list[str] = []
    for written in _plain(phrase).split():
        if written == "..":
            parts.append(_GAP)
        elif written == "^":
            parts.append("^")
        elif written == "$":
            parts.append("(?= $)")
        elif written == "-":
            parts.append("")
        elif written not in STOP_WORDS:
            if parts and parts[-1] not in {"^", _GAP, ""}:
                parts.append("(?: au)?")
            words = written.split("|")
            kept = [_word(word, phrase) for word in words if word not in STOP_WORDS]
            either = "|".join(map(_sought, kept))
            # "of|in": labels are compared without "of", so nothing may stand there either
            parts.append(f" (?:{either})" if len(kept) == len(words) else f"(?: (?:{either}))?")
            needed = needed or (kept if len(kept) == len(words) else [])
    if not needed:
        raise ValueError(f"an empty phrase: {phrase!r}")
    return "".join(parts) + "(?= )", needed


def _word(word: str, phrase: str) -> str:
    if not _WORD.fullmatch(word):
        raise ValueError(f"{word!r} in {phrase!r}")
    return "au" if word in {"a", "aux"} else word


def _sought(word: str) -> str:
    return word.removesuffix("*") + "[a-z0-9]*" if word.endswith("*") else word


def _plain(phrase: str) -> str:
    text = phrase.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("ß", "ss"))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"['’]", " ", text)
