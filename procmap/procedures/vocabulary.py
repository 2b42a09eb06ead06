"""The lexicon with what the user declares: further phrases, and what single labels are or are not.

The table [words] of procmap.toml, read by config, comes here: phrases by class beside those of the lexicon, and for a label
all the classes that it has beside the lexicon's, or with "!" those that it has not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from procmap.procedures.folding import content_words
from procmap.procedures.groups import Group, groups
from procmap.procedures.lexicon import IMPLIED, classify, with_implied
from procmap.procedures.lexicon_file import CLASSES
from procmap.procedures.outcomes import Outcome, outcome_of, outcome_value
from procmap.procedures.phrases import Phrases, padded, pattern_of
from procmap.procedures.step_class import Classes, StepClass

OUTCOMES: Mapping[str, Outcome] = {"unfavourable": "negative", "favourable": "positive"}
"""What may be said of the outcome of a label or of a value of the outcome column, beside the classes."""

WORDS = (*CLASSES, "favourable", "unfavourable")
"""Everything that may be declared."""

NOT = "!"
"""Before a class: the label is not of it."""

Declared = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Vocabulary:
    """What labels mean in one run.

    Attributes:
        phrases: (name of WORDS, phrases that find it), in the syntax of `phrases`.
        labels: (label, names of WORDS that hold of it, or with NOT before them that do not). What a label is said to be
            takes precedence over phrases and lexicon. Case and spaces do not count.
        groups: (group of classes, classes that belong to it too, or with NOT before them that do not).
    """

    phrases: Declared = ()
    labels: Declared = ()
    groups: Declared = ()

    def group(self, name: Group) -> Classes:
        """The classes of a group: those of the lexicon, with what is declared."""
        said = next((names for group, names in self.groups if group == name), ())
        denied = {one.removeprefix(NOT) for one in said if one.startswith(NOT)}
        return groups()[name].union(StepClass(one) for one in said if not one.startswith(NOT)) - denied

    def classes_of(self, label: str) -> Classes:
        """The classes of a label; an unfavourable one is a refusal too, so that a case's way through it tells a refusal."""
        said = self._said(label)
        found = classify(label, {name: phrases for name, phrases in self.phrases if name in CLASSES})
        found |= with_implied(frozenset(StepClass(name) for name in said if name in CLASSES))
        found |= {StepClass.REFUSAL} if self._declared_outcome(label) == "negative" else set()
        denied = {name.removeprefix(NOT) for name in said if name.startswith(NOT)}
        left = found - denied
        # "!media_scan" takes the break of media along, unless another step on paper remains or it is said by itself.
        on_paper = {name for name, whole in IMPLIED.items() if whole == StepClass.MEDIA_BREAK}
        idle = {StepClass.MEDIA_BREAK} - set(said) if on_paper & denied else set()
        return left if on_paper & left else left - idle

    def outcome_of(self, label: str) -> tuple[str, Outcome | None]:
        """As `outcomes.outcome_of`: the label without its outcome word, and the outcome.

        Of a label whose outcome is declared the first is the label itself; where a phrase tells the outcome, it is cut out, so
        that "Feuille verte" and "Feuille rouge" meet.
        """
        text = padded(content_words(label))
        if declared := self._declared_outcome(label):
            pattern = self._outcome_pattern(declared)
            return " ".join((pattern.sub("", text) if pattern else text).split()), declared
        return self._unless_denied(label, text, *outcome_of(label, self.classes_of(label)))

    def outcome_value(self, value: str) -> Outcome | None:
        """As `outcomes.outcome_value`: the outcome that a value of an outcome column names."""
        return self._unless_denied(value, "", "", self._declared_outcome(value) or outcome_value(value))[1]

    def is_among(self, label: str, labels: Iterable[str]) -> bool:
        """Whether a label that is declared is one of those of a log."""
        return _plain(label) in map(_plain, labels)

    def _declared_outcome(self, label: str) -> Outcome | None:
        said = self._said(label)
        text = padded(content_words(label))
        for name, meant in OUTCOMES.items():
            if name in said:
                return meant
        for name, meant in OUTCOMES.items():
            pattern = self._outcome_pattern(meant)
            if NOT + name not in said and pattern and pattern.search(text):
                return meant
        return None

    def _unless_denied(self, label: str, text: str, key: str, outcome: Outcome | None) -> tuple[str, Outcome | None]:
        denied = {meant for name, meant in OUTCOMES.items() if NOT + name in self._said(label)}
        return (text.strip(), None) if outcome in denied else (key, outcome)

    def _outcome_pattern(self, meant: Outcome) -> Phrases | None:
        return _pattern(next((phrases for name, phrases in self.phrases if OUTCOMES.get(name) == meant), ()))

    def _said(self, label: str) -> tuple[str, ...]:
        return _by_label(self.labels).get(_plain(label), ())


PLAIN = Vocabulary()
"""The lexicon as it is, where nothing is declared."""


@cache
def _pattern(phrases: tuple[str, ...]) -> Phrases | None:
    return pattern_of(phrases)


@cache
def _by_label(labels: Declared) -> Mapping[str, tuple[str, ...]]:
    return {_plain(label): names for label, names in labels}


def _plain(label: str) -> str:
    return " ".join(unicodedata.normalize("NFC", label).casefold().split())
