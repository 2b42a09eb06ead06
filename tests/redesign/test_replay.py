"""Replay by pencil: a chain, two steps side by side, sessions, due dates, terms, dates of the outside, and who stays uncounted."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procmap.findings import Answer, Apart, Condition, Move, Operation, Remove, SetPeriod
from procmap.log.kind import Kind
from procmap.redesign.gains import Redesign
from procmap.redesign.on_log import no_change
from procmap.redesign.outcomes import Outcome, error_of
from procmap.redesign.sequence_edits import moved_before
from procmap.redesign.traces import Clocks

from .made import MONDAY, gained, measured, redesigned, thursday, working

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def chain(cases=40, start=MONDAY):
    """A at 9, B three hours later, C one hour after it, on one day."""
    for n in range(cases):
        at = working(start + n * DAY) + 9 * HOUR
        yield from ((f"c{n}", label, at + hours * HOUR) for label, hours in (("A", 0), ("B", 3), ("C", 5)))


def test_without_a_step_of_a_chain_the_end_comes_earlier_by_what_the_step_took():
    with measured(chain()) as measures:
        hours, days = gained(measures, [Remove(("B",))])
        assert hours.tolist() == pytest.approx([3.0] * 40)
        assert days.tolist() == pytest.approx([3 / 24] * 40)
        assert gained(measures, [Remove(("C",))])[0].tolist() == pytest.approx([1.0] * 40)  # from noon to two: one office hour
        hours, _ = gained(measures, [Condition(("B",), "sample", share=0.75)])
        assert sorted(hours.tolist()) == pytest.approx([0.0] * 10 + [3.0] * 30)


def test_what_happens_before_a_case_begins_gains_nothing():
    with measured(chain()) as measures:
        assert gained(measures, [Remove(("A",))])[0].tolist() == [0.0] * 40


def side_by_side():
    for n in range(60):
        at = working(MONDAY + n * DAY) + 9 * HOUR
        first, second = (1, 2) if n % 2 else (3, 2)
        yield from ((f"c{n}", label, at + hours * HOUR) for label, hours in (("A", 0), ("B", first), ("C", second), ("D", 3.5)))


def test_of_two_steps_side_by_side_the_shorter_holds_nobody_up():
    with measured(side_by_side()) as measures:
        assert {tuple(measures.labels(pair)) for pair in measures.concurrent} == {("B", "C")}
        hours, _ = gained(measures, [Remove(("B",))])
        by_case = dict(zip((n for n in range(60)), hours.tolist(), strict=True))
        assert sorted(set(np.round(hours, 6).tolist())) == [0.0, 1.0]
        assert sum(value > 0 for value in by_case.values()) == 30  # where B came an hour after C


def weekly(cases=200, *, seed=1, due=0, check=True):
    """Files that come on working days, are checked at once, and are paid on Thursdays, `due` days later at the earliest."""
    chance = random.Random(seed)
    for n in range(cases):
        at = working(MONDAY + chance.randrange(360) * DAY) + chance.uniform(9, 16.5) * HOUR
        ready = at + (HOUR / 12 if check else 0 * HOUR)
        yield f"c{n}", "Receive", at
        if check:
            yield f"c{n}", "Check", ready
        yield f"c{n}", "Pay", thursday(ready + due * DAY)


def until_thursday(rows, due=0):
    """Mean days from the moment from which each file may be paid to its payment."""
    ready = {case: at for case, label, at in rows if label == "Check"}
    return np.mean([(at - ready[case]) / DAY - due for case, label, at in rows if label == "Pay"])


def test_a_session_gives_back_the_wait_for_the_next_one():
    rows = list(weekly())
    with measured(rows) as measures:
        _, days = gained(measures, [SetPeriod("Pay")], ("Pay",))
        assert days.mean() == pytest.approx(until_thursday(rows), rel=0.05)


def test_the_wait_for_a_due_date_is_none_for_the_session():
    rows = list(weekly(due=30))
    with measured(rows) as measures:
        _, days = gained(measures, [SetPeriod("Pay")], ("Pay",))
        assert days.mean() <= until_thursday(rows, due=30) * 1.1
        assert days.mean() >= until_thursday(rows, due=30) * 0.5
        _, days = gained(measures, [Remove(("Check",))], ("Pay",))  # five minutes less before a due date
        assert days.mean() < 0.01


def test_a_second_instalment_was_not_ready_when_the_first_was_paid():
    """Each file is paid again a Thursday later: the first wait for a Thursday is given back, not the week between."""
    rows = list(weekly())
    rows += [(case, label, at + 7 * DAY) for case, label, at in rows if label == "Pay"]
    with measured(rows) as measures:
        _, days = gained(measures, [SetPeriod("Pay")], ("Pay",))
        assert days.mean() <= until_thursday(list(weekly())) * 1.05


def test_a_due_date_that_counts_from_before_lets_the_same_sessions_pass():
    """The check takes up to 24 days of the 40: the wait after it is of no fixed length, and no Thursday's doing."""
    chance, rows, waits = random.Random(3), [], []
    for n in range(300):
        at = working(MONDAY + chance.randrange(360) * DAY) + chance.uniform(9, 16) * HOUR
        checked = working(at + chance.uniform(0, 24) * DAY)
        paid = thursday(at + 40 * DAY)
        waits.append((thursday(checked) - checked) / DAY)
        rows += [(f"c{n}", "Receive", at), (f"c{n}", "Check", checked), (f"c{n}", "Pay", paid)]
    with measured(rows) as measures:
        _, days = gained(measures, [SetPeriod("Pay")], ("Pay",))
        assert days.mean() <= np.mean(waits) * 1.15
        assert measures.labels(tuple(measures.fixed_dates)) == ("Pay",)
        hours, _ = gained(measures, [Remove(("Check",))], ("Pay",))
        assert hours.max() == 0


