"""What is learnt of a decision was known before it: nothing that the step itself, or a later one, has written."""

from __future__ import annotations

import pytest

from procmap.detectors.case_log import load_case
from procmap.detectors.standard.automatable_decision.detector import AutomatableDecision
from procmap.findings import Clause
from procmap.language import words
from procmap.log import build_log
from procmap.measures import measure
from procmap.report.rules import rules_text

from .conftest import fresh_engine

LOG = """
    1200 x  Request@Desk > Control of the ceiling@Finance+3d > Preparation@Desk+1d > Dispatch@Desk for 100-4990
     600 x  Request@Desk > Control of the ceiling@Finance+3d > Refusal@Desk for 5010-20000
"""


def found(*changes):
    with fresh_engine() as engine:
        load_case({"log": LOG}, engine)
        for change in changes:
            engine.run(change)
        measures = measure(build_log(engine))
        return [finding for finding in AutomatableDecision().find(measures) if finding.grade == "A"]


def test_a_rule_is_told_in_plain_words_in_both_languages():
    (finding,) = found()
    clauses = sorted((rule.outcome, rule.clauses) for rule in finding.rules)
    assert clauses == [
        ("passed", (Clause("amount", 500_000, holds=False),)), ("refused", (Clause("amount", 500_000, holds=True),)),
    ]  # fmt: skip
    assert "if the amount is below 5,000, the case goes on" in rules_text(words("en"), finding.rules)
    assert "si le montant est inférieur à 5\u202f000, le dossier continue" in rules_text(words("fr"), finding.rules)
    assert finding.barrier
    assert finding.weak


@pytest.mark.parametrize("first", ["Control of the ceiling", "Preparation"])
def test_an_amount_that_is_written_with_the_decision_or_later_teaches_nothing(first):
    kept = ("'Control of the ceiling', 'Preparation', 'Dispatch', 'Refusal'", "'Preparation', 'Dispatch', 'Refusal'")
    labels = kept[first == "Preparation"]
    assert not found(f"update source_event set amount = null where activity_name not in ({labels})")


def test_who_decides_is_no_rule():
    assert not found(
        "update source_event set amount = null",
        """update source_event set resource_name = 'Strict' where case_name in
           (select case_name from source_event where activity_name = 'Refusal')""",
    )
