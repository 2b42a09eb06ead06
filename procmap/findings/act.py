"""What a change takes: how much, who decides, what comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from procmap.procedures.packs.vocabulary import Effort

WEIGHT: Mapping[Effort, int] = MappingProxyType(
    {
        Effort.WORD: 1, Effort.NOTE: 2, Effort.DELEGATION_ORDER: 3, Effort.SETTING: 5, Effort.TEXT_AND_VOTE: 6,
        Effort.DEVELOPMENT: 9,
    }
)  # fmt: skip
"""How much each asks of the authority, to rank by gain over effort: weeks, by and large, until it is in force."""

AT_ONCE = frozenset({Effort.WORD, Effort.NOTE, Effort.DELEGATION_ORDER})
"""What can start on Monday: no vote, no computer project."""

SOFTWARE = frozenset({Effort.SETTING, Effort.DEVELOPMENT})
"""What needs a computer project: it comes last, once the procedure is simple."""


@dataclass(frozen=True)
class Act:
    """What a change takes, in the language of the run.

    Attributes:
        effort: How much.
        decides: Who.
        prerequisites: What comes first.
        name: What the pack calls the lever; "" where no pack says it.
        caution: What to beware of; "" where there is nothing.
        delegated, passages: Of a change that takes a delegation order: how many passages of its steps are already done by
            delegation, of how many; 0 where the log tells of none.
    """

    effort: Effort
    decides: str
    prerequisites: tuple[str, ...] = ()
    name: str = ""
    caution: str = ""
    delegated: int = 0
    passages: int = 0

    @property
    def at_once(self) -> bool:
        """Whether it can start without a vote and without a computer project."""
        return self.effort in AT_ONCE
