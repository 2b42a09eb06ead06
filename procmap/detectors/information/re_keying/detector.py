"""Data that are entered a second time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least
from procmap.detectors.information.re_keying.same_data import same_data
from procmap.detectors.pass_through import enough, inside, one_way_on, refuses_nothing
from procmap.findings import Automate, Evidence, Finding, Grade, GuardName, Guards, Lever, Remove, Unit, Unseen
from procmap.log import Capability
from procmap.measures import Measures
from procmap.measures.passage.follow_up import FollowUp, follow_up
from procmap.measures.passage.passages import Passage
from procmap.procedures import Group, StepClass
from procmap.statistics import binomial_p_value, clopper_pearson_lower


@dataclass(frozen=True)
class ReKeying(Detector):
    """Data entered a second time."""

    name: ClassVar[str] = "re_keying"
    lever: ClassVar[Lever] = Lever.DIGITAL_CONTINUITY
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, integral technology; Leno et al. 2022 (10.1007/s12599-020-00673-z)"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.ROLE,)
    covers: ClassVar[tuple[str, ...]] = ("low_yield_check", "non_value_adding_step")

    follows: float = 0.8
    same_way: float = 0.98
    rate: float = 0.01

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every entry that comes after an entry by another role; ask where only the words say so."""
        entries = [passage for passage in measures.passages if self._enters(measures, passage)]
        for second in entries:
            if not inside(measures, second.activity) or self._registers(measures, second.activity):
                continue
            if measures.kinds.unwilled(second.activity) or second.activity in measures.doubts.automatic:
                continue  # nobody types what a machine or a date brings about
            way = one_way_on(measures, second.activity, self.same_way)
            if way is None:
                continue
            first_ones = self._before(measures, entries, second) or self._opening(measures, second)
            pairs = [(follow_up(measures, one, second.activity, way), one) for one in first_ones]
            kept = [(told, one) for told, one in pairs if told.cases >= self.follows * max(told.of, 1) and told.of > 0]
            if kept:
                yield self._finding(measures, second, *max(kept, key=lambda pair: self._nearness(measures, pair[1])))

    def _enters(self, measures: Measures, passage: Passage) -> bool:
        words = measures.classes[passage.activity]
        return StepClass.ENTRY in words and not words & measures.vocabulary.group(Group.NO_ENTERING) and enough(measures, passage)

    def _registers(self, measures: Measures, second: int) -> bool:
        """Whether the entry is how a request is received: it is called so, and no check of the case comes before it."""
        place = measures.activities[second].position
        looked_at = any(measures.activities[check.activities[0]].position < place for check in measures.checks)
        return StepClass.SUBMISSION in measures.classes[second] and not looked_at

    def _before(self, measures: Measures, entries: list[Passage], second: Passage) -> list[int]:
        later, labels = measures.activities[second.activity], measures.log.activities
        return [
            first.activity
            for first in entries
            if measures.activities[first.activity].position < later.position
            and measures.activities[first.activity].role != later.role
            and (
                StepClass.RE_ENTRY in measures.classes[second.activity]
                or same_data(labels[first.activity], labels[second.activity], measures.vocabulary)
            )
        ]

    def _opening(self, measures: Measures, second: Passage) -> list[int]:
        """Where no first entry is known and the second is called a repetition: the step that opens most cases, by another role."""
        opening = max(measures.activities, key=lambda row: (row.opens, -row.activity))
        other = opening.role is not None and opening.role != measures.activities[second.activity].role
        return [opening.activity] if other and StepClass.RE_ENTRY in measures.classes[second.activity] else []

    def _nearness(self, measures: Measures, first: int) -> tuple[bool, float, int]:
        """Of several first entries the last, and rather one by the administration than the request itself."""
        return StepClass.SUBMISSION not in measures.classes[first], measures.activities[first].position, -first

    def _finding(self, measures: Measures, second: Passage, told: FollowUp, first: int) -> Finding:
        profile = measures.log.profile
        holds = at_least(told.cases, told.of, told.by_part, told.of_by_part, self.follows, profile) and refuses_nothing(
            measures, second, self.rate,
        )
        typed = measures.labels((second.activity,))
        named = (first, second.activity) if StepClass.ENTRY in measures.classes[first] else (second.activity,)
        return Finding(
            detector=self.name,
            activities=measures.labels(named),
            roles=measures.roles(named),
            lever=self.lever,
            evidence=Evidence(
                count=told.cases,
                of=told.of,
                unit=Unit.CASES,
                rate=told.cases / told.of,
                lower=clopper_pearson_lower(told.cases, told.of),
                examples=measures.log.case_names(list(second.examples)),
                figures=(("refused", second.refused), ("instances", second.of)),
            ),
            whole=Remove(typed),
            prudent=Automate(typed),
            p_value=max(
                binomial_p_value(told.cases, told.of, self.follows, "greater"),
                binomial_p_value(second.refused, second.of, self.rate, "less"),
            ),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(Unseen.ATTRIBUTES,),  # that it is the same data, only the words and the order tell
            grade=Grade.A if holds else Grade.REFUTED,
            words=(("first", measures.labels((first,))[0]), ("second", typed[0])),
        )
