"""A log simulated: its present reproduced, people set free, the gate, and the laws that hold for any log and change."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.engine import Engine
from procmap.findings import BoundLoop, Capacity, Condition, Edit, Indicative, Parallelise, Remove, SetPeriod
from procmap.log import OfficeCalendar, build_log
from procmap.log.calendar import HOUR
from procmap.measures import measure
from procmap.redesign.gains import Redesign
from procmap.redesign.on_log import apply_edit, no_change
from procmap.redesign.outcomes import Outcome, net
from procmap.redesign.saved import direct
from procmap.redesign.simulated_gain import BEYOND
from procmap.redesign.simulation.engine import NOBODY
from procmap.redesign.simulation.gate import Fit
from procmap.redesign.simulation.service import NOT_YET, third_least_after
from procmap.redesign.simulation.teams import Discipline

from .made import EPOCH, MONDAY

MINUTE_LONG = 60_000_000
LABELS = ("Check", "Visa", "Note", "Sit", "Pay")
some = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Office:
    """The moments at which an office of 35 hours is open, in minutes."""

    WINDOWS = ((9 * 60, 12 * 60 + 30), (13 * 60 + 30, 17 * 60))

    @staticmethod
    def moment(worked: float) -> dt.datetime:
        """The moment at which so many office minutes have passed since Monday."""
        days, left = divmod(worked, 420)
        at = MONDAY + dt.timedelta(days=int(days // 5 * 7 + days % 5))
        return at + dt.timedelta(minutes=9 * 60 + left + (60 if left > 210 else 0))


def procedure(seed: int, cases: int = 400, *, load: float = 0.8, sitting: bool = True, delay: float = 0):
    """Two people check and visa every file, a board sits weekly, one person pays what it passed.

    Each row is (case, step, person, moment, moment at which it was begun).

    Before the visa something else is waited for, `delay` minutes on average.
    """
    chance = random.Random(seed)
    free = {"Ann": 0.0, "Bob": 0.0, "Cy": 0.0}
    agenda, at = [], 0.0
    for n in range(cases):
        at += chance.expovariate(load / 60)
        agenda.append((at, n, 0))
        yield f"c{n}", "Receive", "Desk", at, at
    again = {n for n in range(cases) if chance.random() < 0.2}
    route = ("Check", "Visa", "Note", "Sit", "Pay")
    while agenda:
        agenda.sort(reverse=True)
        at, n, step = agenda.pop()
        if step == len(route):
            continue
        label = route[step]
        if label == "Note":
            yield f"c{n}", label, None, at, at
            agenda.append((at, n, step + 1))
        elif label == "Sit":
            done = -(-at // 2100) * 2100 - 120 if sitting else at + 30
            done = done if done >= at else done + 2100
            yield f"c{n}", label, "Board", done, done
            agenda.append((done, n, step + 1))
        else:
            team = ("Cy",) if label == "Pay" else ("Ann", "Bob")
            person = min(team, key=lambda one: (max(free[one], at), one))
            takes = chance.expovariate(1 / (25 if label == "Pay" else 50))
            free[person] = max(free[person], at) + takes
            yield f"c{n}", label, person, free[person], free[person] - takes
            redo = label == "Visa" and n in again
            again.discard(n)
            waits = chance.expovariate(1 / delay) if delay and label == "Check" else 0
            agenda.append((free[person] + waits, n, 0 if redo else step + 1))


def micros(worked: float) -> int:
    return (Office.moment(worked) - EPOCH) // dt.timedelta(microseconds=1)


def log_of(rows, engine, more=None, *, timed=False):
    rows = list(rows)
    roles = {**(more or {}), "Till": "Till", "Office": "Office"}
    roles |= {"Ann": "Office", "Bob": "Office", "Cy": "Till", "Board": "Board", "Desk": "Desk", None: "System"}
    engine.load("made", {
        "pos": np.arange(1, len(rows) + 1),
        "case_name": np.array([row[0] for row in rows], dtype=object),
        "activity_name": np.array([row[1] for row in rows], dtype=object),
        "resource_name": np.array([row[2] for row in rows], dtype=object),
        "role_name": np.array([roles[row[2]] for row in rows], dtype=object),
        "time": np.array([micros(row[3]) for row in rows], dtype=np.int64),
        "begun": np.array([micros(row[4]) for row in rows], dtype=np.int64),
    })  # fmt: skip
    start = "begun" if timed else "cast(null as bigint)"
    engine.table("source_event", f"""
        select pos, case_name, activity_name, resource_name, role_name, time, {start} as start,
          cast(null as bigint) as amount, cast(null as varchar) as outcome_name, cast(null as varchar) as channel_name,
          cast(null as bigint) as deadline from made""")
    return measure(build_log(engine, OfficeCalendar(holidays="none")))


@cache
def simulated(seed: int, load: float = 0.8, *, sitting: bool = True, delay: float = 0, timed: bool = False) -> Redesign:
    """The redesign of a made log; its engine stays open for the tests that share it."""
    rows = procedure(seed, load=load, sitting=sitting, delay=delay)
    return Redesign.of_measures(log_of(rows, Engine(threads=1), timed=timed))


def mean(redesign: Redesign, outcome: Outcome) -> float:
    return float(outcome.hours[redesign.closed].mean())


def replayed(redesign: Redesign, edit: Edit) -> float:
    """What a replay of each case alone says: office hours per closed case."""
    return mean(redesign, Redesign(redesign.log, redesign.traces, redesign.closed, redesign.week).outcome([edit]))


def test_the_present_is_reproduced():
    fit = simulated(1).simulation.fit
    assert fit.passes
    assert abs(fit.mean) < 0.05


def test_without_an_edit_nothing_is_gained():
    redesign = simulated(1)
    office, days = redesign.simulation.gained([], {})
    assert not office.any()
    assert not days.any()
    assert not redesign.outcome([]).hours.any()


def test_the_same_change_gains_the_same_on_every_run():
    first, second = (Redesign.of_measures(log_of(procedure(3), Engine(threads=1))) for _ in range(2))
    gained = [redesign.outcome([Remove(("Visa",))]) for redesign in (first, second)]
    assert gained[0].hours.tobytes() == gained[1].hours.tobytes()
    assert gained[0].days.tobytes() == gained[1].days.tobytes()


def test_people_set_free_serve_their_other_step():
    """A replay takes off the visa's own time only; those who gave it check sooner."""
    redesign = simulated(1, sitting=False)
    outcome = redesign.outcome([Remove(("Visa",))])
    assert outcome.simulated
    assert mean(redesign, outcome) > 1.1 * replayed(redesign, Remove(("Visa",)))


