"""Sessions as they were held: on which days, which file could catch which, and how many a file let pass.

A file that is ready earlier can be done at an earlier session that was held. It lets as many sessions pass as it did: what made
it wait beyond the first that it could catch (a due date, a term, a choice) is not the session's doing, and stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from procmap.log.calendar import DAY, InverseCalendar
from procmap.redesign.walls import ABOVE, CROWD, LONG, Wall, least_wait, wall_of

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

SIZE = 0.2
"""Share of the usual size of a session from which a day with instances is one: less is done aside."""


LONGEST = 3
"""Days that one session may take: what goes on longer is no session."""


@dataclass(frozen=True)
class Sessions:
    """The sessions of one activity, which may each go over a few days that follow one another.

    Attributes:
        opens: Office time at which each of them opens, ascending.
        closes: Office time at which its last day ends; that of its opening, where it is held while the office is closed.
    """

    opens: Array
    closes: Array

    def caught(self, ready: Array, closing: Array) -> Array:
        """The place of the first session that a file can catch.

        Args:
            ready: Office time at which each file is ready.
            closing: How long before the opening it must be ready; a session that is over takes none, whatever this says.
        """
        import numpy as np

        found: Array = np.searchsorted(self.opens, ready + closing, side="left")
        found = np.maximum(found, np.searchsorted(self.closes, ready, side="right"))
        return np.minimum(found, len(self.opens) - 1)


@dataclass(frozen=True)
class Attendance:
    """How the instances of one activity stand to its sessions; one value for each of `rows`.

    Attributes:
        rows: The events done in a session.
        held: The place of the session of each.
        into: Office time from the opening of the session.
        passed: How many sessions the file let pass that it could have caught.
        wall: What each file must wait for before it is done.
        closing: How long before the opening of a session, or where it is negative after it, each file must be ready to be taken.
    """

    rows: Array
    held: Array
    into: Array
    passed: Array
    wall: Wall
    closing: Wall

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


class Missing(NamedTuple):
    """The days on which an extract shows no more than the cases that ended later: from its first one, until the other."""

    since: int
    until: int


def find_sessions(instances: Instances, clock: InverseCalendar, missing: Missing | None = None) -> tuple[Sessions, Attendance]:
    """The sessions of an activity and who attended them.

    Args:
        instances: Of the activity.
        clock: The opening hours.
        missing: What the extract leaves out; None where nothing.
    """
    import numpy as np

    day = instances.time // DAY
    days, inverse, counts = np.unique(day, return_inverse=True, return_counts=True)
    usual = float(np.median(counts[inverse])) if len(day) else 0.0
    days = days[counts >= SIZE * usual]
    days = days if missing is None else _with_missing(days, missing, clock)
    morning, evening = clock.worked(days * DAY), clock.worked((days + 1) * DAY)
    first, session = _joined(morning, evening)
    opens, closes = morning[first], evening[np.append(first[1:], True)[: len(first)]]
    place = np.minimum(np.searchsorted(days, day), len(days) - 1)
    attending = days[place] == day
    mine, held = instances.of(attending), session[place[attending]]
    sessions, into = Sessions(opens, closes), mine.office - opens[held]
    wall = _beside_the_sessions(wall_of(mine.ready, mine.office, mine.ready_time, mine.time, clock), sessions, mine)
    # measured to the opening: whoever comes last waits least for its turn, and would come last at an earlier session too
    closing = wall_of(mine.ready, opens[held], mine.ready_time, days[first][held] * DAY, clock)
    passed = np.maximum(held - sessions.caught(mine.ready, closing.office), 0)
    return sessions, Attendance(mine.rows, held, into, passed, wall, closing)


def _with_missing(days: Array, missing: Missing, clock: InverseCalendar) -> Array:
    """The days of the sessions with those at which only cases were done that an extract leaves out.

    Before it holds all that ended they are taken to have been held as they were later, at the usual distance.
    """
    import numpy as np

    later = days[days >= missing.until]
    opening = later[_joined(clock.worked(later * DAY), clock.worked((later + 1) * DAY))[0]]
    apart = int(np.median(np.diff(opening))) if len(opening) > 1 else 0
    if apart <= 1:
        return days
    before = np.arange(opening[0] - apart, missing.since - 1, -apart)
    far = np.abs(before[:, None] - days[None, :]).min(axis=1) > apart / 2
    is_open = clock.worked(before * DAY) < clock.worked((before + 1) * DAY)
    found: Array = np.sort(np.concatenate([days, before[far & is_open]]))
    return found


def _beside_the_sessions(wall: Wall, sessions: Sessions, mine: Instances) -> Wall:
    """The wall, which stands too where hardly any wait is short and the sessions do not make it so.

    Waits for the next session alone are spread evenly from the shortest to one interval more, so that a shortest one of a fifth of
    the interval has a crowd just above it. A longer one without a crowd is several terms at once: due dates of 14, 30 and 60 days.

    Of sessions far apart a fifth of the interval is months. There a wait of days stands once it is the twentieth part: one file in
    twenty would wait less if the sessions alone made them wait, and hardly any does. Shorter ones are a closing time, or chance.
    """
    import numpy as np

    apart = float(np.median(np.diff(sessions.opens))) if len(sessions.opens) > 1 else 0.0
    shortest = float(np.median(wall.office)) if len(wall.office) else 0.0
    longer = apart > 0 and shortest * (ABOVE - 1) >= CROWD * apart
    longer |= apart > 0 and shortest >= CROWD * apart and least_wait(mine.time - mine.ready_time) >= LONG
    return replace(wall, stands=wall.stands or longer)


def _joined(opens: Array, closes: Array) -> tuple[Array, Array]:
    """(whether each day opens a session, session of each day): days between which no working day lies are one, up to LONGEST."""
    import numpy as np

    first = np.concatenate([[True], opens[1:] != closes[:-1]]) if len(opens) else np.zeros(0, dtype=bool)
    run = np.arange(len(opens)) - np.maximum.accumulate(np.where(first, np.arange(len(opens)), 0))
    first |= run % LONGEST == 0
    return first, np.cumsum(first) - 1
