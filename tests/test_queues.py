"""Queues told from other waits, on simulated offices: what is a queue, and what waits for the outside, a session or a holiday."""

import heapq
from collections import deque
from dataclasses import dataclass, field

import numpy as np
import pytest

from procmap.detectors.case_log import load_case
from procmap.detectors.waiting.contention.detector import Contention
from procmap.detectors.waiting.key_person.detector import KeyPerson
from procmap.detectors.waiting.queue_jumping.detector import QueueJumping
from procmap.detectors.waiting.queue_jumping.turns import find_turns
from procmap.log import OfficeCalendar, build_log
from procmap.measures import measure

FIRST, WEEKS, CASES, DAY = 19_968, 52, 700, 7.0
HOUR = 3_600_000_000
BETWEEN = WEEKS * 5 * DAY / CASES


@dataclass
class Step:
    """One step: office hours of work (mean), of a wait before it, a session every so many days, the only person who does it."""

    label: str
    role: str
    work: float
    outside: object = None
    session: int = 0
    only: str | None = None


@dataclass
class Office:
    """First come first served by the people of each role; absences are spells of working days by person."""

    steps: list
    people: dict
    absences: dict = field(default_factory=dict)

    def run(self, seed):
        rng = np.random.default_rng(seed)
        events = [(t, i, "file", i, 0) for i, t in enumerate(sorted(rng.uniform(0, WEEKS * 5 * DAY, CASES)))]
        events += [(to * DAY, -1, "back", name, 0) for name, spells in self.absences.items() for _, to in spells]
        heapq.heapify(events)
        free = {name: True for names in self.people.values() for name in names}
        trays = {role: deque() for role in self.people}
        number, rows = CASES, []
        while events:
            now, _, kind, who, place = heapq.heappop(events)
            number += 1
            if kind == "file" and place < len(self.steps):
                step = self.steps[place]
                ready = now + (step.outside(rng) if step.outside else 0.0)
                ready = np.ceil(ready / (step.session * DAY)) * step.session * DAY if step.session else ready
                heapq.heappush(events, (ready, number, "tray", who, place))
            elif kind == "tray":
                trays[self.steps[place].role].append((who, place))
            elif kind == "done":
                free[who[1]] = True
                rows.append((who[0], place, now, who[1]))
                heapq.heappush(events, (now, number, "file", who[0], place + 1))
            for role, names in self.people.items():
                for name in names:
                    taken = self.next_file(trays[role], name) if free[name] and not self.away(name, now) else None
                    if taken:
                        trays[role].remove(taken)
                        free[name], number = False, number + 1
                        end = now + self.steps[taken[1]].work * rng.gamma(2, 0.5)
                        heapq.heappush(events, (end, number, "done", (taken[0], name), taken[1]))
        return sorted(rows, key=lambda row: (row[2], row[0]))

    def next_file(self, tray, name):
        return next((file for file in tray if self.steps[file[1]].only in {None, name}), None)

    def away(self, name, now):
        return any(since * DAY <= now < to * DAY for since, to in self.absences.get(name, ()))


def measured(engine, office, seed=1):
    rows = office.run(seed)
    roles = {name: role for role, names in office.people.items() for name in names}
    inverse = OfficeCalendar().inverse(FIRST, FIRST + 1500)
    columns = {
        "pos": np.arange(len(rows)),
        "case_name": np.array([f"C{case:04}" for case, *_ in rows], dtype=object),
        "activity_name": np.array([office.steps[place].label for _, place, *_ in rows], dtype=object),
        "resource_name": np.array([name for *_, name in rows], dtype=object),
        "role_name": np.array([roles[name] for *_, name in rows], dtype=object),
        "time": inverse(np.array([int(when * HOUR) for _, _, when, _ in rows])),
    }
    engine.load("simulated", columns)
    engine.table(
        "source_event",
        """select pos, case_name, activity_name, resource_name, role_name, time, cast(null as bigint) as start,
                  cast(null as bigint) as amount, cast(null as varchar) as outcome_name, cast(null as varchar) as channel_name
           from simulated order by pos""",
    )
    return measure(build_log(engine))


PEOPLE = {"Desk": ["D1", "D2"], "Office": ["A", "B"], "Management": ["M1", "M2"]}
DESK, SIGNATURE = Step("Receipt", "Desk", 0.2), Step("Signature", "Management", 0.2, outside=lambda rng: rng.exponential(10))


