"""One person on whom all depends, simulated: what is gained where the colleagues do it too, against a run in which they do."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache
from heapq import heapify, heappop, heappush

import numpy as np
import pytest

from procmap.engine import Engine
from procmap.findings import Assign
from procmap.log.calendar import HOUR
from procmap.redesign.gains import Redesign
from procmap.redesign.simulation.availability import drawn_delays
from procmap.redesign.simulation.discipline import find_teams
from procmap.redesign.simulation.service import NOT_YET, third_least_behind
from procmap.redesign.simulation.teams import Discipline

from .test_simulation import log_of, mean

WEEK = 2100
AWAY = ((2 * WEEK, 3 * WEEK), (9 * WEEK, 10 * WEEK), (17 * WEEK, 18 * WEEK))
"""Office minutes in which the person is on leave."""

TRAYS = (6, 90, 30)
"""Minutes for which a file lies before each step until it may be taken up, on average."""

TAKES = (20, 54, 10)
"""Minutes that each step takes, on average."""


def procedure(seed: int, *, alone: bool, jump: float = 0.0, cases: int = 700):
    """Ann and Bob check, Kim assesses, or whoever of the three is free; Dan and Eve close. Rows as `test_simulation.procedure`.

    Some files jump the queue before the assessment.
    """
    chance, at = random.Random(seed), 0.0
    cases_luck = []
    for n in range(cases):
        at += chance.expovariate(1 / 60)
        trays = [chance.uniform(0.2, 1.8) * usual for usual in TRAYS]
        takes = [chance.uniform(0.5, 1.5) * usual for usual in TAKES]
        cases_luck.append((f"c{n:03d}", at, trays, takes, chance.random() < jump))
    teams = (("Ann", "Bob"), ("Kim",) if alone else ("Kim", "Ann", "Bob"), ("Dan", "Eve"))
    agenda = [(at, 0, n, 0) for n, (_, at, *_) in enumerate(cases_luck)]
    heapify(agenda)
    free, waiting = dict.fromkeys(("Ann", "Bob", "Kim", "Dan", "Eve"), True), [[], [], []]
    for end in (end for _, end in AWAY):
        heappush(agenda, (end, 2, 0, 0))
    yield from ((case, "Receive", "Clerk", at, at) for case, at, *_ in cases_luck)
    while agenda:
        now, what, n, step = heappop(agenda)
        if what == 0 and step < 3:  # enabled: it lies in the tray for a while
            heappush(agenda, (now + cases_luck[n][2][step], 1, n, step))
        elif what == 1:
            heappush(waiting[step], (0 if step == 1 and cases_luck[n][4] else now, n))
        elif what == 3:
            free[n] = True
        for place, team in enumerate(teams):
            for person in team:
                leave = person == "Kim" and any(begin <= now < end for begin, end in AWAY)
                if free[person] and not leave and waiting[place]:
                    _, taken = heappop(waiting[place])
                    done = now + cases_luck[taken][3][place]
                    free[person] = False
                    yield cases_luck[taken][0], ("Check", "Assess", "Close")[place], person, done, now
                    heappush(agenda, (done, 3, person, 0))
                    heappush(agenda, (done, 0, taken, place + 1))


def took(rows) -> float:
    """Office hours from the first to the last event of a case, on average."""
    spans: dict[str, list[float]] = {}
    for case, _, _, done, _ in rows:
        spans.setdefault(case, []).append(done)
    return float(np.mean([max(done) - min(done) for done in spans.values()])) / 60


@cache
def redesigned(seed: int, *, timed: bool, jump: float = 0.0) -> tuple[Redesign, float]:
    """The redesign of the log in which one person does it, and what the cases gain where the three do."""
    rows = list(procedure(seed, alone=True, jump=jump))
    more = {"Kim": "Office", "Clerk": "Clerks", "Dan": "Desk", "Eve": "Desk"}
    redesign = Redesign.of_measures(log_of(rows, Engine(threads=1), more, timed=timed))
    return redesign, took(rows) - took(procedure(seed, alone=False, jump=jump))


SHARED = Assign(("Assess",), "Office")


@pytest.mark.parametrize("timed", [False, True])
@pytest.mark.parametrize(("jump", "off"), [(0.0, 0.1), (0.02, 0.3)])
def test_what_colleagues_would_spare_who_wait_for_one_person_is_near_the_truth(timed, jump, off):
    redesign, truth = redesigned(1, timed=timed, jump=jump)
    simulated = redesign.simulation.gained([SHARED], {})[0][redesign.closed].mean() / HOUR
    assert simulated == pytest.approx(truth, rel=off)
    outcome = redesign.outcome([SHARED])
    assert (outcome.simulated, outcome.indicative) == (True, None)
    assert mean(redesign, outcome) == pytest.approx(truth, rel=off / 2)


def test_leave_is_found_though_the_person_is_hardly_ever_idle():
    redesign, _ = redesigned(1, timed=False)
    simulation, assess = redesign.simulation, redesign.log.activities.index("Assess")
    person = simulation.present.luck.person[redesign.traces.activity == assess][0]
    begins, ends = (np.array(found) / 60_000_000 for found in simulation.present.teams.staff.away[person])
    assert len(begins) >= 2
    for begin, end in zip(begins, ends, strict=True):
        assert min(abs(begin - left) + abs(end - back) for left, back in AWAY) < 240


@pytest.mark.parametrize("timed", [False, True])
def test_a_file_that_jumps_the_queue_does_not_say_that_the_others_were_not_there(timed):
    redesign, _ = redesigned(1, timed=timed, jump=0.02)
    luck, assess = redesign.simulation.present.luck, redesign.log.activities.index("Assess")
    delay = luck.delay[redesign.traces.activity == assess] / 60_000_000
    assert delay.mean() < 3 * TRAYS[1]


@pytest.mark.parametrize("timed", [False, True])
def test_what_lies_in_a_tray_before_it_is_taken_up_is_not_prompt_and_no_file_of_one_person(timed):
    redesign, _ = redesigned(1, timed=timed)
    luck = redesign.simulation.present.luck
    of = {label: luck.prompt[redesign.traces.activity == code] for code, label in enumerate(redesign.log.activities)}
    assert of["Check"].all()  # a few minutes are no tray
    assert not of["Assess"].any()
    assert not timed or not of["Close"].any()  # without beginnings half an hour may be work
    assert redesign.simulation.discipline is Discipline.ANYONE


@pytest.mark.parametrize(("counted", "discipline"), [(30, Discipline.ANYONE), (700, Discipline.OWN)])
def test_few_files_that_waited_do_not_tell_that_each_waits_for_one_person(counted, discipline):
    """Colleagues are idle while a file lies in its tray: if that were the wait for its person, many files would say so."""
    redesign, _ = redesigned(1, timed=True)
    traces, luck = redesign.traces, redesign.simulation.present.luck
    checks = np.nonzero(traces.activity == redesign.log.activities.index("Check"))[0][:counted]
    late = np.full(len(traces.case), NOT_YET)
    late[checks] = traces.ready[checks]
    assert find_teams(traces, replace(luck, late=late))[0] is discipline


@dataclass
class Says:
    """A simulation that says so many hours for each case."""

    hours: float
    cases: int
    log: object
    sample = None

    def admits(self, *_: object) -> bool:
        return True

    def runs(self, *_: object) -> bool:
        return True

    def queued(self, *_: object) -> float:
        return 10.0**18

    def gained(self, *_: object) -> tuple[np.ndarray, np.ndarray]:
        return (np.full(self.cases, self.hours * HOUR),) * 2


def test_of_how_people_are_shared_a_simulation_says_too_little_and_the_truth_lies_above_it():
    redesign, _ = redesigned(1, timed=True)

    def said(hours: float) -> float:
        simulation = Says(hours, redesign.traces.cases, redesign.log)
        other = Redesign(redesign.log, redesign.traces, redesign.closed, redesign.week, simulation)
        return mean(redesign, other.outcome([SHARED]))

    replayed = mean(redesign, Redesign(redesign.log, redesign.traces, redesign.closed, redesign.week).outcome([SHARED]))
    assert said(replayed * 1.2) == pytest.approx(replayed * 1.2)
    assert said(replayed * 0.8) == pytest.approx(replayed * 0.9)


def test_a_delay_that_is_not_known_is_the_one_usual_for_its_step_or_the_bound_next_to_it():
    bounds = np.array([[100, 100], [120, 120], [0, 900], [300, 900], [0, 50]])
    known = np.array([True, True, False, False, False])
    found = drawn_delays(np.zeros(5, dtype=np.int64), bounds[:, 0], bounds[:, 1], known)
    assert found[2] in (100, 120)
    assert found[[0, 1, 3, 4]].tolist() == [100, 120, 300, 50]
    alone = drawn_delays(np.zeros(1, dtype=np.int64), bounds[2:3, 0], bounds[2:3, 1], known[2:3])
    assert alone.tolist() == [450]


def test_of_each_place_the_third_least_behind_it():
    assert third_least_behind(np.array([5, 1, 4, 2, 3])).tolist() == [3, 4, NOT_YET, NOT_YET, NOT_YET]
    assert third_least_behind(np.array([], dtype=np.int64)).tolist() == []
