"""Whether files wait because others stand before them: how the wait of a file goes with the files ahead of it.

In a queue the wait grows with every file that was there before. Where a file waits for the outside, for a period set by rule or
for the day of a session, it does not: a file that comes just after a session finds nobody ahead and waits longest. So the wait that
is a queue is (wait for each file ahead) x (files ahead), the first by regression within blocks of four weeks and one activity, so
that neither the season nor a slow drift of the waits makes it; its error comes from leaving out one block after another.

First each activity apart: where its wait grows neither with its own backlog nor with that of the whole line (with 95 % confidence)
its files are waiting for something else, and are not counted as standing ahead of others. Source of the idea: Senderovich et al.
2015 (10.1016/j.is.2015.03.010), the length of the queue as predictor of the wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from procmap.engine.duckdb_engine import sql_of
from procmap.log import EventLog
from procmap.measures.waiting.queueing import ROOM, block_length
from procmap.statistics import Jackknife, jackknife

LEAST = 50
"""Instances below which an activity is not looked at."""

SECOND = 1_000_000

Line = Literal["role", "resource"]


@dataclass(frozen=True)
class Cell:
    """Sums over the instances of one activity, part and block: see backlog.sql. Office seconds."""

    activity: int
    part: int
    block: int
    times: int
    ahead: int
    took: int
    held: int
    ahead_held: int
    ahead_ahead: int
    found: int

    @property
    def covariance(self) -> float:
        """Sum of the products of the deviations of files ahead and wait."""
        return self.ahead_held - self.ahead * self.held / self.times

    @property
    def variance(self) -> float:
        """Sum of the squared deviations of files ahead."""
        return self.ahead_ahead - self.ahead * self.ahead / self.times


Estimate = Callable[[Sequence[Cell]], float]


@dataclass(frozen=True)
class Backlog:
    """The queue in front of a role or a person.

    Attributes:
        activities: Those whose wait grows with the backlog; the others are left out.
        cells: The sums behind the figures.
    """

    activities: tuple[int, ...]
    cells: tuple[Cell, ...]

    def of(self, *activities: int) -> Backlog:
        """The same queue, the waits of some activities only."""
        return Backlog(activities, tuple(cell for cell in self.cells if cell.activity in activities))

    @property
    def instances(self) -> int:
        """Instances that waited in it."""
        return sum(cell.times for cell in self.cells)

    @property
    def found(self) -> int:
        """Those that found at least one file before them."""
        return sum(cell.found for cell in self.cells)

    def share(self, part: int | None = None) -> float:
        """Queueing as a share of the time from enabling to completion; of one part of the closed cases, if given."""
        cells = [cell for cell in self.cells if part is None or cell.part == part]
        took = sum(cell.took for cell in cells)
        return _queued(cells) / took if took else 0.0

    def shares(self) -> Jackknife:
        """The share with its error."""
        return self._judged(lambda cells: _queued(cells) / max(sum(cell.took for cell in cells), 1))

    def seconds(self) -> Jackknife:
        """Office seconds spent in the queue, over all instances."""
        blocks = len({cell.block for cell in self.cells})
        # without one block there is less to sum: scaled, so that only what the block says differently counts
        return self._judged(lambda cells: _queued(cells) * blocks / max(len({cell.block for cell in cells}), 1))

    def queued_by_activity(self) -> dict[int, float]:
        """Office seconds in the queue by activity."""
        each = _per_file(self.cells)
        ahead: dict[int, int] = defaultdict(int)
        for cell in self.cells:
            ahead[cell.activity] += cell.ahead
        return {activity: each * files for activity, files in ahead.items()}

    def _judged(self, estimate: Estimate) -> Jackknife:
        blocks = sorted({cell.block for cell in self.cells})
        return jackknife(
            estimate(self.cells), [estimate([c for c in self.cells if c.block != block]) for block in blocks],
        )


def find_backlogs(log: EventLog, line: Line, codes: Sequence[int]) -> dict[int, Backlog]:
    """The queue of each role or person asked for, by code; where one is missing, nothing waits for its turn. Needs `queue`."""
    if not codes:
        return {}
    asked = f"{line} in ({', '.join(str(int(code)) for code in sorted(codes))})"
    together = _cells(log, line, asked)
    kept = {key for key, cells in together.items() if _grows(cells)}
    if len(kept) < len(together):
        alone = _cells(log, f"{line}, activity", f"{asked} and ({line}, activity) not in ({_listed(kept)})")
        kept |= {key for key, cells in alone.items() if _grows(cells)}
    if 0 < len(kept) < len(together):
        together = _cells(log, line, f"({line}, activity) in ({_listed(kept)})")
    found: dict[int, list[Cell]] = defaultdict(list)
    for of, activity in sorted(kept):
        found[of] += together[of, activity]
    return {of: Backlog(tuple(sorted({c.activity for c in cells})), tuple(cells)) for of, cells in found.items()}


def longest(log: EventLog, line: Line, code: int, activities: Sequence[int]) -> tuple[int, ...]:
    """Up to five cases that stood longest behind other files of their person there."""
    rows = log.engine.rows(
        f"""select case_id from queue where {line} = {int(code)} and activity in ({", ".join(map(str, activities))})
            group by case_id order by max(queued) desc, case_id limit 5""",
    )
    return tuple(case for (case,) in rows)


def _grows(cells: Sequence[Cell]) -> bool:
    """Whether the wait of one activity grows with the backlog."""
    return sum(cell.times for cell in cells) >= LEAST and Backlog((), tuple(cells)).shares().lower() > 0


def _listed(pairs: Iterable[tuple[int, int]]) -> str:
    """Pairs of codes in SQL; one that never occurs where there is none."""
    return ", ".join(f"({of}, {activity})" for of, activity in sorted(pairs)) or "(-1, -1)"


def _cells(log: EventLog, line: str, kept: str) -> dict[tuple[int, int], list[Cell]]:
    """The sums by owner of the line and activity."""
    sql = sql_of(ROOM, "backlog").format(line=line, owner=line.partition(",")[0], kept=kept, block=block_length(log))
    found: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    for owner, *sums in log.engine.rows(sql):
        cell = Cell(*sums)
        found[owner, cell.activity].append(cell)
    return found


def _per_file(cells: Iterable[Cell]) -> float:
    """Office seconds that each file ahead adds to the wait."""
    taken = list(cells)
    variance = sum(cell.variance for cell in taken)
    return sum(cell.covariance for cell in taken) / variance if variance > 0 else 0.0


def _queued(cells: Iterable[Cell]) -> float:
    """Office seconds in the queue."""
    taken = list(cells)
    return _per_file(taken) * sum(cell.ahead for cell in taken)
