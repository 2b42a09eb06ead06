"""What the law says of a finding, step by step: the pack first, the register of signs where it knows nothing, else unknown."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from procmap.detectors.case_log import load_case
from procmap.findings import (
    Answer,
    Assign,
    Automate,
    BoundLoop,
    Condition,
    Evidence,
    Finding,
    Gain,
    Grade,
    GuardName,
    Guards,
    Interval,
    Legal,
    LegalStatus,
    Parallelise,
    Remove,
    SetPeriod,
)
from procmap.judgement.acceptance import refused_unmatched
from procmap.judgement.again import done_again
from procmap.judgement.alone import refused_alone
from procmap.judgement.guards import guarded
from procmap.judgement.law import with_law
from procmap.judgement.one_hand import in_one_hand
from procmap.judgement.plan import Refusal, WhyNot
from procmap.judgement.unnamed import may_be_required
from procmap.judgement.withholding import without_few
from procmap.language import words
from procmap.log import OfficeCalendar, build_log
from procmap.measures import measure
from procmap.measures.figures import CycleTime
from procmap.procedures.delays import with_delays
from procmap.procedures.matching import match_labels
from procmap.procedures.packs import general_pack, pack_from, pack_named, packs
from procmap.procedures.packs.vocabulary import Shield
from procmap.procedures.procedure import Procedure
from procmap.procedures.steps_table import Said
from procmap.report.sentences import legal_sentences, plan_law

from .conftest import fresh_engine

HOURS, DAYS = Interval(5.0, 1.0, 9.0), Interval(1.0, 0.2, 2.0)
GAIN = Gain(HOURS, DAYS, HOURS, DAYS, "remove")
ALL = (*packs(), general_pack())
STEPS = [pytest.param(pack, step, id=f"{pack.identity}.{step.identity}") for pack in ALL for step in pack.steps]
BY_LAW = [one for one in STEPS if one.values[1].shield.by_law]


def finding(edit, *, whole=None, activities=None):
    return Finding(
        "low_yield_check", activities or edit.activities, (), "trust", Evidence(0, 500, "instances", 0.0, upper=0.006),
        whole or edit, edit, 0.001, grade="A", gain=GAIN,
    )  # fmt: skip


def procedure(pack, *labels, named=False):
    return Procedure(pack, match_labels(pack, labels), named=named)


def judged(pack, edit, *labels, named=False, language="en"):
    known = labels or edit.activities
    return with_law(finding(edit), known, language, procedure(pack, *known, named=named))


# ---------------------------------------------------------------- R1: what a text requires is never let go
@pytest.mark.parametrize(("pack", "step"), BY_LAW)
@pytest.mark.parametrize("share", [1.0, 0.5, None])
def test_a_protected_step_is_never_removed_nor_thinned_out(pack, step, share):
    label = step.name.fr
    edit = Condition((label,), "sample 10 %", share=0.9) if share is None else Remove((label,), share=share)
    told = judged(pack, edit, named=True)
    assert (told.grade, told.whole, told.prudent) == (Grade.C, None, None)
    assert GuardName.TEXT in told.guards.failed
    # a text that nobody has read protects, and is stated as no fact
    assert told.legal.status == (LegalStatus.LEGAL if pack.basis(step.basis) else LegalStatus.UNKNOWN)


@pytest.mark.parametrize(("pack", "step"), STEPS)
def test_a_reference_to_be_verified_is_no_fact_of_any_finding(pack, step):
    told = judged(pack, Remove((step.name.fr,)))
    if told.legal.status in {LegalStatus.LEGAL, LegalStatus.LOCAL_RULE}:
        assert told.legal.confidence != "verify"


@pytest.mark.parametrize(("pack", "step"), STEPS)
def test_the_status_is_that_of_the_step(pack, step):
    told = judged(pack, Remove((step.name.fr,)), named=True)
    expected = {Shield.LOCAL_RULE: LegalStatus.LOCAL_RULE, Shield.CONTRACT: LegalStatus.FREE, Shield.NONE: LegalStatus.FREE}
    if step.shield in expected:
        assert told.legal.status == expected[step.shield]
        assert GuardName.TEXT in told.guards.passed
    assert (told.prudent is None) == (step.shield.by_law or step.shield is Shield.CONTRACT)
    assert told.legal.outside == (step.shield is Shield.CONTRACT)
    assert bool(told.legal.amend) == (step.shield is Shield.LOCAL_RULE)  # R5: the text to amend, and who votes it


# ---------------------------------------------------------------- what may still be changed
ORDERS = pack_named("bon_de_commande")


@pytest.mark.parametrize(
    ("pack", "edit", "allowed"),
    [
        ("bon_de_commande", SetPeriod("Mandatement", days=1), True),
        ("bon_de_commande", SetPeriod("Service fait", days=1), False),
        ("bon_de_commande", SetPeriod("Engagement comptable", days=1), False),
        ("entretien_professionnel", SetPeriod("Visa de l’autorité territoriale", days=1), True),
        ("bon_de_commande", Automate(("Mandatement",)), True),
        ("bon_de_commande", Automate(("Service fait",)), False),
        ("bon_de_commande", Automate(("Impression", "Service fait"), kept=("Service fait",)), True),  # its medium
        ("bon_de_commande", Automate(("Impression", "Contrôle du comptable"), kept=("Contrôle du comptable",)), False),
        ("bon_de_commande", BoundLoop(("Service fait",), ()), True),  # R7: the step, not its repetition
        ("bon_de_commande", Assign(("Service fait",), "Service"), True),
        ("bon_de_commande", Parallelise(("Service fait", "Paiement")), False),
        ("bon_de_commande", Parallelise(("Service fait", "Réception de la facture")), True),
        ("bon_de_commande", Answer("Envoi au fournisseur", "Livraison"), True),  # the wait for somebody outside
        ("bon_de_commande", SetPeriod("Livraison", days=1), False),
        ("bon_de_commande", Remove(("Visa hiérarchique",)), True),
        ("deliberation", Parallelise(("Envoi des rapports aux élus", "Séance et vote")), False),
        ("deliberation", Remove(("Avis de la commission thématique",)), True),
        ("archives_versement_elimination", Automate(("Visa d’élimination",)), False),
        ("apa", Parallelise(("Contrôle de complétude", "Visite à domicile et évaluation")), True),
    ],
)  # fmt: skip
def test_what_the_pack_lets_be_changed_stays_possible(pack, edit, allowed):
    told = judged(pack_named(pack), edit)
    assert (told.prudent is not None) == allowed
    assert (told.grade == Grade.C) == (not allowed)


def test_a_protected_step_counts_before_any_other_and_an_unknown_one_vouches_for_nothing():
    both = judged(ORDERS, Remove(("Visa hiérarchique", "Service fait")))
    assert both.legal.status == LegalStatus.LEGAL
    assert both.legal.steps == ("Service fait",)
    assert both.prudent is None
    some = judged(ORDERS, Remove(("Visa hiérarchique", "Xyz")))
    assert some.legal.status == LegalStatus.UNKNOWN
    assert GuardName.TEXT not in some.guards.passed
    local = judged(pack_named("deliberation"), Remove(("Avis de la commission thématique", "Xyz")))
    assert local.legal.status == LegalStatus.LOCAL_RULE
    assert GuardName.TEXT not in local.guards.passed


def test_what_the_pack_does_not_know_is_asked_of_the_register_of_signs():
    told = judged(ORDERS, Remove(("Vote du conseil municipal",)))
    assert (told.legal.status, told.prudent) == (LegalStatus.LEGAL, None)
    alone = with_law(finding(Remove(("Service fait",))), ("Service fait",), "en")
    assert alone.legal.status == LegalStatus.LEGAL
    assert with_law(finding(Remove(("Visa N+2",))), ("Visa N+2",), "en").legal == Legal()


# ---------------------------------------------------------------- what a label alone does not tell
def of_staff(label, edit=Remove, *, named=False, settled=None):
    pack = pack_named("demande_rh")
    found = Procedure(pack, match_labels(pack, (label,), settled), named=named)
    return with_law(finding(edit((label,))), (label,), "en", found)


def test_where_the_pack_is_guessed_only_labels_of_habits_are_less_protected():
    less = {
        f"{pack.identity}.{step.identity}": label
        for pack in packs() for step in pack.steps if step.shield.by_law
        for label in step.phrases if judged(pack, Remove((label,))).legal.conditional
    }  # fmt: skip
    assert set(less) == {"demande_rh.avis_n1", "archives_versement_elimination.visa_chef_service"}


@pytest.mark.parametrize(
    ("label", "named", "settled", "conditional"),
    [
        ("Visa du chef de service", False, None, True),
        ("Visa du chef de service", True, None, False),
        ("Pastille verte", False, {"Pastille verte": "avis_n1"}, False),
        ("Avis du conseil médical", False, None, False),  # a sign tells
    ],
)
def test_an_approval_required_in_some_cases_is_to_be_checked_where_the_pack_is_only_guessed(label, named, settled, conditional):
    told = of_staff(label, named=named, settled=settled)
    if not conditional:
        assert (told.legal.status, told.prudent, told.legal.conditional) == (LegalStatus.LEGAL, None, ())
        return
    assert (told.legal.status, told.legal.conditional) == (LegalStatus.UNKNOWN, (label,))
    assert told.legal.basis.startswith("CGFP L430-1")
    assert GuardName.TEXT not in told.guards.passed
    refusal = refused_alone(replace(told, grade=Grade.A), CycleTime(10.0, 8.0, 50.0, 40.0), ())
    assert refusal == Refusal(WhyNot.CONDITIONAL, (label,))
    kept = of_staff(label, lambda labels: SetPeriod(labels[0], days=1))
    assert refused_alone(replace(kept, grade=Grade.A), CycleTime(10.0, 8.0, 50.0, 40.0), ()) is None


TWICE = """
    {both} x  Need@Desk > Contrôle budgétaire@Accounts+2d > Contrôle budgétaire complémentaire@Accounts+2d > Mandatement@Accounts
    {alone} x  Need@Desk > Contrôle budgétaire complémentaire@Accounts+2d > Mandatement@Accounts
    {turned} x  Need@Desk > Contrôle budgétaire complémentaire@Accounts+2d > Contrôle budgétaire@Accounts+2d > Mandatement@Accounts
