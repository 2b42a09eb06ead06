"""Questions of one kind asked once: one finding for all the steps concerned, with what is counted at each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, zip_longest

from procmap.findings import Aspect, Evidence, Finding, Share
from procmap.statistics import clopper_pearson_lower

EXAMPLES = 5


def together(
    questions: Iterable[Finding], aspect: Aspect, summed: tuple[str, ...] = (), *, adds: bool = True,
) -> tuple[Finding, ...]:
    """The questions as one, the step of which most is counted first; one alone, or none, stays as it is.

    Args:
        questions: Of one pattern, unit and aspect.
        aspect: The statement that is made of several.
        summed: The figures that add up; the others are of one step and fall away.
        adds: Whether what is counted at different steps is different, so that it adds up; else the finding counts what its first
            step does.
    """
    asked = sorted(questions, key=lambda one: (-one.evidence.count, one.activities, one.roles))
    if len(asked) < 2:
        return tuple(asked)
    evidence = [one.evidence for one in asked]
    figures = [dict(one.figures) for one in evidence]
    in_turn = chain.from_iterable(zip_longest(*(one.examples for one in evidence)))
    whole = replace(
        _added(evidence) if adds else evidence[0],
        examples=tuple(case for case in dict.fromkeys(in_turn) if case is not None)[:EXAMPLES],
        figures=tuple((name, sum(one[name] for one in figures)) for name in summed),
        each=tuple(Share(one.activities, one.roles, one.evidence.count, one.evidence.of) for one in asked),
    )
    merged = replace(
        asked[0],
        activities=tuple(dict.fromkeys(label for one in asked for label in one.activities)),
        roles=tuple(dict.fromkeys(role for one in asked for role in one.roles)),
        evidence=whole,
        weak=tuple(dict.fromkeys(each for one in asked for each in one.weak)),
        aspect=aspect,
    )
    return (merged,)


def _added(evidence: list[Evidence]) -> Evidence:
    count, of = sum(one.count for one in evidence), sum(one.of for one in evidence)
    bounded = all(one.lower is not None for one in evidence)
    lower = clopper_pearson_lower(count, of) if bounded else None
    return replace(evidence[0], count=count, of=of, rate=count / of, lower=lower)
