"""The words of findings, changes, gains and legal checks: what patterns and catalogues say, filled in from the evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import assert_never

from procmap.detectors.words import PARTS, pattern_words
from procmap.findings import (
    RULE,
    Answer,
    Assign,
    Automate,
    BoundLoop,
    Capacity,
    Condition,
    Edit,
    Finding,
    Gain,
    Legal,
    LegalStatus,
    Move,
    NotEvaluable,
    Parallelise,
    Remove,
    SetPeriod,
    Share,
    Unit,
)
from procmap.language import Words
from procmap.language.shown import isolated, visible
from procmap.language.words import Bilingual
from procmap.report.quantities import counted, number, share
from procmap.report.rounding import stable
from procmap.report.rules import rules_text


def label(w: Words, text: str) -> str:
    """A label of the log as text on one line: never empty, nothing in it acts, its direction kept to itself."""
    return isolated(bare_label(w, text))


def bare_label(w: Words, text: str) -> str:
    """The same where it stands alone, as in a box: nothing around it could be turned."""
    return visible(text).strip() or w("report.no_label")


def labels(w: Words, items: Iterable[str]) -> str:
    """Several labels, quoted and listed."""
    return w.listed([w.quoted(label(w, item)) for item in items])


def title(w: Words, detector: str) -> str:
    """The pattern's name."""
    return pattern_words(detector, w.language).told("title")


def statement(w: Words, finding: Finding) -> str:
    """What was found, in one or two sentences with counts and bound."""
    return part(w, finding, "statement")


def part(w: Words, finding: Finding, name: str) -> str:
    """One of PARTS as the pattern says it of a finding, or what is said of every pattern: question_legal."""
    if name in PARTS:
        return w.filled(pattern_words(finding.detector, w.language).told(name, finding.aspect), **values_of(w, finding))
    return w(f"report.finding.any.{name}")


def figure(w: Words, finding: Finding, name: str) -> str:
    """What the pattern calls one of its figures."""
    return pattern_words(finding.detector, w.language).figures[name]


def values_of(w: Words, finding: Finding) -> dict[str, str]:
    """Every value that the words of a pattern may name."""
    evidence = finding.evidence
    roles = w.listed([label(w, role) for role in finding.roles])
    values = {
        **{name: number(w, value) for name, value in evidence.figures},
        **{name: value.of(w.language) if isinstance(value, Bilingual) else label(w, value) for name, value in finding.words},
        "title": title(w, finding.detector),
        "activities": labels(w, finding.activities),
        "roles": roles,
        "where": w("report.where", roles=roles) if roles else "",
        "between": labels(w, finding.roles) if finding.roles else w("report.several_services"),
        "count": w.number(evidence.count),
        "of": w.number(evidence.of),
        "of_unit": counted(w, evidence.of, evidence.unit),
        "rate": share(w, evidence.rate),
        "upper": share(w, evidence.upper) if evidence.upper is not None else w("report.not_known"),
        "lower": share(w, evidence.lower) if evidence.lower is not None else w("report.not_known"),
        "bound": bound(w, finding),
        "bound_each": bound(w, finding, "each"),
        "rules": rules_text(w, finding.rules),
        "each": w.listed([_each(w, one) for one in evidence.each]),
    }
    values["batch"] = w("report.batch.days" if evidence.unit == Unit.DAYS else "report.batch.other", **values)
    return values


def _each(w: Words, one: Share) -> str:
    """What is counted at one of several places."""
    steps = " + ".join(w.quoted(label(w, step)) for step in one.activities)
    where = w("report.where", roles=w.listed([label(w, role) for role in one.roles])) if one.roles else ""
    return w("report.each", steps=steps, where=where, count=w.number(one.count), rate=share(w, one.rate))


def bound(w: Words, finding: Finding, upper: str = "upper") -> str:
    """The confidence bound as the tail of a sentence; empty for days, which are compared with an expectation.

    `upper` is "each" where the count is of several steps together and the bound that of the weakest of them.
    """
    evidence = finding.evidence
    if evidence.unit == Unit.DAYS:
        return ""
    if evidence.upper is not None:
        return w(f"report.bound.{upper}", upper=share(w, evidence.upper))
    return w("report.bound.lower", lower=share(w, evidence.lower)) if evidence.lower is not None else ""


def change_sentences(w: Words, edit: Edit | None) -> list[str]:
    """What an edit does to the procedure, one sentence each."""
    if edit is None:
        return [w("report.change.none")]
    told = _change(w, edit)
    if isinstance(edit, Automate) and edit.kept:
        return [told, w("report.change.kept", activities=labels(w, edit.kept))]
    return [told]


