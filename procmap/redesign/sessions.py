"""Sessions as they were held: on which days, which file could catch which, and how many a file let pass.

A file that is ready earlier can be done at an earlier session that was held. It lets as many sessions pass as it did: what made
it wait beyond the first that it could catch (a due date, a term, a choice) is not the session's doing, and stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.log.calendar import DAY, InverseCalendar
from procmap.redesign.walls import Wall, wall_of

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

SIZE = 0.2
"""Share of the usual size of a session from which a day with instances is one: less is done aside."""


@dataclass(frozen=True)
class Sessions:
    """The sessions of one activity.

    Attributes:
        days: Days on which it was held, as days since 1970, ascending.
        opens: Office time at which each of them opens.
    """

    days: Array
    opens: Array

    def caught(self, ready: Array, of_day: Array) -> Array:
        """The place of the first session that a file can catch.

        Args:
            ready: Office time at which each file is ready, and what it must wait for besides.
            of_day: How far into a session day its turn comes.
        """
        import numpy as np

        found: Array = np.searchsorted(self.opens, ready - of_day, side="left")
        return np.minimum(found, len(self.opens) - 1)


@dataclass(frozen=True)
class Attendance:
    """How the instances of one activity stand to its sessions; one value for each of `rows`.

    Attributes:
        rows: The events done in a session.
        held: The place of the session of each.
        of_day: Office time from the opening of its day.
        passed: How many sessions the file let pass that it could have caught.
        wall: What each file must wait for before it can catch one.
    """

    rows: Array
    held: Array
    of_day: Array
    passed: Array
    wall: Wall

    def idle(self, sessions: Sessions) -> Array:
        """Office time from the first session that each file could have caught to the one at which it was done."""
        found: Array = sessions.opens[self.held] - sessions.opens[self.held - self.passed]
        return found


@dataclass(frozen=True)
class Instances:
    """The instances of one activity with a plausible date, one value for each.

    Attributes:
        rows: Their places among the events.
        time, office: Completion on the wall clock, and in office time.
        ready_time, ready: When each was enabled, on both.
    """

    rows: Array
    time: Array
    office: Array
    ready_time: Array
    ready: Array

    def of(self, chosen: Array) -> Instances:
        """Some of them."""
        return Instances(*(values[chosen] for values in (self.rows, self.time, self.office, self.ready_time, self.ready)))


def find_sessions(instances: Instances, clock: InverseCalendar) -> tuple[Sessions, Attendance]:
    """The sessions of an activity and who attended them."""
    import numpy as np

    day = instances.time // DAY
    days, inverse, counts = np.unique(day, return_inverse=True, return_counts=True)
    usual = float(np.median(counts[inverse])) if len(day) else 0.0
    days = days[counts >= SIZE * usual]
    opens = clock.worked(days * DAY)
    place = np.minimum(np.searchsorted(days, day), len(days) - 1)
    attending = days[place] == day
    mine, held = instances.of(attending), place[attending]
    sessions, of_day = Sessions(days, opens), mine.office - opens[held]
    wall = wall_of(mine.ready, mine.office, mine.ready_time, mine.time, clock)
    passed = np.maximum(held - sessions.caught(mine.ready + wall.office, of_day), 0)
    return sessions, Attendance(mine.rows, held, of_day, passed, wall)
