"""What may be claimed and accepted: false discoveries, the register, exclusion, barriers, and the laws of the plan on any log."""

from __future__ import annotations

import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from procmap.detectors import detect
from procmap.detectors.case_log import load_case
from procmap.findings import (
    Apart,
    Assign,
    Automate,
    Candidates,
    Condition,
    Evidence,
    Finding,
    Gain,
    Grade,
    GuardName,
    Interval,
    Legal,
    Move,
    Operation,
    Parallelise,
    Remove,
    SetPeriod,
)
from procmap.judgement.acceptance import refusals, refused_beside
from procmap.judgement.alone import refused_alone
from procmap.judgement.deciding import barriers, kept, undecided
from procmap.judgement.guards import guarded
from procmap.judgement.holding import holding
from procmap.judgement.joint_gain import breaks_joint_law
from procmap.judgement.judging import judged
from procmap.judgement.law import with_law
from procmap.judgement.one_hand import in_one_hand
from procmap.judgement.paths import Mark, Part, Path, paths_of
from procmap.judgement.plan import PlanLine, Refusal, WhyNot
from procmap.judgement.planning import make_plan
from procmap.judgement.reach import excludes, gone, relied_on, touched
from procmap.language import words
from procmap.log import OfficeCalendar, build_log
from procmap.measures import measure
from procmap.measures.figures import CycleTime
from procmap.procedures.decided_object import decided_object
from procmap.redesign.gains import Redesign
from procmap.report.refused import reason
from procmap.report.sentences import gain_reason

from .conftest import fresh_engine

few = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CYCLE = CycleTime(10.0, 8.0, 50.0, 40.0)


def finding(prudent, *, whole=None, hours=5.0, days=1.0, low=1.0, **more):
    hour, day = Interval(hours, min(low, hours), 2 * hours), Interval(days, min(low, days), 2 * days)
    return Finding(
        "low_yield_check", prudent.activities, (), "trust", Evidence(1, 500, "instances", 0.002, upper=0.01),
        whole or prudent, prudent, 0.001, grade="A", gain=Gain(hour, day, hour, day, "condition"), **more,
    )  # fmt: skip


def sampled(*labels, **more):
    return finding(Condition(labels, "sample 10 %", share=0.9), whole=Remove(labels), **more)


def measured(engine, log):
    load_case({"log": log, "weeks": 52}, engine)
    return measure(build_log(engine, OfficeCalendar(holidays="none")))


# ---------------------------------------------------------------- false discoveries
def candidate(p_value, *, holds):
    return replace(sampled("Visa"), p_value=p_value, grade="A" if holds else "-")


def test_of_many_that_were_tried_one_lucky_one_is_no_discovery(engine):
    measures = measured(engine, "60 x  Request > Visa > Dispatch")
    lucky = candidate(0.04, holds=True)
    tried = [candidate(0.1 + 0.04 * i, holds=False) for i in range(19)]
    alone = Candidates("low_yield_check", (), (), (lucky,))
    among = Candidates("low_yield_check", (), (), (lucky, *tried))
    assert len(holding(measures, [alone])) == 1
    assert holding(measures, [among]) == ()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_false_discoveries_are_held_to_one_in_ten(p_values):
    from procmap.judgement.false_discoveries import FALSE_DISCOVERY_RATE, surviving

    found = surviving([candidate(p, holds=True) for p in p_values])
    # Benjamini and Hochberg: the k-th smallest of n survives up to its own k / n of the rate
    ordered = sorted(p_values)
    last = max((k for k, p in enumerate(ordered, start=1) if p <= FALSE_DISCOVERY_RATE * k / len(ordered)), default=0)
    assert sorted(f.p_value for f in found) == ordered[:last]


def test_what_was_tried_without_a_test_and_does_not_hold_is_no_finding(engine):
    measures = measured(engine, "60 x  Request > Visa > Dispatch")
    refuted = candidate(None, holds=False)
    asked = replace(candidate(None, holds=True), grade=Grade.C, activities=("Request",))
    assert [f.key for f in holding(measures, [Candidates("low_yield_check", (), (), (refuted, asked))])] == [asked.key]