"""


@pytest.mark.parametrize(("both", "alone", "turned", "again"), [(300, 1, 1, True), (300, 20, 1, False), (300, 1, 20, False)])
def test_a_protected_check_done_again_may_be_questioned_and_the_first_may_not(both, alone, turned, again):
    with fresh_engine() as engine:
        load_case({"log": TWICE.format(both=both, alone=alone, turned=turned), "weeks": 40}, engine)
        built = build_log(engine, OfficeCalendar(holidays="none"))
        measures = measure(built, procedure=procedure(ORDERS, *built.activities, named=True))
        found = done_again(measures.log, measures.procedure)
    assert found == ({"Contrôle budgétaire complémentaire"} if again else frozenset())
    for label in ("Contrôle budgétaire", "Contrôle budgétaire complémentaire"):
        told = with_law(finding(Remove((label,))), built.activities, "en", measures.procedure, found)
        assert (told.prudent is not None) == (label in found)
        assert told.legal.status == (LegalStatus.UNKNOWN if label in found else LegalStatus.LEGAL)
        assert told.legal.basis  # the text is told in any case


# ---------------------------------------------------------------- acceptance
DISPOSAL = """
    300 x  Saisie du bordereau d'élimination@Office > Validation référent@Office+1d > Instruction archiviste@Archives+2d
           > Visa du directeur@Archives+2d > {visa}Certificat de destruction@Office+9d
