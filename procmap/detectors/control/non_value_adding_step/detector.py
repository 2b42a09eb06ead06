"""An internal registration, handing on or filing before the decision that changes nothing for the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.control.non_value_adding_step.owed import book, owed
from procmap.detectors.pass_through import enough, inside, one_way_on, refusals, refuses_nothing, waits
from procmap.findings import Automate, Finding, Grade, GuardName, Guards, Lever, Remove, Unseen
from procmap.log import Capability
from procmap.measures import Measures
from procmap.measures.control.decided import decided_after
from procmap.measures.passage.passages import Passage
from procmap.procedures import Group, StepClass
from procmap.procedures.protection import protection_of
from procmap.statistics import binomial_p_value


@dataclass(frozen=True)
class NonValueAddingStep(Detector):
    """An internal step that changes nothing for the case."""

    name: ClassVar[str] = "non_value_adding_step"
    lever: ClassVar[Lever] = Lever.SUPPRESSION
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, task elimination and task automation"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.ROLE,)  # without it a relay between services cannot be told from it
    covers: ClassVar[tuple[str, ...]] = ("low_yield_check",)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.LABELS_SPELT_TWICE)

    cases: float = 0.5
    same_way: float = 0.98
    rate: float = 0.01
    decided: float = 0.9
    effective: float = 0.01
    between: float = 0.9

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test the steps whose words are internal administration and nothing else."""
        for passage in measures.passages:
            if self._internal(measures, passage) and enough(measures, passage) and self._idle(measures, passage):
                yield self._finding(measures, passage)

    def _internal(self, measures: Measures, passage: Passage) -> bool:
        words = measures.classes[passage.activity]
        label = measures.log.activities[passage.activity]
        relay = StepClass.TRANSMISSION in words and passage.between >= self.between * max(passage.placed, 1)
        return (
            bool(words) and words <= measures.vocabulary.group(Group.INTERNAL) and not relay
            and (StepClass.ENTRY not in words or book(label))
            and not owed(label) and protection_of(label, measures.log.activities) is None
        )

    def _idle(self, measures: Measures, passage: Passage) -> bool:
        return (
            passage.cases >= self.cases * measures.log.profile.closed_cases
            and inside(measures, passage.activity)
            and waits(measures, passage)
            and one_way_on(measures, passage.activity, self.same_way) is not None
            and decided_after(measures, passage.activity, self.effective) >= self.decided
        )

    def _finding(self, measures: Measures, passage: Passage) -> Finding:
        labels = measures.labels((passage.activity,))
        holds = refuses_nothing(measures, passage, self.rate)
        return Finding(
            detector=self.name,
            activities=labels,
            roles=measures.roles((passage.activity,)),
            lever=self.lever,
            evidence=refusals(measures, passage),
            whole=Remove(labels),
            prudent=Automate(labels),
            p_value=binomial_p_value(passage.refused, passage.of, self.rate, "less"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(Unseen.LABEL,),  # what the step is for, only its words tell
            grade=Grade.A if holds else Grade.REFUTED,
        )
