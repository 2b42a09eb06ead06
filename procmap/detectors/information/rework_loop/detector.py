"""Work that is done again after a correction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least
from procmap.detectors.loops import loop_finding, loops_of
from procmap.detectors.together import together
from procmap.findings import Aspect, Finding, Grade, GuardName, Lever
from procmap.measures import Measures
from procmap.measures.repetition.kinds import LoopKind
from procmap.procedures import StepClass


class Told(Aspect):
    """What else this pattern states."""

    STEPS = "steps"


@dataclass(frozen=True)
class ReworkLoop(Detector):
    """Work done again after a correction."""

    name: ClassVar[str] = "rework_loop"
    lever: ClassVar[Lever] = Lever.ORGANISATION
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, control addition; bupaR, number_of_repetitions"
    guards: ClassVar[tuple[GuardName, ...]] = (
        GuardName.SAVING_FORMS, GuardName.ROBOTS, GuardName.LABELS_SPELT_TWICE, GuardName.ROWS_WRITTEN_TWICE,
    )

    rate: float = 0.10
    self_loop_rate: float = 0.20

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every loop with a correction; ask about repetitions that may be meant so, all in one question."""
        for loop in loops_of(measures, LoopKind.REWORK_LOOP):
            yield loop_finding(measures, loop, self.name, self.lever, self.rate, measures.roles(loop.activities))
        yield from together(self._questions(measures), Told.STEPS, adds=False)  # one case may go through several loops

    def _questions(self, measures: Measures) -> Iterator[Finding]:
        for loop in loops_of(measures, LoopKind.UNCLEAR):
            rate = self.self_loop_rate if loop.self_loop else self.rate
            often = at_least(loop.cases, loop.of, loop.by_part, loop.of_by_part, rate, measures.log.profile)
            if often and StepClass.PAYMENT not in measures.classes[loop.resume]:
                found = loop_finding(measures, loop, self.name, self.lever, rate, measures.roles(loop.activities))
                yield replace(found, grade=Grade.C, whole=None, prudent=None, p_value=None)
