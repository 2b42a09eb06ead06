"""One run of a procedure: files wait in in-trays, then queue for people, first come first served.

Every draw depends on the seed, the case, the step and the visit alone, so that a run without what is wrong meets the same
cases, people and luck (common random numbers). Time is whole seconds of office time.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from hashlib import blake2b
from statistics import NormalDist
from typing import NamedTuple

from generator.office import DAY, Office
from generator.tree import Loop, Node, Par, Seq, Shuffled, Step, When, steps

NORMAL = NormalDist().inv_cdf
LATER = 0.35  # a file seen before is sent back less often
LONGEST = 6  # visits of one step
HOUR = 3600


class Row(NamedTuple):
    """One performed step."""

    case: int
    label: str
    role: str
    start: datetime
    end: datetime
    person: str
    outcome: str


@dataclass
class Case:
    """One file, and what has happened to it."""

    number: int
    arrival: int
    luck: Callable[..., float]
    amount: float
    kind: str
    channel: str
    site: str
    visits: Counter[str] = field(default_factory=Counter)
    person: dict[str, int] = field(default_factory=dict)


@dataclass
class Service:
    """People of a service, by when they became free, and the files that wait."""

    name: str
    people: int
    free: list[tuple[int, int]] = field(default_factory=list)
    queue: list[tuple[float, int, Step, Case, Callable[[int, str], None], int | None]] = field(default_factory=list)
    away: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def here(self, person: int, now: int) -> bool:
        """Whether the person is on duty."""
        spells = self.away.get(person)
        return not spells or not any(begin <= now < end for begin, end in spells)


@dataclass(frozen=True)
class World:
    """Cases, luck and calendar of a log: what stays the same when the procedure is cured."""

    seed: str
    cases: int
    office: Office
    span: int  # office seconds over which cases arrive
    amounts: tuple[float, float] | None  # median and sigma
    zero_amounts: float
    kinds: tuple[tuple[str, float], ...]
    channels: tuple[tuple[str, float], ...]
    sites: tuple[tuple[str, float], ...]

    def luck(self, *about: object) -> float:
        """A uniform draw in (0, 1)."""
        key = "/".join(map(str, (self.seed, *about)))
        return (int.from_bytes(blake2b(key.encode(), digest_size=6).digest(), "big") + 0.5) / 2**48

    def pick(self, shares: tuple[tuple[str, float], ...], *about: object) -> str:
        """One of the names, by their shares."""
        draw = self.luck(*about) * sum(share for _, share in shares)
        for name, share in shares:
            draw -= share
            if draw < 0:
                return name
        return shares[-1][0]

    def case(self, number: int, arrival: int) -> Case:
        """A case with its attributes."""
        amount = 0.0
        if self.amounts and self.luck(number, "zero") >= self.zero_amounts:
            amount = round(self.amounts[0] * math.exp(self.amounts[1] * NORMAL(self.luck(number, "amount"))), 2)
        return Case(
            number, arrival, lambda *about: self.luck(number, *about), amount,
            self.pick(self.kinds, number, "kind"), self.pick(self.channels, number, "channel"),
            self.pick(self.sites, number, "site"),
        )  # fmt: skip


class Simulation:
    """A run; `people` of each service, `away` their absences in office seconds."""

    def __init__(
        self, world: World, tree: Node, refusal: Node, people: dict[str, int],
        away: dict[str, dict[int, list[tuple[int, int]]]] | None = None,
    ) -> None:  # fmt: skip
        self.world, self.tree, self.refusal = world, tree, refusal
        every = steps(tree) + steps(refusal)
        names = sorted({step.role for step in every})
        self.services = {name: Service(name, people[name]) for name in names}
        for service in self.services.values():
            service.free = [(n - service.people, n) for n in range(service.people)]
            service.away = (away or {}).get(service.name, {})
        self.sessions = {step.session: self.session_moments(*step.session) for step in every if step.session}
        self.events: list[tuple[int, int, Callable[[int], None]]] = []
        self.planned = 0
        self.rows: list[Row] = []
        self.busy: Counter[str] = Counter()
        self.ended: dict[int, int] = {}
        self.decided: dict[int, int] = {}

    def session_moments(self, weekdays: tuple[int, ...], every: int) -> list[int]:
        """Office moments at which sessions open, at ten o'clock."""
        office, first = self.world.office, self.world.office.days[0]
        days = (day for day in office.days if day.weekday() in weekdays and ((day - first).days // 7) % every == 0)
        return [office.office(datetime.combine(day, time(10))) for day in days]

    def run(self) -> Simulation:
        """Run until every case has ended."""
        world = self.world
        arrivals = sorted(int(world.luck(n, "arrival") * world.span) for n in range(world.cases))
        for number, arrival in enumerate(arrivals):
            case = world.case(number, arrival)
            self.plan(arrival, lambda now, case=case: self.node(self.tree, case, now, self.closing(case)))
        for service in self.services.values():
            for _, back in (spell for spells in service.away.values() for spell in spells):
                self.plan(back, lambda now, service=service: self.serve(service, now))
        while self.events:
            now, _, act = heapq.heappop(self.events)
            act(now)
        self.rows.sort(key=lambda row: (row.end, row.case, row.start, row.label))
        return self

    def plan(self, moment: int, act: Callable[[int], None]) -> None:
        self.planned += 1
        heapq.heappush(self.events, (moment, self.planned, act))

    def closing(self, case: Case) -> Callable[[int, str], None]:
        """What happens when the tree is through: nothing, or the refusal's steps."""

        def close(now: int, result: str) -> None:
            if result == "refused":
                self.node(self.refusal, case, now, lambda end, _: self.ended.__setitem__(case.number, end))
            else:
                self.ended[case.number] = now

        return close

    def node(self, node: Node, case: Case, now: int, then: Callable[[int, str], None]) -> None:
        """Run a part of the tree; `then` gets the moment and passed, returned or refused."""
        if isinstance(node, Step):
            self.step(node, case, now, then)
        elif isinstance(node, Seq):
            self.sequence(node.parts, case, now, then)
        elif isinstance(node, Shuffled):
            parts = node.parts
            if node.when(case):
                parts = tuple(sorted(parts, key=lambda part: case.luck("order", node.name, steps(part)[0].label)))
            self.sequence(parts, case, now, then)
        elif isinstance(node, When):
            if node.test(case):
                self.node(node.part, case, now, then)
            else:
                then(now, "passed")
        elif isinstance(node, Loop):
            self.loop(node, case, now, then)
        else:
            self.parallel(node, case, now, then)

    def sequence(self, parts: tuple[Node, ...], case: Case, now: int, then: Callable[[int, str], None]) -> None:
        if not parts:
            then(now, "passed")
            return
        if len(parts) == 1:
            self.node(parts[0], case, now, then)
            return

        def after(moment: int, result: str) -> None:
            if result == "passed":
                self.sequence(parts[1:], case, moment, then)
            else:
                then(moment, result)

        self.node(parts[0], case, now, after)

    def loop(self, node: Loop, case: Case, now: int, then: Callable[[int, str], None]) -> None:
        def after(moment: int, result: str) -> None:
            if result == "returned":
                self.node(node.repair, case, moment, lambda later, _: self.node(node.body, case, later, after))
            else:
                then(moment, result)

        self.node(node.body, case, now, after)

    def parallel(self, node: Par, case: Case, now: int, then: Callable[[int, str], None]) -> None:
        open_, worst = [len(node.parts)], ["passed"]

        def after(moment: int, result: str) -> None:
            open_[0] -= 1
            worst[0] = result if result != "passed" else worst[0]
            if not open_[0]:
                then(moment, worst[0])

        for part in node.parts:
            self.node(part, case, now, after)

    def step(self, step: Step, case: Case, now: int, then: Callable[[int, str], None]) -> None:
        """The file comes to a step: outside, in-tray, session, queue."""
        case.visits[step.label] += 1
        visit, office, service = case.visits[step.label], self.world.office, self.services[step.role]
        draw = lambda about: case.luck(step.label, visit, about)
        if step.timer:
            end = office.wall(now) + timedelta(days=step.timer)
            self.finish(step, case, office.office(end), (end, end), f"{service.name}/0", then)
        elif step.days or step.robot or step.soon:
            end = now + (2 if step.robot or step.soon else 0)
            person = case.person.get("", 0) if step.soon else 0 if step.robot else int(draw("who") * service.people)
            if step.days:
                away = step.days[0] + (step.days[1] - step.days[0]) * draw("days") ** 1.5
                end = office.office(office.wall(now) + timedelta(days=away)) + int(
                    draw("hour") * (9000 if step.days[1] >= 1 else 3600 if step.days[1] else 0)
                )
            start = end if step.robot or step.soon else end - min(int(60 * step.minutes), end - now)
            self.finish(step, case, end, (office.wall(start), office.wall(end)), f"{service.name}/{person}", then)
        else:
            if step.session:
                moments = self.sessions[step.session]
                now = moments[bisect_left(moments, now)]
            else:
                now += int(step.tray * HOUR * math.exp(step.sigma * NORMAL(draw("tray")) - step.sigma**2 / 2))
            if step.lost and draw("lost") < step.lost:
                now += int((50 + 60 * draw("how long")) * DAY)
            only = step.only
            if step.manager:
                only = int(case.luck("manager", step.role) * service.people)
            if step.like:
                only = case.person.get(step.like)
            self.plan(now, lambda ready: self.enqueue(service, step, case, ready, then, only))

    def enqueue(
        self, service: Service, step: Step, case: Case, now: int, then: Callable[[int, str], None], only: int | None
    ) -> None:
        self.planned += 1
        key = case.luck(step.label, case.visits[step.label], "turn") if step.random_order else float(now)
        insort(service.queue, (key, self.planned, step, case, then, only), key=lambda task: task[:2])
        self.serve(service, now)

    def serve(self, service: Service, now: int) -> None:
        """Free people take the first files that they may do."""
        place = 0
        while place < len(service.queue) and service.free:
            _, _, step, case, then, only = service.queue[place]
            # the one free the longest comes first in the list
            able = (n for n, (_, who) in enumerate(service.free) if only in (None, who) and service.here(who, now))
            free = next(able, None)
            if free is None:
                place += 1
                continue
            del service.queue[place]
            _, person = service.free.pop(free)
            self.work(service, step, case, now, then, person)

    def work(self, service: Service, step: Step, case: Case, now: int, then: Callable[[int, str], None], person: int) -> None:
        visit, office = case.visits[step.label], self.world.office
        touch = max(60, int(step.minutes * 60 * math.exp(0.45 * NORMAL(case.luck(step.label, visit, "touch")) - 0.10125)))
        case.person[step.label] = person
        self.busy[service.name] += touch

        def done(end: int) -> None:
            insort(service.free, (end, person))
            case.person[""] = person
            self.finish(step, case, end, (office.wall(now), office.wall(end)), f"{service.name}/{person}", then)
            self.serve(service, end)

        self.plan(now + touch, done)

    def finish(
        self, step: Step, case: Case, now: int, walls: tuple[datetime, datetime], person: str, then: Callable[[int, str], None],
    ) -> None:  # fmt: skip
        visit = case.visits[step.label]
        draw, result = case.luck(step.label, visit, "result"), "passed"
        refuse = step.refuse(case) if callable(step.refuse) else step.refuse
        back = 0 if visit >= LONGEST else step.back * (LATER if visit > 1 else 1)
        if draw < refuse:
            result = "refused"
        elif draw < refuse + back:
            result = "returned"
        if step.decision:
            self.decided[case.number] = now
        outcome = result if step.check or refuse or step.back else ""
        self.rows.append(Row(case.number, step.label, step.role, *walls, person, outcome))
        then(now, result)
