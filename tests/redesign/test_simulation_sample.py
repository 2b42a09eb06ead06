"""A log too large to be simulated whole: a run of its weeks is, and stands for it; where none can, that is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from procmap.engine import Engine
from procmap.findings import BoundLoop, Capacity, Condition, Indicative, Move, Operation, Parallelise, Remove, SetPeriod
from procmap.language import words
from procmap.log.calendar import DAY, HOUR
from procmap.log.cut import Cut
from procmap.redesign import gains
from procmap.redesign.dues import Dues
from procmap.redesign.gains import Redesign
from procmap.redesign.on_log import apply_edit, no_change
from procmap.redesign.outcomes import ERRORS, SAMPLE_ERROR, SIMULATION_ERROR, Outcome, error_of
from procmap.redesign.replay import replay
from procmap.redesign.saved import direct
from procmap.redesign.simulated_gain import BEYOND, simulated_gain
from procmap.redesign.simulation import sample
from procmap.redesign.simulation.sample import Sample, find_sample
from procmap.redesign.simulation.simulation import Simulation
from procmap.redesign.traces import enabled
from procmap.report.sentences import gain_reason

from .test_simulation import log_of, mean, procedure

MORE, WEEKLY = Capacity(("Check", "Visa"), "Office"), SetPeriod("Sit", 0)
EVENTS = 1400


@cache
def measured():
    """The measures of 700 made cases; their engine stays open for the tests that share it."""
    return log_of(procedure(1, 700), Engine(threads=1))


@cache
def whole() -> Redesign:
    """The same log simulated whole."""
    return Redesign.of_measures(measured())


@pytest.fixture
def large(monkeypatch) -> Redesign:
    """The log as if it were too large, of which some 200 cases may be simulated."""
    assert whole().simulation is not None  # made before the log counts as large
    monkeypatch.setattr(gains, "MOST", 300)
    monkeypatch.setattr(sample, "MOST", EVENTS)
    return Redesign.of_measures(measured())


@pytest.fixture
def drawn(large):
    return find_sample(large.traces, large.closed, large.week)


def test_a_sample_is_a_run_of_weeks_with_all_that_arrive_in_it_and_its_middle_counts(large, drawn):
    mine = np.unique(large.week[drawn.cases])
    assert mine.tolist() == list(range(mine[0], mine[-1] + 1))
    assert drawn.cases.tolist() == np.isin(large.week, mine).tolist()
    assert EVENTS / 2 < drawn.rows.sum() <= EVENTS
    counted = large.week[drawn.cases][drawn.counted]
    usual = np.median((large.traces.ends_time.last - large.traces.ends_time.first)[large.closed]) / (7 * DAY)
    assert mine[0] + usual <= counted.min()
    assert counted.max() <= mine[-1] - usual
    assert large.closed[drawn.cases][drawn.counted].all()


def test_the_same_log_gives_the_same_sample_and_another_seed_another(large, drawn, monkeypatch):
    again = find_sample(large.traces, large.closed, large.week)
    assert np.array_equal(again.rows, drawn.rows)
    others = []
    for seed in range(5):
        monkeypatch.setattr(sample, "SEED", seed)
        others.append(find_sample(large.traces, large.closed, large.week).rows.tobytes())
    assert len(set(others)) > 1


@pytest.mark.parametrize("edit", [
    Remove(("Visa",)), Condition(("Visa",), "some", 0.5), BoundLoop(("Check", "Visa"), ()), WEEKLY, SetPeriod("Sit", 1),
    Parallelise(("Check", "Visa")), Move("Visa", "Check", ("Check",)),
], ids=lambda edit: f"{edit.op}")  # fmt: skip
def test_a_change_of_the_log_does_to_the_sample_what_it_does_to_its_cases_in_the_log(large, drawn, edit):
    change = apply_edit(large.log, large.traces, edit, no_change(large.traces))
    mine = drawn.traces(large.traces)
    assert np.array_equal(replay(mine, drawn.change(change)), replay(large.traces, change)[drawn.rows])
    assert np.array_equal(enabled(mine, mine.office, mine.arrival), large.traces.ready[drawn.rows])


@pytest.mark.parametrize("edits", [[MORE], [WEEKLY], [MORE, WEEKLY], [WEEKLY, Remove(("Visa",))]], ids=str)
def test_what_a_sample_says_is_near_what_the_whole_says(large, edits):
    found = large.outcome(edits)
    assert found.simulated
    assert found.indicative is None
    assert 0 < found.sampled < large.closed.sum() / 2
    assert mean(large, found) == pytest.approx(mean(whole(), whole().outcome(edits)), rel=0.2)
    assert found.hours.sum() > 0 == found.hours[~large.closed].sum()
    assert found.days[large.closed].mean() == pytest.approx(whole().outcome(edits).days[large.closed].mean(), rel=0.25)


@dataclass(frozen=True)
class Says:
    """A simulation of a sample that says three times what a replay does."""

    sample: Sample
    own: np.ndarray
    log: object
    admits = runs = staticmethod(lambda *_: True)
    queued = staticmethod(lambda _: 10.0**18)

    def gained(self, *_: object) -> tuple[np.ndarray, np.ndarray]:
        return 1.2 * self.own * HOUR, 1.4 * self.own * DAY


def test_all_cases_gain_as_many_times_more_than_a_replay_says_as_those_of_the_sample(large, drawn):
    change = no_change(large.traces)
    replayed = Outcome(np.arange(large.traces.cases) * 1.0, np.arange(large.traces.cases) * 1.0)
    most = Outcome(replayed.hours * 9, replayed.days * 9)
    simulation = Says(drawn, replayed.hours[drawn.cases] * drawn.counted, large.log)
    found = simulated_gain(simulation, [MORE], change, replayed, most, {})
    assert found.hours.tolist() == pytest.approx((1.2 * replayed.hours).tolist())
    assert found.days.tolist() == pytest.approx((1.4 * replayed.days).tolist())
    assert found.sampled == drawn.counted.sum()
    assert error_of(found, MORE.op) == SAMPLE_ERROR
    assert not found.unseen
    none = Outcome(replayed.hours * ~drawn.cases, replayed.days * ~drawn.cases)
    marked = simulated_gain(simulation, [MORE], change, none, most, {})
    assert (marked.indicative, marked.simulated) == (Indicative.SIZE, False)
    assert marked.hours.tolist() == none.hours.tolist()


def test_of_an_extract_that_leaves_cases_out_a_simulation_may_say_too_little():
    known = whole()
    cut = replace(known.log, profile=replace(known.log.profile, cut=Cut(0, 100)))
    with_cut = Simulation.of(cut, known.traces, known.closed)
    partial = replace(known, simulation=with_cut, _known={})
    found = partial.outcome([MORE])
    assert found.unseen
    assert not known.outcome([MORE]).unseen
    alone = replace(found, other=None)
    assert error_of(alone, Operation.MOVE) == (SIMULATION_ERROR[0], ERRORS[Operation.MOVE][1])
    assert error_of(alone, Operation.REMOVE) == SIMULATION_ERROR
    assert error_of(replace(alone, unseen=False), Operation.MOVE) == SIMULATION_ERROR


def test_who_attends_the_sessions_of_a_sample_and_what_falls_due_are_those_of_its_cases(large, drawn):
    code = large.log.activities.index("Sit")
    attendance = large.traces.attendance[code]
    numbers = np.arange(len(attendance.rows))
    own = [replace(wall, office=numbers + place) for place, wall in enumerate((attendance.wall, attendance.closing))]
    attendance = replace(attendance, wall=own[0], closing=own[1])
    dues = Dues(attendance.rows, attendance.rows - 1, numbers)
    found = drawn.traces(replace(large.traces, attendance={code: attendance}, dues={code: dues}))
    mine = np.flatnonzero(drawn.rows[attendance.rows])
    assert found.attendance[code].wall.office.tolist() == mine.tolist()
    assert found.attendance[code].closing.office.tolist() == (mine + 1).tolist()
    assert found.activity[found.attendance[code].rows].tolist() == [code] * len(mine)
    assert found.dues[code].rows.tolist() == found.attendance[code].rows.tolist()
    assert found.dues[code].since.tolist() == (found.dues[code].rows - 1).tolist()
    assert found.dues[code].least.tolist() == mine.tolist()


def test_a_run_is_as_long_as_some_cycle_times(large):
    traces, every = large.traces, np.ones(large.traces.cases, dtype=bool)
    weeks = np.diff(np.unique(large.week[find_sample(traces, large.closed, large.week).cases])[[0, -1]])[0] + 1
    for times, known in ((0.9, True), (1.1, False)):
        ends = traces.time.copy()
        last = np.append(traces.first[1:], len(ends)) - 1
        ends[last] = traces.time[traces.first] + int(times * weeks / sample.TIMES * 7 * DAY)
        slow = replace(traces, time=ends, office=np.maximum(traces.office, 0))
        assert (find_sample(slow, every, large.week) is not None) == known


def test_what_a_sample_says_keeps_the_law_of_all_cases(large):
    for edits in ([MORE], [WEEKLY]):
        change = no_change(large.traces)
        for edit in edits:
            change = apply_edit(large.log, large.traces, edit, change)
        most, found = direct(large.traces, change), large.outcome(edits)
        beyond = BEYOND if found.relieves else 1
        assert found.hours.sum() <= beyond * most.hours[large.closed].sum() + 1e-6
        assert found.days.sum() <= beyond * most.days[large.closed].sum() + 1e-6


def test_a_gain_of_a_sample_says_so_and_is_as_wide_as_a_sample_lets_it(large):
    found = large.outcome([MORE])
    gain = large.gain(found, found, MORE.op)
    assert gain.sampled == found.sampled
    hours = gain.cycle_office_hours
    assert hours.low <= hours.estimate * (1 + SAMPLE_ERROR[0]) + 1e-9
    assert hours.high >= hours.estimate * (1 + SAMPLE_ERROR[1]) - 1e-9
    for language, said in (("en", "run of weeks"), ("fr", "suite de semaines")):
        assert f"{found.sampled}" in gain_reason(words(language), gain)
        assert said in gain_reason(words(language), gain)


def test_edits_that_a_replay_can_tell_of_are_replayed_in_a_large_log(large):
    found = large.outcome([Remove(("Check",))])
    assert (found.simulated, found.sampled, found.indicative) == (False, None, None)


def test_where_no_run_of_weeks_is_long_enough_a_gain_says_so(large, monkeypatch):
    monkeypatch.setattr(sample, "MOST", 300)
    for edit in (MORE, WEEKLY):
        found = large.outcome([edit])
        assert found.indicative is Indicative.SIZE
        wide = large.gain(found, found, edit.op).cycle_office_hours
        assert wide.low <= 0.65 * wide.estimate + 1e-9
