"""What a rule of the procedure pack means in a log: the labels of its steps, how sure that is, and how the rule is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from procmap.detectors.evidence import LEAST_FOR_PARTS
from procmap.findings import Absent, Grade, Lack, Unseen, Weakness
from procmap.language.words import Bilingual
from procmap.log import ByPart
from procmap.log.kind import Kind
from procmap.measures import Measures
from procmap.procedures.matching import Reason
from procmap.procedures.packs import Pack, Step
from procmap.procedures.packs.legal import citation
from procmap.procedures.packs.vocabulary import Shield
from procmap.statistics import binomial_p_value

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


def judged(
    count: int, of: int, by_part: tuple[ByPart, ByPart], measures: Measures, *, rate: float, rules: int, least: int
) -> tuple[Grade, float | None]:
    """Whether so many breaches are a claim (grade A for now, with its p-value) or a question.

    Args:
        count: Breaches.
        of: Cases in which the rule could be seen.
        by_part: Both numbers on the closed cases of the two parts.
        measures: Of the log.
        rate: Share of breaches up to which slips of recording may explain them.
        rules: How many rules were looked at.
        least: Fewer breaches are a question.
    """
    p_value = min(1.0, rules * binomial_p_value(count, of, rate, "greater")) if of else 1.0
    counts, ofs = by_part
    both = measures.log.profile.closed_cases < LEAST_FOR_PARTS or all(
        one >= rate * n for one, n in zip(counts, ofs, strict=True)
    )
    return (Grade.A, p_value) if count >= least and p_value <= SIGNIFICANT and both else (Grade.C, None)


def rule_words(
    pack: Pack, references: tuple[str, ...], when: Bilingual | None, told: Bilingual | None
) -> tuple[tuple[str, Bilingual], ...]:
    """The values `rule` (what imposes it and where it holds, in brackets) and `called` (what a breach is called, a sentence)."""
    basis = citation(pack.basis(references))
    return (("rule", Bilingual(_bracketed(basis, when, "fr"), _bracketed(basis, when, "en"))), ("called", _sentence(told)))


def _bracketed(basis: str, when: Bilingual | None, language: str) -> str:
    parts = [basis.replace(" ; ", ", "), when.of(language) if when else ""]
    inside = ("\u202f; " if language == "fr" else "; ").join(part for part in parts if part)
    return f" ({inside})" if inside else ""


def _sentence(text: Bilingual | None) -> Bilingual:
    return NOTHING if text is None else Bilingual(*(f" {one[:1].upper()}{one[1:]}." for one in (text.fr, text.en)))
