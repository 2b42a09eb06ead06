"""Cases that are settled after their deadline, or only just before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import LEAST_CASES, LEAST_FOR_PARTS, at_least, supported
from procmap.detectors.waiting.deadline_breach.deadlines import Deadlines, Rule, find_deadlines
from procmap.detectors.waiting.deadline_breach.pack_findings import pack_findings
from procmap.detectors.waiting.deadline_breach.pack_terms import find_terms
from procmap.findings import Absent, Aspect, Common, Evidence, Finding, Grade, GuardName, Guards, Lack, Lever, Unit, Unseen
from procmap.log import Capability
from procmap.log.calendar import DAY
from procmap.measures import Measures
from procmap.statistics import binomial_p_value, clopper_pearson_lower, poisson_ratio, wilson

AT_ONCE = 1.0
"""Days within which most of the last tenth are settled (P10 to P90), up to which it is a period that had to run, as silence that
means consent, rather than work."""

TESTS = 2
"""Tests on one log, of lateness and of crowding: each p-value is doubled (Bonferroni)."""


class Told(Aspect):
    """What else this pattern states."""

    UNSEEN = "unseen"
    CROWDING = "crowding"


@dataclass(frozen=True)
class DeadlineBreach(Detector):
    """Cases settled after their deadline, or only just before it."""

    name: ClassVar[str] = "deadline_breach"
    lever: ClassVar[Lever] = Lever.FLOW
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, flexible assignment and triage; Teinemaa et al. 2015 (BPI Challenge)"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.DEADLINE,)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.LABELS_SPELT_TWICE)

    days: float = 0.0
    office_days: float = 0.0
    settled_by: str = ""
    rate: float = 0.05
    crowding: float = 2.0
    seen: float = 0.05
    cases: int = 5
    slips: float = 0.01

    def missing(self, measures: Measures) -> tuple[Lack, ...]:
        """The deadline, unless a rule or the pack sets it; the step that meets it, where the log has none of that label."""
        lacking = () if self._rule or any(True for _ in find_terms(measures)) else super().missing(measures)
        known = not self.settled_by or self.settled_by in measures.log.activities
        return lacking if known else (*lacking, Absent.SETTLING_STEP)

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test the log's deadlines as a whole (which step used up the time, it cannot tell), then those of the pack."""
        told = tuple(self._as_a_whole(measures)) if self._rule or measures.log.profile.can(*self.needs) else ()
        yield from told
        settled = {measures.log.activities.index(label) for finding in told for label in finding.activities}
        yield from pack_findings(measures, (self.name, self.lever), settled, rate=self.slips, cases=self.cases)

    def _as_a_whole(self, measures: Measures) -> Iterator[Finding]:
        positions = tuple(row.position for row in measures.activities)
        rule = Rule(self.days, self.office_days)
        found = find_deadlines(measures.log, measures.classes, measures.vocabulary, positions, rule, self.settled_by)
        if found is None or not supported(found.of, measures.log.profile):
            return
        late = clopper_pearson_lower(found.late, found.of)
        if not self._rule and found.used < self.seen:
            yield self._finding(measures, found, Told.UNSEEN, (found.late, found.of), grade=Grade.C)
        elif not self._is_late(measures, found) and self._crowds(measures, found):
            last, before, after = found.windows
            share = self.crowding / (1 + self.crowding)
            p_value = max(binomial_p_value(last, last + other, share, "greater") for other in (before, after))
            lower = clopper_pearson_lower(last, last + before)
            yield self._finding(measures, found, Told.CROWDING, (last, last + before), lower=lower, p_value=p_value, grade=Grade.A)
        else:
            grade = Grade.A if self._is_late(measures, found) else Grade.REFUTED
            p_value = binomial_p_value(found.late, found.of, self.rate, "greater")
            yield self._finding(measures, found, Common.MAIN, (found.late, found.of), lower=late, p_value=p_value, grade=grade)

    @property
    def _rule(self) -> bool:
        return self.days > 0 or self.office_days > 0

    def _is_late(self, measures: Measures, found: Deadlines) -> bool:
        profile = measures.log.profile
        return found.late >= LEAST_CASES and at_least(
            found.late, found.of, found.late_by_part, found.of_by_part, self.rate, profile,
        )

    def _crowds(self, measures: Measures, found: Deadlines) -> bool:
        """Whether most are settled just before the deadline: not by a period that runs, nor where they would be settled anyway."""
        if found.windows[0] < LEAST_CASES or found.spread <= AT_ONCE:
            return False
        parts = found.windows_by_part if measures.log.profile.closed_cases >= LEAST_FOR_PARTS else ()
        return all(
            poisson_ratio(found.windows[0], found.windows[other]).low >= self.crowding
            and all(part[0] >= self.crowding * part[other] for part in parts)
            for other in (1, 2)
        )

    def _finding(
        self,
        measures: Measures,
        found: Deadlines,
        aspect: Aspect,
        counted: tuple[int, int],
        *,
        grade: Grade,
        lower: float | None = None,
        p_value: float | None = None,
    ) -> Finding:
        count, of = counted
        return Finding(
            detector=self.name,
            activities=measures.labels(found.settling),
            roles=(),
            lever=self.lever,
            evidence=Evidence(
                count=count,
                of=of,
                unit=Unit.CASES,
                rate=count / of,
                lower=lower,
                examples=measures.log.case_names(list(found.examples)),
                figures=self._figures(measures, found),
            ),
            p_value=None if p_value is None else min(1.0, TESTS * p_value),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=() if self.settled_by else (Unseen.DECISION,),
            grade=grade,
            aspect=aspect,
        )

    def _figures(self, measures: Measures, found: Deadlines) -> tuple[tuple[str, float], ...]:
        around = wilson(found.late, found.of)
        day = measures.log.calendar.day if self.office_days > 0 else DAY
        last, before, after = found.windows
        return (
            ("deadline_days", found.allowed / day),
            *((("late_days", found.overrun / day),) if found.overrun is not None else ()),
            ("late", found.late), ("late_low", 100 * around.low), ("late_high", 100 * around.high),
            ("open_late", found.open_late), ("begun_late", found.begun_late), ("time_used", 100 * found.used),
            ("last_tenth", last), ("tenth_before", before), ("tenth_after", after),
        )
