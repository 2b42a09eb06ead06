"""One order, one clock: the office calendar, implausible dates, closed cases, and what a log can tell."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procmap.errors import UsageError
from procmap.log import OfficeCalendar, build_log, parse_hours
from procmap.log.calendar import DAY, EPOCH, HOUR, MINUTE
from procmap.log.country import country_of

from .conftest import fresh_engine
from .written_rows import written


def day(text):
    return (dt.date.fromisoformat(text) - EPOCH).days


def moment(text):
    """Microseconds of wall time since 1970; a day alone is its midnight."""
    written = dt.datetime.fromisoformat(text)
    return (written - dt.datetime(1970, 1, 1)) // dt.timedelta(microseconds=1)


def built(engine, rows, calendar=None):
    """The log of rows (case, activity, moment) or (case, activity, moment, {further columns}), in source order."""
    written(engine, rows, moment)
    return build_log(engine, calendar)


def office(engine, calendar, moments, first="2024-12-30", last="2025-06-30"):
    """W of each moment, in hours."""
    calendar.create_table(engine, day(first), day(last))
    listed = ", ".join(f"({i}, cast({moment(text)} as bigint))" for i, text in enumerate(moments))
    rows = engine.rows(
        f"""select {calendar.office_sql("m.t")} from (values {listed}) m(i, t)
            join office_day on office_day.day = m.t // {DAY} order by i""",
    )
    return [value / HOUR for (value,) in rows]


def test_the_usual_week_has_thirty_five_hours_and_stands_still_at_lunch_at_night_and_at_week_ends(engine):
    monday, next_monday, noon, lunch, night, saturday = office(
        engine,
        OfficeCalendar(),
        [
            "2025-01-06 00:00",
            "2025-01-13 00:00",
            "2025-01-06 12:30",
            "2025-01-06 13:15",
            "2025-01-06 22:00",
            "2025-01-11 11:00",
        ],
    )
    assert next_monday - monday == 35
    assert [moment - monday for moment in (noon, lunch, night, saturday)] == [3.5, 3.5, 7, 35]


def test_a_public_holiday_is_no_working_day(engine):
    # 1 May 2025 is a Thursday; 8 May is a holiday in France, not in Belgium
    moments = ["2025-04-28", "2025-05-05", "2025-05-12"]
    weeks = {
        holidays: np.diff(office(engine, OfficeCalendar(holidays=holidays), moments)).tolist() for holidays in ("FR", "BE", "none")
    }
    assert weeks == {"FR": [28, 28], "BE": [28, 35], "none": [35, 35]}


def test_custom_hours_count(engine):
    calendar = OfficeCalendar("Mon-Thu 08:00-12:00; Sat 09:00-10:30", holidays="none")
    moments = ["2025-01-06", "2025-01-06 09:30", "2025-01-10", "2025-01-11 10:00", "2025-01-13"]
    assert office(engine, calendar, moments) == [17.5, 19.0, 33.5, 34.5, 35.0]


def test_hours_are_read_by_weekday():
    week = parse_hours("Mon-Fri 09:00-12:30 13:30-17:00; Sat 09:00-12:00")
    assert week[0] == week[4] == ((9 * HOUR, 12 * HOUR + 30 * MINUTE), (13 * HOUR + 30 * MINUTE, 17 * HOUR))
    assert week[5:] == (((9 * HOUR, 12 * HOUR),), ())


@pytest.mark.parametrize(
    "text",
    ["", "Mon-Fri", "Lun-Ven 09:00-17:00", "Mon 17:00-09:00", "Mon 09:00-25:00", "Mon 09:00-12:00 11:00-17:00", "9-17"],
)
def test_hours_that_cannot_be_read_are_refused(text):
    with pytest.raises(UsageError):
        parse_hours(text)


def test_an_unknown_country_of_holidays_is_refused(engine):
    with pytest.raises(UsageError):
        OfficeCalendar(holidays="Atlantis").create_table(engine, 0, 3)