"""


@pytest.mark.parametrize(
    ("visa", "settled", "suspect"),
    [
        ("", None, "Visa du directeur"),  # nobody else approves the disposal
        ("Visa d'élimination@Archives+1d > ", None, None),  # that one is named
        ("", "visas_intermediaires", None),  # the analyst has said what it is
    ],
)
def test_the_last_approval_may_be_the_one_that_a_text_requires_where_no_label_names_that(visa, settled, suspect):
    pack = pack_named("archives_versement_elimination")
    with fresh_engine() as engine:
        load_case({"log": DISPOSAL.format(visa=visa), "weeks": 40}, engine)
        built = build_log(engine, OfficeCalendar(holidays="none"))
        labels = {"Visa du directeur": settled} if settled else None
        known = Procedure(pack, match_labels(pack, built.activities, labels), named=True)
        maybe = may_be_required(measure(built, procedure=known))
    assert ("Visa du directeur" in maybe) == bool(suspect)
    told = with_law(finding(Remove(("Visa du directeur",))), built.activities, "fr", known, maybe=maybe)
    assert (told.prudent is None) == bool(suspect)
    assert told.legal.status == (LegalStatus.FREE if settled else LegalStatus.UNKNOWN)
    for language, named in (("fr", "Visa d’élimination"), ("en", "isposal")):
        told = with_law(finding(Remove(("Visa du directeur",))), built.activities, language, known, maybe=maybe)
        assert any(named in one for one in legal_sentences(words(language), told.legal)) == bool(suspect)


def test_a_permitted_change_of_a_protected_step_is_accepted_and_one_that_takes_it_is_not():
    cycle = CycleTime(10.0, 8.0, 50.0, 40.0)
    daily = replace(judged(ORDERS, SetPeriod("Mandatement", days=1)), grade=Grade.A)
    assert refused_alone(daily, cycle, ()) is None
    machine = replace(judged(ORDERS, Automate(("Mandatement",))), grade=Grade.A)
    assert refused_alone(machine, cycle, ()).why == WhyNot.LEGAL
    signed = "Signature de l’ordonnateur"
    paper = judged(ORDERS, Automate(("Impression ou numérisation", signed), kept=(signed,)))
    assert refused_alone(paper, cycle, ()) is None


@pytest.mark.parametrize(
    ("edit", "named", "refused"),
    [
        (Remove(("Xyz",)), True, True),
        (Condition(("Visa hiérarchique", "Xyz"), "sample 10 %", share=0.9), True, True),
        (Remove(("Xyz",)), False, False),
        (Remove(("Visa hiérarchique",)), True, False),
        (SetPeriod("Xyz", days=1), True, False),
    ],
)
def test_with_a_pack_named_what_it_does_not_know_is_not_let_go_by_default(edit, named, refused):
    measures = SimpleNamespace(procedure=procedure(ORDERS, *edit.activities, named=named))
    assert refused_unmatched(measures, finding(edit)) == (Refusal(WhyNot.UNMATCHED, ("Xyz",)) if refused else None)


# ---------------------------------------------------------------- R2, R3: other hands, least delays
def test_what_a_text_keeps_in_two_hands_is_known_by_labels():
    found = procedure(ORDERS, "Mandatement", "Contrôle du comptable", "Paiement", "Service fait")
    assert found.apart(["Mandatement"]) == {"Contrôle du comptable", "Paiement"}
    assert found.apart(["Paiement"]) == {"Mandatement"}
    assert found.apart(["Service fait"]) == frozenset()
    assert Procedure().apart(["Mandatement"]) == frozenset()


def test_steps_of_two_hands_are_joined_by_no_finding_and_given_to_no_role():
    log = """
        300 x  Need@Desk/Zoe > Mandatement@Accounts/Max+2d > Contrôle du comptable@Treasury/Eve+2d > Service fait@Desk/Zoe
    """
    with fresh_engine() as engine:
        load_case({"log": log, "weeks": 40}, engine)
        built = build_log(engine, OfficeCalendar(holidays="none"))
        measures = measure(built, procedure=procedure(ORDERS, *built.activities))
        for edit, joined in (
            (Assign(("Mandatement",), "Treasury"), True), (Assign(("Contrôle du comptable",), "Accounts"), True),
            (Assign(("Mandatement",), "Desk"), False), (Assign(("Service fait",), "Treasury"), False),
        ):  # fmt: skip
            assert bool(in_one_hand(measures, [finding(edit)], ())) == joined, edit
        without = replace(measures, procedure=Procedure())
        assert not in_one_hand(without, [finding(Assign(("Mandatement",), "Treasury"))], ())


@pytest.mark.parametrize(("second", "question"), [("Contrôle du comptable", True), ("Service fait", False)])
def test_two_steps_of_two_hands_are_not_made_one(second, question):
    one = replace(finding(Remove(("Mandatement", second))), detector="micro_steps", whole=None, prudent=None)
    one = replace(one, guards=Guards(by_construction=(GuardName.SEGREGATION,)))
    told = with_law(one, one.activities, "en", procedure(ORDERS, *one.activities))
    assert (told.grade == Grade.C) == question
    assert (GuardName.SEGREGATION in told.guards.failed) == question
    assert (GuardName.SEGREGATION in told.guards.by_construction) == (not question)


@pytest.mark.parametrize(
    ("pack", "least"), [("apa", 10), ("demande_rh", 10), ("entretien_professionnel", 10), ("deliberation", 5), (None, 5)]
)
def test_people_are_described_in_groups_of_ten_where_the_log_is_about_staff_or_care(pack, least):
    found = Procedure(pack_named(pack)) if pack else Procedure()
    for people in (4, 5, 9, 10):
        figures = (("share", 0.4), ("days", 3.0))
        evidence = Evidence(3, 9, "cases", 0.3, people=people, figures=figures, of_people=frozenset({"share"}))
        told = without_few(Finding("key_person", ("Visa",), (), "organisation", evidence), found).evidence
        assert dict(told.figures).get("share") == (0.4 if people >= least else None)
        assert told.withheld == (least if people < least else None)
        asked = replace(finding(Remove(("Visa",))), evidence=evidence)
        measures = SimpleNamespace(procedure=found, log=SimpleNamespace(activities=("Visa",)))
        guards = guarded(asked, (GuardName.PEOPLE,), measures).guards
        assert (GuardName.PEOPLE in guards.failed) == (people < least)


def test_a_least_delay_is_a_term_that_nothing_done_sooner_shortens():
    found = procedure(pack_named("deliberation"), "Envoi des rapports aux élus", "Séance et vote", "Publication")
    assert with_delays((), found) == (
        ("Séance et vote", Said(term_days=12.0, term_after=("Envoi des rapports aux élus",))),
    )
    own = (("Séance et vote", Said(term_days=5.0, sessions=True)),)
    assert with_delays(own, found) == own
    assert with_delays((), procedure(pack_named("deliberation"), "Séance et vote", "Publication")) == ()
    assert with_delays(own, Procedure()) == own
    meeting = procedure(pack_named("convocation"), "Envoi de la convocation", "Tenue de la séance")
    assert dict(with_delays((), meeting))["Tenue de la séance"].term_days == 12.0


# ---------------------------------------------------------------- in words
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_plan_says_what_the_law_asks_first(language):
    w = words(language)
    local = judged(pack_named("deliberation"), Remove(("Avis de la commission thématique",)), language=language).legal
    assert local.amend in plan_law(w, local)
    assert any(local.amend in sentence for sentence in legal_sentences(w, local))
    free = judged(ORDERS, Remove(("Visa hiérarchique",)), language=language).legal
    assert plan_law(w, free) == ""
    assert ("juridique" if language == "fr" else "legal department") in plan_law(w, Legal())
    legal = judged(ORDERS, SetPeriod("Mandatement", days=1), language=language).legal
    assert legal.basis in plan_law(w, legal)
    outside = judged(ORDERS, Answer("Envoi au fournisseur", "Livraison"), language=language).legal
    assert outside.outside
    assert len(legal_sentences(w, outside)) == 2


def test_a_protection_lowered_by_an_own_pack_lets_the_step_be_proposed(tmp_path):
    file = tmp_path / "own.yml"
    file.write_text(
        "pack: own\nextends: bon_de_commande\nsteps:\n"
        "  signature_bc: {protection: none, basis: [], reason: délégation générale}\n", encoding="utf-8",
    )  # fmt: skip
    told = judged(pack_from(file), Remove(("Signature de l’ordonnateur",)))
    assert (told.legal.status, told.prudent is not None) == (LegalStatus.FREE, True)
