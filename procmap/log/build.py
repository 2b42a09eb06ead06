"""From the rows that reading left to the tables that every stage shares."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from procmap.engine import Engine
from procmap.engine.duckdb_engine import sql_of
from procmap.log.calendar import DAY, HOUR, ROUND_THE_CLOCK, InverseCalendar, OfficeCalendar, day_sql
from procmap.log.closing import find_at_work, mark_closed
from procmap.log.people.privacy import NOBODY, Privacy, hide_codes, hide_labels
from procmap.log.period import Period, find_period
from procmap.log.profile import Profile, outside_hours, profile_of

ROOM = "procmap.log"

MAY_BE_EMPTY = {"start": "bigint", "amount": "bigint", "outcome_name": "varchar", "channel_name": "varchar", "deadline": "bigint",
                "delegation": "varchar"}  # fmt: skip
"""Columns of source_event that many sources lack, with their types."""

MOST_OUTSIDE = 0.5
"""Share of the events outside the presumed opening hours from which these are not the service's."""


DELEGATED = "s.delegation is not null and lower(s.delegation) not in ('non', 'no', 'n', 'nein', 'false', 'faux', '0')"
"""SQL of whether a step was done on behalf of another: the source names it, or says yes or no."""

SMALL = 10_000
"""Events up to which the statements of a log take longer to plan than to answer."""


@dataclass(frozen=True)
class EventLog:
    """A log ready to be measured.

    Attributes:
        engine: Where the tables live.
        activities: The label of each activity code.
        roles: The label of each role code; empty where the log names none.
        calendar: The opening hours behind every office duration.
        period: Its first and last plausible day.
        profile: What this log can tell.
        privacy: What stands in for whom; the tables hold pseudonyms already.
    """

    engine: Engine
    activities: tuple[str, ...]
    roles: tuple[str, ...]
    calendar: OfficeCalendar
    period: Period
    profile: Profile
    privacy: Privacy = NOBODY

    def office_to_calendar(self) -> InverseCalendar:
        """The inverse of the working-time coordinate."""
        return self.calendar.inverse(self.period.first - 1, self.period.last + 1)  # the days of office_day

    def working_days(self, count: float) -> int:
        """So many working days as office time, microseconds: a day is as long as this office is open."""
        return round(count * self.calendar.day)

    def case_names(self, cases: list[int]) -> tuple[str, ...]:
        """The ids of cases as the source writes them, in the order asked."""
        listed = ", ".join(str(case) for case in cases) or "-1"
        found = dict(self.engine.rows(f"select case_id, case_name from case_code where case_id in ({listed})"))
        return tuple(found[case] for case in cases)

    def events_by_label(self) -> dict[str, int]:
        """How many events each activity has, by its label."""
        counted = dict(self.engine.rows("select activity, count(*) from event group by activity"))
        return {label: counted.get(code, 0) for code, label in enumerate(self.activities)}

    def to_frame(self) -> Any:
        """The events as a pandas frame under the names that pm4py expects."""
        return self.engine.frame(
            """select c.case_name as "case:concept:name", a.activity_name as "concept:name",
                      make_timestamp(e.time) as "time:timestamp", make_timestamp(e.start) as start_timestamp,
                      p.resource_name as "org:resource", r.role_name as "org:role"
               from event e join case_code c using (case_id) join activity_ a using (activity)
               left join resource_ p on p.resource = e.resource left join role_ r on r.role = e.role
               order by e.case_id, e.k""",
        )

    def cases_frame(self) -> Any:
        """The cases as a pandas frame: first and last plausible moment, events, cycle time in days and office hours."""
        return self.engine.frame(
            f"""select c.case_name as "case", e.events, make_timestamp(e.arrival) as arrival, make_timestamp(e.finish) as finish,
                       (e.finish - e.arrival) / {DAY} as cycle_days, (e.office_finish - e.office_arrival) / {HOUR} as office_hours,
                       e.closed, e.channel_name as channel
                from case_ e join case_code c using (case_id) order by e.case_id""",
        )

    def to_pm4py(self) -> Any:
        """The events as pm4py reads them: `to_frame`, with empty columns left out."""
        frame = self.to_frame().dropna(axis="columns", how="all")
        frame["case:concept:name"] = frame["case:concept:name"].astype(str)
        return frame


