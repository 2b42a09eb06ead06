"""Each measure on a log small enough to count with a pencil."""

from __future__ import annotations

import datetime as dt

import pytest

from procmap.engine.duckdb_engine import sql_of
from procmap.log import OfficeCalendar, build_log
from procmap.measures import measure
from procmap.measures.repetition.kinds import kind_of
from procmap.measures.structure.concurrency import _times_either_way
from procmap.measures.time.timers import is_timer

from .written_rows import written

HOUR = 3_600_000_000
MONDAY = dt.datetime(2025, 1, 6, 9)
ROUND_THE_CLOCK = OfficeCalendar("Mon-Sun 00:00-24:00", "none")


def micros(moment):
    return (moment - dt.datetime(1970, 1, 1)) // dt.timedelta(microseconds=1)


def traces(*kinds, every=24, hours=1):
    """Rows of cases: (how many, "A B C", {role by activity}) each, an event every `hours`, a case every `every` hours."""
    rows, case = [], 0
    for cases, text, *roles in kinds:
        for _ in range(cases):
            for k, activity in enumerate(text.split()):
                moment = MONDAY + dt.timedelta(hours=case * every + k * hours)
                rows.append((f"c{case:04d}", activity.replace("_", " "), moment, {"role_name": (roles or [{}])[0].get(activity)}))
            case += 1
    return rows


def measured(engine, rows, calendar=None):
    written(engine, rows, micros)
    return measure(build_log(engine, calendar))


def named(measures, codes):
    return tuple(measures.log.activities[code] for code in codes)


def loops_by_name(measures):
    return {
        (named(measures, [loop.check])[0], named(measures, loop.returns), named(measures, [loop.resume])[0]): loop
        for loop in measures.loops
    }


def checks_by_name(measures):
    return {named(measures, check.activities): check for check in measures.checks}


# structure


def test_directly_follows_counts_pairs_and_cases_and_takes_the_middle_duration(engine):
    rows = [
        ("a", "A", MONDAY), ("a", "B", MONDAY + dt.timedelta(hours=1)), ("a", "A", MONDAY + dt.timedelta(hours=2)),
        ("a", "B", MONDAY + dt.timedelta(hours=3)), ("a", "C", MONDAY + dt.timedelta(hours=7)),
        ("b", "A", MONDAY), ("b", "B", MONDAY + dt.timedelta(days=1)),
    ]  # fmt: skip
    measures = measured(engine, rows)
    a, b, c = range(3)
    assert dict(measures.follows) == {(a, b): 3, (b, a): 1, (b, c): 1}
    found = {row[:2]: row[2:] for row in engine.rows("select * from directly_follows")}
    assert found[a, b] == (3, 2, HOUR, HOUR)  # 1 h, 1 h and a day
    assert found[b, c] == (1, 1, 4 * HOUR, 3 * HOUR)  # 12:00 to 16:00, less the lunch hour


def test_the_counts_of_an_activity(engine):
    measures = measured(engine, traces((3, "A B C", {"B": "R"}), (2, "A C", {"A": "S", "C": "S"}), (1, "B A B", {"A": "R"})))
    a, b, c = measures.activities
    assert (a.instances, a.cases, a.opens, a.ends) == (6, 6, 5, 0)
    assert (b.instances, b.cases, b.opens, b.ends) == (5, 4, 1, 1)
    assert (c.instances, c.cases, c.opens, c.ends) == (5, 5, 0, 5)
    assert a.position == pytest.approx(0.5 / 6)  # first in five cases, in the middle of one
    assert [measures.log.roles[row.role] for row in (a, b, c)] == ["S", "R", "S"]
    assert measures.roles((1, 0, 2)) == ("R", "S")


