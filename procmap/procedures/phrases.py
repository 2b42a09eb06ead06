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

from procmap.procedures.folding import STOP_WORDS

_GAP = r"(?: [^ ]+){0,4}?"
_WORD = re.compile(r"[a-z0-9]+\*?")


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """One regular expression that finds any of the phrases in a `padded` label; None without phrases.

    Where several begin at the same word, the one of more words is found, in whatever order they are given.

    Raises:
        ValueError: A phrase is empty or has a sign that means nothing.
    """
    found = [_expression(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase.split()), phrase))]
    return re.compile("|".join(found)) if found else None


def padded(words: Sequence[str]) -> str:
    """Content words as the text that patterns search: a space before and after every word."""
    return f" {' '.join(words)} "


def without(text: str, masked: re.Pattern[str] | None) -> str:
    """A padded label in which what `masked` finds is hidden, so that no other phrase reads it."""
    return masked.sub(" #", text) if masked else text


def _expression(phrase: str) -> str:
    parts: list[str] = []
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
            kept = "|".join(_word(word, phrase) for word in words if word not in STOP_WORDS)
            # "of|in": labels are compared without "of", so nothing may stand there either
            parts.append(f" (?:{kept})" if len(kept.split("|")) == len(words) else f"(?: (?:{kept}))?")
    if not any(part.startswith(" (?:") for part in parts):
        raise ValueError(f"an empty phrase: {phrase!r}")
    return "".join(parts) + "(?= )"


def _word(word: str, phrase: str) -> str:
    if not _WORD.fullmatch(word):
        raise ValueError(f"{word!r} in {phrase!r}")
    word = "au" if word in {"a", "aux"} else word
    return word.removesuffix("*") + "[a-z0-9]*" if word.endswith("*") else word


def _plain(phrase: str) -> str:
    text = unicodedata.normalize("NFKD", phrase.replace("œ", "oe").replace("ß", "ss").lower())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"['’]", " ", text)
