"""What counts as a refusal of a check, and who refuses."""

from __future__ import annotations

import datetime as dt

import pytest

from procmap.log.people import is_outsider
from procmap.measures.control.checks import find_checks
from procmap.procedures.outcomes import refuser

from .redesign.made import MONDAY, measured

HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize("label", ["Refus du candidat", "Offer declined by applicant", "Proposition refusée par l’usager"])
def test_a_label_names_who_refuses(label):
    assert is_outsider(refuser(label))


@pytest.mark.parametrize("label", ["Candidat refusé", "Applicant rejected", "Refus au demandeur", "Rejected by the board", "Refus"])
def test_whom_the_house_refuses_is_not_who_refuses(label):
    assert not is_outsider(refuser(label))


def test_what_a_robot_corrects_no_check_has_sent_back():
    rows = []
    for n in range(200):
        labels = ["Order", "Release of the order", *(["Price corrected"] if n < 8 else []), "Receipt of the goods", "Payment"]
        rows += [(f"c{n}", label, MONDAY + (n + place) * HOUR) for place, label in enumerate(labels)]
    with measured(rows) as measures:
        script = measures.log.activities.index("Price corrected")
        release = measures.log.activities.index("Release of the order")
        for robots, refused in ((frozenset(), 8), (frozenset({script}), 0)):
            checks = find_checks(measures.log, measures.classes, measures.vocabulary, robots)
            assert next(one.refused for one in checks if one.activities == (release,)) == refused
