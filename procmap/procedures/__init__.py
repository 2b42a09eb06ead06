"""What a step is called, what that tells, and what protects it."""

from procmap.procedures.folding import fold
from procmap.procedures.groups import Group
from procmap.procedures.label_language import language_of
from procmap.procedures.lexicon import classify
from procmap.procedures.lexicon_file import CLASSES
from procmap.procedures.outcomes import outcome_of, outcome_value
from procmap.procedures.repetition import without_repetition
from procmap.procedures.step_class import Classes, StepClass
from procmap.procedures.vocabulary import NOT, PLAIN, WORDS, Vocabulary

__all__ = [
    "CLASSES",
    "NOT",
    "PLAIN",
    "WORDS",
    "Classes",
    "Group",
    "StepClass",
    "Vocabulary",
    "classify",
    "fold",
    "language_of",
    "outcome_of",
    "outcome_value",
    "without_repetition",
]
