"""The engine: events wait for those before them, for a delay of their own, for somebody who may do them; then they take their time.

Moments are microseconds of office time. Whoever becomes free takes the file that has been available longest among those that they
may do; files available at the same moment go in the order in which they were observed. Nothing is drawn by chance.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from procmap.redesign.simulation.precedence import Precedence

COMPLETES, RETURNS, BECOMES_READY, BECOMES_AVAILABLE = range(4)
"""What happens first among what happens at one moment."""

NOBODY = -1

Span = tuple[Sequence[int], Sequence[int]]
"""Beginnings and ends, in order."""

NEVER: Span = ((), ())


@dataclass(frozen=True)
class Staff:
    """Who may do what.

    Attributes:
        of_queue: For each queue the people who take files from it.
        of_person: For each person the queues that they take files from.
        away: For each person when they begin nothing: beginnings and ends, in order.
        taken: The same of what nothing moves: it comes first, and interrupts what they do.
    """

    of_queue: Sequence[Sequence[int]]
    of_person: Sequence[Sequence[int]]
    away: Sequence[Span]
    taken: Sequence[Span]

    @classmethod
    def of(cls, of_queue: Sequence[Sequence[int]], people: int) -> Staff:
        """From the people of each queue, who are always there."""
        of_person: list[list[int]] = [[] for _ in range(people)]
        for queue, members in enumerate(of_queue):
            for person in members:
                of_person[person].append(queue)
        return cls(of_queue, of_person, [NEVER] * people, [NEVER] * people)


@dataclass(frozen=True)
class Scenario:
    """What happens to each event; every list has one value per event.

    Attributes:
        precedence: What enables what.
        arrival: When an event that waits for none is enabled.
        order: The place of each event in the order observed, which decides between files available at one moment.
        dropped: What no longer takes place: it is complete when it is enabled.
        delay: From enabling until somebody could do it, or where nobody need do it until it is complete.
        queue: The queue in which it waits for somebody; NOBODY where nothing but the delay is waited for.
        service: How long somebody is busy with it.
        own: Who did it: they are preferred when they are free.
        held: For what is done in sessions or at a date of its own, its completion from the moment of its enabling.
        staff: Who may do what.
    """

    precedence: Precedence
    arrival: Sequence[int]
    order: Sequence[int]
    dropped: Sequence[bool]
    delay: Sequence[int]
    queue: Sequence[int]
    service: Sequence[int]
    own: Sequence[int]
    held: Mapping[int, Callable[[int], int]]
    staff: Staff


def simulate(scenario: Scenario) -> list[int]:
    """The completion of each event."""
    return _Run(scenario).completions()


class _Run:
    def __init__(self, scenario: Scenario) -> None:
        self.it = scenario
        waits = scenario.precedence.waits
        self.left = list(waits)
        self.done = list(scenario.arrival)
        self.agenda = [(at, BECOMES_READY, scenario.order[row], row) for row, at in enumerate(scenario.arrival) if not waits[row]]
        self.agenda += [
            (end, RETURNS, 0, person)
            for spans in (scenario.staff.away, scenario.staff.taken)
            for person, (_, ends) in enumerate(spans)
            for end in ends
        ]
        heapify(self.agenda)
        self.free_since: list[int | None] = [-1] * len(scenario.staff.of_person)
        self.busy_with: dict[int, int] = {}
        self.lines: list[list[tuple[int, int, int]]] = [[] for _ in scenario.staff.of_queue]

    def completions(self) -> list[int]:
        agenda = self.agenda
        while agenda:
            at, what, _, row = heappop(agenda)
            if what == COMPLETES:
                self._complete(row, at)
                person = self.busy_with.pop(row, NOBODY)
                if person != NOBODY:
                    self._next(person, at)
            elif what == RETURNS:
                if self.free_since[row] is not None:
                    self._next(row, at)
            elif what == BECOMES_READY:
                self._ready(row, at)
            else:
                self._available(row, at)
        return self.done

    def _complete(self, row: int, at: int) -> None:
        self.done[row] = at
        for after in self.it.precedence.enables[row]:
            self.left[after] -= 1
            if not self.left[after]:
                self._ready(after, at)

    def _ready(self, row: int, at: int) -> None:
        it, order = self.it, self.it.order[row]
        if it.dropped[row]:
            heappush(self.agenda, (at, COMPLETES, order, row))
        elif row in it.held:
            heappush(self.agenda, (max(it.held[row](at), at), COMPLETES, order, row))
        elif it.queue[row] == NOBODY:
            heappush(self.agenda, (at + it.delay[row], COMPLETES, order, row))
        else:
            heappush(self.agenda, (at + it.delay[row], BECOMES_AVAILABLE, order, row))

    def _available(self, row: int, at: int) -> None:
        queue = self.it.queue[row]
        person = self._idle(queue, self.it.own[row], at)
        if person == NOBODY:
            heappush(self.lines[queue], (at, self.it.order[row], row))
        else:
            self._begin(person, row, at)

    def _idle(self, queue: int, own: int, at: int) -> int:
        """Who takes a file at once: who did it, else who has been free longest."""
        members, free = self.it.staff.of_queue[queue], self.free_since
        if own in members and free[own] is not None and not self._away(own, at):
            return own
        since = [
            (moment, person) for person in members if (moment := free[person]) is not None and not self._away(person, at)
        ]
        return min(since)[1] if since else NOBODY

    def _away(self, person: int, at: int) -> bool:
        return _within(self.it.staff.away[person], at) or _within(self.it.staff.taken[person], at)

    def _begin(self, person: int, row: int, at: int) -> None:
        self.free_since[person] = None
        self.busy_with[row] = person
        ends = _after(self.it.staff.taken[person], at, self.it.service[row])
        heappush(self.agenda, (ends, COMPLETES, self.it.order[row], row))

    def _next(self, person: int, at: int) -> None:
        lines = [self.lines[queue] for queue in self.it.staff.of_person[person] if self.lines[queue]]
        if lines and not self._away(person, at):
            _, _, row = heappop(min(lines, key=lambda line: line[0]))
            self._begin(person, row, at)
        else:
            self.free_since[person] = at


def _within(spans: Span, at: int) -> bool:
    begins, ends = spans
    place = bisect_right(begins, at) - 1
    return place >= 0 and at < ends[place]


def _after(spans: Span, at: int, takes: int) -> int:
    """When something ends that takes so long, between the spans."""
    begins, ends = spans
    for place in range(bisect_right(begins, at), len(begins)):
        if begins[place] >= at + takes:
            break
        takes += ends[place] - begins[place]
    return at + takes
