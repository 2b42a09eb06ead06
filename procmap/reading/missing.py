"""Words that stand for nothing: NULL, #N/A, (vide), n.c. ... are no case, no step and nobody."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.engine import Engine
from procmap.reading.table import is_one_of_many

BRACKETS = ("()", "[]", "<>")


def _or_in_brackets(words: frozenset[str]) -> frozenset[str]:
    """The words, and each of them as exports put it in brackets: "(non affecté)"."""
    return words | {f"{around[0]}{word}{around[1]}" for word in words if word[0].isalpha() for around in BRACKETS}


SURE = _or_in_brackets(frozenset({
    "null", "nan", "none", "nil", "<null>", "<na>", "<none>", "<nan>", "<vide>", "<empty>", "(null)", "(none)", "(vide)", "(empty)",
    "(blank)", "(aucun)", "(aucune)", "[null]", "[vide]", "[empty]", "\\n", "n/a", "#n/a", "n.a.", "n.a", "n.c.", "n.c", "n/c",
    "n.r.", "n/r", "n.d.", "n/d", "s/o", "#ref!", "#valeur!", "#value!", "#nom?", "#name?", "#nul!", "#null!", "#null",
    "#vide", "#empty", "#div/0!",
    "#nombre!", "#num!", "#n/d", "#calc!", "empty", "undefined", "missing", "unspecified", "not specified",
    "not available", "not applicable",
    "non renseigné", "non renseignée", "non renseigne", "non renseignee", "non communiqué", "non communiquée", "non communique",
    "non précisé", "non précisée", "non precise", "non disponible", "non saisi", "non saisie", "non défini", "non définie",
    "non defini", "indéfini", "s.o.", "s.o", "à renseigner", "a renseigner", "vide",
}))  # fmt: skip
"""They mean nothing wherever they stand as the whole value; in lower case."""

DOUBTFUL = frozenset({"nc", "na", "nr", "nd"})
"""They mean nothing among words; among values of a few letters each they are codes or initials like the others."""

DASHES = frozenset({"-", "--", "---", "–", "—", "_", "__", ".", "..", "...", "…", "?", "??", "/", "//", "*"})
"""They mean nothing, unless other values are signs too: + and -."""

NOBODY = _or_in_brackets(frozenset({
    "inconnu", "inconnue", "unknown", "anonyme", "anonymous", "nobody", "unassigned", "not assigned", "non affecté", "non affectée",
    "non affecte", "à affecter", "a affecter", "à attribuer", "non attribué", "non attribuée", "non attribue", "non assigné",
    "non assignée", "aucun", "aucune", "personne",
}))  # fmt: skip
"""They mean nobody in the column of those who act."""

MAY_BE_OUTCOMES = frozenset({"missing", "empty", "vide"})
"""What a check may well find."""

CODE = 3
"""Letters of the longest values of a column of codes."""


def words_for_nothing(values: Iterable[str], kind: str | None = None) -> frozenset[str]:
    """The words, in lower case, that stand for nothing in a column.

    Args:
        values: Different values of the column, as a sample shows them.
        kind: What the column is taken as, if anything.
    """
    others = {value for value in values if (low := value.lower()) not in SURE and low not in DOUBTFUL and low not in DASHES}
    are_signs = any(not any(letter.isalnum() for letter in value) for value in others)
    are_codes = bool(others) and all(len(value) <= CODE and value.isalpha() for value in others)
    words = SURE | (frozenset() if are_codes else DOUBTFUL) | (frozenset() if are_signs else DASHES)
    if kind == "outcome":
        words -= MAY_BE_OUTCOMES
        if any(value.lower() in {"c", "conforme"} for value in others):
            words -= {"nc"}
    return words | NOBODY if kind == "resource" else words


def present(values: Iterable[str], words: frozenset[str]) -> bool:
    """Whether a word for nothing is among values."""
    return any(value.lower() in words for value in values)


def forget_nothing(engine: Engine, column: str, words: frozenset[str]) -> None:
    """Empty the values of a column of source_row that stand for nothing."""
    engine.run(f"update source_row set {column} = null where {is_one_of_many(column, words)}")
