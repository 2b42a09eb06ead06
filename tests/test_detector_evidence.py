"""What patterns ask of a share: a bound on all closed cases, both parts of the period alike, and cases enough."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from procmap.detectors.evidence import at_least, at_most, supported
from procmap.log import ByPart


def profile(closed_cases):
    return SimpleNamespace(closed_cases=closed_cases)


@pytest.mark.parametrize(
    ("count", "parts", "closed", "holds"),
    [
        (60, (30, 30), 600, True),
        (60, (50, 10), 600, False),  # of the second part fewer than one in twenty
        (60, (10, 50), 600, False),
        (60, (50, 10), 399, True),  # a small log has no parts
        (32, (16, 16), 600, False),  # a little more than one in twenty may be chance
        (0, (0, 0), 600, False),
    ],
)
def test_a_share_is_above_a_rate_by_its_bound_and_on_both_parts(count, parts, closed, holds):
    assert at_least(count, 600, ByPart(*parts), ByPart(300, 300), 0.05, profile(closed)) == holds


@pytest.mark.parametrize(
    ("count", "parts", "closed", "holds"),
    [
        (14, (7, 7), 600, True),
        (16, (0, 16), 600, False),  # of the second part more than one in twenty
        (16, (16, 0), 600, False),
        (16, (0, 16), 399, True),
        (28, (14, 14), 600, False),  # a little less than one in twenty may be chance
    ],
)
def test_a_share_is_below_a_rate_by_its_bound_and_on_both_parts(count, parts, closed, holds):
    assert at_most(count, 600, ByPart(*parts), ByPart(300, 300), 0.05, profile(closed)) == holds


def test_of_nothing_no_share_is_above_or_below():
    none = ByPart(0, 0)
    assert not at_least(0, 0, none, none, 0.0, profile(600))
    assert not at_most(0, 0, none, none, 1.0, profile(600))


@pytest.mark.parametrize(
    ("cases", "closed", "enough"),
    [(29, 100, False), (30, 100, True), (30, 3000, True), (30, 3001, False), (99, 50_000, False), (100, 50_000, True)],
)
def test_a_claim_needs_thirty_cases_and_one_in_a_hundred_or_a_hundred_of_them(cases, closed, enough):
    assert supported(cases, profile(closed)) == enough
