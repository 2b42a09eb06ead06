"""What a change brings: replayed on every closed case, in office hours and calendar days, with its interval.

A change of what keeps people busy is simulated. A simulation that does not run the present as the log has it counts for nothing:
the replayed figure stays and is marked indicative, with a wider interval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from procmap.findings import Edit, Gain, Gainers, GainWhy, Indicative, Interval, Method
from procmap.log import Capability, EventLog
from procmap.log.calendar import DAY, HOUR
from procmap.measures import Measures
from procmap.redesign.gain_interval import gain_interval
from procmap.redesign.observed import load_traces
from procmap.redesign.on_log import apply_edit, no_change
from procmap.redesign.outcomes import REPLAY_ERROR, Outcome, error_of
from procmap.redesign.replay import Change, replay
from procmap.redesign.saved import direct, sooner
from procmap.redesign.simulated_gain import simulated_gain
from procmap.redesign.simulation.named import names_people
from procmap.redesign.simulation.sample import find_sample
from procmap.redesign.simulation.simulation import MOST, Simulation, alters_flow
from procmap.redesign.terms import within_terms
from procmap.redesign.traces import Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

BATCHED = 0.6
"""Relative rhythm (see measures.time.sessions) below which an activity is replayed with its observed sessions ..."""

OWN_RHYTHM = 0.75
"""... when it is also below this share of the rhythm in which its files become ready: else it only inherits one."""


@dataclass(frozen=True)
class Run:
    """One replay.

    Attributes:
        change: What no longer takes place, and what takes another time.
        completion: New completion of each event, in office time.
        time: The same on the wall clock: as much earlier as the opening hours make of the office time gained.
        outcome: What it brings.
    """

    change: Change
    completion: Array
    time: Array
    outcome: Outcome


@dataclass(frozen=True)
class Redesign:
    """The observed cases, ready to be replayed under any edits; what was replayed once is not replayed again.

    `simulation`: Of all cases; None where they name nobody, or are too many.
    `need_queue`: Leaves what the simulation of a sample needs, where they are too many and name people; else None.
    """

    log: EventLog
    traces: Traces
    closed: Array
    week: Array
    simulation: Simulation | None = None
    need_queue: Callable[[], None] | None = None
    terms: Mapping[int, int] = field(default_factory=dict)
    _known: dict[tuple[Edit, ...], Outcome] = field(default_factory=dict)
    _turn: Lock = field(default_factory=Lock)

    @cached_property
    def _on_calendar(self) -> Array:
        """The calendar moment of each event's completion in office time."""
        return self.log.office_to_calendar()(self.traces.office)

    @cached_property
    def arrival(self) -> Array:
        """When each case arrived, on the wall clock; 0 where that is not known."""
        import numpy as np

        return np.ma.filled(self.log.engine.columns("select arrival from case_ order by case_id")["arrival"], 0).astype(np.int64)

    @cached_property
    def role(self) -> Array:
        """The role that did each event, by code; -1 where none is named."""
        import numpy as np

        found = self.log.engine.columns("select coalesce(role, -1) as role from event order by case_id, k")
        return np.asarray(found["role"], dtype=np.int64)

    @classmethod
    def of(cls, log: EventLog, traces: Traces) -> Redesign:
        """Take what the gains need of the cases."""
        import numpy as np

        cases = log.engine.columns("select closed, coalesce(week, 0) as week from case_ order by case_id")
        return cls(log, traces, np.asarray(cases["closed"], dtype=bool), np.asarray(cases["week"]))

    @classmethod
    def of_measures(cls, measures: Measures) -> Redesign:
        """The cases of a log; activities done in sessions that are their own, not inherited, are replayed in them."""
        batched = [r.activity for r in measures.rhythms if r.ratio <= BATCHED and r.ratio <= OWN_RHYTHM * r.ready_ratio]
        batched = [code for code in batched if measures.sessions_said(code) is not False]
        batched += [code for code, said in measures.said.items() if said.sessions and code not in batched]
        dates = measures.fixed_dates, measures.kinds.due_since
        traces = load_traces(measures.log, measures.concurrent, tuple(sorted(batched)), *dates)
        terms = {code: round(said.term_days * DAY) for code, said in measures.said.items() if said.term_days}
        found = replace(cls.of(measures.log, traces), terms=terms)
        if not (measures.log.profile.can(Capability.RESOURCE) and names_people(measures.log)):
            return found
        if len(found.traces.case) > MOST:
            return replace(found, need_queue=measures.need_queue)
        measures.need_queue()
        return replace(found, simulation=Simulation.of(measures.log, found.traces, found.closed))

    def run(self, edits: Sequence[Edit]) -> Run:
        """Replay all cases under the edits together."""
        import numpy as np

        traces = self.traces
        change = no_change(traces)
        if self.need_queue is not None and alters_flow(edits):
            with self._turn:
                self.need_queue()
        for edit in edits:
            change = apply_edit(self.log, traces, edit, change)
        change = within_terms(traces, change, self.terms, self.log.office_to_calendar())
        completion = np.minimum(replay(traces, change), traces.office)
        moved = np.flatnonzero(completion < traces.office)
        time = traces.time.copy()
        time[moved] -= self._on_calendar[moved] - self.log.office_to_calendar()(completion[moved])
        outcome = self._known.get(tuple(edits))
        if outcome is None:
            outcome = self._known.setdefault(tuple(edits), self._brought(edits, change, completion, time))
        return Run(change, completion, time, outcome)

    def _brought(self, edits: Sequence[Edit], change: Change, completion: Array, time: Array) -> Outcome:
        """What a replay brings; `completion` and `time` are those of `Run`."""
        import numpy as np

        traces = self.traces
        hours = sooner(traces, traces.ends, completion, change) / HOUR
        days = np.where(hours > 0, sooner(traces, traces.ends_time, time, change), 0) / DAY
        limit = direct(traces, change)
        hours, days = self._within(hours, limit.hours), self._within(days, limit.days)
        # an open case has not shown yet what it would have taken, and no figure counts it
        outcome = Outcome(np.where(self.closed, hours, 0), np.where(self.closed, days, 0))
        return self._simulated(edits, change, outcome, limit)

    @cached_property
    def _of_sample(self) -> Simulation | Indicative | None:
        """The simulation of a sample of too many cases, or why there is none; None where none is called for."""
        if self.need_queue is None:
            return None
        sample = find_sample(self.traces, self.closed, self.week)
        return Indicative.SIZE if sample is None else Simulation.of(self.log, self.traces, self.closed, sample)

    def _simulated(self, edits: Sequence[Edit], change: Change, replayed: Outcome, limit: Outcome) -> Outcome:
        """What a simulation brings, where a replay is known to be wrong; marked where it does not run the present well enough."""
        import numpy as np

        simulation: Simulation | Indicative | None = self.simulation
        if self.need_queue is not None and alters_flow(edits):
            simulation = self._of_sample  # what any other edit of so many cases brings is replayed
        if isinstance(simulation, Indicative):
            return replace(replayed, indicative=simulation)
        if simulation is None or not edits:
            return replayed
        most = Outcome(np.where(self.closed, limit.hours, 0), np.where(self.closed, limit.days, 0))
        return simulated_gain(simulation, edits, change, replayed, most, self.terms)

    def _within(self, gained: Array, limit: Array) -> Array:
        """Gains that bring no more, together, than the closed cases save in the steps themselves.

        A session lets a case gain more or less than it was ready earlier; over many cases it gives no time that was not saved.
        """
        most, found = float(limit[self.closed].sum()), float(gained[self.closed].sum())
        return gained * (most / found) if found > most else gained

    def outcome(self, edits: Sequence[Edit]) -> Outcome:
        """What the edits bring together."""
        found = self._known.get(tuple(edits))
        return found if found is not None else self.run(edits).outcome

    def interval(self, per_case: Array, error: tuple[float, float] = REPLAY_ERROR, other: Array | None = None) -> Interval:
        """The mean gain of the closed cases; see `gain_interval`."""
        mine = self.closed
        return gain_interval(per_case[mine], self.week[mine], error, None if other is None else other[mine])

    def gain(self, most: Outcome, likely: Outcome, why: GainWhy) -> Gain:
        """The gain of the whole cure and what the prudent change brings, from their replays: no more than the whole cure."""
        likely = most.least(likely)
        return Gain(
            cycle_office_hours=self._interval_of(most, most.hours, why),
            cycle_days=self._interval_of(most, most.days, why),
            expected_office_hours=self._interval_of(likely, likely.hours, why),
            expected_days=self._interval_of(likely, likely.days, why),
            why=why,
            method=Method.SIMULATION if most.simulated else Method.REPLAY,
            cases=int(((most.hours > 0) & self.closed).sum()),
            gainers=self._gainers(most),
            expected_gainers=self._gainers(likely),
            indicative=most.indicative or likely.indicative,
            relieves=most.relieves,
            sampled=most.sampled,
        )

    def _interval_of(self, outcome: Outcome, gained: Array, why: GainWhy) -> Interval:
        beside = outcome.other
        other = None if beside is None else beside.hours if gained is outcome.hours else beside.days
        return self.interval(gained, error_of(outcome, why), other)

    def _gainers(self, outcome: Outcome) -> Gainers:
        import numpy as np

        days = np.sort(outcome.days[(outcome.hours > 0) & self.closed])
        return Gainers(len(days) / int(self.closed.sum()), float(days[(len(days) - 1) // 2])) if len(days) else Gainers()
