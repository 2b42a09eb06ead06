"""Guards are asked: what holds by construction resists whoever tries to break it; what holds in one period only is weak."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.detectors import detect
from procmap.detectors.case_log import load_case
from procmap.detectors.evidence import LEAST_CASES
from procmap.findings import Condition, Evidence, Finding, GuardAnswer, GuardName, Guards
from procmap.judgement.break_in_period import in_both_periods
from procmap.judgement.grade import graded
from procmap.judgement.guards import guarded
from procmap.judgement.holding import holding
from procmap.judgement.law import with_law
from procmap.judgement.withholding import without_few
from procmap.log import OfficeCalendar, build_log
from procmap.measures import measure
from procmap.measures.time.drift import Drift
from procmap.statistics import clopper_pearson_upper

from .conftest import fresh_engine
from .recorded import HOUR, Row, measured, procedure

few = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])

LOG = """
    {a} x  Request@Desk/Zoe,Tom > Examination@Office/Ann,Bob+2d > Visa of the head@Head/Max+2d > Decision@Board/Eve,Ida+3d > Dispatch@Desk/Tom
    {b} x  Request@Desk/Zoe,Tom > Examination@Office/Ann,Bob+2d > Request for documents@Office/Ann+1d > Documents received@Desk/Zoe+4d > Examination@Office/Ann,Bob+2d > Visa of the head@Head/Max+2d > Decision@Board/Eve,Ida+3d > Dispatch@Desk/Tom
    {c} x  Request@Desk/Zoe,Tom > Examination@Office/Ann,Bob+2d > Refusal@Desk/Zoe
"""  # noqa: E501 - a case is a line
MIDDLE = "(select min(time) + (max(time) - min(time)) // 2 from source_event)"
LATE = f"case_name in (select case_name from source_event group by case_name having min(time) > {MIDDLE})"


def held(log, *changes):
    """What holds in a log of the notation whose rows were changed by these statements, graded, and its measures' profile."""
    with fresh_engine() as engine:
        load_case({"log": log, "weeks": 52}, engine)
        for change in changes:
            engine.run(change)
        measures = measure(build_log(engine, OfficeCalendar(holidays="none")))
        profile = measures.log.profile
        found = holding(measures, detect(measures).candidates)
        return {f.key: graded(f, closed_cases=profile.closed_cases, weeks=profile.weeks) for f in found}, profile


@cache
def visa(*changes):
    found, _ = held(LOG.format(a=900, b=10, c=90), *changes)
    return next((f for f in found.values() if f.detector == "low_yield_check" and "Visa of the head" in f.activities), None)


def test_a_step_of_the_whole_period_passes_the_guard_of_the_break():
    assert GuardName.BREAK_IN_PERIOD in visa().guards.passed
    assert visa().grade == "A"


def test_a_step_given_up_at_the_break_leaves_a_question():
    gone = visa(f"delete from source_event where activity_name = 'Visa of the head' and {LATE}")
    assert gone.guards.failed == (GuardName.BREAK_IN_PERIOD,)
    assert (gone.grade, gone.prudent) == ("C", None)


def test_a_step_that_came_with_the_break_is_weak():
    new = visa(f"delete from source_event where activity_name = 'Visa of the head' and not {LATE}")
    assert new.guards.weak == (GuardName.BREAK_IN_PERIOD,)
    assert new.grade == "B"


def test_a_short_log_cannot_tell_of_a_break():
    with fresh_engine() as engine:
        load_case({"log": LOG.format(a=300, b=5, c=30), "weeks": 20}, engine)
        measures = measure(build_log(engine, OfficeCalendar(holidays="none")))
        found = holding(measures, detect(measures).candidates)
    assert found
    assert all(GuardName.BREAK_IN_PERIOD in f.guards.not_asked for f in found)


@pytest.mark.parametrize(("late_refusals", "said"), [(False, GuardAnswer.PASSED), (True, GuardAnswer.FAILED)])
def test_refusals_that_came_with_the_break_leave_a_question(late_refusals, said):
    way = "Request@Desk > Visa of the head@Head+2d"
    log = f"1400 x  {way} > Dispatch@Desk\n80 x  {way} > Refusal@Desk"
    with fresh_engine() as engine:
        load_case({"log": log, "weeks": 52}, engine)
        if late_refusals:
            engine.run(f"update source_event set activity_name = 'Dispatch' where activity_name = 'Refusal' and not ({LATE})")
        measures = measure(build_log(engine, OfficeCalendar(holidays="none")))
        measures.__dict__["drift"] = Drift(26, 700, 700, "paths", 0.001)
        (check,) = measures.checks
        evidence = replace(visa().evidence, count=check.refused, of=check.of, upper=clopper_pearson_upper(check.refused, check.of))
        answer = in_both_periods(measures, replace(visa(), evidence=evidence), check.activities)
    assert answer == said


def open_cases(number, steps):
    """So many more cases that have not come further than these steps when the log ends."""
    end = "(select max(time) from source_event)"
    rows = [
        f"select 900000 + {10 * case + k}, 'open {case}', '{step}', null, '{role}', {end} - {(len(steps) - k) * 1_000_000}"
        for case in range(number)
        for k, (step, role) in enumerate(steps)
    ]  # fmt: skip
    return "insert into source_event (pos, case_name, activity_name, resource_name, role_name, time) " + " union all ".join(rows)