# ---------------------------------------------------------------- the register of protected steps
@pytest.mark.parametrize(
    ("label", "edit", "allowed"),
    [
        ("Service fait", Automate, False),
        ("Contrôle du comptable public", Automate, False),
        ("Visa d’élimination", Automate, False),
        ("Signature de l’ordonnateur", Automate, True),
        ("Signature de l’ordonnateur", Remove, False),
        ("Service fait", SetPeriod, False),
        ("Saisie du formulaire", Automate, True),
        ("Saisie du formulaire", Remove, True),
    ],
)
def test_a_protected_step_keeps_what_the_register_says(label, edit, allowed):
    change = edit(label) if edit is SetPeriod else edit((label,))
    told = with_law(finding(change), (label, "Mandatement"), "fr")
    assert (told.prudent is not None) == allowed
    assert (told.whole is not None) == allowed
    assert (told.grade == "C") == (not allowed)
    assert ("text" in told.guards.failed) == (not allowed)
    assert "text" not in told.guards.passed


# ---------------------------------------------------------------- exclusion
def some(least, most):
    return st.lists(st.sampled_from("ABCDEF"), min_size=least, max_size=most, unique=True).map(tuple)


EDITS = st.one_of(
    some(1, 3).map(Remove),
    some(1, 2).map(lambda steps: Condition(steps, "sample 10 %", share=0.9)),
    some(2, 3).map(lambda steps: Automate(steps, kept=steps[:1])),
    some(2, 2).map(Parallelise),
    st.builds(SetPeriod, st.sampled_from("ABCDEF"), st.just(1)),
)
PROPOSALS = st.lists(st.builds(lambda prudent, whole: finding(prudent, whole=whole), EDITS, EDITS), min_size=1, max_size=7)
MARKS = st.builds(
    lambda label: Mark(Part.DECISION if label in "ABC" else Part.CONTROL, label, {"A": "permit", "B": "permit"}.get(label, "")),
    st.sampled_from("ABCDEF"),
)
PATHS = st.lists(st.builds(lambda marks, n: Path(tuple(marks), n), st.lists(MARKS, max_size=6), st.integers(20, 500)), max_size=6)


@given(PROPOSALS, PATHS)
def test_whatever_is_proposed_no_two_accepted_touch_one_step_and_somebody_decides(proposed, paths):
    chosen = []
    for one in proposed:
        if refused_beside(one, chosen, paths) is None:
            chosen.append(one)
    steps = Counter(label for one in chosen for label in touched(one))
    assert not [label for label, times in steps.items() if times > 1]
    for one in chosen:
        assert not any(gone(other) & relied_on(one) for other in chosen if other is not one)
    away = {label for one in chosen for label in gone(one)}
    had, left = Counter(), Counter()
    for path in paths:
        decided = {(m.of, m.label) for m in path.marks if m.part is Part.DECISION} or {("", m.label) for m in path.marks}
        for what in {of for of, _ in decided}:
            had[what] += path.cases
            left[what] += path.cases * any(of == what and label not in away for of, label in decided)
    assert all(had[what] - left[what] <= 0.01 * had[what] for what in had)


def test_changes_on_one_step_exclude_each_other():
    assert excludes(sampled("A"), finding(SetPeriod("A", days=1)))
    assert excludes(sampled("A", "B"), finding(Remove(("B", "C"))))
    assert not excludes(sampled("A"), sampled("B"))
    refusal = refused_beside(finding(SetPeriod("A", days=1)), [sampled("A")], ())
    assert refusal == Refusal(WhyNot.EXCLUDED, ("A",))


def test_what_one_change_keeps_another_does_not_remove():
    chain = finding(Remove(("First visa",)), whole=Remove(("First visa", "Second visa")))
    paper = finding(Automate(("Print", "Sign"), kept=("Sign",)))
    assert excludes(chain, sampled("Second visa"))
    assert excludes(sampled("Second visa"), chain)
    assert excludes(paper, finding(Remove(("Sign",))))


