"""Where everything stands: lanes by role, rows by order.

A place holds one thing at most on both sides together, so that a ghost keeps the place of what goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from procmap.report.before_after.selection import Selection

NO_ROLE = "—"

Key = tuple[str, str]
"""What stands at a place: ("step", label), ("start", ""), ("end", ""); and on the sheet of a phase, for what leads beyond it,
("earlier", lane) and ("later", lane) where it goes on, ("from", phase) and ("to", phase) where it goes back."""

BEYOND = frozenset({"earlier", "later"})
"""Kinds of keys that stand on the line of what comes before or after a phase."""

Cell = tuple[int, int]
"""Lane and row."""

Roles = tuple[Mapping[str, str], Mapping[str, str]]
"""The role of each activity, before and after."""


@dataclass(frozen=True)
class Edge:
    """A drawn flow on one sheet: how often it is passed, and whether it leads back to what was done already."""

    source: Key
    target: Key
    count: int
    back: bool


@dataclass(frozen=True)
class Side:
    """One state on one sheet: what stands where, what has gone from where, the flows, the names of the lanes."""

    cells: Mapping[Key, Cell] = field(default_factory=dict)
    ghosts: Mapping[Key, Cell] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()
    lanes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A stretch of rows, before and after; `rows` counts its rows, with those of starts, ends and what leads beyond it.

    Attributes:
        top: How many of its rows stand above its steps.
        bands: What spans all lanes, alone on its row, with the roles of its steps.
    """

    rows: int
    before: Side
    after: Side
    top: int
    bands: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Plane:
    """The lanes' names; the lane of each activity before and after; the row of each.

    A lane is only drawn for steps of its own: a stretch spans all lanes.
    """

    lanes: tuple[str, ...]
    cells: tuple[Mapping[str, int], Mapping[str, int]]
    rows: Mapping[str, int]

    @property
    def height(self) -> int:
        """How many rows there are."""
        return max(self.rows.values(), default=-1) + 1


def roles_of(selection: Selection, delegated: frozenset[str]) -> Roles:
    """The role of each activity, on both sides.

    Only activities in `delegated` change roles: that another role is the most frequent one by chance is no change.
    """
    was, becomes = (
        {figures.activity: _role(figures.role) for figures in process.activities if figures.instances}
        for process in (selection.was, selection.becomes)
    )
    return was, {name: role if name in delegated else was.get(name, role) for name, role in becomes.items()}


def in_one_lane(roles: Roles, name: str) -> Roles:
    """The same with all of them in one lane of this name."""
    was, becomes = (dict.fromkeys(side, name) for side in roles)
    return was, becomes


def place(selection: Selection, roles: Roles, outside: frozenset[str]) -> Plane:
    """Give every shown activity its lane and row; roles of which all steps are in `outside` stand at the right edge."""
    own = tuple(name for name in selection.activities if name not in selection.stretches)
    lanes = _lanes(own or selection.activities, roles, outside)
    place_of = {role: at for at, role in enumerate(lanes)}
    before, after = ({name: place_of.get(role[name], 0) for name in selection.activities if name in role} for role in roles)
    return Plane(lanes, (before, after), _rows(selection, (before, after)))


def _role(role: str | None) -> str:
    return role if role and role.strip() else NO_ROLE


def _lanes(activities: tuple[str, ...], roles: Roles, outside: frozenset[str]) -> tuple[str, ...]:
    """Roles in the order in which they first appear, those outside last."""
    inside: dict[str, bool] = {}
    for name in activities:
        for side in roles:
            if name in side:
                inside[side[name]] = inside.get(side[name], False) or name not in outside
    return tuple(sorted(inside, key=lambda role: not inside[role]))


def _rows(selection: Selection, lanes: tuple[dict[str, int], ...]) -> dict[str, int]:
    """The longest path along the flows that go forward; who finds his place taken moves down.

    A step stands beside the one that leads to it, not below, where that one is the last of its row on this side. A step that no
    flow leads forward to, though no case starts with it, stands below the one that comes before it on average.
    """
    order = {name: position for position, name in enumerate(selection.activities)}
    before: dict[str, list[str]] = {}
    for flow in (*selection.before, *selection.after):
        if flow.source is not None and flow.target is not None and order[flow.source] < order[flow.target]:
            before.setdefault(flow.target, []).append(flow.source)
    starts = {flow.target for flow in (*selection.before, *selection.after) if flow.source is None}
    rows: dict[str, int] = {}
    taken: set[Cell] = set()
    whole: set[int] = set()  # a stretch has its row to itself
    for earlier, name in zip((None, *selection.activities), selection.activities, strict=False):
        lowest = 0 if name in starts or earlier is None else rows[earlier] + 1
        row = max((rows[source] + 1 for source in before.get(name, [])), default=lowest)
        own = [side[name] for side in lanes if name in side]
        alone = name in selection.stretches
        last = {source for source in before.get(name, []) if rows[source] + 1 == row}
        if not alone and row - 1 not in whole and len(last) == 1 and _beside(last.pop(), name, lanes, _row(taken, row - 1)):
            row -= 1
        while row in whole or any((lane, row) in taken for lane in own) or (alone and row in rows.values()):
            row += 1
        rows[name] = row
        taken.update((lane, row) for lane in own)
        whole.update([row] if alone else [])
    return _dense(rows)


def _beside(source: str, name: str, lanes: tuple[dict[str, int], ...], taken: AbstractSet[int]) -> bool:
    """Whether a step and its source keep their lanes, and the source's row is free from there to the panel's edge."""
    starts = {side[source] for side in lanes if source in side}
    ends = {side[name] for side in lanes if name in side}
    if len(starts) != 1 or len(ends) != 1 or starts == ends:
        return False
    (start,), (end,) = starts, ends
    return not any(lane > start if end > start else lane < start for lane in taken)


def _row(taken: AbstractSet[Cell], row: int) -> set[int]:
    """The lanes in which something stands in a row."""
    return {lane for lane, other in taken if other == row}


def _dense(rows: dict[str, int]) -> dict[str, int]:
    used = {row: place for place, row in enumerate(sorted(set(rows.values())))}
    return {name: used[row] for name, row in rows.items()}
