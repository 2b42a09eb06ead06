"""What is wrong in a log, what its cure truly brings, what only looks wrong, what may be said as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generator.building import Log, Staff, key_role, run_of, staff_of, tree_of, world_of
from generator.look_alikes import ELSEWHERE
from generator.office import Office
from generator.plants import ALIASES, CURES
from generator.procedure import Procedure, parsed
from generator.simulation import Row, Simulation, World
from generator.tree import Step, steps

WORTH_SAYING = 0.01  # of the mean cycle time: one more person in a service that brings it may be said
BUSY = 0.42  # services above this load are tried
LATE = 0.12  # share of the cycle time after the decision from which it may be said to be long
NEVER_REFUSE = ("low_yield_check", "skippable_step", "relay_step", "duplicate_check", "non_value_adding_step")


@dataclass(frozen=True)
class Made:
    """A log with its rows and its truth."""

    log: Log
    world: World
    run: Simulation
    truth: dict[str, Any]


def means(log: Log, rows: Iterable[Row]) -> dict[str, float]:
    """Mean cycle time from the first to the last recorded moment, by calendar and by the usual office hours; touch time."""
    office = Office(log.first)
    first: dict[int, datetime] = {}
    last: dict[int, datetime] = {}
    work = 0.0
    for row in rows:
        begin, end = (row.start if log.mode == "full" else row.end), row.end
        first[row.case] = min(first.get(row.case, begin), begin)
        last[row.case] = max(last.get(row.case, end), end)
        work += office.office(row.end) - office.office(row.start)
    scale = len(first)
    days = sum((last[case] - first[case]).total_seconds() for case in first) / 86400
    hours = sum(office.office(last[case]) - office.office(first[case]) for case in first) / 3600
    return {"cycle_days": days / scale, "cycle_office_hours": hours / scale, "work_hours": work / 3600 / scale}


def labels(told: Procedure, name: str) -> list[str]:
    return [parsed(text)[1].label for text in told.words[name]]


def where(log: Log, name: str, every: list[Step]) -> dict[str, Any]:
    """The plant's activities, core, role and threshold."""
    told = log.told
    found: dict[str, Any] = {"activities": [], "core": [], "role": None, "threshold": None}
    if name in ("contention", "queue_jumping"):
        found["role"] = told.contention
        if name == "queue_jumping":
            found["activities"] = [step.label for step in every if step.role == told.contention]
    elif name == "key_person":
        found |= {"activities": [told.key_step], "role": key_role(log)}
    else:
        found["activities"] = labels(told, name)
    if name in ("re_keying", "duplicate_check"):
        found["core"] = found["activities"][1:]
    if name == "silo_handovers":
        found["role"] = parsed(told.words[name][1])[1].role
    if name == "amount_threshold":
        found["threshold"] = told.threshold
    return found


def may_be_said(log: Log, world: World, staff: Staff, run: Simulation, every: list[Step]) -> list[dict[str, Any]]:
    """Claims that are neither asked for nor wrong."""
    told = log.told
    allowed: list[dict[str, Any]] = []
    early = set(labels(told, "late_knockout")) if "late_knockout" in log.twins else set()
    bound = early | set(labels(told, "dependent_knockout") if "dependent_knockout" in log.decoys else ())
    refusing = [step.label for step in every if step.refuse and not step.decision and step.label not in bound]
    allowed.append({"detector": "late_knockout", "activities": refusing})
    # in-trays are emptied in no order: files do overtake one another
    allowed.append({"detector": "queue_jumping", "activities": sorted({step.label for step in every})})
    asks = [labels(told, name)[0] for name in ("external_wait", "designed_consultation") if name in told.words]
    asks += labels(told, "parallelisable_steps") if "parallelisable_steps" in log.plants else []
    present = {step.label for step in every}
    asks = [label for label in asks if label in present]
    allowed += [{"detector": name, "activities": asks} for name in NEVER_REFUSE if asks]
    before = means(log, run.rows)["cycle_office_hours"]
    for role, count in sorted(staff.people.items()):
        if (role == told.contention and "contention" in log.plants) or role not in run.services:
            continue
        if run.busy[role] / world.span / count > BUSY:
            gained = before - means(log, run_of(log, world, staff, more=role).rows)["cycle_office_hours"]
            if gained >= WORTH_SAYING * before:
                allowed.append({"detector": "contention", "role": role})
                allowed.append({"detector": "key_person", "role": role})
    ends = [(run.ended[case], moment) for case, moment in run.decided.items() if case in run.ended]
    arrived = {}
    for row in run.rows:
        arrived.setdefault(row.case, world.office.office(row.end))
    total = sum(run.ended[case] - arrived[case] for case in run.ended)
    if sum(end - moment for end, moment in ends) >= LATE * total:
        after = [step.label for step in every[next(n for n, step in enumerate(every) if step.decision) :]]
        allowed.append({"detector": "post_decision_tail", "activities": after})
    return allowed


def made(log: Log) -> Made:
    """Simulate a log, and once more for each plant without it, and without all of them."""
    world = world_of(log)
    staff = staff_of(log, world)
    run = run_of(log, world, staff)
    every = steps(tree_of(log, world, staff))
    before = means(log, run.rows)

    def gain(*cured: str) -> dict[str, float]:
        after = means(log, run_of(log, world, staff, frozenset(cured)).rows)
        return {key: round(before[key] - after[key], 4) for key in before}

    plants = [
        {"detector": name, "aliases": ALIASES.get(name, []), **where(log, name, every), "severity": log.severity,
         "cure": CURES[name], "gain": gain(name)}
        for name in log.plants
    ]  # fmt: skip
    told, present = log.told, {step.label for step in every}
    healthy = {name: [told.key_step] if name == "key_person" else labels(told, name) for name in log.twins}
    decoys = {
        f"healthy {name}".replace("media_twin", "media_break"): [label for label in about if label in present]
        for name, about in healthy.items()
    }
    decoys |= {name: labels(told, name) for name in log.decoys if name not in ELSEWHERE}
    decision = next(step.label for step in every if step.decision)
    if "zero_amounts" in log.decoys:
        decoys["zero_amounts"] = [decision]
    bone = [parsed(piece)[1].label for line in told.bone if line[0] not in "!~" for piece in line.lstrip("[").split("|")]
    wrong = {label for plant in plants for label in plant["activities"]}
    suffix = "xes" if log.style == "xes" else "csv"
    truth = {
        "log": f"{log.name}/{log.name}.{suffix}", "procedure": log.procedure, "title": told.title, "pack": None,
        "language": told.language, "style": log.style, "mode": log.mode, "people": log.people,
        "noise": log.noise, "shutdown": "shutdown" in log.decoys,
        "cases": log.cases, "closed_cases": log.cases,
        "as_is": {key: round(value, 4) for key, value in before.items()},
        "plants": plants,
        "joint_gain": gain(*log.plants) if len(plants) > 1 else None,
        "protected": [],
        "decoys": decoys,
        "tolerated": may_be_said(log, world, staff, run, every),
        "genuine": [label for label in bone if label not in wrong] + [parsed(line)[1].label for line in told.refusal],
    }  # fmt: skip
    return Made(log, world, run, truth)
