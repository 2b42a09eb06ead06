"""What each event brings of its own: how long it kept somebody busy, and how long it was not available before.

A step is prompt if nothing but its people is waited for before it: they hardly ever take up first a file that was enabled later,
and a file that finds its person idle takes hardly longer than one taken up right after another.

Without start times the service is what a file can have taken at most since it was enabled and since its person last completed
anything, cut where others of its activity never come. It took all of that if its person went straight on to it: it was prompt, or a
prompt one waited too. Of the others the longest take what the longest of those took, and so on: what is left was no service.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.log import EventLog
from procmap.log.calendar import HOUR
from procmap.redesign.traces import Traces
from procmap.redesign.walls import wall_of

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

OUTLIER = 4 * 1.4826
"""Median absolute deviations above the median beyond which a service time holds something else than service."""

ENOUGH = 50
"""Files taken up right after another, from which they tell what an activity takes."""

QUARTER = 0.25
"""With fewer, the fastest quarter of all tells it."""

OVERTAKEN = 0.1
"""Share of the files that wait behind others up to which those enabled later may come first before a prompt step."""

AWAY = 7 * HOUR
"""Time without a completion that may be an absence, while files wait."""

NEAR = 0.25
"""Part of the usual service that may be left of a file that its person nevertheless went straight on to."""

SOME = 20
"""Files that found their person idle, from which they tell how long files of their step are unavailable ..."""

LATE = 0.9
"""... which is hardly longer than so many of these took."""

NEVER = int(2**62)

PROMPT = 1.5
"""Up to this many times what a file takes right after another, at the median, one that found its person idle took only service."""


@dataclass(frozen=True)
class Luck:
    """One value for each event.

    Attributes:
        person, role: Codes, -1 for nobody.
        served: Whether somebody did it who may have been busy when it was enabled.
        fixed: Whether somebody did it at a moment that nothing moves: what opens a case, or is done in a session or at a date.
        timed: Whether the log says when it was begun.
        prompt: Whether its step is prompt: it was available when it was enabled.
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
    due: Array
    service: Array
    begins: Array
    delay: Array

    @property
    def busy(self) -> Array:
        """Whether it kept somebody busy."""
        found: Array = self.served | self.fixed
        return found


def find_luck(log: EventLog, traces: Traces) -> Luck:
    """The luck of each event, available when it was begun; needs the table `queue` of the measures."""
    import numpy as np

    events = log.engine.columns("select resource, role, coalesce(office_start < office, false) as timed from event order by case_id, k")
    person, role = (np.ma.filled(events[name], -1).astype(np.int64) for name in ("resource", "role"))
    found = log.engine.columns("select case_id, k, queued, service from queue order by case_id, k")
    rows = traces.first[np.asarray(found["case_id"])] + np.asarray(found["k"]) - 1
    known = np.zeros(len(person), dtype=bool)
    known[rows] = True
    dated = np.isin(traces.activity, [*traces.sessions, *traces.pinned])
    served = known & ~dated & ~np.isin(traces.activity, _terms(log, traces, rows))
    fixed = (person >= 0) & (traces.office >= 0) & (dated | ~known)
    turn = in_turn(traces, person, served | fixed)
    most = _since_the_one_before(traces, person, turn)
    waited = served | (most > 0)
    most[rows] = np.maximum(found["service"], 0)
    waited[rows] = np.asarray(found["queued"]) > 0
    work = _Work(traces, turn, person, served, most, waited)
    prompt = work.prompt()
    due = work.due(prompt)
    timed = np.asarray(events["timed"], dtype=bool) & known
    service = np.where(timed, most, work.service(prompt, due))
    begins = traces.office - service
    delay = np.where(served, np.maximum(begins - traces.ready, 0), traces.sojourn)
    return Luck(person, role, served, fixed, timed, prompt, due, service, begins, delay)


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


def in_turn(traces: Traces, person: Array, busy: Array) -> Array:
    """The events that kept somebody busy, person by person, in the order of their completion."""
    import numpy as np

    rows = np.nonzero(busy)[0]
    found: Array = rows[np.lexsort((rows, traces.ready[rows], traces.office[rows], person[rows]))]
    return found


def of_people(person: Array, turn: Array) -> list[Array]:
    """The same in one piece for each person."""
    import numpy as np

    return np.split(turn, np.nonzero(np.diff(person[turn]))[0] + 1) if len(turn) else []


def _since_the_one_before(traces: Traces, person: Array, turn: Array) -> Array:
    """Office time since the person's completion before; 0 for the first."""
    import numpy as np

    found = np.zeros(len(person), dtype=np.int64)
    for rows in of_people(person, turn):
        found[rows[1:]] = np.diff(traces.office[rows])
    return found


