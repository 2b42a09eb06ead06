"""Every term that a finding may carry has its words in both languages, and its name in files stays."""

from dataclasses import fields
from typing import get_args

import pytest

from procmap.findings import Absent, Confidence, Edit, Grade, LegalStatus, Lever, Method, Operation, Unit, Unseen
from procmap.language import LANGUAGES, words
from procmap.log import ByPart, Capability
from procmap.measures.control.choices import Known

FAMILIES = [
    ("grade", set(Grade) - {Grade.REFUTED}),
    ("lever", set(Lever)),
    ("legal", set(LegalStatus)),
    ("legal.short", set(LegalStatus)),
    ("legal.confidence", set(Confidence)),
    ("gain.method", set(Method)),
    ("capability", {*Capability, *Unseen}),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("family", "terms"), FAMILIES, ids=[family for family, _ in FAMILIES])
def test_each_term_has_its_words(family, terms, language):
    say = words(language)
    assert [str(term) for term in sorted(terms) if not say.has(f"report.{family}.{term}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_units_reasons_and_clauses_have_theirs(language):
    say = words(language)
    assert all(say.has(f"report.unit.{unit}.{number}") for unit in Unit for number in ("one", "many"))
    assert all(say.has(f"detectors.no_{lack}") for lack in (*Capability, *Absent))
    assert all(say.has(f"report.rule.{known}.{answer}") for known in Known for answer in ("yes", "no"))


def test_each_edit_has_an_operation_of_its_own():
    assert sorted(edit.op for edit in get_args(Edit)) == sorted(Operation)
    assert all("op" not in {field.name for field in fields(edit)} for edit in get_args(Edit))


def test_a_number_by_part_is_the_pair_of_both():
    assert ByPart(3, 4) == (3, 4)
    assert sum(ByPart(first=3, second=4)) == 7
