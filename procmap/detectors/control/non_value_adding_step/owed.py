"""Whether a label names what the procedure is for, or somebody outside: then the step is owed, whatever the figures say."""

from __future__ import annotations

from procmap.procedures import fold

DELIVERED = (
    "destr", "elimin", "pilon", "shred", "dispos", "livr", "deliver", "remis", "hand over", "handing over", "handover",
    "paiement", "payment", "paye", "versement", "mandat", "rembours", "reimburs", "publi", "affich", "notif", "signif",
    "signat", "signe", "sign", "certific", "attest", "delivr", "issue", "expedi", "dispatch", "despatch", "ship", "recept",
    "receipt", "accuse", "acknowledg", "legal", "prefect", "tribunal", "court", "greffe", "raa", "recueil", "archives",
)
"""Beginnings of words for deliveries and for what has an effect in law. Rather one too many: a step left out is only missed."""

OUTSIDE = (
    "usager", "demandeur", "applicant", "claimant", "citoyen", "citizen", "client", "customer", "benefici", "fournisseur",
    "supplier", "vendor", "candidat", "famille", "family", "requerant", "administre", "public", "partenaire", "partner",
    "extern", "outside", "assure", "patient", "eleve", "student", "titulaire", "holder", "agent", "employee", "interesse",
    "comptable", "accountant", "tresor",
)
"""Beginnings of words for somebody to whom the step is owed."""

BOOKS = frozenset(
    {
        "registre", "registres", "register", "registers", "chrono", "journal", "logbook", "log", "tableau", "tableaux", "suivi",
        "tracker", "tracking", "spreadsheet", "excel", "ged", "cahier", "diary",
    },
)
"""Words for what a service keeps for its own order: an entry there is no entry of data."""


def owed(label: str) -> bool:
    """Whether the label names a delivery, an effect in law or somebody outside."""
    text = f" {fold(label)}"
    return any(f" {beginning}" in text for beginning in DELIVERED + OUTSIDE)


def book(label: str) -> bool:
    """Whether the label names a register or a list kept for order."""
    return not BOOKS.isdisjoint(fold(label).split())
