"""Where the elapsed time goes: each moment of the closed cases once, to the step that it ends in and to what the log proves."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.findings import Automate, Parallelise, Remove, SetPeriod
from procmap.language import words
from procmap.log.kind import Kind
from procmap.measures import measure
from procmap.measures.time import spent as time_spent
from procmap.measures.time.spent import Cell
from procmap.measures.time.time_cause import GIVES_WAY, TimeCause
from procmap.procedures import PLAIN
from procmap.procedures.pack_table import PackChoice
from procmap.procedures.procedure import recognise
from procmap.procedures.steps_table import Said
from procmap.redesign.after import figures_after
from procmap.redesign.apportioning import apportioned, settled
from procmap.redesign.gains import Redesign
from procmap.redesign.steps import find_steps
from procmap.redesign.time_after import TimeRow, _in_turn, find_time
from procmap.report.time_table import time_table

from .conftest import fresh_engine
from .test_measures import MONDAY, ROUND_THE_CLOCK, measured
from .test_steps import accepted

HOUR = 3_600_000_000
DAY = 24 * HOUR


def chain(*steps, cases=1, every=24):
    """Rows of cases whose steps are (activity, hours since the case came in, further columns)."""
    return [
        (f"c{case:04d}", activity, MONDAY + dt.timedelta(hours=case * every + hours), (further or [{}])[0])
        for case in range(cases)
        for activity, hours, *further in steps
    ]


def spent_of(measures):
    """Calendar hours by (activity, cause)."""
    found, log = Counter(), measures.log
    for cell, spent in measures.time_spent.cells.items():
        found[None if cell.activity is None else log.activities[cell.activity], str(cell.cause)] += spent.time / HOUR
    return dict(found)


def check_whole(measures):
    spent = measures.time_spent
    assert sum(cell.time for cell in spent.cells.values()) == spent.total.time
    assert sum(cell.office for cell in spent.cells.values()) == spent.total.office
    assert all(cell.time >= 0 and cell.office >= 0 for cell in spent.cells.values())


def rows_after(measures, *edits):
    """(rows, wanted sum after, steps by activity) of a plan of these edits."""
    redesign = Redesign.of_measures(measures)
    run, plan = redesign.run(edits), accepted(*edits)
    steps = {step.activity: step for step in find_steps(redesign, run, plan, measures.figures, measures.kinds)}
    now = measures.figures.cycle_time.mean_days
    then = figures_after(measures, redesign, run, plan).cycle_time.mean_days if edits else now
    rows = find_time(measures, redesign, run, {name for name, step in steps.items() if step.touched_by}, then)
    return rows, then / now if now else 0.0, steps


def by_activity(rows, share="share"):
    found = Counter()
    for row in rows:
        found[row.activity] += getattr(row, share)
    return found


def test_of_completions_alone_the_time_since_the_step_before_is_work_or_wait_and_ends_where_labels_say(engine):
    measures = measured(engine, chain(("Receive", 0), ("Check", 5), ("Visa", 29), ("Print letter", 31), ("Close", 32)))
    assert spent_of(measures) == {
        ("Check", "work_or_wait"): 5, ("Visa", "approval"): 24, ("Print letter", "paper"): 2, ("Close", "work_or_wait"): 1,
    }  # fmt: skip
    # Monday 9:00 to 14:00 holds an hour of lunch; the visa goes from there to Tuesday 14:00
    office = {measures.log.activities[cell.activity]: value.office / HOUR for cell, value in measures.time_spent.cells.items()}
    assert (office["Check"], office["Visa"]) == (4, 7)
    check_whole(measures)


def test_roles_are_told_apart_and_null_where_none_is_named(engine):
    rows = chain(("Receive", 0), ("Check", 5, {"role_name": "North"}), ("Check", 8, {"role_name": "South"}), ("Check", 9))
    table, _, _ = rows_after(measured(engine, rows))
    assert [(row.activity, row.role, round(row.share, 6)) for row in table] == [
        ("Check", "North", round(5 / 9, 6)), ("Check", "South", round(3 / 9, 6)), ("Check", None, round(1 / 9, 6)),
    ]  # fmt: skip


def started(hours):
    return {"start": MONDAY + dt.timedelta(hours=hours)}


def test_a_known_start_tells_work_from_waiting_and_no_work_counts_twice(engine):
    rows = [
        ("c0", "Receive", MONDAY, {"start": MONDAY - dt.timedelta(hours=2)}),
        ("c0", "Check", MONDAY + dt.timedelta(hours=10), started(6)),
        ("c0", "Assess", MONDAY + dt.timedelta(hours=12), started(4)),  # begun while the check went on: two hours are left
    ]
    assert spent_of(measured(engine, rows, ROUND_THE_CLOCK)) == {
        ("Receive", "work"): 2, ("Check", "work"): 4, ("Check", "unexplained"): 6, ("Assess", "work"): 2,
    }  # fmt: skip


def test_with_people_the_wait_has_its_five_causes_in_their_proportions(engine):
    def of(start, end, person):
        return MONDAY + dt.timedelta(hours=end), {"resource_name": person, "start": MONDAY + dt.timedelta(hours=start)}

    rows = [
        ("c0", "Receive", *of(0, 1.01, "Ann")), ("c0", "Check", *of(1.01, 4.02, "Bob")),
        ("c1", "Receive", *of(1.01, 2.03, "Ann")), ("c1", "Check", *of(5.05, 7.01, "Bob")),
    ]  # fmt: skip
    measures = measured(engine, rows, ROUND_THE_CLOCK)
    assert measures.log.profile.can("start_times", "resource", "fine_timestamps")
    found = {key: round(hours, 3) for key, hours in spent_of(measures).items()}
    # c1 waits from 2.03 to 5.05, while Bob is busy with c0 up to 4.02, then an hour for nothing
    assert found["Check", "contention"] == pytest.approx(1.99)
    assert found["Check", "extraneous"] == pytest.approx(1.03)
    assert found["Check", "work"] == pytest.approx(3.01 + 1.96)
    check_whole(measures)


def weekly(cases=400, late=0.0, session="Committee", label="Prepare"):
    """Files ready on every day of the week, at nine; the session is on Thursdays at two, and a share `late` lets one pass."""
    rows = []
    for case in range(cases):
        ready = MONDAY + dt.timedelta(days=case // 7 * 7 + case % 7 % 5, minutes=case % 7)
        days = (3 - ready.weekday()) % 7 + (7 if late and case % round(1 / late) == 0 else 0)
        held = ready.replace(hour=14, minute=case % 50) + dt.timedelta(days=days)
        rows += [
            (f"c{case:04d}", "Receive", ready - dt.timedelta(hours=3)), (f"c{case:04d}", label, ready),
            (f"c{case:04d}", session, held), (f"c{case:04d}", "Close", held + dt.timedelta(hours=26, minutes=case % 77)),
        ]  # fmt: skip
    return rows


def test_a_session_is_waited_for_up_to_the_next_one_held_and_what_lets_it_pass_is_unexplained(engine):
    measures = measured(engine, weekly(late=0.1))
    found = spent_of(measures)
    assert found["Committee", "unexplained"] == pytest.approx(40 * 7 * 24, rel=0.02)
    whole = sum(hours for (activity, _), hours in found.items() if activity == "Committee")
    assert found["Committee", "session"] == pytest.approx(whole - found["Committee", "unexplained"])
    assert set(found) == {
        ("Prepare", "work_or_wait"), ("Committee", "session"), ("Committee", "unexplained"), ("Close", "work_or_wait"),
    }  # fmt: skip
    check_whole(measures)


def test_what_takes_the_session_it_can_is_all_session(engine):
    found = spent_of(measured(engine, weekly()))
    assert ("Committee", "unexplained") not in found
    assert found["Committee", "session"] > 0


def test_what_comes_ready_while_a_session_goes_on_is_not_said_to_have_let_it_pass(engine):
    rows = weekly(cases=399)
    thursday = MONDAY.replace(hour=14, minute=20) + dt.timedelta(days=3)
    rows += [
        ("late", "Receive", thursday - dt.timedelta(hours=9)), ("late", "Prepare", thursday),
        ("late", "Committee", thursday + dt.timedelta(days=7)), ("late", "Close", thursday + dt.timedelta(days=8)),
    ]  # fmt: skip
    assert ("Committee", "unexplained") not in spent_of(measured(engine, rows))


def test_few_days_that_no_rhythm_orders_and_no_file_waits_for_are_no_sessions(engine):
    days = list(accumulate((1, 2, 15, 1, 3, 18, 2) * 17))
    rows = []
    for case in range(600):
        ready = MONDAY + dt.timedelta(days=case % 5 + case // 5 * 7 % 560, minutes=case % 50)
        later = [day for day in days if day > (ready - MONDAY).days]
        done = MONDAY.replace(hour=15) + dt.timedelta(days=later[case % 4], minutes=case % 60)
        sort = ready + dt.timedelta(hours=2)
        rows += [(f"c{case:04d}", name, at) for name, at in (("Receive", ready), ("Sort", sort), ("File", done))]
    measures = measured(engine, rows)
    (rhythm,) = [one for one in measures.rhythms if measures.log.activities[one.activity] == "File"]
    assert rhythm.ratio < 0.5
    assert ("File", "session") not in spent_of(measures)


def test_words_alone_prove_no_session_and_no_term(engine):
    rows = []
    for case in range(300):
        at = MONDAY + dt.timedelta(days=case // 5 * 7 + case % 5)
        took = dt.timedelta(hours=3 + 37 * case % 170)
        rows += [
            (f"c{case:04d}", "Receive", at), (f"c{case:04d}", "Weekly committee session", at + took),
            (f"c{case:04d}", "Waiting period of 14 days", at + 2 * took),
        ]  # fmt: skip
    assert {cause for _, cause in spent_of(measured(engine, rows))} == {"work_or_wait"}


def test_what_the_analyst_says_of_sessions_and_terms_goes_before_what_the_log_proves(engine):
    measures = measured(engine, weekly())
    said = measure(measures.log, PLAIN, (("Committee", Said(sessions=False)), ("Close", Said(term_days=1))))
    found = spent_of(said)
    assert ("Committee", "session") not in found
    assert found["Close", "term"] == pytest.approx(400 * 24)
    check_whole(said)


@pytest.mark.parametrize(("days", "told"), [(14, True), (30, True), (12, False), (2, False)])
def test_a_wall_at_a_round_number_of_days_is_a_term_up_to_there(engine, days, told):
    rows = []
    for case in range(400):
        at = MONDAY + dt.timedelta(days=case, hours=case % 7)
        # a third comes at once, the others up to a month later
        later = 0.01 * (case % 100) if case % 3 == 0 else 30 * (case * 0.618 % 1)
        rows += [(f"c{case:04d}", "Notify", at), (f"c{case:04d}", "Close", at + dt.timedelta(days=days + later))]
    measures = measured(engine, rows)
    found = spent_of(measures)
    assert (("Close", "term") in found) == told
    if told:
        assert found["Close", "term"] == pytest.approx(400 * 24 * days, rel=0.01)
        assert found["Close", "work_or_wait"] > 0
    check_whole(measures)


def test_waits_that_are_all_alike_are_a_term_only_after_the_step_that_it_runs_from(engine):
    rows = []
    for case in range(300):
        at = MONDAY + dt.timedelta(days=case, minutes=case % 7)
        between = [("Remind", 200)] if case % 10 == 0 else []
        for activity, hours in [("Notify", 0), *between, ("Close", 13 * 24 + 0.37 * case % 11)]:
            rows.append((f"c{case:04d}", activity, at + dt.timedelta(hours=hours)))
    found = spent_of(measured(engine, rows))
    assert found["Close", "term"] == pytest.approx(270 * 13 * 24, rel=0.02)
    assert found["Close", "work_or_wait"] >= 30 * (13 * 24 - 200)


@pytest.mark.parametrize(
    ("steps", "within"),
    [
        ((("Vote", 300),), {"Vote": 240}),  # the rest is the step's own
        ((("Vote", 200),), {"Vote": 200}),
        ((("Advice", 100), ("Vote", 300)), {"Advice": 100, "Vote": 140}),  # what is done meanwhile lies within
        ((("Advice", 250), ("Vote", 300)), {"Advice": 240}),  # it has passed before the last step
        ((("Advice", 100), ("Send", 120), ("Vote", 300)), {"Vote": 180}),  # it runs from the last sending
    ],
)
def test_a_term_runs_from_the_step_that_starts_it_whatever_is_done_meanwhile(engine, steps, within):
    measures = measured(engine, chain(("Receive", -5), ("Send", 0), *steps, ("Publish", 400), cases=4), ROUND_THE_CLOCK)
    said = measure(measures.log, PLAIN, (("Vote", Said(term_days=10, term_after=("Send", "Not in the log"))),))
    assert {name: hours for (name, cause), hours in spent_of(said).items() if cause == "term"} == {
        name: 4 * hours for name, hours in within.items()
    }
    assert {said.log.activities[code] for code in said.time_spent.lapsed} == {"Vote"}
    check_whole(said)


def test_a_term_never_runs_where_the_step_that_starts_it_is_missing_or_comes_after(engine):
    measures = measured(engine, chain(("Receive", 0), ("Vote", 300), ("Send", 400), cases=4))
    said = measure(measures.log, PLAIN, (("Vote", Said(term_days=10, term_after=("Send",))),))
    assert "term" not in {cause for _, cause in spent_of(said)}
    assert said.time_spent.lapsed == frozenset()


def test_an_answer_is_from_outside_where_it_comes_after_a_question(engine):
    asked = chain(("Receive", 0), ("Ask external partner", 3), ("Partner answers", 203), ("Close", 204), cases=40)
    assert spent_of(measured(engine, asked))["Partner answers", "outside"] == 40 * 200
    alone = chain(("Receive", 0), ("Check", 3), ("Partner answers", 203), ("Close", 204), cases=40)
    assert ("Partner answers", "outside") not in spent_of(measured(engine, alone))
    inside = chain(("Receive", 0), ("Ask colleague", 3), ("Answer", 203), ("Close", 204), cases=40)
    assert ("Answer", "outside") not in spent_of(measured(engine, inside))


@pytest.mark.parametrize(
    ("kind", "cause"), [(Kind.APPOINTMENT, "appointment"), (Kind.TIMER, "term"), (Kind.OUTSIDE, "outside"), (Kind.WORK, "approval")]
)
def test_the_kind_of_a_step_goes_before_its_words(engine, kind, cause):
    measures = measured(engine, chain(("Receive", 0), ("Visa", 20), ("Close", 30), cases=4))
    assert spent_of(measure(measures.log, PLAIN, (("Visa", Said(kind=kind)),)))["Visa", cause] == 80


def test_beyond_its_term_a_timer_explains_nothing(engine):
    measures = measured(engine, chain(("Receive", 0), ("Close", 300), cases=4))
    said = measure(measures.log, PLAIN, (("Close", Said(kind=Kind.TIMER, term_days=10)),))
    assert spent_of(said) == {("Close", "term"): 4 * 240, ("Close", "unexplained"): 4 * 60}


def test_rows_aside_end_no_time_and_what_follows_the_last_step_ends_in_none(engine):
    rows = chain(("Receive", 0), ("Stamp", 4), ("Close", 10), ("Stamp", 13), cases=3)
    aside = measure(measured(engine, rows).log, PLAIN, (("Stamp", Said(kind=Kind.RECORD)),))
    assert spent_of(aside) == {("Close", "work_or_wait"): 30, (None, "unexplained"): 9}
    assert Cell(None, None, TimeCause.UNEXPLAINED) in aside.time_spent.cells
    table, _, steps = rows_after(aside)
    assert [row.activity for row in table] == ["Close", None]
    assert by_activity(table)["Close"] == pytest.approx(steps["Close"].share_of_time)
    check_whole(aside)


def test_open_cases_are_left_out(engine):
    measures = measured(engine, chain(("Receive", 0), ("Check", 5), ("Close", 6), cases=3))
    engine.run("update case_ set closed = false where case_id = 0")
    assert (measures.time_spent.cases, spent_of(measures)) == (
        2, {("Check", "work_or_wait"): 10, ("Close", "work_or_wait"): 2},
    )  # fmt: skip


def test_an_implausible_date_takes_no_time(engine):
    rows = chain(("Receive", 0), ("Check", 5), ("Close", 9), cases=300)
    rows += [
        ("odd", "Receive", MONDAY), ("odd", "Check", dt.datetime(1899, 12, 30)), ("odd", "Close", MONDAY + dt.timedelta(hours=9)),
        ("odd", "Check", dt.datetime(2999, 12, 31)),
    ]  # fmt: skip
    measures = measured(engine, rows)
    assert engine.value("select count(*) from event where office is null") == 2
    assert spent_of(measures) == {("Check", "work_or_wait"): 1500, ("Close", "work_or_wait"): 1200 + 9}
    check_whole(measures)


def beside_each_other(cases=60):
    """Two opinions on each file, each sent for at the same time; now one comes first, now the other."""
    rows = []
    for case in range(cases):
        at, (one, two) = MONDAY + dt.timedelta(days=case), ((5, 9), (9, 5))[case % 2]
        views = [("Legal view", one + case % 3), ("Tax view", two + case % 3)]
        steps = [("Receive", 0), *sorted(views, key=lambda view: view[1]), ("Close", 14)]
        rows += [(f"c{case:04d}", activity, at + dt.timedelta(hours=hours)) for activity, hours in steps]
    return rows


def test_what_concurrent_steps_wait_for_at_once_counts_once(engine):
    measures = measured(engine, beside_each_other())
    assert measures.concurrent
    check_whole(measures)
    table, _, steps = rows_after(measures)
    found = by_activity(table)
    assert sum(found.values()) == pytest.approx(1)
    assert sum(step.share_of_time for step in steps.values()) > 1.1
    assert all(found[name] <= step.share_of_time + 1e-9 for name, step in steps.items())
    # the first view has the time since the file came in, the second what it took longer
    assert found["Legal view"] == pytest.approx((30 * 6 + 30 * 4) / (60 * 14))


def test_each_step_has_the_share_that_the_steps_tell(engine):
    table, _, steps = rows_after(measured(engine, weekly(late=0.1)))
    found = by_activity(table)
    assert {name: found[name] for name in steps} == pytest.approx({name: step.share_of_time for name, step in steps.items()})


def test_after_the_plan_what_is_removed_ends_no_time_and_the_others_keep_theirs(engine):
    measures = measured(engine, chain(("Receive", 0), ("Check", 6), ("Visa", 30), ("Close", 40), cases=30), ROUND_THE_CLOCK)
    table, wanted, _ = rows_after(measures, Remove(("Visa",)))
    assert {row.activity: (row.share, row.after_share) for row in table} == {
        "Visa": (0.6, 0), "Close": (0.25, 0.25), "Check": (0.15, 0.15),
    }  # fmt: skip
    assert wanted == pytest.approx(0.4)


def test_a_large_log_of_which_no_time_is_kept_by_event_tells_the_same(engine, monkeypatch):
    rows = list(weekly())
    kept = rows_after(measured(engine, rows), Remove(("Prepare",)))
    monkeypatch.setattr(time_spent, "KEPT", 0)
    assert rows_after(measured(engine, rows), Remove(("Prepare",))) == kept
    assert any(row.after_share < row.share for row in kept[0])


def test_without_an_accepted_change_after_is_before(engine):
    table, _, _ = rows_after(measured(engine, weekly(late=0.1)))
    assert all(row.after_share == row.share for row in table)


def test_a_file_that_is_ready_earlier_waits_longer_for_the_session_that_is_held(engine):
    measures = measured(engine, weekly())
    table, wanted, steps = rows_after(measures, Remove(("Prepare",)))
    after = by_activity(table, "after_share")
    assert after["Prepare"] == 0
    assert after["Committee"] > by_activity(table)["Committee"]
    assert after["Close"] == pytest.approx(by_activity(table)["Close"])
    assert sum(after.values()) == pytest.approx(wanted, abs=1e-9)
    assert not steps["Committee"].touched_by


def test_without_its_sessions_a_step_loses_the_time_of_the_session_first(engine):
    measures = measured(engine, weekly(late=0.1))
    table, wanted, _ = rows_after(measures, SetPeriod("Committee"))
    found = {(row.activity, row.cause): row for row in table}
    session, passed = found["Committee", TimeCause.SESSION], found["Committee", TimeCause.UNEXPLAINED]
    assert session.after_share < 0.2 * session.share
    assert passed.after_share > 0.8 * passed.share
    assert sum(row.after_share for row in table) == pytest.approx(wanted, abs=1e-9)


def test_of_a_step_done_half_as_often_half_of_each_cause_is_left(engine):
    measures = measured(engine, weekly(late=0.1))
    table, wanted, _ = rows_after(measures, Remove(("Committee",), share=0.5))
    found = {(row.activity, row.cause): row for row in table}
    session, passed = found["Committee", TimeCause.SESSION], found["Committee", TimeCause.UNEXPLAINED]
    assert session.after_share == pytest.approx(session.share / 2, rel=0.1)
    assert passed.after_share < 0.9 * passed.share
    assert sum(row.after_share for row in table) == pytest.approx(wanted, abs=1e-9)


def test_what_a_plan_does_not_claim_to_gain_stays_in_the_steps_that_it_touches(engine):
    measures = measured(engine, chain(("Receive", 0), ("Check", 6), ("Visa", 30), ("Close", 40), cases=30), ROUND_THE_CLOCK)
    redesign = Redesign.of_measures(measures)
    rows = find_time(measures, redesign, redesign.run([Remove(("Visa",))]), {"Visa"}, 30 / 24)
    assert by_activity(rows, "after_share") == pytest.approx({"Visa": 14 / 40, "Close": 0.25, "Check": 0.15})
    rows = find_time(measures, redesign, redesign.run([Remove(("Visa",))]), {"Visa"}, 8 / 24)
    assert by_activity(rows, "after_share") == pytest.approx({"Visa": 0, "Close": 5 / 40, "Check": 3 / 40})


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**15), min_size=1, max_size=6))
def test_whole_microseconds_are_shared_out(total, weights):
    parts = apportioned(total, weights)
    assert sum(parts) == (total if sum(weights) else 0)
    assert all(part >= 0 for part in parts)
    whole = sum(weights)
    assert all(abs(part * whole - total * weight) <= whole for part, weight in zip(parts, weights, strict=True) if whole)


@given(st.data())
def test_the_time_after_is_settled_to_the_last_microsecond(data):
    before = {place: data.draw(st.integers(0, 10**13)) for place in range(data.draw(st.integers(1, 5)))}
    replayed = {place: data.draw(st.integers(0, 10**13)) for place in before}
    touched = {place for place in before if data.draw(st.booleans())}
    whole = data.draw(st.integers(0, sum(before.values())))
    found = settled(before, replayed, touched, whole)
    assert sum(found.values()) == whole
    assert all(time >= 0 for time in found.values())


NAMES = ("Receive", "Check", "Visa", "Partner answers", "Print letter")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_on_any_log_the_shares_add_up_before_and_after_and_none_is_negative(data):
    starts = data.draw(st.booleans())
    rows = []
    for case in range(data.draw(st.integers(1, 12))):
        at = MONDAY + dt.timedelta(hours=data.draw(st.integers(0, 200)))
        for _ in range(data.draw(st.integers(1, 6))):
            at += dt.timedelta(minutes=15 * data.draw(st.integers(0, 400)))
            who, role = data.draw(st.sampled_from(["Ann", "Bob"])), data.draw(st.sampled_from(["N", None]))
            more = {"resource_name": who, "role_name": role}
            more |= {"start": at - dt.timedelta(minutes=data.draw(st.integers(-30, 4000)))} if starts else {}
            rows.append((f"c{case}", data.draw(st.sampled_from(NAMES)), at, more))
    edits = data.draw(st.sampled_from([
        (), (Remove(("Visa",)),), (Remove(("Check", "Print letter")),), (SetPeriod("Check"),), (Parallelise(("Check", "Visa")),),
        (Automate(("Visa", "Check"), kept=("Check",)),),
    ]))  # fmt: skip
    said = data.draw(st.sampled_from([
        (), (("Check", Said(sessions=True)),), (("Visa", Said(term_days=2)),), (("Check", Said(kind=Kind.RECORD)),),
    ]))  # fmt: skip
    with fresh_engine() as engine:
        measures = measure(measured(engine, rows).log, PLAIN, said)
        check_whole(measures)
        if not {name for edit in edits for name in edit.activities} <= set(measures.log.activities):
            return
        table, wanted, steps = rows_after(measures, *edits)
    if not table:
        assert not measures.time_spent.total.time
        return
    assert sum(row.share for row in table) == pytest.approx(1)
    assert sum(row.after_share for row in table) == pytest.approx(wanted, abs=1e-9)
    assert all(row.share >= 0 and row.after_share >= 0 and row.mean_office_hours >= 0 for row in table)
    found = by_activity(table)
    assert all(found[name] <= step.share_of_time + 1e-9 for name, step in steps.items())
    if not measures.concurrent and not starts:
        assert all(found[name] == pytest.approx(step.share_of_time, abs=1e-9) for name, step in steps.items())
    printed = time_table(table)
    assert round(sum(row["share"] for row in printed), 9) == 1
    assert round(sum(row["after_share"] for row in printed), 9) == round(sum(row.after_share for row in table), 6)


def test_printed_shares_add_up_and_rows_of_nothing_are_left_out():
    rows = [TimeRow(f"Step {i}", None, TimeCause.WORK, 1 / 7, 1.23456789, 1 / 70) for i in range(7)]
    rows.append(TimeRow("Nothing", "Office", TimeCause.PAPER, 1e-9, 0.0, 0.0))
    printed = time_table(rows)
    assert [row["activity"] for row in printed] == [f"Step {i}" for i in range(7)]
    assert sum(round(row["share"] * 10**6) for row in printed) == 10**6
    assert sum(round(row["after_share"] * 10**6) for row in printed) == 10**5
    assert list(printed[0]) == ["activity", "role", "cause", "share", "mean_office_hours", "after_share"]
    assert (printed[0]["cause"], printed[0]["mean_office_hours"]) == ("work", 1.23457)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_cause_has_its_words(language):
    say = words(language)
    told = [say(f"report.time_cause.{cause}") for cause in TimeCause]
    assert len(set(told)) == len(TimeCause) == len(GIVES_WAY)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5), st.integers(0, 3)), max_size=40))
def test_rows_come_in_the_order_of_their_cases_times_and_ranks(rows):
    case, time, rank = (np.array([row[i] for row in sorted(rows, key=lambda row: row[0])], dtype=np.int64) for i in range(3))
    told = _in_turn(np.arange(len(case)) * 7, case, time, rank)
    assert told.tolist() == (np.lexsort((rank, time, case)) * 7).tolist()


def test_a_delivery_is_from_outside_where_the_procedure_says_that_it_is_not_done_in_the_house(engine):
    labels = ("Bon de commande", "Livraison", "Service fait", "Mandatement")
    rows = chain(*((label, 48 * at) for at, label in enumerate(labels)), cases=40)
    log = measured(engine, rows).log
    known = measure(log, procedure=recognise(PackChoice(name="bon_de_commande"), log.events_by_label()))
    assert spent_of(known)["Livraison", "outside"] == 40 * 48
    assert ("Livraison", "outside") not in spent_of(measure(log))
