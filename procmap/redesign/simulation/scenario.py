"""From the observed cases, and what a change does to single events, to what the engine runs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.redesign.replay import Attended, Change, replay, when_due
from procmap.redesign.simulation.engine import NOBODY, Scenario
from procmap.redesign.simulation.luck import Luck
from procmap.redesign.simulation.precedence import precedence, predecessors
from procmap.redesign.simulation.teams import Teams
from procmap.redesign.traces import Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Present:
    """The cases as they ran: what each change is applied to.

    Attributes:
        traces: The events.
        luck: What each brought of its own.
        teams: Who may do what.
        before: What each event waits for.
    """

    traces: Traces
    luck: Luck
    teams: Teams
    before: list[list[int]]

    def scenario(self, change: Change, alongside: dict[int, int]) -> Scenario:
        """What the engine runs under a change.

        Args:
            change: What it does to single events; a new sojourn is one during which nobody need be free.
            alongside: Events that no longer wait for the one before them, with that one: what follows waits for both.
        """
        import numpy as np

        traces, luck = self.traces, self.luck
        other = change.sojourn != traces.sojourn
        order = np.empty(len(traces.case), dtype=np.int64)
        order[np.lexsort((np.arange(len(order)), traces.ready, traces.office, luck.begins))] = np.arange(len(order))
        return Scenario(
            precedence(self._predecessors(change, alongside)),
            traces.arrival[traces.case].tolist(),
            order.tolist(),
            change.dropped.tolist(),
            np.where(other, change.sojourn, luck.delay).tolist(),
            np.where(other, NOBODY, self.teams.queue).tolist(),
            luck.service.tolist(),
            luck.person.tolist(),
            _held(traces, change),
            self.teams.staff,
        )

    def _predecessors(self, change: Change, alongside: dict[int, int]) -> list[list[int]]:
        before = self.before if change.rank is None else predecessors(self.traces, change.rank)
        if not alongside:
            return before
        found = [[*rows, *(alongside[row] for row in rows if row in alongside)] for row, rows in enumerate(before)]
        for row, first in alongside.items():
            found[row] = found[first]
        return found


def _held(traces: Traces, change: Change) -> dict[int, Callable[[int], int]]:
    """For what is done in sessions or at a date of its own the completion from the moment of its enabling."""
    import numpy as np

    found: dict[int, Callable[[int], int]] = {}
    for code in sorted({*traces.sessions, *change.moved}):
        if code in change.released and code not in change.moved:
            continue
        attended = Attended.of(traces, code) if code in traces.sessions else None
        for row in np.nonzero((traces.activity == code) & (traces.office >= 0))[0].tolist():
            if code in change.moved:
                found[row] = _at_moments(change.moved[code].tolist(), attended, row)
            elif attended is not None and attended.held[row] >= 0:
                found[row] = _at_session(traces, attended, row)
    for code in sorted(traces.pinned - change.released - change.moved.keys()):
        for row in np.nonzero((traces.activity == code) & (traces.office >= 0))[0].tolist():
            found[row] = _not_before(int(traces.office[row]), found.get(row), int(change.sojourn[row]))
    return found | _due(traces, change, found)


def _due(traces: Traces, change: Change, found: Mapping[int, Callable[[int], int]]) -> dict[int, Callable[[int], int]]:
    """The same for what falls due a while after an earlier step: by the replay, as who comes before waits for nothing else."""
    if not traces.dues:
        return {}
    replayed, due = replay(traces, change), {}
    for dues in traces.dues.values():
        dates = when_due(traces, change, dues.rows, replayed)
        for row, date, late in zip(dues.rows.tolist(), dates.tolist(), dues.late(traces).tolist(), strict=True):
            if date >= 0:
                due[row] = _not_before(date, found.get(row), int(change.sojourn[row]) if late else 0)
    return due


def _not_before(date: int, held: Callable[[int], int] | None, sojourn: int) -> Callable[[int], int]:
    return lambda ready: max(held(ready) if held else ready + sojourn, date)


def _at_moments(moments: list[int], attended: Attended | None, row: int) -> Callable[[int], int]:
    kept, idle = (int(attended.kept[row]), int(attended.idle[row])) if attended else (0, 0)
    return lambda ready: moments[min(bisect_left(moments, ready + kept), len(moments) - 1)] + idle


def _at_session(traces: Traces, attended: Attended, row: int) -> Callable[[int], int]:
    """At the session that the file catches, past as many as it let pass, as far into it; at its own where it comes as it came."""
    import numpy as np

    opens, rows = attended.sessions.opens, np.array([row])
    into, held = int(attended.into[row]), int(attended.held[row])
    observed, date = int(traces.ready[row]), int(traces.office[row])

    def completion(ready: int) -> int:
        if ready == observed:
            return date
        caught = int(attended.caught(rows, np.array([ready]))[0])
        last = held if ready < observed else len(opens) - 1
        return int(opens[min(caught, last)]) + into

    return completion