def free_order(cases, took):
    """Cases A, then B and C in either order, by turns, then D; `took(case)` gives the hours of B and C after A."""
    rows = []
    for i in range(cases):
        start = MONDAY + dt.timedelta(hours=6 * i)
        done = sorted(zip(took(i), "BC", strict=True))
        rows += [(f"c{i:04d}", "A", start)]
        rows += [(f"c{i:04d}", activity, start + dt.timedelta(hours=hours)) for hours, activity in done]
        rows += [(f"c{i:04d}", "D", start + dt.timedelta(hours=done[1][0] + 1))]
    return rows


def vary(i, step):
    return 1 + 9 * ((i * step) % 1.0)


def test_steps_that_run_side_by_side_are_concurrent(engine):
    # both begin after A and wait for nobody: whichever takes longer comes second, soon after the first
    measures = measured(engine, free_order(200, lambda i: (vary(i, 0.618034), vary(i, 0.414214))), ROUND_THE_CLOCK)
    assert {named(measures, pair) for pair in measures.concurrent} == {("B", "C")}


def test_two_orders_of_steps_done_one_after_the_other_are_not_concurrent(engine):
    def one_after_the_other(i):
        b, c = vary(i, 0.618034), vary(i, 0.414214)
        return (b, b + c) if i % 2 else (c + b, c)

    assert measured(engine, free_order(200, one_after_the_other), ROUND_THE_CLOCK).concurrent == frozenset()


def test_a_step_between_two_of_another_comes_after_it(engine):
    log = measured(engine, traces((1, "A B A"), (1, "B A"), hours=1), ROUND_THE_CLOCK).log
    b, a = log.activities.index("B"), log.activities.index("A")
    second, first = _times_either_way(log, [(min(a, b), max(a, b))])[b, a]
    assert (second.tolist(), first.tolist()) == ([HOUR], [])


def test_a_fixed_order_and_a_short_loop_are_not_concurrent(engine):
    rows = traces((60, "A B C"), (60, "A B C B C D"), (30, "A C B C B D"))
    assert measured(engine, rows).concurrent == frozenset()


@pytest.mark.parametrize(("hours", "concurrent"), [(2, True), (0.5, False)])
def test_with_start_times_concurrent_steps_must_overlap(engine, hours, concurrent):
    rows = []
    for case, activity, moment in free_order(80, lambda i: (2, 3) if i % 2 else (3, 2)):
        rows.append((case, activity, moment, {"start": moment - dt.timedelta(hours=hours)}))
    measures = measured(engine, rows, ROUND_THE_CLOCK)
    assert measures.log.profile.can("start_times")
    assert bool(measures.concurrent) is concurrent


# repetition


def test_a_return_spans_from_the_last_time_to_the_time_again(engine):
    measured(engine, traces((1, "A B C B B"), (1, "A B C A B C")))
    rows = engine.rows("select case_id, activity, from_k, to_k, source, fresh from excursion order by case_id, to_k")
    assert rows == [
        (0, 1, 2, 4, 2, True), (0, 1, 4, 5, 1, True),
        (1, 0, 1, 4, 2, True), (1, 1, 2, 5, 0, False), (1, 2, 3, 6, 1, False),
    ]  # fmt: skip


def test_a_loop_has_its_check_its_own_steps_and_its_counts(engine):
    measures = measured(
        engine, traces((60, "A Check B"), (30, "A Check Ask_back Fix Check B"), (10, "A Check" + " Ask_back Fix Check" * 2 + " B"))
    )
    (loop,) = measures.loops
    assert named(measures, loop.activities) == ("Check", "Ask back", "Fix")
    assert (loop.cases, loop.of, loop.times) == (40, 100, 50)
    assert sum(loop.by_part) == 40
    assert loop.of_by_part == (60, 40)
    assert loop.examples == (60, 61, 62, 63, 64)
    assert not loop.self_loop


def test_a_loop_without_steps_of_its_own_is_source_and_activity(engine):
    measures = measured(engine, traces((60, "A B C D"), (20, "A B C B C D"), (15, "A B B C D")))
    loops = loops_by_name(measures)
    assert set(loops) == {("C", (), "B"), ("B", (), "B")}
    assert loops["C", (), "B"].cases == 20
    assert loops["B", (), "B"].cases == 15
    assert loops["B", (), "B"].self_loop


