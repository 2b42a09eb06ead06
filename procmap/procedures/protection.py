"""Steps that a text protects: what must not be proposed of them, on which basis, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from procmap.procedures.folding import content_words
from procmap.procedures.phrases import padded, pattern_of, without

_KEYS = {"id", "status", "phrases", "none", "context", "basis", "confidence", "checked_on", "forbids", "fr", "en"}
_OPTIONAL = {"status", "none", "context"}
_CONFIDENCE = ("certain", "likely", "verify")


@dataclass(frozen=True)
class Protection:
    """What protects a step.

    Attributes:
        identity: Of the entry in the register.
        status: "legal"; "local_rule" for what the authority's own rules impose; "unknown" for a text to be checked.
        basis: The articles.
        confidence: "certain", "likely" or "verify".
        checked_on: The day of the check, ISO 8601.
        why: The rule in one sentence, by language ("fr", "en").
        forbids: Changes that must not be proposed, by their `op`.
    """

    identity: str
    status: str
    basis: str
    confidence: str
    checked_on: str
    why: tuple[tuple[str, str], ...]
    forbids: tuple[str, ...]

    def reason(self, language: str) -> str:
        """The rule in one sentence."""
        return dict(self.why)[language]


@dataclass(frozen=True)
class _Entry:
    protection: Protection
    sought: re.Pattern[str]
    masked: re.Pattern[str] | None
    context: re.Pattern[str] | None


def protection_of(label: str, context_labels: Sequence[str]) -> Protection | None:
    """What protects the step of this label, or None: then nothing in the register does, which proves no freedom.

    Args:
        label: An activity of the log.
        context_labels: All activities of the log: some phrases protect only in a procedure that other labels reveal.
            The label itself is no context.
    """
    text = padded(content_words(label))
    around = [padded(content_words(other)) for other in context_labels if other != label]
    for entry in _register():
        if not entry.sought.search(without(text, entry.masked)):
            continue
        if entry.context is None or any(entry.context.search(other) for other in around):
            return entry.protection
    return None


@cache
def _register() -> tuple[_Entry, ...]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files("procmap.procedures") / "protection.yml").read_text(encoding="utf-8")
    return tuple(_entry(written) for written in yaml.load(text, Loader=loader))  # noqa: S506 - either is a safe loader


def _entry(written: dict[str, Any]) -> _Entry:
    if set(written) - _KEYS or _KEYS - _OPTIONAL - set(written) or written["confidence"] not in _CONFIDENCE:
        raise ValueError(f"protection.yml: {written.get('id')}")
    sought = _pattern(written["phrases"])
    assert sought is not None
    return _Entry(
        protection=Protection(
            identity=written["id"],
            status="unknown" if written["confidence"] == "verify" else written.get("status", "legal"),
            basis=written["basis"],
            confidence=written["confidence"],
            checked_on=written["checked_on"],
            why=(("fr", written["fr"]), ("en", written["en"])),
            forbids=tuple(written["forbids"]),
        ),
        sought=sought,
        masked=_pattern(written.get("none", "")),
        context=_pattern(written.get("context", "")),
    )


def _pattern(phrases: str) -> re.Pattern[str] | None:
    return pattern_of(phrase.strip() for phrase in phrases.split(",") if phrase.strip())
