"""Whether a label says that somebody puts his name to something."""

from __future__ import annotations

import re

from procmap.log.people import is_outsider
from procmap.procedures.folding import fold
from procmap.procedures.step_class import StepClass

_SIGNS = re.compile(
    r"\b(?:sign(?:s|ed|ing|e|ee|er|es|ature|atures)?|unterschr\w+|unterzeichn\w*|ondertek\w*|getekend|firma[rd]?\w*|firmato|"
    r"assinatura|assinado|assinar)\b"
)

_BY = re.compile(r"\b(?:par|by|von|door|da|por|chez|cote)\b")


def is_signature(label: str) -> bool:
    """Whether the step is a signature: "Signature of the director", "Bescheid unterschreiben"."""
    return _SIGNS.search(fold(label)) is not None


def signs_act(label: str, classes: frozenset[StepClass]) -> bool:
    """Whether the step makes an act by a signature, whoever looks at it afterwards: a contract, a decree, a lease.

    Args:
        label: Of the step.
        classes: What its words say.
    """
    return StepClass.DECISION in classes and is_signature(label)


def signed_outside(label: str) -> bool:
    """Whether the step is the signature of those for whom the work is done: "Signature du titulaire", "Signed by customer"."""
    return is_signature(label) and is_outsider(_BY.sub(" ", _SIGNS.sub(" ", fold(label))))
