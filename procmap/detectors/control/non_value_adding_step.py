"""An internal handing on or filing in the middle of a procedure that changes nothing for the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.pass_through import enough, inside, one_way_on, refuses_nothing, waits
from procmap.findings import Evidence, Finding, Guards, Remove
from procmap.measures import Measures
from procmap.measures.passage.passages import Passage, passages
from procmap.statistics import binomial_p_value, clopper_pearson_upper

INTERNAL = frozenset({"transmission", "archiving"})
"""Words of administration for its own sake; entering data is left to re_keying, informing people to nobody."""


@dataclass(frozen=True)
class NonValueAddingStep(Detector):
    """An internal step that changes nothing for the file.

    **What it is.** In the middle of a procedure the file is handed on or filed, within the administration: nothing is
    refused or sent back there, every file goes on the same way, and it has waited for it.

    **Why it matters.** The wait is real, and what comes of it is a trace that software could keep.

    **When it is legitimate.** The trace is evidence that a text requires; the step opens a time limit; it groups files
    for somebody who needs them so.

    **What changes.** The software records the handing on when the step before ends; nobody waits for it.
    """

    name: ClassVar[str] = "non_value_adding_step"
    lever: ClassVar[str] = "suppression"
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, task elimination and task automation"
    needs: ClassVar[tuple[str, ...]] = ("role",)  # without it a relay between services cannot be told from it

    cases: float = 0.5
    """Share of the closed cases that go through the step."""

    same_way: float = 0.98
    """Share of the cases that reach the same step afterwards."""

    rate: float = 0.01
    """Share of files refused or sent back right after the step, by its upper bound, at most."""

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test the steps whose words are internal administration and nothing else."""
        for passage in passages(measures):
            words = measures.classes[passage.activity]
            if words and words <= INTERNAL and enough(measures, passage) and self._idle(measures, passage):
                yield self._finding(measures, passage)

    def _idle(self, measures: Measures, passage: Passage) -> bool:
        return (
            passage.cases >= self.cases * measures.log.profile.closed_cases
            and inside(measures, passage.activity)
            and waits(measures, passage)
            and one_way_on(measures, passage.activity, self.same_way) is not None
        )

    def _finding(self, measures: Measures, passage: Passage) -> Finding:
        labels = measures.labels((passage.activity,))
        holds = refuses_nothing(measures, passage, self.rate)
        return Finding(
            detector=self.name,
            activities=labels,
            roles=measures.roles((passage.activity,)),
            lever=self.lever,
            evidence=Evidence(
                count=passage.refused,
                of=passage.of,
                unit="instances",
                rate=passage.refused / passage.of,
                upper=clopper_pearson_upper(passage.refused, passage.of),
                examples=measures.log.case_names(list(passage.examples)),
            ),
            whole=Remove(labels),
            prudent=Remove(labels),
            p_value=binomial_p_value(passage.refused, passage.of, self.rate, "less"),
            guards=Guards(passed=("G06", "G09")),
            weak=("label",),  # what the step is for, only its words tell
            grade="A" if holds else "-",
        )
