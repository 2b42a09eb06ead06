"""What each event brings of its own: how long it kept somebody busy, and how long it was not available before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.log import EventLog
from procmap.redesign.simulation.service import Work, in_turn, of_people
from procmap.redesign.traces import Traces
from procmap.redesign.walls import wall_of

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Luck:
    """One value for each event.

    Attributes:
        person, role: Codes, -1 for nobody.
        served: Whether somebody did it who may have been busy when it was enabled.
        fixed: Whether somebody did it at a moment that nothing moves: what opens a case, or is done in a session or at a date.
        timed: Whether the log says when it was begun.
        prompt: Whether its step is prompt: it was available when it was enabled.
        late: From when it would hardly still be to do, had its person been idle, office time.
        due: From when it would hardly still have been unavailable, office time.
        service: How long it kept its person busy.
        begins: Office time at which its person began it.
        delay: From enabling until somebody could have begun it; its sojourn where nobody needed to be free.
    """

    person: Array
    role: Array
    served: Array
    fixed: Array
    timed: Array
    prompt: Array
    late: Array
    due: Array
    service: Array
    begins: Array
    delay: Array

    @property
    def busy(self) -> Array:
        """Whether it kept somebody busy."""
        found: Array = self.served | self.fixed
        return found


def find_luck(log: EventLog, traces: Traces, sampled: Array | None = None) -> Luck:
    """The luck of each event, available when it was begun; needs the table `queue` of the measures.

    Args:
        log: The log.
        traces: Its events, or those of some of its cases.
        sampled: Of each case of the log whether it is one of those; None where they are all.
    """
    import numpy as np

    cases = np.arange(traces.cases) if sampled is None else np.flatnonzero(sampled)
    begun = "coalesce(office_start < office, false) as timed"
    events = log.engine.columns(f"select case_id, resource, role, {begun} from event order by case_id, k")
    found = log.engine.columns("select case_id, k, queued, service from queue order by case_id, k")
    if sampled is not None:
        events, found = ({name: of[sampled[of_all["case_id"]]] for name, of in of_all.items()} for of_all in (events, found))
    person, role = (np.ma.filled(events[name], -1).astype(np.int64) for name in ("resource", "role"))
    rows = traces.first[np.searchsorted(cases, found["case_id"])] + np.asarray(found["k"]) - 1
    known = np.zeros(len(person), dtype=bool)
    known[rows] = True
    dated = np.isin(traces.activity, [*traces.sessions, *traces.pinned, *traces.dues])
    served = known & ~dated & ~np.isin(traces.activity, _terms(log, traces, rows))
    fixed = (person >= 0) & (traces.office >= 0) & (dated | ~known)
    turn = in_turn(traces, person, served | fixed)
    most = _since_the_one_before(traces, person, turn)
    waited = served | (most > 0)
    most[rows] = np.maximum(found["service"], 0)
    waited[rows] = np.asarray(found["queued"]) > 0
    work = Work(traces, turn, person, served, most, waited)
    prompt = work.prompt()
    late = work.late(prompt)
    due = np.where(prompt, traces.ready, late)
    timed = np.asarray(events["timed"], dtype=bool) & known
    service = np.where(timed, most, work.service(prompt, due))
    begins = traces.office - service
    delay = np.where(served, np.maximum(begins - traces.ready, 0), traces.sojourn)
    return Luck(person, role, served, fixed, timed, prompt, late, due, service, begins, delay)


def _terms(log: EventLog, traces: Traces, rows: Array) -> list[int]:
    """Activities before which a term or a notice is waited for, not people."""
    import numpy as np

    clock, found = log.office_to_calendar(), []
    for code in np.unique(traces.activity[rows]):
        mine = rows[traces.activity[rows] == code]
        wall = wall_of(traces.ready[mine], traces.office[mine], traces.ready_time[mine], traces.time[mine], clock)
        if wall.least:
            found.append(int(code))
    return found


def _since_the_one_before(traces: Traces, person: Array, turn: Array) -> Array:
    """Office time since the person's completion before; 0 for the first."""
    import numpy as np

    found = np.zeros(len(person), dtype=np.int64)
    for rows in of_people(person, turn):
        found[rows[1:]] = np.diff(traces.office[rows])
    return found
