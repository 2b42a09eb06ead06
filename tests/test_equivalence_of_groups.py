"""What the comparison of two groups and the search for an amount rest on."""

from __future__ import annotations

import numpy as np
import pytest

from procmap.detectors.control.amount_threshold.detector import round_amounts
from procmap.detectors.same_object import same_object
from procmap.statistics import tost_proportions
from procmap.statistics.balance import unbalanced
from procmap.statistics.change_point import change_point
from procmap.statistics.risk_difference import smallest_margin, stratified_difference


def test_the_smallest_margin_is_where_equivalence_begins_to_hold():
    margin = smallest_margin(30, 400, 34, 380)
    assert tost_proportions(30, 400, 34, 380, margin + 1e-6) <= 0.05
    assert tost_proportions(30, 400, 34, 380, margin - 1e-6) > 0.05
    assert smallest_margin(3, 4, 0, 0) == 1.0


def test_more_cases_narrow_the_margin():
    assert smallest_margin(80, 1000, 80, 1000) < smallest_margin(8, 100, 8, 100)


def test_one_stratum_gives_the_plain_difference():
    found = stratified_difference(np.array([[[30, 70], [20, 80]]]))
    assert found.estimate == pytest.approx(0.10)
    assert found.low < 0.0
    assert found.high > 0.10
    # Wald with the same counts: 0.10 +- 1.645 * sqrt(0.3 * 0.7 / 100 + 0.2 * 0.8 / 100)
    assert found.high - found.low == pytest.approx(2 * 1.6449 * (0.0037**0.5), rel=0.02)


def test_like_is_compared_with_like():
    # in each stratum both groups have one rate; the crude rates differ by 0.24
    tables = np.array([[[8, 72], [2, 18]], [[10, 10], [40, 40]]])
    assert stratified_difference(tables).estimate == pytest.approx(0.0)


def test_without_both_groups_in_a_stratum_nothing_is_said():
    assert stratified_difference(np.array([[[3, 4], [0, 0]]])) is None


def test_a_change_point_is_found_where_the_rate_jumps():
    occurs = [False] * 300 + [number % 5 == 0 for number in range(200)]
    found = change_point(occurs, [100, 200, 300, 400])
    assert found.position == 300
    assert found.p_value < 1e-6
    assert change_point([False, True] * 100, [50, 100]).p_value > 0.5
    assert change_point([False], [0, 1]) is None


def test_groups_of_unlike_means_are_not_comparable():
    one, other = np.arange(400.0), np.arange(400.0) + 60
    assert unbalanced(one, other)
    assert not unbalanced(one, one[::-1])
    assert unbalanced(np.array([np.nan]), one)
    assert not unbalanced(np.array([np.nan]), np.array([np.nan]))


def test_amounts_are_tried_that_people_would_write():
    assert round_amounts(95_000, 420_000) == [100_000, 150_000, 200_000, 250_000, 300_000, 400_000]
    assert round_amounts(10, 90) == []


def test_the_same_control_is_known_under_other_words():
    assert same_object("Contrôle budgétaire", "Contrôle budgétaire complémentaire")
    assert same_object("Contrôle budgétaire", "Vérification budgétaire par les finances")
    assert not same_object("Contrôle budgétaire", "Contrôle qualité")
    assert not same_object("Contrôle du dossier", "Contrôle qualité du dossier")
    assert not same_object("Visa du directeur", "Visa d'élimination du directeur des archives")