def office_of(load, **of_study):
    """Two people study and draft; `load` is the share of their time that this takes."""
    work = load * BETWEEN
    return Office([DESK, Step("Study", "Office", work, **of_study), Step("Draft", "Office", work), SIGNATURE], PEOPLE)


def one_person(load, absences=None, **of_step):
    """One of two computes the amounts; `load` is the share of the time that this takes."""
    step = Step("Amount", "Office", load * BETWEEN, only="A", **of_step)
    return Office([DESK, Step("Check", "Office", 0.2, only="B"), step, SIGNATURE], PEOPLE, absences or {})


def lognormal(mean, sigma):
    return lambda rng: rng.lognormal(np.log(mean) - sigma**2 / 2, sigma)


def holding(detector, measures):
    return [(finding.activities, finding.roles) for finding in detector().find(measures) if finding.grade != "-"]


@pytest.mark.parametrize("load", [0.88, 0.95])
def test_a_role_short_of_people_is_found(engine, load):
    found = holding(Contention, measured(engine, office_of(load)))
    assert [(set(activities), roles) for activities, roles in found] == [({"Study", "Draft"}, ("Office",))]


@pytest.mark.parametrize(
    "office",
    [
        office_of(0.5),
        office_of(0.5, outside=lognormal(100, 0.8)),
        office_of(0.5, outside=lognormal(100, 0.1)),
        office_of(0.5, outside=lambda _: 280.0),
        office_of(0.5, outside=lambda rng: rng.exponential(20)),
        office_of(0.5, session=5),
        Office(office_of(0.5).steps, PEOPLE, {name: [(220, 240)] for name in "AB"}),
    ],
    ids=["light", "outside", "outside_regular", "period", "in_tray", "session", "closed_in_august"],
)
def test_a_wait_that_is_no_queue_is_no_want_of_people(engine, office):
    assert holding(Contention, measured(engine, office)) == []


@pytest.mark.parametrize(
    ("office", "weak"),
    [
        (one_person(0.85), ("absences",)),
        (one_person(0.3, {"A": [(60, 70), (180, 190)]}), ("queue",)),
    ],
    ids=["queue", "absences"],
)
def test_a_key_person_is_found_by_the_queue_or_by_absences(engine, office, weak):
    found = [finding for finding in KeyPerson().find(measured(engine, office)) if finding.grade != "-"]
    assert [(finding.activities, finding.weak) for finding in found] == [(("Amount",), weak)]
    assert found[0].evidence.count == found[0].evidence.of == CASES


@pytest.mark.parametrize(
    "office",
    [
        one_person(0.3),
        one_person(0.1, outside=lognormal(100, 0.8)),
        one_person(0.1, outside=lambda _: 280.0),
        one_person(0.3, session=5),
        one_person(0.3, {name: [(220, 235)] for names in PEOPLE.values() for name in names}),
    ],
    ids=["light", "outside", "period", "session", "closed_in_august"],
)
def test_one_person_who_keeps_nobody_waiting_is_no_key_person(engine, office):
    assert holding(KeyPerson, measured(engine, office)) == []


def test_the_queue_is_about_as_long_as_simulated(engine):
    measures = measured(engine, office_of(0.9))
    role = measures.log.roles.index("Office")
    backlog = measures.backlogs("role", (role,))[role]
    waited = measures.log.engine.value(f"select sum(office - enabled - service) / 1e6 from queue where role = {role}")
    assert backlog.seconds().estimate == pytest.approx(waited, rel=0.25)
    (load,) = (load for load in measures.loads if load.role == role)
    assert load.busy == pytest.approx(0.9, abs=0.07)
    assert load.headcount == pytest.approx(2, abs=0.1)


def test_each_step_out_of_turn_names_its_own_cases(engine):
    lines = [
        f"{cases} x  Request@Desk/Zoe+1h~10m > Examination@Office/Ann+{first}~2h > Opinion@Board/Max+{then}~2h > Decision@Mayor/Eve"
        for cases, first, then in ((840, "5h", "5h"), (280, "5d", "5h"), (280, "5h", "5d"))
    ]
    load_case({"log": "\n".join(lines)}, engine)
    measures = measure(build_log(engine, OfficeCalendar(holidays="none")))
    found = {finding.activities[0]: finding.evidence.examples for finding in QueueJumping().find(measures)}
    turns = {measures.log.activities[t.activity]: t.examples for t in find_turns(measures.log, QueueJumping().passed)}
    assert {label for label, examples in found.items() if examples} >= {"Examination", "Opinion"}
    assert found == {label: measures.log.case_names(list(turns[label])) for label in found}
    assert found["Examination"] != found["Opinion"]