def test_without_sessions_the_next_step_is_spared_the_rush():
    redesign = simulated(1)
    sit = redesign.outcome([SetPeriod("Sit")])
    assert mean(redesign, sit) > 1.1 * replayed(redesign, SetPeriod("Sit"))


def test_one_more_person_takes_off_waiting_and_no_work():
    redesign = simulated(1)
    outcome = redesign.outcome([Capacity(("Check", "Visa"), "Office")])
    assert 0 < mean(redesign, outcome) < 24
    assert outcome.other is not None


def test_a_gain_tells_that_it_was_simulated_and_may_be_a_third_larger():
    redesign = simulated(1, sitting=False)
    most = redesign.outcome([Remove(("Visa",))])
    gain = redesign.gain(most, redesign.outcome([Condition(("Visa",), "sample", share=0.5)]), "condition")
    assert (gain.method, gain.indicative) == ("simulation", None)
    assert gain.cycle_office_hours.estimate == pytest.approx(mean(redesign, most))
    assert gain.cycle_office_hours.low <= 0.75 * mean(redesign, most) + 1e-6
    assert gain.cycle_office_hours.high >= 1.35 * mean(redesign, most) - 1e-6
    assert gain.expected_gainers.share <= gain.gainers.share


@pytest.mark.parametrize("fit", [Fit(0.2, 0.0, 0.0), Fit(0.0, -0.2, 0.0), Fit(0.0, 0.0, 0.3)])
def test_a_replica_that_is_off_counts_for_nothing(fit):
    known = simulated(1, sitting=False)
    redesign = Redesign(known.log, known.traces, known.closed, known.week, replace(known.simulation, fit=fit))
    outcome = redesign.outcome([Remove(("Visa",))])
    assert outcome.other is None
    assert outcome.indicative
    without = Redesign(known.log, known.traces, known.closed, known.week)
    assert outcome.hours.tolist() == without.outcome([Remove(("Visa",))]).hours.tolist()
    gain = redesign.gain(outcome, outcome, "remove")
    wide = gain.cycle_office_hours
    assert (gain.method, gain.indicative) == ("replay", Indicative.MODEL)
    assert wide.low <= 0.65 * wide.estimate + 1e-9
    assert wide.high >= 1.45 * wide.estimate - 1e-9


