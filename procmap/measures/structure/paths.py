"""Paths: the variants, once the order of concurrent activities no longer counts.

Two sequences that differ only by exchanges of concurrent neighbours are one path. Each is written in its Foata normal form: what
could come first, then what could come next, and so on, each lot in the order of the codes (Cartier and Foata, Lecture Notes in
Mathematics 85 (1969)).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from procmap.log import EventLog

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Paths:
    """The paths of a log, by falling number of closed cases, then by their sequences.

    Attributes:
        of_variant: The path of each variant.
        cases: Closed cases of each path.
        sequences: The activity codes of each path, in normal form.
    """

    of_variant: Array
    cases: Array
    sequences: tuple[tuple[int, ...], ...]


def find_paths(log: EventLog, concurrent: Iterable[tuple[int, int]]) -> Paths:
    """The path of every variant; `concurrent` are unordered pairs of activity codes."""
    import numpy as np

    found = log.engine.columns("select len(activities) as length, cases from variant order by variant")
    length = np.asarray(found["length"], dtype=np.int64)
    closed = log.engine.columns("select variant, count(*) as cases from case_ where closed group by variant order by variant")
    cases = np.zeros(len(length), dtype=np.int64)
    cases[np.asarray(closed["variant"])] = np.asarray(closed["cases"])
    steps = log.engine.columns("select unnest(activities) as activity from (from variant order by variant)")
    activity = np.asarray(steps["activity"], dtype=np.int32)
    pairs = sorted(concurrent)
    if pairs:
        place = np.repeat(np.arange(len(length)), length)
        activity = activity[np.lexsort((activity, _levels(activity, length, pairs), place))]
    written = _cut(activity, length)
    together: dict[bytes, int] = {}
    for variant, path in enumerate(written):
        together[path] = together.get(path, 0) + int(cases[variant])
    order = {path: rank for rank, (path, _) in enumerate(sorted(together.items(), key=lambda item: (-item[1], item[0])))}
    return Paths(
        np.array([order[path] for path in written], dtype=np.int64),
        np.array([together[path] for path in order], dtype=np.int64),
        tuple(tuple(np.frombuffer(path, dtype=np.int32).tolist()) for path in order),
    )


def _cut(activity: Array, length: Array) -> list[bytes]:
    """The bytes of each sequence of a column of sequences."""
    raw, width = activity.tobytes(), activity.itemsize
    ends = (length.cumsum() * width).tolist()
    return [raw[first:end] for first, end in zip([0, *ends[:-1]], ends, strict=True)]


def _levels(activity: Array, length: Array, pairs: list[tuple[int, int]]) -> Array:
    """The lot in which each step of each sequence can be done: one after the last earlier step that it is not concurrent with."""
    import numpy as np

    codes = sorted({code for pair in pairs for code in pair})
    number = np.full(int(activity.max(initial=0)) + 1, -1)
    number[codes] = np.arange(len(codes))
    ordered = np.ones((len(codes), len(codes)), dtype=bool)  # an activity is not concurrent with itself
    for a, b in pairs:
        ordered[number[a], number[b]] = ordered[number[b], number[a]] = False
    first = np.concatenate([[0], np.cumsum(length)[:-1]])
    longest = np.argsort(-length, kind="stable")
    highest = np.zeros(len(length), dtype=np.int64)  # of all steps so far
    floor = np.zeros(len(length), dtype=np.int64)  # of the last step that is concurrent with nothing
    latest = np.zeros((len(length), len(codes)), dtype=np.int64)  # of each activity that is concurrent with another
    level = np.zeros(len(activity), dtype=np.int64)
    for place in range(int(length.max(initial=0))):
        longest = longest[length[longest] > place]
        here = activity[first[longest] + place]
        free = number[here] >= 0
        fixed = longest[~free]
        highest[fixed] += 1
        floor[fixed] = highest[fixed]
        level[first[fixed] + place] = highest[fixed]
        loose, which = longest[free], number[here[free]]
        reached = np.maximum(floor[loose], np.where(ordered[which], latest[loose], 0).max(axis=1, initial=0)) + 1
        latest[loose, which] = reached
        highest[loose] = np.maximum(highest[loose], reached)
        level[first[loose] + place] = reached
    return level
