"""Laws that hold for any log and any change: no gain is above what is saved in the steps themselves, none without time saved."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.findings import Automate, BoundLoop, Capacity, Condition, Move, Parallelise, Remove, SetPeriod
from procmap.redesign.on_log import apply_edit, no_change
from procmap.redesign.role_queue import _relief, _waits
from procmap.redesign.saved import direct

from .made import MONDAY, gained, measured, redesigned, thursday, working

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
LABELS = ("Check", "Visa", "Note", "Sit", "Pay")
some = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def procedure(seed: int):
    """Cases with a random route through checks, notes that take no time, a weekly sitting and a payment with a due date."""
    chance = random.Random(seed)
    due, sitting = chance.choice([0, 0, 30]), chance.random() < 0.7
    for n in range(chance.randint(30, 120)):
        at = working(MONDAY + chance.randrange(200) * DAY) + chance.uniform(9, 16) * 60 * MINUTE
        begun = at
        yield f"c{n}", "Receive", at
        for label in ("Check", "Visa", *(("Check",) if chance.random() < 0.2 else ())):
            if chance.random() < 0.8:
                at = working(at + chance.expovariate(1 / 2) * DAY)
                yield f"c{n}", label, at
        if chance.random() < 0.5:
            yield f"c{n}", "Note", at
        at = thursday(at) if sitting else working(at + DAY)
        yield f"c{n}", "Sit", at
        yield f"c{n}", "Pay", thursday(max(at, begun + due * DAY) + MINUTE)


edits = st.one_of(
    st.sampled_from(LABELS).map(lambda label: Remove((label,))),
    st.sampled_from(LABELS).map(SetPeriod),
    st.tuples(st.sampled_from(LABELS), st.floats(0.1, 0.9)).map(lambda it: Condition((it[0],), "sample", share=it[1])),
    st.sampled_from(LABELS).map(lambda label: Automate((label,))),
    st.just(BoundLoop(("Check",), ())),
    st.just(Parallelise(("Check", "Visa"))),
    st.lists(st.sampled_from(LABELS), min_size=2, max_size=3, unique=True).map(lambda labels: Remove(tuple(labels))),
)


@some
@given(seed=st.integers(0, 10_000), edit=edits)
def test_an_edit_gains_at_most_what_it_saves_in_its_own_steps(seed, edit):
    with measured(procedure(seed)) as measures:
        redesign = redesigned(measures, ("Sit", "Pay"))
        found = redesign.outcome([edit])
        limit = direct(redesign.traces, apply_edit(measures.log, redesign.traces, edit, no_change(redesign.traces)))
        for gain, most in ((found.hours, limit.hours), (found.days, limit.days)):
            assert (gain >= 0).all()
            assert gain[redesign.closed].sum() <= most[redesign.closed].sum() * (1 + 1e-9) + 1e-9


@some
@given(seed=st.integers(0, 10_000))
def test_an_edit_of_steps_that_take_no_time_gains_nothing(seed):
    with measured(procedure(seed)) as measures:
        if "Note" in measures.log.activities:
            hours, days = gained(measures, [Remove(("Note",))], ("Sit", "Pay"))
            assert hours.max() == days.max() == 0


@some
@given(seed=st.integers(0, 10_000), label=st.sampled_from(LABELS), share=st.floats(0, 1))
def test_what_is_expected_is_at_most_the_whole_cure(seed, label, share):
    with measured(procedure(seed)) as measures:
        redesign = redesigned(measures, ("Sit", "Pay"))
        if label not in measures.log.activities:
            return
        for whole, prudent in (
            (Remove((label,)), Condition((label,), "sample", share=share)),
            (SetPeriod(label), SetPeriod(label, 3)),
        ):
            gain = redesign.gain(redesign.outcome([whole]), redesign.outcome([prudent]), "condition")
            assert gain.expected_office_hours.estimate <= gain.cycle_office_hours.estimate
            assert gain.expected_days.estimate <= gain.cycle_days.estimate
            for each in (gain.expected_office_hours, gain.cycle_office_hours, gain.expected_days, gain.cycle_days):
                assert each.low <= each.estimate <= each.high


@some
@given(seed=st.integers(0, 10_000))
def test_nothing_ends_later_and_no_case_begins_later(seed):
    with measured(procedure(seed)) as measures:
        redesign = redesigned(measures, ("Sit", "Pay"))
        run = redesign.run([Move("Visa", "Check", ("Check",)), SetPeriod("Sit")])
        traces = redesign.traces
        assert (run.completion <= traces.office).all()
        assert (run.time <= traces.time).all()
        assert (run.completion[traces.first] == traces.office[traces.first]).all()


@pytest.mark.parametrize(("people", "load"), [(1, 0.5), (1, 0.8), (2, 0.8), (3, 0.9)])
def test_the_model_of_a_queue_waits_as_theory_says(people, load):
    """Erlang's formula for Poisson arrivals and exponential services."""
    rng = np.random.default_rng(7)
    service = 60_000_000.0
    gaps = rng.exponential(service / (people * load), 200_000)
    takes = rng.exponential(service, 200_000)
    ready = np.cumsum(gaps).astype(np.int64)
    waits = _waits(ready, takes.astype(np.int64), np.full(len(ready), -1), people)
    offered = people * load
    terms = [offered**k / np.prod(np.arange(1, k + 1)) for k in range(people + 1)]
    waiting = terms[-1] / (1 - load) / (sum(terms[:-1]) + terms[-1] / (1 - load))
    assert waits.mean() == pytest.approx(waiting * service / (people * (1 - load)), rel=0.12)


def test_one_more_person_takes_off_a_part_of_the_wait():
    """Ten files at once, an hour each, for two people: 20 hours are waited; for three 12."""
    hour = 3_600_000_000
    jobs = {
        "enabled": np.zeros(10, dtype=np.int64), "service": np.full(10, hour), "activity": np.zeros(10, dtype=np.int64),
        "resource": np.arange(10) % 2,
    }  # fmt: skip
    assert _relief(jobs, np.ones(10, dtype=bool), Capacity(("Check",), "Office"), 2) == pytest.approx(0.4)


def test_a_prudent_change_that_seems_to_bring_more_than_the_whole_cure_brings_as_much():
    day = (("A", 9), ("B", 12), ("C", 14))
    rows = [(f"c{n}", label, MONDAY + n % 5 * DAY + hours * 60 * MINUTE) for n in range(40) for label, hours in day]
    with measured(rows) as measures:
        redesign = redesigned(measures)
        gain = redesign.gain(redesign.outcome([Remove(("C",))]), redesign.outcome([Remove(("B",))]), "remove")
        assert gain.cycle_office_hours.estimate == pytest.approx(1)
        assert gain.expected_office_hours.estimate == pytest.approx(1)