def _change(w: Words, edit: Edit) -> str:  # noqa: PLR0911 - one case for each edit
    names = labels(w, dict.fromkeys(edit.activities))
    match edit:
        case Remove():
            kind = "remove" if edit.share >= 1 else "remove_share"
            return w(f"report.change.{kind}", activities=names, share=_part(w, edit.share))
        case Condition(minimum=least):
            if least is not None:
                return w("report.change.minimum", activities=names, minimum=w.number(least / 100, 0 if least % 100 == 0 else 2))
            kind = "rule" if edit.when.startswith(RULE) else "sample"
            return w(f"report.change.{kind}", activities=names, kept=_part(w, 1 - edit.share), share=_part(w, edit.share))
        case BoundLoop():
            kind = "each_role" if edit.each_role else "bound_loop"
            return w(f"report.change.{kind}", activities=names, share=_part(w, edit.share))
        case SetPeriod():
            return w(f"report.change.{_pace(edit)}", activities=names, days=edit.days)
        case Move():
            return w("report.change.move", activities=names, before=labels(w, [edit.before]))
        case Assign() | Capacity():
            return w(f"report.change.{edit.op}", activities=names, role=labels(w, [edit.role]))
        case Automate() | Parallelise() | Answer():
            return w(f"report.change.{edit.op}", activities=names)
        case _:
            assert_never(edit)


def _pace(edit: SetPeriod) -> str:
    return {0: "as_ready", 1: "daily"}.get(edit.days, "period")


def _part(w: Words, part: float) -> str:
    return w.percent(stable(part), 0 if abs(part * 100 - round(part * 100)) < 1e-6 else 1)


def gain_reason(w: Words, gain: Gain) -> str:
    """Why the prudent change brings less than the whole cure.

    With what makes a gain larger than the steps that it touches, and what makes it uncertain.
    """
    told = [w(f"report.gain_why.{gain.why}")]
    told += [w("report.gain.relieves")] if gain.relieves else []
    told += [w("report.gain.sampled", cases=w.number(gain.sampled))] if gain.sampled else []
    told += [w(f"report.gain.indicative_{gain.indicative}")] if gain.indicative else []
    return " ".join(told)


def message(w: Words, text: str, room: str | None = None) -> str:
    """The message that `text` is the key of (in `room` where it names none); where there is none, the text itself."""
    for key in ([text] if "." in text else []) + ([f"{room}.{text}"] if room else []):
        try:
            return w(key)
        except (KeyError, OSError, IndexError):
            continue
    return text


def not_evaluable_reason(w: Words, item: NotEvaluable) -> str:
    """Why a detector could not be fed."""
    return message(w, item.reason, "detectors")


def not_evaluable_by_reason(w: Words, items: Sequence[NotEvaluable]) -> list[tuple[str, str]]:
    """Reasons with the patterns that each of them stops."""
    grouped: dict[str, list[str]] = {}
    for item in items:
        grouped.setdefault(not_evaluable_reason(w, item), []).append(title(w, item.detector))
    between = "\u202f; " if w.language == "fr" else "; "  # names of patterns hold commas
    return [(reason, between.join(patterns)) for reason, patterns in grouped.items()]


def sentence(text: str) -> str:
    """What a pack or a person wrote as a remark, as a sentence of its own."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")


def legal_sentences(w: Words, legal: Legal) -> list[str]:
    """The status, then the basis with its confidence and the day it was checked."""
    key = f"report.legal.{legal.status}"
    told = [w(key if w.has(key) else "report.legal.unknown")]
    if legal.basis:
        notes = []
        if legal.confidence and w.has(f"report.legal.confidence.{legal.confidence}"):
            notes.append(w(f"report.legal.confidence.{legal.confidence}"))
        if legal.checked_on:
            notes.append(w("report.legal.checked_on", date=day(w, legal.checked_on)))
        told.append(w("report.legal.basis", basis=legal.basis) + (f" ({', '.join(notes)})." if notes else "."))
    told += [sentence(legal.why)] if legal.why else []
    told += [w("report.legal.maybe", steps=w.listed([w.quoted(step) for step in legal.maybe]))] if legal.maybe else []
    told += [w("report.legal.amend", amend=legal.amend)] if legal.amend else []
    return [*told, *([w("report.legal.outside")] if legal.outside else [])]


def plan_law(w: Words, legal: Legal) -> str:
    """What the law asks before a line of the plan is carried out; "" where it asks nothing."""
    match legal.status:
        case LegalStatus.UNKNOWN:
            return w("report.plan.to_check")
        case LegalStatus.LOCAL_RULE:
            return w("report.plan.amend", amend=legal.amend) if legal.amend else w("report.legal.local_rule")
        case LegalStatus.LEGAL:
            return w("report.plan.protected", basis=legal.basis or "–")
        case LegalStatus.FREE:
            return ""


def named(w: Words, family: str, name: str) -> str:
    """The catalogue's word for a code (grade, lever, guard, capability ...)."""
    return w(f"report.{family}.{name}")


def day(w: Words, iso: str) -> str:
    """An ISO day or moment as the language writes the day; anything else is left as it is."""
    try:
        return w.date(dt.date.fromisoformat(iso[:10]))
    except ValueError:
        return iso
