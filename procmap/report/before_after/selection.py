"""Which activities and flows the picture shows, and what share of the procedure they are.

The most frequent flows are taken until they cover most of what happens, with the most frequent one that leads
forward to and from every shown activity, and those that connect it with the start and the end. Rare activities are
folded, unless a finding concerns them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from procmap.measures.figures import FlowFigures, ProcessFigures
from procmap.report.before_after.folding import LEAST, Stretch, folded, stretches
from procmap.report.before_after.ordering import Order, in_order, order_of
from procmap.report.before_after.passing import without_bypasses

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
        activities: Labels, and names of stretches, from top to bottom.
        was, becomes: Both states, with each stretch as one activity.
        before: The flows drawn; those of the other side are in `after`.
        back: The flows, by their ends, that lead back to what was done already.
        passages_before, passages_after: Share of all passages from step to step that the drawn flows and the stretches are.
        cases: Share of the cases of `before` that use shown activities only.
        hidden: How many activities are not shown.
        stretches: By name.
    """

    activities: tuple[str, ...]
    was: ProcessFigures
    becomes: ProcessFigures
    before: tuple[FlowFigures, ...]
    after: tuple[FlowFigures, ...]
    back: frozenset[tuple[str, str]]
    passages_before: float
    passages_after: float
    cases: float
    hidden: int
    stretches: Mapping[str, Stretch]


def select(
    before: ProcessFigures,
    after: ProcessFigures,
    concerned: frozenset[str],
    fold: frozenset[str] | None = None,
    shortest: int = LEAST,
    conditional: frozenset[str] = frozenset(),
) -> Selection:
    """Choose what to draw.

    Args:
        before: As it runs.
        after: As it would run.
        concerned: Activities that are always shown.
        fold: Activities that no stretch may hold; None folds nothing.
        shortest: Steps of a stretch, at least.
        conditional: Activities that are only done under a condition after.
    """
    present = _present(before, after)
    cases = {figures.activity: figures.cases for figures in (*after.activities, *before.activities)}
    most = sorted((name for name in present if name not in concerned), key=lambda name: (-cases[name], present.index(name)))
    least = RARE * before.cases if len(present) > FEW else 0
    kept = {name for name in most[:MOST] if cases[name] >= least} | concerned
    known = [name for name in present if name in kept]
    order = _order(before, after, known)
    shown = in_order(order, known, [(a, b) for flow in (*before.flows, *after.flows) if (a := flow.source) and (b := flow.target)])
    found = () if fold is None else stretches(before, shown, fold, shortest)
    into = {label: one.name for one in found for label in one.labels}
    names = tuple(dict.fromkeys(into.get(label, label) for label in shown))
    was, becomes = folded(before, found), folded(after, found)
    drawn, drawn_after = _flows(was, names), _flows(becomes, names)
    lines = without_bypasses(drawn_after, names, conditional)
    told = sum(variant.count for variant in before.variants if kept.issuperset(variant.activities))
    counted = sum(variant.count for variant in before.variants)
    return Selection(
        names,
        was,
        becomes,
        drawn,
        lines,
        _back(order, (*drawn, *drawn_after), into, shown),
        _share(drawn, was, before),
        _share(drawn_after, becomes, after),
        told / counted if counted else 1.0,
        len(present) - len(shown),
        {one.name: one for one in found},
    )


def _present(before: ProcessFigures, after: ProcessFigures) -> list[str]:
    """Activities of either side, each once, those that exist only after where they come in there."""
    order = [figures.activity for figures in before.activities if figures.instances]
    place = 0
    for figures in after.activities:
        if figures.activity in order:
            place = order.index(figures.activity) + 1
        elif figures.instances:
            order.insert(place, figures.activity)
            place += 1
    return order


def _order(before: ProcessFigures, after: ProcessFigures, known: list[str]) -> Order:
    """The order as it is; of what exists only after, as it will be."""
    was, becomes = order_of(before, known), order_of(after, known)
    new = {label for label in known if label not in was.places}
    return Order(
        becomes.places | was.places,
        was.ahead | {pair for pair in becomes.ahead if new.intersection(pair)},
        becomes.again | was.again,
    )


def _back(
    order: Order, flows: Iterable[FlowFigures], into: Mapping[str, str], shown: tuple[str, ...]
) -> frozenset[tuple[str, str]]:
    """The flows that repeat; one from or to a stretch by all the passages that it stands for."""
    members: dict[str, list[str]] = {}
    for label in shown:
        members.setdefault(into.get(label, label), []).append(label)
    return frozenset(
        (flow.source, flow.target)
        for flow in flows
        if flow.source is not None
        and flow.target is not None
        and order.repeats([(a, b) for a in members[flow.source] for b in members[flow.target]])
    )


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


def _share(drawn: tuple[FlowFigures, ...], process: ProcessFigures, unfolded: ProcessFigures) -> float:
    """Of all passages, those drawn and those within a stretch."""
    whole = sum(flow.count for flow in unfolded.flows)
    within = whole - sum(flow.count for flow in process.flows)
    return (sum(flow.count for flow in drawn) + within) / whole if whole else 1.0
