"""Cases that go back and forth between two services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.detectors.loops import PREVENTABLE, loop_finding, loops_of
from procmap.findings import Aspect, BoundLoop, Evidence, Finding, Grade, GuardName, Guards, Lever, Unit, Unseen
from procmap.log import Capability
from procmap.measures import Measures
from procmap.measures.organisation.back_and_forth import BackAndForth
from procmap.measures.repetition.kinds import LoopKind
from procmap.statistics import binomial_p_value, clopper_pearson_lower


class Told(Aspect):
    """What else this pattern states."""

    INSIDE = "inside"


@dataclass(frozen=True)
class PingPong(Detector):
    """Back and forth between two services."""

    name: ClassVar[str] = "ping_pong"
    lever: ClassVar[Lever] = Lever.DECOMPARTMENTALISING
    source: ClassVar[str] = "BPI Challenge 2013, ping-pong behaviour; Reijers and Liman Mansar 2005, case manager"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.ROLE,)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.ROBOTS, GuardName.LABELS_SPELT_TWICE, GuardName.ROWS_WRITTEN_TWICE)

    rate: float = 0.05

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every loop of question and answer between two roles, and what they hand to and fro under one label."""
        for loop in loops_of(measures, LoopKind.PING_PONG):
            roles = measures.roles((loop.resume, *loop.returns, loop.check))
            if len(roles) > 1:
                yield loop_finding(measures, loop, self.name, self.lever, self.rate, roles, sent=True)
        for found in measures.back_and_forth:
            if supported(found.cases, measures.log.profile):
                yield self._inside(measures, found)

    def _inside(self, measures: Measures, found: BackAndForth) -> Finding:
        """Of what services hand back and forth while the label of the step stays the same."""
        labels = measures.labels(found.activities)
        holds = at_least(found.cases, found.of, found.cases_by_part, found.of_by_part, self.rate, measures.log.profile)
        return Finding(
            detector=self.name,
            activities=labels,
            roles=tuple(measures.log.roles[role] for role in found.roles),
            lever=self.lever,
            evidence=Evidence(
                count=found.cases,
                of=found.of,
                unit=Unit.CASES,
                rate=found.cases / found.of,
                lower=clopper_pearson_lower(found.cases, found.of),
                examples=measures.log.case_names(list(found.examples)),
                figures=(("times", found.times),),
            ),
            whole=BoundLoop(labels, (), each_role=True),
            prudent=BoundLoop(labels, (), share=PREVENTABLE, each_role=True),
            p_value=binomial_p_value(found.cases, found.of, self.rate, "greater"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(Unseen.RETURNS,),  # nothing but the roles says that the case came back
            grade=Grade.A if holds else Grade.REFUTED,
            aspect=Told.INSIDE,
        )
