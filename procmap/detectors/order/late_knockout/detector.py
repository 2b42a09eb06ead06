"""A check that stops cases for good, late, after work that an earlier check would have spared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.detectors.order.late_knockout.before_check import BeforeCheck, StepBefore, before_check, find_mean_time
from procmap.detectors.same_object import prepares
from procmap.findings import Aspect, Common, Evidence, Finding, Grade, GuardName, Guards, Lever, Move, Unit, Unseen
from procmap.log.calendar import HOUR
from procmap.measures import Measures
from procmap.measures.control.checks import Check, VerdictOf
from procmap.procedures import Group, StepClass
from procmap.statistics import binomial_p_value, clopper_pearson_lower

TEN = 10
"""Cases from which doing without is no slip."""

STOPS = 0.01
"""Share of its cases that a check stops, from which it is one that cases may end at."""


class Told(Aspect):
    """What else this pattern states."""

    ORDER = "order"

DECIDED = 0.5
"""Share of a check's refusals from which they are those of the decision that comes next."""


@dataclass(frozen=True)
class LateKnockout(Detector):
    """A check that stops cases late."""

    name: ClassVar[str] = "late_knockout"
    lever: ClassVar[Lever] = Lever.FLOW
    source: ClassVar[str] = "van der Aalst 2001 (Decision Support Systems 30); Lashkevich et al. 2023 (RCIS)"

    rate: float = 0.10
    stopped: int = 50
    spared: float = 0.10
    worth: float = 0.05
    routine: float = 0.8
    without: float = 0.02

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every check that is no approval and judges no earlier work, as far as its words tell."""
        refusing = {
            code for check in measures.checks if check.refused >= 0.01 * check.of for code in check.activities
        }
        again = {code for (code,) in measures.log.engine.rows("select distinct inside from loop_only")}
        for check in measures.checks:
            if check.activities[0] in again:
                continue  # what is looked at again in the course of a loop cannot come before the loop
            words = measures.classes[check.activities[0]]
            # without a word for a check nobody knows what the step judges
            judges = words & measures.vocabulary.group(Group.JUDGING_WORK)
            if check.approval or judges or StepClass.CHECK not in words or not supported(check.cases, measures.log.profile):
                continue
            before = before_check(measures.log, check.activities[0])
            if before is not None and before.of:
                if earlier := self._earlier_checks(measures, check, before):
                    yield self._finding(measures, check, before, earlier, in_order=True)
                elif steps := self._to_spare(measures, check, before, refusing):
                    yield self._finding(measures, check, before, steps)

    def _finding(
        self, measures: Measures, check: Check, before: BeforeCheck, steps: tuple[StepBefore, ...], *, in_order: bool = False
    ) -> Finding:
        """That a check comes too late; with `in_order` after checks that stop fewer cases for the time that they take."""
        lost, spent = sum(step.stopped_time for step in steps), sum(step.time for step in before.steps)
        holds = (
            at_least(before.stopped, before.of, before.stopped_by_part, before.of_by_part, self.rate, measures.log.profile)
            and before.stopped >= self.stopped
            and lost >= self.spared * spent
            and lost >= self.worth * measures.figures.cycle_time.mean_office_hours * HOUR * before.stopped
        )
        proved = (not in_order or self._without(before, steps[0])) and not self._decided_next(measures, check)
        label = measures.labels(check.activities[:1])[0]
        spared = measures.labels(tuple(step.activity for step in steps))
        edit = Move(label, spared[0], spared)
        return Finding(
            detector=self.name,
            activities=(label,),
            roles=measures.roles(check.activities[:1]),
            lever=self.lever,
            evidence=Evidence(
                count=before.stopped,
                of=before.of,
                unit=Unit.CASES,
                rate=before.stopped / before.of,
                lower=clopper_pearson_lower(before.stopped, before.of),
                examples=measures.log.case_names(list(before.examples)),
                figures=(
                    ("spared_hours", lost / HOUR / before.stopped if before.stopped else 0.0),
                    ("spared_share", lost / spent if spent else 0.0),
                ),
            ),
            whole=edit if proved else None,
            prudent=edit if proved else None,
            p_value=binomial_p_value(before.stopped, before.of, self.rate, "greater") if proved else None,
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(Unseen.DEPENDENCIES,),  # the log does not say which step needs what another one found out
            grade=Grade.REFUTED if not holds else Grade.A if proved else Grade.C,
            aspect=Told.ORDER if in_order else Common.MAIN,
            words=(("before", spared[0]), ("spared", " · ".join(spared))),
        )

    def _decided_next(self, measures: Measures, check: Check) -> bool:
        """Whether most of what seems refused by the check is refused by a decision that comes next, as its two labels tell.

        Both "Decision: granted" and "Decision: refused" come right after it, by another role or by nobody knows whom: whether the
        check would have stopped the case without what the decision weighs, the log does not tell.
        """
        next_ = dict(
            measures.log.engine.rows("select target, times from directly_follows where source = ?", [check.activities[0]]),
        )
        own, refused = measures.activities[check.activities[0]].role, 0
        for pair in measures.checks:
            granted = sum(next_.get(code, 0) for code in pair.activities[: pair.passing])
            others = own is None or measures.activities[pair.activities[0]].role != own
            if pair is not check and pair.told_by is VerdictOf.LABELS and granted and others:
                refused += sum(next_.get(code, 0) for code in pair.activities[pair.passing :])
        return refused >= DECIDED * check.refused

    def _without(self, before: BeforeCheck, step: StepBefore) -> bool:
        """Whether enough cases came to the check without an earlier step, for it not to need what that one finds out."""
        return before.of - step.cases >= max(TEN, self.without * before.of)

    def _earlier_checks(self, measures: Measures, check: Check, before: BeforeCheck) -> tuple[StepBefore, ...]:
        """Checks right before this one that stop fewer cases for the time that they take, the first of them first.

        Of checks that each may end the case the one that stops most for its time comes best first (van der Aalst 2001).
        """
        yields = {c.activities[0]: c.refused / c.of for c in measures.checks if c.of and not c.approval and len(c.activities) == 1}
        code, own = check.activities[0], find_mean_time(measures.log, check.activities[0])
        found: list[StepBefore] = []
        for step in reversed(before.steps):
            rate = yields.get(step.activity, 0.0)
            regular = step.cases >= self.routine * before.of
            judges = measures.classes[step.activity] & measures.vocabulary.group(Group.JUDGING_WORK)
            if step.activity == code or not regular or rate < STOPS or judges:
                break
            found.insert(0, step)
        while found and yields[found[0].activity] * own >= yields.get(code, 0.0) * found[0].time / found[0].cases:
            found.pop(0)
        proved = [place for place, step in enumerate(found) if self._without(before, step)]
        return tuple(found[min(proved, default=0) :])

    def _to_spare(
        self, measures: Measures, check: Check, before: BeforeCheck, refusing: set[int],
    ) -> tuple[StepBefore, ...]:
        """The steps from the first regular one that is neither intake nor a check that refuses cases itself.

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
            takes_in = measures.classes[step.activity] & measures.vocabulary.group(Group.INTAKE)
            intake = counts.opens > counts.instances / 2 or takes_in
            if not intake and step.activity not in refusing and step.cases >= self.routine * before.of:
                return tuple(later for later in before.steps[place:] if later.activity not in check.activities)
        return ()
