"""Waits that nothing in the log explains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import supported
from procmap.detectors.together import together
from procmap.detectors.waiting.extraneous_wait.residual import Residual, find_residuals
from procmap.findings import Aspect, Evidence, Finding, Grade, GuardName, Guards, Lever, Unit
from procmap.log import Capability
from procmap.log.calendar import HOUR
from procmap.log.kind import Kind
from procmap.measures import Measures
from procmap.measures.time.timers import is_timer
from procmap.procedures import Group


class Told(Aspect):
    """What else this pattern states."""

    TIMER = "timer"
    STEPS = "steps"


@dataclass(frozen=True)
class ExtraneousWait(Detector):
    """A wait that nothing in the log explains."""

    name: ClassVar[str] = "extraneous_wait"
    lever: ClassVar[Lever] = Lever.FLOW
    source: ClassVar[str] = "Chapela-Campa and Dumas 2024 (10.1016/j.is.2024.102346); Lashkevich et al. 2023 (arXiv 2212.01392)"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.RESOURCE, Capability.FINE_TIMESTAMPS)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.DAY_ONLY_DATES, GuardName.LABELS_SPELT_TWICE)

    share: float = 0.3
    days: float = 1.0
    of_cycle: float = 0.1
    instances: int = 100
    rhythm: float = 0.5

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Ask about the steps whose wait is long and unexplained, all in one question."""
        if not measures.waiting_causes:
            return
        residuals = find_residuals(measures.log)
        for residual in residuals:
            timer = measures.kinds.found[residual.activity] is Kind.TIMER
            if timer and self._enough(measures, residual) and residual.wait >= self.of_cycle * residual.cycle:
                yield self._timer(measures, residual)
        asked = (
            self._question(measures, residual) for residual in residuals
            if self._enough(measures, residual) and self._is_unexplained(measures, residual)
        )
        yield from together(asked, Told.STEPS, ("instances",))

    def _enough(self, measures: Measures, residual: Residual) -> bool:
        return residual.instances >= self.instances and supported(residual.instances, measures.log.profile)

    def _is_unexplained(self, measures: Measures, residual: Residual) -> bool:
        """Whether the wait is long and nothing tells what for: no session, no term, no label."""
        log, code = measures.log, residual.activity
        sessions = {rhythm.activity for rhythm in measures.rhythms if rhythm.ratio <= self.rhythm}
        told = code in sessions or code in log.profile.coarse or measures.kinds.unwilled(code)
        told |= bool(measures.classes[code] & measures.vocabulary.group(Group.WAITING_FOR_SOMETHING))
        long = (
            residual.median >= log.working_days(self.days)
            and residual.unexplained >= self.share * residual.wait
            and residual.unexplained >= self.of_cycle * residual.cycle
        )
        return long and not told and not is_timer(log, code)

    def _timer(self, measures: Measures, residual: Residual) -> Finding:
        """Who set the time that passes before a step, whatever is done: a period of the software, or of a text."""
        asked = self._question(measures, residual)
        evidence = replace(
            asked.evidence, count=round(residual.wait / HOUR), of=round(residual.cycle / HOUR), rate=residual.wait / residual.cycle
        )
        return replace(asked, evidence=evidence, weak=(), aspect=Told.TIMER)

    def _question(self, measures: Measures, residual: Residual) -> Finding:
        log = measures.log
        return Finding(
            detector=self.name,
            activities=measures.labels((residual.activity,)),
            roles=() if residual.role is None else (log.roles[residual.role],),
            lever=self.lever,
            evidence=Evidence(
                count=round(residual.unexplained / HOUR),
                of=round(residual.wait / HOUR),
                unit=Unit.HOURS,
                rate=residual.unexplained / residual.wait,
                examples=log.case_names(list(residual.examples)),
                figures=(
                    ("instances", residual.instances), ("median_hours", residual.median / HOUR),
                    ("of_cycle", residual.unexplained / residual.cycle),
                ),
            ),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=() if residual.starts else (Capability.START_TIMES,),
            grade=Grade.C,
        )
