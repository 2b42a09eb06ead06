"""Walls in waits: hardly any wait is shorter, many are just a little longer. A term, a notice, a delivery; no queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.log.calendar import DAY, InverseCalendar

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

HARDLY = 0.01
"""Share of the waits that may lie below a wall."""

ABOVE, CROWD = 1.25, 0.05
"""Up to this many times the wall lies at least this share of the waits: without a wall few do."""

LONG = 5 * DAY
"""Calendar time from which a wall is none of nights and weekends."""


@dataclass(frozen=True)
class Wall:
    """The shortest usual wait before an activity.

    Attributes:
        least: Calendar time that all waits but one in a hundred take, where it stands in calendar time; else 0.
        office: The same in office time, for each wait: a wall of so many days is longer or shorter in office time.
        stands: Whether it is a wall: something that is waited for whatever is done.
        clock: The opening hours, where it stands in calendar time.
    """

    least: int
    office: Array
    stands: bool
    clock: InverseCalendar | None = None

    @property
    def kept(self) -> Array:
        """The office time of each wait that no change of habit takes away."""
        found: Array = self.office if self.stands else self.office * 0
        return found

    def waited(self, ready: Array, office: Array) -> Array:
        """The office time that files wait at least from other moments than their own.

        So many days of the calendar are longer or shorter in office time as weekends and holidays fall in them.

        Args:
            ready: Office time at which each is ready now.
            office: Office time that each waited at least from its own moment.
        """
        if self.clock is None:
            return office
        import numpy as np

        found: Array = np.maximum(self.clock.worked(self.clock(ready) + self.least) - ready, 0)
        return found


def wall_of(ready: Array, done: Array, ready_time: Array, done_time: Array, clock: InverseCalendar) -> Wall:
    """The wall of the waits before an activity: one of the calendar, else one of office time.

    Args:
        ready: Office time from which each instance was enabled.
        done: Office time at which it was completed.
        ready_time: The first on the wall clock.
        done_time: The second on the wall clock.
        clock: The opening hours.
    """
    import numpy as np

    if not len(ready):
        return Wall(0, np.zeros(0, dtype=np.int64), stands=False)
    days, in_days = _least(done_time - ready_time)
    hours, in_hours = _least(done - ready)
    if days >= LONG and in_days >= max(CROWD, in_hours):
        return Wall(days, np.maximum(clock.worked(ready_time + days) - ready, 0), stands=True, clock=clock)
    return Wall(0, np.full(len(ready), hours), stands=hours > 0 and in_hours >= CROWD)


def least_wait(waits: Array) -> int:
    """The wait below which one in a hundred lies."""
    return _least(waits)[0] if len(waits) else 0


def _least(waits: Array) -> tuple[int, float]:
    """The wait below which one in a hundred lies, and the share of the waits that are little longer."""
    import numpy as np

    ordered = np.sort(waits)
    least = int(ordered[int(HARDLY * len(ordered))])
    crowd = np.searchsorted(ordered, ABOVE * least, side="right") - np.searchsorted(ordered, least, side="left")
    return least, float(crowd) / len(ordered)
