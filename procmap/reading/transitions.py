"""The lifecycle transitions of XES, and the words that workflow engines, French and other exports use for them."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from procmap.reading.names import ARTICLES, words_of


class Step(StrEnum):
    """What a lifecycle row is to its activity instance."""

    START = "start"
    PROGRESS = "progress"
    END = "end"
    BREAK = "break"
    MARK = "mark"


STARTS = frozenset("""
start started starting begin began begun beginning debut debute debuter commence commencer commencement demarre demarrer demarrage
ouverture lance lancement inicio inicia iniciado iniciada comienzo beginn begonnen anfang gestartet gestart inizio iniziato
priseencharge""".split())  # noqa: SIM905 - words read best unquoted
PROGRESS = frozenset("""
inprogress progress encours encoursdetraitement entraitement active activate activated running executing ongoing claim claimed wip
inbearbeitung inbehandeling encurso incorso""".split())  # noqa: SIM905 - words read best unquoted
"""Work goes on: a start, unless other rows tell the starts."""
ENDS = frozenset("""
complete completed completion end ended ending finish finished fin fini termine terminer terminaison terminate terminated acheve
achevement fermeture cloture clos close closed resolve resolved done finalise realise ende fertig abgeschlossen beendet fine finito
completato completado finalizado voltooid afgerond""".split())  # noqa: SIM905 - words read best unquoted
BREAKS = frozenset("""
ateabort piabort withdraw withdrawn abort aborted abandon abandonne annule annulation cancel canceled cancelled fail failed exited
obsolete""".split())  # noqa: SIM905 - words read best unquoted
"""They end an activity that was started, and are nothing without a start."""
MARKS = frozenset("""
schedule scheduled assign assigned assignment reassign reassigned suspend suspended suspension resume resumed enable
enabled autoskip manualskip unknown suspendu suspens reprise repris reprendre pause paused enpause enattente wait
waiting pending ready pret reserve reserved create created creation cree planifie programme affecte affectation assigne
assignation allocate allocated offer offered delegate delegated forward forwarded release released""".split())  # noqa: SIM905 - words read best unquoted
"""They happen around an activity and are no part of its duration."""

STANDARD = frozenset("""
schedule assign reassign start suspend resume complete withdraw ateabort piabort autoskip manualskip unknown""".split())  # noqa: SIM905 - words read best unquoted
"""The transitions of XES itself: a column that holds nothing else is a lifecycle."""

BESIDE = frozenset("task activity work item workitem user job event tache activite etape traitement travail".split())  # noqa: SIM905 - words read best unquoted
"""What may stand before the word: "TaskCompleted", "tâche terminée"."""

STEPS = {Step.START: STARTS, Step.PROGRESS: PROGRESS, Step.END: ENDS, Step.BREAK: BREAKS, Step.MARK: MARKS}


@cache
def step_of(transition: str) -> Step | None:
    """What a transition is, whatever its case, accents, punctuation and gender; None where its words do not say."""
    words = words_of(transition)
    if not words:
        return None
    forms = [words, tuple(word for word in words if word not in BESIDE)]
    if len(words) > 1 and words[1] in ARTICLES:  # "fin de la tâche"
        forms.append(words[:1])
    for form in forms:
        joined = "".join(form)
        for spelling in (joined, joined.removesuffix("s"), joined.removesuffix("e"), joined.removesuffix("es")):
            for step, known in STEPS.items():
                if spelling in known:
                    return step
    return None


def is_standard(transition: str) -> bool:
    """Whether a transition is one of XES itself, or a common form of its start and complete."""
    return "".join(words_of(transition)) in STANDARD or step_of(transition) in {Step.START, Step.END}
