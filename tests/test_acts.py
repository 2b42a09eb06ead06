"""What a change takes: the pack's lever, else what such a change usually takes; what can start on Monday, and what comes first."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from procmap.findings import (
    RULE,
    Act,
    Answer,
    Automate,
    Capacity,
    Condition,
    Evidence,
    Finding,
    Gain,
    Grade,
    Interval,
    Legal,
    LegalStatus,
    Lever,
    Operation,
    Remove,
    SetPeriod,
)
from procmap.judgement.acts import with_act
from procmap.language import LANGUAGES, words
from procmap.measures.organisation.delegated import Delegated
from procmap.procedures.acts import usual_act
from procmap.procedures.matching import match_labels
from procmap.procedures.packs import pack_named, packs
from procmap.procedures.packs.vocabulary import Effort
from procmap.procedures.procedure import Procedure
from procmap.report.by_effort import act_sentences, by_effort

from .conftest import DAY, findings_of, short_example


def finding(edit, *, detector="low_yield_check", lever=Lever.TRUST, low=1.0, **more):
    hours = Interval(max(low, 5.0), low, 99.0)
    gain = Gain(hours, hours, hours, hours, "remove")
    evidence = Evidence(0, 500, "instances", 0.0, upper=0.006)
    return Finding(detector, edit.activities, (), lever, evidence, edit, edit, 0.001, grade=Grade.A, gain=gain, **more)


def told(one, pack=None, language="en", delegated=()):
    """What the change takes, `delegated`: by step of the finding, how many passages of how many are done by delegation."""
    known = Procedure(pack_named(pack), match_labels(pack_named(pack), one.activities)) if pack else Procedure()
    passages = {code: Delegated(*counts) for code, counts in enumerate(delegated)}
    log = SimpleNamespace(activities=one.activities)
    return with_act(one, SimpleNamespace(procedure=known, log=log, delegated=passages), language).act


@pytest.mark.parametrize("lever", Lever)
@pytest.mark.parametrize("change", [*(op.value for op in Operation), "medium", "rule", None])
def test_every_change_and_every_lever_has_its_effort_in_both_languages(change, lever):
    usual = usual_act(change, lever)
    assert usual.effort in set(Effort)
    assert usual.decides.fr != usual.decides.en


@pytest.mark.parametrize(
    ("edit", "effort"),
    [
        (Remove(("Visa",)), "note"),
        (SetPeriod("Visa", days=1), "word"),
        (Automate(("Ressaisie",)), "development"),
        (Automate(("Impression", "Signature"), kept=("Signature",)), "setting"),
        (Condition(("Visa",), f"{RULE}: amount", share=0.7), "development"),
        (Condition(("Visa",), "sample 10 %", share=0.9), "note"),
        (Capacity(("Visa",), "Direction"), "text_and_vote"),
        (Answer("Demande", "Réponse"), "note"),
    ],
)
def test_without_a_pack_the_operation_tells(edit, effort):
    act = told(finding(edit))
    assert (act.effort, act.prerequisites, act.name) == (effort, (), "")
    assert act.decides


def test_where_the_remedy_can_only_be_said_in_words_the_lever_tells():
    one = replace(finding(Remove(("A", "B"))), whole=None, prudent=None)
    assert told(replace(one, lever=Lever.DELEGATION)).effort == Effort.DELEGATION_ORDER
    assert told(replace(one, lever=Lever.FLOW)).effort == Effort.WORD


def test_the_lever_of_the_pack_against_what_ails_the_step_is_taken():
    visa = Remove(("Visa hiérarchique",))
    trust = told(finding(visa), "bon_de_commande")
    assert (trust.name, trust.effort) == ("A short route below an amount", Effort.NOTE)
    assert trust.prerequisites == ("procedure note or financial regulation",)
    delegated = told(finding(visa, lever=Lever.DELEGATION), "bon_de_commande", "fr")
    assert (delegated.effort, delegated.decides) == (Effort.DELEGATION_ORDER, "l’exécutif")
    assert told(finding(Remove(("Devis",))), "bon_de_commande").name == ""  # nothing ails that step in the pack
    card = told(finding(visa, detector="order_breach"), "bon_de_commande")
    assert card.name == ""  # and not by this pattern


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_delegation_in_force_stands_beside_the_order_that_is_proposed(language):
    levels = replace(finding(Remove(("A", "B")), lever=Lever.DELEGATION), whole=None, prudent=None)
    in_force = told(levels, delegated=((30, 400), (12, 1_100)))
    assert (in_force.delegated, in_force.passages) == (42, 1_500)
    said = " ".join(act_sentences(words(language), in_force))
    assert "42 of 1,500" in said or "42 sur 1\u202f500" in said
    assert told(levels).passages == 0  # the log tells of none
    note = told(finding(Remove(("A",))), delegated=((30, 400),))
    assert (note.effort, note.passages) == (Effort.NOTE, 0)  # no order is proposed


def test_software_is_never_a_word():
    again = Automate(("Ressaisie de l’évaluation",))
    assert told(finding(again, detector="re_keying"), "apa").effort == Effort.DEVELOPMENT
    one = finding(Capacity(("Inscription à l’ordre du jour",), "Assemblées"), detector="contention")
    assert told(one, "deliberation").effort == Effort.TEXT_AND_VOTE


def test_a_local_rule_is_amended_first():
    local = Legal(LegalStatus.LOCAL_RULE, amend="the assembly's own rules, amended by a vote")
    act = told(finding(Remove(("Commission",)), legal=local))
    assert (act.effort, act.prerequisites) == (Effort.TEXT_AND_VOTE, (local.amend,))
    assert not act.at_once
    assert told(finding(Automate(("Commission",)), legal=local)).effort == Effort.DEVELOPMENT


def test_a_question_takes_nothing():
    assert told(replace(finding(Remove(("Visa",))), grade=Grade.C)) is None
    assert act_sentences(words("en"), None) == ()


def test_gain_over_effort_orders_and_software_comes_last():
    def named(name, effort, low, edit=None):
        return replace(finding(edit or Remove((name,)), low=low), identity=name, act=Act(effort, "x"))

    given = [
        named("vote", Effort.TEXT_AND_VOTE, 11.0), named("word", Effort.WORD, 2.0), named("note", Effort.NOTE, 5.0),
        named("software", Effort.DEVELOPMENT, 90.0), named("setting", Effort.SETTING, 80.0),
        named("robot", Effort.NOTE, 70.0, Automate(("robot",))),
        replace(named("unknown", Effort.WORD, 9.0), gain=None), replace(named("question", Effort.WORD, 9.0), grade=Grade.C),
    ]  # fmt: skip
    order = [one.identity for one in by_effort(given)]
    assert order == ["note", "word", "vote", "robot", "setting", "software", "unknown", "question"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_takes_is_told(language):
    w = words(language)
    for pack in packs():
        for lever in pack.levers:
            act = Act(lever.effort, lever.decides.of(language), tuple(one.of(language) for one in lever.prerequisites),
                      lever.name.of(language), lever.caution.of(language) if lever.caution else "")  # fmt: skip
            said = act_sentences(w, act)
            assert len(said) == 2 + bool(lever.prerequisites) + (lever.caution is not None)
            assert all(sentence.endswith(".") and "{" not in sentence for sentence in said)


@pytest.mark.usefixtures("computed_once")
def test_an_audit_says_what_can_start_on_monday(procmap, tmp_path):
    source, out = short_example(tmp_path / "log", "purchase_orders", 120), tmp_path / "audit"
    done = procmap("audit", source, "--out", out, "--quiet", "--date", DAY, "--language", "en")
    assert done.code == 0, done.err
    found = findings_of(out)
    for one in found["findings"]:
        assert (one["act"] is None) == (one["grade"] == "C")
    accepted = [one for one in found["findings"] if one["id"] in found["plan"]["findings"]]
    monday = [one["id"] for one in accepted if one["act"]["effort"] in ("word", "note", "delegation_order")]
    assert monday
    line = next(line for line in done.out.splitlines() if line.startswith("Can start on Monday"))
    assert sorted(line.rpartition(": ")[2].split(", ")) == sorted(monday)
    page = (out / "report.html").read_text(encoding="utf-8")
    section = page[page.index('<div class="monday">') :].partition("</ul>")[0]
    assert all(f'href="#{name}"' in section for name in monday)
    software = {one["id"] for one in found["findings"] if one["act"] and one["act"]["effort"] in ("setting", "development")}
    assert software
    assert not any(f'href="#{name}"' in section for name in software)
    plan = (out / "plan.toml").read_text(encoding="utf-8")
    assert "What it takes: " in plan
    order = [line.split('"')[1] for line in plan.splitlines() if line.startswith("id = ")]
    assert order.index(monday[0]) < min(order.index(name) for name in software & {*order})
