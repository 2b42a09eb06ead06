"""The simulation of a log: its present, how well it runs it, and what changes bring in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from procmap.findings import Answer, Assign, Automate, BoundLoop, Capacity, Condition, Edit, Move, Parallelise, Remove, SetPeriod
from procmap.log import EventLog
from procmap.redesign.on_log import apply_edit, no_change
from procmap.redesign.replay import Change
from procmap.redesign.sequence_edits import answers, beside
from procmap.redesign.simulation.availability import busy_meanwhile, find_presence, staff_of, with_availability
from procmap.redesign.simulation.discipline import find_teams
from procmap.redesign.simulation.engine import simulate
from procmap.redesign.simulation.gate import Fit, fit_of
from procmap.redesign.simulation.luck import Luck, find_luck
from procmap.redesign.simulation.precedence import predecessors
from procmap.redesign.simulation.sample import Sample
from procmap.redesign.simulation.scenario import Present
from procmap.redesign.simulation.staffing import restaffed
from procmap.redesign.simulation.teams import Discipline
from procmap.redesign.terms import within_terms
from procmap.redesign.traces import Traces, enabled

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

MOST = 50_000
"""Events above which a log is not simulated whole: only what a replay cannot tell is, on a sample, and an audit is no slower."""


@dataclass(frozen=True)
class Simulation:
    """The present of a log, ready to be changed.

    Attributes:
        log, whole: The log and all its events.
        closed: Of each case that is simulated whether its gain counts.
        present: The cases as they ran.
        discipline: How files find their people.
        replica: The completions when nothing is changed.
        fit: How far they are off.
        sample: Which of the log's cases these are; None where all.
    """

    log: EventLog
    whole: Traces
    closed: Array
    present: Present
    discipline: Discipline
    replica: Array
    fit: Fit
    sample: Sample | None = None

    @classmethod
    def of(cls, log: EventLog, traces: Traces, closed: Array, sample: Sample | None = None) -> Simulation:
        """The simulation of a log whose events name people, or of a sample of it; needs the table `queue` of the measures.

        Args:
            log: The log.
            traces: All its events.
            closed: Of each case of the log whether it is closed.
            sample: Which cases are simulated; all by default.
        """
        import numpy as np

        whole = traces
        if sample is not None:
            traces, closed = sample.traces(whole), sample.counted
        luck = find_luck(log, traces, None if sample is None else sample.cases)
        discipline, teams, presence = find_teams(traces, luck)
        luck = busy_meanwhile(traces, luck, teams)
        presence = find_presence(traces, luck, teams)
        luck = with_availability(traces, luck, teams, presence)
        teams = replace(teams, staff=staff_of(presence, teams.staff))
        present = Present(traces, luck, teams, predecessors(traces, traces.rank))
        replica = np.array(simulate(present.scenario(no_change(traces), {})), dtype=np.int64)
        none = np.zeros(len(replica), dtype=bool)
        took = [_took(traces, done, none)[closed] for done in (traces.office, replica)]
        return cls(log, whole, closed, present, discipline, replica, fit_of(traces, replica, *took), sample)

    def admits(self, edits: Sequence[Edit], change: Change) -> bool:
        """Whether a replay of the edits is known to be wrong: they change what keeps people busy, or when it does."""
        if alters_flow(edits):
            return True
        touched = change.dropped | (change.sojourn != self.present.traces.sojourn)
        return bool((touched & self.present.luck.served).any())

    def runs(self, edits: Sequence[Edit]) -> bool:
        """Whether it can tell what the edits bring: it runs the present as the log has it, and more people are of use in it.

        Of files that each wait for one person it does not know who would give some away.
        """
        shared = self.discipline is Discipline.ANYONE or not any(isinstance(edit, Assign | Capacity) for edit in edits)
        return shared and self.fit.passes

    def queued(self, change: Change) -> float:
        """How long closed cases wait for people before steps that a change leaves as they are, office time: all it can relieve.

        Args:
            change: What is done to single events.
        """
        import numpy as np

        traces, luck = self.present.traces, self.present.luck
        others = luck.served & self.closed[traces.case] & ~change.dropped & (change.sojourn == traces.sojourn)
        took = self.replica - enabled(traces, self.replica, traces.arrival)
        return float(np.maximum(took - luck.delay - luck.service, 0)[others].sum())

    def gained(self, edits: Sequence[Edit], terms: Mapping[int, int]) -> tuple[Array, Array]:
        """What each case gains under the edits: office time and calendar time, as a share of the replica scaled to the log.

        Args:
            edits: The changes.
            terms: As `terms.within_terms` takes them.
        """
        import numpy as np

        traces, change, alongside = self.present.traces, no_change(self.whole), dict[int, int]()
        luck = self.present.luck
        codes = {label: code for code, label in enumerate(self.log.activities)}
        for edit in edits:
            if isinstance(edit, Parallelise):
                alongside |= {int(row): int(row) - 1 for row in beside(traces, edit, codes)}
            elif isinstance(edit, Answer) and not edit.within:
                luck = _answered(traces, luck, edit, codes)
            elif not isinstance(edit, Assign | Capacity):
                change = apply_edit(self.log, self.whole, edit, change)
        change = within_terms(self.whole, change, terms, self.log.office_to_calendar())
        change = change if self.sample is None else self.sample.change(change)
        teams = restaffed(self.log, self.present.luck, self.present.teams, edits)
        done = np.array(simulate(replace(self.present, luck=luck, teams=teams).scenario(change, alongside)), dtype=np.int64)
        return self._paired(done, change)

    def _paired(self, done: Array, change: Change) -> tuple[Array, Array]:
        """The replica less the change, case by case, scaled so that the replica takes as long as the log on average."""
        import numpy as np

        traces, clock = self.present.traces, self.log.office_to_calendar()
        none = np.zeros(len(done), dtype=bool)
        observed, before = (_took(traces, of, none) for of in (traces.office, self.replica))
        scale = float(observed[self.closed].sum()) / max(float(before[self.closed].sum()), 1.0)
        first = _first(traces)
        ends = [np.maximum(_last(traces, of, gone), first) for of, gone in ((self.replica, none), (done, change.dropped))]
        office = (ends[0] - ends[1]) * scale
        days = (clock(ends[0]) - clock(ends[1])) * scale
        touched = np.zeros(traces.cases, dtype=bool)
        touched[traces.case[change.dropped | (change.sojourn != traces.sojourn)]] = True
        spared = self.closed & ~touched
        if touched.any() and office[spared].sum() < 0:
            # work that is taken away makes nobody wait longer: what moved cases seem to cost the others is an artefact of
            # people's hours, which fit the present and no other order
            office, days = np.where(spared, 0, office), np.where(spared, 0, days)
        return np.where(self.closed, office, 0), np.where(self.closed, days, 0)


def alters_flow(edits: Sequence[Edit]) -> bool:
    """Whether edits change who takes the files, or in which bursts these come: what follows a session comes in bursts."""
    return any(isinstance(edit, Assign | Capacity | SetPeriod) for edit in edits)


def only_lightens(edits: Sequence[Edit]) -> bool:
    """Whether edits take work or waits away and add nothing."""
    return all(isinstance(edit, Remove | Condition | BoundLoop | SetPeriod | Automate | Move) for edit in edits)


def _answered(traces: Traces, luck: Luck, edit: Answer, codes: Mapping[str, int]) -> Luck:
    """The luck where answers are there at once, and then wait only for those who take them in."""
    delay = luck.delay.copy()
    delay[answers(traces, edit, codes)] = 0
    return replace(luck, delay=delay)


def _first(traces: Traces) -> Array:
    """When the first event of each case with a plausible date completes; its arrival where none has."""
    import numpy as np

    latest = np.iinfo(np.int64).max
    found = np.minimum.reduceat(np.where(traces.office >= 0, traces.office, latest), traces.first)
    return np.where(found == latest, traces.arrival, found)


def _last(traces: Traces, completion: Array, gone: Array) -> Array:
    """When the last event of each case completes that takes place."""
    import numpy as np

    counts = (traces.office >= 0) & ~gone
    found: Array = np.maximum.reduceat(np.where(counts, completion, -1), traces.first)
    return found


def _took(traces: Traces, completion: Array, gone: Array) -> Array:
    import numpy as np

    first = _first(traces)
    found: Array = np.maximum(_last(traces, completion, gone), first) - first
    return found
