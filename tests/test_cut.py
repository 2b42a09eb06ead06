"""An extract that leaves out what had ended before some date: told by what is missing, and harmless for the two parts."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.config import Config
from procmap.engine import Engine
from procmap.flow import load_log
from procmap.language import words
from procmap.log import OfficeCalendar, build_log
from procmap.log.calendar import DAY, HOUR
from procmap.measures import measure
from procmap.redesign.observed import load_traces
from procmap.redesign.sessions import Instances, Missing, find_sessions
from procmap.report.summary import log_summary

MIDNIGHT = dt.datetime(2024, 1, 1)
FIRST = (MIDNIGHT.date() - dt.date(1970, 1, 1)).days
Case = tuple[float, float, bool]
"""Days from the first one to arrival and to end, and whether it is refused."""


def cases(seed: int, count: int = 900, days: float = 500, took: Callable[[random.Random], float] | None = None) -> list[Case]:
    """Cases that come evenly; one in five is refused, in a third of the time that the others take."""
    chance, found = random.Random(seed), []
    for _ in range(count):
        at, refused = chance.uniform(0, days), chance.random() < 0.2
        takes = took(chance) if took else chance.expovariate(1 / 60) + 5
        found.append((at, at + (takes / 3 if refused else takes), refused))
    return sorted(found)


def engine_of(found: list[Case], until: float = 10_000) -> Engine:
    """A log of what happened until a day: each case is filed, checked, and ends a day after its check."""
    rows = []
    for n, (at, end, refused) in enumerate(found):
        steps = [("Filed", at), ("Checked", max(at, end - 1)), ("Refused" if refused else "Granted", end)]
        rows += [(f"c{n:04d}", label, moment) for label, moment in steps if moment <= until]
    engine = Engine(threads=1)
    engine.load("made", {
        "pos": np.arange(1, len(rows) + 1), "case_name": np.array([row[0] for row in rows], dtype=object),
        "activity_name": np.array([row[1] for row in rows], dtype=object),
        "time": np.array([int((FIRST + row[2]) * DAY) for row in rows], dtype=np.int64),
    })  # fmt: skip
    engine.table("source_event", """
        select pos, case_name, activity_name, cast(null as varchar) as resource_name, cast(null as varchar) as role_name, time,
          cast(null as bigint) as start, cast(null as bigint) as amount, cast(null as varchar) as outcome_name,
          cast(null as varchar) as channel_name, cast(null as bigint) as deadline from made""")
    return engine


def since(found: list[Case], day: float) -> list[Case]:
    """What an extract keeps that leaves out what ended before a day."""
    return [case for case in found if case[1] >= day]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 99), begins=st.integers(180, 300), until=st.sampled_from([450, 10_000]))
def test_an_extract_of_what_ended_since_a_date_says_so(seed, begins, until):
    found = since(cases(seed, count=1_500), begins)
    with engine_of(found, until) as engine:
        cut = build_log(engine, OfficeCalendar(holidays="none")).profile.cut
    assert cut is not None
    assert abs(cut.at / DAY - FIRST - begins) < 10  # a few cases that stand still count as ended
    assert cut.earlier == pytest.approx(sum(at < begins for at, *_ in found), rel=0.15)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 99), until=st.sampled_from([450, 10_000]))
def test_a_whole_log_is_not_cut(seed, until):
    with engine_of(cases(seed), until) as engine:
        assert build_log(engine, OfficeCalendar(holidays="none")).profile.cut is None


@pytest.mark.parametrize("found", [
    [(at, (at // 120 + 1) * 120 - 1, False) for at, _, _ in cases(1)],
    [(at, (at // 120 + 1) * 120 + end % 9, False) for at, end, _ in cases(1)],
    [(at, at + 90 + (end - at) / 9, False) for at, end, _ in cases(2)],
    [(at, end + 40 * (at < 200), refused) for at, end, refused in cases(3)],
    [(at // 250 * 250 + at % 60, at // 250 * 250 + 90 + end % 60, False) for at, end, _ in cases(4)],
    since(cases(5, count=60), 200),
    since(cases(5, count=170), 150),
    [(math.cbrt(at / 500) * 119, 119 + (end - at) / 90, False) for at, end, _ in cases(6, count=300)]
    + [(at + 119, end + 119, refused) for at, end, refused in cases(7, took=lambda chance: chance.uniform(5, 40))],
    [(math.cbrt(at / 500) * 500, end - at + math.cbrt(at / 500) * 500, refused) for at, end, refused in cases(8, count=30_000)],
], ids=[
    "a board", "a board whose minutes come later", "a term", "slower at first", "a campaign a year", "few cases", "few missing",
    "a first board", "more and more cases",
])  # fmt: skip
def test_what_ends_late_for_another_reason_is_not_cut(found):
    with engine_of(found) as engine:
        assert build_log(engine, OfficeCalendar(holidays="none")).profile.cut is None


def refused_by_part(found: list[Case], until: float) -> list[float]:
    with engine_of(found, until) as engine:
        build_log(engine, OfficeCalendar(holidays="none"))
        rows = engine.rows(
            """select part, avg(cast(case_id in (select case_id from event join activity_ using (activity)
                 where activity_name = 'Refused') as integer)), count(*) from case_ where closed group by part order by part""",
        )
    assert rows[0][2] == pytest.approx(0.6 * sum(row[2] for row in rows), rel=0.05)
    return [share for _, share, _ in rows]


def test_in_a_cut_extract_as_many_are_refused_in_either_part():
    """By arrival the first part would hold hardly any refusal: those were over before the extract begins."""
    whole = cases(7, count=4_000, days=1_000, took=lambda chance: chance.expovariate(1 / 120) + 5)
    first, second = refused_by_part(since(whole, 450), 800)
    assert first == pytest.approx(0.2, abs=0.04)
    assert second == pytest.approx(0.2, abs=0.04)


def test_what_is_missing_before_the_cut_is_no_change_of_the_procedure():
    """By arrival the cases seem to take half the time from the cut on."""
    whole = cases(3, count=3_000, days=900)
    for found, until in ((since(whole, 450), 900.0), (since(whole, 450), 10_000.0), (whole, 10_000.0)):
        with engine_of(found, until) as engine:
            assert measure(build_log(engine, OfficeCalendar(holidays="none"))).drift is None
    slower = [(at, end + 100 * (at > 650), refused) for at, end, refused in whole]
    with engine_of(since(slower, 300)) as engine:
        log = build_log(engine, OfficeCalendar(holidays="none"))
        assert log.profile.cut is not None
        drift = measure(log).drift
        assert drift is not None
        assert abs(log.period.monday + 7 * drift.week - FIRST - 650) < 40


def test_sessions_that_an_extract_leaves_out_are_taken_to_have_been_held_as_later():
    """What ended before day 200 is left out: of the first sessions, a week apart, none is seen, of the next every other one."""
    clock = OfficeCalendar().inverse(FIRST - 1, FIRST + 500)
    monday = FIRST + (-(FIRST + 3)) % 7  # sessions on Mondays at ten, but one on a Wednesday, and none on a public holiday
    days = np.array([monday + 7 * n + 2 * (n == 11) for n in range(60)])
    is_open = clock.worked(days * DAY) < clock.worked((days + 1) * DAY)
    weeks = days[is_open].tolist()
    held = [int(day) for n, day in enumerate(days) if is_open[n] and (n > 28 or (n > 8 and n % 2))]
    time = np.repeat(np.array(held, dtype=np.int64) * DAY + 10 * HOUR, 3)
    ready = time - np.tile(np.array([1, 3, 5]) * DAY, len(held))
    rows = Instances(np.arange(len(time)), time, clock.worked(time), ready, clock.worked(ready))
    seen, _ = find_sessions(rows, clock)
    assert len(seen.opens) == len(held)
    known, attendance = find_sessions(rows, clock, Missing(FIRST, FIRST + 200))
    assert {int(day) for day in (clock(known.opens + 1) // DAY)} == set(weeks)
    assert len(weeks) < 60
    assert (known.opens[attendance.held] <= rows.office).all()
    assert known.opens[attendance.held].tolist() == seen.opens[np.repeat(np.arange(len(held)), 3)].tolist()


def test_what_is_done_once_leaves_out_no_session():
    clock = OfficeCalendar(holidays="none").inverse(FIRST - 1, FIRST + 500)
    time = np.array([day * DAY + 10 * HOUR for day in (FIRST + 100, FIRST + 350)], dtype=np.int64)
    rows = Instances(np.arange(len(time)), time, clock.worked(time), time - DAY, clock.worked(time - DAY))
    both = [find_sessions(rows, clock, missing)[0].opens.tolist() for missing in (None, Missing(FIRST, FIRST + 200))]
    assert both[0] == both[1]


def test_a_log_that_is_cut_has_its_missing_sessions():
    def weekly(day: float) -> float:
        return (day + 6) // 7 * 7 + 0.4

    whole = [(at, weekly(end), refused) for at, end, refused in cases(5, count=1_500)]
    with engine_of(since(whole, 250)) as engine:
        log = build_log(engine, OfficeCalendar(holidays="none"))
        assert log.profile.cut is not None
        codes = tuple(log.activities.index(label) for label in ("Granted", "Refused"))
        opens = load_traces(log, frozenset(), codes).sessions[codes[0]].opens
        days = log.office_to_calendar()(opens + 1) // DAY - FIRST
    assert days.min() < 30
    assert set(np.diff(days[days < 250])) == {7}


def test_a_cut_is_said_in_both_languages_with_its_date(tmp_path):
    source = tmp_path / "extract.csv"
    moments = [(f"c{n:04d}", label, at) for n, (came, end, _) in enumerate(since(cases(7), 250)) for label, at in
               (("Filed", came), ("Checked", max(came, end - 1)), ("Granted", end))]  # fmt: skip
    lines = [f"{case},{label},{MIDNIGHT + dt.timedelta(days=at):%Y-%m-%dT%H:%M:%S}" for case, label, at in moments]
    source.write_text("\n".join(["case_id,activity,time", *lines]), encoding="utf-8")
    with Engine(threads=1) as engine:
        log, reading = load_log(source, Config(), engine)
        for language, said in (("en", "seems to leave out"), ("fr", "semble omettre")):
            (note,) = [note for note in log_summary(log, reading, language).notes if said in note]
            assert f"{log.profile.cut.earlier}" in note
            assert words(language).date(dt.date(1970, 1, 1) + dt.timedelta(days=log.profile.cut.at // DAY)) in note
