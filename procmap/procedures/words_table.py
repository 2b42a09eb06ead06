"""The table [words] of procmap.toml as a Vocabulary, and back into the options that run.toml keeps.

    [words]                          # phrases that find a class, in the syntax of phrases.py, beside those of the lexicon
    approval = ["red stamp"]
    unfavourable = ["red card"]      # what a label, or a value of the outcome column, says of the outcome

    [words.labels]                   # single labels: what they are, and with "!" what they are not
    "Step 7" = ["approval"]
    "Quality control" = ["!check"]

The names are those of WORDS: the classes of steps, favourable and unfavourable.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from procmap.errors import UsageError
from procmap.procedures.phrases import pattern_of
from procmap.procedures.vocabulary import NOT, WORDS, Vocabulary

TABLE = "words"
LABELS = "labels"


def read_words(table: Mapping[str, Any], path: str) -> Vocabulary:
    """What the table declares; everything in it is checked before any work.

    Args:
        table: As TOML gives it.
        path: The file, for the message.

    Raises:
        UsageError: An unknown class, a phrase that cannot be read, a value that is no text nor list of texts.
    """
    labels = table.get(LABELS, {})
    if not isinstance(labels, Mapping):
        raise UsageError("config.not_a_table", path=path, name=f"{TABLE}.{LABELS}")
    phrases = {}
    for name, given in table.items():
        if name != LABELS:
            setting = f"{TABLE}.{name}"
            _known(name, (*WORDS, LABELS), setting, path)
            phrases[name] = _phrases(_texts(given, setting, '["..."]', path), setting, path)
    said = {}
    for label, given in labels.items():
        setting = f'{TABLE}.{LABELS}."{label}"'
        said[label] = _texts(given, setting, '["approval", "!check"]', path)
        for name in said[label]:
            _known(name.removeprefix(NOT), WORDS, setting, path)
    return Vocabulary(tuple(sorted(phrases.items())), tuple(sorted(said.items())))


def chosen_words(vocabulary: Vocabulary) -> list[tuple[str, tuple[str, ...]]]:
    """What is declared as (name, value), for run.toml."""
    found = [(f"{TABLE}.{name}", phrases) for name, phrases in vocabulary.phrases]
    return found + [(f"{TABLE}.{LABELS}.{label}", names) for label, names in vocabulary.labels]


def words_from_chosen(chosen: Mapping[str, Any], path: str) -> Vocabulary:
    """The vocabulary that `chosen_words` came from; names without the leading "words."."""
    table: dict[str, Any] = {LABELS: {}}
    for name, value in chosen.items():
        if name.startswith(f"{LABELS}."):
            table[LABELS][name.removeprefix(f"{LABELS}.")] = list(value)
        else:
            table[name] = list(value)
    return read_words(table, path)


def _known(name: str, known: tuple[str, ...], setting: str, path: str) -> None:
    if name not in known:
        nearest = (get_close_matches(name, known, n=1, cutoff=0.0) or known)[0]
        raise UsageError("procedures.unknown_word", path=path, setting=setting, name=name, nearest=nearest, known=", ".join(known))


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
