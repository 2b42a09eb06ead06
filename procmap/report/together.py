"""What the accepted changes bring together: sentences, figures before and after, the part of each; a part of the first screen."""

from __future__ import annotations

from typing import Any

from procmap.language import Words
from procmap.report.audit import Audit
from procmap.report.gain_words import GainWords, gainers_sentence
from procmap.report.quantities import decimals_of, share
from procmap.report.rounding import stable

UNKNOWN = "–"
"""Stands for a figure that was not computed."""

CYCLE, COUNTS = ("median_days", "mean_days", "median_hours", "mean_hours"), ("steps", "handovers", "approvals")


def together(gains: GainWords, audit: Audit, *, known: bool = True, counted: bool = True, ticked: bool = False) -> dict[str, Any]:
    """What together.html.j2 shows.

    Args:
        gains: The words for the audit.
        audit: With the plan that is told.
        known: Whether anything is known of what the plan leaves.
        counted: Whether its steps, handovers and approvals are.
        ticked: Whether that plan is what a reader ticks, and not the one that is saved.
    """
    rows = _kpis(gains.w, audit)
    unknown = frozenset[str](() if known and counted else COUNTS if known else (*CYCLE, *COUNTS))
    return {
        "changed": audit.plan.gain is not None or not known,
        "kpis": [(gains.w(f"report.page.kpi.{name}"), was, UNKNOWN if name in unknown else left) for name, was, left in rows],
        "together": _sentences(gains, audit, ticked=ticked) if known else [],
        "shares": _shares(gains) if known else [],
    }


def _kpis(w: Words, audit: Audit) -> list[tuple[str, str, str]]:
    """(measure, as it runs, with the plan) rows."""
    fields = ("median_days", "mean_days", "median_office_hours", "mean_office_hours")
    rows: list[tuple[str, float | None, float | None]] = [
        (name, getattr(audit.before.cycle_time, field), getattr(audit.after.cycle_time, field))
        for name, field in zip(CYCLE, fields, strict=True)
    ]
    rows += [(name, getattr(audit.before, name), getattr(audit.after, name)) for name in COUNTS]
    return [(name, _one_decimal(w, before), _one_decimal(w, after)) for name, before, after in rows if before is not None]


def _one_decimal(w: Words, value: float | None) -> str:
    return w("report.not_known") if value is None else w.number(stable(value), decimals_of(value))


def _sentences(gains: GainWords, audit: Audit, *, ticked: bool) -> list[str]:
    """The joint gain in sentences."""
    w, gain = gains.w, audit.plan.gain
    told = [gains.joint(gain, ticked=ticked)]
    if gain is None:
        return told
    told.append(gainers_sentence(w, gain.expected_gainers))
    mean = audit.before.cycle_time.mean_office_hours
    if mean > 0 and gain.expected_office_hours.estimate > 0:
        told.append(w("report.gain.share", share=share(w, gain.expected_office_hours.estimate / mean)))
    whole = gains.joint_whole(gain)
    told += [whole] if whole else []
    return [*told, w("report.gain.joint_apart")] if len(audit.plan.accepted) > 1 else told


def _shares(gains: GainWords) -> list[tuple[str, str, str]]:
    """(id, office hours, calendar days) of each accepted change, then their sum."""
    shares = gains.shares
    if not shares.parts or shares.total is None:
        return []
    rows = {**shares.parts, gains.w("report.page.shares.total"): shares.total}
    return [(name, *gains.row(amount)) for name, amount in rows.items()]
