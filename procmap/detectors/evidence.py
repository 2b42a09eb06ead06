"""What several detectors ask of a proportion: the bound on all closed cases, the estimate on both parts, the support.

The rule where a threshold is fixed beforehand: the exact bound on all closed cases meets it, and the estimate on each of the two
parts meets it too (below LEAST_FOR_PARTS closed cases there are no parts).
"""

from __future__ import annotations

from procmap.log import ByPart, Profile
from procmap.statistics import clopper_pearson_lower, clopper_pearson_upper

LEAST_FOR_PARTS = 400
LEAST_CASES = 30
LEAST_SHARE = 0.01
MANY_CASES = 100


def supported(cases: int, profile: Profile) -> bool:
    """At least 30 cases, and 1 % of the closed cases or 100 of them."""
    return cases >= LEAST_CASES and (cases >= LEAST_SHARE * profile.closed_cases or cases >= MANY_CASES)


def at_most(count: int, of: int, counts: ByPart, ofs: ByPart, rate: float, profile: Profile) -> bool:
    """The proportion is below `rate`: by its upper bound, and by its estimate on both parts."""
    return of > 0 and clopper_pearson_upper(count, of) <= rate and (
        profile.closed_cases < LEAST_FOR_PARTS or all(c <= rate * n for c, n in zip(counts, ofs, strict=True))
    )


def at_least(count: int, of: int, counts: ByPart, ofs: ByPart, rate: float, profile: Profile) -> bool:
    """The proportion is above `rate`: by its lower bound, and by its estimate on both parts."""
    return of > 0 and clopper_pearson_lower(count, of) >= rate and (
        profile.closed_cases < LEAST_FOR_PARTS or all(c >= rate * n for c, n in zip(counts, ofs, strict=True))
    )
