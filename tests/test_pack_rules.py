"""What the rules and terms of a procedure pack say of a log, and what they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procmap.detectors import detect
from procmap.detectors.case_log import load_case
from procmap.detectors.catalogue import configured
from procmap.findings import Unseen
from procmap.judgement.grade import graded
from procmap.judgement.holding import holding
from procmap.language import LANGUAGES, words
from procmap.log import build_log
from procmap.measures import measure
from procmap.procedures.matching import match_labels
from procmap.procedures.packs import pack_named
from procmap.procedures.packs.legal import Confidence
from procmap.procedures.packs.vocabulary import Sensitive
from procmap.procedures.procedure import Procedure
from procmap.report import sentences

ORDERS = pack_named("bon_de_commande")
RULES = ("order_breach", "segregation_breach", "irregular_repetition", "deadline_breach")
SIX, OTHERS = "Ann,Bob,Cy,Dan,Ella,Flo", "Gil,Hal,Ida,Jo,Kim,Lea"
BOUGHT = "Demande d'achat@Desk > Engagement comptable@Finance+2d > Envoi au fournisseur@Desk+1d > Paiement@Payer+5d"
AFTERWARDS = "Demande d'achat@Desk > Envoi au fournisseur@Desk+1d > Engagement comptable@Finance=5d > Paiement@Payer+5d"
INVOICED = "Demande d'achat@Desk/Zoe > Livraison@Supplier/Sam+3d > Réception de la facture@Desk/Zoe+1d"
PAUSED = "Suspension de la facture@Desk/Zoe=5d > Facture complétée par le fournisseur@Supplier/Sam=5d"


def measured(engine, log, pack=ORDERS, *, named=True, change=None):
    """The measures of a log in the notation; `change` is a statement on what reading left."""
    load_case({"log": log}, engine)
    if change:
        engine.run(change)
    built = build_log(engine)
    return measure(built, procedure=Procedure(pack, match_labels(pack, built.activities), named=named) if pack else Procedure())


def found(measures, detector, **thresholds):
    """What is left of the findings of one pattern, graded."""
    candidates = [one for one in detect(measures, {detector: thresholds}).candidates if one.detector == detector]
    profile = measures.log.profile
    return [graded(one, closed_cases=profile.closed_cases, weeks=profile.weeks) for one in holding(measures, candidates)]


def without(pack, **parts):
    return replace(pack, **parts)


def lacks(measures):
    return {one.name: tuple(map(str, one.missing(measures))) for one in configured({}) if one.name in RULES}


def told(finding, part="statement"):
    return [sentences.part(words(language), finding, part) for language in LANGUAGES]


def test_without_a_pack_nothing_is_said_and_why(engine):
    measures = measured(engine, f"60 x  {BOUGHT}", pack=None)
    assert lacks(measures) == {
        "order_breach": ("pack",), "segregation_breach": ("resource", "pack"), "irregular_repetition": ("pack",),
        "deadline_breach": ("deadline",),
    }  # fmt: skip
    detection = detect(measures)
    assert {one.detector: one.reason for one in detection.not_evaluable}["order_breach"] == "no_pack"
    assert not [one for one in detection.candidates if one.detector in RULES]


def test_a_pack_without_such_a_rule_and_a_log_without_its_steps_are_told_apart(engine):
    assert lacks(measured(engine, f"60 x  {BOUGHT}", without(ORDERS, constraints=(), deadlines=())))["order_breach"] == ("rule",)
    assert lacks(measured(engine, "60 x  Demande d'achat > Livraison"))["order_breach"] == ("steps_of_rule",)
    for language in LANGUAGES:
        reasons = {words(language)(f"detectors.no_{lack}") for lack in ("pack", "rule", "steps_of_rule")}
        assert len(reasons) == 3


def test_a_pack_that_only_the_labels_tell_and_a_label_that_resembles_weaken_a_breach(engine):
    log = f"660 x  {BOUGHT}\n 40 x  {AFTERWARDS}"
    (firm,) = found(measured(engine, log), "order_breach")
    assert (firm.grade, firm.weak) == ("A", ())
    (guessed,) = found(measured(engine, log, named=False), "order_breach")
    assert (guessed.grade, guessed.weak) == ("B", (Unseen.PROCEDURE,))
    assert all(name in text for name, text in zip((ORDERS.name.fr, ORDERS.name.en), told(guessed), strict=True))
    assert ORDERS.name.fr not in told(firm)[0]
    (near,) = found(measured(engine, log.replace("Engagement comptable", "Engagement comptable de la dépense")), "order_breach")
    assert (near.grade, near.weak) == ("B", (Unseen.STEP,))


def test_a_breach_names_its_text_and_what_it_is_called_in_both_languages(engine):
    (one,) = found(measured(engine, f"660 x  {BOUGHT}\n 40 x  {AFTERWARDS}"), "order_breach")
    french, english = told(one)
    basis = ORDERS.basis(("gbcp-29-30",))[0].basis
    assert basis in french
    assert basis in english
    assert "engagement après coup (régularisation)" in french
    assert "commitment after the fact" in english
    assert "{" not in french + english
    assert len(one.evidence.examples) == 5
    assert one.whole is one.prudent is None


def test_a_reference_that_is_to_be_verified_is_never_told(engine):
    doubtful = tuple(replace(one, confidence=Confidence.VERIFY) for one in ORDERS.legal)
    measures = measured(engine, f"660 x  {BOUGHT}\n 40 x  {AFTERWARDS}", without(ORDERS, legal=doubtful))
    assert lacks(measures)["order_breach"] == ("steps_of_rule",)
    assert not found(measures, "order_breach")
    late = f"600 x  {INVOICED} > Transmission au comptable@Finance=25d > Paiement@Payer=9d"
    (share,) = found(measured(engine, late, without(ORDERS, legal=doubtful)), "deadline_breach")  # customary, and told as such
    assert share.grade == "C"
    assert all("2013-269" not in text for text in told(share))


def test_a_condition_is_quoted_in_the_question(engine):
    pack = pack_named("demande_rh")
    log = """300 x  Dépôt de la demande > Avis du comité médical+5d > Décision+2d
              60 x  Dépôt de la demande > Décision+2d > Avis du comité médical+5d"""
    (one,) = found(measured(engine, log, pack), "order_breach")
    condition = next(rule.when for rule in pack.constraints if rule.first == ("avis_instance",))
    french, english = told(one, "question")
    assert condition.fr in french
    assert condition.en in english


def test_breaches_of_the_past_are_a_question_and_new_ones_are_weak(engine):
    early = "select case_name from source_event group by case_name order by min(time), case_name limit 40"
    names = {"Envoi au fournisseur": "Engagement comptable", "Engagement comptable": "Envoi au fournisseur"}
    turned = " ".join(f"when '{name}' then '{other}'" for name, other in names.items())
    switched = f"""update source_event set activity_name = case activity_name {turned} else activity_name end
                   where case_name in ({early})"""
    log = f"700 x  {BOUGHT.replace('+1d', '=2d')}"
    (past,) = found(measured(engine, log, change=switched), "order_breach")
    assert (past.evidence.count, past.grade) == (40, "C")
    latest = switched.replace("min(time), case_name", "min(time) desc, case_name")
    (new,) = found(measured(engine, log, change=latest), "order_breach")
    assert (new.evidence.count, new.grade, new.guards.weak) == (40, "B", ("break_in_period",))


def test_of_three_notices_that_a_pack_knows_one_question_is_asked(engine):
    log = """500 x  Rédaction > Envoi de la convocation+1d > Tenue de la séance=20d
              20 x  Rédaction > Envoi de la convocation+1d > Tenue de la séance=7d
              10 x  Rédaction > Envoi de la convocation+1d > Tenue de la séance=2d"""
    (one,) = found(measured(engine, log, pack_named("convocation")), "order_breach")
    assert (one.evidence.count, one.grade, one.aspect) == (30, "C", "delay_if")
    assert "12 jours calendaires" in told(one)[0]


def test_where_few_people_do_a_step_no_sentence_holds_a_number_or_a_case(engine):
    log = f"""550 x  Demande d'achat@Desk/Zoe > Mandatement@Finance/{SIX}+2d > Paiement@Payer/Gil,Hal+2d
               47 x  Demande d'achat@Desk/Zoe > Mandatement@Finance/Gil,Hal+2d > Paiement@Payer/Gil,Hal+2d"""
    (one,) = found(measured(engine, log), "segregation_breach")
    assert (one.aspect, one.grade, one.evidence.withheld, one.evidence.examples) == ("few", "C", ORDERS.smallest_group, ())
    assert (one.evidence.count, one.evidence.of) == (597, 597)
    assert not any("47" in text or "8 %" in text for text in told(one))


