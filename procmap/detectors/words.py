"""The words of the patterns, one file for each language in a pattern's folder. Reading them imports no pattern."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from procmap.errors import ProcmapError

PARTS = ("title", "what", "why", "legitimate", "changes", "statement", "question", "would_refute")
"""What is said of a pattern (up to `changes`) and of one finding of it. Only the last three may name values of the finding."""


@dataclass(frozen=True)
class PatternWords:
    """What a pattern says in one language.

    Attributes:
        parts: The text of each of PARTS.
        thresholds: What each threshold means.
        figures: What the report calls each figure of the evidence.
        aspects: By aspect of a finding, the parts that it says otherwise.
    """

    parts: Mapping[str, str]
    thresholds: Mapping[str, str]
    figures: Mapping[str, str]
    aspects: Mapping[str, Mapping[str, str]]

    def told(self, part: str, aspect: str = "") -> str:
        """One of PARTS, as the aspect says it where it says it otherwise."""
        return self.aspects.get(aspect, {}).get(part, self.parts[part])


@dataclass(frozen=True)
class PatternFolder:
    """Where all of a pattern stands: GROUP/NAME, which holds detector.py."""

    group: str
    name: str
    place: Traversable

    def text(self, file: str) -> str:
        """What one of its files says; "" where it is missing."""
        found = self.place / file
        return found.read_text(encoding="utf-8") if found.is_file() else ""


@cache
def pattern_folders() -> Mapping[str, PatternFolder]:
    """The patterns' folders by their names, in the order of group and name."""
    return {
        place.name: PatternFolder(group.name, place.name, place)
        for group in _folders(files("procmap.detectors"))
        for place in _folders(group)
        if (place / "detector.py").is_file()
    }


@cache
def pattern_words(name: str, language: str) -> PatternWords:
    """The words of a pattern.

    Raises:
        ProcmapError: A part is missing.
    """
    folder, file = pattern_folders()[name], f"words.{language}.toml"
    found: dict[str, Any] = tomllib.loads(folder.text(file))
    if missing := [part for part in PARTS if not found.get(part)]:
        raise ProcmapError("detectors.words_missing", path=str(folder.place / file), missing=", ".join(missing))
    return PatternWords(
        {part: found[part] for part in PARTS}, found.get("thresholds", {}), found.get("figures", {}), found.get("aspect", {})
    )


def _folders(parent: Traversable) -> list[Traversable]:
    return sorted((entry for entry in parent.iterdir() if entry.is_dir()), key=lambda folder: folder.name)
