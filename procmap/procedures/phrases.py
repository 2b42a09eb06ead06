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
from collections.abc import Iterable, Sequence
from functools import cached_property

from procmap.procedures.folding import STOP_WORDS

_GAP = r"(?: [^ ]+){0,4}?"
_WORD = re.compile(r"[a-z0-9]+\*?")


class Phrases:
    """Phrases of one class, sought in `padded` labels.

    Most labels hold no word of most classes, so the regular expression of a class is made when a label first holds a word that
    one of its phrases cannot do without.

    Raises:
        ValueError: A phrase is empty or has a sign that means nothing.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        # where several begin at the same word, the one of more words is found, in whatever order they are given
        told = [_expression(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase.split()), phrase))]
        self._expression = "|".join(expression for expression, _ in told)
        needed = {word for _, words in told for word in words}
        self._whole = frozenset(word for word in needed if not word.endswith("*"))
        self._beginnings = tuple(sorted(word.removesuffix("*") for word in needed if word.endswith("*")))

    def search(self, text: str) -> re.Match[str] | None:
        """The first phrase in the text."""
        return self._pattern.search(text) if self._may_be_in(text) else None

    def sub(self, said: str, text: str) -> str:
        """The text with `said` in place of every phrase."""
        return self._pattern.sub(said, text) if self._may_be_in(text) else text

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._expression)

    def _may_be_in(self, text: str) -> bool:
        words = text.split()
        return not self._whole.isdisjoint(words) or any(word.startswith(self._beginnings) for word in words)


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
    text = unicodedata.normalize("NFKD", phrase.replace("œ", "oe").replace("ß", "ss").lower())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"['’]", " ", text)
