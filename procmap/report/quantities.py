"""Numbers as people read them: hours, days, shares, intervals."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.language import Words
from procmap.report.rounding import stable

NOTHING = 1e-6
"""Hours or days below which there is no gain, only the noise of adding floating point numbers."""


@dataclass(frozen=True)
class Quantity:
    """A gain as it is printed.

    Attributes:
        value: Rounded.
        places: Decimals shown.
        some: Whether there was anything before it was rounded: what rounds to nothing then is "less than 0.1", not 0.
    """

    value: float
    places: int
    some: bool

    @classmethod
    def of(cls, exact: float, places: int, shown: float | None = None) -> Quantity:
        """A measured number with its decimals; `shown` where it is rounded so that it adds up with others."""
        return cls(round(stable(exact), places) if shown is None else shown, places, abs(exact) >= NOTHING)

    @property
    def less(self) -> bool:
        """Whether it is less than the last decimal can tell."""
        return self.some and not self.value

    def number(self, w: Words) -> str:
        """Without a unit."""
        step = w.number(self._step, self.places)
        return w("report.less", amount=step) if self.less else w.number(self.value, self.places)

    def counted(self, w: Words, unit: str) -> str:
        """With its unit."""
        step = counted(w, self._step, unit, self.places)
        return w("report.less", amount=step) if self.less else counted(w, self.value, unit, self.places)

    def at_most(self) -> Quantity:
        """As an upper bound, which is rounded up where there would be nothing left to print."""
        return Quantity(self._step, self.places, some=True) if self.less else self

    @property
    def _step(self) -> float:
        return float(10.0**-self.places)


def counted(w: Words, number: float, unit: str, decimals: int = 0) -> str:
    """A number with its unit in the singular or plural of the language: 1 dossier, 1,5 jour, 2 jours; 0 days, 1 day."""
    value = round(abs(stable(number)), decimals)
    many = value >= 2 if w.language == "fr" else value != 1
    return f"{w.number(stable(number), decimals)}\u00a0{w(f'report.unit.{unit}.' + ('many' if many else 'one'))}"


def plain(w: Words, number: float) -> str:
    """A duration's number: one decimal, two where it is small."""
    return w.number(stable(number), decimals_of(number))


def number(w: Words, value: float) -> str:
    """A count, or a quantity of unknown unit: decimals only where there are any."""
    return w.number(stable(value), 0 if value == int(value) else decimals_of(value))


def decimals_of(number: float) -> int:
    """One decimal, or two below 1, so that a small gain is not printed as none."""
    return 2 if 0 < abs(stable(number)) < 1 else 1


def hours(w: Words, number: float) -> str:
    """Office hours with their unit."""
    return counted(w, number, "hours", decimals_of(number))


def days(w: Words, number: float) -> str:
    """Calendar days with their unit."""
    return counted(w, number, "calendar_days", decimals_of(number))


def share(w: Words, rate: float) -> str:
    """A share as a percentage: one decimal below 10 %, two below 1 %."""
    percent = abs(100 * stable(rate))
    if percent in {0.0, 100.0}:
        return w.percent(stable(rate))
    return w.percent(stable(rate), 2 if percent < 0.095 or percent > 99.9 else 1)


def some_share(w: Words, rate: float) -> str:
    """The same for a share that is more than nothing: what two decimals would print as 0 is "less than 0.01%"."""
    least = 0.0001
    return w("report.less", amount=w.percent(least, 2)) if 0 < stable(rate) < least / 2 else share(w, rate)
