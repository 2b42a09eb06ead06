"""Steps that are done under a condition: who passes one by needs no line of his own, the diamond on its box says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from procmap.measures.figures import FlowFigures

Ends = tuple[str | None, str | None]


def without_bypasses(
    flows: Sequence[FlowFigures], order: Sequence[str], conditional: AbstractSet[str]
) -> tuple[FlowFigures, ...]:
    """The flows without those that only pass conditional steps by: they are counted on the flows to and from these steps.

    Args:
        flows: As they are drawn.
        order: All steps from top to bottom: only what leads down passes by what stands between.
        conditional: Steps that are done under a condition.
    """
    place = {name: at for at, name in enumerate(order)}
    counts = {(flow.source, flow.target): flow.count for flow in flows}
    for flow in sorted(flows, key=lambda flow: flow.count):
        ends = flow.source, flow.target
        low = -1 if flow.source is None else place[flow.source]
        high = len(place) if flow.target is None else place[flow.target]
        between = [name for name in order[low + 1 : high] if name in conditional]
        way = _way(ends, counts, between)
        if way:
            passing = counts.pop(ends)
            for part in way:
                counts[part] += passing
    kept = (flow for flow in flows if (flow.source, flow.target) in counts)
    return tuple(
        flow if flow.count == counts[flow.source, flow.target] else replace(flow, count=counts[flow.source, flow.target])
        for flow in kept
    )


def _way(ends: Ends, known: Mapping[Ends, int], between: Sequence[str]) -> list[Ends]:
    """The flows that lead the same way through some of the steps between, in their order; none where there is no such way."""
    ways: dict[str | None, list[Ends]] = {ends[0]: []}
    for name in between:
        sources = [source for source in ways if (source, name) in known]
        if sources:
            ways[name] = [*ways[sources[-1]], (sources[-1], name)]
    last = next((name for name in between if ways.get(name) and (name, ends[1]) in known), None)
    return [] if last is None else [*ways[last], (last, ends[1])]
