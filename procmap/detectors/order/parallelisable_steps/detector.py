"""Two steps done one after the other, in either order, that could be done at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.findings import Evidence, Finding, Grade, GuardName, Guards, Lever, Parallelise, Unit
from procmap.log import Capability
from procmap.measures import Measures
from procmap.measures.structure.free_order import FreeOrder
from procmap.statistics import binomial_p_value, clopper_pearson_lower, clopper_pearson_upper


@dataclass(frozen=True)
class ParallelisableSteps(Detector):
    """Two steps that could run side by side."""

    name: ClassVar[str] = "parallelisable_steps"
    lever: ClassVar[Lever] = Lever.FLOW
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, parallelism; van der Aalst 2001 (Decision Support Systems 30)"

    adjacent: float = 0.6
    either: int = 20
    either_share: float = 0.1
    alone: float = 0.05
    shared: float = 0.2

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every pair in free order."""
        for pair in measures.free_orders:
            fewer = min(pair.a_first, pair.b_first)
            free = fewer >= self.either and fewer >= self.either_share * (pair.a_first + pair.b_first)
            if free and supported(pair.both, measures.log.profile):
                yield from self._finding(measures, pair)

    def _finding(self, measures: Measures, pair: FreeOrder) -> Iterator[Finding]:
        if measures.activities[pair.a].opens or measures.activities[pair.b].opens:
            return
        holds = at_least(
            pair.adjacent, pair.both, pair.adjacent_by_part, pair.both_by_part, self.adjacent, measures.log.profile,
        ) and clopper_pearson_upper(pair.alone, pair.alone + pair.both) <= self.alone
        roles = measures.roles((pair.a, pair.b))
        known = measures.log.profile.can(Capability.RESOURCE)
        apart = pair.shared <= self.shared if known else len(roles) > 1
        labels = measures.labels((pair.a, pair.b))
        yield Finding(
            detector=self.name,
            activities=labels,
            roles=roles,
            lever=self.lever,
            evidence=Evidence(
                count=pair.adjacent,
                of=pair.both,
                unit=Unit.CASES,
                rate=pair.adjacent / pair.both,
                lower=clopper_pearson_lower(pair.adjacent, pair.both),
                examples=measures.log.case_names(list(pair.cases)),
                figures=(("a_first", pair.a_first), ("b_first", pair.b_first), ("shared_people", pair.shared)),
                people=measures.people((pair.a, pair.b)),
                of_people=frozenset({"shared_people"}),
            ),
            whole=Parallelise(labels),
            prudent=Parallelise(labels),
            p_value=binomial_p_value(pair.adjacent, pair.both, self.adjacent, "greater"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=() if known else (Capability.RESOURCE,),
            grade=Grade.A if holds and apart else Grade.REFUTED,
        )
