"""A decision that follows from what was known before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import LEAST_CASES, LEAST_FOR_PARTS, supported
from procmap.detectors.standard.automatable_decision.stated_rules import notation, stated
from procmap.findings import RULE, Condition, Evidence, Finding, Grade, GuardName, Guards, Lever, Unit, Unseen
from procmap.measures import Measures
from procmap.measures.control.choices import Choices, choices
from procmap.procedures import Group, StepClass
from procmap.statistics import binomial_p_value, clopper_pearson_lower
from procmap.statistics.decision_rules import Leaf, leaves, met

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

OUTCOMES = 6
"""Different outcomes above which a step does not decide, it distributes."""

ALPHA = 0.05


@dataclass(frozen=True)
class _Covered:
    """A rule learnt on the first part, as it holds on the second: the leaf, the cases it covers there, those it decides rightly."""

    leaf: Leaf
    mine: Array
    hits: int
    of: int


@dataclass(frozen=True)
class AutomatableDecision(Detector):
    """A decision that follows from what was known before it."""

    name: ClassVar[str] = "automatable_decision"
    lever: ClassVar[Lever] = Lever.DIGITAL_CONTINUITY
    source: ClassVar[str] = "Rozinat and van der Aalst 2006, decision mining; Breiman et al. 1984"

    purity: float = 0.98
    coverage: float = 0.3
    reduction: float = 0.5
    depth: int = 3
    leaf: int = 50

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Learn on the first part and test on the second, at every step that decides; ask where its word is not known."""
        if measures.log.profile.closed_cases < LEAST_FOR_PARTS:
            return
        unknown = {check.activities[0] for check in measures.checks if not check.worded}
        first = {check.activities[0] for check in measures.checks}
        ruling, other = measures.vocabulary.group(Group.RULING), measures.vocabulary.group(Group.NO_RULING)
        for row in measures.activities:
            words = measures.classes[row.activity]
            decides = words & ruling and not words & other
            if (decides or row.activity in unknown) and supported(row.closed_cases, measures.log.profile):
                finding = self._judged(measures, row.activity, asks=not decides, chooses=StepClass.DECISION in words)
                if finding and (row.activity in first or finding.rules):
                    yield finding

    def _judged(self, measures: Measures, code: int, *, asks: bool, chooses: bool) -> Finding | None:
        told = choices(measures, code, chooses=chooses)
        if not 2 <= len(told.outcomes) <= OUTCOMES:
            return None
        early, late = told.part == 1, told.part == 2
        if _rarer(told.outcome[late]) < LEAST_CASES or _rarer(told.outcome[early]) < LEAST_CASES:
            return None
        grown = self._grown(told, early)
        covered = self._covered(told, grown, early, late)
        of = sum(rule.of for rule in covered)
        if not of:
            return None
        holds = of >= self.coverage * int(late.sum()) and self._better(told, grown, early, late)
        return self._finding(measures, code, told, covered, Grade.REFUTED if not holds else Grade.C if asks else Grade.A)

    def _grown(self, told: Choices, early: Array) -> tuple[Leaf, ...]:
        from procmap.statistics.decision_rules import Feature

        learnt = [Feature(feature.values[early], feature.ordered) for feature in told.features]
        return leaves(learnt, told.outcome[early], depth=self.depth, least=self.leaf)

    def _covered(self, told: Choices, grown: tuple[Leaf, ...], early: Array, late: Array) -> tuple[_Covered, ...]:
        """The leaves that are pure on the first part, and on the second by a bound that allows for their number."""
        found = []
        for leaf in grown:
            mine = met(told.features, leaf.clauses)
            right = mine & (told.outcome == leaf.predicted)
            if leaf.clauses and int((right & early).sum()) >= self.purity * max(int((mine & early).sum()), 1):
                found.append(_Covered(leaf, mine & late, int((right & late).sum()), int((mine & late).sum())))
        level = 1 - ALPHA / max(len(found), 1)
        return tuple(rule for rule in found if rule.of and clopper_pearson_lower(rule.hits, rule.of, level) >= self.purity)

    def _better(self, told: Choices, grown: tuple[Leaf, ...], early: Array, late: Array) -> bool:
        """Whether the rules err at most half as often on the second part as the most frequent outcome of the first."""
        import numpy as np

        usual = int(np.bincount(told.outcome[early]).argmax())
        predicted = np.full(len(told.outcome), usual)
        for leaf in grown:
            predicted[met(told.features, leaf.clauses)] = leaf.predicted
        wrong = int((late & (predicted != told.outcome)).sum())
        return wrong <= (1 - self.reduction) * int((late & (told.outcome != usual)).sum())

    def _finding(self, measures: Measures, code: int, told: Choices, covered: tuple[_Covered, ...], grade: Grade) -> Finding:
        labels = measures.labels((code,))
        count, of = sum(rule.hits for rule in covered), sum(rule.of for rule in covered)
        rules = tuple(stated(told, rule.leaf, rule.hits, rule.of) for rule in sorted(covered, key=lambda rule: -rule.of))
        share = round(of / int((told.part == 2).sum()), 3)
        change = Condition(labels, f"{RULE}: {' or '.join(notation(rule) for rule in rules)}", share=share)
        asks = grade == Grade.C
        return Finding(
            detector=self.name,
            activities=labels,
            roles=measures.roles((code,)),
            lever=self.lever,
            evidence=Evidence(
                count=count,
                of=of,
                unit=Unit.CASES,
                rate=count / of,
                lower=clopper_pearson_lower(count, of),
                examples=measures.log.case_names(_examples(told, covered)),
                figures=(("later_cases", int((told.part == 2).sum())),),
            ),
            whole=None if asks else change,
            prudent=None if asks else change,
            p_value=None if asks else min(1.0, len(covered) * max(self._p_value(rule) for rule in covered)),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.CODED_MISSING, GuardName.SUPPORT)),
            weak=(Unseen.ATTRIBUTES,),  # that it was known before the step, only the order of the export tells
            grade=grade,
            barrier=True,  # nobody but the analyst can say that a rule may decide
            rules=rules,
        )

    def _p_value(self, rule: _Covered) -> float:
        return binomial_p_value(rule.hits, rule.of, self.purity, "greater")


def _rarer(outcome: Array) -> int:
    """Cases that have not the most frequent outcome."""
    import numpy as np

    return len(outcome) - int(np.bincount(outcome).max(initial=0)) if len(outcome) else 0


def _examples(told: Choices, covered: tuple[_Covered, ...]) -> list[int]:
    """Cases decided against the rule, else cases that it covers."""
    against = sorted(
        int(case) for rule in covered for case in told.case[rule.mine & (told.outcome != rule.leaf.predicted)]
    )
    return (against or sorted(int(case) for rule in covered for case in told.case[rule.mine]))[:5]
