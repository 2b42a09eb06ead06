"""Lines in the corridors between columns: each upright piece gets a track of its own; those of one gateway share one."""

from __future__ import annotations

from collections import defaultdict

from procmap.model.bpmn_grid import Flow, Grid

TRACK = 12.0
"""Distance between two tracks, in px."""

GATEWAY = 50.0
STUB = 10.0
"""How far below a gateway the way back of a loop turns."""

Middles = dict[tuple[int, int], float]
"""The y of the middle of each row, by lane and row."""

Owner = tuple[int, str, int]
"""A corridor and the bundle or flow that has a track in it."""

Tracks = dict[Owner, tuple[int, int]]
"""For each owner its track, and how many tracks the corridor has."""


def verticals(index: int, flow: Flow, grid: Grid, middles: Middles) -> list[tuple[int, str, int, float, float]]:
    """Where a flow changes rows: corridor (the one after column c is c), owner of the track, from y, to y."""
    start, finish = ends_of(flow, grid, middles)
    first, last = corridors(flow, grid)
    out = ("bundle", flow.bundle_out) if flow.bundle_out is not None else ("flow", index)
    into = ("bundle", flow.bundle_in) if flow.bundle_in is not None else ("flow", index)
    if first == last:
        owner = into if flow.bundle_in is not None else out
        return [(first, *owner, start, finish)] if start != finish else []
    run = middles[flow.run]
    found = [(first, *out, start, run), (last, *into, run, finish)]
    return [vertical for vertical in found if vertical[3] != vertical[4]]


def corridors(flow: Flow, grid: Grid) -> tuple[int, int]:
    """The first and the last corridor that a flow meets."""
    source, target = grid.nodes[flow.source], grid.nodes[flow.target]
    return (source.column, target.column - 1) if flow.forward else (source.column - 1, target.column)


def ends_of(flow: Flow, grid: Grid, middles: Middles) -> tuple[float, float]:
    """The y at which a flow leaves its source's column, and enters its target's."""
    source, target = grid.nodes[flow.source], grid.nodes[flow.target]
    low = GATEWAY / 2 + STUB
    return (
        middles[source.lane, source.row] + (low if flow.leaves_below else 0.0),
        middles[target.lane, target.row] + (low if flow.enters_below else 0.0),
    )


def tracks_of(grid: Grid, middles: Middles) -> Tracks:
    """Spreads the upright pieces of each corridor over few tracks (the left-edge rule of channel routing)."""
    spans: dict[int, dict[tuple[str, int], tuple[float, float]]] = defaultdict(dict)
    for index, flow in enumerate(grid.flows):
        for corridor, kind, owner, one, other in verticals(index, flow, grid, middles):
            top, bottom = spans[corridor].get((kind, owner), (one, one))
            spans[corridor][kind, owner] = (min(top, one, other), max(bottom, one, other))
    found: Tracks = {}
    for corridor, owners in spans.items():
        ends: list[float] = []
        chosen: dict[tuple[str, int], int] = {}
        for key, (top, bottom) in sorted(owners.items(), key=lambda item: (item[1], item[0])):
            free = next((track for track, end in enumerate(ends) if end + TRACK <= top), len(ends))
            ends[free:free + 1] = [bottom]
            chosen[key] = free
        found |= {(corridor, *key): (track, len(ends)) for key, track in chosen.items()}
    return found