def test_where_people_are_idle_a_simulation_says_what_a_replay_says():
    redesign = simulated(5, load=0.15, sitting=False)
    office, _ = redesign.simulation.gained([Remove(("Pay",))], {})
    replayed = mean(redesign, redesign.outcome([Remove(("Pay",))]))
    assert office[redesign.closed].mean() / HOUR == pytest.approx(replayed, rel=0.15)


def test_steps_before_which_only_people_are_waited_for_are_told_from_others():
    redesign = simulated(2, sitting=False, delay=600)
    prompt = redesign.simulation.present.luck.prompt
    codes = [redesign.log.activities.index(label) for label in ("Check", "Visa", "Pay")]
    assert [prompt[redesign.traces.activity == code].mean() for code in codes] == [1, 0, 1]


def test_a_delay_before_a_step_is_no_queue():
    redesign = simulated(2, sitting=False, delay=600)
    luck, traces = redesign.simulation.present.luck, redesign.traces
    visa = traces.activity == redesign.log.activities.index("Visa")
    assert luck.delay[visa].mean() / MINUTE_LONG == pytest.approx(600, rel=0.2)
    assert not luck.delay[traces.activity == redesign.log.activities.index("Check")].any()


@pytest.mark.parametrize("timed", [False, True])
@pytest.mark.parametrize("load", [0.8, 0.9, 1.0])
def test_behind_a_backlog_a_queue_is_told_from_a_delay(load, timed):
    """People with due files waiting are at work: what looks like a pause between two files is the second one's service."""
    redesign = simulated(3, load, sitting=False, delay=300, timed=timed)
    fit, luck = redesign.simulation.fit, redesign.simulation.present.luck
    visa = redesign.traces.activity == redesign.log.activities.index("Visa")
    assert fit.passes
    assert abs(fit.step) < 0.15
    assert luck.delay[visa].mean() / MINUTE_LONG == pytest.approx(300, rel=0.12)


def test_what_the_log_says_of_beginnings_stands():
    took = [done - begun for _, label, _, done, begun in procedure(3, sitting=False, delay=300) if label == "Visa"]
    redesign = simulated(3, sitting=False, delay=300, timed=True)
    luck = redesign.simulation.present.luck
    visa = redesign.traces.activity == redesign.log.activities.index("Visa")
    assert luck.timed[visa].all()
    assert luck.service[visa].mean() / MINUTE_LONG == pytest.approx(np.mean(took), rel=0.01)


def test_due_is_what_waits_longer_than_files_are_unavailable():
    redesign = simulated(3, 0.8, sitting=False, delay=300)
    luck = redesign.simulation.present.luck
    check, visa = (redesign.traces.activity == redesign.log.activities.index(label) for label in ("Check", "Visa"))
    assert (luck.due[check] == redesign.traces.ready[check]).all()
    late = luck.due[visa] - redesign.traces.ready[visa]
    assert 60 < late.min() / MINUTE_LONG == late.max() / MINUTE_LONG < 1500


def test_of_each_place_the_third_least_from_there_on():
    assert third_least_after(np.array([5, 1, 4, 2, 3])).tolist() == [3, 3, 4, NOT_YET, NOT_YET]
    assert third_least_after(np.array([7])).tolist() == [NOT_YET]


def test_who_has_nothing_to_do_for_long_is_not_away():
    redesign = simulated(5, load=0.15, sitting=False)
    away = redesign.simulation.present.teams.staff.away
    person = redesign.simulation.present.luck.person[redesign.traces.activity == redesign.log.activities.index("Pay")]
    assert len(away[int(person.max())][0]) == 0


def test_what_is_done_in_sessions_waits_for_no_person():
    redesign = simulated(1)
    sit = redesign.log.activities.index("Sit")
    assert sit in redesign.traces.sessions
    assert not redesign.simulation.present.luck.served[redesign.traces.activity == sit].any()


def test_what_gets_another_time_waits_for_no_person():
    redesign = simulated(1)
    traces, present = redesign.traces, redesign.simulation.present
    visa = traces.activity == redesign.log.activities.index("Visa")
    change = replace(no_change(traces), sojourn=np.where(visa, 7, traces.sojourn))
    scenario = present.scenario(change, {})
    assert {scenario.queue[row] for row in np.nonzero(visa & (traces.sojourn != 7))[0]} == {NOBODY}
    assert {scenario.delay[row] for row in np.nonzero(visa)[0]} == {7}


def test_two_steps_side_by_side_save_the_shorter_of_their_delays():
    redesign = simulated(2, sitting=False, delay=600)
    office, _ = redesign.simulation.gained([Parallelise(("Check", "Visa"))], {})
    assert 0 < office[redesign.closed].mean() / HOUR < 10


