"""sheets.html: one simplification sheet for each accepted change, to be printed, filled in and signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from procmap.findings import Finding
from procmap.language import Words, words
from procmap.language.shown import visible_page
from procmap.redesign.steps import Step
from procmap.report import sentences as say
from procmap.report.audit import Audit
from procmap.report.by_effort import by_effort
from procmap.report.cards import Card, card
from procmap.report.gain_words import GainWords
from procmap.report.page import environment, page_text
from procmap.report.quantities import decimals_of
from procmap.report.rounding import stable

SHEETS = "sheets.html"


@dataclass(frozen=True)
class Row:
    """A step on a sheet: occurrences and median days, as it runs and as the plan leaves it."""

    label: str
    role: str
    before: tuple[str, str]
    after: tuple[str, str]


@dataclass(frozen=True)
class Sheet:
    """One accepted change: its card, and its steps."""

    card: Card
    steps: tuple[Row, ...]


def sheets_html(audit: Audit) -> str:
    """The page: one sheet for each accepted change, what brings most for its effort first."""
    from markupsafe import Markup

    w = words(audit.language)
    lines, gains = {line.key: line for line in audit.plan.lines}, GainWords.of(w, audit)
    accepted = by_effort(finding for finding in audit.findings if finding.identity in audit.plan.accepted)
    context: dict[str, Any] = {
        "lang": audit.language, "audit": audit, "log": audit.log, "title": say.label(w, audit.title),
        "date": say.day(w, audit.provenance.date), "first": say.day(w, audit.log.first), "last": say.day(w, audit.log.last),
        "sheets": [Sheet(card(gains, finding, lines.get(finding.key)), _steps(w, audit, finding)) for finding in accepted],
        "times": [(w(f"report.page.kpi.{name}"), _number(w, value)) for name, value in _times(audit)],
        "css": Markup(page_text("report.css")),  # noqa: S704 - our own
    }  # fmt: skip
    page: str = environment().get_template("sheets.html.j2").render(context, t=lambda key, **values: w(f"report.{key}", **values))
    return "\n".join(line.rstrip() for line in visible_page(page).split("\n") if line.strip()) + "\n"


def _times(audit: Audit) -> list[tuple[str, float]]:
    found = audit.before.cycle_time
    return [("median_days", found.median_days), ("mean_days", found.mean_days), ("steps", audit.before.steps)]


def _steps(w: Words, audit: Audit, finding: Finding) -> tuple[Row, ...]:
    named = {*finding.activities, *(finding.prudent.activities if finding.prudent else ())}
    return tuple(_row(w, step) for step in audit.steps if step.activity in named)


def _row(w: Words, step: Step) -> Row:
    after = step.after
    return Row(
        say.label(w, step.activity),
        say.label(w, step.role) if step.role is not None else "–",
        (w.number(step.before.instances), _number(w, step.before.median_days)),
        (w.number(after.instances), _number(w, after.median_days)) if after else (w.number(0), "–"),
    )


def _number(w: Words, value: float | None) -> str:
    return "–" if value is None else w.number(stable(value), decimals_of(value))
