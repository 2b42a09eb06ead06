"""The gain of each case by a change, and how far the truth may lie from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from procmap.findings import Apart, GainWhy, Indicative, Operation

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

REPLAY_ERROR = (-0.2, 0.35)
"""How far the truth may lie below and above a replayed gain, as a share of it: below where files that come sooner meet busy people,
above where people set free serve others."""

ERRORS: Mapping[GainWhy, tuple[float, float]] = {
    Operation.CAPACITY: (-0.3, 0.25), Operation.ASSIGN: (-0.35, 0.25), Operation.MOVE: (-0.25, 0.5), Apart.RULE: (-1.0, 0.35),
}  # fmt: skip
"""The same where a model of the queue stands for the replay, where fewer files load the steps that they skip, and where a
person still confirms what a rule proposes, which may take as long as deciding did."""


INDICATIVE_ERROR = (-0.35, 0.45)
"""The same where a simulation was called for and does not run the present well enough."""

STAFFED = frozenset({Operation.CAPACITY, Operation.ASSIGN})
NOT_SHARED_ERROR = (-0.5, 0.45)
"""The same for people of whom it is not known that they take files from one another."""

SIMULATION_ERROR = (-0.25, 0.35)
"""The same for a simulated gain: a replica that is off by a quarter does not pass; above where sessions that nobody came to would
have been held, and where more of a delay than the log can show was a queue."""

SAMPLE_ERROR = (-0.3, 0.4)
"""The same where a run of weeks was simulated, which need not be like the others: in logs simulated both ways by an eighth."""

SHARED_ERROR = (-0.15, 0.15)
"""How far the truth may lie below the smaller and above the larger of both figures, where neither knows more than the other."""


@dataclass(frozen=True)
class Outcome:
    """What a change brings: the gain of each case, in office hours and calendar days; of open cases nothing, where simulated.

    Attributes:
        hours, days: Of each case.
        other: What the other way says, where both bound the truth.
        simulated: The gains are those of the simulation, or lie between the two.
        indicative: Why it was replayed though a simulation was called for; None where none was, or it was simulated.
        relieves: It is more than is saved in the steps that the change touches: people set free serve others.
        sampled: The cases that were simulated and stand for all; None where all were, or none.
        unseen: The extract leaves out cases, which people would be relieved of too.
    """

    hours: Array
    days: Array
    other: Outcome | None = None
    simulated: bool = False
    indicative: Indicative | None = None
    relieves: bool = False
    sampled: int | None = None
    unseen: bool = False

    def least(self, other: Outcome) -> Outcome:
        """The other gain, and no more than this one: case by case, or where one was simulated over all cases together."""
        import numpy as np

        if not any(one.simulated or one.other for one in (self, other)):
            return replace(other, hours=np.minimum(self.hours, other.hours), days=np.minimum(self.days, other.days))
        gains = self.hours > 0
        hours, days = net(other.hours, self.hours, gains), net(other.days, self.days, gains)
        return replace(other, hours=hours, days=days)


def net(gained: Array, most: Array, gains: Array | None = None) -> Array:
    """Gains of which none is below zero and that together are as large as with those below zero, up to those of `most`.

    Args:
        gained: Of each case.
        most: The same, of which only the sum counts.
        gains: The cases that may gain; all by default.
    """
    import numpy as np

    found = np.maximum(gained, 0) if gains is None else np.where(gains, np.maximum(gained, 0), 0)
    total, held = min(max(float(gained.sum()), 0.0), float(most.sum())), float(found.sum())
    return found * (total / held) if held > 0 else found


def error_of(outcome: Outcome, why: GainWhy) -> tuple[float, float]:
    """How far the truth may lie below and above an outcome, as a share of it."""
    if outcome.simulated:
        error = SAMPLE_ERROR if outcome.sampled else SIMULATION_ERROR if outcome.other is None else SHARED_ERROR
        # where part of the load is not seen, a simulation knows no more of those whom a change sets free than a replay does
        return (error[0], max(error[1], ERRORS.get(why, REPLAY_ERROR)[1])) if outcome.unseen else error
    error = ERRORS.get(why, REPLAY_ERROR)
    if outcome.other is not None and why not in ERRORS:
        return SHARED_ERROR[0], error[1]  # whom files meet that come sooner has been simulated
    if not outcome.indicative:
        return error
    least = NOT_SHARED_ERROR if why in STAFFED else INDICATIVE_ERROR
    return min(error[0], least[0]), max(error[1], least[1])
