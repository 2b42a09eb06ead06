"""When each file could have been begun, and when each person was away.

Whoever is free and there takes the file that has been available longest. So a file was not available while somebody who does such
files was idle, nor before files that were begun earlier by its person; it was available no later than those begun after it. Prompt
files were available as soon as that allows, those of an idle person when they were begun. Of the others nothing more is known than
these bounds: between them their delay is drawn from the delays that are known before the same step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from procmap.log.calendar import HOUR
from procmap.redesign.simulation.engine import NEVER, Span, Staff
from procmap.redesign.simulation.luck import Luck
from procmap.redesign.simulation.service import AWAY, in_turn, of_people, third_least_behind
from procmap.redesign.simulation.teams import Teams
from procmap.redesign.traces import Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]
    Spans = tuple[Array, Array]  # beginnings and ends, in order; they do not overlap

LONG, USUAL = 7 * HOUR, 4
"""A person who does nothing for longer than this, and than so many times their usual idle time, may be away ..."""

MISSED = 3
"""... and is, if so many files that they could have taken went to others meanwhile, or waited."""


@dataclass(frozen=True)
class Presence:
    """For each person when they were idle and there, when they were away, and when they were at what nothing moves."""

    idle: Mapping[int, Spans]
    away: Mapping[int, Spans]
    taken: Mapping[int, Spans]


def find_presence(traces: Traces, luck: Luck, teams: Teams) -> Presence:
    """When each person was idle, away, and at what nothing moves."""
    import numpy as np

    idle, away, taken = {}, {}, {}
    for mine in of_people(luck.person, in_turn(traces, luck.person, luck.busy)):
        person = int(luck.person[mine[0]])
        done, begun = np.maximum.accumulate(traces.office[mine])[:-1], luck.begins[mine][1:]
        gap = begun - done
        free = gap > 0
        gone = gap > max(LONG, USUAL * float(gap[free].mean()) if free.any() else 0)
        gone &= _left_to_others(luck, teams, person, done, begun) >= MISSED
        gone |= (gap > AWAY) & (_waiting(luck, teams, person, begun) >= MISSED)
        idle[person] = (done[free & ~gone], begun[free & ~gone])
        fixed = mine[luck.fixed[mine] & (luck.service[mine] > 0)]
        away[person] = (done[gone], begun[gone])
        taken[person] = (luck.begins[fixed], traces.office[fixed])
    return Presence(idle, away, taken)


def busy_meanwhile(traces: Traces, luck: Luck, teams: Teams) -> Luck:
    """The luck where nobody rests for some hours while several due files wait for them: they were at the next one already.

    What the log says of when something was begun stands.
    """
    import numpy as np

    begins = luck.begins.copy()
    for mine in of_people(luck.person, in_turn(traces, luck.person, luck.busy)):
        person = int(luck.person[mine[0]])
        done, begun = np.maximum.accumulate(traces.office[mine])[:-1], luck.begins[mine][1:]
        short = (done < begun) & (begun - done <= AWAY)
        straight = short & (traces.ready[mine[1:]] <= done) & ~luck.timed[mine[1:]]
        straight &= _waiting(luck, teams, person, begun) >= MISSED
        begins[mine[1:][straight]] = done[straight]
    delay = np.where(luck.served, np.maximum(begins - traces.ready, 0), luck.delay)
    return replace(luck, begins=begins, service=traces.office - begins, delay=delay)


def _left_to_others(luck: Luck, teams: Teams, person: int, since: Array, until: Array) -> Array:
    """How many files that a person could have taken were begun by others in each span, or waited for them until its end."""
    import numpy as np

    begun = np.sort(luck.begins[_theirs(teams, person) & (luck.person != person)])
    others = np.searchsorted(begun, until) - np.searchsorted(begun, since)
    found: Array = others + _waiting(luck, teams, person, until)
    return found


def _waiting(luck: Luck, teams: Teams, person: int, at: Array) -> Array:
    """How many due files that a person could have taken wait at each moment."""
    import numpy as np

    due = _theirs(teams, person) & (luck.begins > luck.due)
    found: Array = np.searchsorted(np.sort(luck.due[due]), at) - np.searchsorted(np.sort(luck.begins[due]), at)
    return np.maximum(found, 0)


def _theirs(teams: Teams, person: int) -> Array:
    import numpy as np

    queues = [queue for queue, members in enumerate(teams.staff.of_queue) if person in members]
    found: Array = np.isin(teams.queue, queues)
    return found


def with_availability(traces: Traces, luck: Luck, teams: Teams, presence: Presence) -> Luck:
    """The luck with the delay until each file was available."""
    import numpy as np

    rows = in_turn(traces, luck.person, luck.served)
    begins, ready = luck.begins[rows], traces.ready[rows]
    known = luck.prompt[rows]
    least = np.clip(_last_idle(luck, teams, presence, rows), ready, np.maximum(begins, ready))
    least = np.where(known, ready, least)
    most = np.where(known, ready, np.maximum(begins, least))
    low, high = least.copy(), most.copy()
    for mine in of_people(luck.person[rows], np.arange(len(rows))):
        # one that came before several due ones jumped the queue: it does not tell that they were not available
        jumped = third_least_behind(luck.due[rows[mine]]) < least[mine]
        before = np.maximum.accumulate(np.where(jumped, 0, least[mine]))
        low[mine] = np.clip(before, least[mine], most[mine])
        high[mine] = np.clip(np.minimum.accumulate(most[mine][::-1])[::-1], low[mine], np.maximum(most, low)[mine])
    delay = luck.delay.copy()
    delay[rows] = drawn_delays(traces.activity[rows], low - ready, high - ready, known | (least >= begins))
    return replace(luck, delay=np.maximum(delay, 0))


def drawn_delays(activity: Array, low: Array, high: Array, known: Array) -> Array:
    """The delay of each file, drawn between its bounds from the known ones of its step.

    Where none of them lies there it is the bound next to them; where none is known, the middle.
    """
    import numpy as np

    found, draws = (low + high) // 2, np.random.default_rng(2).random(len(low))
    found[known] = low[known]
    for code in np.unique(activity):
        mine = np.nonzero((activity == code) & ~known)[0]
        pool = np.sort(low[(activity == code) & known])
        if len(pool):
            found[mine] = np.clip(int(np.median(pool)), low[mine], high[mine])
        first, last = np.searchsorted(pool, low[mine], side="left"), np.searchsorted(pool, high[mine], side="right")
        some = last > first
        place = (first + draws[mine] * (last - first)).astype(np.int64)[some]
        found[mine[some]] = pool[place]
    return found


def _last_idle(luck: Luck, teams: Teams, presence: Presence, rows: Array) -> Array:
    """Until when, before each event was begun, somebody was idle who could have begun it."""
    import numpy as np

    latest, begins, queue = np.full(len(rows), -1), luck.begins[rows], teams.queue[rows]
    for place, members in enumerate(teams.staff.of_queue):
        mine = np.nonzero(queue == place)[0]
        for person in members:
            since, until = presence.idle.get(person, (begins[:0], begins[:0]))
            last = np.searchsorted(since, begins[mine], side="left") - 1  # the last idle time that began before
            found = np.where(last >= 0, np.minimum(until[np.maximum(last, 0)], begins[mine]) if len(until) else -1, -1)
            latest[mine] = np.maximum(latest[mine], found)
    return latest


def staff_of(presence: Presence, staff: Staff) -> Staff:
    """The staff with when each of them is not there."""
    people = range(len(staff.of_person))
    away, taken = ([_lists(spans.get(person)) for person in people] for spans in (presence.away, presence.taken))
    return replace(staff, away=away, taken=taken)


def _lists(spans: Spans | None) -> Span:
    return NEVER if spans is None else (spans[0].tolist(), spans[1].tolist())
