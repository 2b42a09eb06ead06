"""What a label or a value says of the outcome of a step: granted, or refused or sent back."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from procmap.procedures.folding import content_words, fold
from procmap.procedures.lexicon import classify
from procmap.procedures.lexicon_file import MAIN, OTHERS, lexicon
from procmap.procedures.phrases import padded
from procmap.procedures.step_class import Classes, StepClass

Outcome = Literal["positive", "negative"]

_CARRIES = frozenset(
    {
        StepClass.NOTIFICATION, StepClass.TRANSMISSION, StepClass.REWORK, StepClass.MEDIA_BREAK, StepClass.ARCHIVING,
        StepClass.RECEIVE_DOCUMENTS, StepClass.ANSWER,
    },
)
_JUDGES = frozenset({StepClass.APPROVAL, StepClass.CHECK, StepClass.OPINION})
_TOLD_BY_NOUNS = _JUDGES | {StepClass.DECISION, StepClass.REFUSAL}
_SAID: tuple[tuple[re.Pattern[str], Outcome], ...] = (
    (re.compile(r" (?:non|no)(?= $)"), "negative"),
    (re.compile(r" (?:oui|yes)(?= $)"), "positive"),
)
_VALUES: dict[str, Outcome] = {
    **dict.fromkeys(("oui", "yes", "y", "o", "true", "vrai", "pass", "passed", "go", "ja", "si"), "positive"),
    **dict.fromkeys(("non", "no", "n", "false", "faux", "fail", "failed", "nogo", "nein", "nee"), "negative"),
    **dict.fromkeys(("retour", "returned", "return"), "negative"),
}
_BY = frozenset({"par", "by", "durch", "vom", "von", "door", "dal", "dalla", "por"})
_REFUSALS = frozenset({"refus", "refusal", "rejet", "rejection", "absage", "ablehnung", "weigering", "rifiuto", "rechazo"})
_NEGATIVE_CLASSES = frozenset({StepClass.REFUSAL, StepClass.RETURN})


@cache
def outcome_of(label: str, classes: Classes | None = None) -> tuple[str, Outcome | None]:
    """The label without its outcome word, and the outcome; labels that share the first are one check with two ends.

    "Declaration REJECTED by BUDGET OWNER" and "Declaration FINAL_APPROVED by BUDGET OWNER" both give "declaration by
    budget owner". Words for approval ("visa", "validation") leave the key too, so that "Validation DGA" and "Rejet DGA"
    meet. A label that only carries a decision onwards ("Lettre de rejet", "Envoi du refus") has no outcome of its own.
    An empty key means that the label is nothing but the outcome ("Accepté"). A positive outcome alone says little: only
    with its refusing twin in the log is it the outcome of a check.

    Args:
        label: The label as the log spells it.
        classes: Its classes, where they are not the lexicon's.
    """
    classes = classify(label) if classes is None else classes
    text = padded(content_words(label))
    # A noun alone ("En attente de validation") tells of an outcome only where the lexicon finds an approval in it.
    key, outcome = _told(text, nouns=bool(classes & _TOLD_BY_NOUNS))
    if outcome is None or (classes & _CARRIES and not classes & _JUDGES):
        return text.strip(), None
    return key, outcome


def result_of(label: str) -> tuple[str, Outcome | None]:
    """What `outcome_of` says by a participle alone: "Visa granted" is a result, "Validation" the work that has one."""
    return outcome_of(label, frozenset())


def refuser(label: str) -> str:
    """Who refuses, as the label names them: "Refus du candidat", "Offer declined by applicant"; "" where it names nobody.

    Whom a participle follows is the refused: "Candidat refusé".
    """
    words = content_words(label)
    by = max((place for place, word in enumerate(words) if word in _BY), default=None)
    if by is not None:
        return " ".join(words[by + 1 :])
    return outcome_of(label)[0] if result_of(label)[1] is None and words and words[0] in _REFUSALS else ""


@cache
def outcome_value(value: str) -> Outcome | None:
    """The outcome that a value of an outcome column names; None when unsure (numbers, "en cours", an empty cell)."""
    folded = fold(value)
    if folded in _VALUES:
        return _VALUES[folded]
    text = padded(content_words(value))
    outcome = _told(text, nouns=True)[1]
    if outcome is None:
        classes = classify(value)
        return "negative" if classes & _NEGATIVE_CLASSES or StepClass.REQUEST_DOCUMENTS in classes else None
    return outcome


def _told(text: str, *, nouns: bool) -> tuple[str, Outcome | None]:
    """What remains of a padded label, and what it said: participles first, then nouns and verbs."""
    text = _cut(text, "qualifiers")[0]
    outcome: Outcome | None = None
    for kind in ("negative", "positive", "negative_nouns", "positive_nouns")[: 4 if nouns else 2]:
        text, found = _cut(text, kind)
        if found and outcome is None:
            outcome = "negative" if kind.startswith("negative") else "positive"
    for said, meant in _SAID:
        cut = said.sub("", text)
        if cut != text:
            text, outcome = cut, meant
    return " ".join(text.split()), outcome


def _cut(text: str, kind: str) -> tuple[str, bool]:
    before = text
    for language in (*MAIN, *OTHERS):
        pattern = lexicon(language).outcomes[kind]
        text = pattern.sub("", text) if pattern else text
    return text, text != before
