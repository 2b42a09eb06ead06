"""Words that office software cuts short in its headings: "DAT_ETAPE", "LIB_SRV", "Dt. action"."""

from __future__ import annotations

from collections.abc import Sequence

FULL = {
    "dt": "date", "dat": "date", "dte": "date", "heu": "heure", "hre": "heure", "hr": "heure", "hh": "heure",
    "lib": "libelle", "libel": "libelle", "cod": "code", "cd": "code", "evt": "evenement", "evnt": "evenement", "evn": "evenement",
    "etp": "etape", "opr": "operation", "uti": "utilisateur", "util": "utilisateur", "usr": "user", "agt": "agent",
    "srv": "service", "svc": "service", "serv": "service", "dpt": "departement", "dept": "departement", "eqp": "equipe",
    "dos": "dossier", "doss": "dossier", "dmd": "demande", "cde": "commande", "cmd": "commande", "fact": "facture",
    "stat": "statut", "deb": "debut", "mnt": "montant", "resp": "responsable", "nbr": "nombre", "nb": "nombre",
}  # fmt: skip
"""The word that each stands for, in a heading of several words: alone it may be anything."""


def in_full(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a heading, those cut short as they are in full."""
    return tuple(FULL.get(word, word) for word in words) if len(words) > 1 else tuple(words)
