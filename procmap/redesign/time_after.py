"""Where the elapsed time goes once the accepted plan is carried out: the same table, of what the plan leaves of it.

The replayed cases say where time goes: what is dropped ends no time, what is done sooner ends less. The time that ends in a step
that no accepted change touches stays, but where the replay has a file wait there for what a vanished step no longer fills: a
session that was held, a date of its own, a parallel step. What remains is exactly the plan's mean time after. Where that is more
than the replay leaves (the gain was capped, or a simulation says less), it stays in the steps touched, where it was; where it is
less (files catch earlier sessions further on, or a simulation says more), it comes off the steps touched, then off those that the
replay makes shorter, then off all, in proportion to their time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.log.calendar import DAY, HOUR
from procmap.measures import Measures
from procmap.measures.time.spent import Cell, TimeSpent, cells_of
from procmap.measures.time.time_cause import GIVES_WAY, TimeCause
from procmap.redesign.apportioning import apportioned, settled
from procmap.redesign.gains import Redesign, Run

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

Place = tuple[int | None, int | None]
"""Activity and role, by code."""

GONE = "and (e.case_id, e.k) in (select case_id, k from gone)"


@dataclass(frozen=True)
class TimeRow:
    """One row of findings.json's `time`.

    Attributes:
        activity: Where the time ends, by the label of the log; None for what comes after the last step.
        role: The role that completed it, None where the log names none.
        cause: What it is spent on.
        share: Of all elapsed calendar time of the closed cases.
        mean_office_hours: Per closed case.
        after_share: What the accepted plan leaves of it, as a share of the same total.
    """

    activity: str | None
    role: str | None
    cause: TimeCause
    share: float
    mean_office_hours: float
    after_share: float


def find_time(measures: Measures, redesign: Redesign, run: Run, touched: Collection[str], mean_days: float) -> tuple[TimeRow, ...]:
    """The table, the largest share first; empty where no time passes.

    Args:
        measures: Of the log as it runs.
        redesign: The cases that were replayed.
        run: The replay of the accepted changes.
        touched: The activities that they touch, by label; without any, nothing changes.
        mean_days: What a closed case takes on average after the plan.
    """
    spent, log = measures.time_spent, measures.log
    if not spent.total.time:
        return ()
    after = {cell: value.time for cell, value in spent.cells.items()}
    if touched:
        codes = {log.activities.index(label) for label in touched}
        after = _after(spent, redesign, run, codes, round(mean_days * DAY * spent.cases))
    rows = []
    for cell in spent.cells.keys() | after.keys():
        was, total = spent.cells.get(cell), spent.total.time
        rows.append(TimeRow(
            activity=None if cell.activity is None else log.activities[cell.activity],
            role=None if cell.role is None else log.roles[cell.role],
            cause=cell.cause,
            share=was.time / total if was else 0.0,
            mean_office_hours=was.office / spent.cases / HOUR if was else 0.0,
            after_share=after.get(cell, 0) / total,
        ))  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.share, -row.after_share, row.activity or "", row.role or "", row.cause)))


def _after(spent: TimeSpent, redesign: Redesign, run: Run, codes: Collection[int], whole: int) -> dict[Cell, int]:
    before = _by_place({cell: value.time for cell, value in spent.cells.items()})
    saved, gone = _saved(redesign, run), _gone(spent, redesign, run)
    replayed = {place: max(time - saved.get(place, 0), 0) for place, time in before.items()}
    replayed |= {place: -time for place, time in saved.items() if place not in before and time < 0}
    touched = {place for place in replayed if place[0] in codes} | {(cell.activity, cell.role) for cell in gone}
    left = settled(before, replayed, touched, whole)
    found: dict[Cell, int] = {}
    for place, time in left.items():
        parts = {cell: value.time for cell, value in spent.cells.items() if (cell.activity, cell.role) == place}
        found |= _cut(parts, {cell: gone.get(cell, 0) for cell in parts}, time) or {_usual(spent, place): time}
    return found


def _by_place(cells: Mapping[Cell, int]) -> dict[Place, int]:
    found: dict[Place, int] = defaultdict(int)
    for cell, time in cells.items():
        found[cell.activity, cell.role] += time
    return dict(found)


def _usual(spent: TimeSpent, place: Place) -> Cell:
    """What time is that comes to a step in which none ended."""
    return Cell(*place, TimeCause.UNEXPLAINED if place[0] is None else spent.natures[place[0]].cause)


def _cut(parts: Mapping[Cell, int], gone: Mapping[Cell, int], time: int) -> dict[Cell, int]:
    """The parts of a step when it takes `time` in all.

    What no longer takes place goes first; then waits give way before work, terms and dates. More time comes back to what went, and
    beyond that to the largest part.
    """
    found = {cell: part - gone[cell] for cell, part in parts.items()}
    more = time - sum(found.values())
    if more >= 0 and parts:
        back = apportioned(min(more, sum(gone.values())), list(gone.values()))
        found = {cell: found[cell] + given for cell, given in zip(gone, back, strict=True)}
        found[max(parts, key=lambda cell: (parts[cell], cell.cause))] += more - sum(back)
    for cell in sorted(found, key=lambda cell: GIVES_WAY.index(cell.cause)):
        given = min(max(-more, 0), found[cell])
        found[cell] -= given
        more += given
    return found


def _gone(spent: TimeSpent, redesign: Redesign, run: Run) -> dict[Cell, int]:
    """The time of the events that no longer take place."""
    dropped = run.change.dropped & redesign.closed[redesign.traces.case]
    if not dropped.any():
        return {}
    engine = redesign.log.engine
    engine.load("gone", {"case_id": redesign.traces.case[dropped], "k": redesign.traces.rank[dropped]})
    found = cells_of(redesign.log, spent.natures, GONE)
    engine.drop("gone")
    return {cell: value.time for cell, value in found.items()}


def _saved(redesign: Redesign, run: Run) -> dict[Place, int]:
    """How much less time ends in each step of the replayed cases, calendar microseconds; less than zero where it is more."""
    import numpy as np

    traces, change = redesign.traces, run.change
    altered = change.dropped | (run.time != traces.time)
    rank = 2 * traces.rank if change.rank is None else change.rank
    altered |= rank != 2 * traces.rank
    mine = np.zeros(traces.cases, dtype=bool)
    mine[traces.case[altered]] = True
    rows = np.nonzero((mine & redesign.closed)[traces.case] & (traces.office >= 0))[0]
    arrival = redesign.arrival
    saved = _took(traces.case[rows], traces.time[rows], arrival)
    stays = np.nonzero(~change.dropped[rows])[0]
    order = _in_turn(stays, traces.case[rows[stays]], run.time[rows[stays]], rank[rows[stays]])
    saved[order] -= _took(traces.case[rows[order]], run.time[rows[order]], arrival)
    width = len(redesign.log.roles) + 1
    places = traces.activity[rows] * width + redesign.role[rows] + 1
    sums = np.zeros(len(redesign.log.activities) * width, dtype=np.int64)
    np.add.at(sums, places, saved)
    return {
        (place // width, place % width - 1 if place % width else None): int(sums[place])
        for place in np.flatnonzero(np.bincount(places, minlength=len(sums))).tolist()
    }


def _in_turn(rows: Array, case: Array, time: Array, rank: Array) -> Array:
    """Rows in the order of their cases, times and ranks, given in that of their cases; few cases change their order."""
    import numpy as np

    same = case[1:] == case[:-1]
    out_of_turn = np.flatnonzero(same & ((time[1:] < time[:-1]) | ((time[1:] == time[:-1]) & (rank[1:] < rank[:-1]))))
    turned = np.zeros(int(case.max(initial=-1)) + 1, dtype=bool)
    turned[case[out_of_turn]] = True
    mine = np.flatnonzero(turned[case])
    found = rows.copy()
    found[mine] = rows[mine[np.lexsort((rank[mine], time[mine], case[mine]))]]
    return found


def _took(case: Array, time: Array, arrival: Array) -> Array:
    """The time that ends in each of some events, in the order of their cases."""
    import numpy as np

    since = np.concatenate([[0], time[:-1]]) if len(time) else time
    first = np.concatenate([[True], np.diff(case) != 0])[: len(case)]
    found: Array = np.maximum(time - np.where(first, arrival[case], since), 0)
    return found
