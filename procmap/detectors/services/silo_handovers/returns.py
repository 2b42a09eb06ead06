"""Cases that come back to a service for a further step, beside those that it kept: the same step with a handover and without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

ROOM = "procmap.detectors.services.silo_handovers"

NOBODY = frozenset(
    {
        "", "-", "?", "empty", "inconnu", "inconnue", "missing", "n/a", "na", "nan", "nil", "none", "non renseigne",
        "non renseigné", "null", "system", "systeme", "système", "undefined", "unknown", "vide",
    },
)
"""What stands in a column of services where none is meant, in lower case."""

NAMED = 0.9
"""Share of the events with a person, of the roles with any, from which a log names who works for the house."""


@dataclass(frozen=True)
class Units:
    """How many services a case passes through, over the closed cases.

    Attributes:
        median: Median of the distinct roles in a case.
        cases: Cases that came back to a role for a step not done before.
        of_by_part: Closed cases of the two parts.
    """

    median: int
    cases: int
    of_by_part: ByPart


@dataclass(frozen=True)
class Stratum:
    """Gaps before a step (office time, microseconds) in cases of one channel, and the part of each case."""

    returned: Array
    returned_part: Array
    kept: Array
    kept_part: Array

    def of_part(self, part: int) -> Stratum:
        """The same for one part of the cases."""
        mine, theirs = self.returned_part == part, self.kept_part == part
        return Stratum(self.returned[mine], self.returned_part[mine], self.kept[theirs], self.kept_part[theirs])


@dataclass(frozen=True)
class Returned:
    """A step for which cases come back to the role that does it (codes), over the closed cases.

    Attributes:
        role, activity: The role, and the step, done for the first time in its case.
        sources: The roles that at least a tenth of these cases came back from, most often first.
        cases, by_part: Cases that came back.
        kept: Cases in which the role itself did the event before.
        at_once: Those of the kept in which both were saved within five seconds.
        examples: Up to five cases that came back.
    """

    role: int
    activity: int
    sources: tuple[int, ...]
    cases: int
    by_part: ByPart
    kept: int
    at_once: int
    examples: tuple[int, ...]


def find_returned(log: EventLog, loops: Iterable[int]) -> tuple[Units, tuple[Returned, ...]]:
    """How many services cases pass through, and every step for which they come back to one; leaves the table `continuation`.

    Args:
        log: The log; needs `excursion` and `concurrent_pair`.
        loops: Activities that exist only for a loop: what follows them is a matter of the loop.
    """
    engine = log.engine
    nobody = _listed(code for code, name in enumerate(log.roles) if name.strip().casefold() in NOBODY)
    engine.table("unit_visit", sql_of(ROOM, "units").format(nobody=nobody))
    engine.table("continuation", sql_of(ROOM, "continuation").format(nobody=nobody, loops=_listed(loops)))
    median = engine.value(
        "select quantile_disc(units, 0.5) from (select count(*) as units from unit_visit group by case_id)",
    )
    cases = engine.value("select count(distinct case_id) from continuation where returned")
    of_first, of_second = engine.rows(
        "select count(*) filter (where part = 1), count(*) filter (where part = 2) from case_ where closed",
    )[0]
    rows = engine.rows(sql_of(ROOM, "returned"))
    engine.drop("unit_visit")
    return Units(median or 0, cases, ByPart(of_first, of_second)), tuple(
        Returned(
            role=row[0], activity=row[1], sources=tuple(row[2]), cases=row[3], by_part=ByPart(row[4], row[5]), kept=row[6],
            at_once=row[7], examples=tuple(row[8] or ()),
        )
        for row in rows
    )


def unnamed_roles(log: EventLog) -> frozenset[int]:
    """Roles of which the log names nobody, though it names nearly everybody of the others: those for whom the work is done."""
    rows = log.engine.rows("select role, count(*), count(resource) from event where role is not null group by role order by role")
    named = [(of, told) for _, of, told in rows if told]
    if not named or sum(told for _, told in named) < NAMED * sum(of for of, _ in named):
        return frozenset()
    return frozenset(role for role, _, told in rows if not told)


def strata_of(log: EventLog, found: Returned) -> tuple[Stratum, ...]:
    """The gaps before the step, by channel; needs the table `continuation`."""
    import numpy as np

    columns = log.engine.columns(
        f"""select channel, returned, gap, part from continuation
            where role = {found.role} and activity = {found.activity} order by channel, returned, gap, part""",
    )
    channel = np.asarray(columns["channel"], dtype=str)
    back, gap, part = (np.asarray(columns[name]) for name in ("returned", "gap", "part"))
    strata = []
    for one in np.unique(channel):
        mine, theirs = (channel == one) & back, (channel == one) & ~back
        strata.append(Stratum(gap[mine], part[mine], gap[theirs], part[theirs]))
    return tuple(strata)


def _listed(codes: Iterable[int]) -> str:
    return ", ".join(str(code) for code in sorted(set(codes))) or "-1"
