"""What a change brings: replayed on every closed case, in office hours and calendar days, with its interval.

Two intervals are taken and the wider is shown. Chance: block bootstrap over weeks of arrival, since the cases of a week share
their queues. Assumptions: replay keeps every other sojourn as observed; measured against re-simulated procedures it errs within
REPLAY_ERROR, downwards where the people set free serve other steps of the procedure, upwards where the next step is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from procmap.findings import Edit, Gain, Interval
from procmap.log import EventLog
from procmap.log.calendar import DAY, HOUR
from procmap.redesign.on_log import apply_edit, no_change
from procmap.redesign.replay import Change, Traces, finish_of, replay
from procmap.statistics import weekly_block_bootstrap

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

REPLAY_ERROR = (-0.15, 0.35)
"""How far the truth may lie below and above a replayed gain, as a share of it."""


@dataclass(frozen=True)
class Run:
    """One replay: new completion of each event, what no longer takes place, and the gain of each case (hours, days)."""

    change: Change
    completion: Array
    hours: Array
    days: Array


@dataclass(frozen=True)
class Redesign:
    """The observed cases, ready to be replayed under any edits."""

    log: EventLog
    traces: Traces
    closed: Array
    week: Array
    finish: Array

    @classmethod
    def of(cls, log: EventLog, traces: Traces) -> Redesign:
        """Take what the gains need of the cases."""
        import numpy as np

        cases = log.engine.columns("select closed, coalesce(week, 0) as week from case_ order by case_id")
        finish = finish_of(traces, traces.office, traces.office >= 0)
        return cls(log, traces, np.asarray(cases["closed"], dtype=bool), np.asarray(cases["week"]), finish)

    def run(self, edits: Sequence[Edit]) -> Run:
        """Replay all cases under the edits together."""
        import numpy as np

        change = no_change(self.traces)
        for edit in edits:
            change = apply_edit(self.log, self.traces, edit, change)
        completion = replay(self.traces, change)
        kept = ~change.dropped & (self.traces.office >= 0)
        finish = np.minimum(finish_of(self.traces, completion, kept), self.finish)
        inverse = self.log.office_to_calendar()
        moved = finish < self.finish
        days = np.zeros(len(finish))
        days[moved] = (inverse(self.finish[moved]) - inverse(finish[moved])) / DAY
        return Run(change, completion, (self.finish - finish) / HOUR, days)

    def interval(self, per_case: Array) -> Interval:
        """Mean over the closed cases with the wider of its two intervals."""
        import numpy as np

        weeks = int(self.week.max(initial=0)) + 1
        mine = self.closed
        # exact sums: microseconds and millionths of days are added as integers
        units = np.rint(per_case[mine] * 1_000_000).astype(np.int64)
        sums = np.zeros(weeks, dtype=np.int64)
        np.add.at(sums, self.week[mine], units)
        counts = np.bincount(self.week[mine], minlength=weeks)
        total = int(counts.sum())
        if not total:
            return Interval(0.0, 0.0, 0.0)
        mean = int(sums.sum()) / total / 1_000_000
        held = counts > 0
        chance = weekly_block_bootstrap(sums[held] / 1_000_000, counts[held])
        assumed = mean * (1 + REPLAY_ERROR[0]), mean * (1 + REPLAY_ERROR[1])
        if not isfinite(chance.low):
            return Interval(mean, *assumed)  # one week of arrivals says nothing of chance
        return Interval(mean, min(chance.low, assumed[0]), max(chance.high, assumed[1]))

    def gain(self, most: Run, likely: Run, why: str) -> Gain:
        """The gain of the whole cure and what the prudent change brings, from their replays."""
        return Gain(
            cycle_office_hours=self.interval(most.hours),
            cycle_days=self.interval(most.days),
            expected_office_hours=self.interval(likely.hours),
            expected_days=self.interval(likely.days),
            why=why,
            cases=int(((most.hours > 0) & self.closed).sum()),
        )
