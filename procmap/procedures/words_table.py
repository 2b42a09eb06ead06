"""The table [words] of procmap.toml as a Vocabulary, and back into the options that run.toml keeps.

    [words]                          # phrases that find a class, in the syntax of phrases.py, beside those of the lexicon
    approval = ["red stamp"]
    unfavourable = ["red card"]      # what a label, or a value of the outcome column, says of the outcome

    [words.labels]                   # single labels: what they are, and with "!" what they are not
    "Step 7" = ["approval"]
    "Quality control" = ["!check"]

    [words.groups]                   # groups of classes (lexicon/groups.toml): what belongs to them too, and with "!" what does not
    deciding = ["notification"]

The names are those of WORDS: the classes of steps, favourable and unfavourable. Groups are of classes only.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from procmap.errors import UsageError
from procmap.procedures.groups import Group
from procmap.procedures.lexicon_file import CLASSES
from procmap.procedures.phrases import pattern_of
from procmap.procedures.vocabulary import NOT, WORDS, Vocabulary

TABLE = "words"
LABELS = "labels"
GROUPS = "groups"


def read_words(table: Mapping[str, Any], path: str) -> Vocabulary:
    """What the table declares; everything in it is checked before any work.

    Args:
        table: As TOML gives it.
        path: The file, for the message.

    Raises:
        UsageError: An unknown class, a phrase that cannot be read, a value that is no text nor list of texts.
    """
    phrases = {}
    for name, given in table.items():
        if name not in {LABELS, GROUPS}:
            setting = f"{TABLE}.{name}"
            _known(name, (*WORDS, LABELS, GROUPS), setting, path)
            phrases[name] = _phrases(_texts(given, setting, '["..."]', path), setting, path)
    labels, groups = _named(table, LABELS, WORDS, path), _named(table, GROUPS, CLASSES, path)
    for name in groups:
        _known(name, tuple(Group), f"{TABLE}.{GROUPS}", path, "procedures.unknown_group")
    return Vocabulary(*(tuple(sorted(found.items())) for found in (phrases, labels, groups)))


def chosen_words(vocabulary: Vocabulary) -> list[tuple[str, tuple[str, ...]]]:
    """What is declared as (name, value), for run.toml."""
    found = [(f"{TABLE}.{name}", phrases) for name, phrases in vocabulary.phrases]
    found += [(f"{TABLE}.{LABELS}.{label}", names) for label, names in vocabulary.labels]
    return found + [(f"{TABLE}.{GROUPS}.{group}", names) for group, names in vocabulary.groups]


def words_from_chosen(chosen: Mapping[str, Any], path: str) -> Vocabulary:
    """The vocabulary that `chosen_words` came from; names without the leading "words."."""
    table: dict[str, Any] = {LABELS: {}, GROUPS: {}}
    for name, value in chosen.items():
        within, _, rest = name.partition(".")
        (table[within] if within in {LABELS, GROUPS} else table)[rest or name] = list(value)
    return read_words(table, path)


def _named(table: Mapping[str, Any], within: str, known: tuple[str, ...], path: str) -> dict[str, tuple[str, ...]]:
    """What is said of single labels or groups: names of `known`, each with or without NOT."""
    given = table.get(within, {})
    if not isinstance(given, Mapping):
        raise UsageError("config.not_a_table", path=path, name=f"{TABLE}.{within}")
    found = {}
    for key, names in given.items():
        setting = f'{TABLE}.{within}."{key}"'
        found[key] = _texts(names, setting, '["approval", "!check"]', path)
        for name in found[key]:
            _known(name.removeprefix(NOT), known, setting, path)
    return found


def _known(name: str, known: tuple[str, ...], setting: str, path: str, error: str = "procedures.unknown_word") -> None:
    if name not in known:
        nearest = (get_close_matches(name, known, n=1, cutoff=0.0) or known)[0]
        raise UsageError(error, path=path, setting=setting, name=name, nearest=nearest, known=", ".join(known))


def _phrases(phrases: tuple[str, ...], setting: str, path: str) -> tuple[str, ...]:
    for phrase in phrases:
        try:
            pattern_of([phrase])
        except ValueError as error:
            raise UsageError("procedures.unreadable_phrase", path=path, setting=setting, phrase=phrase) from error
    return phrases


def _texts(given: Any, setting: str, example: str, path: str) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list) or not all(isinstance(text, str) for text in listed):
        raise UsageError("config.wrong_value", path=path, setting=setting, value=str(given), example=f"{setting} = {example}")
    return tuple(listed)
