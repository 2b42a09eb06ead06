"""The pack decides, not the statistics: a step that never refuses and takes twenty days is proposed, unless a text requires it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest

from procmap.detectors import detect
from procmap.detectors.case_log import load_case
from procmap.findings import Automate, Condition, LegalStatus, Remove
from procmap.judgement.judging import judged
from procmap.judgement.paths import paths_of
from procmap.judgement.planning import make_plan
from procmap.judgement.reach import gone
from procmap.log import OfficeCalendar, build_log
from procmap.measures import measure
from procmap.procedures.matching import match_labels
from procmap.procedures.packs import pack_named, packs
from procmap.procedures.procedure import Procedure
from procmap.redesign.gains import Redesign

from .conftest import fresh_engine

TWIN = "Visa N+2"
ONE = """
    460 x  Arrivée du courrier@Accueil > Instruction du dossier@Service+2d > LABEL@Direction+20d > Suite@Service+1d
     40 x  Arrivée du courrier@Accueil > Instruction du dossier@Service+2d > Rejet@Service+4h
"""
GOLDEN = [
    ("archives_versement_elimination", "Visa d’élimination du directeur des archives", LegalStatus.LEGAL),
    ("deliberation", "Vote en commission permanente", None),
    ("bon_de_commande", "Constatation du service fait", LegalStatus.LEGAL),
    ("bon_de_commande", "Contrôle du comptable public", LegalStatus.LEGAL),
    ("apa", "Visite à domicile", LegalStatus.LEGAL),
    ("entretien_professionnel", "Visa de l’autorité territoriale", LegalStatus.LEGAL),
]


def audited(log, names, pack):
    """What is found in a log, and what its plan accepts.

    Args:
        log: In the notation of case files.
        names: (what the notation says, the label): labels that it cannot write.
        pack: What the log is taken for; None for no pack.
    """
    with fresh_engine() as engine, ThreadPoolExecutor(1) as worker:
        load_case({"log": log, "weeks": 40}, engine)
        for written, label in names:
            engine.run("update source_event set activity_name = ? where activity_name = ?", [label, written])
        built = build_log(engine, OfficeCalendar(holidays="none"))
        found = Procedure(pack, match_labels(pack, built.activities), named=True) if pack else Procedure()
        measures = measure(built, procedure=found)
        redesign = Redesign.of_measures(measures)
        firm, minor = judged(measures, redesign, detect(measures, {}).candidates, "fr", worker)
        plan, _ = make_plan(measures, redesign, firm, {}, paths_of(measures))
    return firm, minor, plan


def let_go(findings):
    """The steps that any change of the findings removes, samples, makes conditional or gives to the machine."""
    edits = [edit for one in findings for edit in (one.whole, one.prudent) if edit]
    parts = [(*edit.activities,) for edit in edits if isinstance(edit, Remove | Condition)]
    parts += [tuple({*edit.activities} - {*edit.kept}) for edit in edits if isinstance(edit, Automate)]
    return {label for part in parts for label in part} | {label for one in findings for label in gone(one)}


@pytest.mark.parametrize(("pack", "label", "status"), GOLDEN, ids=[label for _, label, _ in GOLDEN])
def test_what_a_text_requires_is_not_let_go_and_its_twin_is(pack, label, status):
    pack = pack_named(pack)
    firm, minor, plan = audited(ONE, [("LABEL", label)], pack)
    assert label not in let_go((*firm, *minor))
    assert not plan.accepted
    assert {one.legal.status for one in firm if label in one.activities} <= {status}
    twin, _, _ = audited(ONE, [("LABEL", TWIN)], pack)
    assert TWIN in let_go(twin)
    assert next(one for one in twin if TWIN in one.activities).legal.status != LegalStatus.LEGAL


@cache
def of_pack(identity):
    """What is found where all protected steps of a pack follow one another, twenty days each, in halves of the procedure."""
    pack = pack_named(identity)
    steps = [step for step in pack.steps if step.shield.by_law]
    half = (len(steps) + 1) // 2
    found = []
    for part in (steps[:half], steps[half:]):
        names = [(f"STEP {at}", step.name.fr) for at, step in enumerate(part, start=1)]
        middle = " > ".join(f"{written}@Direction+20d" for written, _ in names)
        log = ONE.replace("LABEL@Direction+20d", middle).replace("460 x", "300 x")
        firm, minor, plan = audited(log, names, pack)
        found += [(firm, minor, plan)]
    return found


@pytest.mark.parametrize(
    ("pack", "step"),
    [pytest.param(pack.identity, step, id=f"{pack.identity}.{step.identity}")
     for pack in packs() for step in pack.steps if step.shield.by_law],
)  # fmt: skip
def test_no_protected_step_of_any_pack_is_removed_sampled_or_made_conditional(pack, step):
    for firm, minor, plan in of_pack(pack):
        taken = [one for one in (*firm, *minor) if step.name.fr in one.activities]
        edits = [edit for one in taken for edit in (one.whole, one.prudent) if edit]
        assert not [edit for edit in edits if isinstance(edit, Remove | Condition)]
        accepted = [one for one in firm if one.identity in plan.accepted]
        assert step.name.fr not in {label for one in accepted for label in gone(one)}


def test_an_unprotected_chain_of_the_same_length_is_let_go():
    middle = " > ".join(f"STEP {at}@Direction+20d" for at in (1, 2, 3))
    names = [(f"STEP {at}", f"Visa N+{at}") for at in (1, 2, 3)]
    firm, _, _ = audited(ONE.replace("LABEL@Direction+20d", middle).replace("460 x", "300 x"), names, pack_named("deliberation"))
    assert let_go(firm) & {label for _, label in names}
