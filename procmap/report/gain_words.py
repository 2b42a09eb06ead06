"""The gain of a finding in words: its share in the plan, beside it what it brings alone, beneath how many cases gain.

Every file takes these sentences and numbers from here, so that a finding shows one figure everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from procmap.findings import Finding, Gain, Gainers, Interval
from procmap.language import Words
from procmap.report.audit import Audit
from procmap.report.quantities import counted, days, share
from procmap.report.rounding import stable
from procmap.report.shares import Amount, Shares, places_shown

GROUPS = (10, 100, 1000)
"""Of so many cases is told how many gain, where few do."""

CLOSE = 0.15
"""How far that count may be from the share, as a part of it."""

WEEKS = 14
"""Calendar days from which a duration is told in weeks."""


@dataclass(frozen=True)
class GainWords:
    """What is said of the gains of one audit."""

    w: Words
    shares: Shares

    @classmethod
    def of(cls, w: Words, audit: Audit) -> GainWords:
        """The words for an audit."""
        return cls(w, Shares.of(audit))

    def short(self, finding: Finding) -> tuple[str, ...]:
        """For a list: the share in the plan, if there is one, then the gain alone, if it is another figure; else a dash."""
        part, gain = self.shares.parts.get(finding.identity), finding.gain
        shown = [] if part is None else [self._short(part)]
        if gain is not None:
            alone = self._short(Amount(gain.expected_office_hours.estimate, gain.expected_days.estimate))
            shown += [] if alone in shown else [self.w("report.gain.alone.short", gain=alone)]
        return tuple(shown) or ("–",)

    def headline(self, finding: Finding) -> str:
        """The share in the plan, if there is one, then the mean expected gain alone with its interval."""
        part, gain = self.shares.parts.get(finding.identity), finding.gain
        told = [] if part is None else [self.w("report.gain.in_plan", hours=self._hours(part.hours), days=self._days(part.days))]
        if gain is None:
            return " ".join(told) or self.w("report.gain.none")
        return " ".join((*told, self.w("report.gain.expected", **self._values(gain.expected_office_hours, gain.expected_days))))

    def joint(self, gain: Gain | None) -> str:
        """What the accepted changes bring together."""
        if gain is None:
            return self.w("report.gain.joint_none")
        values = self._values(gain.expected_office_hours, gain.expected_days)
        if self.shares.total is not None:
            values |= {"hours": self._hours(self.shares.total.hours), "days": self._days(self.shares.total.days)}
        return self.w("report.gain.joint", **values)

    def whole(self, gain: Gain) -> str:
        """What the whole cure brings at most."""
        return self.w("report.gain.whole", **self._values(gain.cycle_office_hours, gain.cycle_days))

    def row(self, amount: Amount) -> tuple[str, str]:
        """Office hours and calendar days for a table, with the decimals of its other rows."""
        hours = self.w.number(stable(amount.hours), self.shares.hours_places)
        return hours, self.w.number(stable(amount.days), self.shares.days_places)

    def _short(self, amount: Amount) -> str:
        hours = self._number(amount.hours, self.shares.hours_places)
        return self.w("report.gain.short", hours=hours, days=self._number(amount.days, self.shares.days_places))

    def _number(self, value: float, places: int) -> str:
        return self.w.number(stable(value), places_shown(value, places))

    def _hours(self, value: float) -> str:
        return counted(self.w, value, "hours", places_shown(value, self.shares.hours_places))

    def _days(self, value: float) -> str:
        return counted(self.w, value, "calendar_days", places_shown(value, self.shares.days_places))

    def _values(self, office: Interval, calendar: Interval) -> dict[str, str]:
        """The fields that every sentence on a gain names."""
        at_hours, at_days = self.shares.hours_places, self.shares.days_places
        return {
            "hours": self._hours(office.estimate), "low": self._number(office.low, at_hours),
            "high": self._number(office.high, at_hours), "days": self._days(calendar.estimate),
            "days_low": self._number(calendar.low, at_days), "days_high": self._number(calendar.high, at_days),
        }  # fmt: skip


def gainers_sentence(w: Words, gainers: Gainers) -> str:
    """How many of the closed cases gain, and what those gain at the median."""
    lasts = _duration(w, gainers.median_days)
    if gainers.share >= 0.5:
        return w("report.gain.cases.most", share=share(w, gainers.share), duration=lasts)
    if not gainers.share:
        return w("report.gain.cases.none")
    of = next((of for of in GROUPS if abs(round(gainers.share * of) / of - gainers.share) <= CLOSE * gainers.share), GROUPS[-1])
    few = max(round(gainers.share * of), 1)
    return w("report.gain.cases.few", rest=of - few, few=few, of=w.number(of), duration=lasts)


def _duration(w: Words, value: float) -> str:
    return days(w, value) if value < WEEKS else counted(w, round(value / 7), "weeks")
