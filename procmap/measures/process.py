"""The procedure at a glance, from the tables of the measures."""

from __future__ import annotations

from collections import Counter
from typing import Any

from procmap.engine.duckdb_engine import sql_of
from procmap.log import Capability, EventLog
from procmap.log.calendar import DAY, HOUR
from procmap.measures.figures import (
    ActivityFigures,
    Counts,
    CycleTime,
    FlowFigures,
    HandoverFigures,
    ProcessFigures,
    ServiceFigures,
    VariantFigures,
)
from procmap.procedures import Classes, StepClass

STRUCTURE, TIME = "procmap.measures.structure", "procmap.measures.time"

VARIANTS_KEPT = 5000
"""Variants beyond this rank are counted in the totals but not named."""


def process_figures(
    log: EventLog, classes: tuple[Classes, ...], rows: str = "event", *, sojourns: bool = True, cycle: bool = True
) -> ProcessFigures:
    """The figures of the log as it runs; needs `activity_figures`, `directly_follows` and `concurrent_pair`.

    Args:
        log: The log.
        classes: The vocabulary's classes of each activity code.
        rows: The table of all its rows.
        sojourns: Whether it is asked what activities take; else that is None.
        cycle: Whether the cycle times are asked for; else they are 0.
    """
    cases = log.profile.cases
    approvals = [code for code, found in enumerate(classes) if StepClass.APPROVAL in found]
    done = {row[0]: row[1] for row in log.engine.rows("select activity, instances from activity_figures")}
    named = log.profile.can(Capability.ROLE)
    handovers = _handovers(log, rows) if named else ()
    return ProcessFigures(
        cases=cases,
        activities=_activities(log, sojourns=sojourns),
        flows=_flows(log, rows),
        variants=tuple(
            VariantFigures(tuple(log.activities[code] for code in codes), count)
            for codes, count in log.engine.rows(
                f"select activities, cases from variant order by variant limit {VARIANTS_KEPT}",
            )
        ),
        steps=sum(done.values()) / cases,
        handovers=sum(one.count for one in handovers) / cases if named else None,
        approvals=sum(done.get(code, 0) for code in approvals) / cases,
        cycle_time=_cycle_time(log) if cycle else CycleTime(0.0, 0.0, 0.0, 0.0),
        services=_services(log, rows, handovers) if named else (),
        passed=handovers,
    )


def counted(log: EventLog, classes: tuple[Classes, ...]) -> Counts:
    """The counts of `process_figures`, from the table `event` alone."""
    cases = log.profile.cases
    done = dict(log.engine.rows("select activity, count(*) from event group by activity"))
    handovers = sum(one.count for one in _handovers(log, "event")) / cases if log.profile.can(Capability.ROLE) else None
    approvals = sum(times for code, times in done.items() if StepClass.APPROVAL in classes[code])
    return Counts(sum(done.values()) / cases, handovers, approvals / cases)


def _handovers(log: EventLog, rows: str) -> tuple[HandoverFigures, ...]:
    found = log.engine.rows(sql_of("procmap.measures.organisation", "handover").format(event=rows))
    passed = [HandoverFigures(log.roles[source], log.roles[target], times) for source, target, times, _ in found]
    return tuple(sorted(passed, key=lambda one: (-one.count, one.source, one.target)))


def _services(log: EventLog, rows: str, passed: tuple[HandoverFigures, ...]) -> tuple[ServiceFigures, ...]:
    received: Counter[str] = Counter()
    for one in passed:
        received[one.target] += one.count
    done = log.engine.rows(f"select role, count(*) from {rows} where role is not null group by role")
    found = [ServiceFigures(log.roles[role], times, received[log.roles[role]]) for role, times in done]
    return tuple(sorted(found, key=lambda one: (-one.passages, one.role)))


def _activities(log: EventLog, *, sojourns: bool) -> tuple[ActivityFigures, ...]:
    sojourn = {row[0]: row for row in log.engine.rows(sql_of(TIME, "sojourn"))} if sojourns else {}
    found = []
    for code, instances, cases, position, role in log.engine.rows(
        "select activity, instances, cases, position, role from activity_figures",
    ):
        took = sojourn.get(code)
        label = log.activities[code]
        found.append(
            (
                position,
                ActivityFigures(
                    label,
                    log.roles[role] if role is not None else None,
                    instances,
                    cases,
                    _ratio(took[3], HOUR) if took else None,
                    _ratio(took[2], DAY) if took else None,
                ),
            )
        )
    return tuple(figures for _, figures in sorted(found, key=lambda pair: (pair[0], pair[1].activity)))


def _flows(log: EventLog, rows: str) -> tuple[FlowFigures, ...]:
    name = log.activities
    known = rows == "event"
    statement = "select * from directly_follows" if known else sql_of(STRUCTURE, "directly_follows").format(event=rows)
    found = [
        FlowFigures(name[a], name[b], times, cases, _ratio(office, HOUR), _ratio(time, DAY))
        for a, b, times, cases, time, office in log.engine.rows(statement)
    ]
    for code, opens, ends in log.engine.rows("select activity, opens, ends from activity_figures"):
        found += [FlowFigures(None, name[code], opens, opens, None, None)] if opens else []
        found += [FlowFigures(name[code], None, ends, ends, None, None)] if ends else []
    return tuple(sorted(found, key=lambda flow: (-flow.count, flow.source or "", flow.target or "")))


def _cycle_time(log: EventLog) -> CycleTime:
    cases, time, office, median_time, median_office = log.engine.rows(sql_of(TIME, "cycle_time"))[0]
    if not cases:
        return CycleTime(0.0, 0.0, 0.0, 0.0)
    return CycleTime(time / cases / DAY, median_time / DAY, office / cases / HOUR, median_office / HOUR)


def _ratio(value: Any, unit: int) -> float | None:
    return None if value is None else value / unit
