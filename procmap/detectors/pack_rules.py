"""What a rule of the procedure pack means in a log: the labels of its steps, how sure that is, and how the rule is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from procmap.detectors.evidence import LEAST_FOR_PARTS
from procmap.findings import Absent, Evidence, Grade, GuardName, Lack, Unit, Unseen, Weakness
from procmap.language import LANGUAGES, words
from procmap.language.words import Bilingual
from procmap.log import ByPart
from procmap.log.kind import Kind
from procmap.measures import Measures
from procmap.procedures.matching import Reason
from procmap.procedures.packs import Pack, Step
from procmap.procedures.packs.legal import citation
from procmap.procedures.packs.types import Constraint
from procmap.procedures.packs.vocabulary import Clock, Shield
from procmap.procedures.procedure import Procedure
from procmap.statistics import binomial_p_value, clopper_pearson_lower

UNDATED = frozenset({Kind.MASS_EDIT, Kind.APPOINTMENT, Kind.MEASUREMENT})
"""Kinds of rows whose date is not the day on which the step was taken."""

SIGNIFICANT = 0.05
"""Level at which breaches are more than slips of recording, over all rules of a pattern together (Bonferroni)."""

NOTHING = Bilingual("", "")


@dataclass(frozen=True)
class Shown:
    """A step of the pack as the log shows it.

    Attributes:
        step: Which.
        codes: Of the labels that mean it, most frequent first.
        certain: Whether they mean it by name, by a code or because the analyst says so.
        dated: Whether their dates are those of the act.
    """

    step: Step
    codes: tuple[int, ...]
    certain: bool
    dated: bool


def shown(measures: Measures, identity: str) -> Shown | None:
    """A step of the pack in the log; None where the log never records it."""
    matching = measures.procedure.matching
    if matching is None:
        return None
    codes = {label: code for code, label in enumerate(measures.log.activities)}
    found = [
        (measures.activities[codes[match.label]].instances, codes[match.label], match)
        for match in matching.matches
        if match.step.identity == identity and match.pack.identity == matching.pack.identity and match.label in codes
    ]
    seen = sorted((one for one in found if one[0]), key=lambda one: (-one[0], one[1]))
    if not seen:
        return None
    return Shown(
        step=seen[0][2].step,
        codes=tuple(code for _, code, _ in seen),
        certain=all(match.reason != Reason.WORDS for _, _, match in seen),
        dated=not any(measures.kinds.found[code] in UNDATED for _, code, _ in seen),
    )


def shown_pairs(measures: Measures, rules: Iterable[Constraint]) -> Iterator[tuple[Constraint, Shown, Shown]]:
    """The rules that may be told, on each pair of their steps that the log shows."""
    pack = measures.procedure.pack
    for rule in rules:
        if pack is None or not citable(pack, rule.by, rule.basis):
            continue
        for one, other in product(rule.first, rule.then):
            first, then = shown(measures, one), shown(measures, other)
            if first and then and one != other:
                yield rule, first, then


def lacking(measures: Measures, rules: Sequence[object], seen: Iterable[object]) -> tuple[Lack, ...]:
    """Why no rule of a kind can be looked at; empty where one can.

    Args:
        measures: Of the log.
        rules: Those of the pack.
        seen: Those of them whose steps the log shows.
    """
    if measures.procedure.pack is None:
        return (Absent.PACK,)
    if not rules:
        return (Absent.RULE,)
    return () if any(True for _ in seen) else (Absent.STEPS_OF_RULE,)


def events(measures: Measures) -> str:
    """The table with all rows of the log: a rule asks for steps too that a system writes beside the way of a case."""
    return "recorded" if measures.kinds.aside else "event"


def doubts(measures: Measures, steps: Iterable[Shown]) -> tuple[Weakness, ...]:
    """What a breach rests on and the log tells only in part."""
    certain = all(one.certain for one in steps)
    return (*(() if measures.procedure.named else (Unseen.PROCEDURE,)), *(() if certain else (Unseen.STEP,)))


def citable(pack: Pack, by: Shield, references: tuple[str, ...]) -> bool:
    """Whether the rule may be told: a rule of law needs a text that is no longer to be verified."""
    return not by.by_law or bool(pack.basis(references))


@dataclass(frozen=True)
class Verdict:
    """What may be said of breaches.

    Attributes:
        grade: A for now, or a question.
        p_value: Of a claim.
        weak: Guards that weaken it.
    """

    grade: Grade
    p_value: float | None = None
    weak: tuple[GuardName, ...] = ()


QUESTION = Verdict(Grade.C)


@dataclass(frozen=True)
class Tally:
    """Breaches of one rule.

    Attributes:
        count, of: Cases with a breach, and those in which it could be seen.
        by_part, of_by_part: The same on the closed cases of the two parts.
        examples: Up to five cases with a breach.
    """

    count: int
    of: int
    by_part: ByPart
    of_by_part: ByPart
    examples: tuple[int, ...]

    def evidence(self, measures: Measures, figures: tuple[tuple[str, float], ...] = ()) -> Evidence:
        """What was counted, as a finding tells it."""
        return Evidence(
            count=self.count,
            of=self.of,
            unit=Unit.CASES,
            rate=self.count / self.of,
            lower=clopper_pearson_lower(self.count, self.of),
            examples=measures.log.case_names(list(self.examples)),
            figures=figures,
        )

    def judged(self, measures: Measures, *, rate: float, rules: int, least: int) -> Verdict:
        """Whether so many breaches are a claim or a question.

        What was seen in the first part of the log only is a matter of the past, and a question; in the second only, it is weak.

        Args:
            measures: Of the log.
            rate: Share of breaches up to which slips of recording may explain them.
            rules: How many rules were looked at.
            least: Fewer breaches are a question.
        """
        p_value = min(1.0, rules * binomial_p_value(self.count, self.of, rate, "greater"))
        parted = measures.log.profile.closed_cases >= LEAST_FOR_PARTS
        before, since = (not parted or one >= rate * of for one, of in zip(self.by_part, self.of_by_part, strict=True))
        if self.count < least or p_value > SIGNIFICANT or not since:
            return QUESTION
        return Verdict(Grade.A, p_value, () if before else (GuardName.BREAK_IN_PERIOD,))


def grounds(procedure: Procedure, references: tuple[str, ...], when: Bilingual | None) -> Bilingual:
    """What imposes a rule, where it holds, and the pack where nobody but the labels told it: in brackets."""
    pack = procedure.pack
    assert pack is not None
    basis = citation(pack.basis(references)).replace(" ; ", ", ")
    told = {}
    for language in LANGUAGES:
        supposed = "" if procedure.named else words(language)("detectors.supposed", pack=pack.name.of(language))
        told[language] = _bracketed([basis, when.of(language) if when else "", supposed], language)
    return Bilingual(told["fr"], told["en"])


def dashed(text: Bilingual | None) -> Bilingual:
    """What a breach is called, or leads to, after a dash; nothing where the pack says nothing."""
    return NOTHING if text is None else Bilingual(f" – {text.fr}", f" – {text.en}")


def length(number: int, clock: Clock) -> Bilingual:
    """So many days or months, as "10 jours francs"."""
    key = f"detectors.clock.{clock}.{'one' if number == 1 else 'many'}"
    return Bilingual(words("fr")(key, n=number), words("en")(key, n=number))


def _bracketed(parts: Sequence[str], language: str) -> str:
    inside = ("\u202f; " if language == "fr" else "; ").join(part for part in parts if part)
    return f" ({inside})" if inside else ""
