"""The same control done again by another service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, at_most, supported
from procmap.detectors.same_object import same_object
from procmap.findings import Condition, Evidence, Finding, Grade, GuardName, Guards, Lever, Remove, Unit
from procmap.log import Capability
from procmap.measures import Measures
from procmap.measures.control.checks import Check
from procmap.measures.passage.follow_up import FollowUp, follow_up
from procmap.measures.passage.passages import onward
from procmap.statistics import binomial_p_value, clopper_pearson_upper

SAMPLE = 0.10


@dataclass(frozen=True)
class DuplicateCheck(Detector):
    """The same control done again by another service."""

    name: ClassVar[str] = "duplicate_check"
    lever: ClassVar[Lever] = Lever.SUPPRESSION
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, task elimination and task composition; Clopper and Pearson 1934"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.ROLE,)
    covers: ClassVar[tuple[str, ...]] = ("low_yield_check", "relay_step", "skippable_step")
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.LABELS_SPELT_TWICE)

    rate: float = 0.03
    follows: float = 0.8
    instances: int = 100
    refusals: int = 5

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every pair of controls of one object by two roles."""
        for second in measures.checks:
            if second.of < self.instances or not supported(second.cases, measures.log.profile):
                continue
            firsts = [first for first in measures.checks if self._twice(measures, first, second)]
            way = onward(measures, second.activities[0]) if firsts else None
            if way is None:
                continue
            pairs = [(follow_up(measures, first.activities[0], second.activities[0], way.successor), first) for first in firsts]
            kept = [(told, first) for told, first in pairs if self._seen(told, second)]
            if kept:
                yield self._finding(measures, second, *max(kept, key=lambda pair: (pair[0].cases, -pair[1].activities[0])))

    def _twice(self, measures: Measures, first: Check, second: Check) -> bool:
        log = measures.log
        one, other = measures.activities[first.activities[0]], measures.activities[second.activities[0]]
        return (
            first is not second
            and first.approval == second.approval
            and one.position < other.position
            and one.role != other.role
            and first.refused >= self.refusals
            and same_object(log.activities[one.activity], log.activities[other.activity], measures.vocabulary)
        )

    def _seen(self, told: FollowUp, second: Check) -> bool:
        """Nearly all that the first passes go through the second, and nearly all in the second come from the first."""
        return told.of > 0 and told.cases >= self.follows * told.of and told.cases >= 0.95 * second.cases

    def _finding(self, measures: Measures, second: Check, told: FollowUp, first: Check) -> Finding:
        profile = measures.log.profile
        labels = measures.labels(second.activities)
        adds_little = at_most(
            second.refused, second.of, second.refused_by_part, second.of_by_part, self.rate, profile,
        )
        more = first.refused * second.of > second.refused * first.of
        holds = adds_little and more and at_least(
            told.cases, told.of, told.by_part, told.of_by_part, self.follows, profile,
        )
        return Finding(
            detector=self.name,
            activities=labels,
            roles=measures.roles((first.activities[0], second.activities[0])),
            lever=self.lever,
            evidence=Evidence(
                count=second.refused,
                of=second.of,
                unit=Unit.INSTANCES,
                rate=second.refused / second.of,
                upper=clopper_pearson_upper(second.refused, second.of),
                examples=measures.log.case_names(list(second.examples)),
                figures=(("first_refused", first.refused), ("first_of", first.of)),
            ),
            whole=Remove(labels),
            prudent=Condition(labels, f"sample {SAMPLE:.0%}".replace("%", " %"), share=1 - SAMPLE),
            p_value=max(
                binomial_p_value(second.refused, second.of, self.rate, "less"),
                binomial_p_value(told.cases, told.of, self.follows, "greater"),
            ),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            grade=Grade.A if holds else Grade.REFUTED,
            words=(("first", measures.labels(first.activities[:1])[0]),),
        )
