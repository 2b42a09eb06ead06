"""Two steps in a row by the same person, a few minutes apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.detectors.order.micro_steps.chains import Chain, find_chains
from procmap.detectors.order.micro_steps.marks import between_marks
from procmap.detectors.order.micro_steps.runs import runs_of
from procmap.findings import Aspect, Common, Evidence, Finding, Grade, GuardName, Guards, Lever, Unit, Unseen
from procmap.log import Capability
from procmap.log.calendar import DAY, MINUTE
from procmap.log.kind import UNWILLED, Kind
from procmap.measures import Measures
from procmap.procedures import Group, StepClass
from procmap.statistics import binomial_p_value, clopper_pearson_lower

MARKS = UNWILLED | {Kind.INSTANT, Kind.STATUS}
"""Kinds of rows that are no steps of anybody."""

STOPS = 0.98
"""Share of the instances of a check that the same second step follows, below which the check tells which cases get it."""

SLACK = 6
"""Times the longest median beyond which the pairs that come right after one another are too far apart to be looked at."""

SITTING = 10
"""Times the longest median that cases last in the mean, up to which nothing is small beside the rest of them."""


class Told(Aspect):
    """What else this pattern states."""

    RUN = "run"


@dataclass(frozen=True)
class MicroSteps(Detector):
    """Steps cut too small."""

    name: ClassVar[str] = "micro_steps"
    lever: ClassVar[Lever] = Lever.ORGANISATION
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, task composition; Suriadi et al. 2017 (Information Systems 64)"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.RESOURCE, Capability.FINE_TIMESTAMPS)
    guards: ClassVar[tuple[GuardName, ...]] = (
        GuardName.DAY_ONLY_DATES, GuardName.ROBOTS, GuardName.LABELS_SPELT_TWICE, GuardName.ROWS_WRITTEN_TWICE,
    )

    followed: float = 0.85
    same_person: float = 0.85
    minutes: float = 10.0
    instances: int = 100
    instant: float = 0.5

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every step that one other mostly follows; pairs that hold and share a step are told as one run of steps.

        Where cases are over within one sitting, all their steps are minutes apart, and none is cut too small by that.
        """
        if measures.figures.cycle_time.mean_days * DAY < SITTING * self.minutes * MINUTE:
            return
        graded = [(chain, self._grade(measures, chain)) for chain in self._small(measures)]
        for run in runs_of(chain for chain, grade in graded if grade is Grade.A):
            yield self._finding(measures, run, Grade.A)
        for chain, grade in graded:
            if grade is not Grade.A:
                yield self._finding(measures, (chain,), grade)

    def _small(self, measures: Measures) -> Iterator[Chain]:
        """The pairs a few minutes apart of which neither is a mark or a check that tells which cases go on."""
        apart = measures.vocabulary.group(Group.APART)
        moments = between_marks(measures.log, int(SITTING * self.minutes * MINUTE))
        for chain in find_chains(measures.log, int(SLACK * self.minutes * MINUTE)):
            words = measures.classes[chain.first] | measures.classes[chain.second]
            coarse = {chain.first, chain.second} & measures.log.profile.coarse
            small = chain.median <= self.minutes * MINUTE and chain.instances >= self.instances
            # what nobody does, or takes no time where the log shows how long work takes, is a record of the software
            both = (chain.first, chain.second)
            marks = any(code in measures.doubts.automatic or measures.kinds.found[code] in MARKS for code in both)
            marks |= measures.log.profile.can(Capability.START_TIMES) and chain.lasting < self.instant * chain.followed
            marks |= moments.issuperset(both)  # one piece of work, whose begin and end are recorded
            # a check that lets some cases go no further is no half of the step that the others take next
            marks |= StepClass.CHECK in measures.classes[chain.first] and chain.followed < STOPS * chain.instances
            marks |= chain.recorded >= self.instant * chain.instances  # saved along with the step before it
            if small and not marks and not coarse and not words & apart and supported(chain.cases, measures.log.profile):
                yield chain

    def _grade(self, measures: Measures, chain: Chain) -> Grade:
        profile = measures.log.profile
        holds = at_least(
            chain.followed, chain.instances, chain.followed_by_part, chain.instances_by_part, self.followed, profile,
        ) and at_least(chain.same, chain.followed, chain.same_by_part, chain.followed_by_part, self.same_person, profile)
        if not holds:
            return Grade.REFUTED
        return Grade.C if chain.instant >= self.instant * chain.followed else Grade.A

    def _finding(self, measures: Measures, run: tuple[Chain, ...], grade: Grade) -> Finding:
        """The finding of a pair, or of a run of them by the succession that one person does least often."""
        codes = (run[0].first, *(chain.second for chain in run))
        least = min(run, key=lambda chain: (chain.same / chain.followed, -chain.followed))
        longest, followed = max(chain.median for chain in run), min(chain.followed / chain.instances for chain in run)
        values = [binomial_p_value(chain.same, chain.followed, self.same_person, "greater") for chain in run]
        return Finding(
            detector=self.name,
            activities=measures.labels(codes),
            roles=measures.roles(codes),
            lever=self.lever,
            evidence=Evidence(
                count=least.same,
                of=least.followed,
                unit=Unit.CASES,
                rate=least.same / least.followed,
                lower=clopper_pearson_lower(least.same, least.followed),
                examples=measures.log.case_names(list(least.examples)),
                figures=(("median_minutes", longest / MINUTE), ("followed", followed)),
            ),
            p_value=None if grade is Grade.C else max(values),
            guards=Guards(by_construction=(GuardName.SUPPORT, GuardName.SEGREGATION)),
            weak=(Unseen.SAVE_TIMES,),  # times a minute apart may be those of saving one form
            grade=grade,
            aspect=Told.RUN if len(run) > 1 else Common.MAIN,
        )
