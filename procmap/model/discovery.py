"""Discovery of a process tree from the variants of a log, by pm4py's inductive miner; no other module here knows pm4py.

The miner (IMf: Leemans, Fahland and van der Aalst, 2014) sees variants with their counts, never events. It leaves out
paths rarer than a share of the most frequent one, the noise threshold. What it returns can be read by a project team
only when the threshold and the number of variants suit the log, so several are tried, and the choice between the trees
is a rule (`_rank`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from procmap.model.acceptance import Acceptor
from procmap.model.exceptions import folded, unfolded
from procmap.model.process_tree import (
    SILENT,
    Choice,
    Leaf,
    Loop,
    Parallel,
    ProcessTree,
    activities,
    reduce,
    size,
)
from procmap.model.process_tree import Sequence as Sequential

Trace = tuple[str, ...]

NOISE = (0.0, 0.1, 0.3)
"""The thresholds tried; of equal trees the first one counts."""

READABLE = 60
"""Nodes that a project team can still read: some thirty activities with their gateways."""

SHARE = 0.95
"""Part of the cases whose variants the miner may see, the most frequent first: the rest is mostly singular."""

LENGTH = 5_000
"""Events of these variants together at most, so that discovery takes seconds on any log."""


def load_miner() -> None:
    """Import the mining library; it takes seconds, so a caller may do it in a thread while a log is read."""
    from pm4py.algo.discovery.inductive.variants import imf as _  # noqa: F401 - loading it is the purpose


@dataclass(frozen=True)
class Discovered:
    """A tree and how far it speaks for the log.

    Attributes:
        tree: In canonical form. Activities that only the rarest variants hold may be absent from it.
        noise: The threshold that gave it, 0 to 1.
        coverage: Share of all cases, 0 to 1, whose whole trace the tree accepts.
        precision: Part of what the tree allows next, along the traces that it accepts, that the log also does next
            (escaping edges, Munoz-Gama and Carmona 2010), 0 to 1; a tree that allows everything everywhere is near 0.
    """

    tree: ProcessTree
    noise: float
    coverage: float
    precision: float


def discover(variants: Sequence[tuple[Trace, int]], *, limit: int = 200) -> Discovered:
    """The most useful readable tree of a log.

    Args:
        variants: Each variant (labels in order) and its number of cases; their order does not matter.
        limit: At most so many variants, the most frequent, go to the miner; coverage is counted on all.
    """
    counted: Counter[Trace] = Counter()
    for trace, cases in variants:
        counted[trace] += cases
    ordered = _ordered(counted)
    seen = _frequent(ordered, limit)
    best = min(_candidates(seen, _weights(ordered)), key=_rank, default=_Candidate(SILENT, 0.0, 1.0, 1.0, 1.0))
    tree, accepted = best.tree, _accepted(best.tree, ordered)
    whole = _sorted(unfolded(tree, folded(ordered)[1]), _weights(ordered))  # a refusal is rare, and must be seen
    if size(whole) <= READABLE and (more := _accepted(whole, ordered)) > accepted:
        tree, accepted = whole, more
    return Discovered(tree, best.noise, accepted / max(1, counted.total()), _precision(Acceptor(tree), seen))


def _accepted(tree: ProcessTree, variants: Sequence[tuple[Trace, int]]) -> int:
    """Cases whose whole trace the tree accepts."""
    acceptor = Acceptor(tree)
    return sum(cases for trace, cases in variants if acceptor.accepts(trace))


@dataclass(frozen=True)
class _Candidate:
    """A tree with its merits on the variants that the miner may see; `presence` is the part of events that it names."""

    tree: ProcessTree
    noise: float
    coverage: float
    precision: float
    presence: float


def _candidates(seen: list[tuple[Trace, int]], weight: Mapping[str, tuple[int, int]]) -> list[_Candidate]:
    """Trees of the first variant, then of more and more, until twice in a row all are too large to read."""
    found: dict[ProcessTree, _Candidate] = {}
    number, refused = min(1, len(seen)), 0
    while 0 < number <= len(seen) and refused < 2:
        refused += 1
        for noise, tree in _trees(seen[:number], weight):
            if size(tree) <= READABLE or number == 1:
                refused = 0
                if tree not in found:
                    found[tree] = _judged(tree, noise, seen)
        number = len(seen) if number < len(seen) < number * 3 else number * 2 + 1
    return list(found.values())


def _trees(variants: list[tuple[Trace, int]], weight: Mapping[str, tuple[int, int]]) -> Iterator[tuple[float, ProcessTree]]:
    """What the miner makes of the variants at each threshold, as they are and without their exceptions."""
    straight, exceptions = folded(variants)
    for noise in NOISE:
        yield noise, _sorted(_mined(variants, noise), weight)
        if straight and (exceptions.returns or exceptions.ends):
            yield noise, _sorted(unfolded(_mined(straight, noise), exceptions), weight)


def _rank(found: _Candidate) -> tuple[bool, float, int, float]:
    """Readable trees first; among them the best harmonic mean of the merits, then the smaller tree.

    Precision counts half: a rare loop that the team must see may cost some.
    """
    merits = (found.coverage, found.coverage, found.presence, found.presence, found.precision)
    balance = len(merits) / sum(1 / merit for merit in merits) if all(merits) else 0.0
    nodes = size(found.tree)
    return (nodes > READABLE, -round(balance, 9), nodes, found.noise)


def _ordered(counted: Mapping[Trace, int]) -> list[tuple[Trace, int]]:
    """The variants, most frequent first; of equals the one whose rarest directly-follows pair is the most frequent."""
    pairs: Counter[tuple[str, ...]] = Counter()
    for trace, cases in counted.items():
        for position in range(len(trace) + 1):
            pairs[trace[max(0, position - 1) : position + 1]] += cases

    def rarest(trace: Trace) -> int:
        return min(pairs[trace[max(0, at - 1) : at + 1]] for at in range(len(trace) + 1))

    return sorted(counted.items(), key=lambda item: (-item[1], -rarest(item[0]), len(item[0]), item[0]))


def _frequent(ordered: list[tuple[Trace, int]], limit: int) -> list[tuple[Trace, int]]:
    """The most frequent variants, at least one: SHARE of the cases, at most `limit` variants and LENGTH events."""
    left, room = SHARE * sum(cases for _, cases in ordered), LENGTH
    taken: list[tuple[Trace, int]] = []
    for trace, cases in ordered[:limit]:
        if taken and (left <= 0 or room < len(trace)):
            break
        taken.append((trace, cases))
        left, room = left - cases, room - len(trace)
    return taken


def _weights(ordered: list[tuple[Trace, int]]) -> dict[str, tuple[int, int]]:
    """What orders the branches of a tree: for each label minus its number of cases, and its first appearance."""
    cases: Counter[str] = Counter()
    for trace, number in ordered:
        for label in dict.fromkeys(trace):
            cases[label] += number
    return {label: (-number, rank) for rank, (label, number) in enumerate(cases.items())}


def _sorted(tree: ProcessTree, weight: Mapping[str, tuple[int, int]]) -> ProcessTree:
    """The tree with the branches of choices and parallels in the order of their frequency, a silent one last."""

    def key(child: ProcessTree) -> tuple[int, int]:
        return min((weight[label] for label in activities(child)), default=(1, 0))

    match tree:
        case Loop(body, redo):
            return Loop(_sorted(body, weight), _sorted(redo, weight))
        case Choice(children) | Parallel(children):
            return type(tree)(tuple(sorted((_sorted(child, weight) for child in children), key=key)))
        case Sequential(children):
            return Sequential(tuple(_sorted(child, weight) for child in children))
        case _:
            return tree


def _judged(tree: ProcessTree, noise: float, seen: list[tuple[Trace, int]]) -> _Candidate:
    acceptor = Acceptor(tree)
    named = frozenset(activities(tree))
    cases = sum(number for _, number in seen)
    events = sum(number * len(trace) for trace, number in seen)
    accepted = _accepted(tree, seen)
    present = sum(number * sum(label in named for label in trace) for trace, number in seen)
    presence = present / events if events else 1.0
    return _Candidate(tree, noise, accepted / cases, _precision(acceptor, seen), presence)


def _precision(acceptor: Acceptor, variants: list[tuple[Trace, int]]) -> float:
    """Next activities seen over those allowed, summed over the prefixes of accepted variants by their cases."""
    children: list[dict[str, int]] = [{}]  # the prefixes as a tree: for each, by activity, the number of the next one
    states, cases = [acceptor.START], [0]
    for trace, number in variants:
        if not acceptor.accepts(trace):
            continue
        node = 0
        for activity in trace:
            cases[node] += number
            after = children[node].setdefault(activity, len(children))
            if after == len(children):
                children.append({})
                states.append(acceptor.step(states[node], activity))
                cases.append(0)
            node = after
    allowed = sum(cases[node] * len(acceptor.enabled(state)) for node, state in enumerate(states) if cases[node])
    return sum(cases[node] * len(after) for node, after in enumerate(children)) / allowed if allowed else 1.0


def _mined(variants: list[tuple[Trace, int]], noise: float) -> ProcessTree:
    """One run of the miner. It sees numbers for labels: none means anything to it, and its sets keep one order."""
    from pm4py.algo.discovery.inductive.dtypes.im_ds import IMDataStructureUVCL
    from pm4py.algo.discovery.inductive.variants.imf import IMFUVCL

    labels = list(dict.fromkeys(label for trace, _ in variants for label in trace))
    number = {label: position for position, label in enumerate(labels, start=1)}
    log = Counter({tuple(number[label] for label in trace): cases for trace, cases in variants})
    parameters = {"noise_threshold": noise, "multiprocessing": False}
    return reduce(_converted(IMFUVCL(parameters).apply(IMDataStructureUVCL(log), parameters), labels))


def _converted(node: Any, labels: list[str]) -> ProcessTree:
    """pm4py's tree as ours; `node` is a pm4py ProcessTree, whose labels are places in `labels` counted from 1."""
    if node.operator is None:
        return SILENT if node.label is None else Leaf(labels[int(node.label) - 1])
    children = tuple(_converted(child, labels) for child in node.children)
    match node.operator.name:
        case "SEQUENCE":
            return Sequential(children)
        case "XOR":
            return Choice(children)
        case "PARALLEL":
            return Parallel(children)
        case "LOOP":
            return Loop(children[0], Choice(children[1:]))
        case name:
            raise ValueError(f"the inductive miner is not known to use {name}")