def test_before_a_due_date_an_approval_gives_nothing_and_more_sessions_do():
    """The approval takes up to six days, less than from one Thursday to the next; paid on the first from the thirtieth day on."""
    chance, rows, waits = random.Random(5), [], []
    for n in range(900):
        at = working(MONDAY + chance.randrange(360) * DAY) + chance.uniform(9, 16) * HOUR
        approved, due = working(at + chance.uniform(0, 6) * DAY), at + 30 * DAY
        waits.append((thursday(due) - due) / DAY)
        rows += [(f"c{n}", "Receive", at), (f"c{n}", "Approve", approved), (f"c{n}", "Pay", thursday(due))]
    with measured(rows) as measures:
        pay = measures.log.activities.index("Pay")
        assert measures.fixed_dates == {pay}
        assert measures.kinds.found[pay] is not Kind.APPOINTMENT  # more frequent sessions may be proposed
        _, days = gained(measures, [Remove(("Approve",))], ("Pay",))
        assert days.mean() < 0.01
        _, days = gained(measures, [SetPeriod("Pay")], ("Pay",))
        assert 0.5 * np.mean(waits) <= days.mean() <= 1.1 * np.mean(waits)


def test_a_term_stays_when_a_step_is_done_more_often():
    """Nothing is sent before the tenth day; it is then sent on Thursdays."""
    rows = list(weekly(due=10))
    with measured(rows) as measures:
        _, days = gained(measures, [SetPeriod("Pay")], ("Pay",))
        assert days.mean() <= until_thursday(rows, due=10) * 1.05


