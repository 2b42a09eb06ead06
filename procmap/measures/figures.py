"""The figures of a procedure as it runs: what pictures, pages and models are drawn from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ActivityFigures:
    """One activity over all cases.

    Attributes:
        activity: The label of the log.
        role: The role that does it most often, None where the log names none.
        instances: Events.
        cases: Cases with at least one.
        sojourn_hours: Median office hours from enabling to completion, None where not known.
        sojourn_days: The same in calendar days.
    """

    activity: str
    role: str | None
    instances: int
    cases: int
    sojourn_hours: float | None
    sojourn_days: float | None


@dataclass(frozen=True)
class FlowFigures:
    """One directly-follows pair. source None is the start of a case, target None its end."""

    source: str | None
    target: str | None
    count: int
    cases: int
    median_hours: float | None
    median_days: float | None


@dataclass(frozen=True)
class VariantFigures:
    """One sequence of activities and how many cases follow it."""

    activities: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class ServiceFigures:
    """One role over all cases: how many steps it does, and how often a step of another role comes right before one of its own."""

    role: str
    passages: int
    received: int


@dataclass(frozen=True)
class HandoverFigures:
    """How often the work passes from one role to another."""

    source: str
    target: str
    count: int


@dataclass(frozen=True)
class CycleTime:
    """First to last recorded moment of the closed cases; calendar days and office hours."""

    mean_days: float
    median_days: float
    mean_office_hours: float
    median_office_hours: float


@dataclass(frozen=True)
class Counts:
    """What a case goes through on average, as in ProcessFigures."""

    steps: float
    handovers: float | None
    approvals: float


@dataclass(frozen=True)
class ProcessFigures:
    """A procedure at a glance: as it runs, or as it would run after a plan.

    Attributes:
        cases: Cases of the log.
        activities: Sorted by the mean relative position in their cases, ties by label.
        flows: Sorted by count, falling, ties by labels.
        variants: Sorted by count, falling, ties by labels.
        steps: Mean number of events in a case.
        handovers: Mean number of changes of role in a case; None without roles.
        approvals: Mean number of approval steps in a case, as the lexicon knows them.
        services: Sorted by passages, falling, ties by label; empty without roles.
        passed: Who hands on to whom, sorted by count, falling, ties by labels; empty without roles.
    """

    cases: int
    activities: tuple[ActivityFigures, ...]
    flows: tuple[FlowFigures, ...]
    variants: tuple[VariantFigures, ...]
    steps: float
    handovers: float | None
    approvals: float
    cycle_time: CycleTime
    services: tuple[ServiceFigures, ...] = ()
    passed: tuple[HandoverFigures, ...] = ()
