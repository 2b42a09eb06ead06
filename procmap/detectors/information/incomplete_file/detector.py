"""Files that arrive incomplete and wait for what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.detectors.information.incomplete_file.asked import Asked, find_asked
from procmap.detectors.loops import PREVENTABLE, loop_finding, loops_of
from procmap.findings import Aspect, Evidence, Finding, Grade, GuardName, Guards, Lever, Remove, Unit, Unseen
from procmap.measures import Measures
from procmap.measures.repetition.kinds import LoopKind
from procmap.statistics import binomial_p_value, clopper_pearson_lower


class Told(Aspect):
    """What else this pattern states."""

    ASKED = "asked"


@dataclass(frozen=True)
class IncompleteFile(Detector):
    """Files that arrive incomplete."""

    name: ClassVar[str] = "incomplete_file"
    lever: ClassVar[Lever] = Lever.INFORMATION_SHARING
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, control addition and control relocation"
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.LABELS_SPELT_TWICE, GuardName.ROWS_WRITTEN_TWICE)
    covers: ClassVar[tuple[str, ...]] = ("external_wait",)

    rate: float = 0.10

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every loop that asks for something."""
        for loop in loops_of(measures, LoopKind.INCOMPLETE_FILE):
            yield loop_finding(measures, loop, self.name, self.lever, self.rate, measures.roles(loop.activities))
        looping = {code for loop in measures.loops for code in loop.returns}
        for asked in find_asked(measures.log, measures.classes, measures.vocabulary):
            if not {asked.request, asked.answer} & looping and supported(asked.cases, measures.log.profile):
                yield self._asked(measures, asked)

    def _asked(self, measures: Measures, asked: Asked) -> Finding:
        """Of what was missing and no step is done again for."""
        codes = (asked.request, asked.answer)
        labels, profile = measures.labels(codes), measures.log.profile
        of = sum(asked.of_by_part)
        holds = at_least(asked.cases, of, asked.by_part, asked.of_by_part, self.rate, profile)
        return Finding(
            detector=self.name,
            activities=labels,
            roles=measures.roles(codes),
            lever=self.lever,
            evidence=Evidence(
                count=asked.cases,
                of=of,
                unit=Unit.CASES,
                rate=asked.cases / of,
                lower=clopper_pearson_lower(asked.cases, of),
                examples=measures.log.case_names(list(asked.examples)),
                figures=(("times", asked.times),),
            ),
            whole=Remove(labels),
            prudent=Remove(labels, share=PREVENTABLE),
            p_value=binomial_p_value(asked.cases, of, self.rate, "greater"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(Unseen.RETURNS,),  # nothing but the label says that something was missing
            grade=Grade.A if holds else Grade.REFUTED,
            aspect=Told.ASKED,
        )
