"""Where the elapsed time of the closed cases goes: each moment once, to the step that it ends in and to what it is spent on.

The time between two recorded completions of a case belongs to the later one. Where no activities are concurrent this is the time of
`share_of_time`; what concurrent steps wait for at once counts here only for what was completed first, so that the parts sum to the
whole. Rows that stand aside of the way of a case end no time, as in `share_of_time`: what is recorded after the last step ends in
no step, and is unexplained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from procmap.engine.duckdb_engine import sql_of
from procmap.log import Capability, EventLog
from procmap.log.calendar import day_sql
from procmap.measures.time.natures import Nature
from procmap.measures.time.session_days import store_session_days
from procmap.measures.time.time_cause import TimeCause

if TYPE_CHECKING:
    import numpy as np

TOLD = (Capability.START_TIMES, Capability.RESOURCE, Capability.FINE_TIMESTAMPS)
"""What a log must tell for the causes of waiting to mean anything."""

NO_WAITING = """(select cast(null as bigint) as case_id, cast(null as bigint) as k, cast(null as bigint) as wait,
  cast(null as bigint) as batching, cast(null as bigint) as contention, cast(null as bigint) as prioritisation,
  cast(null as bigint) as unavailability where false)"""

TOTALS = """
select count(arrival), coalesce(cast(sum(finish - arrival) as bigint), 0),
       coalesce(cast(sum(office_finish - office_arrival) as bigint), 0) from case_ where closed
"""

LAPSED = """
select distinct b.activity from lapse l join event b on b.activity = l.activity join case_ c on c.case_id = b.case_id and c.closed
join event a on a.case_id = b.case_id and a.activity = l.after and a.k < b.k and a.time < b.time
where a.office is not null and b.office is not null order by b.activity
"""

AS_NAMED = (
    TimeCause.BATCHING, TimeCause.CONTENTION, TimeCause.PRIORITISATION, TimeCause.UNAVAILABILITY, TimeCause.EXTRANEOUS,
)  # fmt: skip

PARTS = (
    "work", "lapse", "first", "passed", "rest", "unknown",
    "batching", "contention", "prioritisation", "unavailability", "extraneous",
)  # fmt: skip
"""The columns of spent.sql, each of which has its office time beside it."""

KEPT = 50_000
"""Events up to which the time of each is kept, as it is summed again for every set of changes that is looked at."""


class Cell(NamedTuple):
    """Where time is spent, and on what: codes of activity and role, None where it ends in no step and where no role is named."""

    activity: int | None
    role: int | None
    cause: TimeCause


@dataclass(frozen=True)
class Spent:
    """Calendar and office time, microseconds."""

    time: int
    office: int

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.time + other.time, self.office + other.office)


@dataclass(frozen=True)
class TimeSpent:
    """All elapsed time of the closed cases.

    Attributes:
        cases: Closed cases with a plausible date.
        total: First to last recorded moment, of all of them.
        cells: What it is made of; none is empty, and they sum to the total.
        natures: Of each activity, by code.
        lapsed: Activities whose term, which runs from a step that need not be the one before, holds any time.
    """

    cases: int
    total: Spent
    cells: Mapping[Cell, Spent]
    natures: Sequence[Nature]
    lapsed: frozenset[int] = frozenset()


def find_time_spent(log: EventLog, natures: Sequence[Nature]) -> TimeSpent:
    """Where the time goes; needs `waiting` where the log tells all of TOLD.

    Leaves `step_nature`, `lapse`, `session_day` and, of a small log, `spent`.
    """
    _store(log, natures)
    if log.profile.events <= KEPT:
        log.engine.table("spent", _of_events(log))
    cells = cells_of(log, natures)
    cases, time, office = log.engine.rows(TOTALS)[0]
    ended = sum(cells.values(), Spent(0, 0))
    after = Spent(time - ended.time, office - ended.office)
    if after != Spent(0, 0):
        cells[Cell(None, None, TimeCause.UNEXPLAINED)] = after
    lapsed = frozenset(code for (code,) in log.engine.rows(LAPSED))
    return TimeSpent(cases, Spent(time, office), cells, natures, lapsed)


def cells_of(log: EventLog, natures: Sequence[Nature], only: str = "") -> dict[Cell, Spent]:
    """The time that ends in steps; `only` is a further condition on the events (`e`).

    Needs `step_nature`, `lapse` and `session_day`; of a small log `spent`.
    """
    source = f"spent e where true {only}" if log.profile.events <= KEPT else f"({_of_events(log, only)})"
    sums = ", ".join(f"cast(sum({part}) as bigint), cast(sum({part}_office) as bigint)" for part in PARTS)
    found: dict[Cell, Spent] = {}
    for activity, role, *parts in log.engine.rows(
        f"select activity, role, {sums} from {source} group by activity, role order by activity, role",
    ):
        nature = natures[activity]
        causes = (
            TimeCause.WORK, TimeCause.TERM, nature.first, TimeCause.UNEXPLAINED, nature.cause, TimeCause.UNEXPLAINED, *AS_NAMED,
        )  # fmt: skip
        for place, cause in enumerate(causes):
            spent = Spent(parts[2 * place], parts[2 * place + 1])
            if spent != Spent(0, 0):
                cell = Cell(activity, None if role < 0 else role, cause)
                found[cell] = found.get(cell, Spent(0, 0)) + spent
    return found


def _of_events(log: EventLog, only: str = "") -> str:
    """The time that ends in each event, by what it is spent on: see spent.sql."""
    starts = log.profile.can(Capability.START_TIMES)
    term_end = "(w.since + w.term)"
    return sql_of("procmap.measures.time", "spent").format(
        start="case when e.office_start is not null then e.start end" if starts else "cast(null as bigint)",
        office_start="e.office_start" if starts else "cast(null as bigint)",
        waiting="waiting" if log.profile.can(*TOLD) else NO_WAITING,
        term_office=log.calendar.office_sql(term_end), term_day=day_sql(term_end),
        lapse_office=log.calendar.office_sql("lapse_end").replace("office_day.", "lapse_day."), lapse_day=day_sql("lapse_end"),
        since_day=day_sql("w.since"), done_day=day_sql("w.time"), only=only,
    )  # fmt: skip


def _store(log: EventLog, natures: Sequence[Nature]) -> None:
    import numpy as np

    def column(values: Sequence[bool] | Sequence[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
        return np.array(values)

    def known(values: Sequence[int | None]) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
        return np.ma.masked_array([value or 0 for value in values], [value is None for value in values], dtype=np.int64)

    least = [None if n.term is None else n.term.least for n in natures]
    after = [None if n.term is None else n.term.after for n in natures]
    log.engine.load("step_nature", {
        "activity": np.arange(len(natures)), "term": known(least), "term_after": known(after),
        "in_sessions": column([n.sessions for n in natures]),
        "certain": column([n.certain for n in natures]),
    })  # fmt: skip
    lapses = [(code, after, n.lapse.least) for code, n in enumerate(natures) if n.lapse for after in n.lapse.after]
    columns = zip(*lapses, strict=True) if lapses else ((), (), ())
    log.engine.load("lapse", {
        name: np.array(values, dtype=np.int64) for name, values in zip(("activity", "after", "least"), columns, strict=True)
    })  # fmt: skip
    store_session_days(log, [code for code, nature in enumerate(natures) if nature.sessions])
