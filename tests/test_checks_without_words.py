"""Steps whose label the vocabulary does not know: the path alone tells that they check."""

from __future__ import annotations

import pytest

from procmap.detectors.case_log import load_case
from procmap.detectors.control.approval_chain import ApprovalChain
from procmap.detectors.control.low_yield_check import LowYieldCheck
from procmap.engine import Engine
from procmap.log import build_log
from procmap.measures import measure

EARLY = "30 x  Start@clerk > Alpha@clerk > Stop@clerk"


def judged(*kinds):
    """The checks, low yields and chains of a log in the notation of the case files, by label."""
    with Engine(threads=1) as engine:
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
