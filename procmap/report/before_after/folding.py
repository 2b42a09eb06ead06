"""Stretches that no change touches, each folded into one band: what changes is drawn large, the rest is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from procmap.measures.figures import ActivityFigures, FlowFigures, ProcessFigures
from procmap.report.before_after import font

LEAST = 3
"""Steps of a stretch worth folding, where there is room to draw two as they are."""

SHORTEST = 2
"""Steps of a stretch that is folded where the picture cannot be read on paper otherwise."""

SINGLE = 1
"""Where it still cannot be read, every step that stays as it is becomes a band: its service then needs no lane."""

FEW = 8
"""Steps up to which a procedure is drawn whole."""

FEW_UNTOLD = 20
"""The same where nothing is said of any step: one band of all of them would show nothing."""


@dataclass(frozen=True)
class Stretch:
    """Steps in a row that stay as they are.

    Attributes:
        name: What stands for it where a label would: no label of the log.
        labels: In their order.
        roles: Of its steps, each once.
    """

    name: str
    labels: tuple[str, ...]
    roles: tuple[str, ...]


def stretches(process: ProcessFigures, shown: Sequence[str], kept: AbstractSet[str], least: int = LEAST) -> tuple[Stretch, ...]:
    """The longest runs of `shown` without a step of `kept`, of at least so many steps."""
    role = {figures.activity: figures.role for figures in process.activities}
    runs: list[list[str]] = [[]]
    for label in shown:
        if label in kept:
            runs.append([])
        else:
            runs[-1].append(label)
    found: list[Stretch] = []
    for run in (run for run in runs if len(run) >= least):
        roles = dict.fromkeys(role[label] for label in run if role.get(label))
        found.append(Stretch(_name(run, {*shown, *(one.name for one in found)}), tuple(run), tuple(filter(None, roles))))
    return tuple(found)


def _name(run: Sequence[str], taken: AbstractSet[str]) -> str:
    name = f"{font.one_line(run[0])} {font.ELLIPSIS} {font.one_line(run[-1])}" if len(run) > 1 else font.one_line(run[0])
    while name in taken:
        name += " "
    return name


def folded(process: ProcessFigures, found: Sequence[Stretch]) -> ProcessFigures:
    """The procedure with each stretch as one activity; passages within a stretch are no passages any more."""
    into = {label: one.name for one in found for label in one.labels}
    if not into:
        return process
    flows = _flows(process.flows, into)
    entered: dict[str, int] = {}
    for flow in flows:
        if flow.target is not None:
            entered[flow.target] = entered.get(flow.target, 0) + flow.count
    activities: list[ActivityFigures] = []
    for figures in process.activities:
        name = into.get(figures.activity)
        if name is None:
            activities.append(figures)
        elif all(other.activity != name for other in activities):
            activities.append(_of_stretch(process, next(one for one in found if one.name == name), entered.get(name, 0)))
    return replace(process, activities=tuple(activities), flows=flows)


def _of_stretch(process: ProcessFigures, one: Stretch, entered: int) -> ActivityFigures:
    inside = [figures for figures in process.activities if figures.activity in one.labels]
    cases = max(figures.cases for figures in inside)
    return ActivityFigures(one.name, one.roles[0] if one.roles else None, entered, cases, None, None)


def _flows(flows: Sequence[FlowFigures], into: Mapping[str, str]) -> tuple[FlowFigures, ...]:
    counted: dict[tuple[str | None, str | None], list[FlowFigures]] = {}
    for flow in flows:
        source, target = (into.get(end, end) if end is not None else None for end in (flow.source, flow.target))
        if source is None or source != target or source not in into.values():
            counted.setdefault((source, target), []).append(flow)
    summed = [
        parts[0] if len(parts) == 1 and (parts[0].source, parts[0].target) == ends
        else FlowFigures(*ends, sum(part.count for part in parts), max(part.cases for part in parts), None, None)
        for ends, parts in counted.items()
    ]  # fmt: skip
    return tuple(sorted(summed, key=lambda flow: (-flow.count, flow.source or "", flow.target or "")))
