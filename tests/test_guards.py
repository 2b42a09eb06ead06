"""A guard sees its sign and leaves a question or caps the grade; without the sign the finding stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procmap.detectors import detect
from procmap.detectors.case_log import load_case
from procmap.findings import Condition, Evidence, Finding, GuardName, Guards
from procmap.judgement.grade import graded
from procmap.judgement.guards import guarded
from procmap.judgement.holding import holding
from procmap.log import build_log
from procmap.measures import measure
from procmap.measures.quality.doubts import find_doubts

LOOP = """
    400 x  Request@Desk > Examination@Office+2d > Decision@Director+3d > Dispatch@Desk
    200 x  Request@Desk > Examination@Office+2d > {back} > Decision@Director+3d > Dispatch@Desk
"""


def found(engine, log, detector):
    load_case({"log": log}, engine)
    measures = measure(build_log(engine))
    profile = measures.log.profile
    return [
        graded(finding, closed_cases=profile.closed_cases, weeks=profile.weeks)
        for finding in holding(measures, detect(measures).candidates)
        if finding.detector == detector
    ]


def test_a_step_done_again_days_later_is_rework(engine):
    log = LOOP.format(back="Correction@Office+3d > Examination@Office+2d")
    (finding,) = found(engine, log, "rework_loop")
    assert finding.grade == "A"
    assert {"saving_forms", "labels_spelt_twice", "rows_written_twice"} <= set(finding.guards.passed)
    assert not finding.guards.failed


def test_rows_written_twice_are_no_rework(engine):
    assert not [f for f in found(engine, LOOP.format(back="Examination@Office=0d"), "rework_loop") if f.grade != "C"]


def test_a_label_spelt_in_two_ways_caps_the_grade(engine):
    log = """
        300 x  Request@Desk > Visa@Director+3d > Decision@Board+3d > Dispatch@Desk
        300 x  Request@Desk > VISA@Director+3d > Decision@Board+3d > Dispatch@Desk
         60 x  Request@Desk > Examination@Office > Refusal@Desk
    """
    findings = found(engine, log, "low_yield_check")
    assert {finding.grade for finding in findings} == {"B"}
    assert all("labels" in finding.weak for finding in findings)


def test_a_robots_comings_and_goings_leave_a_question(engine):
    log = """
        400 x  Request@Desk/Zoe > Examination@Office/Batch+2d > Decision@Director/Max,Eve,Ida+3d > Dispatch@Desk/Zoe
        200 x  Request@Desk/Zoe > Examination@Office/Batch+2d > Examination@Office/Batch+3d > Decision@Director/Max,Eve,Ida+3d
               > Dispatch@Desk/Zoe
    """
    load_case({"log": log.replace("\n               >", " >")}, engine)
    measures = measure(build_log(engine))
    before = [f for f in holding(measures, detect(measures).candidates) if f.detector == "rework_loop"]
    assert [f.guards.failed for f in before] == [()]
    # the same events, those of one account all at ten o'clock sharp
    engine.run(
        """update event set time = time - time % 86400000000 + 36000000000
           where resource = (select resource from resource_ where resource_name = 'Batch')""",
    )
    nightly = replace(measures, doubts=find_doubts(measures.log))
    after = [f for f in holding(nightly, detect(nightly).candidates) if f.detector == "rework_loop"]
    assert [f.guards.failed for f in after] == [("robots",)]
    assert [graded(f, closed_cases=600, weeks=40).grade for f in after] == ["C"]


SIGNS = """
    120 x  Request@Desk/Zoe > Visa@Head/Max+1d > Visa@Head/Max=0d > Entry@Office/Ann,Bob+1d > Filing@Office/Ann,Bob=0d
           > End of the period@Office/Ann,Bob=30d > Signature@Director/Eve+2d > Dispatch@Desk/Tom+1d
"""
CHANGES = (
    "update source_event set time = time - time % 86400000000 where activity_name = 'Dispatch'",
    # one form saves the entry and the filing in half of the cases
    """update source_event set time = time + 3600000000 * (cast(case_name[2:] as integer) % 2) + 3000000
       where activity_name = 'Filing'""",
)


def about(label, **more):
    edit = Condition((label,), "sample 10 %", share=0.9)
    return Finding(
        detector="low_yield_check", activities=(label,), roles=(), lever="trust",
        evidence=Evidence(count=1, of=120, unit="instances", rate=1 / 120), whole=edit, prudent=edit, grade="A", **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "label", "said"),
    [
        (GuardName.STATUTORY_TIMER, "End of the period", "failed"),
        (GuardName.DAY_ONLY_DATES, "Dispatch", "weak"),
        (GuardName.SAVING_FORMS, "Filing", "weak"),
        (GuardName.ROWS_WRITTEN_TWICE, "Visa", "failed"),
    ],
)
def test_a_guard_tells_the_step_with_its_sign_from_the_one_without(engine, name, label, said):
    load_case({"log": SIGNS}, engine)
    for change in CHANGES:
        engine.run(change)
    measures = measure(build_log(engine))
    answered = lambda label: guarded(about(label), (name,), measures)
    assert name in getattr(answered(label).guards, said)
    assert name in answered("Signature").guards.passed
    assert bool(answered(label).weak) == (said == "weak")
    assert not answered("Signature").weak


def test_what_a_pattern_fulfils_by_the_way_it_counts_is_not_asked_again(engine):
    load_case({"log": SIGNS}, engine)
    measures = measure(build_log(engine))
    name = GuardName.ROWS_WRITTEN_TWICE
    told = guarded(about("Visa", guards=Guards(by_construction=(name,))), (name,), measures)
    assert told.guards.by_construction == (name,)
    assert not told.guards.failed
