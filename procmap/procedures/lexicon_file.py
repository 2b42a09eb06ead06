"""The lexicon's files: one per language, read once, refused whole at the first unknown key or empty phrase."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from procmap.procedures.phrases import Phrases, pattern_of
from procmap.procedures.step_class import StepClass

CLASSES = tuple(StepClass)
"""What a step may be, by its label. A label may be of several classes."""

MAIN = ("fr", "en")
"""Languages read in every label, in this order."""

OTHERS = ("es", "nl", "de", "it", "pt")
"""Languages read where French and English find nothing."""

_KEYS = {"language", "classes", "outcomes", "function_words"}
_OUTCOMES = ("positive", "negative", "positive_nouns", "negative_nouns", "qualifiers")

Pattern = Phrases | None


@dataclass(frozen=True)
class Lexicon:
    """The phrases of one language, compiled.

    Attributes:
        language: ISO 639-1 code.
        classes: Class -> (what hides words from it, what finds it).
        outcomes: Kind of outcome word -> pattern.
        function_words: Words that tell the language.
    """

    language: str
    classes: Mapping[StepClass, tuple[Pattern, Pattern]]
    outcomes: Mapping[str, Pattern]
    function_words: frozenset[str]


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language of MAIN or OTHERS.

    Raises:
        ValueError: The file holds an unknown key or class, or a phrase that means nothing: a fault of the file.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files("procmap.procedures") / "lexicon" / f"{language}.yml").read_text(encoding="utf-8")
    return _lexicon(language, yaml.load(text, Loader=loader))  # noqa: S506 - either is a safe loader


def _lexicon(language: str, written: Any) -> Lexicon:
    _only(written, _KEYS, language)
    _only(written["classes"], CLASSES, language)
    classes: dict[StepClass, tuple[Pattern, Pattern]] = {}
    for name, phrases in written["classes"].items():
        _only(phrases, ("any", "none"), f"{language} {name}")
        classes[StepClass(name)] = (pattern_of(_listed(phrases.get("none", ""))), pattern_of(_listed(phrases["any"])))
    outcomes = written.get("outcomes", {})
    _only(outcomes, _OUTCOMES, f"{language} outcomes")
    return Lexicon(
        language=language,
        classes=classes,
        outcomes={kind: pattern_of(_listed(outcomes.get(kind, ""))) for kind in _OUTCOMES},
        function_words=frozenset(written.get("function_words", "").split()),
    )


def _listed(text: str) -> list[str]:
    """The phrases between commas; a long one may go on in the next line after a `|`."""
    return [" ".join(phrase.split()).replace("| ", "|") for phrase in text.split(",") if phrase.strip()]


def _only(given: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise ValueError(f"{where}: {', '.join(map(str, unknown))}")