# ---------------------------------------------------------------- alone
@pytest.mark.parametrize(
    ("proposal", "why"),
    [
        (sampled("A"), None),
        (sampled("A", barrier=True), WhyNot.LAST_CONTROL),
        (sampled("Z"), WhyNot.OUTLAY),
        (sampled("A", low=-0.1), WhyNot.NO_SURE_GAIN),
        (sampled("A", low=0.0), WhyNot.NO_SURE_GAIN),
        (sampled("A", days=0.0099, hours=0.049), WhyNot.TOO_LITTLE),
        (sampled("A", days=0.011, hours=0.049), None),
        (sampled("A", days=0.0099, hours=0.051), None),
        (sampled("A", days=0.0, hours=0.0), WhyNot.NO_SURE_GAIN),
        (sampled("A", legal=Legal("legal")), WhyNot.LEGAL),
        (sampled("A", days=6.1), WhyNot.MOST_OF_TIME),
        (sampled("A", hours=30.1), WhyNot.MOST_OF_TIME),
        (sampled("A", days=5.9, hours=29.9), None),
        (finding(Move("A", "B", ("B",))), WhyNot.DEPENDENCY),
        (finding(Parallelise(("A", "B")), weak=("dependencies",)), WhyNot.DEPENDENCY),
        (finding(Parallelise(("A", "B"))), None),
        (finding(SetPeriod("Z", days=1)), None),
    ],
)
def test_a_proposal_may_stand_against_a_law_by_itself(proposal, why):
    found = refused_alone(proposal, CYCLE, {"Z"})
    assert (found.why if found else None) == why


def test_an_hour_of_each_case_is_worth_having_however_long_the_procedure_lasts():
    years = CycleTime(1000.0, 900.0, 5000.0, 4500.0)
    assert refused_alone(sampled("A", days=0.9, hours=0.99), years, ()) == Refusal(WhyNot.TOO_LITTLE)
    assert refused_alone(sampled("A", days=0.9, hours=1.0), years, ()) is None


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("why", WhyNot)
def test_every_reason_has_its_words(language, why):
    line = PlanLine("k", accept=False, refusal=Refusal(why, ("Visa",), 3, 40, 0.7))
    told = reason(words(language), line)
    assert told.endswith((".", "»", "”"))
    assert "{" not in told
    assert reason(words(language), replace(line, reason="mine")) == "mine"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_reason_of_a_gain_has_its_words(language):
    for why in (*Operation, *Apart):
        told = gain_reason(words(language), replace(sampled("A").gain, why=why))
        assert told.endswith(".")
        assert "{" not in told


# ---------------------------------------------------------------- deciding
def path(*marks, cases=100):
    return Path(marks, cases)


VISA, SIGNATURE = Mark(Part.DECISION, "Visa"), Mark(Part.DECISION, "Signature")
PERMIT, DECLARATION = Mark(Part.DECISION, "Permit approved", "permit"), Mark(Part.DECISION, "Declaration approved", "declaration")
REFUSED, PAID, CHECK = Mark(Part.REFUSAL, "Refusal"), Mark(Part.OUTLAY, "Payment"), Mark(Part.CONTROL, "Check")


def test_a_decision_remains_on_every_path_that_had_one():
    paths = (path(VISA, SIGNATURE), path(VISA, cases=30))
    assert not undecided(paths, {"Signature"})
    (lost,) = undecided(paths, {"Visa"})
    assert (lost.cases, lost.of, lost.steps) == (30, 130, ("Visa",))
    assert undecided(paths, {"Visa", "Signature"})[0].cases == 130


def test_each_object_of_a_case_keeps_its_own_decision():
    paths = (path(PERMIT, DECLARATION),)
    assert [lost.of_what for lost in undecided(paths, {"Permit approved"})] == ["permit"]


def test_what_was_refused_needs_no_decision_any_more():
    assert not undecided((path(VISA, SIGNATURE, cases=200), path(VISA, REFUSED)), {"Visa"})


def test_where_nothing_decides_the_controls_do():
    assert undecided((path(CHECK),), {"Check"})
    assert not undecided((path(CHECK, VISA),), {"Check"})


