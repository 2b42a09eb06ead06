"""The jackknife over blocks, against the textbook error of a mean and scipy's Student t."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from procmap.statistics import jackknife


def of_mean(values):
    return jackknife(np.mean(values), [np.mean(np.delete(values, i)) for i in range(len(values))])


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=30))
def test_the_error_of_a_mean_is_the_standard_error(values):
    assert of_mean(values).error == pytest.approx(stats.sem(values), abs=1e-9)


@given(st.lists(st.integers(-100, 100), min_size=3, max_size=30).filter(lambda v: len(set(v)) > 1), st.integers(-120, 120))
def test_the_bound_and_the_p_value_of_a_mean_are_those_of_the_t_test(values, against):
    found = of_mean(values)
    tested = stats.ttest_1samp(values, against, alternative="greater")
    assert found.p_above(against) == pytest.approx(tested.pvalue, abs=1e-9)
    assert found.lower() == pytest.approx(tested.confidence_interval(0.95).low)
    assert found.upper() - found.estimate == pytest.approx(found.estimate - found.lower())


def test_two_blocks_tell_nothing():
    found = jackknife(1.0, [0.5, 1.5])
    assert math.isinf(found.lower())
    assert math.isinf(found.upper())
    assert found.p_above(0.0) == 1.0


def test_blocks_that_all_agree_leave_no_doubt():
    assert jackknife(1.0, [1.0] * 5).p_above(0.9) == 0.0
    assert jackknife(1.0, [1.0] * 5).p_above(1.0) == 1.0
    assert jackknife(1.0, [1.0] * 5).lower() == 1.0
