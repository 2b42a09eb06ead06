"""Levels of approval one after another, each of which almost never refuses what the one before has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_most, supported
from procmap.findings import Condition, Edit, Evidence, Finding, Grade, GuardName, Guards, LegalStatus, Lever, Remove, Unit, Unseen
from procmap.measures import Measures
from procmap.measures.control.checks import Check, VerdictOf
from procmap.measures.control.decided import decided_later
from procmap.procedures.decided_object import decided_object
from procmap.procedures.protection import protection_of
from procmap.procedures.signature import signs_act
from procmap.statistics import binomial_p_value, clopper_pearson_upper


@dataclass(frozen=True)
class ApprovalChain(Detector):
    """Approvals in a chain that almost never refuse."""

    name: ClassVar[str] = "approval_chain"
    lever: ClassVar[Lever] = Lever.DELEGATION
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, empower and numerical involvement"
    covers: ClassVar[tuple[str, ...]] = ("low_yield_check",)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.LABELS_SPELT_TWICE)

    rate: float = 0.03
    instances: int = 100
    together: float = 0.6
    cases: float = 0.2
    decided: float = 0.8

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Join neighbouring levels that hold, from the first to the last."""
        labels = measures.log.activities
        levels = [
            check
            for check in sorted(measures.checks, key=lambda check: measures.activities[check.activities[0]].position)
            if (check.approval or not check.worded)
            and check.of >= self.instances
            and supported(check.cases, measures.log.profile)
            and check.cases >= self.cases * measures.log.profile.closed_cases
            and not any(self._protected(labels[code], labels) for code in check.activities)
            and measures.decides(check.activities[0])  # who asks or supplies and signs is no level of approval
            and at_most(
                check.refused, check.of, check.refused_by_part, check.of_by_part, self.rate, measures.log.profile,
            )
        ]
        for chain in self._chains(measures, levels):
            listed = self._listed(measures, chain)
            if listed:
                yield self._finding(measures, listed)

    def _protected(self, label: str, labels: tuple[str, ...]) -> bool:
        shield = protection_of(label, labels)
        return shield is not None and shield.status == LegalStatus.LEGAL

    def _chains(self, measures: Measures, levels: list[Check]) -> list[list[Check]]:
        chains: list[list[Check]] = []
        for level in levels:
            before = next((chain for chain in chains if self._next_to(measures, chain[-1], level)), None)
            if before:
                before.append(level)
            else:
                chains.append([level])
        return [chain for chain in chains if len(chain) > 1]

    def _next_to(self, measures: Measures, one: Check, other: Check) -> bool:
        labels, roles, words = measures.log.activities, measures.log.roles, measures.vocabulary
        objects = {decided_object(labels[check.activities[0]], roles, words) for check in (one, other)} - {""}
        if len(objects) > 1:
            return False  # who signs the report and who approves the plan look at two things
        hands = [measures.activities[check.activities[0]].role for check in (one, other)]
        if hands[0] is not None and hands[0] == hands[1]:
            return False  # two of one service who sign side by side are no levels: neither is above the other
        passing = one.activities[: one.passing]
        stopped = one.refused if one.told_by == VerdictOf.PATH else 0
        passed = sum(measures.activities[code].instances for code in passing) - stopped
        direct = sum(measures.follows.get((a, b), 0) for a in passing for b in other.activities)
        return direct >= self.together * passed

    def _listed(self, measures: Measures, chain: list[Check]) -> list[Check]:
        """The levels that can go: all where somebody still decides afterwards, else all but the last; never the act itself."""
        found = chain if decided_later(measures, chain[-1]) >= self.decided else chain[:-1]
        first = [(check, check.activities[0]) for check in found]
        return [check for check, code in first if not signs_act(measures.log.activities[code], measures.classes[code])]

    def _finding(self, measures: Measures, listed: list[Check]) -> Finding:
        codes = tuple(code for check in listed for code in check.activities)
        refused, of = sum(check.refused for check in listed), sum(check.of for check in listed)
        weakest = max(listed, key=lambda check: (clopper_pearson_upper(check.refused, check.of), check.activities))
        rest = tuple(code for check in listed if check is not weakest for code in check.activities)
        prudent: Edit = (
            Remove(measures.labels(rest)) if rest else Condition(measures.labels(codes), "sample 10 %", share=0.9)
        )
        return Finding(
            detector=self.name,
            activities=measures.labels(codes),
            roles=measures.roles(tuple(code for check in listed for code in check.activities[: check.passing])),
            lever=self.lever,
            evidence=Evidence(
                count=refused,
                of=of,
                unit=Unit.INSTANCES,
                rate=refused / of,
                upper=clopper_pearson_upper(weakest.refused, weakest.of),
                examples=measures.log.case_names(list(weakest.examples)),
                figures=(("levels", len(listed)),),
            ),
            whole=Remove(measures.labels(codes)),
            prudent=prudent,
            p_value=max(binomial_p_value(check.refused, check.of, self.rate, "less") for check in listed),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=() if all(check.worded for check in listed) else (Unseen.LABEL,),
            grade=Grade.A,
            words=(("kept", measures.labels(weakest.activities[:1])[0]),) if rest else (),
        )
