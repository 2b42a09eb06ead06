"""How the durations of the closed cases spread, as they run and as the accepted plan leaves them, on the same classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from procmap.findings import Finding
from procmap.log.calendar import DAY, HOUR, MINUTE
from procmap.redesign.after import durations, gained_by
from procmap.redesign.gains import Redesign, Run

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

MOST_CLASSES = 40

MOST = 90
"""In 100 cases: the share for which public services say within how many days they are done."""

WIDTHS = (
    *(minutes * MINUTE for minutes in (1, 5, 15, 30)), *(hours * HOUR for hours in (1, 2, 4, 8)),
    *(days * DAY for days in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)  # fmt: skip
"""How wide a class may be: lengths of time that people count in."""


@dataclass(frozen=True)
class Spread:
    """Closed cases by what they take, calendar days.

    Attributes:
        width: Days of a class; class n goes from n widths up to n + 1 of them, which it does not hold.
        limit: The longest duration that is in a class: 99 in 100 of the cases as they run take no longer. The few beyond would
            flatten all others.
        before: Cases in each class as they run.
        beyond: Cases that take longer than the limit.
        most: 90 in 100 of the cases as they run take no longer.
        after, beyond_after, most_after: The same with the plan; after is None where it accepts nothing.
    """

    width: float
    limit: float
    before: tuple[int, ...]
    beyond: int
    most: float
    after: tuple[int, ...] | None = None
    beyond_after: int = 0
    most_after: float | None = None

    @property
    def cases(self) -> int:
        """Closed cases of which a duration is known."""
        return sum(self.before) + self.beyond


def find_spread(redesign: Redesign, run: Run, accepted: Sequence[Finding]) -> Spread | None:
    """The spread; None where no closed case takes any time."""
    before, _ = durations(redesign)
    if not len(before) or not int(before.max()):
        return None
    limit, most = _within(before, 99), _within(before, MOST)
    width = next((wide for wide in WIDTHS if limit < wide * MOST_CLASSES), WIDTHS[-1])
    classes = limit // width + 1
    counts, beyond = _counted(before, limit, width, classes)
    found = Spread(width / DAY, limit / DAY, counts, beyond, most / DAY)
    if not accepted:
        return found
    after, _ = durations(redesign, gained_by(redesign, run.outcome, accepted))
    counts_after, beyond_after = _counted(after, limit, width, classes)
    return replace(found, after=counts_after, beyond_after=beyond_after, most_after=_within(after, MOST) / DAY)


def _within(took: Array, hundredths: int) -> int:
    """The smallest duration that at least so many in 100 cases do not exceed."""
    import numpy as np

    rank = -(-len(took) * hundredths // 100) - 1
    return int(np.partition(took, rank)[rank])


def _counted(took: Array, limit: int, width: int, classes: int) -> tuple[tuple[int, ...], int]:
    import numpy as np

    drawn = took[took <= limit]
    return tuple(np.bincount(drawn // width, minlength=classes).tolist()), len(took) - len(drawn)
