"""For whom a state lets a case wait, as its name says: "Wait - User", "Pending vendor", "En attente retour usager", "On hold"."""

from __future__ import annotations

from enum import Enum, auto

from procmap.log.people.outsiders import OUTSIDE
from procmap.procedures.folding import content_words


class WaitsFor(Enum):
    """For whom."""

    SOMEBODY_OUTSIDE = auto()
    """Every word of the name says so."""

    UNSAID = auto()
    """It names nobody, or somebody among other words."""


WAITS = frozenset({
    "wait", "waits", "waiting", "await", "awaiting", "pending", "hold", "attente", "warten", "wartet", "wacht", "wachten",
})  # fmt: skip

OTHERS = OUTSIDE | frozenset({
    "user", "caller", "utilisateur", "utilisatrice", "kunde", "kunden", "anwender", "lieferant", "antragsteller", "klant",
    "gebruiker", "leverancier", "aanvrager", "melder",
})  # fmt: skip

ANSWERS = frozenset("""
answer reply response feedback info information return input confirmation document action reponse retour complement piece
justificatif element precision renseignement antwort rueckmeldung ruckmeldung unterlage reactie antwoord
for on from by with to au par pour chez aupres auf von vom durch op voor van""".split())  # noqa: SIM905 - words read best unquoted
"""What is waited for, and how it is joined to who gives it: they say nothing against the outside."""

HOUSE = frozenset("""
service team support desk helpdesk department unit office manager agent group list queue account project test acceptance change
equipe direction bureau pole cellule guichet responsable groupe liste file compte projet recette commission cabinet
abteilung konto dienst afdeling""".split())  # noqa: SIM905 - words read best unquoted
"""With them the name speaks of the house, or of a thing: "Waiting for customer service", "En attente du service usagers"."""

PUT = frozenset("""
on en in put set mis mise placed place accepted status statut state etat im zustand""".split())  # noqa: SIM905 - words read best unquoted
"""What may stand before a state of waiting that names nobody."""

OVER = frozenset("""
fin end sortie levee reprise sans without no not plus ended over ohne ende zonder einde""".split())  # noqa: SIM905 - words read best unquoted
"""Before the word that waits they say that the wait is over, or that there is none."""


FORMER = frozenset("""
old previous former prior before from ancien ancienne precedent precedente anterieur avant origine initial initiale alt vorher
oud vorige""".split())  # noqa: SIM905 - words read best unquoted
"""Names of columns that hold the state that a row ends, and not the one that it begins."""


def is_of_state_before(column: str) -> bool:
    """Whether a column, by its name, holds the state that a row ends: "Ancien statut"."""
    return not FORMER.isdisjoint(content_words(column))


def waits_for(name: str) -> WaitsFor | None:
    """For whom a case in this state waits; None where the name speaks of no wait, or of one for the house."""
    words = [_one(word) for word in content_words(name)]
    at = next((place for place, word in enumerate(words) if word in WAITS), len(words))
    before, after = frozenset(words[:at]), [word for word in words[at + 1 :] if word not in WAITS]
    if at == len(words) or before & OVER or HOUSE & {*after}:
        return None
    if any(word in OTHERS for word in after):
        return WaitsFor.SOMEBODY_OUTSIDE if {*after} <= OTHERS | ANSWERS else WaitsFor.UNSAID
    return WaitsFor.UNSAID if not after and before <= PUT else None


def _one(word: str) -> str:
    """The word in the singular, where the plural is that of most words and these lists know the singular only."""
    single = word.removesuffix("s")
    return single if single in OTHERS | ANSWERS | HOUSE else word
