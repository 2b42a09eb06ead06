"""A table of a TOML file whose keys are taken one by one: what is of another kind, or left over, is refused by name."""

from __future__ import annotations

import re
from typing import Any, Self

from procmap.language import Bilingual


class SourceFileError(ValueError):
    """A file NAME.toml that says what nobody understands: its author's fault, not the user's."""


class TomlPart:
    """A table of a file.

    Args:
        place: File and key, for messages.
        table: What stands there.

    Raises:
        SourceFileError: It is no table.
    """

    def __init__(self, place: str, table: Any) -> None:
        self.place = place
        if not isinstance(table, dict):
            raise SourceFileError(f"{place}: a table is needed, not {table!r}")
        self._table = dict(table)

    def text(self, key: str) -> str:
        """A text that must be there."""
        found = self._table.pop(key, None)
        if not isinstance(found, str) or not found.strip():
            raise SourceFileError(f"{self.place}.{key}: a text is needed, not {found!r}")
        return found

    def maybe_text(self, key: str) -> str | None:
        """A text, or nothing."""
        return self.text(key) if key in self._table else None

    def pattern(self, key: str) -> str:
        """A regular expression that must be there."""
        found = self.text(key)
        try:
            re.compile(found)
        except re.error as error:
            raise SourceFileError(f"{self.place}.{key}: {found!r} is no regular expression: {error}") from error
        return found

    def flag(self, key: str) -> bool:
        """True or false; false where left out."""
        found = self._table.pop(key, False)
        if not isinstance(found, bool):
            raise SourceFileError(f"{self.place}.{key}: true or false is needed, not {found!r}")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one text; empty where left out."""
        found = self._table.pop(key, [])
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            raise SourceFileError(f"{self.place}.{key}: texts are needed, not {found!r}")
        return tuple(listed)

    def texts_by_name(self, key: str) -> dict[str, str]:
        """A text for each name; empty where left out."""
        part = self.part(key)
        return {name: part.text(name) for name in part.names()}

    def patterns_by_name(self, key: str) -> dict[str, str]:
        """A regular expression for each name; empty where left out."""
        part = self.part(key)
        return {name: part.pattern(name) for name in part.names()}

    def lists_by_name(self, key: str) -> dict[str, tuple[str, ...]]:
        """A list of texts for each name; empty where left out."""
        part = self.part(key)
        found = {name: part.texts(name) for name in part.names()}
        if empty := [name for name, texts in found.items() if not texts]:
            raise SourceFileError(f"{part.place}.{empty[0]}: at least one text is needed")
        return found

    def bilingual(self, key: str) -> Bilingual:
        """A text in both languages."""
        with self.part(key) as part:
            return Bilingual(part.text("fr"), part.text("en"))

    def part(self, key: str) -> TomlPart:
        """A table within; an empty one where left out."""
        return TomlPart(f"{self.place}.{key}", self._table.pop(key, {}))

    def maybe_part(self, key: str) -> TomlPart | None:
        """A table within, or nothing."""
        return self.part(key) if key in self._table else None

    def parts(self, key: str) -> list[TomlPart]:
        """A list of tables; empty where left out."""
        found = self._table.pop(key, [])
        if not isinstance(found, list):
            raise SourceFileError(f"{self.place}.{key}: a list of tables is needed, not {found!r}")
        return [TomlPart(f"{self.place}.{key}[{place}]", table) for place, table in enumerate(found)]

    def names(self) -> tuple[str, ...]:
        """The keys not taken yet."""
        return tuple(self._table)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._table:
            raise SourceFileError(f"{self.place}: unknown key {', '.join(self._table)}")
