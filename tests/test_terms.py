"""Terms as the law counts them, by hand-counted days of 2026."""

import datetime as dt

import pytest

from procmap.log import OfficeCalendar
from procmap.procedures.packs import pack_named
from procmap.procedures.packs.vocabulary import Clock
from procmap.procedures.terms import Interruption, Irregular, Notice, Term, last_day, notice, term_of

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
