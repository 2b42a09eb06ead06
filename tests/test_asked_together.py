"""Questions of one kind are asked once, the strongest first, and count what their sentence says."""

from dataclasses import replace

import pytest

from procmap.detectors.together import together
from procmap.detectors.waiting.extraneous_wait.detector import Told
from procmap.findings import Evidence, Finding, Grade, Lever, Share, Unit, Unseen
from procmap.language import words
from procmap.report.sentences import statement


def question(step, count, of, role="Office", **of_evidence):
    evidence = Evidence(count, of, Unit.HOURS, count / of, **of_evidence)
    return Finding("extraneous_wait", (step,), (role,), Lever.FLOW, evidence, grade=Grade.C)


FEW = question("Check", 100, 400, "Law", examples=("C1", "C2", "C3"), figures=(("instances", 40), ("median_hours", 9.0)))
MANY = question("Study", 900, 1000, examples=("C9", "C1", "C8"), figures=(("instances", 60), ("median_hours", 11.0)))


def test_one_question_names_all_steps_with_their_figures_the_strongest_first():
    (asked,) = together([FEW, replace(MANY, weak=(Unseen.READY,))], Told.STEPS, ("instances",))
    assert (asked.activities, asked.roles, asked.grade) == (("Study", "Check"), ("Office", "Law"), Grade.C)
    assert (asked.evidence.count, asked.evidence.of, asked.evidence.rate) == (1000, 1400, 1000 / 1400)
    assert asked.evidence.each == (Share(("Study",), ("Office",), 900, 1000), Share(("Check",), ("Law",), 100, 400))
    assert asked.evidence.figures == (("instances", 100),), "a median is of one step"
    assert asked.evidence.examples == ("C9", "C1", "C2", "C8", "C3"), "in turn, none twice"
    assert asked.weak == (Unseen.READY,)


@pytest.mark.parametrize(("language", "first", "then"), [
    ("en", "“Study” (Office) 900 (90.0%) and “Check” (Law) 100 (25.0%)", "; in all 1,000 of 1,400"),
    ("fr", "«\u202fStudy\u202f» (Office) 900 (90,0\u202f%) et «\u202fCheck\u202f» (Law) 100 (25,0\u202f%)",
     "en tout 1\u202f000 sur 1\u202f400"),
])  # fmt: skip
def test_the_sentence_says_what_is_counted_at_each_step_and_in_all(language, first, then):
    said = statement(words(language), *together([FEW, MANY], Told.STEPS))
    assert said.index(first) < said.index(then)


def test_what_cannot_be_added_counts_the_first_step():
    (asked,) = together([FEW, MANY], Told.STEPS, adds=False)
    assert (asked.evidence.count, asked.evidence.of) == (900, 1000)
    assert len(asked.evidence.each) == 2


def test_a_bound_of_the_sum_stands_only_where_each_has_one():
    bounded = [question("Check", 100, 400, lower=0.2), question("Study", 900, 1000, lower=0.8)]
    (asked,) = together(bounded, Told.STEPS)
    assert 0.6 < asked.evidence.lower < asked.evidence.rate
    assert together([bounded[0], MANY], Told.STEPS)[0].evidence.lower is None


def test_one_question_alone_stays_as_it_is():
    assert together([FEW], Told.STEPS) == (FEW,)
    assert together([], Told.STEPS) == ()
