"""What happens to a step while the person who does it is away: days on which that person records nothing anywhere.

A day without an event is no absence where the person does not work every day, so a spell counts only if it is too long to come by
chance from the share of days with events. Nor does it count if the whole house is quiet then (August, a strike): the others must
record at least a quarter of what they usually do (what comes after the step may stand still with it). Between such spells and the
rest the step is compared: how much of it is done, and how long the files take that become ready.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.log import EventLog
from procmap.log.calendar import day_sql
from procmap.measures.waiting.queueing import Sharing
from procmap.statistics import cliffs_delta, mann_whitney

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

CHANCE = 0.01
"""Expected number of spells that come by chance, at most."""

OTHERS = 0.25
"""What the others of the log record on the days of a spell, as a share of their usual, at least."""


@dataclass(frozen=True)
class Absence:
    """A step while its person is away.

    Attributes:
        spells, days: Spells, and their working days.
        done, usual: Completions of the step on these days, and what its usual rate would give.
        ready: Files that became ready in a spell and were done later.
        p_value: That these do not take longer than the others (Mann-Whitney).
        longer: How much more often one of these takes longer than another does than the reverse (Cliff's delta), -1 to 1.
    """

    spells: int
    days: int
    done: int
    usual: float
    ready: int
    p_value: float
    longer: float


NONE = Absence(0, 0, 0, 0.0, 0, 1.0, -1.0)


def find_absence(log: EventLog, sharing: Sharing, least: int) -> Absence:
    """The spells of at least `least` working days of the person who does most of an activity. Needs `queue`."""
    import numpy as np

    days = np.asarray(
        log.engine.columns("select day from office_day where close_0 > open_0 order by day")["day"], dtype=np.int64,
    )
    mine = _per_day(log, days, f"resource = {sharing.person}")
    seen = np.nonzero(mine)[0]
    if len(seen) < 2:
        return NONE
    inside = slice(int(seen[0]), int(seen[-1]) + 1)
    others = _per_day(log, days, f"resource <> {sharing.person}")[inside]
    away = _spells(mine[inside] > 0, others, least)
    if not away.any():
        return NONE
    role = "is null" if sharing.role is None else f"= {sharing.role}"
    done = _per_day(log, days, f"activity = {sharing.activity} and role {role}")[inside]
    enabled, took = _instances(log, sharing.activity, role)
    worked = np.asarray(
        log.engine.columns("select worked from office_day where close_0 > open_0 order by day")["worked"], dtype=np.int64,
    )
    at = np.maximum(np.searchsorted(worked, enabled, side="right") - 1, 0) - inside.start
    known = (at >= 0) & (at < len(away))
    within = np.zeros(len(at), dtype=bool)
    within[known] = away[at[known]]
    return Absence(
        spells=int((np.diff(np.concatenate([[0], away.astype(np.int64)])) == 1).sum()),
        days=int(away.sum()),
        done=int(done[away].sum()),
        usual=float(done[~away].sum()) / max(int((~away).sum()), 1) * int(away.sum()),
        ready=int(within.sum()),
        p_value=mann_whitney(took[within], took[~within], "greater"),
        longer=cliffs_delta(took[within], took[~within]) if within.any() and not within.all() else -1.0,
    )


def _spells(present: Array, others: Array, least: int) -> Array:
    """True on the days of spells that are long enough, not by chance, and the person's alone."""
    import numpy as np

    empty = 1 - float(present.mean())
    if empty <= 0:
        return ~present
    # so long that chance leaves no more than CHANCE spells of this length on all days
    length = max(least, int(np.ceil(np.log(CHANCE / len(present)) / np.log(empty)))) if empty < 1 else len(present) + 1
    usual = float(others[present].mean())
    edges = np.diff(np.concatenate([[0], (~present).astype(np.int64), [0]]))
    found = np.zeros(len(present), dtype=bool)
    for first, after in zip(np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0], strict=True):
        if after - first >= length and others[first:after].mean() >= OTHERS * usual:
            found[first:after] = True
    return found


def _per_day(log: EventLog, days: Array, where: str) -> Array:
    """Events on each working day."""
    import numpy as np

    rows = log.engine.columns(
        f"""select {day_sql("time")} as day, count(*) as times from event where office is not null and {where}
            group by day order by day""",
    )
    found = np.zeros(len(days), dtype=np.int64)
    day = np.asarray(rows["day"], dtype=np.int64)
    working = np.isin(day, days)
    found[np.searchsorted(days, day[working])] = np.asarray(rows["times"], dtype=np.int64)[working]
    return found


def _instances(log: EventLog, activity: int, role: str) -> tuple[Array, Array]:
    """Enabling and sojourn of the instances of a step."""
    import numpy as np

    rows = log.engine.columns(
        f"""select enabled, office - enabled as took from queue where activity = {activity} and role {role}
            order by enabled, took""",
    )
    return np.asarray(rows["enabled"], dtype=np.int64), np.asarray(rows["took"], dtype=np.int64)
