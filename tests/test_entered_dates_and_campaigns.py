"""Runs that a campaign brings about are no sessions, and dates that somebody enters are neither sessions nor decisions."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from procmap.detectors.control.low_yield_check.detector import LowYieldCheck
from procmap.detectors.waiting.periodic_batch.detector import PeriodicBatch
from procmap.detectors.waiting.post_decision_tail.detector import PostDecisionTail
from procmap.judgement.deciding import undecided
from procmap.judgement.paths import paths_of
from procmap.log import build_log
from procmap.measures import measure

from .conftest import fresh_engine
from .written_rows import written

EPOCH = datetime(1970, 1, 1)
RUNS = [datetime(2012, 3, 12, 10) + timedelta(days=91 * number) for number in range(12)]


def told(ready_before, hour=10):
    """Whether a payment run a quarter is told, where files are decided so many days before it."""
    rows = []
    for number, run in enumerate(RUNS):
        for case in range(60):
            decided = run - timedelta(days=ready_before(case), minutes=(case * 53 + number * 17) % 300)
            name = f"C{number:02d}{case:02d}"
            rows += [
                (name, "Application", decided - timedelta(days=20 + case % 17)),
                (name, "Decision", decided),
                (name, "Payment", run.replace(hour=hour)),
                (name, "Filing", run + timedelta(days=1 + case % 9)),
            ]
    with fresh_engine() as engine:
        found = PeriodicBatch().find(measured(engine, rows))
        return any(f.activities == ("Payment",) and f.grade == "A" for f in found)


@pytest.mark.parametrize(("days_of_arrival", "waits"), [(60, False), (364, True)])
def test_what_comes_in_one_season_goes_on_the_day_that_its_year_has_for_it(days_of_arrival, waits):
    rows = []
    for year in range(2012, 2019):
        for case in range(180):
            came = datetime(year, 1, 2, 9) + timedelta(days=case * days_of_arrival // 180, minutes=(case * 53 + year) % 300)
            run = datetime(year + (came.month == 12), 12, 1, 10)
            name = f"C{year}{case:03d}"
            decided = came + timedelta(days=20 + case * 37 % 200 if days_of_arrival < 90 else 1)
            decided = min(decided, run - timedelta(hours=30))
            rows += [(name, "Application", came), (name, "Decision", decided), (name, "Payment", run)]
            rows += [(name, "Filing", run + timedelta(days=1 + case % 9, minutes=case))]
    with fresh_engine() as engine:
        found = PeriodicBatch().find(measured(engine, rows))
        assert any(f.activities == ("Payment",) and f.grade == "A" for f in found) is waits


@pytest.mark.parametrize(("days_of_payment", "tail"), [(1, False), (2, False), (40, True)])
def test_no_decision_brings_on_what_has_one_day_in_the_timetable(days_of_payment, tail):
    chance, rows = random.Random(3), []
    for case in range(300):
        came = datetime(2012, 3, 5, 9) + timedelta(days=case % 40, minutes=case)
        decided = came + timedelta(days=chance.uniform(8, 20))
        paid = datetime(2012, 5, 14, 14) + timedelta(days=case % days_of_payment, minutes=case % 7)
        paid = decided + timedelta(days=chance.uniform(2, 16)) if days_of_payment == 40 else paid
        rows += [(f"C{case}", "Application", came), (f"C{case}", "Decision", decided), (f"C{case}", "Payment", paid)]
    with fresh_engine() as engine:
        found = PostDecisionTail().find(measured(engine, rows))
        assert any(f.grade == "A" for f in found) is tail


def measured(engine, rows):
    written(engine, rows, lambda moment: (moment - EPOCH) // timedelta(microseconds=1))
    return measure(build_log(engine))


@pytest.mark.parametrize(("ready_before", "waits"), [(lambda case: 1 + case * 3 // 2, True), (lambda case: 3 + case % 4, False)])
def test_only_files_that_become_ready_at_any_time_wait_for_the_run(ready_before, waits):
    assert told(ready_before) is waits


def test_a_day_without_a_time_among_moments_is_a_date_that_somebody_entered():
    assert not told(lambda case: 1 + case * 3 // 2, hour=0)


@pytest.mark.parametrize(("hour", "barrier"), [(0, True), (11, False)])
def test_a_decision_date_is_nobody_who_decides(hour, barrier):
    rows = []
    for case in range(400):
        start = datetime(2022, 1, 3, 9) + timedelta(days=case, minutes=case * 7 % 300)
        dated = start + timedelta(days=8 + case % 9)
        name, refused = f"C{case:03d}", case % 130 == 0
        rows += [(name, "Application", start), (name, "Drafting", start + timedelta(hours=20 + case * 13 % 50))]
        rows += [(name, "Approval by the director", start + timedelta(hours=80 + case * 17 % 90, minutes=case % 47))]
        if refused:
            rows += [(name, "Refusal", start + timedelta(hours=180 + case * 11 % 40))]
        else:
            rows += [
                (name, "Decision date", dated.replace(hour=hour, minute=hour and case % 60)),
                (name, "Filing", start + timedelta(days=18 + case % 7, minutes=case % 60)),
            ]
    with fresh_engine() as engine:
        measures = measured(engine, rows)
        [found] = [f for f in LowYieldCheck().find(measures) if f.activities == ("Approval by the director",)]
        left = undecided(paths_of(measures), {"Approval by the director"})
    assert (found.grade, found.barrier) == ("A", barrier)
    assert bool(left) is barrier


@pytest.mark.parametrize(("who", "barrier"), [("Candidates", True), ("Board", False)])
def test_who_asks_decides_nothing_for_the_house(who, barrier):
    rows = []
    for case in range(400):
        start = datetime(2022, 1, 3, 9) + timedelta(days=case, minutes=case * 7 % 300)
        name = f"C{case:03d}"
        way = [("Application", 0, "Desk"), ("Drafting", 20 + case * 13 % 50, "Office")]
        way += [("Approval by the director", 80 + case * 17 % 90, "Direction")]
        if case % 130 == 0:
            way += [("Refusal", 180 + case * 11 % 40, "Direction")]
        else:
            way += [("Offer accepted", 216 + 24 * (case % 9), who), ("Filing", 456 + 24 * (case % 7), "Desk")]
        rows += [
            (name, step, start + timedelta(hours=hours, minutes=hours % 47), {"role_name": role}) for step, hours, role in way
        ]
    with fresh_engine() as engine:
        measures = measured(engine, rows)
        [found] = [f for f in LowYieldCheck().find(measures) if f.activities == ("Approval by the director",)]
    assert (found.grade, found.barrier) == ("A", barrier)
