"""The test of a share of a total, beside scipy's t test."""

import numpy as np
import pytest
from scipy import stats

from procmap.statistics import ratio_p_value


@pytest.mark.parametrize(("share", "least"), [(0.3, 0.2), (0.2, 0.2), (0.1, 0.2), (0.22, 0.2)])
def test_the_p_value_is_that_of_a_t_test_of_the_excess(share, least):
    draw = np.random.default_rng(5)
    wholes = draw.integers(10, 100, 40)
    parts = draw.binomial(wholes, share)
    expected = stats.ttest_1samp(parts - least * wholes, 0, alternative="greater").pvalue
    assert ratio_p_value(parts, wholes, least) == pytest.approx(expected, rel=1e-9)


def test_one_week_says_nothing_and_equal_weeks_all():
    assert ratio_p_value([5], [10], 0.2) == 1.0
    assert ratio_p_value([5, 5], [10, 10], 0.2) == 0.0
    assert ratio_p_value([1, 1], [10, 10], 0.2) == 1.0
