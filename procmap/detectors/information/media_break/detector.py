"""Cases that leave the screen for paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.findings import Automate, Evidence, Finding, Grade, GuardName, Guards, Lever, Unit
from procmap.log import Capability
from procmap.measures import Measures
from procmap.measures.control.media import MediaRun, find_media_runs
from procmap.statistics import binomial_p_value, clopper_pearson_lower


@dataclass(frozen=True)
class MediaBreak(Detector):
    """Cases that leave the screen for paper."""

    name: ClassVar[str] = "media_break"
    lever: ClassVar[Lever] = Lever.DIGITAL_CONTINUITY
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, integral technology"
    covers: ClassVar[tuple[str, ...]] = ("low_yield_check",)

    rate: float = 0.05
    born_digital: float = 0.2

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Report the runs of paper steps that the path or the channel bears out; ask about single labels."""
        for run in find_media_runs(measures):
            if supported(run.cases, measures.log.profile):
                yield self._finding(measures, run)

    def _finding(self, measures: Measures, run: MediaRun) -> Finding:
        labels = measures.labels(run.activities)
        holds = at_least(run.cases, run.of, run.by_part, run.of_by_part, self.rate, measures.log.profile)
        borne_out = run.there_and_back or (run.digital is not None and run.digital >= self.born_digital * run.cases)
        asks = holds and not borne_out
        return Finding(
            detector=self.name,
            activities=labels,
            roles=measures.roles(run.activities),
            lever=self.lever,
            evidence=Evidence(
                count=run.cases,
                of=run.of,
                unit=Unit.CASES,
                rate=run.cases / run.of,
                lower=clopper_pearson_lower(run.cases, run.of),
                examples=measures.log.case_names(list(run.examples)),
                figures=(("digital", run.digital),) if run.digital is not None else (),
            ),
            whole=None if asks else Automate(labels),
            prudent=None if asks else Automate(labels, kept=measures.labels(run.signed)),
            p_value=None if asks else binomial_p_value(run.cases, run.of, self.rate, "greater"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=() if run.there_and_back and run.digital else (Capability.CHANNEL,),
            grade=(Grade.C if asks else Grade.A) if holds else Grade.REFUTED,
        )