@pytest.mark.parametrize(("sensitive", "aspect"), [(Sensitive.NONE, ""), (Sensitive.STAFF, "few")])
def test_a_pack_about_staff_describes_groups_of_ten(engine, sensitive, aspect):
    log = f"""550 x  Demande d'achat@Desk/Zoe > Mandatement@Finance/{SIX}+2d > Paiement@Payer/{OTHERS}+2d
               50 x  Demande d'achat@Desk/Zoe > Mandatement@Finance/{SIX}+2d > Paiement@Payer/{SIX}+2d"""
    (one,) = found(measured(engine, log, without(ORDERS, sensitive=sensitive)), "segregation_breach")
    assert one.aspect == aspect


def test_an_account_that_works_day_and_night_is_nobody(engine):
    log = f"""500 x  Demande d'achat@Desk/Zoe > Mandatement@Finance/{SIX}+2d > Paiement@Payer/{OTHERS}+2d
              200 x  Demande d'achat@Desk/Zoe > Mandatement@Finance/Batch=1d > Paiement@Payer/Batch=1d"""
    by_night = """update source_event set time = time // 86400000000 * 86400000000 + 7200000000
                  where resource_name = 'Batch'"""
    assert [one.evidence.count for one in found(measured(engine, log), "segregation_breach")] == [200]
    assert not found(measured(engine, log, change=by_night), "segregation_breach")


