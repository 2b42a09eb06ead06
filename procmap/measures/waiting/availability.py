"""When people are off while the organisation is open: part time, days at another desk.

The hours come from whoever knows them, else from the log: a weekday, a morning or afternoon, or an hour of the week in which
somebody is seen in less than a tenth of their weeks is off, provided that their volume would fill it much more often (the
confidence and participation of Prosimos' calendars, López-Pintado and Dumas 2023). People with few events are as their role is.
Absences that do not come back every week are not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from procmap.engine.duckdb_engine import sql_of
from procmap.log import Capability, EventLog, OfficeCalendar
from procmap.log.calendar import FIRST_DAY, HOUR, Window, clock_sql, day_sql, weekday_sql

ROOM = "procmap.measures.waiting"

SELDOM = 0.1
"""Share of somebody's weeks below which they are off in a slot ..."""

USUAL = 0.3
"""... if their volume would fill it in at least this share of them ..."""

EXPECTED = 15
"""... and in at least so many weeks: fewer may be missing by chance."""

LEAST = 100
"""Events of a person below which the hours of their role are taken."""

GRANULES = (("weekday",), ("weekday", "part"), ("weekday", "part", "hour"))


def find_off_duty(log: EventLog, calendars: Mapping[str, OfficeCalendar] | None = None) -> None:
    """Store `off_slot(resource, weekday, opens, closes)` and `off_duty(resource, begins, ends)`, the latter in office time.

    Args:
        log: The log; its calendar says when the organisation is open.
        calendars: The hours of people by name; who is not named works whenever the organisation is open. None: found in the log.
    """
    if calendars is None:
        _find_slots(log)
    else:
        _given_slots(log, calendars)
    lengths = " + ".join(
        f"greatest(0, least(o.closes, d.close_{i}) - greatest(o.opens, d.open_{i}))" for i in range(_parts(log))
    )
    begins = log.calendar.office_sql("o.opens").replace("office_day.", "d.")
    log.engine.table(
        "off_duty",
        f"""select resource, begins, begins + length as ends
            from (select o.resource, {begins} as begins, {lengths} as length
                  from off_slot o join office_day d on {weekday_sql("d.day")} = o.weekday)
            where length > 0 order by resource, begins""",
    )


def _parts(log: EventLog) -> int:
    return max(len(windows) for windows in log.calendar.week)


def _given_slots(log: EventLog, calendars: Mapping[str, OfficeCalendar]) -> None:
    engine = log.engine
    engine.run("create or replace table off_slot (resource integer, weekday integer, opens bigint, closes bigint)")
    for resource, name in engine.rows("select resource, resource_name from resource_ order by resource"):
        if name not in calendars:
            continue
        for weekday, (open_, theirs) in enumerate(zip(log.calendar.week, calendars[name].week, strict=True)):
            for opens, closes in without(open_, theirs):
                engine.run("insert into off_slot values (?, ?, ?, ?)", [resource, weekday, opens, closes])


def without(windows: Iterable[Window], taken: Iterable[Window]) -> tuple[Window, ...]:
    """What is left of windows in order outside others in order."""
    left = tuple(windows)
    for begin, end in taken:
        pieces = [piece for opens, closes in left for piece in ((opens, min(closes, begin)), (max(opens, end), closes))]
        left = tuple((opens, closes) for opens, closes in pieces if opens < closes)
    return left


def _find_slots(log: EventLog) -> None:
    """Slots of an hour (shorter at the opening and the close) in which people are off, by weekday."""
    engine = log.engine
    _store_presence(log)
    hours = _week_hours(log)
    for who in ("resource", "role"):
        off = set()
        for granule in GRANULES:
            for key, *slot in engine.rows(
                sql_of(ROOM, "off_slot").format(
                    who=who, granule=", ".join(granule), named=", ".join(f"u.{name}" for name in granule),
                    same=" and ".join(f"s.{name} = u.{name}" for name in granule),
                    expected=EXPECTED, usual=USUAL, seldom=SELDOM, least=LEAST,
                ),
            ):
                off |= {(key, place[0], *window) for *place, window in hours if place[: len(slot)] == slot}
        engine.run(f"create or replace table off_{who} (who integer, weekday integer, opens bigint, closes bigint)")
        for row in sorted(off):
            engine.run(f"insert into off_{who} values (?, ?, ?, ?)", list(row))
    engine.table(
        "off_slot",
        f"""with person as (select resource, sum(events) as events, arg_max(role, (events, -role)) as role
                            from (select resource, role, sum(events) as events from presence group by all) group by resource)
            select p.resource, o.weekday, o.opens, o.closes from person p join off_resource o on o.who = p.resource
            union all
            select p.resource, o.weekday, o.opens, o.closes from person p join off_role o on o.who = p.role where p.events < {LEAST}
            order by all""",
    )
    engine.drop("presence", "off_resource", "off_role")


def _store_presence(log: EventLog) -> None:
    """`presence`: for each person, role and hour of each week, the events seen in it, in opening hours."""
    clock = clock_sql("t")
    part = " ".join(f"when {clock} >= d.open_{i} and {clock} < d.close_{i} then {i}" for i in range(_parts(log)))
    begun = "union all select resource, role, start from event where start is not null"
    starts = begun if log.profile.can(Capability.START_TIMES) else ""
    log.engine.table(
        "presence",
        f"""with seen as (select resource, role, time as t from event {starts}),
                 placed as (select s.resource, s.role, (d.day - ({FIRST_DAY})) // 7 as week, {weekday_sql("d.day")} as weekday,
                                   case {part} end as part, {clock_sql("s.t")} // {HOUR} as hour
                            from seen s join office_day d on d.day = {day_sql("s.t")} where s.resource is not null)
            select *, count(*) as events from placed where part is not null group by all""",
    )


def _week_hours(log: EventLog) -> list[tuple[int, int, int, Window]]:
    """Weekday, opening (its number in the day), hour, and the window of each hour of the week in which the organisation is open."""
    return [
        (weekday, part, hour, (max(opens, hour * HOUR), min(closes, (hour + 1) * HOUR)))
        for weekday, windows in enumerate(log.calendar.week)
        for part, (opens, closes) in enumerate(windows)
        for hour in range(opens // HOUR, -(-closes // HOUR))
    ]