def test_several_terms_at_once_are_none_of_the_sessions_doing():
    """Due 14, 30 or 60 days after the order; what was blocked waits less from when it is free, so that no wall stands."""
    chance, rows, waits = random.Random(4), [], []
    for n in range(600):
        at = working(MONDAY + chance.randrange(360) * DAY) + chance.uniform(9, 16) * HOUR
        free = working(at + chance.uniform(1, 12) * DAY) if n % 8 == 0 else at
        due = max(free, at + chance.choice((14, 30, 30, 60)) * DAY)
        waits.append((thursday(due) - due) / DAY)
        rows += [(f"c{n}", "Order", at), (f"c{n}", "Pay", thursday(due))]
        rows += [(f"c{n}", "Free", free)] if n % 8 == 0 else []
    with measured(rows) as measures:
        _, days = gained(measures, [SetPeriod("Pay")], ("Pay",))
        assert days.mean() <= np.mean(waits) * 1.4


@pytest.mark.parametrize("term", [0, 30])
def test_before_a_rare_session_a_term_stays_too(term):
    """Sent on one day a year, never sooner than a term: a small part of the year, and more than chance leaves free of files."""
    chance, rows, waits = random.Random(6), [], []
    sent = [working(MONDAY + (year * 365 + 300) * DAY) + 12 * HOUR for year in range(4)]
    for n in range(500):
        at = working(MONDAY + chance.randrange(3 * 365) * DAY) + chance.uniform(9, 16) * HOUR
        day = min(one for one in sent if one >= at + term * DAY)
        waits.append((day - at) / DAY - term)  # what more sessions would give back
        rows += [(f"c{n}", "Penalty", at), (f"c{n}", "Collection", day)]
    with measured(rows) as measures:
        _, days = gained(measures, [SetPeriod("Collection")], ("Collection",))
        assert days.mean() == pytest.approx(np.mean(waits), rel=0.1)


