"""An internal registration, handing on or filing before the decision that changes nothing for the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.control.owed import book, owed
from procmap.detectors.pass_through import enough, inside, one_way_on, refuses_nothing, waits
from procmap.findings import Automate, Evidence, Finding, GuardName, Guards, Remove
from procmap.measures import Measures
from procmap.measures.control.decided import decided_after
from procmap.measures.passage.passages import Passage
from procmap.procedures import protection_of
from procmap.statistics import binomial_p_value, clopper_pearson_upper

INTERNAL = frozenset({"transmission", "archiving", "entry"})
"""Words of administration for its own sake; an entry only where it is one in a register or a list."""


@dataclass(frozen=True)
class NonValueAddingStep(Detector):
    """An internal step that changes nothing for the file.

    **What it is.** Before the file is decided it is handed on, filed or noted in a register, within the administration: nothing is
    refused or sent back there, every file goes on the same way, and it has waited for it.

    **Why it matters.** The wait is real, and what comes of it is a trace that software could keep.

    **When it is legitimate.** The trace is evidence that a text requires; the step opens a time limit; it groups files for
    somebody who needs them so. What the procedure owes (a delivery, a payment, a notification, a destruction, a signature, a
    receipt) is never meant, nor what follows the decision.

    **What changes.** The software records it when the step before ends; nobody waits for it.
    """

    name: ClassVar[str] = "non_value_adding_step"
    lever: ClassVar[str] = "suppression"
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, task elimination and task automation"
    needs: ClassVar[tuple[str, ...]] = ("role",)  # without it a relay between services cannot be told from it
    covers: ClassVar[tuple[str, ...]] = ("low_yield_check",)

    cases: float = 0.5
    """Share of the closed cases that go through the step."""

    same_way: float = 0.98
    """Share of the cases that reach the same step afterwards."""

    rate: float = 0.01
    """Share of files refused or sent back right after the step, by its upper bound, at most."""

    decided: float = 0.9
    """Share of the cases with the step that are approved, decided or refused afterwards: what comes later carries it out."""

    effective: float = 0.01
    """Share of files that a check must refuse to count as one that decides."""

    between: float = 0.9
    """Share of the instances between events of other roles from which the step is a relay between services, another pattern."""

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test the steps whose words are internal administration and nothing else."""
        for passage in measures.passages:
            if self._internal(measures, passage) and enough(measures, passage) and self._idle(measures, passage):
                yield self._finding(measures, passage)

    def _internal(self, measures: Measures, passage: Passage) -> bool:
        words = measures.classes[passage.activity]
        label = measures.log.activities[passage.activity]
        relay = "transmission" in words and passage.between >= self.between * max(passage.placed, 1)
        return (
            bool(words) and words <= INTERNAL and not relay
            and ("entry" not in words or book(label))
            and not owed(label) and protection_of(label, measures.log.activities) is None
        )

    def _idle(self, measures: Measures, passage: Passage) -> bool:
        return (
            passage.cases >= self.cases * measures.log.profile.closed_cases
            and inside(measures, passage.activity)
            and waits(measures, passage)
            and one_way_on(measures, passage.activity, self.same_way) is not None
            and decided_after(measures, passage.activity, self.effective) >= self.decided
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
            prudent=Automate(labels),
            p_value=binomial_p_value(passage.refused, passage.of, self.rate, "less"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=("label",),  # what the step is for, only its words tell
            grade="A" if holds else "-",
        )
