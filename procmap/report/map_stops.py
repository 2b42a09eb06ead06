"""What the two sliders of the map show at each of their stops, so that a page hides and computes nothing.

Steps go from the rarest on, each with those that its loss would cut off from the start or the end of the procedure: what leads
through a frequent step stays as long as that does. Links go from the rarest on, but for those without which a step that is shown
would be cut off, and for the strongest to and from each.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from procmap.measures.figures import FlowFigures
from procmap.report.map_selection import MapSelection, backbone

STEP_STOPS, LINK_STOPS = 20, 12
"""Stops of a slider: more cannot be told apart with a finger, and each needs its sentence."""

_T = TypeVar("_T")

Places = frozenset[int]
"""Positions in the activities, or in the flows, of a selection."""


@dataclass(frozen=True)
class Stops:
    """What is shown.

    Attributes:
        steps: At each stop of the first slider, the fewest first.
        links: For each of these, at each stop of the second slider, the fewest first.
    """

    steps: tuple[Places, ...]
    links: tuple[tuple[Places, ...], ...]


def stops_of(chosen: MapSelection) -> Stops:
    """The stops of a map; at the last ones all of the selection is shown."""
    steps = _some(_fewer_and_fewer(chosen)[::-1], STEP_STOPS)
    counts = _some(list(range(len(chosen.flows) + 1)), LINK_STOPS)
    links = []
    for shown in steps:
        kept, possible = kept_links(chosen, shown), _between(chosen, shown)
        links.append(tuple(kept | {place for place in possible if place < count} for count in counts))
    return Stops(tuple(steps), tuple(links))


def kept_links(chosen: MapSelection, shown: Places) -> Places:
    """The links that stay however few are wanted: the strongest to and from each step, and the widest paths from start to end."""
    places = sorted(_between(chosen, shown))
    flows = [chosen.flows[place] for place in places]
    names = {chosen.activities[step].activity for step in shown}
    found = {places[position] for position in backbone(flows, names)}
    for side in (lambda one: one.source, lambda one: one.target):
        found |= _strongest(chosen, places, side)
    return frozenset(found)


def _strongest(chosen: MapSelection, places: list[int], side: Callable[[FlowFigures], str | None]) -> set[int]:
    """The first link of each step on one side; links are sorted by how frequent they are, and one to itself joins nothing."""
    found: dict[str | None, int] = {}
    for place in places:
        flow = chosen.flows[place]
        if flow.source != flow.target:
            found.setdefault(side(flow), place)
    return {place for step, place in found.items() if step is not None}


def _between(chosen: MapSelection, shown: AbstractSet[int]) -> Places:
    names = {chosen.activities[step].activity for step in shown} | {None}
    return frozenset(place for place, flow in enumerate(chosen.flows) if {flow.source, flow.target} <= names)


def _fewer_and_fewer(chosen: MapSelection) -> list[Places]:
    """All steps, then without the rarest and what only it joins, and so on; one step at least is left."""
    found = [frozenset(range(len(chosen.activities)))]
    never_joined = _cut_off(chosen, found[0])

    def gone(step: int) -> Places:
        return frozenset((_cut_off(chosen, found[-1] - {step}) - never_joined) | {step})

    def rarest(steps: Places) -> tuple[int, int, list[int]]:
        return max(chosen.activities[step].cases for step in steps), len(steps), sorted(steps)

    while True:
        left = [steps for steps in map(gone, found[-1]) if steps < found[-1]]
        if not left:
            return found
        next_ = min(left, key=rarest)
        found.append(found[-1] - next_)


def _cut_off(chosen: MapSelection, shown: Places) -> Places:
    """The steps that nothing shown joins to the start, or to the end."""
    flows = [chosen.flows[place] for place in _between(chosen, shown)]
    ahead = _reached([(flow.source, flow.target) for flow in flows])
    back = _reached([(flow.target, flow.source) for flow in flows])
    return frozenset(step for step in shown if chosen.activities[step].activity not in ahead & back)


def _reached(links: list[tuple[str | None, str | None]]) -> frozenset[str]:
    """What can be reached from where cases start, or end: both are None at their end of a link."""
    following: dict[str | None, list[str]] = {}
    for one, other in links:
        if other is not None:
            following.setdefault(one, []).append(other)
    found: set[str] = set()
    waiting = list(following.get(None, ()))
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting += following.get(step, ())
    return frozenset(found)


def _some(all_: list[_T], most: int) -> list[_T]:
    """At most so many of them, evenly, with the first and the last."""
    if len(all_) <= most:
        return all_
    return [all_[round(place * (len(all_) - 1) / (most - 1))] for place in range(most)]
