"""What each accepted change adds to the plan, in the numbers that every file prints: rounded once, so that they add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procmap.report.audit import Audit
from procmap.report.rounding import parts_of, stable

MOST_PLACES = 3
"""Decimals beyond which a gain is none."""


@dataclass(frozen=True)
class Amount:
    """Office hours and calendar days per case."""

    hours: float
    days: float


@dataclass(frozen=True)
class Shares:
    """The parts of the joint expected gain.

    Attributes:
        hours_places, days_places: Decimals of every gain in office hours and in calendar days.
        parts: What each accepted finding adds, by identity, in the plan's order; before, parts and after add up as printed.
        total: Their sum, None where nothing is accepted.
    """

    hours_places: int
    days_places: int
    parts: Mapping[str, Amount]
    total: Amount | None

    @classmethod
    def of(cls, audit: Audit) -> Shares:
        """The shares of an audit's plan."""
        before, after = audit.before.cycle_time, audit.after.cycle_time
        shares = audit.plan.shares
        at_hours, hours = _rounded(before.mean_office_hours, after.mean_office_hours, [share[1] for share in shares])
        at_days, days = _rounded(before.mean_days, after.mean_days, [share[2] for share in shares])
        parts = {share[0]: Amount(*both) for share, *both in zip(shares, hours, days, strict=True)}
        gain, total = audit.plan.gain, None
        if parts:
            total = Amount(round(sum(hours), at_hours), round(sum(days), at_days))
        elif gain is not None:
            total = Amount(gain.expected_office_hours.estimate, gain.expected_days.estimate)
        return cls(at_hours, at_days, parts, total)


def places_shown(value: float, places: int) -> int:
    """`places`, or as many decimals as it takes not to print a gain as none."""
    while places < MOST_PLACES and stable(value) and not round(value, places):
        places += 1
    return places


def _rounded(before: float, after: float, parts: Sequence[float]) -> tuple[int, tuple[float, ...]]:
    """Decimals from the size of the mean before and of the smallest part; the parts sum to the difference that is printed."""
    base = 1 if before >= 2 else 2 if before >= 0.2 else 3
    places = max((places_shown(part, base) for part in parts), default=base)
    return places, parts_of(round(before, places) - round(after, places), parts, places)
