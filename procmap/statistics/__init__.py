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
from procmap.statistics.break_point import (
    Break,
    mixture_break,
    mixture_break_p_value,
    rank_break,
    rank_break_p_value,
)
from procmap.statistics.combining import stouffer
from procmap.statistics.concentration import Concentration, day_concentration
from procmap.statistics.divergence import divergence_p_value, effective_number, jensen_shannon
from procmap.statistics.equivalence import tost_means, tost_proportions
from procmap.statistics.fisher import fisher_exact
from procmap.statistics.interval import Interval
from procmap.statistics.jackknife import Jackknife, jackknife
from procmap.statistics.multiple_testing import benjamini_hochberg
from procmap.statistics.poisson import poisson_ratio
from procmap.statistics.rank_tests import cliffs_delta, hodges_lehmann, mann_whitney
from procmap.statistics.ratio import ratio_p_value
from procmap.statistics.stratified import Association, mantel_haenszel

__all__ = [
    "Association",
    "Break",
    "Concentration",
    "Interval",
    "Jackknife",
    "benjamini_hochberg",
    "binomial_p_value",
    "cliffs_delta",
    "clopper_pearson_lower",
    "clopper_pearson_upper",
    "day_concentration",
    "divergence_p_value",
    "effective_number",
    "fisher_exact",
    "hodges_lehmann",
    "jackknife",
    "jensen_shannon",
    "mann_whitney",
    "mantel_haenszel",
    "mixture_break",
    "mixture_break_p_value",
    "opportunities_needed",
    "poisson_ratio",
    "rank_break",
    "rank_break_p_value",
    "ratio_p_value",
    "smallest_detectable",
    "stouffer",
    "tost_means",
    "tost_proportions",
    "weekly_block_bootstrap",
    "wilson",
]
