"""Whether the values of a column look like those of a kind."""

from __future__ import annotations

from collections.abc import Callable

from procmap.reading.names import PARTS, rank, words_of
from procmap.reading.outcomes import YES_OR_NO, may_be_outcome
from procmap.reading.profile import Profile
from procmap.reading.transitions import step_of

WEAK = frozenset("""
reference ref numero identifiant id n no nr num number key cle demande incident ticket libelle intitule statut etat
status state phase stage
event evenement operation action acte date data time name profil profile section division unit unite queue desk""".split())  # noqa: SIM905 - words read best unquoted
"""Names that mean their kind only if the values fit too."""

MOST_TRANSITIONS = 200
"""Different words of a column of transitions."""


def _is_measure(kind: str, it: Profile) -> bool:
    """Whether a column holds decimals; whole ones (10861.0) are numbers of cases or people where the name says so."""
    is_named = rank(kind, it.name) is not None or bool(set(words_of(it.name)) & set(PARTS[kind]))
    return it.fractions >= 0.5 and not (is_named and it.whole == it.fractions)


FITS: dict[str, Callable[[Profile], bool]] = {
    "time": lambda it: it.dates >= 0.5,
    "start": lambda it: it.dates >= 0.5,
    "case": lambda it: it.dates < 0.5 and not _is_measure("case", it),
    "activity": lambda it: it.dates < 0.5 and not _is_measure("activity", it),
    "lifecycle": lambda it: it.distinct <= MOST_TRANSITIONS and any(step_of(value) is not None for value in it.values),
    "instance": lambda it: it.dates < 0.5,
    "resource": lambda it: it.dates < 0.5 and not _is_measure("resource", it),
    "role": lambda it: it.dates < 0.5 and not _is_measure("role", it) and it.distinct <= 2000,
    "amount": lambda it: it.numbers >= 0.8 and it.dates < 0.5 and it.distinct > 1 and it.negative <= 0.05,
    "outcome": lambda it: it.distinct <= 50 and it.fractions < 0.5 and may_be_outcome(it),
    "channel": lambda it: it.dates < 0.5 and it.distinct <= 50 and it.fractions < 0.5,
    "deadline": lambda it: it.dates >= 0.5,
    "delegation": lambda it: bool(it.values) and {value.casefold() for value in it.values} <= YES_OR_NO,
}


def is_weak(name: str) -> bool:
    """Whether a name means its kind only if the values fit too."""
    return "".join(words_of(name)) in WEAK


def fits_weakly(kind: str, it: Profile) -> bool:
    """Whether the values look like those of the kind, for names that do not say enough."""
    if kind == "case":
        return it.repeats and it.filled > 0.5 * it.rows
    if kind == "activity":
        return it.numbers < 0.9 and it.distinct <= max(50, it.filled // 5) and it.repeats
    if kind in {"resource", "role"}:
        return it.repeats and it.numbers < 0.9
    return True
