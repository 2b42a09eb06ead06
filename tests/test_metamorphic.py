"""What must not change the findings, and what may only weaken them: no oracle is needed to see that these do not hold."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.detectors import detect
from procmap.detectors.case_log import load_case
from procmap.judgement.grade import graded
from procmap.judgement.holding import holding
from procmap.log import OfficeCalendar, build_log
from procmap.measures import measure

from .conftest import fresh_engine

WORDED = """
    330 x  Request@Desk/Zoe,Tom > Examination@Office/Ann,Bob+2d > Visa of the head@Head/Max+2d > Registration@Desk/Zoe,Tom+1d
           > Signature@Director/Eve+4h on Thu > Dispatch@Desk/Zoe,Tom+4h via Internet for 500-4000
    150 x  Request@Desk/Zoe,Tom > Examination@Office/Ann,Bob+2d > Request for documents@Office/Ann,Bob+1d
           > Documents received@Desk/Zoe,Tom+6d > Examination@Office/Ann,Bob+2d > Visa of the head@Head/Max+2d
           > Registration@Desk/Zoe,Tom+1d > Signature@Director/Eve+4h on Thu > Dispatch@Desk/Zoe,Tom+4h via Post for 500-4000
     60 x  Request@Desk/Zoe,Tom > Examination@Office/Ann,Bob+2d > Legal opinion@Legal/Lea,Ida+2d > Examination@Office/Ann,Bob+2d
           > Visa of the head@Head/Max+2d > Registration@Desk/Zoe,Tom+1d > Signature@Director/Eve+4h on Thu
           > Dispatch@Desk/Zoe,Tom+4h via Internet for 4000-9000
     40 x  Request@Desk/Zoe,Tom > Examination@Office/Ann,Bob+2d > Refusal@Office/Ann,Bob+1d via Post for 500-9000
"""
LABELS = (
    "Request for documents", "Request", "Examination", "Visa of the head", "Registration", "Signature", "Dispatch",
    "Documents received", "Legal opinion", "Refusal",
)  # fmt: skip
NUMBERED = WORDED
for number, label in enumerate(LABELS):
    NUMBERED = NUMBERED.replace(f"{label}@", f"Etape {number}@")

few = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WEEK = 7 * 86_400_000_000
NO_HOLIDAYS = OfficeCalendar(holidays="none")


def found(log, *changes, calendar=NO_HOLIDAYS):
    """Everything that is said of a log of the notation whose rows were changed by these statements."""
    with fresh_engine() as engine:
        load_case({"log": log}, engine)
        for change in changes:
            engine.run(change)
        measures = measure(build_log(engine, calendar))
        profile = measures.log.profile
        detection = detect(measures)
        held = holding(measures, detection.candidates)
        graded_ = [graded(f, closed_cases=profile.closed_cases, weeks=profile.weeks) for f in held]
        return graded_, {item.detector for item in detection.not_evaluable}


def said(findings, rename=lambda label: label):
    """What a reader relies on, in no order and without the examples."""
    return sorted(
        (
            f.detector, tuple(map(rename, f.activities)), f.roles, f.grade, f.evidence.count, f.evidence.of,
            f.evidence.rate, f.evidence.upper or 0, f.evidence.lower or 0, f.evidence.figures,
        )
        for f in findings
    )  # fmt: skip


@cache
def plain(log=WORDED):
    return found(log)


def test_the_log_of_these_tests_says_something():
    assert {f.detector for f in plain()[0] if f.grade != "C"} >= {"low_yield_check", "periodic_batch", "incomplete_file"}
    assert [f for f in plain(NUMBERED)[0] if f.grade != "C"]


@few
@given(st.integers(1, 10_000))
def test_the_order_of_rows_of_different_cases_does_not_matter(seed):
    shuffled = f"""
        create or replace table source_event as
        select * replace (cast(row_number() over (order by hash(case_name || '{seed}'), case_name, pos) - 1 as bigint) as pos)
        from source_event order by pos"""
    assert said(found(WORDED, shuffled)[0]) == said(plain()[0])


@few
@given(st.integers(1, 10_000))
def test_the_names_of_cases_do_not_matter(seed):
    renamed = f"update source_event set case_name = 'X' || hash(case_name || '{seed}')"
    assert said(found(WORDED, renamed)[0]) == said(plain()[0])


@few
@given(st.integers(1, 10_000))
def test_which_meaningless_label_a_step_has_does_not_matter(seed):
    numbers = list(range(len(LABELS)))
    random.Random(seed).shuffle(numbers)
    old = {f"Etape {number}": f"Etape {place}" for place, number in enumerate(numbers)}
    cases = " ".join(f"when '{name}' then '{other}'" for name, other in old.items())
    renamed = f"update source_event set activity_name = case activity_name {cases} end"
    back = {other: name for name, other in old.items()}
    def in_order(findings, rename=lambda label: label):
        return sorted((row[0], sorted(row[1]), *row[2:]) for row in said(findings, rename))

    assert in_order(found(NUMBERED, renamed)[0], back.get) == in_order(plain(NUMBERED)[0])


@few
@given(st.integers(-200, 200))
def test_moving_all_dates_by_whole_weeks_does_not_matter(weeks):
    moved = f"update source_event set time = time + {weeks * WEEK}"
    assert said(found(WORDED, moved)[0]) == said(plain()[0])


@pytest.mark.parametrize("column", ["resource_name", "role_name", "amount", "channel_name"])
@pytest.mark.parametrize("log", [WORDED, NUMBERED], ids=["worded", "numbered"])
def test_a_column_less_never_makes_a_new_claim(column, log):
    findings, lacking = found(log, f"update source_event set {column} = null")
    firm = {(f.detector, f.activities) for f in plain(log)[0] if f.grade != "C"}
    assert {(f.detector, f.activities) for f in findings if f.grade != "C"} <= firm
    assert lacking >= plain(log)[1]


def test_a_log_twice_over_says_the_same_with_narrower_bounds():
    """The copy under new names, moved by whole weeks past the end of the log."""
    later = f"""
        insert into source_event
        select * replace (pos + 1000000 as pos, case_name || 'bis' as case_name,
                          time + (select ((max(time) - min(time)) // {WEEK} + 1) * {WEEK} from source_event) as time)
        from source_event"""
    once = {f.key: f.evidence for f in plain()[0] if f.grade != "C"}
    twice = {f.key: f.evidence for f in found(WORDED, later)[0] if f.grade != "C"}
    assert once.keys() & twice.keys()
    for key in once.keys() & twice.keys():
        one, two = once[key], twice[key]
        if one.unit == "days":  # against the working days of the period, which is longer: compared with a threshold, not bounded
            continue
        assert two.rate == pytest.approx(one.rate, rel=0.02)
        if one.upper is not None:
            assert one.rate <= two.upper < one.upper
        if one.lower is not None:
            assert one.rate >= two.lower > one.lower
