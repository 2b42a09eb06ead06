"""Terms as the law counts them, by hand-counted days of 2026."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.detectors.waiting.deadline_breach.due_days import NONE, due_days
from procmap.log import OfficeCalendar
from procmap.procedures.packs import pack_named, packs
from procmap.procedures.packs.vocabulary import Clock
from procmap.procedures.terms import Interruption, Irregular, Notice, Term, earliest, last_day, notice, term_of

HOLIDAYS = OfficeCalendar().public_holidays(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
DGP = next(one for one in pack_named("bon_de_commande").deadlines if one.identity == "dgp")


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "length", "clock", "last"),
    [
        ("2026-03-02", 30, "calendar", "2026-04-01"),
        ("2026-05-13", 1, "office", "2026-05-15"),  # Ascension Thursday between
        ("2026-05-07", 5, "office", "2026-05-18"),  # 8 and 14 May, a week-end
        ("2026-05-07", 5, "working", "2026-05-15"),
        ("2026-05-07", 15, "clear", "2026-05-26"),  # 23 May is a Saturday, 25 May Whit Monday
        ("2026-03-02", 15, "clear", "2026-03-18"),
        ("2026-01-31", 1, "months", "2026-02-28"),
        ("2027-11-30", 3, "months", "2028-02-29"),
        ("2026-12-15", 2, "months", "2027-02-15"),
        ("2026-08-31", 1, "months", "2026-09-30"),
    ],
)
def test_the_last_day_of_a_term(start, length, clock, last):
    assert last_day(day(start), length, Clock(clock), HOLIDAYS) == day(last)


@pytest.mark.parametrize(
    ("sent", "held", "least", "clock", "verdict"),
    [
        ("2026-03-02", "2026-03-13", 12, "calendar", Notice.BREACHED),
        ("2026-03-02", "2026-03-14", 12, "calendar", Notice.EXACT),
        ("2026-03-02", "2026-03-15", 12, "calendar", Notice.KEPT),
        ("2026-03-02", "2026-03-07", 5, "clear", Notice.BREACHED),
        ("2026-03-02", "2026-03-08", 5, "clear", Notice.KEPT),
        ("2026-03-02", "2026-03-06", 3, "clear", Notice.KEPT),
    ],
)
def test_a_notice_is_kept_breached_or_to_the_day(sent, held, least, clock, verdict):
    assert notice(day(sent), day(held), least, Clock(clock)) is verdict


def term(*interruptions, starts=("2026-03-02", None), closing=None):
    days = [day(one) if one else None for one in starts]
    held = [Interruption(day(on), day(back) if back else None) for on, back in interruptions]
    return term_of(DGP, days, held, day(closing) if closing else None)


def test_the_time_to_pay_runs_from_the_later_of_invoice_and_delivery():
    assert term().due == day("2026-04-01")
    assert term(starts=("2026-03-02", "2026-03-10")).due == day("2026-04-09")
    assert term(starts=(None, None)) == Term(None, None)
    assert term().late(day("2026-04-04")) == 3
    assert term().late(day("2026-03-20")) == 0


def test_one_interruption_gives_thirty_days_or_the_balance_if_greater():
    assert term(("2026-03-12", "2026-03-20")).due == day("2026-04-19")
    assert term(("2026-03-12", None)).due is None
    early = term(("2026-03-05", "2026-03-06"), starts=("2026-03-02", "2026-03-20"))  # 45 days were left
    assert early.due == day("2026-03-06") + dt.timedelta(days=45)


def test_a_second_interruption_and_one_after_the_order_do_not_count():
    twice = term(("2026-03-12", "2026-03-20"), ("2026-04-01", "2026-04-10"))
    assert twice.due == day("2026-04-19")
    assert [why for _, why in twice.irregular] == [Irregular.SECOND]
    late = term(("2026-03-12", "2026-03-20"), closing="2026-03-11")
    assert (late.due, [why for _, why in late.irregular]) == (day("2026-04-01"), [Irregular.TOO_LATE])
    assert [why for _, why in term(("2026-02-27", None)).irregular] == [Irregular.BEFORE_START]


TERMS = [term for pack in packs() for term in pack.deadlines]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(TERMS),
    st.sampled_from(list(Clock)),
    st.lists(
        st.tuples(st.integers(18_000, 21_000), st.one_of(st.none(), st.integers(0, 60)), st.one_of(st.none(), st.integers(0, 60))),
        min_size=1, max_size=6,
    ),
)
def test_many_terms_at_once_end_as_each_of_them_does(written, clock, cases):
    term = replace(written, clock=clock)
    first = dt.date(1970, 1, 1)
    days = [(began, None if on is None else began + on, None if on is None or back is None else began + on + back)
            for began, on, back in cases]  # fmt: skip
    began, paused, answered = (np.array([NONE if day is None else day for day in column]) for column in zip(*days, strict=True))
    due = due_days(term, began, paused, answered, HOLIDAYS)
    for (start, on, back), found in zip(days, due.tolist(), strict=True):
        date = lambda day: None if day is None else first + dt.timedelta(days=day)
        held = [] if on is None else [Interruption(date(on), date(back))]
        one = term_of(term, [date(start)], held, None, HOLIDAYS).due
        assert found == (NONE if one is None else (one - first).days)


@given(st.integers(0, 3000), st.integers(0, 60), st.integers(0, 40), st.sampled_from(list(Clock)))
def test_a_meeting_is_lawful_from_the_earliest_day_on(sent, gap, least, clock):
    start = dt.date(2020, 1, 1) + dt.timedelta(days=sent)
    held = start + dt.timedelta(days=gap)
    lawful = held >= earliest(start, least, clock, HOLIDAYS)
    assert (notice(start, held, least, clock, HOLIDAYS) is not Notice.BREACHED) == lawful


def test_office_days_before_a_meeting_leave_out_week_ends_and_holidays():
    assert notice(day("2026-05-07"), day("2026-05-15"), 5, Clock.OFFICE, HOLIDAYS) is Notice.BREACHED
    assert notice(day("2026-05-07"), day("2026-05-18"), 5, Clock.OFFICE, HOLIDAYS) is Notice.EXACT
