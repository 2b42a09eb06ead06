"""The engine by pencil and against queueing theory."""

from __future__ import annotations

import math

import numpy as np
import pytest

from procmap.redesign.simulation.engine import NOBODY, Scenario, Staff, simulate
from procmap.redesign.simulation.precedence import precedence


def scenario(before, *, arrival, service, queue=None, staff=None, **given):
    """Events with what each waits for; all done by person 0 unless said otherwise."""
    size = len(before)
    values = {
        "order": list(range(size)), "dropped": [False] * size, "delay": [0] * size, "own": [0] * size, "held": {}, **given,
    }  # fmt: skip
    return Scenario(
        precedence(before), arrival, service=service, queue=[0] * size if queue is None else queue,
        staff=staff or Staff.of([[0]], 1), **values,
    )  # fmt: skip


def test_one_person_takes_two_files_one_after_the_other():
    assert simulate(scenario([[], []], arrival=[0, 1], service=[5, 2])) == [5, 7]


def test_whoever_is_free_takes_the_file_that_has_been_available_longest():
    done = simulate(scenario([[], [], []], arrival=[0, 2, 1], service=[5, 1, 1]))
    assert done == [5, 7, 6]


def test_files_available_at_one_moment_go_in_the_order_observed():
    assert simulate(scenario([[], [], []], arrival=[0, 1, 1], service=[5, 1, 1], order=[0, 2, 1])) == [5, 7, 6]


def test_a_delay_keeps_nobody_busy():
    done = simulate(scenario([[], []], arrival=[0, 0], service=[2, 3], delay=[10, 0]))
    assert done == [12, 3]


def test_what_nobody_need_do_takes_its_delay_only():
    assert simulate(scenario([[], []], arrival=[0, 0], service=[5, 5], delay=[0, 7], queue=[0, NOBODY])) == [5, 7]


def test_a_join_waits_for_the_later_of_two_steps():
    staff = Staff.of([[0], [1], [2]], 3)
    done = simulate(
        scenario([[], [], [0, 1]], arrival=[0, 0, 0], service=[4, 9, 1], queue=[0, 1, 2], own=[0, 1, 2], staff=staff)
    )
    assert done == [4, 9, 10]


def test_what_is_dropped_is_complete_when_it_is_enabled_and_keeps_nobody_busy():
    done = simulate(scenario([[], [0], [1]], arrival=[0, 0, 0], service=[4, 9, 1], dropped=[False, True, False]))
    assert done == [4, 4, 5]


def test_after_a_session_the_files_queue():
    """Three files are ready before the session at 10, and leave it together: the next step takes them one by one."""
    held = dict.fromkeys((0, 1, 2), lambda ready: max(ready, 10))
    queue = [NOBODY] * 3 + [0] * 3
    before, service, arrival = [[], [], [], [0], [1], [2]], [0] * 3 + [2] * 3, [1, 3, 5, 0, 0, 0]
    done = simulate(scenario(before, arrival=arrival, service=service, queue=queue, held=held))
    assert done == [10, 10, 10, 12, 14, 16]
    assert simulate(scenario(before, arrival=arrival, service=service, queue=queue)) == [1, 3, 5, 3, 5, 7]


def away(*spans, taken=()):
    one = Staff.of([[0]], 1)
    columns = [tuple(zip(*of, strict=True)) or ((), ()) for of in (spans, taken)]
    return Staff(one.of_queue, one.of_person, [columns[0]], [columns[1]])


def test_nobody_begins_while_away_and_what_was_begun_is_finished():
    assert simulate(scenario([[], []], arrival=[0, 1], service=[5, 2], staff=away((3, 20)))) == [5, 22]
    assert simulate(scenario([[]], arrival=[4], service=[5], staff=away((3, 20), (22, 30)))) == [25]


def test_what_nothing_moves_interrupts():
    assert simulate(scenario([[], []], arrival=[0, 1], service=[5, 2], staff=away(taken=[(3, 10)]))) == [12, 14]


def test_a_file_goes_to_any_free_person_who_may_do_it():
    staff = Staff.of([[0, 1], [0]], 2)
    done = simulate(scenario([[], [], []], arrival=[0, 1, 2], service=[9, 4, 1], queue=[0, 0, 1], own=[0, 0, 0], staff=staff))
    assert done == [9, 5, 10]  # the second goes to the other person, the third waits for the only one who may do it


def test_of_two_queues_the_older_file_comes_first():
    staff = Staff.of([[0], [0]], 1)
    assert simulate(scenario([[], [], []], arrival=[0, 2, 1], service=[5, 1, 1], queue=[0, 0, 1], staff=staff)) == [5, 7, 6]


@pytest.mark.parametrize(("people", "load"), [(1, 0.5), (1, 0.8), (2, 0.8), (3, 0.9)])
def test_files_wait_as_theory_says(people, load):
    """Erlang's formula for Poisson arrivals and exponential services."""
    rng, size, mean = np.random.default_rng(11), 120_000, 1_000_000.0
    arrival = np.cumsum(rng.exponential(mean / (people * load), size)).astype(np.int64)
    service = rng.exponential(mean, size).astype(np.int64)
    team = list(range(people))
    done = np.array(simulate(scenario(
        [[]] * size, arrival=arrival.tolist(), service=service.tolist(), staff=Staff.of([team], people),
    )))  # fmt: skip
    offered = people * load
    last = offered**people / math.factorial(people) / (1 - load)
    waiting = last / (sum(offered**k / math.factorial(k) for k in range(people)) + last)
    assert (done - arrival - service).mean() == pytest.approx(waiting * mean / (people * (1 - load)), rel=0.15)