def test_without_times_of_day_robots_are_not_told_and_the_breach_is_weak(engine):
    log = f"""550 x  Demande d'achat@Desk/Zoe > Mandatement@Finance/{SIX}+2d > Paiement@Payer/{OTHERS}+2d
               50 x  Demande d'achat@Desk/Zoe > Mandatement@Finance/{SIX}+2d > Paiement@Payer/{SIX}+2d"""
    days = "update source_event set time = time // 86400000000 * 86400000000"
    (one,) = found(measured(engine, log, change=days), "segregation_breach")
    assert (one.evidence.count, one.grade, one.weak) == (50, "B", ("fine_timestamps",))


def test_a_second_suspension_does_not_interrupt_the_term(engine):
    log = f"""540 x  {INVOICED} > Paiement@Payer=20d
               60 x  {INVOICED} > {PAUSED} > {PAUSED} > Paiement@Payer=25d"""  # 35 days after the first was answered
    (late,) = found(measured(engine, log), "deadline_breach")
    assert late.evidence.count == 60
    assert dict(late.evidence.figures)["late_days"] == 5
    log = log.replace(f"{PAUSED} > {PAUSED}", f"{PAUSED} > Visa@Desk=10d")
    assert found(measured(engine, log), "deadline_breach")[0].evidence.count == 60
    assert not found(measured(engine, log.replace("Paiement@Payer=25d", "Paiement@Payer=20d")), "deadline_breach")


def test_a_suspension_after_the_payment_order_does_not_interrupt_the_term(engine):
    log = f"""540 x  {INVOICED} > Mandatement@Finance=2d > Paiement@Payer=18d
               60 x  {INVOICED} > Mandatement@Finance=2d > {PAUSED} > Paiement@Payer=20d"""
    (late,) = found(measured(engine, log), "deadline_breach")
    assert late.evidence.count == 60
    before = log.replace(f"Mandatement@Finance=2d > {PAUSED}", f"{PAUSED} > Mandatement@Finance=2d")
    assert not found(measured(engine, before), "deadline_breach")


def test_an_open_case_is_late_once_its_term_is_over(engine):
    log = f"""560 x  {INVOICED} > Mandatement@Finance=2d > Paiement@Payer=18d
               40 x  {INVOICED} > Mandatement@Finance=2d"""
    opened = "create table open_case as select distinct case_name from source_event group by case_name having count(*) = 4"
    (late,) = found(measured(engine, log, change=opened), "deadline_breach")
    figures = dict(late.evidence.figures)
    assert 30 <= late.evidence.count <= 40
    assert figures["open_late"] == late.evidence.count
    assert not found(measured(engine, log), "deadline_breach")  # closed without a payment: given up, not late


def test_an_open_case_is_not_late_for_a_step_that_it_may_never_need(engine):
    log = """400 x  Dépôt de la demande@Desk > Demande de pièces@Desk=4d > Visite à domicile@Team=20d > Plan@Team+1d
             300 x  Dépôt de la demande@Desk > Visite à domicile@Team=20d > Plan@Team+1d
              40 x  Dépôt de la demande@Desk > Visite à domicile@Team=20d"""
    opened = "create table open_case as select distinct case_name from source_event group by case_name having count(*) = 2"
    assert not found(measured(engine, log, pack_named("apa"), change=opened), "deadline_breach")


def test_a_term_of_the_pack_is_not_told_beside_a_deadline_on_the_same_step(engine):
    log = f"400 x  {INVOICED} > Paiement@Payer=20d\n200 x  {INVOICED} > Paiement@Payer=40d"
    measures = measured(engine, log)
    (of_pack,) = found(measures, "deadline_breach")
    assert of_pack.aspect == "pack"
    (ruled,) = found(measures, "deadline_breach", days=30.0, settled_by="Paiement")
    assert (ruled.aspect, ruled.activities) == ("", ("Paiement",))
    beside = found(measures, "deadline_breach", days=3.0, settled_by="Livraison")
    assert [one.aspect for one in beside] == ["", "pack"]


def test_every_finding_of_the_rules_has_a_key_of_its_own(engine):
    log = f"""500 x  {INVOICED} > Mandatement@Finance/{SIX}=2d > Paiement@Payer/{OTHERS}=18d
               40 x  {INVOICED} > Mandatement@Finance/{SIX}=2d > {PAUSED} > {PAUSED} > Paiement@Payer/{SIX}=40d
               40 x  Demande d'achat@Desk > Paiement@Payer/{OTHERS}=5d > Réception de la facture@Desk=9d > Service fait@Desk+1d"""
    measures = measured(engine, log)
    everything = [one for name in RULES for one in found(measures, name)]
    assert {one.detector for one in everything} == {*RULES}
    assert len({one.key for one in everything}) == len(everything)
