"""Bounds, tests and intervals: each in its own module, with its source; none loads `scipy.stats`, which is slow."""

from procmap.statistics.binomial import (
    binomial_p_value,
    clopper_pearson_lower,
    clopper_pearson_upper,
    opportunities_needed,
    smallest_detectable,
    wilson,
)
from procmap.statistics.bootstrap import weekly_block_bootstrap
from procmap.statistics.combining import stouffer
from procmap.statistics.concentration import Concentration, day_concentration
from procmap.statistics.equivalence import tost_means, tost_proportions
from procmap.statistics.interval import Interval
from procmap.statistics.jackknife import Jackknife, jackknife
from procmap.statistics.multiple_testing import benjamini_hochberg
from procmap.statistics.poisson import poisson_ratio
from procmap.statistics.rank_tests import cliffs_delta, hodges_lehmann, mann_whitney
from procmap.statistics.ratio import ratio_p_value
from procmap.statistics.stratified import Association, mantel_haenszel

__all__ = [
    "Association",
    "Concentration",
    "Interval",
    "Jackknife",
    "benjamini_hochberg",
    "binomial_p_value",
    "cliffs_delta",
    "clopper_pearson_lower",
    "clopper_pearson_upper",
    "day_concentration",
    "hodges_lehmann",
    "jackknife",
    "mann_whitney",
    "mantel_haenszel",
    "opportunities_needed",
    "poisson_ratio",
    "ratio_p_value",
    "smallest_detectable",
    "stouffer",
    "tost_means",
    "tost_proportions",
    "weekly_block_bootstrap",
    "wilson",
]