def test_rows_in_the_wrong_order_make_no_path():
    assert not undecided((path(VISA, SIGNATURE, cases=1000), path(VISA, cases=5)), {"Visa"})


def test_the_one_who_still_decides_is_named_for_the_steps_concerned_only():
    paths = (path(VISA, SIGNATURE, DECLARATION),)
    assert kept(paths, {"Visa"}, {"Visa"}) == ("Signature",)
    assert kept(paths, {"Check"}, {"Check"}) == ()


def test_the_last_control_before_the_money_is_a_barrier():
    assert barriers((path(VISA, CHECK, PAID, SIGNATURE), path(VISA, SIGNATURE))) == {"Check"}
    assert barriers((path(VISA, SIGNATURE),)) == frozenset()


@pytest.mark.parametrize(
    ("label", "roles", "what"),
    [
        ("Permit FINAL_APPROVED by SUPERVISOR", (), "permit"),
        ("Declaration REJECTED by BUDGET OWNER", (), "declaration"),
        ("Request For Payment APPROVED by ADMINISTRATION", (), "request for payment"),
        ("Order approved by manager", (), "order"),
        ("Visa du directeur", (), ""),
        ("Signature de la convention", (), ""),
        ("Director approval", (), ""),
        ("Finance approval", ("Finance",), ""),
        ("Step 7", (), ""),
    ],
)
def test_the_words_before_the_decision_say_what_is_decided(label, roles, what):
    assert decided_object(label, roles) == what


# ---------------------------------------------------------------- one hand
HANDS = """
    300 x  Request@Desk/Zoe > Visa of the head@Accounts/Max+2d > Signature of the director@Mayor/Eve+2d > Payment@Accounts/Max+1d
    20 x  Request@Desk/Zoe > Visa of the head@Accounts/Max+2d > Refusal@Desk/Zoe
"""


def test_who_signs_does_not_release_the_money(engine):
    measures = measured(engine, HANDS)
    signature, visa = sampled("Signature of the director"), sampled("Visa of the head")
    assert in_one_hand(measures, [signature], gone(signature))
    assert not in_one_hand(measures, [visa], gone(visa))


def test_where_nobody_signs_any_longer_nothing_ends_in_one_hand(engine):
    measures = measured(engine, HANDS)
    assert in_one_hand(measures, [], {"Visa of the head", "Signature of the director"}) is False


def test_cases_that_two_people_release_stay_apart(engine):
    measures = measured(engine, HANDS.replace("Payment@Accounts/Max+1d", "Payment@Accounts/Max+1d > Payment@Accounts/Ann+1d"))
    signature = sampled("Signature of the director")
    assert in_one_hand(measures, [signature], gone(signature)) is False


def test_who_signs_is_asked_of_the_log_once(engine):
    measures = measured(engine, HANDS)
    signature, visa = sampled("Signature of the director"), sampled("Visa of the head")
    before = in_one_hand(measures, [signature], gone(signature)), in_one_hand(measures, [visa], gone(visa))
    engine.drop("case_")
    assert (in_one_hand(measures, [signature], gone(signature)), in_one_hand(measures, [visa], gone(visa))) == before


def test_the_guard_of_segregation_is_asked_where_money_is_released(engine):
    measures = measured(engine, HANDS)
    told = guarded(sampled("Signature of the director"), (GuardName.SEGREGATION,), measures)
    assert (told.guards.weak, told.weak) == ((GuardName.SEGREGATION,), ())  # the log tells all that it is asked
    ask = lambda label: guarded(sampled(label), (GuardName.SEGREGATION,), measures).guards
    assert ask("Visa of the head").passed == (GuardName.SEGREGATION,)
    assert GuardName.SEGREGATION in ask("Request").not_asked


def test_a_role_that_pays_is_not_given_the_signature(engine):
    measures = measured(engine, HANDS)
    for role, shared in (("Accounts", True), ("Mayor", False)):
        assigned = finding(Assign(("Signature of the director",), role))
        assert bool(in_one_hand(measures, [assigned], ())) == shared