def test_a_session_of_two_days_is_one():
    """Ready on Monday; half of the files are done on Wednesday, half on Thursday of the same sitting."""
    rows = []
    for n in range(120):
        at = MONDAY + (n // 4) * 7 * DAY + (9 + n % 4) * HOUR
        held = MONDAY + (n // 4) * 7 * DAY + (2 + n % 2) * DAY + (10 + n % 4) * HOUR
        rows += [(f"c{n}", "Receive", at), (f"c{n}", "Sit", held)]
    with measured(rows) as measures:
        redesign, code = redesigned(measures, ("Sit",)), measures.log.activities.index("Sit")
        assert len(redesign.traces.sessions[code].opens) == 30
        assert redesign.traces.attendance[code].passed.max() == 0


def test_a_file_that_is_ready_earlier_goes_to_an_earlier_session_only():
    """A visa of a week before a weekly sitting: without it each file is done one sitting earlier, at a sitting that was held."""
    rows = []
    for n in range(100):
        at = MONDAY + n * 7 * DAY + 10 * HOUR
        rows += [(f"c{n}", "Receive", at), (f"c{n}", "Visa", at + 7 * DAY), (f"c{n}", "Sit", thursday(at + 7 * DAY))]
    with measured(rows) as measures:
        _, days = gained(measures, [Remove(("Visa",))], ("Sit",))
        assert days[1:].tolist() == pytest.approx([7.0] * 99)  # for the first no earlier sitting is known
        assert days[0] == 0


def test_a_term_of_the_calendar_runs_from_when_a_file_is_ready_now():
    """Paid on the first Thursday after 27 days. One file of two has a visa from Friday to Monday: without it a Thursday earlier.

    Fewer weekends lie in the 27 days of a Friday: as many office hours as those of a Monday would miss that Thursday.
    """
    rows = []
    for n in range(120):
        friday = MONDAY + (n * 7 + 4) * DAY + 10 * HOUR
        for case, at, visa in ((f"c{n}a", friday - DAY, friday), (f"c{n}b", friday, friday + 3 * DAY)):
            rows += [(case, "Receive", at), (case, "Visa", visa), (case, "Pay", thursday(visa + 27 * DAY))]
    with measured(rows) as measures:
        redesign = redesigned(measures, ("Pay",))
        sooner = redesign.traces.time - redesign.run([Remove(("Visa",))]).time
        paid = redesign.traces.activity == measures.log.activities.index("Pay")
        assert (sooner[paid] / DAY.total_seconds() / 1_000_000).tolist() == [0, 7] * 120


def asked(cases=60):
    """Three hours until the outside is asked, a week or more until its answer is in, then the decision."""
    for n in range(cases):
        at = working(MONDAY + n * DAY) + 9 * HOUR
        answer = at + (7 + n % 5 // 4 * 7) * DAY + 3 * HOUR
        yield from ((f"c{n}", "Receive", at), (f"c{n}", "Ask", at + 3 * HOUR), (f"c{n}", "Answer", answer))
        yield f"c{n}", "Decide", answer + HOUR


@pytest.mark.parametrize(("taken_in_by", "kept"), [("Desk", 3), ("Partner", 0)])
def test_an_answer_at_once_still_waits_for_the_people_who_take_it_in(taken_in_by, kept):
    """As the request waited for the same people; where the outside records its answer itself, for nobody."""
    rows, roles = list(asked()), {"Ask": "Desk", "Answer": taken_in_by}
    with measured(rows, roles) as measures:
        whole, _ = gained(measures, [Remove(("Answer",))])
        hours, _ = gained(measures, [Answer("Ask", "Answer", 0)])
        assert (whole - hours).tolist() == pytest.approx([kept] * len(hours))


def checked():
    """Of ten files the check refuses three for good, and asks of two for papers with which they go on as the others do."""
    for n in range(200):
        at, kind = working(MONDAY + n * DAY) + 9 * HOUR, n % 10
        path = ["Receive", "Study", "Eligibility check"]
        path += ["Refusal"] if kind < 3 else [*(["Request missing documents"] if kind < 5 else []), "Visa", "Decision", "Dispatch"]
        yield from ((f"c{n:03d}", label, at + place * HOUR) for place, label in enumerate(path))


def test_a_file_that_a_check_sends_back_and_that_then_goes_on_is_not_spared_what_came_before():
    with measured(checked()) as measures:
        redesign, engine = redesigned(measures, ()), measures.log.engine
        codes = {label: code for code, label in enumerate(measures.log.activities)}
        engine.table("verdict", f"""
            select e.case_id, e.k, e.activity, n.activity in ({codes["Refusal"]}, {codes["Request missing documents"]}) as refused
            from event e join event n on n.case_id = e.case_id and n.k = e.k + 1
            where e.activity in ({codes["Eligibility check"]}, {codes["Visa"]})""")  # fmt: skip
        edit = Move("Eligibility check", "Study", ("Study",))
        change = moved_before(measures.log, redesign.traces, edit, codes, no_change(redesign.traces))
        assert int(change.dropped.sum()) == 60


def letting_pass():
    """A visa of a week; then one file of two goes to the next weekly sitting, the other lets one pass for reasons of its own."""
    for n in range(120):
        at = MONDAY + n * 7 * DAY + 10 * HOUR
        for passed in (0, 1):
            sat = thursday(at + 7 * DAY) + passed * 7 * DAY
            case = f"c{n:03d}{passed}"
            yield from ((case, "Receive", at), (case, "Visa", at + 7 * DAY), (case, "Sit", sat))


def test_a_file_lets_as_many_sessions_pass_as_it_did():
    with measured(letting_pass()) as measures:
        _, days = gained(measures, [Remove(("Visa",))], ("Sit",))
        assert days[2:].tolist() == pytest.approx([7.0] * 238)
        _, days = gained(measures, [SetPeriod("Sit")], ("Sit",))
        assert days[2:-2].max() < 3.3  # from Monday to the Thursday that follows; the week let pass is not the sitting's


def in_turn(weeks=60, each=12):
    """Files have a visa of one working day and are dealt with one after the other on Thursdays, half an hour each."""
    chance, the_day_before = random.Random(7), {-4: -5, -3: -4, 0: -3, 1: 0, 2: 1}
    for week in range(weeks):
        monday = MONDAY + week * 7 * DAY
        ready = sorted((chance.choice(list(the_day_before)), chance.uniform(9, 17)) for _ in range(each))
        for place, (day, hour) in enumerate(ready):
            case, sat = f"c{week:02d}-{place:02d}", monday + 3 * DAY + 9 * HOUR + (place + 1) * HOUR / 2
            yield case, "Receive", monday + the_day_before[day] * DAY + hour * HOUR
            yield from ((case, "Visa", monday + day * DAY + hour * HOUR), (case, "Sit", sat))


def test_what_comes_before_a_session_gives_on_average_what_it_takes():
    """One file of five was ready on the day after: a week earlier it would have come last, where it now comes first."""
    with measured(list(in_turn())) as measures:
        _, days = gained(measures, [Remove(("Visa",))], ("Sit",))
        assert days[12:].mean() == pytest.approx(7 / 5, rel=0.15)


def test_a_weekly_sitting_is_no_date_that_stood_before():
    """What takes a few days more before a sitting waits a few days less for it, and a week more where it misses it."""
    chance, rows = random.Random(11), []
    for n in range(600):
        at = MONDAY + (n % 50) * 7 * DAY + chance.uniform(9, 16) * HOUR
        ready = at + chance.choice([0.1, 2]) * DAY
        rows += [(f"c{n}", "Receive", at), (f"c{n}", "Check", ready), (f"c{n}", "Sit", thursday(ready))]
    with measured(rows) as measures:
        assert measures.fixed_dates == frozenset()


def test_nothing_moves_a_day_that_stood_before_the_request():
    """Trips are days that are planned before or while the request is examined."""
    chance, rows = random.Random(5), []
    for n in range(400):
        at = working(MONDAY + chance.randrange(300) * DAY) + chance.uniform(9, 16) * HOUR
        trip = (at + chance.randrange(-6, 60) * DAY).replace(hour=0, minute=0, second=0, microsecond=0)
        rows += [(f"c{n}", "Request", at), (f"c{n}", "Check", at + 2 * HOUR), (f"c{n}", "Grant", working(at + 2 * DAY))]
        rows += [(f"c{n}", "Trip", trip), (f"c{n}", "Declare", max(trip, at + 2 * DAY) + 5 * DAY + 10 * HOUR)]
    with measured(rows) as measures:
        assert "Trip" in measures.labels(tuple(measures.fixed_dates))
        assert "Declare" not in measures.labels(tuple(measures.fixed_dates))


def test_open_cases_count_for_nothing():
    closed = list(chain())
    late = MONDAY + 60 * DAY + 9 * HOUR
    standing = [(f"open{n}", label, late + hours * HOUR) for n in range(20) for label, hours in (("A", 0), ("B", 5))]
    with measured(closed) as measures:
        redesign = Redesign.of_measures(measures)
        alone = redesign.interval(redesign.outcome([Remove(("B",))]).hours)
    with measured([*closed, *standing]) as measures:
        redesign = Redesign.of_measures(measures)
        assert redesign.closed.sum() == 40
        assert redesign.interval(redesign.outcome([Remove(("B",))]).hours) == alone


def test_an_open_case_gains_nothing():
    rows = [
        (f"c{n}", label, working(MONDAY + n * DAY) + place * 7 * DAY)
        for n in range(60)
        for place, label in enumerate(("Receive", "Visa", "Pay"))
        if n < 50 or label != "Pay"
    ]
    with measured(rows) as measures:
        redesign = redesigned(measures)
        outcome = redesign.outcome([Remove(("Visa",))])
        assert 0 < redesign.closed.sum() < len(redesign.closed)
        assert not outcome.hours[~redesign.closed].any()
        assert not outcome.days[~redesign.closed].any()
        assert outcome.hours[redesign.closed].all()


@given(st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(0, 9), min_size=3, max_size=3)), max_size=12))
def test_a_step_is_ready_at_the_latest_completion_of_what_is_not_beside_it(done):
    waits_for = ((0, 1, 2, 3), (0, 1), (0, 2), (0, 1, 2, 3))  # 1 and 2 lie beside 2 and 3, and beside 1 and 3
    cases, arrival = np.arange(3), np.array([0, 2, 5])
    clocks = Clocks(SimpleNamespace(slot=np.arange(4), waits_for=waits_for), arrival)
    latest = np.repeat(arrival[None, :], 4, axis=0)
    for slot, moments in done:
        assert clocks.ready(slot, cases).tolist() == latest[list(waits_for[slot])].max(axis=0).tolist()
        clocks.completed(slot, cases, np.array(moments))
        latest[slot] = np.maximum(latest[slot], moments)