FIRST, LAST = day("2025-04-01"), day("2025-06-30")
hours_of = st.sampled_from(
    [
        OfficeCalendar(),
        OfficeCalendar("Mon-Fri 00:00-24:00", "none"),
        OfficeCalendar("Mon-Thu 08:00-12:00; Sat 09:00-10:30", "DE-BY"),
    ]
)
moments_of = st.lists(st.integers(FIRST * DAY + 12 * HOUR, (LAST + 1) * DAY - 1), min_size=1, max_size=20)


@given(calendar=hours_of, moments=moments_of)
@settings(max_examples=30, deadline=None)
def test_office_time_and_its_inverse_agree(calendar, moments):
    with fresh_engine() as engine:
        calendar.create_table(engine, FIRST, LAST)
        at = np.array(sorted(moments))
        inverse = calendar.inverse(FIRST, LAST)

        def passed(times):
            engine.load("asked", {"i": np.arange(len(times)), "t": np.asarray(times, dtype=np.int64)})
            return np.asarray(
                engine.columns(
                    f"""select {calendar.office_sql("asked.t")} as w from asked
                        join office_day on office_day.day = asked.t // {DAY} order by i""",
                )["w"],
            )

        w = passed(at)
        assert (np.diff(w) >= 0).all()
        back = inverse(w)
        assert (back[w > 0] <= at[w > 0]).all()
        assert (passed(back) == w).all()


def test_the_inverse_of_a_log_gives_back_moments_within_opening_hours(engine):
    # a log that begins in the middle of a week: its first day must not shift the clock
    log = built(engine, [("a", "A", "2024-01-09 10:00"), ("a", "B", "2024-01-12 15:00"), ("b", "A", "2024-01-15 09:30")])
    times = engine.rows("select time, office from event order by case_id, k")
    back = log.office_to_calendar()(np.array([w for _, w in times]))
    assert back.tolist() == [time for time, _ in times]


def many(first="2025-01-06", cases=40, step=1):
    """Cases A, B of one hour, one each `step` days."""
    start = dt.date.fromisoformat(first)
    days = [start + dt.timedelta(days=i * step) for i in range(cases)]
    return [(f"c{i:03d}", activity, f"{d} {hour}:00") for i, d in enumerate(days) for activity, hour in (("A", 10), ("B", 11))]


@pytest.mark.parametrize("stray", ["1948-05-05", "9999-12-31", "2020-06-01", "2099-01-01"])
def test_an_implausible_date_keeps_its_place_and_is_left_out_of_durations(engine, stray):
    rows = [*many(cases=200), ("odd", "A", "2025-03-03 10:00"), ("odd", "B", stray), ("only", "A", stray)]
    log = built(engine, rows)
    assert log.profile.stray_dates == ((stray, 2),)
    assert (log.profile.events, log.profile.cases) == (403, 202)
    assert (log.period.first, log.period.last) == (day("2025-01-06"), day("2025-01-06") + 199)
    assert engine.value(f"select count(*) from event where time // {DAY} = {day(stray)} and office is null") == 2
    assert engine.value("select max(finish - arrival) from case_") == HOUR
    only = engine.rows("select arrival, finish, closed from case_ join case_code using (case_id) where case_name = 'only'")
    assert only == [(None, None, False)]


def test_a_long_summer_break_or_an_early_part_of_weight_is_no_stray(engine):
    log = built(engine, many("2023-01-02", 30) + [(f"x{c}", a, t) for c, a, t in many("2025-01-06", 200)])
    assert log.profile.stray_dates == ()
    assert log.period.first == day("2023-01-02")


def test_a_log_before_1970_alone_is_kept(engine):
    assert built(engine, many("1965-03-01", 10)).profile.stray_dates == ()


def test_events_of_one_moment_keep_the_order_of_the_source(engine):
    same = "2025-01-06 10:00"
    built(
        engine,
        [
            ("b", "Z", same),
            ("a", "M", same),
            ("b", "Y", same),
            ("a", "C", same),
            ("b", "A", "2025-01-06 09:59"),
            ("a", "X", same),
        ],
    )
    rows = engine.rows(
        """select case_name, activity_name from event join case_code using (case_id) join activity_ using (activity)
           order by case_name, k""",
    )
    assert rows == [("a", "M"), ("a", "C"), ("a", "X"), ("b", "A"), ("b", "Z"), ("b", "Y")]
    assert engine.rows("select case_name from case_code order by case_id") == [("b",), ("a",)]


