"""Cases that wait for somebody who is off duty while others of the role are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import procmap.detectors.waiting.unavailability.off_duty as off
from procmap.detectors.base import Detector
from procmap.detectors.evidence import LEAST_FOR_PARTS, supported
from procmap.findings import Evidence, Finding, Grade, GuardName, Guards, Lever, Unit, Unseen
from procmap.log import Capability
from procmap.log.calendar import HOUR
from procmap.measures import Measures
from procmap.statistics import ratio_p_value, weekly_block_bootstrap


@dataclass(frozen=True)
class Unavailability(Detector):
    """Cases that wait for somebody who is off duty."""

    name: ClassVar[str] = "unavailability"
    lever: ClassVar[Lever] = Lever.ORGANISATION
    source: ClassVar[str] = "Lashkevich et al. 2023 (arXiv 2212.01392); Reijers and Liman Mansar 2005, flexible assignment"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.RESOURCE, Capability.ROLE, Capability.FINE_TIMESTAMPS)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.DAY_ONLY_DATES, GuardName.LABELS_SPELT_TWICE)

    share: float = 0.15
    covered: float = 0.5
    done: int = 20
    instances: int = 100
    people: int = 5

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every step of a role whose people are not all there at the same hours."""
        if not measures.waiting_causes:
            return
        for found in off.find_off_duty_waits(measures.log, self.done):
            enough = found.instances >= self.instances and supported(found.instances, measures.log.profile)
            if enough and found.people >= self.people and found.role is not None:
                yield self._finding(measures, found, measures.log.roles[found.role])

    def _finding(self, measures: Measures, found: off.OffDuty, role: str) -> Finding:
        import numpy as np

        profile = measures.log.profile
        wait, away = sum(found.waits), sum(found.away)
        lower = max(0.0, weekly_block_bootstrap(np.array(found.away), np.array(found.waits)).low)
        holds = (
            lower >= self.share
            and found.covered >= self.covered
            and (
                profile.closed_cases < LEAST_FOR_PARTS
                or all(a >= self.share * w for a, w in zip(found.away_by_part, found.waits_by_part, strict=True))
            )
        )
        return Finding(
            detector=self.name,
            activities=measures.labels((found.activity,)),
            roles=(role,),
            lever=self.lever,
            evidence=Evidence(
                count=round(away / HOUR),
                of=round(wait / HOUR),
                unit=Unit.HOURS,
                rate=away / wait if wait else 0.0,
                lower=lower,
                examples=measures.log.case_names(list(found.examples)),
                figures=(("instances", found.instances), ("touched", found.touched), ("covered", found.covered)),
            ),
            p_value=ratio_p_value(found.away, found.waits, self.share),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT, GuardName.CALENDAR)),
            weak=(Unseen.HOURS,),  # the hours of people are found from when they are seen
            grade=Grade.A if holds else Grade.REFUTED,
        )