def test_rare_loops_are_left_out(engine):
    assert measured(engine, traces((60, "A B C"), (9, "A B A B C"))).loops == ()


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ("Request_for_missing_documents Documents_received", "incomplete_file"),
        ("Question_to_the_service Answer_of_the_service", "ping_pong"),
        ("Correction", "rework_loop"),
        ("X:Office Y:Office", "incomplete_file"),
        ("X:Office Y:Other", "ping_pong"),
        ("X:Other", "rework_loop"),
    ],
)
def test_what_a_loop_is_about_is_told_by_words_then_by_roles(engine, inside, kind):
    roles = {"A": "Desk", "Step": "Office", "B": "Desk"} | dict(word.split(":") for word in inside.split() if ":" in word)
    steps = " ".join(word.split(":")[0] for word in inside.split())
    measures = measured(engine, traces((60, "A Step B", roles), (30, f"A Step {steps} Step B", roles)))
    (loop,) = measures.loops
    assert kind_of(measures, loop) == kind


@pytest.mark.parametrize(("trace", "kind"), [("Drafting Check Drafting Check", "rework_loop"), ("Draft Draft", "unclear")])
def test_a_repetition_without_a_step_of_its_own_is_rework_only_after_a_check(engine, trace, kind):
    first = " ".join(dict.fromkeys(trace.split()))
    measures = measured(engine, traces((60, f"A {first} B"), (30, f"A {trace} B")))
    (loop,) = measures.loops
    assert kind_of(measures, loop) == kind


# control


def test_a_pair_of_labels_is_one_check_with_two_ends(engine):
    measures = measured(
        engine,
        traces((50, "A Declaration_approved_by_budget_owner Payment"), (7, "A Declaration_rejected_by_budget_owner Closure")),
    )
    check = checks_by_name(measures)["Declaration approved by budget owner", "Declaration rejected by budget owner"]
    assert (check.told_by, check.passing, check.approval) == ("labels", 1, True)
    assert (check.refused, check.of, check.cases) == (7, 57, 57)
    assert check.examples == (50, 51, 52, 53, 54)


def test_an_outcome_column_tells_what_is_refused(engine):
    rows = traces((40, "A Check B"))
    rows = [
        (c, a, t, {"outcome_name": ("refusé" if int(c[1:]) < 6 else "accordé") if a == "Check" else None}) for c, a, t, _ in rows
    ]
    (check,) = measured(engine, rows).checks
    assert (check.told_by, check.refused, check.of) == ("column", 6, 40)


def test_the_path_tells_what_is_refused(engine):
    measures = measured(
        engine,
        traces(
            (60, "A Signature B C"),
            (5, "A Signature Refusal"),
            (10, "A Signature Correction Signature B C"),
            (4, "A Signature A Signature B C"),
            (20, "A Refusal"),
        ),
    )
    check = checks_by_name(measures)["Signature",]
    # refused outright, sent back to be corrected, sent back to A
    assert (check.told_by, check.refused, check.of, check.cases) == ("path", 5 + 10 + 4, 60 + 5 + 20 + 8, 79)


def test_an_end_off_the_beaten_track_is_a_refusal_whatever_it_is_called(engine):
    measures = measured(engine, traces((60, "A Signature B C"), (8, "A Signature X"), (12, "A X")))
    assert checks_by_name(measures)["Signature",].refused == 8


def test_the_name_of_what_a_check_has_found_is_no_check(engine):
    measures = measured(engine, traces((60, "A Examination B C"), (20, "A Examination Inadmissible Letter"), (9, "A Letter")))
    assert ("Inadmissible",) not in checks_by_name(measures)
    assert checks_by_name(measures)["Examination",].refused == 20


