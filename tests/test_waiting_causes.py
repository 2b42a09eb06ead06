"""The causes of waiting, beside three logs split by hand and on logs drawn at random."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procmap.log import OfficeCalendar, build_log
from procmap.measures import measure
from procmap.measures.waiting import passed_over as passing
from procmap.measures.waiting.batches import BatchRule
from procmap.measures.waiting.causes import find_waiting_causes
from procmap.measures.waiting.ranges import NEVER, last_above, least_covering, next_above, sum_above
from procmap.reading import ReadingOptions, read

from .conftest import DATA, fresh_engine
from .test_measures import MONDAY, ROUND_THE_CLOCK, measured

HOUR = 3_600_000_000
PARTS = ("batching", "contention", "prioritisation", "unavailability", "extraneous")
EVERYBODY = "Mon-Fri 10:00-20:00"
MARCUS = "Mon-Fri 10:00-12:00 12:30-20:00"


def duration(text):
    days, _, clock = text.partition(" days")
    hours, minutes, seconds = (clock.strip() or "0:0:0").split(":")
    return int(days) * 24 * HOUR + (int(hours) * 3600 + int(minutes) * 60) * 1_000_000 + round(float(seconds) * 1_000_000)


def split_by_handover(engine):
    rows = engine.rows(
        f"""select a.activity_name, p.resource_name, b.activity_name, q.resource_name, count(*), cast(sum(wait) as bigint),
                   {", ".join(f"cast(sum({part}) as bigint)" for part in PARTS)}
            from waiting w join event e using (case_id, k) join event f on f.case_id = e.case_id and f.k = e.k - 1
            join activity_ a on a.activity = f.activity join resource_ p on p.resource = f.resource
            join activity_ b on b.activity = e.activity join resource_ q on q.resource = e.resource
            group by all""",
    )
    return {row[:4]: row[4:] for row in rows}


@pytest.mark.skipif(not (DATA / "waiting_causes").is_dir(), reason="the hand-made logs are not beside the project")
@pytest.mark.parametrize("hours", [EVERYBODY, "Mon-Sun 00:00-24:00"])
@pytest.mark.parametrize("name", ["manual_log_1", "manual_log_2", "manual_log_3"])
def test_every_wait_is_split_as_the_authors_do(name, hours):
    with fresh_engine() as engine:
        read(DATA / "waiting_causes" / f"{name}.csv", ReadingOptions(), engine)
        people = [who for (who,) in engine.rows("select distinct resource_name from source_event")]
        measures = measure(build_log(engine, OfficeCalendar(hours, "none")))
        calendars = {who: OfficeCalendar(MARCUS if who == "Marcus" else EVERYBODY, "none") for who in people}
        causes = find_waiting_causes(measures.log, calendars, BatchRule(least=2))
        found = split_by_handover(engine)
    with (DATA / "waiting_causes" / f"{name}_expected.csv").open(encoding="utf-8") as file:
        expected = {
            (row["source_activity"], row["source_resource"], row["target_activity"], row["target_resource"]): (
                round(float(row["frequency"])), duration(row["wt_total"]), duration(row["wt_batching"]),
                duration(row["wt_contention"]), duration(row["wt_prioritization"]), duration(row["wt_unavailability"]),
                duration(row["wt_extraneous"]),
            )
            for row in csv.DictReader(file)
        }  # fmt: skip
    assert found == expected
    assert sum(cause.wait for cause in causes) == sum(row[1] for row in expected.values())
    assert all(cause.starts and cause.contention_bounds == (cause.contention,) * 2 for cause in causes)


def rows_of(draw, starts):
    """Cases of some steps by three people, with pauses and services of whole quarters of an hour."""
    rows = []
    for case in range(draw(st.integers(1, 6))):
        at = MONDAY + dt.timedelta(minutes=15 * draw(st.integers(0, 40)))
        for _ in range(draw(st.integers(1, 5))):
            begin = at + dt.timedelta(minutes=15 * draw(st.integers(-2, 30)))
            end = begin + dt.timedelta(minutes=15 * draw(st.integers(0, 12)))
            row = {"resource_name": draw(st.sampled_from(["Ann", "Bob", "Cy"])), "role_name": draw(st.sampled_from(["R", "S"]))}
            if starts:
                row["start"] = begin
            rows.append((f"c{case}", draw(st.sampled_from("ABC")), end, row))
            at = end
    return rows


@st.composite
def logs(draw, starts):
    return rows_of(draw, starts)


CALENDARS = {
    "Ann": OfficeCalendar("Mon-Tue 09:00-11:00; Wed 14:00-17:00", "none"), "Bob": OfficeCalendar("Thu 10:00-12:00", "none"),
}  # fmt: skip


def instances(rows, calendar):
    with fresh_engine() as engine:
        measures = measured(engine, rows, calendar)
        causes = find_waiting_causes(measures.log, CALENDARS, BatchRule(least=2))
        table = engine.rows(f"select wait, {', '.join(PARTS)}, kind from waiting")
        names = dict(engine.rows("select resource, resource_name from resource_"))
        off = [(names[who], begin, end) for who, begin, end in engine.rows("select * from off_duty")]
        work = engine.rows(
            """select e.case_id, e.k, e.office_start, e.office, n.enabled, coalesce(n.enabled_time, e.start), n.enabled_time,
                      e.resource, e.activity, b.batch_enabled
               from event e join work n using (case_id, k) left join batch b using (case_id, k) order by 1, 2"""
            if causes and causes[0].starts else "select 0 where false",
        )
        waits = engine.rows(f"select case_id, k, {', '.join(PARTS)} from waiting order by case_id, k")
    return causes, table, [(*row[:7], names[row[7]], *row[8:]) for row in work], off, waits


@settings(max_examples=30, deadline=None)
@given(rows=st.booleans().flatmap(logs))
def test_the_parts_are_never_negative_and_sum_to_the_wait(rows):
    causes, table, *_ = instances(rows, None)
    for wait, *parts, kind in table:
        assert all(part >= 0 for part in parts)
        assert sum(parts) == wait, kind
    assert sum(cause.instances for cause in causes) == len(table)
    for cause in causes:
        assert sum(getattr(cause, part) for part in PARTS) == cause.wait
        for low, high in (cause.contention_bounds, cause.extraneous_bounds):
            assert 0 <= low <= high <= cause.wait
    assert sum(cause.wait for cause in causes) == sum(row[0] for row in table)


def quarters(intervals):
    """Intervals as the set of the quarters of an hour that they hold."""
    quarter = HOUR // 4
    return {q for begin, end in intervals for q in range(begin // quarter, end // quarter)}


@settings(max_examples=30, deadline=None)
@given(rows=logs(starts=True))
def test_the_split_is_the_subtraction_of_intervals_one_after_the_other(rows):
    causes, _, work, off, waits = instances(rows, ROUND_THE_CLOCK)
    if not causes or not causes[0].starts:
        return
    found = {row[:2]: row[2:] for row in waits}
    for case, k, start, _, enabled, ready, known, who, _, collected in work:
        if known is None:
            assert (case, k) not in found
            continue
        left = quarters([(enabled, start)])
        others = [row for row in work if row[7] == who and row[:2] != (case, k)]
        parts = []
        for cause in (
            quarters([(enabled, collected or enabled)]),
            quarters([row[2:4] for row in others if row[5] <= ready]),
            quarters([row[2:4] for row in others if row[5] > ready]),
            quarters([row[1:] for row in off if row[0] == who]),
            left,
        ):
            parts.append(len(left & cause) * HOUR // 4)
            left = left - cause
        assert found[case, k] == tuple(parts)


def person(moment, who, start=None, role="R"):
    return moment, {"resource_name": who, "role_name": role} | ({"start": start} if start else {})


def test_completions_are_idle_fifo_or_overtaken():
    def at(hours):
        return MONDAY + dt.timedelta(hours=hours)

    rows = [
        ("a", "A", *person(at(0), "Zoe")), ("b", "A", *person(at(1), "Zoe")), ("c", "A", *person(at(2), "Zoe")),
        ("b", "B", *person(at(3), "Ann")),  # ready at 1, nothing done since: idle
        ("c", "B", *person(at(5), "Ann")),  # ready at 2, behind b until 3: fifo
        ("a", "B", *person(at(8), "Ann")),  # ready at 0; c, ready at 2, was begun at 3 at the earliest: overtaken
    ]  # fmt: skip
    with fresh_engine() as engine:
        measures = measured(engine, rows, ROUND_THE_CLOCK)
        (cause,) = find_waiting_causes(measures.log)
        kinds = engine.rows(
            "select case_id, kind, wait, contention, prioritisation, extraneous from waiting order by case_id"
        )
    assert kinds == [
        (0, 3, 8 * HOUR, 2 * HOUR, 3 * HOUR, 3 * HOUR), (1, 1, 2 * HOUR, 0, 0, 2 * HOUR), (2, 2, 3 * HOUR, HOUR, 0, 2 * HOUR),
    ]  # fmt: skip
    assert not cause.starts
    assert (cause.instances, cause.wait, cause.contention, cause.prioritisation) == (3, 13 * HOUR, 3 * HOUR, 3 * HOUR)
    assert cause.contention_bounds == (HOUR, 3 * HOUR)
    assert cause.extraneous_bounds == (3 * HOUR, 12 * HOUR)


def test_a_part_time_is_found_and_a_small_volume_is_not_one():
    rows = []
    for day in range(0, 7 * 52, 1):
        moment = MONDAY + dt.timedelta(days=day)
        for who, days, each in (("Full", range(5), 3), ("Part", range(3), 3), ("Rare", (3,), 0)):
            if day % 7 in days:
                for i in range(each or int(day // 7 % 4 == 0)):
                    done = moment + dt.timedelta(hours=i * 2 + 0.5)
                    rows += [(f"{who}{day}{i}", "A", *person(moment, "Zoe")), (f"{who}{day}{i}", "B", *person(done, who))]
    with fresh_engine() as engine:
        measures = measured(engine, rows)
        find_waiting_causes(measures.log)
        off = defaultdict(set)
        for who, weekday in engine.rows("select resource_name, weekday from off_slot join resource_ using (resource)"):
            off[who].add(weekday)
    assert off["Part"] == {3, 4}
    assert "Full" not in off
    assert "Rare" not in off


NUMBERS = st.lists(st.integers(-5, 5), min_size=1, max_size=40).map(lambda values: np.array(values, dtype=np.int64))


@given(values=NUMBERS, data=st.data())
def test_questions_about_ranges_are_answered_as_by_looking_at_each(values, data):
    n = len(values)
    first = np.array(data.draw(st.lists(st.integers(0, n), min_size=1, max_size=8)))
    last = np.array([data.draw(st.integers(int(a), n)) for a in first])
    level = np.array([data.draw(st.integers(-6, 6)) for _ in first])
    weight = np.arange(1, n + 1)
    queries = list(zip(first, last, level, strict=True))
    assert next_above(values, first, level).tolist() == [next((i for i in range(a, n) if values[i] > t), n) for a, _, t in queries]
    assert last_above(values, first, level).tolist() == [
        next((i for i in reversed(range(a)) if values[i] > t), -1) for a, _, t in queries
    ]
    assert sum_above(values, weight, first, last, level).tolist() == [
        sum(int(weight[i]) for i in range(a, b) if values[i] > t) for a, b, t in queries
    ]
    assert least_covering(first, last, level, n).tolist() == [
        min((int(t) for a, b, t in queries if a <= i < b), default=NEVER) for i in range(n)
    ]


@pytest.mark.parametrize(("roles", "split"), [(3, False), (2, True)])
def test_an_account_that_does_most_of_most_roles_is_no_person(roles, split):
    rows = []
    for case in range(20):
        at = MONDAY + dt.timedelta(days=case)
        for k, activity in enumerate("ABC"):
            who = "Else" if case % 4 == 0 else "STAFF"
            rows.append((f"c{case}", activity, *person(at + dt.timedelta(hours=k), who, role=f"R{k % roles}")))
    with fresh_engine() as engine:
        causes = find_waiting_causes(measured(engine, rows).log)
    assert bool(causes) == split


WORK = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 6), st.integers(-3, 6)), max_size=30)


@pytest.mark.parametrize(("small", "large"), [(passing.SMALL, passing.LARGE), (0, passing.LARGE), (passing.SMALL, 1)])
@given(work=WORK)
def test_work_is_passed_over_for_work_of_its_activity_that_was_ready_later(small, large, work):
    with pytest.MonkeyPatch.context() as patch:  # few people and short times, many people, and times too long for one integer
        patch.setattr(passing, "SMALL", small)
        patch.setattr(passing, "LARGE", large)
        columns = np.array(work, dtype=np.int64).reshape(-1, 4).T
        found = passing.passed_over(*columns)
    assert found.tolist() == [
        any((who, what) == (person, activity) and at < begins and since > enabled for who, what, at, since in work)
        for person, activity, begins, enabled in work
    ]


@pytest.mark.parametrize(("roles", "starts"), [(3, True), (3, False)])
def test_where_one_account_does_most_of_most_roles_no_one_stands_in_a_queue(roles, starts):
    rows = []
    for case in range(20):
        at = MONDAY + dt.timedelta(days=case)
        for k, activity in enumerate("ABC"):
            done = at + dt.timedelta(hours=k)
            rows.append((f"c{case}", activity, *person(done, "STAFF", start=done if starts else None, role=f"R{k % roles}")))
    with fresh_engine() as engine:
        measures = measured(engine, rows)
        assert measures.loads == ()
        assert engine.value("select count(*) from queue") == 0


def test_what_is_completed_at_one_moment_stands_behind_nothing_of_that_moment():
    def at(hours):
        return MONDAY + dt.timedelta(hours=hours)

    rows = [
        ("a", "A", *person(at(0), "Zoe")), ("b", "A", *person(at(1), "Zoe")), ("c", "A", *person(at(2), "Zoe")),
        ("a", "B", *person(at(4), "Ann")), ("b", "B", *person(at(7), "Ann")), ("c", "B", *person(at(7), "Ann")),
    ]  # fmt: skip
    with fresh_engine() as engine:
        measured(engine, rows, ROUND_THE_CLOCK).need_queue()
        found = engine.rows("select case_id, queued, service from queue where activity = 1 order by case_id")
    assert found == [(0, 0, 4 * HOUR), (1, 3 * HOUR, 3 * HOUR), (2, 2 * HOUR, 3 * HOUR)]
