"""Numbers as people read them: hours, days, shares, intervals."""

from __future__ import annotations

from procmap.language import Words
from procmap.report.rounding import stable


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