def test_a_case_that_breaks_off_at_a_check_is_refused_and_one_that_ends_there_is_not(engine):
    breaks = measured(engine, traces((60, "A Signature B C"), (3, "A Signature"), (1, "A B C"), every=72))
    assert checks_by_name(breaks)["Signature",].refused == 3
    ends = measured(engine, traces((60, "A B Signature")))
    assert checks_by_name(ends)["Signature",].refused == 0


def test_a_step_between_that_runs_beside_the_check_is_passed_over(engine):
    rows = []
    for i in range(120):
        start = MONDAY + dt.timedelta(hours=6 * i)
        visa, filing = vary(i, 0.618034), vary(i, 0.414214)
        ready = max(visa, filing) + 1
        last = "Refusal" if i % 10 == 0 else "B"
        done = sorted([(visa, "Signature"), (filing, "Filing"), (ready, last), (ready + 1, "Closure")])
        rows += [(f"c{i:03d}", "A", start)]
        rows += [(f"c{i:03d}", activity, start + dt.timedelta(hours=hours)) for hours, activity in done]
    measures = measured(engine, rows, ROUND_THE_CLOCK)
    assert {named(measures, pair) for pair in measures.concurrent} == {("Filing", "Signature")}
    assert checks_by_name(measures)["Signature",].refused == 12


# time


