"""Words for those for whom the work is done, or who supply it: they act in no step of the house."""

from __future__ import annotations

from procmap.log.people.words import WORD, fold

OUTSIDE = frozenset("""
demandeur demandeuse beneficiaire usager client cliente fournisseur tiers candidat candidate petitionnaire requerant plaignant
administre contribuable proprietaire locataire patient patiente eleve etudiant etudiante parent titulaire applicant requester
customer supplier vendor contractor claimant citizen tenant student pupil beneficiary contact interlocuteur destinataire
recipient attributaire""".split())  # noqa: SIM905 - words read best unquoted

BESIDE = frozenset("le la les l du de the external externe exterieur outside".split())  # noqa: SIM905 - words read best unquoted


def is_outsider(group: str) -> bool:
    """Whether a group is those for whom the work is done: "Applicant", "Le demandeur"; "Customer service" is of the house."""
    words = {word.removesuffix("s") for word in WORD.findall(fold(group))} - BESIDE
    return bool(words) and words <= OUTSIDE
