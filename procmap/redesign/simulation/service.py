"""How long each event kept its person busy, told by what they completed one after the other.

A step is prompt if nothing but its people is waited for before it: they hardly ever take up first a file that was enabled later,
and a file that finds its person idle takes hardly longer than one taken up right after another. A file is due once it has been
enabled for longer than files of its step are unavailable: prompt ones at once.

Without start times the service is what a file can have taken at most since it was enabled and since its person last completed
anything, cut where others of its activity never come. It took all of that if its person went straight on to it: it was prompt, or a
prompt one waited too, or several that were due. Of the others the longest take what the longest of those took, and so on: what is
left was no service.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.log.calendar import HOUR
from procmap.redesign.traces import Traces

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

SOME, FEW = 20, 5
"""Files that found their person idle tell how long files of their step are unavailable, fewer by the longest of them ..."""

LATE = 0.9
"""... which is hardly longer than this share of them took."""

NOT_YET = 2**62
"""Office time of what never comes."""

PROMPT = 1.5
"""Up to this many times what a file takes right after another, at the median, one that found its person idle took only service."""


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


@dataclass(frozen=True)
class Work:
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
            idle = self._took(rows)[~waited]
            at_once = not told or float(np.median(idle)) <= PROMPT * float(np.median(took[waited]))
            found[rows] = in_order and at_once
        return found

    def late(self, prompt: Array) -> Array:
        """From when each event would hardly still be to do, had its person been idle: as late as most are done that find one so."""
        import numpy as np

        found = np.where(prompt, self.traces.ready, NOT_YET)
        for rows in self._of_activities():
            idle = self._took(rows)[~self.waited[rows]]
            if self.served[rows[0]] and len(idle) >= FEW:
                found[rows] = self.traces.ready[rows] + int(np.quantile(idle, LATE) if len(idle) >= SOME else idle.max())
        return found

    def _took(self, rows: Array) -> Array:
        """From when each was enabled until it was done, whatever the log says of when it was begun."""
        found: Array = self.traces.office[rows] - self.traces.ready[rows]
        return found

    def _surely(self, prompt: Array, due: Array) -> tuple[Array, Array]:
        """How long each event took at least, and whether that is all: nobody is idle while a prompt file waits, or several due."""
        import numpy as np

        least = np.where(prompt, self.most, 0)
        for rows in of_people(self.person, self.turn):
            ready = np.where(prompt[rows], self.traces.ready[rows], NOT_YET)
            # since when a prompt file waits that is done no earlier, or several others
            waiting = np.minimum(np.minimum.accumulate(ready[::-1])[::-1], third_least_after(due[rows]))
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


def third_least_behind(values: Array) -> Array:
    """At each place the third smallest of the values behind it; NOT_YET where there are fewer."""
    import numpy as np

    return third_least_after(np.append(values[1:], NOT_YET)) if len(values) else values


def third_least_after(values: Array) -> Array:
    """At each place the third smallest of the values from there on; NOT_YET where there are fewer."""
    import numpy as np

    given, never = values[::-1], np.array([NOT_YET])
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
