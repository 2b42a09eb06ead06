"""What each accepted change adds to the plan, in the numbers that every file prints: rounded once, so that they add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose

from procmap.report.audit import Audit
from procmap.report.quantities import Quantity
from procmap.report.rounding import parts_of

FINEST = 3
"""Decimals of the gains of a procedure that lasts a few hours at most."""

DECIMALS = ((100.0, 0), (3.0, 1), (0.2, 2))
"""From which mean, hours or days, on gains have how many decimals: three digits tell as much as an estimate can know."""

SAME = 1e-9
"""Hours or days between two gains that are one."""


@dataclass(frozen=True)
class Amount:
    """Office hours and calendar days per case, as they are printed."""

    hours: Quantity
    days: Quantity


@dataclass(frozen=True)
class Shares:
    """The parts of the joint expected gain.

    Attributes:
        hours_places, days_places: Decimals of every gain in office hours and in calendar days.
        parts: What each accepted finding adds, by identity, in the plan's order; before, parts and after add up as printed.
        total: Their sum, None where nothing is accepted.
        exact: The parts before they are rounded, office hours and calendar days.
    """

    hours_places: int
    days_places: int
    parts: Mapping[str, Amount]
    total: Amount | None
    exact: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, audit: Audit) -> Shares:
        """The shares of an audit's plan."""
        before, after = audit.before.cycle_time, audit.after.cycle_time
        at_hours, at_days = decimals_for(before.mean_office_hours), decimals_for(before.mean_days)
        shares = audit.plan.shares
        hours = _rounded(before.mean_office_hours, after.mean_office_hours, [share[1] for share in shares], at_hours)
        days = _rounded(before.mean_days, after.mean_days, [share[2] for share in shares], at_days)
        parts = {share[0]: Amount(*both) for share, *both in zip(shares, hours, days, strict=True)}
        gain, total = audit.plan.gain, None
        if parts:
            total = Amount(_sum(hours), _sum(days))
        elif gain is not None:
            office, calendar = gain.expected_office_hours.estimate, gain.expected_days.estimate
            total = Amount(Quantity.of(office, at_hours), Quantity.of(calendar, at_days))
        return cls(at_hours, at_days, parts, total, {identity: (office, calendar) for identity, office, calendar in shares})

    def amount(self, hours: float, days: float) -> Amount:
        """A gain with the decimals of the shares."""
        return Amount(Quantity.of(hours, self.hours_places), Quantity.of(days, self.days_places))

    def alone(self, identity: str, hours: float, days: float) -> Amount:
        """What a finding brings alone: where it adds as much to the plan, in the very digits that the plan has."""
        exact = self.exact.get(identity)
        same = exact is not None and isclose(exact[0], hours, abs_tol=SAME) and isclose(exact[1], days, abs_tol=SAME)
        return self.parts[identity] if same else self.amount(hours, days)


def decimals_for(mean: float) -> int:
    """Decimals of gains, from the mean cycle time before and not from the gains: a small one is no surer than a large one."""
    return next((places for least, places in DECIMALS if mean >= least), FINEST)


def _rounded(before: float, after: float, parts: Sequence[float], places: int) -> tuple[Quantity, ...]:
    """The parts, which sum to the difference that is printed."""
    shown = parts_of(round(before, places) - round(after, places), parts, places)
    return tuple(Quantity.of(part, places, value) for value, part in zip(shown, parts, strict=True))


def _sum(parts: Sequence[Quantity]) -> Quantity:
    places = parts[0].places
    return Quantity(round(sum(part.value for part in parts), places), places, some=any(part.some for part in parts))
