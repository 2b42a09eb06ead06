"""Whether two labels name a control of the same thing."""

from __future__ import annotations

import re

from procmap.procedures import PLAIN, Group, StepClass, Vocabulary, without_repetition

GENERAL = frozenset(
    {
        "dossier", "dossiers", "demande", "demandes", "projet", "file", "files", "case", "cases", "request", "application",
        "claim", "form", "formulaire", "service", "par", "pour", "au", "by", "for", "in", "on", "sur", "en", "dans", "avec",
        "chef", "directeur", "directrice", "direction", "responsable", "president", "bureau", "pole", "agent", "hierarchique",
        "hierarchie", "general", "generale", "adjoint", "head", "director", "manager", "supervisor", "officer", "department",
        "office", "team", "final", "finale", "rapide", "quick", "detaille", "detailed", "interne", "internal", "n1", "n2",
    },
)
"""Words that name no object of their own: the case as such, who does it, how."""

NUMBER = re.compile(r"\b\d+\b")

STEM = 5
"""Letters by which two words are taken for one: inflections differ at the end."""


def same_object(one: str, other: str, vocabulary: Vocabulary = PLAIN) -> bool:
    """Whether the second label repeats the first: equal without words of repetition, or a control of the same object.

    Without its words of repetition, of checking and of a general kind, a label is its object: "Contrôle budgétaire" and
    "Vérification budgétaire par les finances" share "budge". The objects must be equal, or one part of the other. Two
    approvals are only compared as a whole: the same object is approved by several levels, which is another pattern. A number
    tells a repetition only of what the vocabulary knows as a control: "Step 4" and "Step 7" are two steps.
    """
    if without_repetition(one) == without_repetition(other):
        controls = vocabulary.group(Group.CONTROLLING)
        return not NUMBER.search(f"{one} {other}") or any(vocabulary.classes_of(label) & controls for label in (one, other))
    if any(StepClass.APPROVAL in vocabulary.classes_of(label) for label in (one, other)):
        return False
    first, second = _object(one, vocabulary), _object(other, vocabulary)
    return bool(first and second) and (first <= second or second <= first)


def prepares(step: str, check: str, vocabulary: Vocabulary = PLAIN) -> bool:
    """Whether the step names all that the check is about: "Compute aid ceiling" comes before "Aid ceiling check"."""
    checked = _object(check, vocabulary)
    return bool(checked) and checked <= _object(step, vocabulary)


def _object(label: str, vocabulary: Vocabulary) -> frozenset[str]:
    controls = vocabulary.group(Group.CONTROLLING)
    words = [word for word in without_repetition(label).split() if word not in GENERAL]
    return frozenset(word[:STEM] for word in words if not vocabulary.classes_of(word) & controls)