# ---------------------------------------------------------------- joint gain
@pytest.mark.parametrize(
    ("joint", "own", "breaks"),
    [(5, (5,), False), (8, (5, 4), False), (10.3, (5, 4), False), (10.4, (5, 4), True), (4.9, (5, 4), True), (51, (30, 30), True)],
)
def test_gains_together_are_at_least_the_largest_and_hardly_more_than_their_sum(joint, own, breaks):
    gain = lambda hours: sampled("A", hours=hours, days=hours / 10).gain
    assert breaks_joint_law(gain(joint), [gain(one) for one in own], 50.0, 5.05) == breaks


# ---------------------------------------------------------------- the laws on whole logs
def planned(engine, log):
    measures = measured(engine, log)
    redesign = Redesign.of_measures(measures)
    with ThreadPoolExecutor(1) as workers:
        firm, _ = judged(measures, redesign, detect(measures).candidates, "en", workers)
    plan, _ = make_plan(measures, redesign, firm, {}, paths_of(measures))
    return measures, firm, plan


def laws_hold(measures, firm, plan, events):
    """Laws 4, 5 and 7 and exclusion, counted from the events and the plan alone."""
    accepted = [f for f in firm if f.identity in plan.accepted]
    cycle = measures.figures.cycle_time
    for one in accepted:
        assert one.gain.expected_days.estimate <= 0.6 * cycle.mean_days
        assert one.gain.expected_office_hours.estimate <= 0.6 * cycle.mean_office_hours
    if accepted:
        own, joint = [f.gain.cycle_days.estimate for f in accepted], plan.gain.cycle_days.estimate
        assert joint <= cycle.mean_days * 1.001
        assert max(own) * 0.999 <= joint <= 1.151 * sum(own)
    steps = Counter(label for f in accepted for label in touched(f))
    assert not [label for label, times in steps.items() if times > 1]
    away = {label for f in accepted for label in gone(f)}
    had = [labels for labels in events if labels & DECIDERS and "Refusal" not in labels]
    assert sum(not (labels & DECIDERS) - away for labels in had) <= 0.01 * len(had)
    assert all(line.accept or line.refusal for line in plan.lines)


DECIDERS = frozenset({"Visa of the head", "Visa of finance", "Signature of the director", "Decision of the board"})
STEPS = {
    "Visa of the head": "Visa of the head@Head/Max+{}d", "Visa of finance": "Visa of finance@Finance/Lea+{}d",
    "Signature of the director": "Signature of the director@Director/Eve+{}d",
    "Decision of the board": "Decision of the board@Board/Ida+{}d", "Completeness check": "Completeness check@Office/Ann+{}d",
    "Registration": "Registration@Desk/Tom+{}d",
}  # fmt: skip


@st.composite
def logs(draw):
    kinds = []
    for _ in range(draw(st.integers(1, 3))):
        chosen = draw(st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=4, unique=True))
        steps = [STEPS[label].format(draw(st.integers(1, 6))) for label in chosen]
        end = draw(st.sampled_from(["Payment@Accounts/Kim+1d", "Dispatch@Desk/Tom+1d"]))
        way = " > ".join(["Request@Desk/Zoe", "Examination@Office/Ann,Bob+2d", *steps, end])
        kinds.append(f"{draw(st.integers(120, 400))} x  {way}")
    kinds.append("40 x  Request@Desk/Zoe > Examination@Office/Ann,Bob+2d > Refusal@Desk/Zoe")
    return "\n".join(kinds)


PAID_BY_ANOTHER_WAY = """
240 x  Request@Desk/Zoe > Examination@Office/Ann,Bob+2d > Completeness check@Office/Ann+1d > Visa of the head@Head/Max+1d
       > Decision of the board@Board/Ida+1d > Dispatch@Desk/Tom+1d
120 x  Request@Desk/Zoe > Examination@Office/Ann,Bob+2d > Completeness check@Office/Ann+1d > Decision of the board@Board/Ida+1d
       > Payment@Accounts/Kim+1d
120 x  Request@Desk/Zoe > Examination@Office/Ann,Bob+2d > Visa of the head@Head/Max+1d > Completeness check@Office/Ann+1d
       > Payment@Accounts/Kim+1d
 40 x  Request@Desk/Zoe > Examination@Office/Ann,Bob+2d > Refusal@Desk/Zoe
"""
"""Who is paid without the board was not refused by the check before: the visa is all that decides."""


