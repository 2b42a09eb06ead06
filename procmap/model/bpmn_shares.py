"""How the cases of a log divide at each gateway: their traces, replayed on the tree.

A trace may be read in several ways; what is counted is the least and the most that any reading gives, and a share is told only
where the two are one. Nothing is told of a gateway inside which the log does not tell the branches apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from procmap.model.bpmn_versions import Kind, Part, Version, branches, empty, gated, skippable, tasks

Trace = tuple[str, ...]

Branch = tuple[Part, int]
"""What an exclusive gateway opens, and which of its ways: of a choice the place of the child, of a loop 0 on and 1 back."""

Counts = dict[Branch, tuple[int, int]]
"""How often each way is taken: at least, and at most."""

LONGEST = 150
"""Events of a trace that is replayed; longer ones would take long, and are rare."""

MOST = 20_000
"""Events of all variants that are replayed, the most frequent first."""


@dataclass(frozen=True)
class Shares:
    """The share of each way among all passages of its gateway (0 to 1), where it can be told, and of how many cases."""

    shares: Mapping[Branch, float]
    cases: int


def shares_of(part: Part, version: Version, variants: Iterable[tuple[Trace, int]]) -> Shares:
    """The shares of a version, by the variants that it accepts."""
    replay = _Replay(version)
    least: Counter[Branch] = Counter()
    most: Counter[Branch] = Counter()
    cases, room = 0, MOST
    for trace, number in sorted(variants, key=lambda variant: (-variant[1], variant[0])):
        if len(trace) > LONGEST or room < len(trace):
            continue
        room -= len(trace) + 1
        found = replay.read(part, trace)
        if found is None:
            continue
        cases += number
        for branch, (low, high) in found.items():
            least[branch] += number * low
            most[branch] += number * high
    told: dict[Branch, float] = {}
    for owner in {branch[0] for branch in most} - _unseen(part, version):
        ways = [(owner, place) for place in branches(owner, version)]
        total = sum(most[way] for way in ways)
        if not replay.untold and all(least[way] == most[way] for way in ways):
            told |= {way: most[way] / total for way in ways}
    return Shares(told, cases)


def _unseen(part: Part, version: Version) -> set[Part]:
    """What lies in loops whose rounds may pass without leaving a trace."""
    if part.kind is Kind.LOOP and gated(part, version) and all(skippable(child, version) for child in part.children):
        return _all(part)
    return set[Part]().union(*(_unseen(child, version) for child in part.children))


def _all(part: Part) -> set[Part]:
    return {part}.union(*map(_all, part.children))


@dataclass
class _Replay:
    """Reads traces; remembers what it has read. `untold` once a parallel's branches share labels."""

    version: Version
    untold: bool = False
    _read: dict[tuple[Part, Trace], Counts | None] = field(default_factory=dict)
    _from: dict[tuple[Part, Trace], Counts | None] = field(default_factory=dict)
    _known: dict[Part, frozenset[str]] = field(default_factory=dict)
    _drawn: dict[Part, tuple[Kind | None, tuple[int, ...]]] = field(default_factory=dict)
    _branches: dict[Part, list[tuple[Part, frozenset[str]]]] = field(default_factory=dict)

    def read(self, part: Part, trace: Trace) -> Counts | None:
        """How often each way is taken when the part runs as the trace says; None where it cannot."""
        key = (part, trace)
        if key not in self._read:
            self._read[key] = self._counts(part, trace) if self.labels(part).issuperset(trace) else None
        return self._read[key]

    def labels(self, part: Part) -> frozenset[str]:
        if part not in self._known:
            self._known[part] = frozenset(task.label for task in tasks(part) if self.version & task.versions)
        return self._known[part]

    def _counts(self, part: Part, trace: Trace) -> Counts | None:
        kind, ways = self._as_drawn(part)
        match kind:
            case None:
                return None if trace else {}
            case Kind.TASK:
                return {} if trace == (part.label,) else None
            case Kind.SEQUENCE:
                return self._sequence(part.children, trace)
            case Kind.CHOICE:
                readings = [(place, self.read(part.children[place], trace)) for place in ways]
                return _either([_plus(found, {(part, place): (1, 1)}) for place, found in readings if found is not None])
            case Kind.LOOP:
                return self._loop(part, trace)
            case _:
                return self._parallel(part, trace)

    def _as_drawn(self, part: Part) -> tuple[Kind | None, tuple[int, ...]]:
        """What the part is in this version, None where it leaves no trace, and the places of the children that are drawn."""
        if part not in self._drawn:
            kind: Kind | None = part.kind
            if empty(part, self.version) or kind is Kind.END:
                kind = None
            elif kind in {Kind.CHOICE, Kind.LOOP} and not gated(part, self.version):
                kind = Kind.PARALLEL
            self._drawn[part] = kind, branches(part, self.version)
        return self._drawn[part]

    def _sequence(self, children: tuple[Part, ...], trace: Trace) -> Counts | None:
        """The children one after another; each is itself, so that the first says which ones follow."""
        first, *rest = children
        if not rest:
            return self.read(first, trace)
        key = (first, trace)
        if key not in self._from:
            self._from[key] = self._first_and_rest(first, tuple(rest), trace)
        return self._from[key]

    def _first_and_rest(self, first: Part, rest: tuple[Part, ...], trace: Trace) -> Counts | None:
        found = []
        for cut in self._cuts(first, trace):
            one = self.read(first, trace[:cut])
            other = None if one is None else self._sequence(rest, trace[cut:])
            if one is not None and other is not None:
                found.append(_plus(one, other))
        return _either(found)

    def _parallel(self, part: Part, trace: Trace) -> Counts | None:
        total: Counts = {}
        for child, known in self._apart(part):
            found = self.read(child, tuple(label for label in trace if label in known))
            if found is None:
                return None
            total = _plus(total, found)
        return total

    def _apart(self, part: Part) -> list[tuple[Part, frozenset[str]]]:
        """The branches of a parallel part that are drawn, with their labels, of which one that two share tells nothing."""
        if part not in self._branches:
            _, ways = self._as_drawn(part)
            found = self._branches[part] = [(child, self.labels(child)) for child in map(part.children.__getitem__, ways)]
            self.untold |= any(one & other for (_, one), (_, other) in combinations(found, 2))
        return self._branches[part]

    def _loop(self, part: Part, trace: Trace) -> Counts | None:
        """The body, and then nothing, or the redo part and the loop again; no round is empty."""
        key = (part, trace)
        if key in self._read:
            return self._read[key]
        body, redo = part.children
        found = []
        for cut in self._cuts(body, trace):
            first = self.read(body, trace[:cut])
            if first is None:
                continue
            if cut == len(trace):
                found.append(_plus(first, {(part, 0): (1, 1)}))
            for second in self._cuts(redo, trace[cut:]):
                again = self.read(redo, trace[cut : cut + second]) if cut + second else None
                rest = None if again is None else self._loop(part, trace[cut + second :])
                if again is not None and rest is not None:
                    found.append(_plus(_plus(first, again), _plus(rest, {(part, 1): (1, 1)})))
        self._read[key] = _either(found)
        return self._read[key]

    def _cuts(self, part: Part, trace: Trace) -> range:
        """How long a beginning of the trace may belong to the part."""
        known = self.labels(part)
        return range(next((place for place, label in enumerate(trace) if label not in known), len(trace)) + 1)


def _plus(one: Counts, other: Counts) -> Counts:
    """Both."""
    if not one or not other:
        return one or other
    total = dict(one)
    for branch, (low, high) in other.items():
        least, most = total.get(branch, (0, 0))
        total[branch] = (least + low, most + high)
    return total


def _either(readings: list[Counts]) -> Counts | None:
    """One of them, nobody can say which; None where there is none."""
    if len(readings) < 2:
        return readings[0] if readings else None
    keys = dict.fromkeys(branch for reading in readings for branch in reading)
    return {
        key: (min(r.get(key, (0, 0))[0] for r in readings), max(r.get(key, (0, 0))[1] for r in readings)) for key in keys
    }
