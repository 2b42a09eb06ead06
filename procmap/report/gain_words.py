"""The gain of a finding in words: its share in the plan, beside it what it brings alone, beneath how many cases gain.

Every file takes these sentences and numbers from here, so that a finding shows one figure everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from procmap.findings import Finding, Gain, Gainers, Interval
from procmap.language import Words
from procmap.report.audit import Audit
from procmap.report.before_after.durations import duration
from procmap.report.quantities import Quantity, counted, days, share
from procmap.report.rounding import stable
from procmap.report.shares import Amount, Shares

GROUPS = (10, 100, 1000)
"""Of so many cases is told how many gain, where few do."""

CLOSE = 0.15
"""How far that count may be from the share, as a part of it."""

BRIEF = 0.1
"""Calendar days below which a duration is told in hours or minutes."""

MINUTE = 1 / 1440
"""A minute, in days."""

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
        """For a list: the share in the plan, if there is one, then the gain alone, if it is another; else that there is none."""
        part, gain = self.shares.parts.get(finding.identity), finding.gain
        shown = [] if part is None else [self._short(part)]
        if gain is not None:
            alone = self._short(self._alone(finding.identity, gain))
            shown += [] if alone in shown else [self.w("report.gain.alone.short", gain=alone)]
        return tuple(shown) or (self.w("report.gain.none.short"),)

    def headline(self, finding: Finding) -> str:
        """The share in the plan, if there is one, then the mean expected gain alone with its interval."""
        part, gain = self.shares.parts.get(finding.identity), finding.gain
        told = [] if part is None else [self.w("report.gain.in_plan", **self._counted(part))]
        if gain is None:
            return " ".join(told) or self.w("report.gain.none")
        values = self._values(gain.expected_office_hours, gain.expected_days) | self._counted(self._alone(finding.identity, gain))
        return " ".join((*told, self.w("report.gain.expected", **values)))

    def joint(self, gain: Gain | None, *, ticked: bool = False) -> str:
        """What the accepted changes bring together, or those that a reader ticks."""
        if gain is None:
            return self.w("report.gain.joint_none")
        values = self._values(gain.expected_office_hours, gain.expected_days)
        if self.shares.total is not None:
            values |= self._counted(self.shares.total)
        return self.w("report.gain.joint.ticked" if ticked else "report.gain.joint", **values)

    def whole(self, gain: Gain, identity: str = "") -> str:
        """What the whole cure of a finding brings at most: never less than what is expected of it, as printed."""
        values = self._values(gain.cycle_office_hours, gain.cycle_days)
        most = self.shares.amount(gain.cycle_office_hours.estimate, gain.cycle_days.estimate)
        expected = self._alone(identity, gain)
        office, calendar = max(most.hours, expected.hours, key=_value), max(most.days, expected.days, key=_value)
        return self.w("report.gain.whole", **(values | self._counted(Amount(office.at_most(), calendar.at_most()))))

    def joint_whole(self, gain: Gain) -> str:
        """What the whole cure of all of them brings at most; "" where that is no more than what is expected, as printed."""
        most = self.shares.amount(gain.cycle_office_hours.estimate, gain.cycle_days.estimate).hours
        expected = self.shares.total.hours.value if self.shares.total else 0.0
        if most.value <= expected:
            return ""
        low, high = self._bounds(gain.cycle_office_hours, self.shares.hours_places)
        return self.w("report.gain.joint_whole", hours=most.at_most().counted(self.w, "hours"), low=low, high=high)

    def row(self, amount: Amount) -> tuple[str, str]:
        """Office hours and calendar days for a table."""
        return amount.hours.number(self.w), amount.days.number(self.w)

    def _alone(self, identity: str, gain: Gain) -> Amount:
        return self.shares.alone(identity, gain.expected_office_hours.estimate, gain.expected_days.estimate)

    def _short(self, amount: Amount) -> str:
        return self.w("report.gain.short", hours=amount.hours.number(self.w), days=amount.days.number(self.w))

    def _counted(self, amount: Amount) -> dict[str, str]:
        return {"hours": amount.hours.counted(self.w, "hours"), "days": amount.days.counted(self.w, "calendar_days")}

    def _values(self, office: Interval, calendar: Interval) -> dict[str, str]:
        """The fields that every sentence on a gain names."""
        low, high = self._bounds(office, self.shares.hours_places)
        days_low, days_high = self._bounds(calendar, self.shares.days_places)
        estimate = self._counted(self.shares.amount(office.estimate, calendar.estimate))
        return {**estimate, "low": low, "high": high, "days_low": days_low, "days_high": days_high}

    def _bounds(self, interval: Interval, places: int) -> tuple[str, str]:
        """A lower bound that rounds to nothing is 0, an upper one the smallest that the decimals can tell: both still bound."""
        low, high = self.w.number(stable(interval.low), places), Quantity.of(interval.high, places)
        return low, high.at_most().number(self.w)


def _value(quantity: Quantity) -> float:
    return quantity.value


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
    """In days; in weeks from some on, and in minutes or hours what would be next to no day."""
    if value < BRIEF:
        return duration(value, w) if value >= MINUTE else w("report.less", amount=w("picture.minutes", minutes=1))
    return days(w, value) if value < WEEKS else counted(w, round(value / 7), "weeks")
