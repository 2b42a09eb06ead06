"""Counts compared and tests put together, against scipy and statsmodels."""

import math

import pytest
import scipy.stats
from statsmodels.stats.rates import test_poisson_2indep as two_rates

from procmap.statistics import binomial_p_value, poisson_ratio, stouffer


@pytest.mark.parametrize(("k", "other", "exposure"), [(60, 30, 1.0), (41, 15, 28010 / 19017), (7, 1, 0.5), (3, 200, 2.0)])
def test_the_bounds_of_a_ratio_are_where_the_exact_conditional_test_turns(k, other, exposure):
    found = poisson_ratio(k, other, exposure=exposure)
    assert found.estimate == pytest.approx(k / exposure / other)
    for bound, alternative in ((found.low, "larger"), (found.high, "smaller")):
        test = two_rates(k, exposure, other, 1.0, value=bound, method="exact-cond", alternative=alternative)
        assert test.pvalue == pytest.approx(0.05, rel=1e-6)


def test_the_data_of_a_well_known_comparison():
    # breast cancer after repeated X-ray fluoroscopy: 41 cases in 28,010 woman-years against 15 in 19,017 (Boice and Monson 1977)
    share = 28010 / (28010 + 19017)
    theirs = scipy.stats.binomtest(41, 56, share, alternative="greater").pvalue
    assert binomial_p_value(41, 56, share, "greater") == pytest.approx(theirs)
    assert poisson_ratio(41, 15, exposure=28010 / 19017).estimate == pytest.approx(1.86, abs=0.005)
    assert poisson_ratio(41, 15, exposure=28010 / 19017).low > 1


def test_a_ratio_without_counts_knows_nothing():
    empty = poisson_ratio(0, 0)
    assert math.isnan(empty.estimate)
    assert (empty.low, empty.high) == (0.0, math.inf)
    assert poisson_ratio(5, 0).high == math.inf
    assert poisson_ratio(5, 0).low > 1
    assert poisson_ratio(0, 5).low == 0


@pytest.mark.parametrize(
    ("p_values", "weights"), [((0.01, 0.2, 0.7), (1, 2, 3)), ((0.5,), (4,)), ((1e-20, 0.9), (1, 10)), ((0.04, 0.04), (1, 1))]
)
def test_tests_put_together_as_scipy_does(p_values, weights):
    theirs = scipy.stats.combine_pvalues(p_values, method="stouffer", weights=weights).pvalue
    assert stouffer(p_values, weights) == pytest.approx(theirs, rel=1e-9)


def test_tests_put_together_stay_finite():
    assert stouffer((), ()) == 1.0
    assert stouffer((0.0, 1.0), (1, 1)) > 0
    with pytest.raises(ValueError, match="weights"):
        stouffer((0.5,), (1, 2))
