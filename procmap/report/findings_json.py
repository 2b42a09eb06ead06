"""findings.json: the audit for other programs; its schema is a promise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from procmap.findings import Act, Finding, Gain, Gainers, Grade, Interval, Legal, LegalStatus, Share
from procmap.language import Words, words
from procmap.language.shown import json_text
from procmap.measures.figures import CycleTime
from procmap.redesign.step_times import StepFigures
from procmap.redesign.steps import Step
from procmap.report.audit import Audit, LogSummary, Understood
from procmap.report.change_json import change_block
from procmap.report.rounding import finite, stable
from procmap.report.rules import rule_text
from procmap.report.sentences import gain_reason, not_evaluable_reason, part
from procmap.report.shares import Shares
from procmap.report.time_table import time_table

SCHEMA = 1

GUARDS = ("passed", "failed", "weak", "not_asked", "by_construction")

WITHHELD = {5: "fewer than five people", 10: "fewer than ten people"}
"""Why figures are missing, in the words that programs look for."""


def findings_json(audit: Audit, files: Sequence[str]) -> str:
    """The audit as JSON: UTF-8, one space of indent, keys in the promised order, numbers with six significant digits.

    Args:
        audit: What was found.
        files: Names of all files of the folder.
    """
    w = words(audit.language)
    found = {
        "schema": SCHEMA,
        "procmap": audit.provenance.version,
        "files": list(files),
        "log": _log(audit.log, audit.before.cycle_time),
        "findings": [_finding(w, finding) for finding in audit.findings],
        "minor": [_finding(w, finding) for finding in audit.minor],
        "plan": {
            "findings": list(audit.plan.accepted),
            "gain": _gain(w, audit.plan.gain) if audit.plan.gain else None,
            "after": _cycle(audit.after.cycle_time),
            "cases": _gainers(audit.plan.gain.gainers) if audit.plan.gain else None,
            "shares": [
                {"id": identity, "cycle_office_hours": stable(part.hours.value), "cycle_days": stable(part.days.value)}
                for identity, part in Shares.of(audit).parts.items()
            ],
        },
        "steps": [_step(step) for step in audit.steps],
        "time": time_table(audit.time),
        "reading": reading_block(audit.log.reading),
        "not_evaluable": [
            {"detector": item.detector, "reason": not_evaluable_reason(w, item)} for item in audit.not_evaluable
        ],
    }
    return json_text(found) + "\n"


def _log(log: LogSummary, time: CycleTime) -> dict[str, Any]:
    names = (
        "cases", "closed_cases", "events", "activities", "rows_read", "rows_rejected", "first", "last", "time_zone",
        "calendar", "pack",
    )
    return {
        **{name: getattr(log, name) for name in names},
        "pack_evidence": log.procedure.evidence if log.procedure else None,
        "capabilities": list(log.capabilities),
        "cycle_time": _cycle(time),
    }


def _cycle(time: CycleTime) -> dict[str, Any]:
    names = ("mean_days", "median_days", "mean_office_hours", "median_office_hours")
    return {name: finite(getattr(time, name)) for name in names}


def _step(step: Step) -> dict[str, Any]:
    return {
        "activity": step.activity,
        "role": step.role,
        "kind": str(step.kind) if step.kind else None,
        "start_known": finite(step.start_known),
        "touched_by": list(step.touched_by),
        "before": {
            **_step_figures(step.before),
            "floor_days": finite(step.floor_days),
            "share_of_time": finite(step.share_of_time),
        },
        "after": _step_figures(step.after) if step.after else None,
    }


def _step_figures(figures: StepFigures) -> dict[str, Any]:
    medians = {name: finite(getattr(figures, name)) for name in ("median_office_hours", "median_days")}
    return {"cases": figures.cases, "instances": figures.instances, **medians}


def reading_block(reading: Understood) -> dict[str, Any]:
    """What the source was taken for: its columns as the source spells them, null where no column says it."""
    columns = dict(reading.columns)
    kinds = ("case", "activity", "time", "start", "resource", "role", "outcome", "amount")
    named = {kind: " + ".join(columns.get(kind, ())) or None for kind in kinds}
    return {
        "shape": reading.shape, "source": reading.software, **named, "time": list(columns.get("time", ())),
        "doubts": list(reading.doubts),
    }


def _finding(w: Words, finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.identity,
        "key": finding.key,
        "detector": finding.detector,
        "activities": list(finding.activities),
        "roles": list(finding.roles),
        "grade": finding.grade,
        "lever": finding.lever,
        "legal": _legal(finding.legal),
        "protected": _protected(finding.legal),
        "act": _act(finding.act),
        "evidence": _evidence(w, finding),
        "guards": {name: sorted(getattr(finding.guards, name)) for name in GUARDS},
        "change": change_block(w, finding),
        "threshold": finding.threshold,
        "gain": _gain(w, finding.gain) if finding.gain and finding.grade != Grade.C else None,
        "would_refute": part(w, finding, "would_refute"),
    }


def _legal(legal: Legal) -> dict[str, Any]:
    return {"status": legal.status, **_source(legal), **({"amend": legal.amend} if legal.amend else {})}


def _source(legal: Legal) -> dict[str, Any]:
    return {"basis": legal.basis, "confidence": legal.confidence, "checked_on": legal.checked_on}


def _protected(legal: Legal) -> dict[str, Any] | None:
    if legal.status != LegalStatus.LEGAL:
        return None
    return {"level": legal.status, **_source(legal), "why": legal.why}


def _act(act: Act | None) -> dict[str, Any] | None:
    if act is None:
        return None
    told = {"effort": act.effort, "decides": act.decides, "prerequisites": list(act.prerequisites)}
    in_force = {"delegated": {"count": act.delegated, "of": act.passages}} if act.passages else {}
    return told | in_force | ({"name": act.name} if act.name else {}) | ({"caution": act.caution} if act.caution else {})


def _evidence(w: Words, finding: Finding) -> dict[str, Any]:
    evidence = finding.evidence
    return {
        "count": evidence.count,
        "of": evidence.of,
        "unit": evidence.unit,
        "rate": finite(evidence.rate),
        "upper": finite(evidence.upper),
        "lower": finite(evidence.lower),
        "examples": list(evidence.examples),
        "figures": {name: finite(value) for name, value in evidence.figures},
        **({"each": [_share(one) for one in evidence.each]} if evidence.each else {}),
        **({"withheld": WITHHELD[evidence.withheld]} if evidence.withheld else {}),
        **({"rules": [rule_text(w, rule) for rule in finding.rules]} if finding.rules else {}),
    }


def _share(one: Share) -> dict[str, Any]:
    places = {"activities": list(one.activities), "roles": list(one.roles)}
    return {**places, "count": one.count, "of": one.of, "rate": finite(one.rate)}


def _gain(w: Words, gain: Gain) -> dict[str, Any]:
    return {
        "cycle_office_hours": _interval(gain.cycle_office_hours),
        "cycle_days": _interval(gain.cycle_days),
        "work_hours": None,
        "method": gain.method,
        "indicative": gain.indicative is not None,
        "cases": _gainers(gain.gainers),
        "expected": {
            "cycle_office_hours": _interval(gain.expected_office_hours),
            "cycle_days": _interval(gain.expected_days),
            "cases": _gainers(gain.expected_gainers),
            "why": gain_reason(w, gain),
        },
    }


def _gainers(gainers: Gainers) -> dict[str, float | None]:
    return {"share": finite(gainers.share), "median_days": finite(gainers.median_days)}


def _interval(interval: Interval) -> dict[str, float | None]:
    return {"estimate": finite(interval.estimate), "low": finite(interval.low), "high": finite(interval.high)}
