"""Which activities and flows the picture shows, and what share of the procedure they are.

The most frequent flows are taken until they cover most of what happens, with the most frequent one that leads
forward to and from every shown activity, and those that connect it with the start and the end. Rare activities are
folded, unless a finding concerns them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from procmap.measures.figures import FlowFigures, ProcessFigures

RARE = 0.02
"""Activities in a smaller share of the cases are folded, in procedures of more than FEW activities."""

FEW = 10

MOST = 40
"""Never more activities than this, but for those that a finding concerns."""

COVERED = 0.85
"""Share of the passages that the drawn flows reach, if DENSITY allows."""

NOTABLE = 0.05
"""Share of the cases from which a flow is drawn beyond that, if DENSITY allows."""

DENSITY = 1.6
"""Drawn flows for each activity, at most, before the connecting ones."""


@dataclass(frozen=True)
class Selection:
    """What is drawn of one procedure, on both sides.

    Attributes:
        activities: Labels in drawing order: as before, with those that exist only after where they come in there.
        before: The flows drawn; those of the other side are in `after`.
        passages_before: Share of all passages from step to step that the drawn flows are; `passages_after` likewise.
        cases: Share of the cases of `before` that use shown activities only.
        folded: How many activities are not shown.
    """

    activities: tuple[str, ...]
    before: tuple[FlowFigures, ...]
    after: tuple[FlowFigures, ...]
    passages_before: float
    passages_after: float
    cases: float
    folded: int


def select(before: ProcessFigures, after: ProcessFigures, concerned: frozenset[str]) -> Selection:
    """Choose what to draw; activities in `concerned` are always shown."""
    order = _order(before, after)
    cases = {figures.activity: figures.cases for figures in (*after.activities, *before.activities)}
    most = sorted((name for name in order if name not in concerned), key=lambda name: (-cases[name], order.index(name)))
    least = RARE * before.cases if len(order) > FEW else 0
    kept = {name for name in most[:MOST] if cases[name] >= least} | concerned
    shown = tuple(name for name in order if name in kept)
    drawn = _flows(before, shown)
    drawn_after = _flows(after, shown)
    told = sum(variant.count for variant in before.variants if kept.issuperset(variant.activities))
    counted = sum(variant.count for variant in before.variants)
    return Selection(
        shown,
        drawn,
        drawn_after,
        _share(drawn, before),
        _share(drawn_after, after),
        told / counted if counted else 1.0,
        len(order) - len(shown),
    )


def _order(before: ProcessFigures, after: ProcessFigures) -> list[str]:
    order = [figures.activity for figures in before.activities if figures.instances]
    place = 0
    for figures in after.activities:
        if figures.activity in order:
            place = order.index(figures.activity) + 1
        elif figures.instances:
            order.insert(place, figures.activity)
            place += 1
    return order


def _flows(process: ProcessFigures, shown: tuple[str, ...]) -> tuple[FlowFigures, ...]:
    """The drawn flows of one side, in the order of `process.flows`."""
    here = {figures.activity for figures in process.activities if figures.instances}.intersection(shown)
    known = here | {None}
    usable = [
        flow
        for flow in process.flows
        if flow.source in known and flow.target in known and (flow.source, flow.target) != (None, None) and flow.count
    ]
    usable.sort(key=lambda flow: -flow.count)
    whole = sum(flow.count for flow in process.flows)
    chosen: list[FlowFigures] = []
    covered = 0
    for flow in usable:
        if (covered >= COVERED * whole and flow.count < NOTABLE * process.cases) or len(chosen) >= DENSITY * len(here):
            break
        chosen.append(flow)
        covered += flow.count
    chosen.extend(flow for flow in dict.fromkeys(_forward(usable, shown)) if flow not in chosen)
    _connect(chosen, usable, here, lambda flow: (flow.source, flow.target))
    _connect(chosen, usable, here, lambda flow: (flow.target, flow.source))
    return tuple(sorted(chosen, key=usable.index))


def _forward(usable: list[FlowFigures], shown: tuple[str, ...]) -> list[FlowFigures]:
    """For each activity the most frequent flow from what comes before it, and to what comes after it."""
    place = {name: number for number, name in enumerate(shown)}
    into: dict[str, FlowFigures] = {}
    out: dict[str, FlowFigures] = {}
    for flow in usable:
        start = -1 if flow.source is None else place[flow.source]
        end = len(place) if flow.target is None else place[flow.target]
        if start < end and flow.target is not None:
            into.setdefault(flow.target, flow)
        if start < end and flow.source is not None:
            out.setdefault(flow.source, flow)
    return [ends[name] for name in shown for ends in (into, out) if name in ends]


def _connect(
    chosen: list[FlowFigures],
    usable: list[FlowFigures],
    here: Iterable[str],
    ends: Callable[[FlowFigures], tuple[str | None, str | None]],
) -> None:
    """Add the most frequent flows until every activity is reached from None along `ends`."""
    reached = _reached(chosen, ends)
    missing = set(here) - reached
    while missing:
        best = next((flow for flow in usable if ends(flow)[0] in reached and ends(flow)[1] in missing), None)
        if best is None:
            return
        chosen.append(best)
        reached = _reached(chosen, ends)
        missing = set(here) - reached


def _reached(
    chosen: list[FlowFigures], ends: Callable[[FlowFigures], tuple[str | None, str | None]]
) -> set[str | None]:
    reached: set[str | None] = {None}
    waiting: list[str | None] = [None]
    while waiting:
        place = waiting.pop()
        for flow in chosen:
            first, second = ends(flow)
            if first == place and second is not None and second not in reached:
                reached.add(second)
                waiting.append(second)
    return reached


def _share(drawn: tuple[FlowFigures, ...], process: ProcessFigures) -> float:
    whole = sum(flow.count for flow in process.flows)
    return sum(flow.count for flow in drawn) / whole if whole else 1.0
