"""What a decision is about, by the words of its label before those that decide: "Permit approved by ..." decides a permit."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.procedures.folding import content_words
from procmap.procedures.groups import Group
from procmap.procedures.vocabulary import PLAIN, Vocabulary

ACTORS = frozenset(
    {
        "chef", "cheffe", "directeur", "directrice", "direction", "responsable", "president", "presidente", "maire", "adjoint",
        "adjointe", "elu", "elue", "dgs", "dga", "dg", "bureau", "pole", "service", "agent", "hierarchie", "hierarchique",
        "general", "generale", "secretaire", "prefet", "head", "director", "manager", "supervisor", "officer", "department",
        "office", "team", "chief", "owner", "board", "mayor", "council", "committee", "unit", "of", "the", "by", "n1", "n2",
        "final", "finale",
    },
)  # fmt: skip
"""Words for who decides: what stands before the word that decides may be the subject of the sentence, and no object."""


def decided_object(label: str, actors: Iterable[str] = (), vocabulary: Vocabulary = PLAIN) -> str:
    """What the decision is about; "" for the case as such.

    Args:
        label: Of a decision, favourable or not.
        actors: Names of roles of the log: their words name who decides.
        vocabulary: What the words mean.
    """
    words, deciding = content_words(label), vocabulary.group(Group.DECIDING)
    key, outcome = vocabulary.outcome_of(label)
    end = next((at for at, word in enumerate(words) if vocabulary.classes_of(word) & deciding), None)
    if outcome is not None:
        # the key is the label without the words of its outcome: what both begin with stands before them
        said = next((at for at, (one, other) in enumerate(zip(words, key.split(), strict=False)) if one != other), len(key.split()))
        end = said if end is None else min(end, said)
    known = ACTORS.union(*(content_words(actor) for actor in actors))
    return " ".join(word for word in words[: end or 0] if word not in known)
