"""Cases that wait for an answer from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.detectors.information.external_wait.answers import Answers, find_answers
from procmap.detectors.information.external_wait.stands import Stand, find_stands
from procmap.detectors.together import together
from procmap.findings import Answer, Aspect, Evidence, Finding, Grade, GuardName, Guards, Lever, Unit, Unseen
from procmap.log import Capability
from procmap.log.calendar import DAY, HOUR
from procmap.measures import Measures
from procmap.measures.time.timers import is_timer
from procmap.procedures import Group, StepClass
from procmap.procedures.waiting_state import WaitsFor
from procmap.statistics import binomial_p_value, clopper_pearson_lower

RECEIVED = frozenset({StepClass.ANSWER, StepClass.RECEIVE_DOCUMENTS})


class Told(Aspect):
    """What else this pattern states."""

    STANDS = "stands"
    UNSAID = "unsaid"
    STATES = "states"


@dataclass(frozen=True)
class ExternalWait(Detector):
    """Cases that wait for an answer from outside."""

    name: ClassVar[str] = "external_wait"
    lever: ClassVar[Lever] = Lever.INFORMATION_SHARING
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, buffering, trusted party, interfacing"
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.LABELS_SPELT_TWICE)

    long_days: float = 5.0
    share: float = 0.5
    of_cases: float = 0.05
    overtaken: float = 0.3
    of_time: float = 0.02

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every pair of a request and an answer by its words, and every state whose name says that cases wait."""
        in_loops = {code for loop in measures.loops for code in loop.returns}
        for pair in find_answers(measures.log, self.long_days):
            enough = supported(pair.cases, measures.log.profile) and pair.of >= 30
            common = pair.cases >= self.of_cases * measures.log.profile.closed_cases
            if enough and common and not {pair.request, pair.answer} & in_loops:
                yield from self._finding(measures, pair)
        stands = [
            self._standing(measures, stand) for stand in find_stands(measures.log)
            if supported(stand.cases, measures.log.profile) and stand.activity not in in_loops
        ]
        yield from (one for one in stands if one.grade is not Grade.C)
        yield from together((one for one in stands if one.grade is Grade.C), Told.STATES, adds=False)  # a case may stand in several

    def _standing(self, measures: Measures, stand: Stand) -> Finding:
        """Of a state in which cases wait: a claim where its name says for whom, else a question."""
        cases, of = stand.cases, sum(stand.of_by_part)
        common = at_least(cases, of, stand.by_part, stand.of_by_part, self.of_cases, measures.log.profile)
        holds = common and stand.of_time >= self.of_time
        told = stand.waits is WaitsFor.SOMEBODY_OUTSIDE
        return Finding(
            detector=self.name,
            activities=(stand.name,),
            roles=() if stand.activity is None else measures.roles((stand.activity,)),
            lever=self.lever,
            evidence=Evidence(
                count=cases,
                of=of,
                unit=Unit.CASES,
                rate=cases / of,
                lower=clopper_pearson_lower(cases, of),
                examples=measures.log.case_names(list(stand.examples)),
                figures=(
                    ("stand_hours", stand.median / HOUR), ("stand_days", stand.median_time / DAY),
                    ("time_share", 100 * stand.of_time),
                ),
            ),
            p_value=binomial_p_value(cases, of, self.of_cases, "greater") if told else None,
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(Unseen.OUTSIDE,),  # nothing but the name of the state says who is waited for
            grade=(Grade.A if told else Grade.C) if holds else Grade.REFUTED,
            aspect=Told.STANDS if told else Told.UNSAID,
        )

    def _finding(self, measures: Measures, pair: Answers) -> Iterator[Finding]:
        asks, answers = measures.classes[pair.request], measures.classes[pair.answer]
        asking, answering = measures.vocabulary.group(Group.ASKING_OUTSIDE), measures.vocabulary.group(Group.ANSWERING_OUTSIDE)
        sent = StepClass.TRANSMISSION in answers and not answers & RECEIVED  # by the house: "Send appeal to the prefecture"
        outside = bool(asks & asking and answers & answering) and not sent
        timed = StepClass.WAITING_TIMER in asks | answers or is_timer(measures.log, pair.answer)
        session = any(
            rhythm.activity == pair.answer and rhythm.ratio <= 0.5 and rhythm.ratio <= 0.75 * rhythm.ready_ratio
            for rhythm in measures.rhythms
        )
        if not outside or timed or session:
            return  # a long wait alone does not say that anybody outside was asked
        holds = at_least(pair.long, pair.of, pair.long_by_part, pair.of_by_part, self.share, measures.log.profile)
        # cases that are answered in the order in which they were asked about may stand in a queue inside
        queue_like = measures.log.profile.can(Capability.FINE_TIMESTAMPS) and pair.overtaken < self.overtaken * pair.times
        request, answer = measures.labels((pair.request, pair.answer))
        yield Finding(
            detector=self.name,
            activities=(request, answer),
            roles=measures.roles((pair.request, pair.answer)),
            lever=self.lever,
            evidence=Evidence(
                count=pair.long,
                of=pair.of,
                unit=Unit.INSTANCES,
                rate=pair.long / pair.of,
                lower=clopper_pearson_lower(pair.long, pair.of),
                examples=measures.log.case_names(list(pair.examples)),
                figures=(
                    ("median_hours", pair.median / HOUR), ("median_days", pair.median_time / DAY), ("long_days", self.long_days),
                    ("overtaken", pair.overtaken / pair.times), ("cases", pair.cases),
                ),
            ),
            whole=Answer(request, answer),
            prudent=Answer(request, answer, within=pair.median),
            p_value=binomial_p_value(pair.long, pair.of, self.share, "greater"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=() if pair.same_role >= 0.9 * pair.times and not queue_like else (Unseen.OUTSIDE,),
            grade=Grade.A if holds else Grade.REFUTED,
        )