def build_log(
    engine: Engine,
    calendar: OfficeCalendar | None = None,
    privacy: Privacy = NOBODY,
    at_work: Collection[str] = (),
) -> EventLog:
    """Code, order and profile what reading left in `source_event`; the source rows are dropped.

    Args:
        engine: Holds `source_event` and, where a column tells it, `open_case` (see the reading room).
        calendar: The opening hours; the 35-hour week with the public holidays of metropolitan France by default. Where nobody has
            said them and most events lie outside, the service is taken to be open round the clock.
        privacy: Whose names give way to what: no table of the log holds one of them.
        at_work: Labels and outcomes, as they are shown, that say that work on their case goes on.
    """
    engine.plan_briefly(briefly=engine.value("select count(*) from source_event") <= SMALL)
    period = find_period(engine)
    calendar = _open_hours(engine, calendar or OfficeCalendar(), period)
    _code(engine)
    if hide_labels(engine, privacy):
        _code(engine)  # codes go by the texts as they are shown
    _order(engine, calendar, period)
    find_at_work(engine, at_work)
    hide_codes(engine, privacy)
    cut = mark_closed(engine, period)
    profile = profile_of(engine, calendar, period, cut)
    names = {
        table: engine.rows(f"select {table}_name from {table}_ order by {table}") for table in ("activity", "role")
    }
    engine.drop("source_event", "case_list", "open_case")
    return EventLog(
        engine,
        tuple(name for (name,) in names["activity"]),
        tuple(name for (name,) in names["role"]),
        calendar,
        period,
        profile,
        privacy,
    )


def _open_hours(engine: Engine, calendar: OfficeCalendar, period: Period) -> OfficeCalendar:
    """The calendar, with its table `office_day`; one that nobody has said gives way to what most events prove wrong."""
    first, last = period.first - 1, period.last + 1
    calendar.create_table(engine, first, last)
    if not calendar.presumed or outside_hours(engine, calendar, "source_event") <= MOST_OUTSIDE:
        return calendar
    found = OfficeCalendar(ROUND_THE_CLOCK, "none")
    found.create_table(engine, first, last)
    return found


def _code(engine: Engine) -> None:
    for name in ("activity", "role", "resource"):
        engine.table(
            f"{name}_",
            f"""select cast(row_number() over (order by {name}_name) - 1 as integer) as {name}, {name}_name
                from (select distinct {name}_name from source_event where {name}_name is not null)""",
        )
    # by arrival, then by name: the order of the rows of different cases must not matter
    engine.table(
        "case_code",
        """select cast(row_number() over (order by arrival, case_name) - 1 as integer) as case_id, case_name
           from (select case_name, min(time) as arrival from source_event group by case_name)""",
    )


def _order(engine: Engine, calendar: OfficeCalendar, period: Period) -> None:
    filled = _filled(engine)
    start_join = f"left join office_day start_day on start_day.day = {day_sql('s.start')}" if "start" in filled else ""
    columns = {name: name if name in filled else f"cast(null as {kind})" for name, kind in MAY_BE_EMPTY.items()}
    engine.table(
        "event",
        sql_of(ROOM, "event").format(
            first=period.first * DAY,
            last=(period.last + 1) * DAY - 1,
            first_start=period.first_start * DAY,
            day=day_sql("s.time"),
            office_time=calendar.office_sql("s.time"),
            started=calendar.office_sql("s.start").replace("office_day.", "start_day.") if "start" in filled else "null",
            source_deadline="s.deadline" if "deadline" in filled else "null",
            source_delegated=DELEGATED if "delegation" in filled else "false",
            delegated="delegated" if "delegation" in filled else "false",
            start_join=start_join,
            office_start="office_start" if "start" in filled else "cast(null as bigint)",
            **columns,
        ),
    )
    engine.table("case_list", sql_of(ROOM, "case"))
    engine.table("variant", sql_of(ROOM, "variant"))


def _filled(engine: Engine) -> frozenset[str]:
    """The columns of MAY_BE_EMPTY in which source_event holds a value; a column may be left out."""
    held = [name for name in MAY_BE_EMPTY if name in engine.names("source_event")]
    counts = engine.rows(f"select {', '.join(f'count({name})' for name in held)} from source_event")[0]
    return frozenset(name for name, count in zip(held, counts, strict=True) if count)
