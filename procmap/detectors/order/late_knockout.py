"""A check that stops files for good, late, after work that an earlier check would have spared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.detectors.same_object import prepares
from procmap.findings import Evidence, Finding, GuardName, Guards, Move
from procmap.log.calendar import HOUR
from procmap.measures import Measures
from procmap.measures.control.before_check import BeforeCheck, StepBefore, before_check
from procmap.measures.control.checks import Check
from procmap.statistics import binomial_p_value, clopper_pearson_lower

JUDGES_WORK = frozenset({"approval", "decision", "opinion", "batch_session", "submission", "rework", "payment", "assessment"})
"""Words of steps that judge or weigh what the steps before them made: they cannot come first."""

INTAKE = frozenset({"submission", "entry", "transmission", "receive_documents", "request_documents"})


@dataclass(frozen=True)
class LateKnockout(Detector):
    """A check that stops files late.

    **What it is.** A check that every file goes through refuses many of them for good, after other steps have already
    spent their time on these files.

    **Why it matters.** All that was done on a file before it is refused is lost, and the applicant waits long for a no.

    **When it is legitimate.** The check needs what the earlier steps find out; the law fixes the order; the check costs
    more than what it spares.

    **What changes.** The check comes before the first step that it can spare; refused files skip the rest.
    """

    name: ClassVar[str] = "late_knockout"
    lever: ClassVar[str] = "flow"
    source: ClassVar[str] = "van der Aalst 2001 (Decision Support Systems 30); Lashkevich et al. 2023 (RCIS)"

    rate: float = 0.10
    """Share of the files that the check stops for good, by its lower bound, from which it is reported."""

    stopped: int = 50
    """Files that it must have stopped."""

    spared: float = 0.10
    """Share of the time before the check that the earlier order would spare, over all files, at least."""

    spared_hours: float = 7.0
    """Office hours that a refused file spent in the steps to be spared, on average, at least: a working day."""

    routine: float = 0.8
    """Share of the check's files that go through the first step to be spared, at least: else the place is not the same for all."""

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every check that is no approval and judges no earlier work, as far as its words tell."""
        refusing = {
            code for check in measures.checks if check.refused >= 0.01 * check.of for code in check.activities
        }
        for check in measures.checks:
            words = measures.classes[check.activities[0]]
            # without a word for a check nobody knows what the step judges
            if check.approval or words & JUDGES_WORK or "check" not in words or not supported(check.cases, measures.log.profile):
                continue
            before = before_check(measures.log, check.activities[0])
            if before is not None and before.of:
                yield from self._finding(measures, check, before, refusing)

    def _finding(self, measures: Measures, check: Check, before: BeforeCheck, refusing: set[int]) -> Iterator[Finding]:
        steps = self._to_spare(measures, check, before, refusing)
        if not steps:
            return
        lost, spent = sum(step.stopped_time for step in steps), sum(step.time for step in before.steps)
        holds = (
            at_least(before.stopped, before.of, before.stopped_by_part, before.of_by_part, self.rate, measures.log.profile)
            and before.stopped >= self.stopped
            and lost >= self.spared * spent
            and lost >= self.spared_hours * HOUR * before.stopped
        )
        label = measures.labels(check.activities[:1])[0]
        spared = measures.labels(tuple(step.activity for step in steps))
        edit = Move(label, spared[0], spared)
        yield Finding(
            detector=self.name,
            activities=(label,),
            roles=measures.roles(check.activities[:1]),
            lever=self.lever,
            evidence=Evidence(
                count=before.stopped,
                of=before.of,
                unit="cases",
                rate=before.stopped / before.of,
                lower=clopper_pearson_lower(before.stopped, before.of),
                examples=measures.log.case_names(list(before.examples)),
                figures=(
                    ("spared_hours", lost / HOUR / before.stopped if before.stopped else 0.0),
                    ("spared_share", lost / spent if spent else 0.0),
                ),
            ),
            whole=edit,
            prudent=edit,
            p_value=binomial_p_value(before.stopped, before.of, self.rate, "greater"),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=("dependencies",),  # the log does not say which step needs what another one found out
            grade="A" if holds else "-",
            words=(("before", spared[0]), ("spared", " · ".join(spared))),
        )

    def _to_spare(
        self, measures: Measures, check: Check, before: BeforeCheck, refusing: set[int],
    ) -> tuple[StepBefore, ...]:
        """The steps from the first regular one that is neither intake nor a check that refuses files itself.

        A step whose label names the check's own object prepares what is checked ("Compute aid ceiling", "Aid ceiling check"):
        the check stays behind it.
        """
        label = measures.labels(check.activities[:1])[0]
        prepared = [
            place + 1
            for place, step in enumerate(before.steps)
            if step.activity not in check.activities
            and prepares(measures.labels((step.activity,))[0], label, measures.vocabulary)
        ]
        for place, step in list(enumerate(before.steps))[max(prepared, default=0) :]:
            counts = measures.activities[step.activity]
            intake = counts.opens > counts.instances / 2 or measures.classes[step.activity] & INTAKE
            if not intake and step.activity not in refusing and step.cases >= self.routine * before.of:
                return tuple(later for later in before.steps[place:] if later.activity not in check.activities)
        return ()