@dataclass(frozen=True)
class _Work:
    """What people did, in turn.

    Attributes:
        traces: The events.
        turn: Those that kept somebody busy, person by person.
        person, served: Of each event.
        most: The longest that each event can have taken.
        waited: Whether its person completed something else after it was enabled.
    """

    traces: Traces
    turn: Array
    person: Array
    served: Array
    most: Array
    waited: Array

    def _of_activities(self) -> list[Array]:
        import numpy as np

        rows = np.sort(self.turn)
        order = np.lexsort((self.served[rows], self.traces.activity[rows]))
        kind = 2 * self.traces.activity[rows][order] + self.served[rows][order]
        return np.split(rows[order], np.nonzero(np.diff(kind))[0] + 1) if len(rows) else []

    def prompt(self) -> Array:
        """Whether the step of each event is prompt."""
        import numpy as np

        overtaken, found = np.zeros(len(self.most), dtype=bool), np.zeros(len(self.most), dtype=bool)
        for rows in of_people(self.person, self.turn[self.served[self.turn]]):
            ready = self.traces.ready[rows]
            overtaken[rows[1:]] = np.maximum.accumulate(ready)[:-1] > ready[1:]
        for rows in self._of_activities():
            waited, took = self.waited[rows], self.most[rows]
            if not self.served[rows[0]] or waited.sum() < ENOUGH:
                continue
            in_order = float(overtaken[rows][waited].mean()) <= OVERTAKEN
            told = (~waited).sum() >= ENOUGH  # few find an idle person where everybody is busy
            at_once = not told or float(np.median(took[~waited])) <= PROMPT * float(np.median(took[waited]))
            found[rows] = in_order and at_once
        return found

    def due(self, prompt: Array) -> Array:
        """From when each event would hardly still have been unavailable: as late as nine in ten are done that find an idle person."""
        import numpy as np

        found = np.full(len(self.most), NEVER)
        for rows in self._of_activities():
            idle = self.most[rows][~self.waited[rows]]
            if self.served[rows[0]] and len(idle) >= SOME:
                found[rows] = self.traces.ready[rows] + int(np.quantile(idle, LATE))
        return np.where(prompt, self.traces.ready, found)

    def _surely(self, prompt: Array, due: Array) -> tuple[Array, Array]:
        """How long each event took at least, and whether that is all: nobody is idle while prompt files wait, or several due ones."""
        import numpy as np

        least = np.where(prompt, self.most, 0)
        for rows in of_people(self.person, self.turn):
            ready = np.where(prompt[rows], self.traces.ready[rows], NEVER)
            # since when a prompt file waits that is done no earlier, or several others
            waiting = np.minimum(np.minimum.accumulate(ready[::-1])[::-1], _third_least_after(due[rows]))
            found = np.clip(self.traces.office[rows[:-1]] - waiting[1:], 0, self.most[rows[:-1]])
            least[rows[:-1]] = np.maximum(least[rows[:-1]], found)
        return least, least >= self.most

    def service(self, prompt: Array, due: Array) -> Array:
        """How long each event kept its person busy."""
        import numpy as np

        found = np.zeros_like(self.most)
        least, straight = self._surely(prompt, due)
        for rows in self._of_activities():
            pool = _tells(self.most[rows], straight[rows] & self.waited[rows], self.waited[rows], self.served[rows[0]])
            if len(pool):
                found[rows] = _taken(self.most[rows], least[rows], straight[rows], np.sort(pool))
        done = self.traces.office[self.turn]
        again = (np.diff(done) == 0) & (np.diff(self.person[self.turn]) == 0)
        found[self.turn[1:][again]] = 0  # of files completed at one moment the second took no time of its own
        return found


def _third_least_after(values: Array) -> Array:
    """At each place the third smallest of the values from there on; NEVER where there are fewer."""
    import numpy as np

    given, never = values[::-1], np.array([NEVER])
    for _ in range(2):
        least = np.minimum.accumulate(given)
        given = np.maximum(np.concatenate([never, least[:-1]]), given)
    found: Array = np.minimum.accumulate(given)[::-1]
    return found


def _taken(took: Array, least: Array, straight: Array, pool: Array) -> Array:
    """The service of the files of an activity, from the longest and the shortest that they can have taken."""
    import numpy as np

    middle = float(np.median(pool))
    cut = int(middle + OUTLIER * float(np.median(np.abs(pool - middle))))
    # whoever goes straight on and yet takes long was not free meanwhile, whatever they did; after a day they were away
    found = np.minimum(took, np.where(straight & (took <= AWAY), took, cut))
    rest = np.nonzero(~straight)[0]
    rest = rest[np.argsort(took[rest], kind="stable")]
    place = ((np.arange(len(rest)) + 0.5) / max(len(rest), 1) * len(pool)).astype(np.int64)
    usual = np.minimum(found[rest], pool[place])
    found[rest] = np.where(took[rest] - usual <= NEAR * middle, found[rest], usual)
    return np.maximum(found, np.minimum(least, cut))


def _tells(took: Array, straight: Array, waited: Array, served: bool) -> Array:  # noqa: FBT001 - one of the columns
    """What tells the service of an activity: the files taken up right after another, else the fastest; of fixed ones none."""
    import numpy as np

    for chosen in (took[straight], took[waited & served]):
        if len(chosen) >= ENOUGH:
            return chosen
    return np.sort(took)[: max(int(QUARTER * len(took)), 1) if served else 0]