def test_a_change_of_what_nobody_does_is_replayed():
    redesign = simulated(1)
    outcome = redesign.outcome([Remove(("Note",))])
    assert not outcome.simulated
    assert not outcome.indicative


@pytest.mark.parametrize(
    "names", [
        {}, {"Ann": "Staff", "Bob": "Staff", "Cy": "Staff"}, {"Ann": "Office", "Bob": "Office", "Cy": "Till"},
        {"Ann": "Cy", "Bob": "Cy"}, {"Ann": None, "Bob": None},
    ],
)  # fmt: skip
def test_a_mailbox_or_a_unit_is_no_person(names):
    desk = ("Desk", "Dee", "Dan") if "Cy" in names.values() else ("Desk",)  # more names than roles: only how much Cy does tells
    rows = [(case, label, names.get(who, who), *at) for case, label, who, *at in procedure(1)]
    rows = [(case, label, desk[n % len(desk)] if who == "Desk" else who, *at) for n, (case, label, who, *at) in enumerate(rows)]
    with Engine(threads=1) as engine:
        redesign = Redesign.of_measures(log_of(rows, engine, {"Staff": "Office", "Dee": "Desk", "Dan": "Desk"}))
        assert (redesign.simulation is None) == bool(names)


edits = st.one_of(
    st.sampled_from(LABELS).map(lambda label: Remove((label,))),
    st.sampled_from(LABELS).map(SetPeriod),
    st.tuples(st.sampled_from(LABELS), st.floats(0.1, 0.9)).map(lambda it: Condition((it[0],), "sample", share=it[1])),
    st.just(BoundLoop(("Check", "Visa"), ())),
    st.just(Parallelise(("Check", "Visa"))),
    st.just(Remove(("Check", "Visa"))),
)


@some
@given(seed=st.integers(0, 3), edit=edits)
def test_a_simulated_change_gains_at_most_half_more_than_it_saves_in_its_own_steps(seed, edit):
    redesign = simulated(seed)
    found = redesign.outcome([edit])
    limit = direct(redesign.traces, apply_edit(redesign.log, redesign.traces, edit, no_change(redesign.traces)))
    for gain, most in ((found.hours, limit.hours), (found.days, limit.days)):
        own = most[redesign.closed].sum()
        assert (gain >= 0).all()
        assert gain[redesign.closed].sum() <= own * BEYOND * (1 + 1e-9) + 1e-9
    assert found.relieves == (found.simulated and found.hours.sum() > limit.hours[redesign.closed].sum())


@some
@given(seed=st.integers(0, 3), edit=edits)
def test_beyond_its_own_steps_a_change_spares_no_more_than_what_the_cases_wait_for_people(seed, edit):
    redesign = simulated(seed)
    change = apply_edit(redesign.log, redesign.traces, edit, no_change(redesign.traces))
    own = direct(redesign.traces, change).hours[redesign.closed].sum()
    found = redesign.outcome([edit]).hours[redesign.closed].sum()
    assert found <= own + redesign.simulation.queued(change) / HOUR + 1e-6


def test_where_nobody_is_waited_for_a_change_spares_its_own_time_only():
    """The simulation says twice as much; what the other steps are waited for bounds it."""
    redesign = simulated(1, sitting=False)
    edit, queues = Remove(("Visa",)), redesign.simulation.queued

    @dataclass(frozen=True)
    class Says:
        queued: Callable[[object], float]
        admits = runs = staticmethod(lambda *_: True)
        sample = None
        log = redesign.log

        def gained(self, *_: object) -> tuple[np.ndarray, np.ndarray]:
            return (np.where(redesign.closed, own * 2 / redesign.closed.sum() * HOUR, 0),) * 2

    change = apply_edit(redesign.log, redesign.traces, edit, no_change(redesign.traces))
    own = direct(redesign.traces, change).hours[redesign.closed].sum()

    def said(queued: Callable[[object], float]) -> float:
        other = Redesign(redesign.log, redesign.traces, redesign.closed, redesign.week, Says(queued))
        return float(other.outcome([edit]).hours.sum())

    assert said(lambda _: 0.0) == pytest.approx(own)
    assert said(lambda _: 0.2 * own * HOUR) == pytest.approx(1.2 * own)
    assert said(lambda _: 9.0 * own * HOUR) == pytest.approx(BEYOND * own)
    assert queues(replace(change, dropped=np.ones(len(change.dropped), dtype=bool))) == 0


