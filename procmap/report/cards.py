"""One finding as a page shows it: every sentence written, nothing left to compute for the template."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.findings import Finding, Gain, Grade, LegalStatus, Unit
from procmap.judgement.plan import PlanLine
from procmap.language import Words
from procmap.report import sentences as say
from procmap.report.by_effort import act_sentences
from procmap.report.evidence_bar import bar_text, evidence_bar
from procmap.report.gain_words import GainWords, gainers_sentence
from procmap.report.quantities import counted, number, share
from procmap.report.refused import reason as why_not
from procmap.report.refused import remains
from procmap.report.svg import Markup
from procmap.report.toml_text import toml_string

SHARES = ("weekday_", "queue_", "busy_")
"""How the names of figures begin that are shares."""


@dataclass(frozen=True)
class Card:
    """A finding in words.

    Attributes:
        changes, acts, legal, gains, guards: Sentences, in the order that they are read.
        gain_short: The share in the plan and the gain alone, as a list tells them.
        figures: (name, value) rows of the evidence.
        key: As plan.toml writes it, so that the page holds no character that acts.
        accepted: What the plan says, None where there is nothing to accept.
        planned: Why the plan does not make the change, or who still decides where it does; "" where neither is to be said.
        comment: What stands above the finding in plan.toml.
        search: Everything that the filter looks through, in lower case.
    """

    id: str
    key: str
    detector: str
    title: str
    grade: Grade
    grade_name: str
    grade_why: str
    lever: str
    legal_status: str
    legal_short: str
    statement: str
    why: str
    legitimate: str
    advice: str
    question: str
    would_refute: str
    changes: tuple[str, ...]
    acts: tuple[str, ...]
    legal: tuple[str, ...]
    gains: tuple[str, ...]
    gain_short: tuple[str, ...]
    guards: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    bar: Markup
    bar_text: str
    roles: str
    accepted: bool | None
    reason: str
    planned: str
    comment: tuple[str, ...]
    search: str


def card(gains: GainWords, finding: Finding, line: PlanLine | None) -> Card:
    """The card of a finding; `line` is its line of the plan, where it has one."""
    w = gains.w
    question = finding.grade == Grade.C
    gain = None if question else finding.gain
    told = say.statement(w, finding)
    title = say.title(w, finding.detector)
    roles = w.listed([say.label(w, role) for role in finding.roles])
    return Card(
        id=finding.identity, key=toml_string(finding.key), detector=finding.detector, title=title, grade=finding.grade,
        grade_name=say.named(w, "grade", finding.grade), grade_why=say.named(w, "grade", f"{finding.grade}.why"),
        lever=w("report.page.lever", lever=say.named(w, "lever", finding.lever)),
        legal_status=finding.legal.status, legal_short=say.named(w, "legal.short", finding.legal.status),
        statement=told,
        why=say.part(w, finding, "why"), legitimate=say.part(w, finding, "legitimate"),
        advice=say.part(w, finding, "changes"),
        question=say.part(w, finding, "question_legal" if finding.legal.status == LegalStatus.LEGAL else "question"),
        would_refute=say.part(w, finding, "would_refute"),
        changes=() if question else tuple(say.change_sentences(w, finding.prudent or finding.whole)),
        acts=act_sentences(w, finding.act),
        legal=tuple(say.legal_sentences(w, finding.legal)),
        gains=_gains(gains, finding, gain) if gain else (),
        gain_short=("–",) if question else gains.short(finding),
        guards=_guards(w, finding),
        examples=tuple(say.label(w, case) for case in finding.evidence.examples),
        figures=_figures(w, finding),
        bar=evidence_bar(w, finding.evidence), bar_text=bar_text(w, finding.evidence),
        roles=roles or w("report.page.question.owner"),
        accepted=line.accept if line else None, reason=why_not(w, line) if line else "",
        planned=_planned(w, line),
        comment=(told, w("report.gain.none") if question else gains.headline(finding)),
        search=f"{finding.identity} {title} {told}".lower(),
    )


def _planned(w: Words, line: PlanLine | None) -> str:
    if line is None or line.accept:
        return remains(w, line) if line else ""
    told = why_not(w, line)
    return w("report.plan.set_aside", reason=told) if told else ""


def _gains(gains: GainWords, finding: Finding, gain: Gain) -> tuple[str, ...]:
    """The headline, how many cases gain, then why, the whole cure and the method."""
    w, method = gains.w, f"report.gain.method.{gain.method}"
    return (
        gains.headline(finding),
        gainers_sentence(w, gain.expected_gainers),
        say.gain_reason(w, gain),
        gains.whole(gain, finding.identity),
        *([w(method)] if w.has(method) else []),
    )


def _guards(w: Words, finding: Finding) -> tuple[tuple[str, str], ...]:
    rows = (
        ("report.guards.passed", "guard", finding.guards.passed),
        ("report.guards.by_construction", "guard", finding.guards.by_construction),
        ("report.guards.failed", "guard", finding.guards.failed),
        ("report.guards.weakening", "guard", finding.guards.weak),
        ("report.guards.not_asked", "guard", finding.guards.not_asked),
        ("report.guards.weak", "capability", finding.weak),
    )
    return tuple(
        (w(head), w.listed([say.named(w, family, code) for code in codes])) for head, family, codes in rows if codes
    )


def _figures(w: Words, finding: Finding) -> tuple[tuple[str, str], ...]:
    evidence = finding.evidence
    suffix = "_days" if evidence.unit == Unit.DAYS else ""
    rows = [
        (w(f"report.page.count{suffix}"), w.number(evidence.count)),
        (w(f"report.page.of{suffix}"), counted(w, evidence.of, evidence.unit)),
        (w("report.page.rate"), share(w, evidence.rate)),
    ]
    if evidence.unit != Unit.DAYS:
        bounds = (("upper", evidence.upper), ("lower", evidence.lower))
        rows += [(w(f"report.page.{name}"), share(w, value)) for name, value in bounds if value is not None]
    for name, value in evidence.figures:
        told = share(w, value) if name.startswith(SHARES) else number(w, value)
        rows.append((say.figure(w, finding, name), told))
    if evidence.withheld:
        rows.append((w("report.page.withheld"), w(f"report.page.withheld_why.{evidence.withheld}")))
    return tuple(rows)