def counted(*changes):
    """What every pattern counts before one says it better than another, and the number of closed cases."""
    with fresh_engine() as engine:
        load_case({"log": LOG.format(a=500, b=150, c=80), "weeks": 52}, engine)
        for change in changes:
            engine.run(change)
        measures = measure(build_log(engine, OfficeCalendar(holidays="none")))
        found = (f for one in detect(measures).candidates for f in one.found if f.grade == "A")
        return {f.key: f for f in found}, measures.log.profile


@cache
def plain():
    return counted()


LOOP = (("Examination", "Office"), ("Request for documents", "Office"), ("Documents received", "Desk"), ("Examination", "Office"))


@few
@given(
    st.integers(1, 25),
    st.lists(
        st.sampled_from([*LOOP, ("Visa of the head", "Head")]),
        min_size=1, max_size=6,
    ),
)  # fmt: skip
def test_open_cases_count_nowhere_by_construction(number, steps):
    before, was = plain()
    after, profile = counted(open_cases(number, [("Request", "Desk"), *LOOP, *steps, ("Examination", "Office")]))
    assert profile.closed_cases == was.closed_cases
    vouched = {key for key, f in before.items() if GuardName.OPEN_CASES in f.guards.by_construction}
    assert {key.split("|")[0] for key in vouched} >= {"low_yield_check", "incomplete_file"}
    for key in vouched & set(after):
        told = [(f.evidence.count, f.evidence.of, f.evidence.upper, f.evidence.lower) for f in (before[key], after[key])]
        assert told[0] == told[1], key
    assert vouched <= set(after)


@few
@given(st.integers(1, 29), st.integers(0, 29), st.integers(0, 10))
def test_nothing_is_claimed_of_too_few_cases_by_construction(a, b, c):
    if a + b >= LEAST_CASES:
        b = 0
    found, _ = held(LOG.format(a=a, b=max(b, 1), c=max(c, 1)))
    assert not [f.key for f in found.values() if f.grade != "C" and GuardName.SUPPORT in f.guards.by_construction]


@pytest.mark.parametrize("people", [None, 1, 4, 5, 30])
def test_no_finding_leaves_with_figures_of_fewer_than_five_people(people):
    finding = visa()
    told = without_few(replace(finding, evidence=replace(finding.evidence, people=people)))
    asked = guarded_people(told)
    assert GuardName.PEOPLE in asked.guards.passed
    unguarded = guarded_people(replace(finding, evidence=replace(finding.evidence, people=people)))
    assert (GuardName.PEOPLE in unguarded.guards.failed) == (people in (1, 4))


def guarded_people(finding):
    with fresh_engine() as engine:
        load_case({"log": "40 x  Request > Visa of the head > Dispatch"}, engine)
        return guarded(finding, (GuardName.PEOPLE,), measure(build_log(engine)))


@pytest.mark.parametrize(
    ("labels", "status", "said"),
    [
        (("Visa of the head",), "unknown", "not_asked"),
        (("Service fait",), "legal", "failed"),
        (("Commission interne des marchés", "Visa of the head"), None, None),
    ],
)
def test_no_known_text_is_said_only_where_somebody_looked(labels, status, said):
    found = with_law(replace(visa(), activities=labels), labels, "en")
    if status is None:
        assert (GuardName.TEXT in found.guards.passed) == (found.legal.status in ("free", "local_rule"))
        return
    assert found.legal.status == status
    assert GuardName.TEXT in getattr(found.guards, said)


@given(st.lists(st.tuples(st.sampled_from(GuardName), st.sampled_from(GuardAnswer)), unique_by=lambda pair: pair[0]))
def test_every_guard_stands_in_exactly_one_place(answers):
    guards = Guards()
    for name, answer in answers:
        guards = guards.answered(name, answer)
    places = [*guards.passed, *guards.failed, *guards.weak, *guards.not_asked, *guards.by_construction]
    assert sorted(places) == sorted(GuardName)
    assert all(name in getattr(guards, answer.value) for name, answer in answers)


def signed(same_people, seed=3):
    """A payment that two people release, never the same; else whoever is there."""
    chance = random.Random(seed)
    for row in procedure(200, seed):
        yield row
        if row.activity == "Decision":
            first = chance.choice("AB")
            second = ("B" if first == "A" else "A") if same_people else chance.choice("AB")
            yield Row(row.case, "Release approved", row.time + HOUR, f"Purse {first}", "Purse")
            yield Row(row.case, "Release signed", row.time + 3 * HOUR, f"Purse {second}", "Purse")


@pytest.mark.parametrize("enforced", [True, False])
def test_two_who_must_both_sign_are_no_check_too_many(enforced):
    with measured(signed(enforced)) as measures:
        pair = frozenset(measures.log.activities.index(label) for label in ("Release approved", "Release signed"))
        assert measures.four_eyes == (pair if enforced else frozenset())
        edit = Condition(("Release signed",), "sample 10 %", share=0.9)
        asked = Finding(
            detector="low_yield_check", activities=("Release signed",), roles=("Purse",), lever="trust",
            evidence=Evidence(count=0, of=200, unit="instances", rate=0.0), whole=edit, prudent=edit, grade="A",
        )  # fmt: skip
        answered = guarded(asked, (GuardName.SEGREGATION,), measures).guards
        assert (GuardName.SEGREGATION in answered.failed) == enforced
