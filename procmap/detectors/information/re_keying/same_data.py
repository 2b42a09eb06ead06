"""Whether two entries may write the same data: a delivery is created after an order, it is not the order typed again."""

from __future__ import annotations

from procmap.detectors.same_object import GENERAL, STEM
from procmap.procedures import StepClass, Vocabulary, without_repetition

PLACE = frozenset({"in", "into", "to", "on", "dans", "sur", "vers"})
"""Words after which a label says where the data go, and no longer which."""

DATA = frozenset({"data", "donnees", "information", "informations", "details", "record", "records"})
"""Words for whatever is entered."""

ENTERS = frozenset({StepClass.ENTRY, StepClass.RE_ENTRY})


def same_data(first: str, second: str, vocabulary: Vocabulary) -> bool:
    """Whether nothing in two labels says that they enter different things.

    What they name before the place it is entered in must be equal, or one part of the other. A label that names nothing
    ("Data entry", "Entry in the finance system") may enter whatever the other does.
    """
    one, other = _named(first, vocabulary), _named(second, vocabulary)
    return one <= other or other <= one


def _named(label: str, vocabulary: Vocabulary) -> frozenset[str]:
    words = without_repetition(label).split()
    end = next((at for at, word in enumerate(words) if word in PLACE), len(words))
    left = (word for word in words[:end] if word not in GENERAL | DATA)
    return frozenset(word[:STEM] for word in left if not vocabulary.classes_of(word) & ENTERS)
