"""What the page says of a step of the map that is chosen: its figures as findings.json holds them, and its findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from procmap.findings import Finding
from procmap.language import Words, words
from procmap.measures.figures import ActivityFigures
from procmap.redesign.steps import Step
from procmap.report import sentences as say
from procmap.report.audit import Audit
from procmap.report.before_after.changes import changes, edit_of
from procmap.report.before_after.durations import duration
from procmap.report.map_selection import select
from procmap.report.quantities import Quantity, decimals_of, hours, share, some_share
from procmap.report.time_table import time_table


@dataclass(frozen=True)
class StepPanel:
    """One step, in words.

    Attributes:
        name: Its label.
        lock: Why a text protects it, None where none does.
        rows: Its figures by what they are called.
        causes: What the time that ends in it is spent on: in words, as a share of all time, in office hours for each case.
        findings: Identity and title of each that names it, a question too.
    """

    name: str
    lock: str | None
    rows: tuple[tuple[str, str], ...]
    causes: tuple[tuple[str, str, str], ...]
    findings: tuple[tuple[str, str], ...]


def step_panels(audit: Audit) -> tuple[StepPanel, ...]:
    """The panels of the steps that the map shows, in the order of its selection."""
    w = words(audit.language)
    made = changes(audit, w, dict(audit.protected))
    steps, spent = {step.activity: step for step in audit.steps}, _spent(audit)
    return tuple(
        StepPanel(
            say.label(w, one.activity),
            made.locks.get(one.activity),
            tuple(_rows(w, audit, one, steps.get(one.activity), spent.get(one.activity, {}))),
            tuple(_causes(w, spent.get(one.activity, {}))),
            tuple((f.identity, say.title(w, f.detector)) for f in audit.findings if one.activity in _named(f)),
        )
        for one in select(audit.before, made.concerned).activities
    )


def _named(finding: Finding) -> frozenset[str]:
    """The steps that a finding is about, or that its change touches."""
    edit = edit_of(finding)
    return frozenset(finding.activities) | frozenset(edit.activities if edit else ())


def _spent(audit: Audit) -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """By step and cause: the share of all time and the office hours for each closed case, summed over roles."""
    found: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for row in time_table(audit.time):
        if row["activity"] is not None:
            part, office = found[row["activity"]].get(row["cause"], (0.0, 0.0))
            found[row["activity"]][row["cause"]] = part + row["share"], office + row["mean_office_hours"]
    return found


def _rows(
    w: Words, audit: Audit, figures: ActivityFigures, step: Step | None, spent: Mapping[str, tuple[float, float]]
) -> list[tuple[str, str]]:
    cases = w.number(figures.cases)
    if audit.before.cases:
        cases = w("report.map.of_all", count=figures.cases, share=share(w, figures.cases / audit.before.cases))
    found = [("role", say.label(w, figures.role))] if figures.role is not None else []
    if step is not None and step.kind is not None:
        found.append(("kind", w(f"summary.kind_{step.kind}")))
    found += [("passages", w.number(figures.instances)), ("cases", cases)]
    if step is not None and step.before.instances != figures.instances:
        found.append(("closed", w.number(step.before.instances)))
    if figures.sojourn_days is not None:
        found.append(("median", duration(figures.sojourn_days, w)))
    if figures.sojourn_hours is not None:
        found.append(("median_office", hours(w, figures.sojourn_hours)))
    if spent:
        found.append(("time", some_share(w, sum(part for part, _ in spent.values()))))
    if step is not None and step.start_known:
        found.append(("start", share(w, step.start_known)))
    return [(w(f"report.map.row.{name}"), told) for name, told in found]


def _causes(w: Words, spent: Mapping[str, tuple[float, float]]) -> list[tuple[str, str, str]]:
    """The largest first."""
    largest = sorted(spent.items(), key=lambda one: (-one[1][0], one[0]))
    return [
        (w(f"report.time_cause.{cause}"), some_share(w, part), Quantity.of(office, decimals_of(office)).counted(w, "hours"))
        for cause, (part, office) in largest if part
    ]  # fmt: skip
