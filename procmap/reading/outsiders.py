"""Words for those for whom the work is done, or who supply it: they act in no step of it."""

from __future__ import annotations

from procmap.reading.names import words_of

OUTSIDE = frozenset("""
demandeur demandeuse beneficiaire usager client cliente fournisseur tiers candidat candidate petitionnaire requerant plaignant
administre contribuable proprietaire locataire patient patiente eleve etudiant etudiante parent titulaire applicant requester
customer supplier vendor contractor claimant citizen tenant student pupil beneficiary contact interlocuteur destinataire
recipient""".split())  # noqa: SIM905 - words read best unquoted


def names_outsider(name: str) -> bool:
    """Whether a heading says someone for whom the work is done: "Nom du demandeur", "Customer"."""
    return bool(set(words_of(name)) & OUTSIDE)
