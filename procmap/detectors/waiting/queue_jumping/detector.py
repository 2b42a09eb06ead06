"""Cases that are passed over for others that were ready later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.detectors.together import together
from procmap.detectors.waiting.queue_jumping.turns import Turns, find_turns
from procmap.findings import Aspect, Evidence, Finding, Grade, GuardName, Guards, Lever, Unit, Unseen
from procmap.log import Capability
from procmap.log.calendar import HOUR
from procmap.measures import Measures
from procmap.measures.time.timers import is_timer
from procmap.procedures import Group
from procmap.statistics import binomial_p_value, clopper_pearson_lower


class Told(Aspect):
    """What else this pattern states."""

    STEPS = "steps"


@dataclass(frozen=True)
class QueueJumping(Detector):
    """Cases taken out of turn."""

    name: ClassVar[str] = "queue_jumping"
    lever: ClassVar[Lever] = Lever.ORGANISATION
    source: ClassVar[str] = "Lashkevich et al. 2023 (arXiv 2212.01392); Reijers and Liman Mansar 2005, order assignment"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.RESOURCE, Capability.FINE_TIMESTAMPS)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.DAY_ONLY_DATES, GuardName.LABELS_SPELT_TWICE)

    passed: float = 0.3
    wait: float = 0.2
    explained: float = 0.6
    instances: int = 100
    days: float = 0.5
    busy: float = 0.8

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every step of every role; without start times, and where people were free, what holds is a question.

        What is asked of several steps is one question.
        """
        if not measures.waiting_causes:
            return
        tested = [turns for turns in find_turns(measures.log, self.passed) if self._is_tested(measures, turns)]
        examples = [case for turns in tested for case in turns.examples]
        names = dict(zip(examples, measures.log.case_names(examples), strict=True))
        found = [self._finding(measures, turns, tuple(names[case] for case in turns.examples)) for turns in tested]
        yield from (one for one in found if one.grade is not Grade.C)
        yield from together((one for one in found if one.grade is Grade.C), Told.STEPS)

    def _is_tested(self, measures: Measures, turns: Turns) -> bool:
        chosen = not measures.classes[turns.activity] & measures.vocabulary.group(Group.NO_CHOICE_OF_MOMENT)
        coarse = turns.activity in measures.log.profile.coarse
        enough = turns.instances >= self.instances and supported(turns.instances, measures.log.profile)
        return enough and not coarse and chosen and not measures.kinds.unwilled(turns.activity)

    def _finding(self, measures: Measures, turns: Turns, examples: tuple[str, ...]) -> Finding:
        log = measures.log
        holds = (
            at_least(turns.passed, turns.instances, turns.passed_by_part, turns.instances_by_part, self.passed, log.profile)
            and turns.later >= self.wait * turns.wait
            and turns.explained < self.explained
            and turns.ninth - turns.fifo >= measures.log.working_days(self.days)
            and not is_timer(log, turns.activity)
        )
        asks = holds and not (log.profile.can(Capability.START_TIMES) and turns.worked >= self.busy * turns.wait)
        return Finding(
            detector=self.name,
            activities=measures.labels((turns.activity,)),
            roles=() if turns.role is None else (log.roles[turns.role],),
            lever=self.lever,
            evidence=Evidence(
                count=turns.passed,
                of=turns.instances,
                unit=Unit.INSTANCES,
                rate=turns.passed / turns.instances,
                lower=clopper_pearson_lower(turns.passed, turns.instances),
                examples=examples,
                figures=(
                    ("median_hours", turns.median / HOUR), ("ninth_hours", turns.ninth / HOUR),
                    ("in_turn_hours", turns.fifo / HOUR), ("later", turns.later / turns.wait if turns.wait else 0.0),
                ),
            ),
            p_value=None if asks else binomial_p_value(turns.passed, turns.instances, self.passed, "greater"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(Unseen.READY,),  # no log says when a case was complete: passed over may be not ready
            grade=(Grade.C if asks else Grade.A) if holds else Grade.REFUTED,
        )
