"""Papers that those bring for whom the work is done, as labels name them: "Pièces demandées à la mairie"."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.log.people.outsiders import OUTSIDE
from procmap.procedures.folding import content_words

BROUGHT = frozenset("""
piece document doc justificatif element complement information info renseignement precision papier attestation certificat
paper proof evidence certificate attachment enclosure detail unterlage nachweis bijlage stuk""".split())  # noqa: SIM905 - words read best unquoted
"""What those bring for whom the work is done."""

ELSE = frozenset("""
avis opinion advice consultation visite visit inspection expertise expert rendez rdv appointment meeting reunion entretien interview
audience hearing convocation commission comite committee signature signe signee sign signed contrat contract convention agreement
devis quote quotation facture invoice paiement payment bon commande order livraison delivery travaux works chantier
formation training recours appeal""".split())  # noqa: SIM905 - words read best unquoted
"""What is waited for and was not missing: opinions, visits, appointments, signatures, deliveries."""


def names_what_is_brought(labels: Iterable[str]) -> bool:
    """Whether any label names papers or who brings them, and none something else that is waited for."""
    words = {_one(word) for label in labels for word in content_words(label)}
    return bool(words & (BROUGHT | OUTSIDE)) and not words & ELSE


def _one(word: str) -> str:
    """The word in the singular, where these lists know it so."""
    single = word.removesuffix("s")
    return single if single in BROUGHT | OUTSIDE | ELSE else word
