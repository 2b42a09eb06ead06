"""Steps whose label the vocabulary does not know: paths, columns, roles, amounts and the calendar tell what they are."""

from __future__ import annotations

import pytest

from procmap.detectors import detect
from procmap.detectors.case_log import load_case
from procmap.detectors.control.approval_chain.detector import ApprovalChain
from procmap.detectors.control.low_yield_check.detector import LowYieldCheck
from procmap.judgement.grade import graded
from procmap.judgement.holding import holding
from procmap.log import build_log
from procmap.measures import measure

from .conftest import fresh_engine

EARLY = "30 x  Start@clerk > Alpha@clerk > Stop@clerk"


def judged(*kinds):
    """The checks, low yields and chains of a log in the notation of the case files, by label."""
    with fresh_engine() as engine:
        load_case({"log": "\n".join((*kinds, EARLY))}, engine)
        measures = measure(build_log(engine))
        checks = {measures.labels(check.activities): check for check in measures.checks}
        low = [finding for finding in LowYieldCheck().find(measures) if finding.grade == "A"]
        return checks, low, list(ApprovalChain().find(measures))


def with_step(step, refused):
    return judged(
        f"300 x  Start@clerk > Alpha@clerk > {step} > Omega@clerk",
        f"{refused} x  Start@clerk > Alpha@clerk > {step} > Stop@clerk",
    )


def test_a_step_after_which_cases_break_off_is_a_check_whatever_it_is_called():
    checks, low, _ = with_step("Beta@head", 3)
    assert not checks[("Beta",)].worded
    assert (checks[("Beta",)].refused, checks[("Beta",)].of) == (3, 303)
    assert [(f.activities, f.weak) for f in low] == [(("Beta",), ("label",))]


def test_one_lost_event_makes_no_check():
    checks, low, _ = with_step("Beta@head", 1)
    assert ("Beta",) not in checks
    assert not low


def test_two_make_a_check_and_no_finding_alone():
    checks, low, _ = with_step("Beta@head", 2)
    assert ("Beta",) in checks
    assert not low


@pytest.mark.parametrize("step", ["Beta@clerk", "Payment@head", "Comité de validation@head"])
def test_ones_own_next_step_other_work_and_a_session_are_no_checks(step):
    checks, low, _ = with_step(step, 3)
    assert (step.partition("@")[0],) not in checks
    assert not low


def test_levels_of_unknown_label_form_a_chain():
    _, _, chains = judged(
        "300 x  Start@clerk > Alpha@clerk > Beta@head > Gamma@director > Omega@clerk",
        "2 x  Start@clerk > Alpha@clerk > Beta@head > Stop@clerk",
        "2 x  Start@clerk > Alpha@clerk > Beta@head > Gamma@director > Stop@clerk",
    )
    assert [(f.activities, f.weak) for f in chains] == [(("Beta",), ("label",))]


def found(*kinds):
    """(detector, activities) -> grade of all that the catalogue finds."""
    with fresh_engine() as engine:
        load_case({"log": "\n".join(kinds)}, engine)
        measures = measure(build_log(engine))
        assert not any(measures.classes), "a label is known after all"
        profile = measures.log.profile
        held = holding(measures, detect(measures).candidates)
        findings = [graded(f, closed_cases=profile.closed_cases, weeks=profile.weeks) for f in held]
        return {(finding.detector, finding.activities): finding.grade for finding in findings}


BROKEN_OFF = "60 x  Etape 1@clerk > Etape 2@office > Etape 9@clerk"
"""Files that break off early: the same end after another step is then known for a refusal."""


def test_an_outcome_column_tells_an_idle_check():
    told = found(
        "700 x  Etape 1@clerk > Etape 7[favorable]@head > Etape 8@office",
        "4 x  Etape 1@clerk > Etape 7[défavorable]@head > Etape 8@office",
    )
    assert told["low_yield_check", ("Etape 7",)] == "A"


def test_the_paths_tell_an_idle_check_whose_column_is_empty():
    told = found(
        "700 x  Etape 1@clerk > Etape 2@office > Etape 7@head > Etape 8@office > Etape 10@clerk",
        "3 x  Etape 1@clerk > Etape 2@office > Etape 7@head > Etape 9@clerk",
        BROKEN_OFF,
    )
    assert told["low_yield_check", ("Etape 7",)] == "B"