def test_an_activity_on_thursdays_only_has_a_fifth_of_the_days_and_one_weekday(engine):
    rows = []
    for week in range(20):
        for i in range(15):
            case, arrival = f"c{week:02d}{i:02d}", MONDAY + dt.timedelta(weeks=week, days=i // 3, hours=i % 3)
            thursday = MONDAY + dt.timedelta(weeks=week + (i // 3 >= 3), days=3, hours=5, minutes=i)
            rows += [(case, "A", arrival), (case, "B", arrival + dt.timedelta(hours=1)), (case, "S", thursday)]
    measures = measured(engine, rows, OfficeCalendar(holidays="none"))
    rhythms = {named(measures, [rhythm.activity])[0]: rhythm for rhythm in measures.rhythms}
    assert (rhythms["A"].days, rhythms["A"].instances, rhythms["A"].per_day) == (100, 300, 3.0)
    assert rhythms["A"].weekdays == pytest.approx(5)
    assert rhythms["A"].expected == pytest.approx(95, abs=1)  # 100 days x (1 - exp(-3))
    assert rhythms["A"].ratio == 1.0
    session = rhythms["S"]
    assert session.days == 21
    assert session.weekdays == pytest.approx(1)
    assert session.weekday_shares == (0, 0, 0, 1, 0, 0, 0)
    assert session.gap == 5
    assert session.ratio < 0.3
    assert session.ready_ratio == pytest.approx(1, abs=0.05)
    assert session.p_value < 1e-6 < rhythms["B"].p_value


def test_few_instances_have_no_rhythm(engine):
    assert measured(engine, traces((49, "A B"))).rhythms == ()
    assert len(measured(engine, traces((50, "A B"))).rhythms) == 2


@pytest.mark.parametrize(("spread", "timer"), [(0, True), (12, True), (48, False)])
def test_a_wait_of_a_fixed_length_is_a_timer(engine, spread, timer):
    rows = []
    for i in range(60):
        start = MONDAY + dt.timedelta(hours=7 * i)
        # thirty days, give or take half the spread
        waits = dt.timedelta(days=30, hours=spread * (i % 11) / 10)
        rows += [(f"c{i:02d}", "A", start), (f"c{i:02d}", "B", start + waits)]
    measures = measured(engine, rows, ROUND_THE_CLOCK)
    assert is_timer(measures.log, 1) is timer
    assert not is_timer(measures.log, 0)


def test_the_sojourn_counts_from_the_event_before(engine):
    measured(engine, traces((3, "A B C"), hours=2))
    rows = {row[0]: row[1:] for row in engine.rows(sql_of("procmap.measures.time", "sojourn"))}
    # Monday to Wednesday 9:00, 11:00, 13:00: half an hour of the second stretch is lunch
    assert rows == {1: (3, 2 * HOUR, 2 * HOUR, 6 * HOUR, 6 * HOUR), 2: (3, 2 * HOUR, 3 * HOUR // 2, 6 * HOUR, 9 * HOUR // 2)}


def test_the_sojourn_of_a_concurrent_step_counts_from_what_enabled_it(engine):
    measures = measured(engine, free_order(200, lambda i: (vary(i, 0.618034), vary(i, 0.414214))), ROUND_THE_CLOCK)
    assert len(measures.concurrent) == 1
    hours = {figures.activity: figures.sojourn_hours for figures in measures.figures.activities}
    # B and C take 1 to 10 hours from A, whichever came first
    assert hours["A"] is None
    assert hours["B"] == pytest.approx(5.5, abs=0.2)
    assert hours["C"] == pytest.approx(5.5, abs=0.2)


def test_the_cycle_time_of_closed_cases(engine):
    rows = []
    for i, days in enumerate([1, 1, 1, 5] * 5):
        start = MONDAY + dt.timedelta(weeks=i)
        rows += [(f"c{i:02d}", "A", start), (f"c{i:02d}", "B", start + dt.timedelta(days=days - 1, hours=1))]
    cycle = measured(engine, rows, OfficeCalendar(holidays="none")).figures.cycle_time
    # 1 hour in three of four cases, 4 days and 1 hour in the others
    assert cycle.median_office_hours == 1
    assert cycle.mean_office_hours == pytest.approx((3 * 1 + 29) / 4)
    assert cycle.median_days == pytest.approx(1 / 24)
    assert cycle.mean_days == pytest.approx((3 * 1 / 24 + 4 + 1 / 24) / 4)


# organisation, and the whole at a glance


def test_handovers_count_changes_of_role_only(engine):
    roles = {"A": "R", "B": "R", "C": "S", "D": "R"}
    measures = measured(engine, traces((2, "A B C D", roles), (1, "A B", roles)))
    rows = engine.rows(sql_of("procmap.measures.organisation", "handover").format(event="event"))
    name = measures.log.roles
    assert [(name[a], name[b], times, cases) for a, b, times, cases in rows] == [("R", "S", 2, 2), ("S", "R", 2, 2)]
    assert measures.figures.handovers == pytest.approx(4 / 3)


def test_the_process_at_a_glance(engine):
    figures = measured(engine, traces((3, "Receipt Visa Dispatch"), (1, "Receipt Dispatch"))).figures
    assert figures.cases == 4
    assert figures.steps == pytest.approx(11 / 4)
    assert figures.approvals == pytest.approx(3 / 4)
    assert figures.handovers is None
    assert [(row.activity, row.role, row.instances, row.cases) for row in figures.activities] == [
        ("Receipt", None, 4, 4), ("Visa", None, 3, 3), ("Dispatch", None, 4, 4),
    ]  # fmt: skip
    assert [(variant.activities, variant.count) for variant in figures.variants] == [
        (("Receipt", "Visa", "Dispatch"), 3), (("Receipt", "Dispatch"), 1),
    ]  # fmt: skip
    assert [(flow.source, flow.target, flow.count) for flow in figures.flows] == [
        (None, "Receipt", 4), ("Dispatch", None, 4), ("Receipt", "Visa", 3), ("Visa", "Dispatch", 3),
        ("Receipt", "Dispatch", 1),
    ]  # fmt: skip
    assert {flow.median_hours for flow in figures.flows} == {None, 1.0}


def test_the_measures_do_not_depend_on_the_order_of_cases_in_the_source(engine):
    rows = traces((20, "A Check B"), (12, "A Check Fix Check B"), every=5)
    shuffled = sorted(rows, key=lambda row: row[0][::-1])
    first, second = measured(engine, rows), measured(engine, shuffled)
    assert first.figures == second.figures
    assert first.loops == second.loops
    assert first.checks == second.checks
