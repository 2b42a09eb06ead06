"""What a row is: work is told from what is written beside it, and only what the log proves is said."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.log.kind import Kind
from procmap.procedures.steps_table import Said

from .recorded import DAY, HOUR, MONDAY, SECOND, Row, in_office, measured, procedure


def kinds(rows, steps=()):
    """The kind of each label that is no work."""
    with measured(rows, steps) as measures:
        found = dict(zip(measures.log.activities, measures.kinds.found, strict=True))
        return {label: kind for label, kind in found.items() if kind is not Kind.WORK}


def ways(measures):
    """The different sequences of steps."""
    rows = measures.log.engine.rows("select list(activity order by k) from event group by case_id")
    return {" > ".join(measures.log.activities[code] for code in codes) for (codes,) in rows}


def by_case(rows):
    found = {}
    for row in rows:
        found.setdefault(row.case, []).append(row)
    return found


def written_with(rows, after, label):
    """A mark that the software writes in the second of a step."""
    return [Row(row.case, label, row.time + SECOND / 2, "batch") for row in rows if row.activity == after]


def monitored(rows, label="Reading", every=4):
    """A reading taken along the whole case, whatever happens to it."""
    chance = random.Random(5)
    found = []
    for case, mine in by_case(rows).items():
        at = mine[0].time
        while (at := in_office(at + chance.uniform(0.5, 1.5) * every * DAY, chance)) < mine[-1].time:
            found.append(Row(case, label, at, f"Nurse {chance.randrange(2)}", "Ward"))
    return found


def edited(rows, label="Change of account", days=(40, 95, 180, 199)):
    """A change made to the open cases on a few days, in some minutes, by one account."""
    chance = random.Random(7)
    found = []
    for day in (MONDAY + n * DAY for n in days):
        open_then = [case for case, mine in by_case(rows).items() if mine[0].time < day < mine[-1].time]
        found += [Row(case, label, day + dt.timedelta(seconds=chance.randrange(300)), "batch") for case in open_then]
    return found


def test_work_of_people_is_work():
    assert kinds(procedure()) == {}


def test_without_a_name_or_a_start_nothing_is_said():
    rows = [replace(row, person=None, role=None) for row in procedure()]
    assert set(kinds(rows).values()) == {None}


def test_what_is_written_in_the_second_of_a_step_is_a_record():
    rows = procedure()
    assert kinds(rows + written_with(rows, "Decision", "Status: accepted")) == {"Status: accepted": Kind.RECORD}


def test_a_second_is_no_sign_in_a_log_of_minutes():
    rows = [replace(row, time=row.time.replace(second=0)) for row in procedure()]
    at_once = [Row(row.case, "Entry", row.time, "Desk 0", "Desk") for row in rows if row.activity == "Decision"]
    assert "Entry" not in kinds(rows + at_once)


def test_what_one_account_writes_at_night_is_a_record_and_a_night_shift_is_work():
    rows = procedure()
    night = [replace(row, activity="Code", time=(row.time + DAY).replace(hour=2), person="job", role=None)
             for row in rows if row.activity == "Decision"]
    assert kinds(rows + night) == {"Code": Kind.RECORD}
    always = [replace(row, time=row.time + 14 * HOUR) for row in rows]
    assert kinds(always) == {}


def test_a_log_that_is_written_at_night_tells_no_records():
    jobs = [replace(row, time=row.time + 14 * HOUR, person=f"job {row.activity}", role=None) for row in procedure()]
    assert Kind.RECORD not in kinds(jobs).values()


def test_a_moment_inside_an_open_piece_of_work_of_the_same_hand_is_an_instant():
    rows = procedure()
    work = [replace(row, start=row.time - 2 * HOUR) if row.activity == "Examination" else row for row in rows]
    inside = [replace(row, activity="Offer returned", time=row.time - HOUR) for row in rows if row.activity == "Examination"]
    assert kinds(work + inside) == {"Offer returned": Kind.INSTANT}
    others = [replace(row, person="Somebody else") for row in inside]
    assert kinds(work + others) == {}


def test_a_reading_taken_along_the_case_is_a_measurement():
    rows = procedure()
    assert kinds(rows + monitored(rows)) == {"Reading": Kind.MEASUREMENT}


def test_a_step_that_a_correction_brings_back_is_work():
    chance = random.Random(3)
    rows = procedure()
    for row in [row for row in rows if row.activity == "Examination"]:
        if chance.random() < 0.5:
            rows += [replace(row, activity="Correction", time=row.time + HOUR, person="Desk 0", role="Desk"),
                     replace(row, time=row.time + 2 * HOUR)]
    assert kinds(rows) == {}


def test_a_correction_explains_a_repetition_whatever_follows():
    chance = random.Random(8)
    rows = []
    for row in procedure(160):
        rows.append(replace(row, activity=chance.choice(["Grant", "Lease", "Loan"])) if row.activity == "Decision" else row)
        if row.activity == "Examination" and chance.random() < 0.5:
            rows += [replace(row, activity="Correction", time=row.time + HOUR, person="Desk 0", role="Desk"),
                     replace(row, time=row.time + 2 * HOUR)]
    assert kinds(rows) == {}


def test_what_other_services_take_up_again_is_no_measurement():
    chance = random.Random(9)
    rows = []
    for row in procedure(160):
        rows.append(row)
        if row.activity == "Examination":
            for n in range(1, 4):
                note = chance.choice(["Call", "Letter", "Visit", "Mail"])
                rows += [replace(row, activity=note, time=row.time + (2 * n - 1) * HOUR / 2),
                         replace(row, time=row.time + n * HOUR, role=("Office", "Desk")[n % 2], person=f"P{n % 2}")]
    assert "Examination" not in kinds(rows)


def test_what_comes_back_to_the_next_weekly_session_is_no_timer():
    chance = random.Random(10)
    rows = []
    for row in procedure(240):
        if row.activity == "Decision":
            held = (row.time + (3 - row.time.weekday()) % 7 * DAY).replace(hour=15) + chance.randrange(1800) * SECOND
            rows.append(replace(row, time=held))
            rows += [replace(row, time=held + 7 * DAY)] if chance.random() < 0.15 else []
        elif row.activity != "Dispatch":
            rows.append(row)
    assert kinds(rows) == {}


def test_a_step_that_goes_back_and_forth_between_services_is_work():
    rows = procedure()
    for row in [row for row in rows if row.activity == "Examination"]:
        rows += [replace(row, time=row.time + n * HOUR, role=("Office", "Desk")[n % 2], person=f"P{n % 2}") for n in (1, 2, 3)]
    assert kinds(rows) == {}


def test_instalments_follow_the_clock():
    rows = procedure()
    chance = random.Random(2)
    for row in [row for row in rows if row.activity == "Decision"]:
        rows += [Row(row.case, "Instalment", in_office(row.time + n * 31 * DAY, chance), "Desk 0", "Desk") for n in range(3)]
    assert kinds(rows) == {"Instalment": Kind.TIMER}


def test_what_comes_fifteen_or_thirty_days_after_a_step_is_a_timer():
    chance = random.Random(4)
    rows = procedure()
    sent = [row for row in rows if row.activity == "Dispatch"]
    closings = [replace(row, activity="Closed", time=row.time + chance.choice([15, 30]) * DAY) for row in sent]
    assert kinds(rows + closings) == {"Closed": Kind.TIMER}


def test_times_of_day_copied_from_row_to_row_are_no_timers():
    rows = [Row(f"c{n}", label, MONDAY + n * DAY + step * 3 * DAY + n * dt.timedelta(seconds=301), "Ann", "Desk")
            for n in range(60) for step, label in enumerate(("Request", "Examination", "Decision", "Dispatch"))]
    assert Kind.TIMER not in kinds(rows).values()


def test_a_change_to_many_cases_on_few_days_is_a_mass_edit_and_a_weekly_run_is_none():
    rows = procedure(400)
    assert kinds(rows + edited(rows)) == {"Change of account": Kind.MASS_EDIT}
    thursdays = tuple(range(3, 250, 7))
    assert kinds(rows + edited(rows, "Run", thursdays)).get("Run") is not Kind.MASS_EDIT
    some = tuple(day for n, day in enumerate(thursdays) if n % 5 not in {1, 2})  # in no steady rhythm, but on one day of the week
    assert kinds(rows + edited(rows, "Run", some)).get("Run") is not Kind.MASS_EDIT
    most = tuple(day for day in range(5, 250) if day % 7 < 5 and day % 11 not in {2, 3, 4})
    assert kinds(rows + edited(rows, "Run", most)).get("Run") is not Kind.MASS_EDIT  # done as cases come, on most days


def test_a_planned_day_that_often_comes_before_the_request_is_an_appointment():
    chance = random.Random(6)
    rows = procedure()
    trips = [Row(case, "Start of works", (mine[0].time + chance.randrange(-4, 30) * DAY).replace(hour=10, minute=0, second=0), None)
             for case, mine in by_case(rows).items()]
    assert kinds(rows + trips) == {"Start of works": Kind.APPOINTMENT}


def test_a_log_of_states_tells_states():
    names = {"Request": "Queued", "Examination": "Accepted", "Decision": "In progress", "Dispatch": "Completed"}
    rows = [replace(row, activity=names[row.activity]) for row in procedure()]
    with measured(rows) as measures:
        assert set(measures.kinds.found) == {Kind.STATUS}
        assert not measures.kinds.aside  # a log of states has no other way


def test_a_state_within_a_state_is_a_state():
    names = {"Request": "Queued/Awaiting assignment", "Examination": "Accepted/In progress", "Decision": "Accepted + Wait - Vendor",
             "Dispatch": "Completed - Closed"}
    rows = [replace(row, activity=names[row.activity]) for row in procedure()]
    with measured(rows) as measures:
        assert set(measures.kinds.found) == {Kind.STATUS}
    rows = [replace(row, activity=f"Accepted / {row.activity} of the parcel") for row in procedure()]
    with measured(rows) as measures:
        assert Kind.STATUS not in measures.kinds.found


def test_steps_follow_one_another_past_what_is_written_beside():
    rows = procedure()
    marks = written_with(rows, "Decision", "Status: accepted") + written_with(rows, "Dispatch", "Status: closed")
    with measured(rows + marks + monitored(rows)) as measures:
        assert ways(measures) == {"Request > Examination > Decision > Dispatch"}
        assert measures.loops == ()
        assert all(check.refused == 0 for check in measures.checks)
        assert {a.activity for a in measures.figures.activities} >= {"Reading", "Status: closed"}


def test_cases_begin_and_end_as_recorded():
    rows = procedure()
    late = [replace(row, activity="Code", time=(row.time + DAY).replace(hour=2), person="job", role=None)
            for row in rows if row.activity == "Dispatch"]
    with measured(rows) as plain, measured(rows + late) as coded:
        assert coded.figures.cycle_time.mean_days > plain.figures.cycle_time.mean_days
        assert coded.log.profile.closed_cases == plain.log.profile.closed_cases


def test_a_check_after_which_only_a_mark_is_written_refuses_nobody():
    rows = [replace(row, activity="Final check") if row.activity == "Dispatch" else row for row in procedure()]
    with measured(rows + written_with(rows, "Final check", "Status: closed")) as measures:
        code = measures.log.activities.index("Final check")
        assert [(check.refused, check.of) for check in measures.checks if code in check.activities] == [(0, 120)]


def test_the_events_of_a_case_are_its_steps():
    rows = procedure()
    with measured(rows + monitored(rows)) as measures:
        assert measures.log.engine.rows("select distinct events from case_") == [(4,)]


def test_what_the_analyst_says_holds():
    rows = procedure()
    assert kinds(rows, (("Dispatch", Said(kind=Kind.RECORD)),)) == {"Dispatch": Kind.RECORD}
    marks = written_with(rows, "Decision", "Mark")
    assert kinds(rows + marks, (("Mark", Said(kind=Kind.WORK)),)) == {}


def test_measuring_twice_finds_the_same():
    from procmap.measures import measure

    rows = procedure()
    with measured(rows + monitored(rows) + written_with(rows, "Decision", "Mark")) as measures:
        again = measure(measures.log)
        assert again.kinds == measures.kinds
        assert again.activities == measures.activities
        assert ways(again) == {"Request > Examination > Decision > Dispatch"}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000), st.lists(st.sampled_from(["mark", "reading", "edit"]), unique=True))
def test_whatever_is_written_beside_the_way_of_the_cases_stays(seed, beside):
    rows = procedure(150, seed)
    added = [written_with(rows, "Decision", "Mark") if "mark" in beside else [],
             monitored(rows) if "reading" in beside else [], edited(rows) if "edit" in beside else []]
    with measured(sum(added, rows)) as measures:
        kept = [label for label, kind in zip(measures.log.activities, measures.kinds.found, strict=True) if kind is Kind.WORK]
        assert set(kept) >= {"Request", "Examination", "Decision", "Dispatch"}
        counts = dict(measures.log.engine.rows("select activity, count(*) from event group by activity"))
        assert all(counts[measures.log.activities.index(row.activity)] >= 150 for row in rows[:4])


@pytest.mark.parametrize("kind", [Kind.TIMER, Kind.APPOINTMENT])
def test_what_follows_the_clock_stays_a_step(kind):
    rows = procedure()
    with measured(rows, (("Decision", Said(kind=kind)),)) as measures:
        assert ways(measures) == {"Request > Examination > Decision > Dispatch"}
        assert not [check for check in measures.checks if measures.log.activities.index("Decision") in check.activities]


def test_what_is_written_beside_moves_with_the_step_before_it():
    from procmap.findings import Remove
    from procmap.redesign.after import figures_after
    from procmap.redesign.gains import Redesign

    rows = procedure()
    marks = written_with(rows, "Decision", "Status: accepted")
    with measured(rows + marks + monitored(rows)) as measures:
        redesign = Redesign.of_measures(measures)
        run = redesign.run([Remove(("Examination",))])
        assert (run.completion < redesign.traces.office).any()
        flows = {(f.source, f.target): f.count for f in figures_after(measures, redesign, run, ()).flows}
        assert flows["Decision", "Status: accepted"] == 120
        assert not any(source == "Dispatch" and target for source, target in flows)
