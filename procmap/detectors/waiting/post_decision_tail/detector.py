"""Decisions that take long to reach the people they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.detectors.waiting.post_decision_tail.tail import Tail, find_tails
from procmap.findings import Evidence, Finding, Grade, GuardName, Guards, Lever, Unit, Unseen
from procmap.log.calendar import DAY, HOUR
from procmap.log.kind import Kind
from procmap.measures import Measures
from procmap.measures.time.held import find_held
from procmap.measures.time.timers import is_timer
from procmap.procedures import StepClass
from procmap.procedures.packs.vocabulary import Kind as StepKind
from procmap.statistics import binomial_p_value, clopper_pearson_lower

MOST_OF_CYCLE = 0.9
"""Share of the time of the cases beyond which a decision opens the procedure: what runs after it, a delivery or the work itself, is
no tail of it."""

OWED_TO = 0.5
"""Share of the cases with the effect in which such a decision comes shortly before it: else the effect does not come of it."""


@dataclass(frozen=True)
class PostDecisionTail(Detector):
    """Decisions that take long to take effect."""

    name: ClassVar[str] = "post_decision_tail"
    lever: ClassVar[Lever] = Lever.FLOW
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, resequencing, order-based work, task automation"
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.LABELS_SPELT_TWICE)

    days: float = 3.0
    share: float = 0.5
    of_cycle: float = 0.2
    term: float = 5.0

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every pair of a last decision and the effect that most often follows it."""
        tails = find_tails(measures.log, measures.classes, measures.vocabulary, self.days, _outward(measures))
        decided = Counter[int]()
        for tail in tails:
            decided[tail.effect] += tail.of
        refusing = _refusing_roles(measures)
        for tail in tails:
            if measures.activities[tail.slowest].role in refusing - {measures.activities[tail.decision].role}:
                continue  # who is waited for refuses other cases: he decides, whatever his step is called
            # what mostly comes about without such a decision is no effect of it: a credit note is no reason to pay
            follows = decided[tail.effect] >= OWED_TO * measures.activities[tail.effect].closed_cases
            if follows and supported(tail.of, measures.log.profile):
                yield self._finding(measures, tail)

    def _dated(self, measures: Measures, code: int) -> bool:
        """Whether a step comes after a fixed time, or hardly ever within so many days: a due date, no tail of the decision.

        Or on one or two days of the whole log, which the timetable gives it: no decision brings that on.
        """
        held = find_held(measures.log, code)
        timed = is_timer(measures.log, code) or measures.kinds.unwilled(code)
        return timed or held is None or held.floor >= self.term

    def _finding(self, measures: Measures, tail: Tail) -> Finding:
        holds = (
            at_least(tail.long, tail.of, tail.long_by_part, tail.of_by_part, self.share, measures.log.profile)
            and self.of_cycle * tail.cycle <= tail.total <= MOST_OF_CYCLE * tail.cycle
        )
        timed = holds and (tail.timer or any(self._dated(measures, code) for code in (tail.effect, tail.slowest)))
        named = (tail.decision, tail.slowest)  # the step that is waited for, which need not be the effect itself
        return Finding(
            detector=self.name,
            activities=measures.labels(named),
            roles=measures.roles(named),
            lever=self.lever,
            evidence=Evidence(
                count=tail.long,
                of=tail.of,
                unit=Unit.CASES,
                rate=tail.long / tail.of,
                lower=clopper_pearson_lower(tail.long, tail.of),
                examples=measures.log.case_names(list(tail.examples)),
                figures=(
                    ("median_days", tail.median_time / DAY), ("median_hours", tail.median / HOUR),
                    ("share_of_cycle", tail.total / tail.cycle if tail.cycle else 0.0), ("long_days", self.days),
                ),
            ),
            p_value=binomial_p_value(tail.long, tail.of, self.share, "greater"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(Unseen.DECISION,),  # which step decides is told by its label, or by its place among the approvals
            grade=Grade.A if holds and not timed else Grade.REFUTED,
            words=(("effect", measures.labels((tail.effect,))[0]),),
        )


def _refusing_roles(measures: Measures) -> set[int | None]:
    found = {
        measures.activities[code].role
        for code, classes in enumerate(measures.classes)
        if StepClass.REFUSAL in classes and StepClass.NOTIFICATION not in classes
    }
    return found - {None}


def _outward(measures: Measures) -> list[int]:
    """The steps to or from outside: by their label, by their step of the procedure, or because the analyst says so."""
    steps = [measures.procedure.step_of(label) for label in measures.log.activities]
    return [
        code
        for code, step in enumerate(steps)
        if StepClass.EXTERNAL in measures.classes[code]
        or measures.kinds.found[code] is Kind.OUTSIDE
        or (step is not None and step.kind is StepKind.OUTSIDE)
    ]
