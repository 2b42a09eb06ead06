"""Messages and formats of one language.

A catalogue is `messages/ROOM.LANGUAGE.toml`: flat keys with Python format strings. The key that code uses is "room.key".
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from procmap.errors import Message, ProcmapError
from procmap.language.shown import visible

LANGUAGES = ("fr", "en")

NARROW_SPACE = "\u202f"
"""Separates thousands, and stands before ; ! ? % in French (Lexique des règles typographiques, Imprimerie nationale)."""

MONTHS = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
           "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
}


@dataclass(frozen=True)
class Bilingual:
    """A value of a message that is a text of its own in each language.

    Attributes:
        fr, en: The text.
    """

    fr: str
    en: str

    def of(self, language: str) -> str:
        """The text in a language of LANGUAGES."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True)
class Words:
    """One language: its messages, its numbers, its dates."""

    language: str

    def __call__(self, key: str, /, **values: object) -> str:
        """The message `key` with its values filled in; numbers are written as the language writes them."""
        text = _catalogue(key.split(".", 1)[0], self.language).get(key.split(".", 1)[1])
        if text is None:
            raise KeyError(f"no message {key} in {self.language}")
        return self.filled(text, **values)

    def filled(self, text: str, /, **values: object) -> str:
        """A text of this language that stands elsewhere than in the catalogues, filled in as a message is."""
        return text.format(**{name: self._plain(value) for name, value in values.items()})

    def has(self, key: str) -> bool:
        """Whether the catalogue holds the message."""
        return key.split(".", 1)[1] in _catalogue(key.split(".", 1)[0], self.language)

    def error(self, error: ProcmapError) -> str:
        """An error as one message: what and where, then what to type next."""
        values = {name: visible(value) if isinstance(value, str) else value for name, value in error.values.items()}
        parts = [self(error.key, **values)]
        if self.has(f"{error.key}.next"):
            parts.append(self(f"{error.key}.next", **values))
        return "\n".join(parts)

    def told(self, text: str | Message) -> str:
        """A text as it stands, or a message in this language."""
        return text if isinstance(text, str) else self(text.key, **dict(text.values))

    def number(self, value: float, decimals: int = 0) -> str:
        """1 234,5 in French, 1,234.5 in English; decimals are those shown, rounded half to even as Python does."""
        text = f"{value:,.{decimals}f}"
        if float(text.replace(",", "")) == 0:
            text = text.lstrip("-")
        text = text.replace("-", "\u2212")
        if self.language == "fr":
            return text.replace(",", NARROW_SPACE).replace(".", ",")
        return text

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share (0 to 1) as a percentage: 12,5 % in French with a narrow space, 12.5% in English."""
        return self.number(100 * share, decimals) + (f"{NARROW_SPACE}%" if self.language == "fr" else "%")

    def date(self, day: dt.date) -> str:
        """3 mai 2025, 1er mai 2025; 3 May 2025."""
        number = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return f"{number} {MONTHS[self.language][day.month - 1]} {day.year}"

    def quoted(self, text: str) -> str:
        """A label of the log between the language's quotation marks."""
        return f"«\u202f{text}\u202f»" if self.language == "fr" else f"“{text}”"

    def listed(self, items: list[str]) -> str:
        """A, B and C."""
        if len(items) < 2:
            return "".join(items)
        return ", ".join(items[:-1]) + (" et " if self.language == "fr" else " and ") + items[-1]

    def _plain(self, value: object) -> object:
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int):
            return self.number(value)
        if isinstance(value, Bilingual):
            return value.of(self.language)
        return self(value.key, **dict(value.values)) if isinstance(value, Message) else value


@cache
def words(language: str) -> Words:
    """The words of a language of LANGUAGES."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    return Words(language)


@cache
def _catalogue(room: str, language: str) -> dict[str, str]:
    file = files("procmap.language") / "messages" / f"{room}.{language}.toml"
    found: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return found