def test_the_calendar_tells_a_session():
    told = found("400 x  Etape 1@clerk > Etape 2@office+2d > Etape 7@head on Thu > Etape 8@office")
    assert told["periodic_batch", ("Etape 7",)] == "A"
    told = found("400 x  Etape 1@clerk > Etape 2@office+2d > Etape 7@head > Etape 8@office")
    assert ("periodic_batch", ("Etape 7",)) not in told


def test_the_paths_tell_a_correction():
    told = found(
        "450 x  Etape 1@clerk > Etape 2@office > Etape 8@clerk",
        "150 x  Etape 1@clerk > Etape 2@office > Etape 7@clerk+2d > Etape 2@office > Etape 8@clerk",
    )
    assert told["rework_loop", ("Etape 2", "Etape 7")] == "A"


def test_the_roles_tell_a_going_back_and_forth():
    told = found(
        "450 x  Etape 1@clerk > Etape 2@office > Etape 8@clerk",
        "150 x  Etape 1@clerk > Etape 2@office > Etape 6@office > Etape 7@legal+2d > Etape 2@office > Etape 8@clerk",
    )
    assert told["ping_pong", ("Etape 2", "Etape 6", "Etape 7")] == "A"


def test_the_orders_tell_steps_that_could_be_done_at_once():
    told = found(
        "300 x  Etape 1@clerk > Etape 2@office > Etape 6@finance+2d > Etape 7@legal+2d > Etape 8@clerk",
        "200 x  Etape 1@clerk > Etape 2@office > Etape 7@legal+2d > Etape 6@finance+2d > Etape 8@clerk",
    )
    assert told["parallelisable_steps", ("Etape 6", "Etape 7")] in {"A", "B"}
    told = found("500 x  Etape 1@clerk > Etape 2@office > Etape 6@finance+2d > Etape 7@legal+2d > Etape 8@clerk")
    assert "parallelisable_steps" not in {detector for detector, _ in told}


def test_the_amounts_tell_a_threshold():
    told = found(
        "450 x  Etape 1@clerk > Etape 2@office > Etape 7@finance+3d > Etape 8@clerk > Etape 10@office for 100-4990",
        "160 x  Etape 1@clerk > Etape 2@office > Etape 7@finance+3d > Etape 8@clerk > Etape 10@office for 5010-20000",
        "40 x  Etape 1@clerk > Etape 2@office > Etape 7@finance+3d > Etape 9@clerk for 5010-20000",
        BROKEN_OFF + " for 100-20000",
    )
    assert ("amount_threshold", ("Etape 7",)) in told


def test_a_step_that_makes_no_difference_is_a_question():
    told = found(
        "576 x  Etape 1@clerk > Etape 2@office > Etape 7@press+3d > Etape 8@head+1d > Etape 10@office for 100-9000",
        "24 x  Etape 1@clerk > Etape 2@office > Etape 7@press+3d > Etape 8@head+1d > Etape 9@clerk for 100-9000",
        "576 x  Etape 1@clerk > Etape 2@office > Etape 8@head+1d > Etape 10@office for 100-9000",
        "24 x  Etape 1@clerk > Etape 2@office > Etape 8@head+1d > Etape 9@clerk for 100-9000",
        BROKEN_OFF + " for 100-9000",
    )
    assert told["skippable_step", ("Etape 7",)] == "C"


def test_a_number_alone_makes_no_second_control():
    told = found(
        "600 x  Etape 1@clerk > Etape 2@office > Etape 3@head > Etape 4@director > Etape 8@clerk",
        "20 x  Etape 1@clerk > Etape 2@office > Etape 3@head > Etape 9@clerk",
        "3 x  Etape 1@clerk > Etape 2@office > Etape 3@head > Etape 4@director > Etape 9@clerk",
        BROKEN_OFF,
    )
    assert "duplicate_check" not in {detector for detector, _ in told}


def test_a_step_whose_outcome_is_its_own_label_is_a_result_and_no_check():
    checks, low, _ = judged(
        "300 x  Start@clerk > Alpha@clerk > Accepté[Accepté]@head",
        "20 x  Start@clerk > Alpha@clerk > Refusé[Refusé]@head",
    )
    assert not [label for labels in checks for label in labels if label in {"Accepté", "Refusé"}]
    assert not low
