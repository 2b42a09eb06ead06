"""A table of a pack file, read strictly: what is missing, unknown or of another kind is said with file, place and what to write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from procmap.errors import ProcmapError
from procmap.language.words import Bilingual

Chosen = TypeVar("Chosen", bound=StrEnum)


class Table:
    """A mapping of a file; every key is asked for by name, and `done` refuses those that nobody asked for.

    Attributes:
        written: The mapping.
        path: The file, for messages.
        place: Where in the file, as "steps.vote".
    """

    def __init__(self, written: Any, path: str, place: str) -> None:
        self.path, self.place = path, place
        if not isinstance(written, dict):
            raise self.wrong("", written, "KEY: ...")
        self.written: dict[Any, Any] = written
        self._asked: list[str] = []

    def get(self, key: str) -> Any:
        """The value, None where there is none."""
        self._asked.append(key)
        return self.written.get(key)

    def text(self, key: str) -> str:
        """A text that says something."""
        value = self._needed(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, value, f'{key}: "..."')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.wrong(key, value, f"{key}: [..., ...]")
        return tuple(value)

    def both(self, key: str) -> Bilingual:
        """A text in French and English."""
        return self._both(self._needed(key), key)

    def both_or_none(self, key: str) -> Bilingual | None:
        """The same, None where the key is absent."""
        value = self.get(key)
        return None if value is None else self._both(value, key)

    def all_both(self, key: str) -> tuple[Bilingual, ...]:
        """A list of texts in both languages."""
        return tuple(self._both(one, key) for one in self._list(key))

    def name(self) -> Bilingual:
        """The keys fr and en of the table itself."""
        return Bilingual(self.text("fr"), self.text("en"))

    def one_of(self, key: str, kinds: type[Chosen], default: Chosen | None = None) -> Chosen:
        """One word of a list of words."""
        if default is not None and key not in self.written:
            self.get(key)
            return default
        return self._chosen(key, self._needed(key), kinds)

    def some_of(self, key: str, kinds: type[Chosen]) -> tuple[Chosen, ...]:
        """Words of a list of words."""
        return tuple(self._chosen(key, one, kinds) for one in self.texts(key))

    def day(self, key: str) -> dt.date:
        """A day, 2026-12-31."""
        value = self._needed(key)
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            raise self.wrong(key, value, f'{key}: "2026-12-31"') from None

    def number(self, key: str) -> int:
        """A whole number, not negative."""
        value = self._needed(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.wrong(key, value, f"{key}: 30")
        return value

    def flag(self, key: str) -> bool:
        """Yes or no; no where the key is absent."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, value, f"{key}: true")
        return bool(value)

    def tables(self, key: str) -> list[Table]:
        """A list of tables; empty where the key is absent."""
        return [Table(one, self.path, f"{self._at(key)}[{at}]") for at, one in enumerate(self._list(key), start=1)]

    def named(self, key: str) -> dict[str, Table]:
        """Tables by name; empty where the key is absent."""
        value = self.get(key)
        if value is None:
            return {}
        inner = Table(value, self.path, self._at(key))
        return {str(name): Table(one, self.path, f"{inner.place}.{name}") for name, one in inner.written.items()}

    def known(self, key: str, names: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
        """The names, each of them among the known ones."""
        given, listed = tuple(names), tuple(known)
        for name in given:
            if name not in listed:
                nearest = (get_close_matches(name, listed, n=1, cutoff=0.0) or ["-"])[0]
                raise ProcmapError(
                    "procedures.pack_unknown_name", path=self.path, place=self._at(key), name=name, nearest=nearest
                )
        return given

    def done(self) -> None:
        """Refuse the keys that nobody asked for."""
        for key in self.written:
            if key not in self._asked:
                nearest = (get_close_matches(str(key), self._asked, n=1, cutoff=0.0) or ["-"])[0]
                known = ", ".join(sorted(set(self._asked)))
                raise ProcmapError(
                    "procedures.pack_unknown_key", path=self.path, place=self.place, setting=str(key), nearest=nearest, known=known
                )

    def wrong(self, key: str, value: object, example: str) -> ProcmapError:
        """The error that a value is of another kind."""
        return ProcmapError(
            "procedures.pack_wrong_value", path=self.path, place=self._at(key), value=str(value), example=example
        )

    def _needed(self, key: str) -> Any:
        value = self.get(key)
        if value is None:
            raise ProcmapError("procedures.pack_missing_key", path=self.path, place=self.place, setting=key)
        return value

    def _list(self, key: str) -> list[Any]:
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(key, value, f"{key}: [...]")
        return value

    def _both(self, value: Any, key: str) -> Bilingual:
        inner = Table(value, self.path, self._at(key))
        found = inner.name()
        inner.done()
        return found

    def _chosen(self, key: str, value: Any, kinds: type[Chosen]) -> Chosen:
        words = [kind.value for kind in kinds]
        if value not in words:
            raise self.wrong(key, value, f"{key}: {' | '.join(words)}")
        return kinds(value)

    def _at(self, key: str) -> str:
        return ".".join(part for part in (self.place, key) if part)


def load_yaml(text: str, path: str) -> Any:
    """The value of a YAML text; keys given twice are refused.

    Raises:
        ProcmapError: It is no YAML, or gives a key twice.
    """
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Strict(base):  # type: ignore[misc]
        """YAML takes the last of two equal keys without a word."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
            names = [str(key.value) for key, _ in node.value]
            for at, name in enumerate(names):
                if name in names[:at]:
                    line = node.value[at][0].start_mark.line + 1
                    raise ProcmapError("procedures.pack_key_twice", path=path, line=line, setting=name)
            found: dict[Any, Any] = super().construct_mapping(node, deep)
            return found

    try:
        return yaml.load(text, Loader=Strict)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ProcmapError("procedures.pack_no_yaml", path=path, line=mark.line + 1 if mark else 1) from error


def read_text(file: Path) -> str:
    """The text of a user's file.

    Raises:
        ProcmapError: It cannot be read, or is no UTF-8.
    """
    try:
        return file.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise ProcmapError("procedures.pack_unreadable", path=str(file)) from error
