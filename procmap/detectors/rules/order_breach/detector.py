"""Steps that the log shows in another order than the procedure asks for, or too close together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.pack_rules import NOTHING, QUESTION, Shown, dashed, doubts, grounds, lacking, length, shown, shown_pairs
from procmap.detectors.rules.order_breach.orders import Counted, count_hurried, count_reversed, count_without, load_orders
from procmap.findings import Aspect, Common, Finding, GuardName, Guards, Lack, Lever
from procmap.language.words import Bilingual
from procmap.measures import Measures
from procmap.procedures.packs.types import Constraint
from procmap.procedures.packs.vocabulary import Rule, Shield

USUAL = 0.5
"""Share of breaches, of the cases that show an order, beyond which it is the usual one: then labels or dates may mean something
else."""


class Told(Aspect):
    """What else this pattern states."""

    IF = "if"
    USUAL = "usual"
    WITHOUT = "without"
    DELAY = "delay"
    DELAY_IF = "delay_if"


@dataclass(frozen=True)
class Pair:
    """A rule of the pack on two steps that the log shows."""

    rule: Constraint
    first: Shown
    then: Shown
    unless: Shown | None

    @property
    def delay(self) -> Bilingual:
        """What a rule of delay asks for."""
        return length(self.rule.days, self.rule.clock) if self.rule.days is not None and self.rule.clock else NOTHING

    @property
    def sure(self) -> bool:
        """Whether the dates are those of the steps, as a sitting is held on the day set for it, and what lifts a delay is seen."""
        held = self.then.dated or self.rule.rule == Rule.MIN_DELAY
        return self.first.dated and held and (self.rule.unless is None or self.unless is not None)


@dataclass(frozen=True)
class OrderBreach(Detector):
    """Steps the wrong way round, or closer together than a minimum delay."""

    name: ClassVar[str] = "order_breach"
    lever: ClassVar[Lever] = Lever.ORGANISATION
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.LABELS_SPELT_TWICE,)
    source: ClassVar[str] = "Pesic, Schonenberg and van der Aalst 2007, DECLARE (10.1109/EDOC.2007.14): precedence"

    cases: int = 5
    rate: float = 0.01
    recorded: float = 0.9

    def missing(self, measures: Measures) -> tuple[Lack, ...]:
        """A pack, a rule of order in it, or both its steps in the log."""
        return lacking(measures, _rules(measures), _pairs(measures))

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test each rule on each pair of its steps; one finding a pair, the order before the delay."""
        pairs = tuple(_pairs(measures))
        found: dict[tuple[str, ...], Finding] = {}
        for pair in pairs:
            load_orders(measures, pair.first, pair.then, pair.unless)
            told = self._look(measures, pair, len(pairs))
            measures.log.engine.drop("ordered_case")
            if told and _weight(told) > _weight(found.get(told.activities)):
                found[told.activities] = told
        yield from found.values()

    def _look(self, measures: Measures, pair: Pair, rules: int) -> Finding | None:
        if pair.rule.rule == Rule.MIN_DELAY:
            return self._delay(measures, pair, rules)
        return self._order(measures, pair, rules) if pair.rule.rule == Rule.PRECEDENCE else self._without(measures, pair, rules)

    def _order(self, measures: Measures, pair: Pair, rules: int) -> Finding | None:
        counted = count_reversed(measures)
        if counted.count:
            usual = self.cases <= counted.count > USUAL * (counted.of - counted.beside)
            aspect = Told.IF if pair.rule.when else Told.USUAL if usual else Common.MAIN
            figures = (("days_before", counted.days), ("same_day", counted.beside))
            return self._finding(measures, pair, counted, rules, figures, aspect)
        required = pair.first.step.shield == Shield.LEGAL and pair.rule.when is None
        return self._without(measures, pair, rules) if required else None

    def _without(self, measures: Measures, pair: Pair, rules: int) -> Finding | None:
        without = count_without(measures)
        if not without.count or without.of - without.count < self.recorded * without.of:
            return None
        return self._finding(measures, pair, without, rules, (), Told.WITHOUT)

    def _delay(self, measures: Measures, pair: Pair, rules: int) -> Finding | None:
        counted = count_hurried(measures, pair.rule)
        if not counted.count:
            return None
        figures = (
            ("days_between", counted.days), ("shortest", counted.least), ("to_the_day", counted.beside),
        )  # fmt: skip
        return self._finding(measures, pair, counted, rules, figures, Told.DELAY_IF if pair.rule.when else Told.DELAY)

    def _finding(
        self, measures: Measures, pair: Pair, counted: Counted, rules: int, figures: tuple[tuple[str, float], ...], aspect: Aspect,
    ) -> Finding:
        pack = measures.procedure.pack
        assert pack is not None
        codes = (*pair.first.codes, *pair.then.codes)
        sure = aspect in {Common.MAIN, Told.DELAY} and pair.sure and counted.count <= USUAL * counted.of
        verdict = counted.judged(measures, rate=self.rate, rules=rules, least=self.cases) if sure else QUESTION
        labels = measures.labels((pair.first.codes[0], pair.then.codes[0]))
        return Finding(
            detector=self.name,
            activities=measures.labels(codes),
            roles=measures.roles(codes),
            lever=self.lever,
            evidence=counted.evidence(measures, figures),
            p_value=verdict.p_value,
            guards=Guards(weak=verdict.weak, by_construction=(GuardName.OPEN_CASES, GuardName.DAY_ONLY_DATES)),
            weak=doubts(measures, (pair.first, pair.then)),
            grade=verdict.grade,
            aspect=aspect,
            words=(
                ("first", labels[0]), ("then", labels[1]), ("delay", pair.delay),
                ("rule", grounds(measures.procedure, pair.rule.basis, pair.rule.when)), ("called", dashed(pair.rule.told)),
            ),
        )


def _weight(finding: Finding | None) -> tuple[int, int]:
    """Of two findings on the same labels one is told: an order before a delay, a delay before a step that is not seen."""
    if finding is None:
        return (-1, 0)
    weight: dict[Aspect, int] = {Told.WITHOUT: 0, Told.DELAY: 1, Told.DELAY_IF: 1}
    return weight.get(finding.aspect, 2), finding.evidence.count


def _rules(measures: Measures) -> tuple[Constraint, ...]:
    pack = measures.procedure.pack
    ordered = (Rule.PRECEDENCE, Rule.MIN_DELAY, Rule.NO_SKIP)
    return tuple(sorted((r for r in pack.constraints if r.rule in ordered), key=lambda r: ordered.index(r.rule))) if pack else ()


def _pairs(measures: Measures) -> Iterator[Pair]:
    """The rules that may be told, with the steps that the log shows."""
    for rule, first, then in shown_pairs(measures, _rules(measures)):
        yield Pair(rule, first, then, shown(measures, rule.unless) if rule.unless else None)
