"""What the detectors of loops share: the bound on the share of cases, and the finding's form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from procmap.detectors.evidence import at_least, supported
from procmap.findings import BoundLoop, Evidence, Finding, Grade, GuardName, Guards, Lever, Unit, Unseen
from procmap.measures import Measures
from procmap.measures.repetition.kinds import LoopKind, kind_of
from procmap.measures.repetition.loops import Loop
from procmap.statistics import binomial_p_value, clopper_pearson_lower

PREVENTABLE = 0.5
"""Part of the loops that a prudent change prevents: a checklist or a shared form never prevents all."""


def loops_of(measures: Measures, kind: LoopKind) -> Iterator[Loop]:
    """The loops of a kind with enough cases; of those through the same step, which resume at steps that go together, the first.

    Two that share a step are one where more cases would have gone through them than through that step at all.
    """
    told: Counter[int] = Counter()
    for loop in measures.loops:
        if kind_of(measures, loop) is kind and supported(loop.cases, measures.log.profile):
            if any(told[code] and told[code] + loop.cases > measures.activities[code].closed_cases for code in loop.returns):
                continue
            told.update(dict.fromkeys(loop.returns, loop.cases))
            yield loop


def loop_finding(
    measures: Measures, loop: Loop, detector: str, lever: Lever, rate: float, roles: tuple[str, ...], *, sent: bool = False,
) -> Finding:
    """The finding of a loop that more than `rate` of the cases at its check go through, or one that does not hold ("-").

    With `sent` the cases count that were sent into the loop, whether or not they came back to the step.
    """
    cases, by_part, times = (
        (loop.sent, loop.sent_by_part, loop.sent_times) if sent else (loop.cases, loop.by_part, loop.times)
    )
    repeated = (loop.check,) if loop.check == loop.resume else (loop.resume, loop.check)
    labels = measures.labels(repeated), measures.labels(loop.returns)
    holds = at_least(cases, loop.of, by_part, loop.of_by_part, rate, measures.log.profile)
    return Finding(
        detector=detector,
        activities=measures.labels(loop.activities),
        roles=roles,
        lever=lever,
        evidence=Evidence(
            count=cases,
            of=loop.of,
            unit=Unit.CASES,
            rate=cases / loop.of,
            lower=clopper_pearson_lower(cases, loop.of),
            examples=measures.log.case_names(list(loop.examples)),
            figures=(("times", times),),
        ),
        whole=BoundLoop(*labels),
        prudent=BoundLoop(*labels, share=PREVENTABLE),
        p_value=binomial_p_value(cases, loop.of, rate, "greater"),
        guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
        weak=() if loop.returns else (Unseen.RETURNS,),  # nothing but the order says that the case came back
        grade=Grade.A if holds else Grade.REFUTED,
    )
