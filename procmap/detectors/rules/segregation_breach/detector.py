"""Two steps that are to be kept apart, done by one person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.pack_rules import QUESTION, Shown, dashed, doubts, grounds, lacking, shown_pairs
from procmap.detectors.rules.segregation_breach.hands import Hands, count_hands, find_robots
from procmap.findings import Aspect, Common, Evidence, Finding, GuardName, Guards, Lack, Lever, Unit, Weakness
from procmap.log import Capability
from procmap.measures import Measures
from procmap.procedures.packs.types import Constraint
from procmap.procedures.packs.vocabulary import Rule

USUAL = 0.5
"""Share of breaches beyond which the log may name who keeps the case, or who records, rather than who did the step."""


class Told(Aspect):
    """What else this pattern states."""

    IF = "if"
    USUAL = "usual"


@dataclass(frozen=True)
class SegregationBreach(Detector):
    """One person who does two steps of a case that are to be kept apart."""

    name: ClassVar[str] = "segregation_breach"
    lever: ClassVar[Lever] = Lever.ORGANISATION
    needs: ClassVar[tuple[Capability, ...]] = (Capability.RESOURCE,)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.LABELS_SPELT_TWICE, GuardName.ROBOTS)
    source: ClassVar[str] = "Botha and Eloff 2001, separation of duties in workflow systems (10.1147/sj.403.0666)"

    cases: int = 5
    rate: float = 0.01

    def missing(self, measures: Measures) -> tuple[Lack, ...]:
        """People in the log, a pack, a rule of separation in it, or both its steps in the log."""
        return (*super().missing(measures), *lacking(measures, _rules(measures), shown_pairs(measures, _rules(measures))))

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test each pair of steps that a rule of the pack keeps apart."""
        pairs, robots = tuple(shown_pairs(measures, _rules(measures))), find_robots(measures)
        for rule, first, then in pairs:
            counted = count_hands(measures, first, then, robots)
            if counted.count:
                yield self._finding(measures, rule, (first, then), counted, len(pairs))

    def _finding(
        self, measures: Measures, rule: Constraint, steps: tuple[Shown, Shown], counted: Hands, rules: int
    ) -> Finding:
        pack = measures.procedure.pack
        assert pack is not None
        few = counted.people < pack.smallest_group
        usual = self.cases <= counted.count > USUAL * counted.of
        sure = not (few or usual or rule.when)
        verdict = counted.judged(measures, rate=self.rate, rules=rules, least=self.cases) if sure else QUESTION
        codes = tuple(code for one in steps for code in one.codes)
        names = measures.labels(tuple(one.codes[0] for one in steps))
        return Finding(
            detector=self.name,
            activities=measures.labels(codes),
            roles=measures.roles(codes),
            lever=self.lever,
            evidence=_withheld(measures, counted, pack.smallest_group) if few else counted.evidence(measures),
            p_value=verdict.p_value,
            guards=Guards(weak=verdict.weak, by_construction=(GuardName.OPEN_CASES, GuardName.ROBOTS, GuardName.PEOPLE)),
            weak=(*doubts(measures, steps), *_unseen_robots(measures)),
            grade=verdict.grade,
            aspect=Common.FEW if few else Told.IF if rule.when else Told.USUAL if usual else Common.MAIN,
            words=(
                ("first", names[0]), ("then", names[1]),
                ("rule", grounds(measures.procedure, rule.basis, rule.when)), ("called", dashed(rule.told)),
            ),
        )


def _withheld(measures: Measures, counted: Hands, least: int) -> Evidence:
    """What is told where few people do one of the steps: the cases that could be looked at, and none that would name a person."""
    of = measures.log.profile.cases
    return Evidence(count=counted.of, of=of, unit=Unit.CASES, rate=counted.of / of, withheld=least)


def _unseen_robots(measures: Measures) -> tuple[Weakness, ...]:
    fine = Capability.FINE_TIMESTAMPS
    return () if measures.log.profile.can(fine) else (fine,)


def _rules(measures: Measures) -> tuple[Constraint, ...]:
    pack = measures.procedure.pack
    return tuple(rule for rule in pack.constraints if rule.rule == Rule.SEGREGATION) if pack else ()