@few
@example(PAID_BY_ANOTHER_WAY)
@given(logs())
def test_on_any_log_the_plan_keeps_its_laws(log):
    with fresh_engine() as engine:
        measures, firm, plan = planned(engine, log)
        events = [
            {measures.log.activities[code] for code in codes}
            for (codes,) in engine.rows("select list(activity) from event join case_ using (case_id) where closed group by case_id")
        ]
    laws_hold(measures, firm, plan, events)


CHAIN = """
    500 x  Request@Desk/Zoe > Examination@Office/Ann,Bob+2d > Visa of the head@Head/Max+3d > Visa of finance@Finance/Lea+4d > Dispatch@Desk/Tom
    40 x  Request@Desk/Zoe > Examination@Office/Ann,Bob+2d > Refusal@Desk/Zoe
"""  # noqa: E501 - a case is a line


@cache
def chain():
    with fresh_engine() as engine:
        measures, firm, plan = planned(engine, CHAIN)
        return firm, plan, paths_of(measures)


def test_of_two_visas_and_nothing_else_one_stays_and_is_named():
    firm, plan, paths = chain()
    assert any(gone(f) & DECIDERS for f in firm if f.prudent)
    accepted = {f.key: f for f in firm if f.identity in plan.accepted}
    away = {label for f in accepted.values() for label in gone(f)}
    assert away & DECIDERS
    assert not undecided(paths, away)
    named = {label for line in plan.lines if line.accept and gone(accepted[line.key]) & DECIDERS for label in line.kept}
    assert named
    assert not named & away


def test_the_last_control_is_proposed_and_not_accepted():
    firm, plan, _ = chain()
    last = [f for f in firm if f.barrier and f.grade != "C"]
    if not last:  # the chain says it all: ask of one visa alone
        with fresh_engine() as engine:
            _, firm, plan = planned(engine, CHAIN.replace("Visa of finance@Finance/Lea+4d > ", ""))
        last = [f for f in firm if f.barrier and f.grade != "C"]
    assert last
    lines = {line.key: line for line in plan.lines}
    for one in last:
        assert one.identity not in plan.accepted
        assert lines[one.key].refusal.why == WhyNot.LAST_CONTROL


def test_the_analyst_has_the_last_word_on_what_is_not_accepted(engine):
    log = CHAIN.replace("Visa of finance@Finance/Lea+4d > ", "")
    measures, firm, plan = planned(engine, log)
    refused = next(line for line in plan.lines if not line.accept)
    redesign = Redesign.of_measures(measures)
    decided, _ = make_plan(measures, redesign, firm, {refused.key: PlanLine(refused.key, accept=True)}, paths_of(measures))
    assert {f.key for f in firm if f.identity in decided.accepted} >= {refused.key}


