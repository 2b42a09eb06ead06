"""Whether any free person takes the files of a step, or each file waits for one person: told by who is idle while files wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmap.redesign.simulation.availability import Presence, find_presence
from procmap.redesign.simulation.luck import Luck
from procmap.redesign.simulation.teams import Discipline, Teams, anyone_free, own_files
from procmap.redesign.traces import Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

SELDOM = 0.5
"""Where people are idle in more than this part of their usual idle time while a file waits for a colleague, it is not for anyone.
Where nothing tells, anyone takes it, as in a service that shares its in-tray."""

ENOUGH = 50
"""Files that waited for a person longer than an idle one lets them: fewer do not tell."""


def find_teams(traces: Traces, luck: Luck) -> tuple[Discipline, Teams, Presence]:
    """How files find their people, who may do what, and when they are there."""
    teams = anyone_free(traces, luck)
    presence = find_presence(traces, luck, teams)
    if _shared(traces, luck, teams, presence):
        return Discipline.ANYONE, teams, presence
    own = own_files(luck)
    return Discipline.OWN, own, find_presence(traces, luck, own)


def _shared(traces: Traces, luck: Luck, teams: Teams, presence: Presence) -> bool:
    """Whether people are not often idle while a prompt file waits for a colleague, longer than it would for somebody idle."""
    import numpy as np

    waiting = luck.prompt & (luck.begins > luck.late)
    length = max(int(traces.office.max(initial=1) - traces.arrival.min(initial=0)), 1)
    if waiting.sum() < ENOUGH:
        return True
    idle, usual = 0.0, 0.0
    for queue, members in enumerate(teams.staff.of_queue):
        mine = waiting & (teams.queue == queue)
        for person in members:
            rows = np.nonzero(mine & (luck.person != person))[0]
            since, until = presence.idle.get(person, (rows[:0], rows[:0]))
            idle += float((_within(since, until, luck.begins[rows]) - _within(since, until, luck.late[rows])).sum())
            usual += float((until - since).sum()) / length * float((luck.begins[rows] - luck.late[rows]).sum())
    return idle <= SELDOM * usual


def _within(since: Array, until: Array, upto: Array) -> Array:
    """How much of the spans lies before each moment."""
    import numpy as np

    if not len(since):
        return np.zeros(len(upto), dtype=np.int64)
    whole = np.concatenate([[0], np.cumsum(until - since)])
    place = np.searchsorted(since, upto, side="right")
    last = np.maximum(place - 1, 0)
    beyond = np.where(place > 0, np.maximum(until[last] - upto, 0), 0)
    found: Array = whole[place] - beyond
    return found
