"""What a log can tell: the capabilities that detectors ask for, and what is to be known about its quality."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from procmap.engine import Engine
from procmap.log.calendar import DAY, OfficeCalendar, day_sql
from procmap.log.cut import Cut
from procmap.log.period import Period, iso

FILLED = 0.8
"""Share of events that must carry a resource or a role before figures rest on it."""


TIMED, ALWAYS = 0.2, 0.95
"""Share of the events that belong to steps with start times, and of the events of such a step that must carry one."""

HALF, MOST = 0.5, 0.6
"""Share of a step's events that must carry what it is said to carry; and of all events, even where each step that has a role
has it always."""


class Capability(StrEnum):
    """What a log may tell; the report's catalogues have its words."""

    START_TIMES = "start_times"
    RESOURCE = "resource"
    ROLE = "role"
    FINE_TIMESTAMPS = "fine_timestamps"
    OUTCOME = "outcome"
    AMOUNT = "amount"
    CHANNEL = "channel"
    DEADLINE = "deadline"


@dataclass(frozen=True)
class Profile:
    """Counts and capabilities.

    Attributes:
        cases, closed_cases, events: Counts.
        weeks: Weeks of arrival that hold a case.
        first, last: Microseconds of the first and last plausible event.
        capabilities: What the log tells.
        coarse: Activities (codes) whose dates carry no time of day.
        stray_dates: (ISO date, events) that are implausible.
        stray_starts: (ISO date, starts) that are implausible and left out.
        late_starts: Starts later than the end of their own event.
        day_only: Share of events whose date carries no time of day: midnight stands there.
        outside_hours: Share of events outside the opening hours.
        cut: Where the extract begins, if what had ended before is missing in it.
    """

    cases: int
    closed_cases: int
    events: int
    weeks: int
    first: int
    last: int
    capabilities: frozenset[Capability]
    coarse: frozenset[int]
    stray_dates: tuple[tuple[str, int], ...]
    outside_hours: float
    stray_starts: tuple[tuple[str, int], ...] = ()
    late_starts: int = 0
    day_only: float = 0.0
    cut: Cut | None = None

    def can(self, *needs: Capability) -> bool:
        """Whether the log has all the capabilities named."""
        return self.capabilities.issuperset(needs)


def profile_of(engine: Engine, calendar: OfficeCalendar, period: Period, cut: Cut | None = None) -> Profile:
    """Measure the capabilities; a column that is empty, constant or nearly so does not count."""
    events, first, last, midnight, starts, resources, roles, amounts, outcomes, channels = engine.rows(
        f"""select count(*), min(time) filter (where office is not null), max(time) filter (where office is not null),
                   count(*) filter (where time % {DAY} = 0),
                   count(*) filter (where start < time), count(resource), count(role),
                   count(*) filter (where amount > 0), count(outcome_name), count(channel_name)
            from event""",
    )[0]
    kinds = {name: engine.value(f"select count(*) from {name}_") for name in ("resource", "role")}
    channel_kinds = engine.value("select count(distinct channel_name) from case_") if channels else 0
    tests = {
        Capability.START_TIMES: starts > 0 and _starts_of_steps(engine),
        Capability.RESOURCE: resources >= FILLED * events and kinds["resource"] >= 2,
        Capability.ROLE: kinds["role"] >= 2 and roles >= MOST * events and (roles >= FILLED * events or _roles_of_steps(engine)),
        Capability.FINE_TIMESTAMPS: midnight < 0.05 * events,
        Capability.OUTCOME: outcomes > 0,
        Capability.AMOUNT: amounts > 0
        and engine.value("select count(*) filter (where amount > 0) >= 0.9 * count(*) from case_"),
        Capability.CHANNEL: channel_kinds >= 2,
        Capability.DEADLINE: engine.value("select count(deadline) from event") > 0 and _has_deadlines(engine),
    }
    coarse = engine.rows(
        f"select activity from event group by activity having count(*) filter (where time % {DAY} = 0) >= 0.05 * count(*)",
    )
    cases, closed, weeks = engine.rows(
        "select count(*), count(*) filter (where closed), count(distinct week) from case_"
    )[0]
    return Profile(
        cases,
        closed,
        events,
        weeks,
        first,
        last,
        frozenset(name for name, holds in tests.items() if holds),
        frozenset(code for (code,) in coarse),
        tuple((iso(day), count) for day, count in period.strays),
        outside_hours(engine, calendar, "event"),
        tuple((iso(day), count) for day, count in period.stray_starts),
        engine.value("select count(*) filter (where start > time and office is not null) from event"),
        midnight / events if events else 0.0,
        cut,
    )


def _roles_of_steps(engine: Engine) -> bool:
    """Whether the steps that are done by somebody say by whom: those of a system have no role, and need none."""
    filled, events = engine.rows(
        f"""select coalesce(sum(filled), 0), coalesce(sum(events), 0)
            from (select count(role) as filled, count(*) as events from event group by activity) where filled >= {HALF} * events""",
    )[0]
    return bool(filled >= FILLED * events)


def _starts_of_steps(engine: Engine) -> bool:
    """Whether the steps that take time have their start: marks and decisions of a moment have none, and need none."""
    timed, events = engine.rows(
        f"""select coalesce(sum(events) filter (filled >= {ALWAYS} * events and lasting >= {HALF} * events), 0), sum(events)
            from (select count(*) as events, count(start) as filled, count(*) filter (start < time) as lasting
                  from event group by activity)""",
    )[0]
    return bool(timed >= TIMED * events)


def _has_deadlines(engine: Engine) -> bool:
    """Whether most cases carry one deadline; dates that change from event to event are those of tasks, not of the case."""
    cases, dated, single, kinds = engine.rows(
        """select count(*), count(latest), count(*) filter (latest = earliest), count(distinct latest)
           from (select case_id, min(deadline) as earliest, max(deadline) as latest from event group by case_id)""",
    )[0]
    return bool(dated >= FILLED * cases and single >= FILLED * dated and kinds >= 2)


def outside_hours(engine: Engine, calendar: OfficeCalendar, table: str) -> float:
    """Share of the plausible, timed events of a table outside the opening hours: where W stands still around the moment."""
    outside, timed = engine.rows(
        f"""select count(*) filter (where not ({calendar.inside_sql("e.time")})), count(*)
            from {table} e join office_day on office_day.day = {day_sql("e.time")} where e.time % {DAY} > 0""",
    )[0]
    return outside / timed if timed else 0.0
