"""The exact test, divergences and breaks hold against scipy's values."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.spatial.distance import jensenshannon

from procmap.statistics import (
    divergence_p_value,
    effective_number,
    fisher_exact,
    jensen_shannon,
    mixture_break,
    mixture_break_p_value,
    rank_break,
    rank_break_p_value,
)

TABLES = [(8, 2, 1, 5), (0, 10, 3, 7), (30, 70, 20, 180), (95, 1336, 40, 11), (5, 5, 5, 5), (900, 99_100, 700, 99_300)]


@pytest.mark.parametrize("alternative", ["less", "greater", "two-sided"])
@pytest.mark.parametrize("table", TABLES)
def test_fisher_s_test_is_that_of_scipy(table, alternative):
    a, b, c, d = table
    expected = stats.fisher_exact([[a, b], [c, d]], alternative=alternative).pvalue
    assert fisher_exact(a, b, c, d, alternative) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_a_table_with_an_empty_margin_says_nothing():
    assert fisher_exact(0, 0, 3, 4) == 1.0
    assert fisher_exact(5, 0, 3, 0) == 1.0
    with pytest.raises(ValueError, match="counts"):
        fisher_exact(-1, 2, 3, 4)


def test_the_divergence_is_that_of_scipy_in_bits():
    generator = np.random.default_rng(1)
    for _ in range(20):
        a, b = generator.integers(0, 50, (2, 7)) + np.eye(2, 7, dtype=int)
        assert jensen_shannon(a, b) == pytest.approx(jensenshannon(a, b, base=2) ** 2, abs=1e-9)
    assert jensen_shannon(np.array([3, 0]), np.array([0, 9])) == pytest.approx(1)
    assert jensen_shannon(np.array([3, 6]), np.array([1, 2])) == pytest.approx(0, abs=1e-12)
    assert np.isnan(jensen_shannon(np.array([0, 0]), np.array([1, 2])))


def test_the_effective_number_is_the_exponential_of_scipy_s_entropy():
    counts = np.array([50, 30, 15, 5, 0])
    assert effective_number(counts) == pytest.approx(np.exp(stats.entropy(counts)))
    assert effective_number(np.full(8, 3)) == pytest.approx(8)
    assert effective_number(np.zeros(3)) == 0


def test_the_permutation_test_in_one_stratum_agrees_with_scipy_s():
    first, second = np.repeat([0, 1, 2], [30, 15, 5]), np.repeat([0, 1, 2], [20, 20, 15])

    def statistic(a, b):
        return jensen_shannon(np.bincount(a, minlength=3), np.bincount(b, minlength=3))

    expected = stats.permutation_test(
        (first, second), statistic, n_resamples=2000, alternative="greater", rng=np.random.default_rng(2)
    ).pvalue
    table = np.array([[np.bincount(first, minlength=3), np.bincount(second, minlength=3)]])
    assert divergence_p_value(table, permutations=4999) == pytest.approx(expected, abs=0.02)
    assert divergence_p_value(table) == divergence_p_value(table)


def test_what_differs_between_strata_only_is_no_divergence():
    # the groups are alike in each stratum; one stratum is mostly the one group's
    tables = np.array([[[90, 10], [9, 1]], [[1, 9], [10, 90]]])
    assert jensen_shannon(*tables.sum(axis=0)) > 0.3
    assert divergence_p_value(tables) > 0.5
    assert divergence_p_value(np.array([[[40, 10], [0, 0]]])) == 1.0
    with pytest.raises(ValueError, match="shape"):
        divergence_p_value(np.zeros((2, 3)))


def test_p_values_are_spread_evenly_where_nothing_differs():
    generator = np.random.default_rng(3)
    found = [
        divergence_p_value(generator.multinomial(40, [0.5, 0.3, 0.2], size=(3, 2)), permutations=199) for _ in range(150)
    ]
    assert stats.kstest(found, "uniform").pvalue > 0.001


def test_the_rank_statistic_of_a_cut_is_the_standardised_u_of_scipy():
    values = np.array([3.0, 1.0, 2.0, 9.0, 8.0, 11.0, 10.0])
    found = rank_break(values, 2)
    assert found.position == 3
    u = stats.mannwhitneyu(values[:3], values[3:]).statistic
    assert found.statistic == pytest.approx(abs(u - 6) / np.sqrt(3 * 4 * 8 / 12))
    assert rank_break(values, 4) is None
    assert rank_break_p_value(values, 4) == 1.0


def test_the_mixture_statistic_of_a_cut_is_the_likelihood_ratio_of_scipy():
    counts = np.array([[20, 5], [22, 4], [18, 6], [5, 20], [6, 21]])
    found = mixture_break(counts, 2)
    assert found.position == 3
    g = stats.chi2_contingency([counts[:3].sum(axis=0), counts[3:].sum(axis=0)], correction=False, lambda_="log-likelihood")
    assert found.statistic == pytest.approx(g.statistic)
    assert mixture_break(counts, 3) is None


def test_a_break_is_seen_and_noise_is_not():
    generator = np.random.default_rng(4)
    noise = generator.normal(size=(60, 20))
    step = np.where(np.arange(20) < 11, 0, 6)
    assert rank_break(noise[0] + step, 4).position == 11
    assert rank_break_p_value(noise[0] + step, 4) <= 0.002
    assert np.mean([rank_break_p_value(row, 4, permutations=199) <= 0.05 for row in noise]) <= 0.15
    shares = np.where(np.arange(20)[:, None] < 8, [0.8, 0.2, 0.0], [0.2, 0.2, 0.6])
    counts = np.array([generator.multinomial(30, share) for share in shares])
    assert mixture_break(counts, 4).position == 8
    assert mixture_break_p_value(counts, 4) <= 0.002
    same = generator.multinomial(30, [0.8, 0.15, 0.05], size=(40, 16))
    assert np.mean([mixture_break_p_value(row, 4, permutations=199) <= 0.05 for row in same]) <= 0.15
