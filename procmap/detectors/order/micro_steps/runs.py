"""Runs of steps that follow one another closely: pairs that share a step are one piece of work."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.detectors.order.micro_steps.chains import Chain


def runs_of(pairs: Iterable[Chain]) -> tuple[tuple[Chain, ...], ...]:
    """The pairs in runs, each pair in one of them, in the order of the steps that begin them.

    Args:
        pairs: Pairs of steps, of which each begins with another step.
    """
    after = {pair.first: pair for pair in sorted(pairs, key=lambda pair: pair.first)}
    seconds = {pair.second for pair in after.values()}
    found = []
    for first in sorted(after, key=lambda first: (first in seconds, first)):  # a run begins where none leads to
        run, step = [], first
        while step in after:
            run.append(after.pop(step))
            step = run[-1].second
        if run:
            found.append(tuple(run))
    return tuple(sorted(found, key=lambda run: run[0].first))