@pytest.mark.parametrize(("why", "error"), [(Operation.REMOVE, (-0.15, 0.35)), (Apart.RULE, (-1.0, 0.35))])
def test_where_a_simulation_says_less_it_bounds_from_below_whom_files_meet(why, error):
    """But what a person may still take who confirms what a rule proposes is no queue."""
    replayed, simulated = (Outcome(np.full(3, hours), np.full(3, hours)) for hours in (10.0, 8.0))
    assert error_of(replace(replayed, other=simulated), why) == error


def invoices(since="Invoice"):
    """Orders of any length, then an invoice that is booked in up to ten days and paid thirty days after it came."""
    chance, rows = random.Random(7), []
    for n in range(400):
        order = working(MONDAY + chance.randrange(300) * DAY) + chance.uniform(9, 16) * HOUR
        agreed = working(order + chance.uniform(0.5, 8) * DAY)
        invoice = working(agreed + chance.uniform(4, 40) * DAY)
        booked = working(invoice + chance.uniform(0.5, 10) * DAY)
        due = {"Invoice": invoice, "Book": booked}[since] + 30 * DAY
        rows += [(f"c{n}", "Order", order), (f"c{n}", "Agree", agreed), (f"c{n}", "Invoice", invoice)]
        rows += [(f"c{n}", "Book", booked), (f"c{n}", "Pay", working(due))]
    return rows


