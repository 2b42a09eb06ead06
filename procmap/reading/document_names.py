"""What offices number: headings that name a document or a file, and with it the case that it stands for."""

from __future__ import annotations

import re

from procmap.reading.names import ARTICLES, NUMBER_WORDS, OF_THE_CASE, PARTS, words_of
from procmap.reading.outsiders import names_outsider

DOCUMENTS = frozenset("""
acte affaire arrete autorisation bc bdc bon bordereau bordereaux candidature commande contrat convention courrier courriers
declaration deliberation demande devis dossier facture mandat marche permis pv reclamation requete sinistre subvention ticket
file invoice letter mail order permit purchase""".split())  # noqa: SIM905 - words read best unquoted
"""Words for what offices number."""

ORDERED = frozenset("application claim file invoice letter order permit request".split())  # noqa: SIM905 - words read best unquoted
"""English words for what offices number: as the last of a heading they say it whatever stands before ("work order")."""

COMPOUND = re.compile(
    r"(?:akten|aanvraag|aanvraags|antrags?|auftrags?|beleg|beschwerde|besluit|bestell|bestel|bestellungs|bon|contract|dokumenten?|"
    r"dossier|factuur|falls?|geschafts|inkoop|klacht|mandats?|meldings?|order|rechnungs?|registratie|sach|ticket|verfahrens|vertrags?|"
    r"verzoek|vorgangs?|zaak)(?:nummer|num|nr|kennzeichen|zeichen|id)"
)
"""German and Dutch headings of one word that say the number of a document: "Belegnr", "Factuurnummer"."""

NO_DOCUMENTS = frozenset("""
article batiment client commune compte departement etablissement event evenement fournisseur insee ligne line lot mois ordre page
parcelle inventaire serie vehicule immatriculation equipement materiel compteur asset device vehicle serial item
product inventory meter building room
piece poste postal rang row rue salle secteur semaine sequence siren siret site step tel telephone tiers usager version
zone""".split())  # noqa: SIM905 - words read best unquoted
"""Words for what bears a number and is no case: the number of a supplier, of a line, of a thing."""


PARTS_OF_DOCUMENT = frozenset("lot lots los item ligne line position tranche parcel partida lotto perceel".split())  # noqa: SIM905 - words read best unquoted
"""Words of columns that number the parts of a document, of which each may pass the whole procedure alone."""


def names_part(name: str) -> bool:
    """Whether a heading numbers the parts of a document."""
    return bool(set(words_of(name)) & PARTS_OF_DOCUMENT)


def names_document(name: str) -> bool:
    """Whether a heading says the number of a document or of a file: "N° BC", "Courrier n°", "Bordereau"."""
    words = frozenset(words_of(name)) - ARTICLES
    if any(map(COMPOUND.fullmatch, words)):
        return True
    noun = frozenset(word for word in words - NUMBER_WORDS if word.isalpha())
    others = {word for kind in PARTS if kind != "case" for word in PARTS[kind]} | NO_DOCUMENTS
    if not noun or noun & others or (names_outsider(name) and not noun & DOCUMENTS):
        return False
    is_ordered = words_of(name)[-1] in ORDERED and not words & OF_THE_CASE
    return bool(words & NUMBER_WORDS) or noun <= DOCUMENTS or is_ordered
