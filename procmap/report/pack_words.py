"""What the report says of the procedure that the log is taken for: which pack, why, what protects each step, what is stale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from procmap.language import Words, words
from procmap.measures import Measures
from procmap.measures.time.spans import find_spans
from procmap.procedures.matching import Match, Unmatched
from procmap.procedures.pack_table import PackChoice
from procmap.procedures.packs import Pack
from procmap.procedures.packs.pack import Lowered
from procmap.procedures.packs.types import Comparator
from procmap.procedures.procedure import Procedure
from procmap.report.audit import LogSummary, PackTold
from procmap.report.quantities import counted, share
from procmap.report.rounding import stable
from procmap.report.sentences import bare_label

STALE = 3
"""Review dates gone by that are told one by one."""

TELLING = 3
"""Telling steps that the line names."""

MONEY = "EUR"
"""How the unit of a comparator begins that amounts of the log can be held against."""


def with_pack(summary: LogSummary, measures: Measures, choice: PackChoice, day: dt.date, language: str) -> LogSummary:
    """The summary with what is told of the procedure.

    Args:
        summary: Of the log.
        measures: Of the log.
        choice: What was said of the pack.
        day: Of the run; review dates are compared with it.
        language: "fr" or "en".
    """
    procedure, w = measures.procedure, words(language)
    pack = procedure.pack
    if pack is None:
        return replace(summary, procedure=PackTold(*_none_taken(w, procedure), _evidence(procedure, measures)))
    found = PackTold(
        line=_line(w, procedure, pack),
        change=w("report.pack.change"),
        evidence=_evidence(procedure, measures),
        smallest_group=pack.smallest_group,
        warnings=_warnings(w, pack, day),
        lowered=(*(_lowered(w, pack, one) for one in pack.lowered), *_settled(w, procedure, choice)),
        steps=tuple(_step(w, match) for match in _matches(procedure)),
        unknown=tuple(_unknown(w, one) for one in _unmatched(procedure)),
        comparators=tuple(_comparator(w, one, measures) for one in pack.comparators),
    )
    return replace(summary, pack=pack.identity, procedure=found)


def _matches(procedure: Procedure) -> tuple[Match, ...]:
    return procedure.matching.matches if procedure.matching else ()


def _unmatched(procedure: Procedure) -> tuple[Unmatched, ...]:
    return procedure.matching.unmatched if procedure.matching else ()


def _line(w: Words, procedure: Procedure, pack: Pack) -> str:
    known = _matches(procedure)
    telling = [m.step.name.of(w.language) for m in known if m.pack == pack and m.step.identity in pack.telling]
    return w(
        "report.pack.named" if procedure.named else "report.pack.taken",
        name=pack.name.of(w.language), pack=pack.identity, labels=len(known), of=len(known) + len(_unmatched(procedure)),
        telling=w.listed(list(dict.fromkeys(telling))[:TELLING]),
    )  # fmt: skip


def _none_taken(w: Words, procedure: Procedure) -> tuple[str, str]:
    """That no pack is taken, and what to type for one: the nearest by its name, where one is near."""
    if procedure.fit is None:
        return w("report.pack.not_asked"), w("report.pack.name_one")
    near, matching = procedure.fit.near, procedure.fit.matching
    if near is None or matching is None:
        return w("report.pack.no_fit"), w("report.pack.name_one")
    known = len(matching.matches)
    name, of = near.name.of(w.language), known + len(matching.unmatched)
    told = w("report.pack.near", name=name, pack=near.identity, labels=known, of=of)
    return told, w("report.pack.name_near", pack=near.identity)


def _evidence(procedure: Procedure, measures: Measures) -> Mapping[str, object] | None:
    """The same for programs: of the pack taken, else of the one that fits best."""
    fit, matching = procedure.fit, procedure.matching or (procedure.fit.matching if procedure.fit else None)
    if fit is None and not procedure.named:
        return None
    counts = measures.log.events_by_label()
    known = [match.label for match in matching.matches] if matching else []
    telling = [m.step.identity for m in matching.matches if m.step.identity in matching.pack.telling] if matching else []
    return {
        "named": procedure.named,
        "best": matching.pack.identity if matching else None,
        "labels": len(known),
        "of": len(counts),
        "events": stable(sum(counts[label] for label in known) / max(sum(counts.values()), 1)),
        "telling": list(dict.fromkeys(telling)),
        "next": fit.runner_up.identity if fit and fit.runner_up else None,
        "unknown": [one.label for one in matching.unmatched] if matching else [],
    }


def _warnings(w: Words, pack: Pack, day: dt.date) -> tuple[str, ...]:
    stale = sorted(pack.stale(day), key=lambda one: (one.what != "pack", one.what != "legal", one.name))
    told = [w(f"report.pack.stale.{one.what}", name=one.name, day=w.date(one.review_by)) for one in stale[:STALE]]
    return (*told, *([w("report.pack.stale.more", count=len(stale) - STALE)] if len(stale) > STALE else []))


def _lowered(w: Words, pack: Pack, one: Lowered) -> str:
    names = {step.identity: step.name.of(w.language) for step in pack.steps}
    now = w(f"report.pack.shield.{one.now}") if one.now else w("report.pack.left_out")
    was = w(f"report.pack.shield.{one.was}")
    return w("report.pack.lowered", step=names.get(one.step, one.step), was=was, now=now, reason=one.reason)


def _settled(w: Words, procedure: Procedure, choice: PackChoice) -> tuple[str, ...]:
    """The labels that procmap.toml takes for a step that nothing protects, though a text protects what they say."""
    def step(label: str) -> str:
        found = procedure.step_of(label)
        return found.name.of(w.language) if found else "-"

    labels = {*(match.label for match in _matches(procedure)), *(one.label for one in _unmatched(procedure))}
    return tuple(
        w("report.pack.settled", label=w.quoted(bare_label(w, label)), step=step(label), reason=reason)
        for label, reason in choice.reasons
        if label in dict(choice.steps) and label in labels
    )  # fmt: skip


def _step(w: Words, match: Match) -> tuple[str, str, str, str]:
    step, pack = match.step, match.pack
    cited = [one.basis for one in pack.basis(step.basis)]
    if not cited and step.basis:
        cited = [w("report.pack.to_verify")]
    cited += [step.amend.of(w.language)] if step.amend else []
    shield = w(f"report.pack.shield.{step.shield}")
    return match.label, step.name.of(w.language), shield, "\u202f; ".join(cited) if w.language == "fr" else "; ".join(cited)


def _unknown(w: Words, one: Unmatched) -> tuple[str, str]:
    return one.label, ", ".join(f"{step.name.of(w.language)} ({step.identity})" for step in one.suggestions) or "–"


def _comparator(w: Words, one: Comparator, measures: Measures) -> tuple[str, str, str, str]:
    source = w("report.pack.source", source=one.source, day=w.date(one.checked_on), review=w.date(one.review_by))
    return one.name.of(w.language), one.told(w), _own(w, one, measures), source


def _own(w: Words, one: Comparator, measures: Measures) -> str:
    """What the log says beside the figure: a length of time, or the share of its cases below an amount; else a dash."""
    if one.deadline is not None:
        return _own_time(w, one.deadline, measures)
    if not one.unit.startswith(MONEY):
        return "–"
    below, of = measures.log.engine.rows(
        f"""select count(*) filter (amount < {round(one.value * 100)}), count(amount)
            from (select max(amount) as amount from event group by case_id)"""
    )[0]
    return w("report.pack.below", share=share(w, below / of)) if of else "–"


def _own_time(w: Words, name: str, measures: Measures) -> str:
    """How long it takes in this log, between the steps of the deadline of that name; a dash where it does not show them."""
    procedure = measures.procedure
    assert procedure.pack is not None
    deadline = next(one for one in procedure.pack.deadlines if one.identity == name)
    starts = [labels for step in deadline.start if (labels := procedure.labels_of(step))]
    found = find_spans(measures.log, starts, procedure.labels_of(deadline.end)) if starts else None
    if found is None:
        return "–"
    mean, most = (counted(w, days, "days", decimals) for days, decimals in ((found.mean, 1), (found.most, 0)))
    return w("report.pack.span", mean=mean, most=most, cases=counted(w, found.cases, "cases"))