def test_neighbours_stand_beside_each_event(engine):
    built(
        engine,
        [
            ("a", "A", "2025-01-06 10:00", {"role_name": "R"}),
            ("a", "B", "2025-01-07 10:00"),
            ("a", "A", "2025-01-08 10:00"),
        ],
    )
    rows = engine.rows("select k, prev_activity, activity, next_activity, prev_role, office - prev_office from event order by k")
    assert rows == [(1, None, 0, 1, None, None), (2, 0, 1, 0, 0, 7 * HOUR), (3, 1, 0, None, None, 7 * HOUR)]


def test_variants_are_ranked_by_frequency_then_by_the_first_case(engine):
    rows = [
        (c, a, f"2025-01-06 1{i}:00")
        for c, acts in (("p", "AB"), ("q", "AC"), ("r", "AC"), ("s", "AD"))
        for i, a in enumerate(acts)
    ]
    log = built(engine, rows)
    found = engine.rows("select activities, cases from variant order by variant")
    assert [("".join(log.activities[code] for code in codes), cases) for codes, cases in found] == [
        ("AC", 2),
        ("AB", 1),
        ("AD", 1),
    ]


def test_a_case_is_closed_by_its_last_activity_or_by_a_long_silence(engine):
    rows = many(cases=60)
    rows += [("stuck", "A", "2025-01-07 10:00"), ("running", "A", "2025-03-06 10:30")]
    log = built(engine, rows)
    found = dict(engine.rows("select case_name, closed from case_ join case_code using (case_id)"))
    assert found["c000"]
    assert found["stuck"]  # nothing for two months, where finished cases take an hour
    assert not found["running"]  # begun half an hour before the last event of the log
    assert log.profile.closed_cases == 61


