"""What of a process a map shows: its main activities and paths, so that it stays readable, and what that leaves out."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from procmap.measures.figures import ActivityFigures, FlowFigures, ProcessFigures

MOST_ACTIVITIES = 28
"""Boxes that an A4 page carries in readable type."""

PATHS_PER_ACTIVITY = 1.9
"""Arrows for each box; more and the map is a ball of wool."""

SOURCE, SINK = "start", "end"
"""Where cases start and end; activities are numbered, so that no label can be mistaken for these."""


@dataclass(frozen=True)
class MapSelection:
    """What is shown.

    Attributes:
        activities: In their usual order.
        flows: By count, falling.
        events: Share of all occurrences that the activities shown have.
        moves: Share of all moves that the flows shown have.
    """

    activities: tuple[ActivityFigures, ...]
    flows: tuple[FlowFigures, ...]
    events: float
    moves: float


def select(
    figures: ProcessFigures, concerned: AbstractSet[str] = frozenset(), most: int = MOST_ACTIVITIES
) -> MapSelection:
    """The most frequent activities, paths that join each to start and end, then the most frequent others.

    Args:
        figures: Of the process.
        concerned: Activities that come before more frequent ones: findings name them.
        most: How many activities.
    """
    by_cases = sorted(figures.activities, key=lambda a: (a.activity not in concerned, -a.cases, -a.instances, a.activity))
    chosen = {a.activity for a in by_cases[:most]}
    activities = tuple(a for a in figures.activities if a.activity in chosen)
    possible = [f for f in figures.flows if {f.source, f.target} - {None} <= chosen and f.count > 0]
    possible.sort(key=lambda f: (-f.count, f.source or "", f.target or ""))
    kept = backbone(possible, chosen)
    room = int(PATHS_PER_ACTIVITY * len(activities)) + 4
    for position in range(len(possible)):
        if len(kept) >= room:
            break
        kept.add(position)
    flows = tuple(possible[position] for position in sorted(kept))
    return MapSelection(
        activities, flows,
        _ratio(sum(a.instances for a in activities), sum(a.instances for a in figures.activities)),
        _ratio(sum(f.count for f in flows), sum(f.count for f in figures.flows)),
    )


def backbone(flows: Sequence[FlowFigures], chosen: Iterable[str]) -> set[int]:
    """Positions of the flows of the widest paths from the start to each activity, and from each to the end."""
    order = {activity: rank for rank, activity in enumerate(sorted(chosen))}
    ends = [
        (SOURCE if f.source is None else order[f.source], SINK if f.target is None else order[f.target]) for f in flows
    ]
    ahead: dict[object, list[tuple[int, object]]] = {}
    back: dict[object, list[tuple[int, object]]] = {}
    for position, (one, other) in enumerate(ends):
        ahead.setdefault(one, []).append((position, other))
        back.setdefault(other, []).append((position, one))
    return _widest(SOURCE, ahead, flows) | _widest(SINK, back, flows)


def _widest(root: str, links: Mapping[object, list[tuple[int, object]]], flows: Sequence[FlowFigures]) -> set[int]:
    """Positions of the flows of the paths from the root that are as wide as can be at their narrowest."""
    reached: set[object] = {root}
    used: set[int] = set()
    waiting = [(-flows[position].count, position, node) for position, node in links.get(root, [])]
    heapq.heapify(waiting)
    while waiting:
        width, position, node = heapq.heappop(waiting)
        if node in reached or node in (SOURCE, SINK):
            continue
        reached.add(node)
        used.add(position)
        for following, target in links.get(node, []):
            heapq.heappush(waiting, (max(width, -flows[following].count), following, target))
    return used


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