def test_the_files_say_why_a_proposal_is_not_accepted(procmap, tmp_path):
    rows = ["case,activity,time,role"]
    for n in range(450):
        begun = datetime(2024, 1, 8, 9, n % 60, 11) + timedelta(days=n // 2)
        steps = [("Request", "Desk", 0), ("Examination", "Office", 3)]
        steps += [("Refusal", "Desk", 4)] if n % 15 == 0 else [("Visa of the head", "Head", 9), ("Dispatch", "Desk", 11)]
        rows += [f"{n},{label},{(begun + timedelta(days=at, minutes=7 * at)).isoformat()},{role}" for label, role, at in steps]
    log = tmp_path / "log.csv"
    log.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    for language, told in (("en", "it is the last control"), ("fr", "c’est le dernier contrôle")):
        done = procmap("audit", log, "--out", tmp_path / language, "--language", language, "--date", "2026-01-05", "--quiet")
        assert done.code == 0, done.err
        entries = tomllib.loads((tmp_path / language / "plan.toml").read_text(encoding="utf-8")).get("finding", [])
        assert [entry for entry in entries if not entry["accept"] and told in entry["reason"]]
        assert told in (tmp_path / language / "report.html").read_text(encoding="utf-8")


# ---------------------------------------------------------------- acceptance, one after the other
class Added:
    """Stands for a redesign: gains together are `factor` times the sum of those alone."""

    def __init__(self, proposed, factor=1.0):
        self.own, self.factor = {f.whole: f.gain.cycle_office_hours.estimate for f in proposed}, factor

    def outcome(self, edits):
        return sum(self.own[edit] for edit in edits) * (self.factor if len(edits) > 1 else 1.0)

    def gain(self, most, _, __):
        return sampled("A", hours=most, days=most / 10).gain


def accepted_of(measures, proposed, paths=(), factor=1.0):
    found = refusals(measures, Added(proposed, factor), proposed, paths)
    whys = {f.activities[0]: found[f.key].why for f in proposed if f.key in found}
    return [f.activities[0] for f in proposed if f.key not in found], whys


def lone(label, hours, **more):
    return sampled(label, hours=hours, days=hours / 10, low=hours / 2, **more)


@pytest.fixture
def hands(engine):
    measures = measured(engine, HANDS)
    slow = replace(measures.figures, cycle_time=CycleTime(100.0, 100.0, 1000.0, 1000.0))
    return replace(measures, figures=slow)


def test_of_changes_that_exclude_each_other_the_surer_gain_is_accepted(hands):
    small = replace(lone("Request", 5.0), detector="skippable_step")
    large = lone("Request", 9.0)
    for order in ([small, large], [large, small]):
        found = refusals(hands, Added(order), order, ())
        assert {key: refusal.why for key, refusal in found.items()} == {small.key: WhyNot.EXCLUDED}


def test_automation_comes_last(hands):
    automated = replace(finding(Automate(("Request",)), hours=20.0, days=2.0, low=15.0), detector="media_break")
    simple = lone("Request", 5.0)
    found = refusals(hands, Added([automated, simple]), [automated, simple], ())
    assert set(found) == {automated.key}


def test_two_changes_do_not_take_both_decisions_of_one_path(hands):
    paths = (path(VISA, SIGNATURE),)
    assert accepted_of(hands, [lone("Visa", 5.0)], paths)[0] == ["Visa"]
    refused = refused_beside(lone("Signature", 4.0), [lone("Visa", 5.0)], paths)
    assert (refused.why, set(refused.steps), refused.cases, refused.of) == (WhyNot.UNDECIDED, {"Visa", "Signature"}, 100, 100)


def test_a_plan_whose_gains_do_not_add_up_gives_up_the_smallest(hands):
    proposed = [lone("Request", 9.0), lone("Refusal", 5.0), lone("Payment", 3.0)]
    assert accepted_of(hands, proposed) == (["Request", "Refusal", "Payment"], {})
    kept_, refused = accepted_of(hands, proposed, factor=1.3)
    assert (kept_, set(refused.values())) == (["Request"], {WhyNot.JOINT_GAIN})
    kept_, refused = accepted_of(hands, proposed, factor=0.5)
    assert (kept_, set(refused.values())) == (["Request"], {WhyNot.JOINT_GAIN})


def test_a_gain_too_small_to_tell_is_proposed_and_a_larger_one_accepted(hands):
    proposed = [lone("Request", 5.0), lone("Refusal", 0.9), lone("Payment", 1.1)]  # of 1,000 hours
    assert accepted_of(hands, proposed) == (["Request", "Payment"], {"Refusal": WhyNot.TOO_LITTLE})


def test_a_change_that_leaves_all_to_one_person_is_not_accepted(hands):
    told = accepted_of(hands, [lone("Signature of the director", 9.0)])
    assert told == ([], {"Signature of the director": WhyNot.ONE_HAND})
    assert accepted_of(hands, [lone("Visa of the head", 9.0)]) == (["Visa of the head"], {})


def test_what_does_not_hold_is_never_found_however_small_its_p_value(engine):
    measures = measured(engine, "60 x  Request > Visa > Dispatch")
    assert holding(measures, [Candidates("low_yield_check", (), (), (candidate(0.0, holds=False),))]) == ()
