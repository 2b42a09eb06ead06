"""On every path that had a decision, one remains; the last control before an outlay is never thinned out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from procmap.judgement.paths import Mark, Part, Path

NOISE = 0.01
"""Share of the cases with a decision that may lose it: rows written in the wrong order make paths that nobody took."""

LAST = 0.05
"""Share of the cases with a control and an outlay in which it is the last control before it, from which it is the barrier."""


@dataclass(frozen=True)
class Undecided:
    """`cases` of the `of` with a decision on an object would keep none; `steps` are those that decide now."""

    of_what: str
    cases: int
    of: int
    steps: tuple[str, ...]


def undecided(paths: Sequence[Path], gone: Collection[str]) -> tuple[Undecided, ...]:
    """For each object of decision what would be left to nobody if some steps were gone for the cases that skip them.

    Cases that end in a refusal are left out: there was nothing left to decide. Where no step of a path decides, its controls stand
    for the decision.

    Args:
        paths: Of the log.
        gone: Labels of steps that a plan removes, samples, conditions or automates.
    """
    had: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    steps: dict[str, Counter[str]] = {}
    for path in paths:
        for what, labels in _deciders(path).items():
            had[what] += path.cases
            if labels <= {*gone}:
                lost[what] += path.cases
                steps.setdefault(what, Counter()).update(dict.fromkeys(labels, path.cases))
    return tuple(
        Undecided(what, lost[what], had[what], tuple(label for label, _ in steps[what].most_common()))
        for what in sorted(lost)
        if lost[what] > NOISE * had[what]
    )


def kept(paths: Sequence[Path], mine: Collection[str], gone: Collection[str]) -> tuple[str, ...]:
    """Who decides instead of the steps of one change: for each object the step that does so in most of the cases concerned.

    Args:
        paths: Of the log.
        mine: Steps that the change takes from some cases.
        gone: Steps that the whole plan takes from some cases.
    """
    left: dict[str, Counter[str]] = {}
    for path in paths:
        for what, labels in _deciders(path).items():
            if labels & {*mine}:
                left.setdefault(what, Counter()).update(dict.fromkeys(labels - {*gone}, path.cases))
    named = [max(sorted(counts), key=lambda label: counts[label]) for _, counts in sorted(left.items()) if counts]
    return tuple(dict.fromkeys(named))


def barriers(paths: Sequence[Path]) -> frozenset[str]:
    """The steps that are the last control before an outlay."""
    last: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for path in paths:
        outlays = [at for at, mark in enumerate(path.marks) if mark.part is Part.OUTLAY]
        before = [mark.label for mark in path.marks[: max(outlays, default=0)] if mark.part in (Part.DECISION, Part.CONTROL)]
        if before:
            last[before[-1]] += path.cases
            held.update(dict.fromkeys(before, path.cases))
    return frozenset(label for label in last if last[label] >= LAST * held[label])


def _deciders(path: Path) -> dict[str, set[str]]:
    """The steps that decide each object of the path; objects that were refused afterwards are left out."""
    found: dict[str, list[int]] = {}
    for at, mark in enumerate(path.marks):
        if mark.part is Part.DECISION:
            found.setdefault(mark.of, []).append(at)
    if not found:
        found = {"": [at for at, mark in enumerate(path.marks) if mark.part is Part.CONTROL]}
    return {
        what: {path.marks[at].label for at in places}
        for what, places in found.items()
        if places and not any(_refuses(mark, what) for mark in path.marks[places[-1] + 1 :])
    }


def _refuses(mark: Mark, what: str) -> bool:
    return mark.part is Part.REFUSAL and mark.of in ("", what)