def test_days_gained_are_net_of_the_cases_that_lose_as_hours_are():
    """Of three cases one loses some of what the others gain; an office that never closed would gain a day for 24 hours."""
    redesign = simulated(1, sitting=False)
    edit = Remove(("Visa",))
    change = apply_edit(redesign.log, redesign.traces, edit, no_change(redesign.traces))
    own = direct(redesign.traces, change).hours[redesign.closed].mean() * HOUR
    gained = np.where(np.arange(redesign.traces.cases) % 3 == 0, -1.4, 2.3) * own * redesign.closed

    @dataclass(frozen=True)
    class Says:
        queued = staticmethod(lambda _: 0.0)
        admits = runs = staticmethod(lambda *_: True)
        sample = None
        log = redesign.log

        def gained(self, *_: object) -> tuple[np.ndarray, np.ndarray]:
            return gained, gained

    found = Redesign(redesign.log, redesign.traces, redesign.closed, redesign.week, Says()).outcome([edit])
    assert found.hours.sum() == pytest.approx(own / HOUR * redesign.closed.sum())
    assert found.days.sum() == pytest.approx(gained.sum() / HOUR / 24)


@some
@given(seed=st.integers(0, 3))
def test_a_step_that_takes_no_time_gains_nothing(seed):
    redesign = simulated(seed)
    outcome = redesign.outcome([Remove(("Note",))])
    assert outcome.hours.max() == outcome.days.max() == 0


@some
@given(seed=st.integers(0, 3), label=st.sampled_from(LABELS), share=st.floats(0, 1))
def test_what_is_expected_is_at_most_the_whole_cure(seed, label, share):
    redesign = simulated(seed)
    whole, prudent = redesign.outcome([Remove((label,))]), redesign.outcome([Condition((label,), "sample", share=share)])
    gain = redesign.gain(whole, prudent, "condition")
    assert gain.expected_office_hours.estimate <= gain.cycle_office_hours.estimate + 1e-6
    assert gain.expected_days.estimate <= gain.cycle_days.estimate + 1e-6
    assert gain.expected_gainers.share <= gain.gainers.share
    for each in (gain.expected_office_hours, gain.cycle_office_hours, gain.expected_days, gain.cycle_days):
        assert each.low <= each.estimate + 1e-9 <= each.high + 2e-9


def test_losses_of_some_cases_are_taken_off_the_gains_of_the_others():
    assert net(np.array([4.0, -1.0, 1.0]), np.array([9.0, 0.0, 0.0])).tolist() == pytest.approx([3.2, 0.0, 0.8])
    assert net(np.array([4.0, 2.0]), np.array([3.0, 0.0])).tolist() == pytest.approx([2.0, 1.0])
    assert net(np.array([-4.0, 2.0]), np.array([3.0, 0.0])).tolist() == [0.0, 0.0]
    gains = np.array([True, False])
    assert net(np.array([1.0, 1.0]), np.array([3.0, 0.0]), gains).tolist() == pytest.approx([2.0, 0.0])


def test_people_of_whom_the_log_says_that_they_keep_their_own_files_are_not_simulated():
    redesign = simulated(1)
    own = replace(redesign, simulation=replace(redesign.simulation, discipline=Discipline.OWN), _known={})
    edit = Capacity(("Check", "Visa"), "Office")
    found = own.outcome([edit])
    assert found.indicative
    assert not redesign.outcome([edit]).indicative
    assert mean(own, found) == pytest.approx(replayed(redesign, edit))
    gain = own.gain(found, found, edit.op)
    assert gain.indicative
    assert gain.cycle_office_hours.low <= 0.51 * gain.cycle_office_hours.estimate
    assert not own.outcome([Remove(("Check",))]).indicative


def alone(seed: int):
    """One person checks every file, in the order in which they come, and another pays it."""
    chance, at, free, till = random.Random(seed), 0.0, 0.0, 0.0
    for n in range(300):
        at += chance.expovariate(1 / 70)
        yield f"c{n}", "Receive", ("Desk", "Dee")[n % 2], at, at
        free = max(free, at) + chance.expovariate(1 / 60)
        yield f"c{n}", "Check", "Ann", free, free
        till = max(till, free) + chance.expovariate(1 / 20)
        yield f"c{n}", "Pay", "Cy", till, till


def test_where_one_person_does_all_another_takes_files_from_them():
    with Engine(threads=1) as engine:
        redesign = Redesign.of_measures(log_of(alone(3), engine, {"Dee": "Desk"}))
        assert redesign.simulation.discipline is Discipline.ANYONE
        found = redesign.outcome([Capacity(("Check",), "Office")])
        assert found.simulated
        assert mean(redesign, found) > 0
