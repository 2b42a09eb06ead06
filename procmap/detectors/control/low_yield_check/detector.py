"""A check that almost never refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_most, supported
from procmap.findings import Condition, Evidence, Finding, Grade, GuardName, Guards, Lever, Remove, Unit, Unseen
from procmap.measures import Measures
from procmap.measures.control.checks import Check, VerdictOf
from procmap.measures.control.decided import decided_later
from procmap.measures.control.watching import find_watching
from procmap.measures.organisation.peers import signed_by_peers
from procmap.procedures import StepClass
from procmap.procedures.decided_object import decided_object
from procmap.procedures.signature import is_signature, signs_act
from procmap.statistics import binomial_p_value, clopper_pearson_upper

SAMPLE = 0.10


@dataclass(frozen=True)
class LowYieldCheck(Detector):
    """A check that almost never refuses."""

    name: ClassVar[str] = "low_yield_check"
    lever: ClassVar[Lever] = Lever.TRUST
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, task elimination and empower; Clopper and Pearson 1934"
    guards: ClassVar[tuple[GuardName, ...]] = (
        GuardName.STATUTORY_TIMER, GuardName.LABELS_SPELT_TWICE, GuardName.ROWS_WRITTEN_TWICE,
    )

    rate: float = 0.03
    instances: int = 100
    refusals: int = 3
    noise: float = 0.001
    decided: float = 0.5

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every check with enough instances."""
        refused = any(check.refused for check in measures.checks)
        shows_refusals = refused or any(StepClass.REFUSAL in classes for classes in measures.classes)
        for check in measures.checks:
            said = check.worded or check.refused >= self.refusals
            if said and check.of >= self.instances and supported(check.cases, measures.log.profile):
                yield self._finding(measures, check, shows_refusals=shows_refusals)

    def _finding(self, measures: Measures, check: Check, *, shows_refusals: bool) -> Finding:
        holds = at_most(
            check.refused, check.of, check.refused_by_part, check.of_by_part, self.rate, measures.log.profile,
        )
        labels = measures.labels(check.activities)
        # a log that shows no refusal anywhere may not record them, and an examination that never refuses may be plain work
        shown = check.refused >= max(self.refusals, self.noise * check.of)
        last = holds and decided_later(measures, check) < self.decided
        # what decides, signs or approves the thing itself is the decision, where nobody decides after it
        first = check.activities[0]
        act = signs_act(measures.log.activities[first], measures.classes[first])
        decides = (last or (holds and act)) and check.told_by is VerdictOf.PATH and self._commits(measures, check, shown=shown)
        # what watches over a decision that has taken effect makes nobody wait, and finds what came about since
        watches = first in find_watching(measures)
        silent = not (shows_refusals and (check.approval or shown))
        asks = holds and (decides or watches or self._signs_own_work(measures, first) or silent)
        return Finding(
            detector=self.name,
            activities=labels,
            roles=measures.roles(check.activities[: check.passing]),
            lever=self.lever,
            evidence=Evidence(
                count=check.refused,
                of=check.of,
                unit=Unit.INSTANCES,
                rate=check.refused / check.of,
                upper=clopper_pearson_upper(check.refused, check.of),
                examples=measures.log.case_names(list(check.examples)),
            ),
            whole=None if asks else Remove(labels),
            prudent=None if asks else Condition(labels, f"sample {SAMPLE:.0%}".replace("%", " %"), share=1 - SAMPLE),
            p_value=None if asks and not decides else binomial_p_value(check.refused, check.of, self.rate, "less"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=() if check.worded else (Unseen.LABEL,),
            grade=(Grade.C if asks else Grade.A) if holds else Grade.REFUTED,
            barrier=last and not asks,
        )

    def _signs_own_work(self, measures: Measures, code: int) -> bool:
        """Whether those who have written it sign it, side by side: authors, and nobody who looks at the work of others."""
        return is_signature(measures.log.activities[code]) and signed_by_peers(measures.log, code)

    def _commits(self, measures: Measures, check: Check, *, shown: bool) -> bool:
        """Whether the step is the act itself: a decision, or a signature or "Plan approved" that hardly stops anything."""
        label = measures.log.activities[check.activities[0]]
        approves = not check.refused and decided_object(label, measures.log.roles, measures.vocabulary) != ""
        signs = not shown and is_signature(label)
        return approves or signs or StepClass.DECISION in measures.classes[check.activities[0]]
