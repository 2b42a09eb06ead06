"""What a state says of the case that is in it: that work goes on, or waits to be done."""

from __future__ import annotations

import re
from functools import cache

from procmap.procedures.folding import fold

AT_WORK = re.compile(
    r"""(?: (?:dossier|demande|statut|etat|mise|mis|tache|status|state|case|request|ticket)\ )*
    (?: (?: en\ (?:cours|instruction|construction|attente|traitement|preparation|examen|analyse|etude|verification|redaction|
                   relecture|suspens|souffrance)
          | (?:a|reste\ a)\ (?:traiter|instruire|valider|signer|viser|verifier|completer|corriger|examiner|etudier)
          | en\ (?:appel|cassation|recours|litige|contentieux|mediation|conciliation|negociation|arbitrage|delibere|instance|
                   revision|concertation|consultation|enquete|expertise|reexamen|signature|validation|controle|correction|
                   reparation|livraison|commande|relance)
          | in\ (?:progress|process|review|examination|preparation) | under\ (?:review|examination|preparation|investigation)
          | (?:in|on|under)\ (?:appeal|dispute|litigation|mediation|negotiation|arbitration|consideration|consultation|repair)
          | on\ hold | being\ processed | pending | awaiting | waiting | to\ be\ (?:processed|reviewed|approved|signed|completed)
          | in\ bearbeitung | wartend | in\ behandeling | in\ afwachting | en\ curso | en\ tramite | pendiente
          | em\ curso | em\ andamento | pendente | in\ corso | in\ lavorazione | in\ attesa
        )(?:\ .*)?
      | (?!(?:convention|autorisation|abonnement|location|concession|delegation|habilitation|inscription|adhesion|cotisation|
              procuration|prestation|mission|session|formation|logement|saison)\ |aucune?\ |sans\ )
        (?: \w+(?:tion|sion|ment|age|yse|ure) | examen | etude | visa | avis | controle | appel | recours | expertise | enquete
          | relance | litige | contentieux | reprise | depot | envoi | paiement | devis | arbitrage | audit | verif )
        (?:\ \w+){0,3}?\ en\ (?:cours|attente|suspens)(?:\ de?\ .*)?
      | (?!(?:no|not|nothing|none|never)\ )(?:\w+\ ){1,3}(?:in\ progress|pending|ongoing|under\ way|underway)
      | ouverte? | suspendue? | open | opened | queued | assigned | draft | brouillon | suspended
    )""",
    re.VERBOSE,
)
"""A folded state of work in progress: "en attente de pièces", "en appel", "transaction en cours"; single words only where nothing
follows. What is in force is none ("convention en cours")."""

OVER = re.compile(r"\b(?:fin|finie?|terminee?s?|ecoulee?|validite|vigueur|end|ended|over|elapsed|done|completed)\b")
"""Words of what is over, or in force: "en cours de validité", "waiting period over"."""


@cache
def is_at_work(state: str) -> bool:
    """Whether a state, as a label or an outcome names it, says that its case is being worked on or waits for work."""
    text = fold(state)
    return AT_WORK.fullmatch(text) is not None and OVER.search(text.replace("to be completed", "")) is None

STATE = re.compile(
    r"""(?: new | nouveau | nouvelle | accept(?:ed|ee?) | refus(?:ed|ee?) | reject(?:ed)? | rejetee? | approved | approuvee?
      | validee? | assigned | affectee? | attribuee? | unmatched | matched | resolved | resolue? | clos(?:ed|e)? | cloturee?
      | complete[de]? | completee? | incomplete? | done | finished | terminee? | cancell?ed | annulee? | abandoned | abandonnee?
      | sent | envoyee? | received | recue? | started | commencee? | demarree? | reopened | rouverte? | archived | archivee?
      | publishe?d | publiee? | signed | signee? | paid | payee? | transmi[st]e? | deposee? | submitted | soumise? | initiated
      | queued
    )""",
    re.VERBOSE,
)
"""A folded label that is nothing but the state a case is in."""

WITHIN = re.compile(r"\s*[/+|]\s*|\s+[-–:]\s+")
"""What parts a state from the state within it: "Accepted/Wait", "Queued + Awaiting assignment"."""

STANDS = re.compile(r"(?:wait|hold|attente|pause|warten|wacht)\b.*")
"""A folded state within another one that says that the case stands still."""


@cache
def is_state(label: str) -> bool:
    """Whether a label names nothing but the state of a case: "Queued", "Refusé", "En attente"."""
    if STATE.fullmatch(fold(label)) is not None or is_at_work(label):
        return True
    state, *within = WITHIN.split(label, maxsplit=1)
    return any(is_state(state) and (is_state(one) or STANDS.fullmatch(fold(one)) is not None) for one in within)
