"""The steps before and after the plan: figures to be counted with a pencil, and the law on what no change touches."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.findings import (
    Answer,
    BoundLoop,
    Capacity,
    Condition,
    Evidence,
    Finding,
    Gainers,
    Move,
    Parallelise,
    Remove,
    SetPeriod,
)
from procmap.judgement.paths import paths_of
from procmap.judgement.plan import PlanLine
from procmap.judgement.planning import make_plan
from procmap.log import OfficeCalendar, build_log
from procmap.measures import measure
from procmap.redesign.gains import Redesign
from procmap.redesign.steps import find_steps, with_durations

from .conftest import fresh_engine

MONDAY = dt.datetime(2025, 1, 6)
DAY = 86_400_000_000
ROUND_THE_CLOCK = OfficeCalendar("Mon-Sun 00:00-24:00", "none")
TEXTS = ("case_name", "activity_name", "resource_name", "role_name", "outcome_name", "channel_name")
NUMBERS = ("pos", "time", "start", "amount")


def micros(moment):
    return (moment - dt.datetime(1970, 1, 1)) // dt.timedelta(microseconds=1)


def redesign_of(engine, cases, calendar=ROUND_THE_CLOCK, role=lambda activity: f"{activity} office", amount=lambda _: None):
    """The measures and the redesign of cases written as [(activity, days since Monday, days at its start or None)]."""
    rows = []
    for number, events in enumerate(cases):
        for activity, day, *start in events:
            at = [micros(MONDAY + dt.timedelta(days=value)) for value in (day, *start)]
            rows.append({
                "pos": len(rows), "case_name": f"c{number:04d}", "activity_name": activity, "time": at[0],
                "start": at[1] if start else None,
                "role_name": role(activity), "resource_name": role(activity), "amount": amount(number),
            })  # fmt: skip
    columns = {name: np.array([row.get(name) for row in rows], dtype=object) for name in TEXTS}
    columns |= {
        name: np.ma.masked_array([row.get(name) or 0 for row in rows], [row.get(name) is None for row in rows]) for name in NUMBERS
    }
    engine.load("written", columns)
    casts = [f"cast({name} as varchar) as {name}" for name in TEXTS] + [f"cast({name} as bigint) as {name}" for name in NUMBERS]
    engine.table("source_event", f"select {', '.join(casts)} from written order by pos")
    measures = measure(build_log(engine, calendar))
    measures.need_queue()
    return measures, Redesign.of_measures(measures)


def accepted(*edits):
    evidence = Evidence(1, 1, "cases", 1.0)
    return [
        Finding("skippable_step", edit.activities, (), "flow", evidence, edit, edit, identity=f"F{number:02d}")
        for number, edit in enumerate(edits, start=1)
    ]


def steps_of(measures, redesign, *edits):
    found = find_steps(redesign, redesign.run(edits), accepted(*edits), measures.figures, measures.kinds)
    return {step.activity: step for step in found}


CASES = [
    [("Request", 0.0), ("Visa", 1.0), ("Check", 3.0), ("Check", 4.0), ("Send", 8.0)],
    [("Request", 1.0), ("Visa", 3.0), ("Check", 6.0), ("Send", 7.0, 6.5)],
    [("Request", 2.0), ("Visa", 5.0), ("Check", 7.0), ("Send", 12.0)],
]


def test_the_figures_of_a_small_log_are_those_of_a_pencil(engine):
    steps = steps_of(*redesign_of(engine, CASES), Remove(("Visa",)))
    visa, check, send, request = (steps[name] for name in ("Visa", "Check", "Send", "Request"))
    assert list(steps) == ["Request", "Visa", "Check", "Send"]
    assert (visa.before.cases, visa.before.instances, visa.before.median_days, visa.before.median_office_hours) == (3, 3, 2, 48)
    assert (visa.floor_days, visa.touched_by, visa.after) == (1, ("F01",), None)
    # 2, 1, 3, 2 days: of an even number the lower middle one; 8 of the 24 days that the cases took
    assert (check.before.cases, check.before.instances, check.before.median_days, check.floor_days) == (3, 4, 2, 1)
    assert check.before.median_office_hours == 48
    assert check.share_of_time == pytest.approx(8 / 24)
    assert check.after == check.before
    assert (send.start_known, check.start_known) == (pytest.approx(1 / 3), 0)
    assert (send.role, send.before.median_days, send.share_of_time) == ("Send office", 4, pytest.approx(10 / 24))
    assert (request.before.median_days, request.floor_days, request.share_of_time) == (None, None, 0)
    assert sum(step.share_of_time for step in steps.values()) == pytest.approx(1)


def test_a_sample_changes_how_often_and_not_how_long(engine):
    cases = [[("Request", day), ("Visa", day + 1 + (day % 5 == 0)), ("Send", day + 4)] for day in range(10)]
    visa = steps_of(*redesign_of(engine, cases), Condition(("Visa",), "sample", 0.8))["Visa"]
    assert (visa.before.instances, visa.after.instances, visa.after.cases) == (10, 2, 2)
    assert (visa.before.median_days, visa.after.median_days) == (1, 1)


def test_above_an_amount_stay_the_files_that_are_above_it(engine):
    cases = [[("Request", day), ("Visa", day + 1 + 2 * (day % 2)), ("Send", day + 4)] for day in range(10)]
    found = redesign_of(engine, cases, amount=lambda number: 900_00 if number % 2 else 100_00)
    visa = steps_of(*found, Condition(("Visa",), "amount", minimum=500_00))["Visa"]
    assert (visa.before.median_days, visa.after.median_days, visa.after.instances) == (1, 3, 5)


def test_a_gain_says_how_many_cases_gain_and_what_they_gain(engine):
    cases = [[(a, d) for a, d, *_ in case] for case in CASES] + [[("Request", 3.0), ("Check", 4.0), ("Send", 9.0)]]
    _, redesign = redesign_of(engine, cases)
    visas = redesign.outcome([Remove(("Visa",))])
    gain = redesign.gain(visas, redesign.outcome([Remove(("Visa",), share=0.5)]), "remove")
    assert gain.gainers == Gainers(0.75, 2.0)
    assert gain.expected_gainers.share == 0.25
    assert redesign.gain(redesign.outcome([]), redesign.outcome([]), "remove").gainers == Gainers(0.0, 0.0)


def test_the_shares_sum_to_the_expected_gain_where_the_whole_cure_brings_less(engine):
    measures, redesign = redesign_of(engine, CASES * 4)
    less, more = Remove(("Visa",), share=0.5), Remove(("Visa",))
    finding = replace(accepted(more)[0], whole=less, grade="A")
    plan, _ = make_plan(measures, redesign, [finding], {finding.key: PlanLine(finding.key, accept=True)}, paths_of(measures))
    assert plan.shares[0][2] == pytest.approx(plan.gain.expected_days.estimate)


def test_another_pace_shows_in_the_step_that_it_is_set_for(engine):
    cases = [[("Request", day), ("Ask", day + 1), ("Answer", day + 3 + day % 5), ("Send", day + 10)] for day in range(20)]
    steps = steps_of(*redesign_of(engine, cases), Answer("Ask", "Answer", 3 * DAY))
    assert (steps["Answer"].before.median_days, steps["Answer"].after.median_days) == (4, 3)
    assert steps["Ask"].after == steps["Ask"].before
    assert steps["Send"].after == steps["Send"].before


def test_steps_side_by_side_both_keep_their_duration(engine):
    cases = [[("Request", day), ("Left", day + 1), ("Right", day + 3), ("Send", day + 4)] for day in range(20)]
    steps = steps_of(*redesign_of(engine, cases), Parallelise(("Left", "Right")))
    assert all(step.after == step.before for step in steps.values())


def test_a_case_begins_at_the_start_of_its_first_event(engine):
    steps = steps_of(*redesign_of(engine, [[("Request", 1.0, 0.0), ("Send", 4.0)]] * 3))
    assert (steps["Request"].before.median_days, steps["Request"].share_of_time) == (1, pytest.approx(0.25))


def test_an_implausible_date_ends_no_time_and_nothing_waits_for_it(engine):
    cases = [[("Request", day), ("Visa", day + 1), ("Check", day + 3), ("Send", day + 4)] for day in range(20)]
    cases += [[("Request", 20.0), ("Visa", wrong), ("Check", 25.0), ("Send", 26.0)] for wrong in (-40_000.0, -30_000.0)]
    steps = steps_of(*redesign_of(engine, cases))
    assert (steps["Visa"].before.instances, steps["Visa"].before.median_days, steps["Visa"].floor_days) == (22, 1, 1)
    assert steps["Check"].share_of_time == pytest.approx((20 * 2 + 2 * 5) / (20 * 4 + 2 * 6))
    assert sum(step.share_of_time for step in steps.values()) == pytest.approx(1)


def test_no_step_ends_below_a_probable_term(engine):
    days = [(number / 7, (number % 10) / 20) for number in range(350)]
    cases = [[("Request", day), ("Publish", day + 21 + more), ("Decide", day + 30)] for day, more in days]
    measures, redesign = redesign_of(engine, cases)
    publish = steps_of(measures, redesign, Answer("Request", "Publish", DAY))["Publish"]
    assert publish.floor_days == pytest.approx(21)
    assert publish.after.median_days == publish.floor_days
    assert publish.after.median_office_hours == pytest.approx(21 * 24)
    spread = [[("Request", n / 7), ("Publish", n / 7 + 1 + n % 40), ("Decide", n / 7 + 60)] for n in range(350)]
    measures, redesign = redesign_of(engine, [[(a, d + i / 1000) for a, d in case] for i, case in enumerate(spread)])
    assert steps_of(measures, redesign, Answer("Request", "Publish", DAY // 24))["Publish"].after.median_days < 1


def test_the_floor_of_many_waits_is_not_the_one_that_is_out_of_line(engine):
    cases = [[("Request", number), ("Visa", number + (0.1 if number == 9 else 2)), ("Send", number + 9)] for number in range(299)]
    assert steps_of(*redesign_of(engine, cases))["Visa"].floor_days == pytest.approx(0.1)
    assert steps_of(*redesign_of(engine, [*cases, cases[0]]))["Visa"].floor_days == 2


NAMES = ("A", "B", "C", "D")
LOGS = st.lists(
    st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 400)), min_size=1, max_size=6), min_size=6, max_size=25,
)
PAIR = st.permutations(NAMES).map(lambda names: names[:2])
EDIT = st.one_of(
    st.sampled_from(NAMES).map(lambda a: Remove((a,))),
    st.tuples(st.sampled_from(NAMES), st.sampled_from([0.5, 0.9])).map(lambda it: Condition((it[0],), "sample", it[1])),
    st.tuples(st.sampled_from(NAMES), st.sampled_from([0, 1, 5])).map(lambda it: SetPeriod(*it)),
    PAIR.map(lambda pair: BoundLoop((pair[0],), (pair[1],))),
    PAIR.map(lambda pair: Parallelise(tuple(pair))),
    PAIR.map(lambda pair: Move(pair[0], pair[1], (pair[1],))),
    PAIR.map(lambda pair: Answer(pair[0], pair[1], DAY // 8)),
)


def test_one_more_person_helps_with_all_that_the_role_does(engine):
    # one clerk takes a day for a case, of one kind or the other; nearly as many come
    cases, free = [], 0.0
    for number in range(120):
        come = 1.05 * number - (number % 5)
        free = max(free, come) + 1
        cases.append([("Request", come), ("File" if number % 2 else "Check", free), ("Send", free + 2)])
    measures, redesign = redesign_of(engine, cases, role=lambda activity: "Clerk" if activity in {"Check", "File"} else "Desk")
    steps = steps_of(measures, redesign, Capacity(("Check",), "Clerk"))
    assert {name: step.touched_by for name, step in steps.items() if step.touched_by} == {"Check": ("F01",), "File": ("F01",)}
    assert steps["File"].after.median_days < steps["File"].before.median_days
    assert steps["Send"].after == steps["Send"].before


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LOGS, st.lists(EDIT, min_size=1, max_size=3, unique_by=lambda edit: edit.activities))
def test_what_no_change_touches_keeps_its_durations(log, edits):
    cases, begin = [], 0.0
    for events in log:
        begin, day, case = begin + 0.37, begin, []
        for name, hours in events:
            day += hours / 24
            case.append((name, day))
        cases.append(case)
    with fresh_engine() as engine:
        measures, redesign = redesign_of(engine, cases, OfficeCalendar(holidays="none"))
        found = {name: edit for edit in edits for name in edit.activities}
        if not set(found) <= set(measures.log.activities) or not {
            name for edit in edits if isinstance(edit, Move) for name in edit.spared
        } <= set(measures.log.activities):
            return
        steps = steps_of(measures, redesign, *edits)
    for name, step in steps.items():
        assert bool(step.touched_by) == (name in found)
        before, after = step.before, step.after
        assert before.cases <= before.instances
        if after is None:
            assert before.instances
            continue
        assert after.cases <= before.cases
        assert after.instances <= before.instances
        if not step.touched_by:
            assert (after.median_days, after.median_office_hours) == (before.median_days, before.median_office_hours)
    shown = with_durations(measures.figures, {name: step.after for name, step in steps.items()})
    for activity in shown.activities:
        step = steps[activity.activity]
        assert activity.sojourn_days == (step.after.median_days if step.after else None)
    assert all(0 <= step.share_of_time <= 1 + 1e-9 for step in steps.values())
