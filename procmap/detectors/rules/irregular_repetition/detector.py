"""A step that counts once only, and that a case takes again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.pack_rules import QUESTION, Shown, citable, dashed, doubts, grounds, lacking, shown
from procmap.detectors.rules.irregular_repetition.repeated import Repeated, count_repeated
from procmap.findings import Aspect, Common, Finding, GuardName, Guards, Lack, Lever
from procmap.language.words import Bilingual
from procmap.measures import Measures
from procmap.procedures.packs import Pack, Shield
from procmap.procedures.packs.types import Deadline
from procmap.procedures.packs.vocabulary import Rule


class Told(Aspect):
    """What else this pattern states."""

    IF = "if"


@dataclass(frozen=True)
class Once:
    """A step that counts once only.

    Attributes:
        step: Its name in the pack.
        by, basis, when, told: As the pack's rule has them.
        objects: Steps that tell how many of what it is about a case holds.
    """

    step: str
    by: Shield
    basis: tuple[str, ...]
    when: Bilingual | None
    told: Bilingual | None
    objects: tuple[str, ...]


@dataclass(frozen=True)
class IrregularRepetition(Detector):
    """A step that a rule allows once, and that cases take again."""

    name: ClassVar[str] = "irregular_repetition"
    lever: ClassVar[Lever] = Lever.INFORMATION_SHARING
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.LABELS_SPELT_TWICE,)
    source: ClassVar[str] = "Pesic, Schonenberg and van der Aalst 2007, DECLARE (10.1109/EDOC.2007.14): absence of a second time"

    cases: int = 5
    rate: float = 0.01

    def missing(self, measures: Measures) -> tuple[Lack, ...]:
        """A pack, a step in it that counts once only, or that step in the log."""
        return lacking(measures, _rules(measures), _seen(measures))

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test each step that a rule of the pack allows once."""
        seen = tuple(_seen(measures))
        for rule, step in seen:
            others = (shown(measures, name) for name in rule.objects)
            counted = count_repeated(measures, step, [code for one in others if one for code in one.codes])
            if counted.count:
                yield self._finding(measures, rule, step, counted, len(seen))

    def _finding(self, measures: Measures, rule: Once, step: Shown, counted: Repeated, rules: int) -> Finding:
        pack = measures.procedure.pack
        assert pack is not None
        sure = step.dated and rule.when is None
        verdict = counted.judged(measures, rate=self.rate, rules=rules, least=self.cases) if sure else QUESTION
        return Finding(
            detector=self.name,
            activities=measures.labels(step.codes),
            roles=measures.roles(step.codes),
            lever=self.lever,
            evidence=counted.evidence(measures, (("days_apart", counted.days), ("several", counted.several))),
            p_value=verdict.p_value,
            guards=Guards(weak=verdict.weak, by_construction=(GuardName.OPEN_CASES, GuardName.ROWS_WRITTEN_TWICE)),
            weak=doubts(measures, (step,)),
            grade=verdict.grade,
            aspect=Told.IF if rule.when else Common.MAIN,
            words=(("rule", grounds(measures.procedure, rule.basis, rule.when)), ("called", dashed(rule.told))),
        )


def _rules(measures: Measures) -> tuple[Once, ...]:
    """The steps that count once: by a rule of the pack, or since they interrupt a term."""
    pack = measures.procedure.pack
    if pack is None:
        return ()
    found = {
        rule.first[0]: Once(rule.first[0], rule.by, rule.basis, rule.when, rule.told, _objects(pack, rule.first[0]))
        for rule in pack.constraints if rule.rule == Rule.AT_MOST_ONCE
    }  # fmt: skip
    for term in pack.deadlines:
        if term.pause and term.pause.at not in found:
            at = term.pause.at
            found[at] = Once(at, Shield.LEGAL, term.basis, term.when, None, _objects(pack, at))
    return tuple(found.values())


def _objects(pack: Pack, step: str) -> tuple[str, ...]:
    """The steps around a term that the step interrupts: a case that takes one of them twice holds two terms."""
    terms = [term for term in pack.deadlines if term.pause and term.pause.at == step]
    return tuple(dict.fromkeys(name for term in terms for name in _around(term)))


def _around(term: Deadline) -> tuple[str, ...]:
    before = term.pause.before if term.pause else None
    return (*term.start, *((before,) if before else ()), term.end)


def _seen(measures: Measures) -> Iterator[tuple[Once, Shown]]:
    """Those that may be told, with the step in the log."""
    pack = measures.procedure.pack
    for rule in _rules(measures):
        step = shown(measures, rule.step)
        if pack and step and citable(pack, rule.by, rule.basis):
            yield rule, step
