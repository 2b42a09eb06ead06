"""Work that is done again after a correction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least
from procmap.detectors.loops import loop_finding, loops_of
from procmap.findings import Finding, GuardName
from procmap.measures import Measures


@dataclass(frozen=True)
class ReworkLoop(Detector):
    """Work done again after a correction.

    **What it is.** In many cases a step sends the file back, something is corrected, and the step is done again.

    **Why it matters.** The same work is paid for twice, and every later step waits.

    **When it is legitimate.** The iterations are intended (successive drafts, instalments, one passage for each
    document); the check is worth more than the loop costs.

    **What changes.** The causes are removed where they arise: a template, a checklist, a check by the one who writes.
    """

    name: ClassVar[str] = "rework_loop"
    lever: ClassVar[str] = "organisation"
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, control addition; bupaR, number_of_repetitions"
    guards: ClassVar[tuple[GuardName, ...]] = (
        GuardName.SAVING_FORMS, GuardName.ROBOTS, GuardName.LABELS_SPELT_TWICE, GuardName.ROWS_WRITTEN_TWICE,
    )

    rate: float = 0.10
    """Share of the cases at the check, by its lower bound, from which the loop is reported."""

    self_loop_rate: float = 0.20
    """The same for an activity that is done again directly; such a repetition is only ever a question."""

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every loop with a correction; ask about repetitions that may be meant so."""
        for loop in loops_of(measures, self.name):
            yield loop_finding(measures, loop, self.name, self.lever, self.rate, measures.roles(loop.activities))
        for loop in loops_of(measures, "unclear"):
            rate = self.self_loop_rate if loop.self_loop else self.rate
            often = at_least(loop.cases, loop.of, loop.by_part, loop.of_by_part, rate, measures.log.profile)
            if often and "payment" not in measures.classes[loop.resume]:
                found = loop_finding(measures, loop, self.name, self.lever, rate, measures.roles(loop.activities))
                yield replace(found, grade="C", whole=None, prudent=None, p_value=None)
