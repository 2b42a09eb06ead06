"""What a finding proposes, as data. redesign gives each edit its meaning, on the log and on the model.

Activities are the labels of the log. `share` is the part of the affected cases that the edit reaches: 1 is the whole cure,
less is the prudent change (a control kept by sampling, a part of the loops prevented); the cases reached are taken
systematically by arrival, never at random.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Operation(StrEnum):
    """What an edit does; the names stand in findings.json (all but ANSWER, which changes nothing of the procedure)."""

    REMOVE = "remove"
    CONDITION = "condition"
    BOUND_LOOP = "bound_loop"
    SET_PERIOD = "set_period"
    AUTOMATE = "automate"
    PARALLELISE = "parallelise"
    MOVE = "move"
    ASSIGN = "assign"
    CAPACITY = "capacity"
    ANSWER = "answer"


@dataclass(frozen=True)
class Remove:
    """The activities no longer take place."""

    activities: tuple[str, ...]
    share: float = 1.0
    op: ClassVar[Operation] = Operation.REMOVE


RULE = "outside the rule"
"""How `when` begins where the condition is a rule of decision and not a sample."""


@dataclass(frozen=True)
class Condition:
    """The activities take place only `when` a condition holds.

    Without a `minimum` the condition is a sample or a rule (RULE), and `share` the part of the cases that skip them; with one,
    the activities take place for an amount (smallest unit of money) of at least `minimum`.
    """

    activities: tuple[str, ...]
    when: str
    share: float = 1.0
    minimum: int | None = None
    op: ClassVar[Operation] = Operation.CONDITION


@dataclass(frozen=True)
class BoundLoop:
    """The first pass suffices: `returns` no longer take place, and `repeated` take place once.

    `returns` are the activities that exist only for the loop (a request, an answer, a correction). With `each_role` they take place
    once by each role, while they follow one another.
    """

    repeated: tuple[str, ...]
    returns: tuple[str, ...]
    share: float = 1.0
    each_role: bool = False
    op: ClassVar[Operation] = Operation.BOUND_LOOP

    @property
    def activities(self) -> tuple[str, ...]:
        """All activities that the edit touches."""
        return self.repeated + self.returns


@dataclass(frozen=True)
class SetPeriod:
    """The activity is done as soon as it is ready (`days` 0) or in a session every `days` working days."""

    activity: str
    days: int = 0
    op: ClassVar[Operation] = Operation.SET_PERIOD

    @property
    def activities(self) -> tuple[str, ...]:
        """All activities that the edit touches."""
        return (self.activity,)


@dataclass(frozen=True)
class Automate:
    """The activities are done by the software: they take no time; the time of those in `kept` stays."""

    activities: tuple[str, ...]
    kept: tuple[str, ...] = ()
    op: ClassVar[Operation] = Operation.AUTOMATE


@dataclass(frozen=True)
class Parallelise:
    """Both activities start when the first of them would; what follows waits for the later of the two."""

    activities: tuple[str, ...]
    op: ClassVar[Operation] = Operation.PARALLELISE


@dataclass(frozen=True)
class Move:
    """The activity (a check) takes place before the activity `before`; the cases that it refuses skip `spared`.

    `spared` are the activities that now come before the check and would come after it, `before` the first of them.
    """

    activity: str
    before: str
    spared: tuple[str, ...]
    op: ClassVar[Operation] = Operation.MOVE

    @property
    def activities(self) -> tuple[str, ...]:
        """The activity that moves: the others stay as they are."""
        return (self.activity,)


@dataclass(frozen=True)
class Assign:
    """Anyone of the role may do the activities, not one person only."""

    activities: tuple[str, ...]
    role: str
    op: ClassVar[Operation] = Operation.ASSIGN


@dataclass(frozen=True)
class Capacity:
    """`people` more in the role, for all that it does; `activities` are the steps where it is short."""

    activities: tuple[str, ...]
    role: str
    people: int = 1
    op: ClassVar[Operation] = Operation.CAPACITY


@dataclass(frozen=True)
class Answer:
    """The answer is there at once, or `within` so many microseconds of office time.

    Nothing of the procedure changes but the time that another organisation takes: outside the closed list of operations.
    """

    request: str
    answer: str
    within: int = 0
    op: ClassVar[Operation] = Operation.ANSWER

    @property
    def activities(self) -> tuple[str, ...]:
        """All activities that the edit touches."""
        return (self.request, self.answer)


Edit = Remove | Condition | BoundLoop | SetPeriod | Automate | Parallelise | Move | Assign | Capacity | Answer
