"""What departs from the way of a case: ways back to a step done again, and ends before the end.

The miner reads both as steps that may stand anywhere. So they are taken out of the traces before it sees them, and put into the
tree where the log has them: a correction after a check as a loop of that check, a refusal after a visa as an end beside the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procmap.model.process_tree import SILENT, Choice, Leaf, Loop, Parallel, ProcessTree, Silent, activities, reduce
from procmap.model.process_tree import Sequence as Sequential

Trace = tuple[str, ...]

ALWAYS = 0.9
"""Share of an activity's instances that must lie between two times of another one (a return), or last (an end)."""

LONGEST = 3
"""Activities of one return."""

RARE = 0.002
"""Share of the cases below which a return or an end is not put into the tree."""


@dataclass(frozen=True)
class Exceptions:
    """The returns of each activity that is done again after them, and the ends that follow each activity; frequent first."""

    returns: Mapping[str, tuple[Trace, ...]]
    ends: Mapping[str, tuple[str, ...]]


def folded(variants: Sequence[tuple[Trace, int]]) -> tuple[list[tuple[Trace, int]], Exceptions]:
    """The traces without their exceptions, in the order of the variants, and these."""
    returning, ending = _returning(variants), _ending(variants)
    back: Counter[tuple[str, Trace]] = Counter()
    out: Counter[tuple[str, str]] = Counter()
    left: Counter[Trace] = Counter()
    for trace, cases in variants:
        straight, found = _straight(trace, returning)
        for anchor, way in dict.fromkeys(found):
            back[anchor, way] += cases
        if len(straight) > 1 and straight[-1] in ending:
            out[straight[-2], straight[-1]] += cases
        else:
            left[straight] += cases
    least = RARE * sum(cases for _, cases in variants)
    returns: dict[str, list[Trace]] = defaultdict(list)
    ends: dict[str, list[str]] = defaultdict(list)
    for (anchor, way), cases in sorted(back.items(), key=lambda item: (-item[1], item[0])):
        if cases >= least:
            returns[anchor].append(way)
    for (before, end), cases in sorted(out.items(), key=lambda item: (-item[1], item[0])):
        if cases >= least:
            ends[before].append(end)
    exceptions = Exceptions({a: tuple(ways) for a, ways in returns.items()}, {a: tuple(found) for a, found in ends.items()})
    return list(left.items()), exceptions


def unfolded(tree: ProcessTree, exceptions: Exceptions) -> ProcessTree:
    """The tree with the exceptions where they belong; it accepts what it accepted, and more."""
    return reduce(_with_ends(_with_returns(tree, exceptions.returns), exceptions.ends))


def _returning(variants: Sequence[tuple[Trace, int]]) -> frozenset[str]:
    """The activities that exist only between two times of another one."""
    inside: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for trace, cases in variants:
        between: set[int] = set()
        last: dict[str, int] = {}
        for place, label in enumerate(trace):
            if label in last and 1 < place - last[label] <= LONGEST + 1:
                between |= set(range(last[label] + 1, place))
            last[label] = place
            times[label] += cases
        for place in between:
            inside[trace[place]] += cases
    return frozenset(label for label, number in inside.items() if number >= ALWAYS * times[label])


def _ending(variants: Sequence[tuple[Trace, int]]) -> frozenset[str]:
    """The activities that end a case and that less than half of the cases have."""
    last: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for trace, cases in variants:
        last[trace[-1] if trace else ""] += cases
        for label in trace:
            times[label] += cases
    half = sum(cases for _, cases in variants) / 2
    return frozenset(label for label, number in last.items() if 0 < ALWAYS * times[label] <= number < half)


def _straight(trace: Trace, returning: frozenset[str]) -> tuple[Trace, list[tuple[str, Trace]]]:
    """The trace without its returns, and each of them with the activity that is done again."""
    if returning.isdisjoint(trace):
        return trace, []
    kept: list[str] = []
    found: list[tuple[str, Trace]] = []
    place = 0
    while place < len(trace):
        after = place
        while after < len(trace) and trace[after] in returning:
            after += 1
        way = trace[place:after]
        if kept and 0 < len(way) <= LONGEST and trace[after : after + 1] == (kept[-1],):
            found.append((kept[-1], way))
            place = after + 1
        else:
            kept.extend(trace[place : after + 1])
            place = after + 1
    return tuple(kept), found


def _with_returns(tree: ProcessTree, returns: Mapping[str, tuple[Trace, ...]]) -> ProcessTree:
    match tree:
        case Leaf(label):
            ways = tuple(Sequential(tuple(map(Leaf, way))) for way in returns.get(label, ()))
            return Loop(tree, Choice(ways)) if ways else tree
        case Silent():
            return tree
        case Loop(body, redo):
            return Loop(_with_returns(body, returns), _with_returns(redo, returns))
        case Sequential(children) | Choice(children) | Parallel(children):
            return type(tree)(tuple(_with_returns(child, returns) for child in children))


def _with_ends(tree: ProcessTree, ends: Mapping[str, tuple[str, ...]]) -> ProcessTree:
    """The ends beside what follows the part of the way that holds the activity before them."""
    children = tree.children if isinstance(tree, Sequential) else (tree,)
    for place, child in enumerate(children):
        rest = children[place + 1 :]
        if not rest and isinstance(child, Choice):
            return Sequential((*children[:place], Choice(tuple(_with_ends(branch, ends) for branch in child.children))))
        here = dict.fromkeys(end for label in activities(child) for end in ends.get(label, ()))
        if here:
            onward = _with_ends(Sequential(rest), ends) if rest else SILENT
            return Sequential((*children[: place + 1], Choice((onward, *map(Leaf, here)))))
    return tree
