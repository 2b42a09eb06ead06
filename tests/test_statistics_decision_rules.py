"""Leaves of a small tree against an exhaustive search, and what they must not depend on."""

from __future__ import annotations

import numpy as np
import pytest

from procmap.statistics.decision_rules import Clause, Feature, leaves, met


def gini(classes):
    counts = np.bincount(classes, minlength=3)
    return len(classes) - (counts**2).sum() / len(classes)


def best_by_hand(features, classes, least):
    """The lowest impurity that one split can leave, over every threshold and name."""
    found = gini(classes)
    for feature in features:
        for value in np.unique(feature.values):
            side = feature.values >= value if feature.ordered else feature.values == value
            if min(side.sum(), (~side).sum()) >= least:
                found = min(found, gini(classes[side]) + gini(classes[~side]))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_one_split_is_the_best_there_is(seed):
    dice = np.random.default_rng(seed)
    features = [Feature(dice.integers(0, 40, 300), ordered=True), Feature(dice.integers(0, 4, 300), ordered=False)]
    classes = dice.integers(0, 3, 300) + 0
    classes[features[0].values > 25] = 1
    grown = leaves(features, classes, depth=1, least=20)
    left = sum(gini(classes[met(features, leaf.clauses)]) for leaf in grown)
    assert left == pytest.approx(best_by_hand(features, classes, 20))


def test_the_order_of_the_rows_does_not_matter():
    dice = np.random.default_rng(1)
    values, names, classes = dice.integers(0, 9, 500), dice.integers(0, 3, 500), dice.integers(0, 2, 500)
    mixed = dice.permutation(500)
    one = leaves([Feature(values, ordered=True), Feature(names, ordered=False)], classes, depth=3, least=30)
    other = [Feature(values[mixed], ordered=True), Feature(names[mixed], ordered=False)]
    assert one == leaves(other, classes[mixed], depth=3, least=30)


def test_a_threshold_is_as_round_as_the_values_allow():
    values = np.repeat([498_712, 500_345, 120_000, 990_001], 50)
    classes = np.repeat([0, 1, 0, 1], 50)
    grown = leaves([Feature(values, ordered=True)], classes, depth=3, least=50)
    assert [leaf.clauses for leaf in grown] == [(Clause(0, 500_000, holds=False),), (Clause(0, 500_000, holds=True),)]
    assert [leaf.predicted for leaf in grown] == [0, 1]


def test_what_is_not_known_meets_neither_side():
    values = np.concatenate([np.repeat([1, 5], 60), np.full(40, -1)])
    classes = np.concatenate([np.repeat([0, 1], 60), np.ones(40, dtype=int)])
    features = [Feature(values, ordered=True)]
    grown = leaves(features, classes, depth=2, least=50)
    assert len(grown) == 2
    assert not any(met(features, leaf.clauses)[120:].any() for leaf in grown)


def test_a_constant_outcome_or_few_rows_give_one_leaf_without_a_condition():
    few = leaves([Feature(np.arange(80), ordered=True)], (np.arange(80) > 40).astype(int), depth=3, least=50)
    constant = leaves([Feature(np.arange(80), ordered=True)], np.zeros(80, dtype=int), depth=3, least=5)
    assert [leaf.clauses for leaf in few] == [leaf.clauses for leaf in constant] == [()]
