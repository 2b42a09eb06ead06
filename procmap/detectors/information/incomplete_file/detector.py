"""Files that arrive incomplete and wait for what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.detectors.information.incomplete_file.asked import Asked, find_asked
from procmap.detectors.information.incomplete_file.quiet import Quiet, find_quiet
from procmap.detectors.loops import PREVENTABLE, loop_finding, loops_of
from procmap.detectors.together import together
from procmap.findings import Aspect, Evidence, Finding, Grade, GuardName, Guards, Lever, Remove, Unit, Unseen
from procmap.log.calendar import DAY
from procmap.measures import Measures
from procmap.measures.repetition.kinds import LoopKind
from procmap.statistics import binomial_p_value, clopper_pearson_lower


class Told(Aspect):
    """What else this pattern states."""

    ASKED = "asked"
    QUIET = "quiet"
    SEVERAL = "several"


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
        """Test every loop that asks for something; ask about pairs of steps that by their place may be question and answer."""
        for loop in loops_of(measures, LoopKind.INCOMPLETE_FILE):
            yield loop_finding(measures, loop, self.name, self.lever, self.rate, measures.roles(loop.activities))
        looping = {code for loop in measures.loops for code in loop.returns}
        told = set(looping)
        for asked in find_asked(measures.log, measures.classes, measures.vocabulary):
            if not {asked.request, asked.answer} & looping and supported(asked.cases, measures.log.profile):
                told |= {asked.request, asked.answer}
                yield self._asked(measures, asked)
        quiet = (pair for pair in find_quiet(measures) if not {pair.request, pair.answer} & told and self._is_often(measures, pair))
        # a case may be asked at several places: what is counted does not add up
        yield from together((self._quiet(measures, pair) for pair in quiet), Told.SEVERAL, adds=False)

    def _is_often(self, measures: Measures, pair: Quiet) -> bool:
        profile, of = measures.log.profile, sum(pair.of_by_part)
        return supported(pair.cases, profile) and at_least(pair.cases, of, pair.by_part, pair.of_by_part, self.rate, profile)

    def _quiet(self, measures: Measures, pair: Quiet) -> Finding:
        """Of what may have been missing, as the way of the cases says, and the labels only hint at."""
        codes, of = (pair.request, pair.answer), sum(pair.of_by_part)
        return Finding(
            detector=self.name,
            activities=measures.labels(codes),
            roles=measures.roles(codes),
            lever=self.lever,
            evidence=Evidence(
                count=pair.cases,
                of=of,
                unit=Unit.CASES,
                rate=pair.cases / of,
                lower=clopper_pearson_lower(pair.cases, of),
                examples=measures.log.case_names(list(pair.examples)),
                figures=(("times", pair.times), ("answer_days", pair.median_time / DAY)),
            ),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(Unseen.RETURNS,),
            grade=Grade.C,
            aspect=Told.QUIET,
        )

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