def test_what_lies_before_a_date_that_counts_from_a_step_gives_nothing_and_what_lies_before_that_step_does():
    with measured(invoices()) as measures:
        code = measures.log.activities.index
        assert measures.kinds.due_since == {code("Pay"): code("Invoice")}
        _, days = gained(measures, [Remove(("Book",))], ())
        assert days.max() < 0.01
        _, days = gained(measures, [Remove(("Agree",))], ())
        assert days.mean() > 2


def test_a_term_that_counts_from_the_step_before_leaves_what_is_done_sooner():
    with measured(invoices(since="Book")) as measures:
        assert measures.kinds.due_since == {}
        _, days = gained(measures, [Remove(("Book",))], ())
        assert days.mean() > 3


def test_a_sitting_is_no_date_that_counts_from_a_step():
    """Invoices come on Mondays: what is booked two days later waits two days less for the Thursday after next."""
    chance, rows = random.Random(7), []
    for n in range(400):
        order = working(MONDAY + chance.randrange(300) * DAY) + chance.uniform(9, 16) * HOUR
        invoice = thursday(order + chance.uniform(4, 40) * DAY, 9) + 4 * DAY + chance.uniform(0, 5) * HOUR
        booked = invoice + chance.choice([0.1, 2]) * DAY
        rows += [(f"c{n}", "Order", order), (f"c{n}", "Invoice", invoice), (f"c{n}", "Book", booked)]
        rows += [(f"c{n}", "Pay", thursday(booked + 7 * DAY))]
    with measured(rows) as measures:
        assert measures.kinds.due_since == {}
