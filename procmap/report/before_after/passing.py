"""Steps that are done under a condition: who passes one by needs no line of his own, the diamond on its box says so."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from procmap.measures.figures import FlowFigures


def without_bypasses(flows: Sequence[FlowFigures], conditional: AbstractSet[str]) -> tuple[FlowFigures, ...]:
    """The flows without those that only pass conditional steps by: they are counted on the flows to and from these steps."""
    counts = {(flow.source, flow.target): flow.count for flow in flows}
    passing = {}
    for flow in flows:
        way = _way(flow, counts.keys(), conditional)
        if way:
            passing[flow.source, flow.target] = flow.count
            for ends in way:
                counts[ends] += flow.count
    return tuple(
        replace(flow, count=counts[flow.source, flow.target]) for flow in flows if (flow.source, flow.target) not in passing
    )


def _way(
    flow: FlowFigures, known: AbstractSet[tuple[str | None, str | None]], conditional: AbstractSet[str]
) -> list[tuple[str | None, str | None]]:
    """The flows that lead the same way through conditional steps alone, in their order; none where there is no such way."""
    reached: list[list[tuple[str | None, str | None]]] = [[(flow.source, label)] for label in sorted(conditional)]
    reached = [way for way in reached if way[0] in known and flow.source != way[0][1] != flow.target]
    done = {way[0][1] for way in reached}
    while reached:
        way = reached.pop(0)
        at = way[-1][1]
        if (at, flow.target) in known:
            return [*way, (at, flow.target)]
        for label in sorted(conditional - done - {flow.source, flow.target}):
            if (at, label) in known:
                done.add(label)
                reached.append([*way, (at, label)])
    return []
