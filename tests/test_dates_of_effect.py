"""A date of effect on the first of a month is no session, and rare sessions are made more frequent, not daily."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from procmap.detectors.waiting.periodic_batch.detector import PeriodicBatch
from procmap.log import build_log
from procmap.measures import measure

from .conftest import fresh_engine
from .written_rows import written

EPOCH = datetime(1970, 1, 1)
HOLIDAYS, EASTER_MONDAY = {(1, 1), (5, 1), (11, 1)}, date(2024, 4, 1)


def next_month(moment, day=1, hour=9):
    """The first open day of the next month from its `day` on."""
    found = datetime(moment.year + moment.month // 12, moment.month % 12 + 1, day, hour)
    while found.weekday() > 4 or (found.month, found.day) in HOLIDAYS or found.date() == EASTER_MONDAY:
        found += timedelta(days=1)
    return found


def batch(session, *, goes_on=False, label="Prise d’effet"):
    """What is told of a last step that takes place at the moment `session` gives for the step before it."""
    rows = []
    for case in range(600):
        came = datetime(2024, 1, 8, 9) + timedelta(days=case, minutes=case * 53 % 400)
        decided = came + timedelta(days=2 + case % 5, minutes=case * 17 % 60)
        done = session(decided)
        name = f"C{case:03d}"
        rows += [(name, "Demande", came), (name, "Arrêté", decided), (name, label, done)]
        rows += [(name, "Classement", done + timedelta(days=1 + case % 9))] if goes_on else []
    with fresh_engine() as engine:
        written(engine, rows, lambda moment: (moment - EPOCH) // timedelta(microseconds=1))
        [found] = [f for f in PeriodicBatch().find(measure(build_log(engine))) if f.activities == (label,)]
        return found


def weekly(moment):
    """The next Thursday."""
    return (moment + timedelta(days=1 + (2 - moment.weekday()) % 7)).replace(hour=10, minute=0)


@pytest.mark.parametrize(("day", "goes_on", "grade"), [(1, False, "C"), (15, False, "A"), (1, True, "A")])
def test_what_ends_a_case_on_the_first_of_a_month_is_a_date_and_no_session(day, goes_on, grade):
    found = batch(lambda moment: next_month(moment, day), goes_on=goes_on)
    assert found.grade == grade
    assert (found.aspect == "effect_date") is (grade == "C")
    assert (found.whole is None) is (grade == "C")


def test_a_monthly_run_is_to_be_twice_as_frequent_and_a_weekly_pile_daily():
    assert 10 <= batch(lambda moment: next_month(moment, 15), label="Signature").prudent.days <= 12
    assert batch(weekly, label="Signature").prudent.days == 1


def test_a_body_that_meets_every_week_does_not_meet_every_day():
    assert batch(weekly, label="CDAPH").prudent.days == 3
