"""Who takes files from which queue: everybody only their own files, or anyone free of those who do the same work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from procmap.redesign.simulation.engine import NOBODY, Staff
from procmap.redesign.simulation.luck import Luck
from procmap.redesign.traces import Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

REGULAR = 0.02
"""Share of the files of an activity and role from which a person is one of those who do them: others helped out once."""


class Discipline(StrEnum):
    """How files find their people."""

    OWN = "own"
    ANYONE = "anyone"


@dataclass(frozen=True)
class Teams:
    """The queue of each event, and who takes files from each queue.

    Attributes:
        queue: One value for each event, NOBODY where nobody need be free.
        staff: Who takes files from which.
        works: The activity and role of each queue; empty where each person has their own.
    """

    queue: Array
    staff: Staff
    works: tuple[tuple[int, int], ...] = ()


def own_files(luck: Luck) -> Teams:
    """Everybody does the files that they did."""
    import numpy as np

    people = int(luck.person.max(initial=-1)) + 1
    return Teams(np.where(luck.served, luck.person, NOBODY), Staff.of([[person] for person in range(people)], people))


def anyone_free(traces: Traces, luck: Luck) -> Teams:
    """A file goes to the first free person of those who regularly do its activity in its role."""
    import numpy as np

    people = int(luck.person.max(initial=-1)) + 1
    queue = np.full(len(luck.person), NOBODY)
    rows = np.nonzero(luck.served)[0]
    kind = traces.activity[rows] * (int(luck.role.max(initial=0)) + 2) + luck.role[rows] + 1
    kinds, queue[rows] = np.unique(kind, return_inverse=True)
    of_queue, works = [], []
    for code in range(len(kinds)):
        mine = rows[queue[rows] == code]
        times = np.bincount(luck.person[mine], minlength=people)
        of_queue.append(np.nonzero(times >= max(REGULAR * len(mine), 1))[0].tolist())
        works.append((int(traces.activity[mine[0]]), int(luck.role[mine[0]])))
    return Teams(queue, Staff.of(of_queue, people), tuple(works))
