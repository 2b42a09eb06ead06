"""A service that only hands the case on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.pass_through import enough, inside, one_way_on, refusals, refuses_nothing, waits
from procmap.findings import Finding, Grade, GuardName, Guards, Lever, Remove
from procmap.log import Capability
from procmap.measures import Measures
from procmap.measures.passage.passages import Passage
from procmap.procedures import Group, StepClass
from procmap.statistics import binomial_p_value


@dataclass(frozen=True)
class RelayStep(Detector):
    """A service that only hands the case on."""

    name: ClassVar[str] = "relay_step"
    lever: ClassVar[Lever] = Lever.DECOMPARTMENTALISING
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, numerical involvement and task elimination"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.ROLE,)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.ROBOTS, GuardName.LABELS_SPELT_TWICE)
    covers: ClassVar[tuple[str, ...]] = ("skippable_step", "low_yield_check", "non_value_adding_step")

    between: float = 0.9
    same_way: float = 0.98
    rate: float = 0.01
    only: float = 0.95

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every step that is called a handing on; ask about a role whose only step it is and whose word is unknown."""
        for passage in measures.passages:
            code = passage.activity
            words = measures.classes[code]
            named = StepClass.TRANSMISSION in words and not words & measures.vocabulary.group(Group.NO_RELAY)
            alone = not words and self._alone(measures, code)
            if not (named or alone) or self._outside(measures, code):
                continue
            if enough(measures, passage) and self._placed(measures, passage):
                yield self._finding(measures, passage, asks=not named)

    def _placed(self, measures: Measures, passage: Passage) -> bool:
        return (
            inside(measures, passage.activity)
            and passage.between >= self.between * max(passage.placed, 1)
            and passage.placed > 0
            and waits(measures, passage)
            and one_way_on(measures, passage.activity, self.same_way) is not None
        )

    def _alone(self, measures: Measures, code: int) -> bool:
        role = measures.activities[code].role
        total = sum(row.instances for row in measures.activities if row.role == role)
        return role is not None and measures.activities[code].instances >= self.only * total

    def _outside(self, measures: Measures, code: int) -> bool:
        """Whether who does it is outside the organisation: what happens to the case there is not recorded."""
        role = measures.activities[code].role
        return role is not None and StepClass.EXTERNAL in measures.vocabulary.classes_of(measures.log.roles[role])

    def _finding(self, measures: Measures, passage: Passage, *, asks: bool) -> Finding:
        labels = measures.labels((passage.activity,))
        holds = refuses_nothing(measures, passage, self.rate)
        return Finding(
            detector=self.name,
            activities=labels,
            roles=measures.roles((passage.activity,)),
            lever=self.lever,
            evidence=refusals(measures, passage),
            whole=None if asks else Remove(labels),
            prudent=None if asks else Remove(labels),
            p_value=binomial_p_value(passage.refused, passage.of, self.rate, "less"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(Capability.FINE_TIMESTAMPS,) if passage.activity in measures.log.profile.coarse else (),
            grade=(Grade.C if asks else Grade.A) if holds else Grade.REFUTED,
        )