def test_the_first_part_holds_sixty_percent_of_the_closed_cases_and_no_day_is_cut(engine):
    # 5 cases on each of 10 days, then 50 on one day: 60 of 100 falls within the last day
    rows = []
    for i in range(100):
        d = dt.date(2025, 1, 6) + dt.timedelta(days=min(i // 5, 10))
        rows += [(f"c{i:03d}", "A", f"{d} 10:{i % 60:02d}"), (f"c{i:03d}", "B", f"{d} 12:{i % 60:02d}")]
    built(engine, rows)
    parts = engine.rows(f"select arrival // {DAY} as day, min(part), max(part), count(*) from case_ group by day order by day")
    assert all(low == high for _, low, high, _ in parts)
    assert [part for _, part, _, _ in parts] == [1] * 10 + [2]


def test_the_week_of_a_case_counts_from_the_first_monday(engine):
    built(
        engine,
        [
            ("a", "A", "2025-01-08 10:00"),
            ("b", "A", "2025-01-12 10:00"),
            ("c", "A", "2025-01-13 00:00"),
            ("d", "A", "2025-02-03 10:00"),
        ],
    )
    assert engine.rows("select week from case_ order by case_id") == [(0,), (0,), (1,), (4,)]


@pytest.mark.parametrize(
    ("further", "capability"),
    [
        (lambda i: {"resource_name": f"p{i % 3}"}, "resource"),
        (lambda i: {"role_name": f"r{i % 2}"}, "role"),
        (lambda i: {"amount": 100 + i}, "amount"),
        (lambda i: {"outcome_name": "ok"} if i == 7 else {}, "outcome"),
        (lambda i: {"channel_name": ("web", "desk")[i // 2 % 2]}, "channel"),
    ],
)
def test_a_filled_column_is_a_capability(engine, further, capability):
    plain = built(engine, many()).profile.capabilities
    assert plain == {"fine_timestamps"}
    log = built(engine, [(*row, further(i)) for i, row in enumerate(many())])
    assert log.profile.capabilities == plain | {capability}
    assert log.profile.can(capability, "fine_timestamps")
    assert not log.profile.can(capability, "start_times")


@pytest.mark.parametrize(
    "further",
    [
        lambda _: {"resource_name": "p", "role_name": "r", "channel_name": "web"},  # constant
        lambda i: {"role_name": f"r{i % 3}", "resource_name": f"p{i % 3}"} if i % 2 else {},  # half empty
        lambda _: {"amount": 0},
    ],
)
def test_a_constant_or_empty_column_is_none(engine, further):
    log = built(engine, [(*row, further(i)) for i, row in enumerate(many())])
    assert log.profile.capabilities == {"fine_timestamps"}


def test_start_times_count_when_they_differ_from_the_end(engine):
    early = [(c, a, t, {"start": t if a == "B" else t[:11] + "09:30"}) for c, a, t in many()]
    assert built(engine, early).profile.can("start_times")
    assert not built(engine, [(c, a, t, {"start": t}) for c, a, t in many()]).profile.can("start_times")
    assert engine.value("select min(finish - arrival) from case_") == HOUR


def test_a_case_begins_with_the_start_of_its_first_activity(engine):
    log = built(engine, [(c, a, t, {"start": t[:11] + ("09:00" if a == "A" else "10:30")}) for c, a, t in many()])
    assert log.profile.can("start_times")
    assert engine.rows("select distinct finish - arrival from case_") == [(2 * HOUR,)]


def test_dates_without_a_time_of_day_are_coarse(engine):
    rows = [(c, a, t if a == "A" else t[:10]) for c, a, t in many()]
    log = built(engine, rows)
    assert not log.profile.can("fine_timestamps")
    assert log.profile.coarse == {log.activities.index("B")}


def test_the_share_outside_the_opening_hours_is_told(engine):
    rows = [
        ("a", "A", "2025-01-06 10:00"),
        ("a", "B", "2025-01-06 20:00"),
        ("b", "A", "2025-01-11 10:00"),
        ("b", "B", "2025-01-13 10:00"),
    ]
    assert built(engine, rows).profile.outside_hours == 0.5


NIGHTS = [
    ("a", "A", "2025-01-06 10:00"), ("a", "B", "2025-01-06 20:00"), ("b", "A", "2025-01-11 10:00"), ("b", "B", "2025-01-13 03:00"),
]  # fmt: skip


def test_a_service_whose_events_mostly_lie_outside_office_hours_is_open_round_the_clock(engine):
    log = built(engine, NIGHTS)
    assert log.calendar == OfficeCalendar("Mon-Sun 00:00-24:00", "none")
    assert log.profile.outside_hours == 0
    assert engine.rows("select office - prev_office from event where prev_office is not null order by 1") == [
        (10 * HOUR,), (41 * HOUR,),
    ]  # fmt: skip


def test_opening_hours_that_somebody_gave_stand(engine):
    calendar = OfficeCalendar("Mon-Fri 09:00-17:00", "none")
    log = built(engine, NIGHTS, calendar)
    assert log.calendar == calendar
    assert log.profile.outside_hours == 0.75


def test_the_frame_carries_the_names_that_pm4py_expects(engine):
    log = built(engine, [("a", "A", "2025-01-06 10:00", {"role_name": "R"}), ("a", "B", "2025-01-06 11:00", {"role_name": "S"})])
    frame = log.to_pm4py()
    assert frame["concept:name"].tolist() == ["A", "B"]
    assert frame["org:role"].tolist() == ["R", "S"]
    assert str(frame["time:timestamp"][1]) == "2025-01-06 11:00:00"
    assert log.case_names([0]) == ("a",)


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Paris", "FR"), ("Europe/Brussels", "BE"), ("Indian/Reunion", "RE"), ("UTC", None), ("+02:00", None),
        ("Nowhere", None),
    ],
)
def test_a_time_zone_tells_whose_public_holidays_are_kept(zone, country):
    assert country_of(zone) == country


def test_holidays_are_those_that_somebody_names_then_those_of_the_country_then_those_of_france():
    assert OfficeCalendar().country == "FR"
    assert OfficeCalendar(stands_in="BE").country == "BE"
    assert OfficeCalendar(holidays="FR", stands_in="BE").country == "FR"
    assert dt.date(2024, 7, 21) in OfficeCalendar(stands_in="BE").public_holidays(dt.date(2024, 7, 1), dt.date(2024, 7, 31))
