"""What waits for its time of the year waits for no person: neither a queue nor an absence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

from procmap.config import Config
from procmap.detectors.waiting.key_person.detector import KeyPerson
from procmap.detectors.waiting.key_person.turns import served_days
from procmap.findings import Grade
from procmap.loading import load_log
from procmap.measures import measure
from procmap.measures.waiting.absence import Absence

from .conftest import fresh_engine

SCHOOL_YEARS = (2022, 2023, 2024)


def season():
    """Rows of three years: who enrols in spring is assigned to a school in mid-June, who comes in autumn on the next day."""
    for year in SCHOOL_YEARS:
        for month in (3, 4, 5, 9, 10):
            for day in range(1, 25):
                came = dt.datetime(year, month, day, 9)
                if came.weekday() > 4:
                    continue
                assigned = came + dt.timedelta(days=1, hours=2) if month > 8 else dt.datetime(year, 6, 15 + day % 2, 10)
                for n in range(3):
                    later = dt.timedelta(minutes=7 * n + day)
                    case = f"{came:%Y%m%d}-{n}"
                    yield case, "Enrolment", came + later, "Zoe", "School"
                    yield case, "Check", came + later + dt.timedelta(hours=3), ("Ann", "Bob")[n % 2], "School"
                    yield case, "Assignment", assigned + later, "Dora", "School"
    for week in range(150):  # the others are at work all the year
        at = dt.datetime(2022, 2, 1, 9) + dt.timedelta(weeks=week)
        yield f"L{week}", "Enrolment", at, "Zoe", "School"
        yield f"L{week}", "Check", at + dt.timedelta(hours=2), "Ann", "School"


def found_by(detector, tmp_path):
    path = tmp_path / "log.csv"
    rows = ("case,activity,time,resource,role", *(f"{c},{a},{t:%Y-%m-%d %H:%M:%S},{who},{role}" for c, a, t, who, role in season()))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    with fresh_engine() as engine:
        measures = measure(load_log(path, Config(), engine)[0])
        served = served_days(measures, measures.log.activities.index("Assignment"))
        return served, [f.activities for f in detector.find(measures) if f.grade != Grade.REFUTED]


def test_a_step_with_its_season_hangs_on_nobody(tmp_path):
    served, found = found_by(KeyPerson(), tmp_path)
    assert served < KeyPerson().turns
    assert found == []


def test_who_is_away_for_a_third_of_the_days_has_a_season():
    """In 100 weeks: 100 days away are absences while which the step stops, 200 are when it is not done."""
    measures = SimpleNamespace(log=SimpleNamespace(profile=SimpleNamespace(weeks=100)))
    away = Absence(spells=3, days=100, done=0, usual=100.0, ready=90, p_value=0.0, longer=0.9)
    assert KeyPerson().stops(measures, away)
    assert not KeyPerson().stops(measures, replace(away, days=200))
