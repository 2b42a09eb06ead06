"""From a log's description to runs of it: as it is, and with some of what is wrong cured."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from generator.look_alikes import DECOYS, has_survey
from generator.office import DAY, Office
from generator.plants import PLANTS, STAFFING, Knob
from generator.procedure import Procedure, parsed, procedure
from generator.simulation import Case, Simulation, World
from generator.tree import Loop, Node, Par, Seq, Step, When, steps

NORMAL_LOAD = 0.4  # at most, of a service that nothing is wrong with
SHORT = {"medium": 0.91, "strong": 0.95}  # load of a service that is short of people
ALONE = {"medium": 0.76, "strong": 0.84}  # load of the person on whom all depends
MANY = 300


@dataclass(frozen=True)
class Log:
    """One log to make.

    Attributes:
        mode: full (start and end), completion, or day (dates only).
        people: all (person and service), role (service only), none.
        style: fr (semicolons, cp1252, dd/mm/yyyy), en (commas, UTF-8, ISO) or xes.
        noise: Share of cases with one damaged event (swapped, missing, twice).
        load: Of every service, exactly; None where each is at most NORMAL_LOAD.
    """

    name: str
    procedure: str
    cases: int
    first: date
    months: int
    mode: str = "completion"
    people: str = "all"
    style: str = "en"
    noise: float = 0.03
    outcomes: bool = False
    severity: str = "strong"
    plants: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    decoys: tuple[str, ...] = ()
    load: float | None = None

    @property
    def told(self) -> Procedure:
        return procedure(self.procedure)


@dataclass
class Staff:
    """People, minutes and absences that are fixed once for a log, so that every run has the same."""

    people: dict[str, int]
    factor: dict[str, float] = field(default_factory=dict)
    key_minutes: float | None = None
    away: dict[str, dict[int, list[tuple[int, int]]]] = field(default_factory=dict)


def world_of(log: Log) -> World:
    """The cases and the calendar."""
    closed: frozenset[date] = frozenset()
    if "shutdown" in log.decoys:
        years = range(log.first.year, log.first.year + 4)
        closed = frozenset(date(y, 8, 1) + timedelta(days=n) for y in years for n in range(15))
        closed |= frozenset(date(y, 12, 24) + timedelta(days=n) for y in years for n in range(10))
    office = Office(log.first, closed)
    last = log.first + timedelta(days=int(30.4 * log.months))
    span = office.office(datetime.combine(last, time(9)))
    zero = 0.05 if "zero_amounts" in log.decoys else 0.0
    told = log.told
    return World(log.name, log.cases, office, span, told.amounts, zero, told.kinds, told.channels, told.sites)


def state_of(log: Log, name: str, cured: frozenset[str]) -> str | None:
    if name in log.plants:
        return "cured" if name in cured else "planted"
    return "twin" if name in log.twins else None


def decision_refuses(log: Log, step: Step) -> Step:
    """The deciding step, with what the look-alikes make it depend on."""
    base, risky = float(step.refuse), log.told.kinds[0][0]  # type: ignore[arg-type]
    survey, zero = "confounded_optional" in log.decoys, "zero_amounts" in log.decoys
    if not survey and not zero:
        return step

    def refuse(case: Case) -> float:
        rate = base
        if survey:
            rate = {(True, True): 0.10, (True, False): 0.28, (False, True): 0.04, (False, False): 0.09}[
                case.kind == risky, has_survey(case, risky)
            ]
        return 0.6 if zero and not case.amount else rate

    return replace(step, refuse=refuse)


def parts(log: Log, world: World, cured: frozenset[str]) -> list[Node]:
    """The bone, with plants, twins and look-alikes where they stand."""
    found: list[Node] = []
    for line in log.told.bone:
        if line.startswith("!"):
            name, _, place = line[1:].partition(".")
            state = state_of(log, name, cured)
            if state is None or (place and (place == "late") != (state == "planted")):
                continue
            part = PLANTS[name](Knob(name, state, log.severity, log.told, log.mode == "day"))
        elif line.startswith("~"):
            name = line[1:]
            part = DECOYS[name](Knob(name, "twin", log.severity, log.told), world) if name in log.decoys else None
        elif line.startswith("["):
            part = Par(tuple(parsed(piece)[1] for piece in line[1:].split("|")))
        else:
            kind, step = parsed(line)
            step = decision_refuses(log, step) if step.decision else step
            part = When(lambda case, kind=kind: case.kind == kind, step) if kind else step
        if part is not None:
            found.append(part)
    return found


def mapped(node: Node, change: Callable[[Step], Step]) -> Node:
    """The same tree with every step changed."""
    if isinstance(node, Step):
        return change(node)
    if isinstance(node, When):
        return replace(node, part=mapped(node.part, change))
    if isinstance(node, Loop):
        return Loop(mapped(node.body, change), mapped(node.repair, change))
    return replace(node, parts=tuple(mapped(part, change) for part in node.parts))


def tree_of(log: Log, world: World, staff: Staff, cured: frozenset[str] = frozenset()) -> Node:
    """The procedure of this log."""
    key, jumping = log.told.key_step, "queue_jumping" in log.plants and "queue_jumping" not in cured

    def staffed(step: Step) -> Step:
        step = replace(step, minutes=step.minutes * staff.factor.get(step.role, 1))
        if step.label == key and staff.key_minutes:
            step = replace(step, minutes=staff.key_minutes)
        if step.label == key and state_of(log, "key_person", cured) in ("planted", "twin"):
            step = replace(step, only=0)
        return replace(step, random_order=jumping and step.role == log.told.contention)

    return mapped(Seq(tuple(parts(log, world, cured))), staffed)


def refusal_of(log: Log) -> Node:
    return Seq(tuple(parsed(line, tray=0.5)[1] for line in log.told.refusal))


def key_role(log: Log) -> str:
    return next(step.role for line in log.told.bone if log.told.key_step in line for _, step in [parsed(line)])


def staff_of(log: Log, world: World) -> Staff:
    """How many people each service has, from a run in which nobody ever waits for one."""
    plain = replace(log, plants=tuple(name for name in log.plants if name not in STAFFING))
    nobody = Staff({})
    tree = tree_of(plain, world, nobody)
    every = steps(tree) + steps(refusal_of(log))
    run = Simulation(world, tree, refusal_of(log), {step.role: MANY for step in every}).run()
    people = {}
    for role in sorted({step.role for step in every}):
        fewest = 2 + int(world.luck("people", role) * 3)
        people[role] = min(12, max(fewest, math.ceil(run.busy[role] / world.span / NORMAL_LOAD)))
    for step in every:
        if step.robot or step.timer:
            people[step.role] = 1
        if step.manager:
            people[step.role] = 5
    staff = Staff(people)
    told, severity = log.told, log.severity
    if log.load is not None:
        apart = {step.role for step in every if step.robot or step.timer or step.session}  # a session is long enough
        busy = {role for role in people if run.busy[role]} - apart
        staff.people |= {role: max(1, round(run.busy[role] / world.span / log.load)) for role in busy}
        staff.factor |= {role: log.load * staff.people[role] * world.span / run.busy[role] for role in busy}
    if "contention" in log.plants or "queue_jumping" in log.plants:
        count = 3 if log.cases >= 800 else 2
        staff.people[told.contention] = count
        staff.factor[told.contention] = SHORT[severity] * count * world.span / run.busy[told.contention]
    if "key_person" in log.plants or "key_person" in log.twins:
        role = key_role(log)
        visits = sum(row.label == told.key_step for row in run.rows)
        staff.people[role] = max(4, staff.people[role])
        if "key_person" in log.plants:
            staff.key_minutes = ALONE[severity] * world.span / visits / 60
            starts = [int((n + world.luck("absence", n)) * world.span / 4) for n in range(4)]
            staff.away[role] = {0: [(start, start + 7 * DAY) for start in starts]}
        else:
            staff.key_minutes = min(25.0, 0.2 * world.span / visits / 60)
    return staff


def part_time(log: Log, world: World) -> dict[str, dict[int, list[tuple[int, int]]]]:
    """Each person of the service is there on two days a week only, another two than the next person."""
    role = parsed(log.told.words["unavailability"][0])[1].role
    present = [{0, 3}, {1, 4}, {2, 0}, {3, 1}, {4, 2}]
    away: dict[int, list[tuple[int, int]]] = {person: [] for person in range(5)}
    for number, day in enumerate(world.office.days[: world.span // DAY + 250]):
        for person, days in enumerate(present):
            if day.weekday() not in days:
                away[person].append((number * DAY, (number + 1) * DAY))
    return {role: away}


def run_of(log: Log, world: World, staff: Staff, cured: frozenset[str] = frozenset(), more: str = "") -> Simulation:
    """A run with some plants cured; `more` is a service with one more person."""
    people, away = dict(staff.people), dict(staff.away)
    if "contention" in cured:
        people[log.told.contention] += 1
    if more:
        people[more] += 1
    if "unavailability" in log.plants and "unavailability" not in cured:
        away |= part_time(log, world)
    return Simulation(world, tree_of(log, world, staff, cured), refusal_of(log), people, away).run()
