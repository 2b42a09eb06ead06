"""report.html: the whole audit on one page that opens without a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from procmap.detectors.words import pattern_folders
from procmap.findings import Grade
from procmap.language import Words, words
from procmap.language.shown import visible_page
from procmap.measures.figures import ProcessFigures
from procmap.report import sentences as say
from procmap.report.audit import Audit
from procmap.report.by_effort import at_once, by_effort
from procmap.report.cards import Card, card
from procmap.report.choices_shown import choices_shown
from procmap.report.gain_words import GainWords
from procmap.report.inline_svg import inline_svg
from procmap.report.map_shown import map_shown
from procmap.report.page import environment, page_text
from procmap.report.printed import stands
from procmap.report.quantities import decimals_of, share
from procmap.report.rounding import stable
from procmap.report.together import together
from procmap.report.views.frame import time_told
from procmap.report.views.section import variants_view, views
from procmap.report.views.witness_view import diary

if TYPE_CHECKING:
    from procmap.judgement.plan import PlanLine

DOUBTS = 5
"""Doubts that stand before the findings; the others stand with the notes on quality."""

MATTER = 5
"""Findings that the summary names."""

_OPTION = re.compile("(--[a-z][a-z-]+)")

VARIANTS = 10
ACTIVITIES = 120
STEPS = 60
"""Rows, and steps of one path, beyond which a table says how many more there are."""


def report_html(audit: Audit, before_after_svg: str, process_map_svg: str, time_svg: str, sheets: Sequence[str] = ()) -> str:
    """The page: its styles, script and pictures inside it, and a policy that forbids any request.

    Args:
        audit: What was found.
        before_after_svg: The before/after picture.
        process_map_svg: The process map.
        time_svg: Where the time goes.
        sheets: Names of the files that hold the picture phase by phase.
    """
    from markupsafe import Markup

    w = words(audit.language)
    lines = {line.key: line for line in audit.plan.lines}
    gains = GainWords.of(w, audit)
    cards = [card(gains, finding, lines.get(finding.key)) for finding in audit.findings]
    known = {c.id: c for c in cards}
    firm = [known[finding.identity] for finding in by_effort(audit.findings) if finding.grade != Grade.C]
    context: dict[str, Any] = {
        "lang": audit.language, "audit": audit, "log": audit.log, "title": say.label(w, audit.title),
        "date": say.day(w, audit.provenance.date),
        "most": w("report.page.most", most=time_told(w, audit.spread.most)) if audit.spread else None,
        "first": say.day(w, audit.log.first), "last": say.day(w, audit.log.last),
        "firm": firm, "matter": firm[:MATTER], "questions": [c for c in cards if c.grade == Grade.C],
        "set_aside": [_set_aside(w, audit, line) for line in audit.set_aside],
        "minor": [card(gains, finding, None) for finding in audit.minor],
        "doubts": _pieces(audit.log.reading.doubts[:DOUBTS]), "more_doubts": _pieces(audit.log.reading.doubts[DOUBTS:]),
        "pack": audit.log.procedure, "monday": _monday(audit, known),
        "plan_lines": lines, **together(gains, audit),
        "cannot": say.not_evaluable_by_reason(w, audit.not_evaluable), "not_evaluable": [
            (say.title(w, item.detector), say.not_evaluable_reason(w, item)) for item in audit.not_evaluable
        ],
        # drawings, style and script of our own: the labels in them are escaped where they are drawn
        "picture": Markup(inline_svg(before_after_svg, "ba")), "map": Markup(inline_svg(process_map_svg, "pm")),  # noqa: S704 - as above
        "time": Markup(inline_svg(time_svg, "tg")) if audit.time else None,  # noqa: S704 - as above
        "choices": choices_shown(audit),
        "views": views(audit), "variants_view": variants_view(audit), "diary": diary(audit),
        "stands": {"picture": stands(before_after_svg), "map": stands(process_map_svg)},
        "sheets_told": _sheets_told(w, sheets),
        "map_shown": map_shown(audit), "map_js": Markup(page_text("map.js")),  # noqa: S704 - as above
        "variants": _variants(w, audit.before), "activities": _activities(w, audit.before), "most_rows": ACTIVITIES,
        "columns": [(say.named(w, "column", kind), say.label(w, name), why) for kind, name, why in audit.log.columns],
        "refusals": [
            (str(line), say.label(w, column), say.label(w, value), why)
            for line, column, value, why in audit.log.refusals
        ],
        "provenance": _provenance(w, audit), "css": Markup(page_text("report.css")), "js": Markup(page_text("report.js")),  # noqa: S704 - as above
    }
    page: str = environment().get_template("report.html.j2").render(context, t=_translate(w), w=w, label=_label(w))
    return "\n".join(line.rstrip() for line in visible_page(page).split("\n") if line.strip()) + "\n"


def _monday(audit: Audit, known: Mapping[str, Card]) -> list[tuple[Card, bool]]:
    """What can start at once, and whether the plan accepts it: what it does not is only shown while a reader ticks it."""
    accepted, choices = audit.plan.accepted, audit.choices
    proposed = {*accepted, *(choices.proposals if choices else ())}
    found = [finding.identity for finding in at_once(audit.findings) if finding.identity in proposed]
    return [(known[identity], identity in accepted) for identity in found]


def _sheets_told(w: Words, sheets: Sequence[str]) -> str:
    """Where the picture stands for A4; "" where it needs no sheets."""
    if len(sheets) < 2:
        return w("report.page.picture.sheet", name=sheets[0]) if sheets else ""
    return w("report.page.picture.sheets", first=sheets[0], last=sheets[-1], count=len(sheets))


def _pieces(sentences: Sequence[str]) -> list[list[str]]:
    """Each sentence in pieces, of which every second is the name of an option, which no line end may part."""
    return [_OPTION.split(sentence) for sentence in sentences]


def _set_aside(w: Words, audit: Audit, line: PlanLine) -> tuple[str, str, str, bool]:
    """The pattern, the steps, why the analyst does not accept it, and whether it is still found."""
    detector, _, rest = line.key.partition("|")
    found = next((finding for finding in audit.findings if finding.key == line.key), None)
    steps = say.labels(w, found.activities) if found else w.quoted(say.label(w, rest.partition("|")[0]))
    title = say.title(w, detector) if detector in pattern_folders() else say.label(w, detector)
    return title, steps, say.label(w, line.reason or ""), found is not None


def _translate(w: Words) -> Callable[..., str]:
    return lambda key, **values: w(f"report.{key}", **values)


def _label(w: Words) -> Callable[[str], str]:
    return lambda text: say.label(w, text)


def _variants(w: Words, figures: ProcessFigures) -> Mapping[str, Any]:
    shown = figures.variants[:VARIANTS]
    total = sum(variant.count for variant in figures.variants)
    rows = []
    for rank, variant in enumerate(shown, start=1):
        path = [say.label(w, activity) for activity in variant.activities[:STEPS]]
        path += ["…"] if len(variant.activities) > STEPS else []
        rows.append((str(rank), path, w.number(variant.count), share(w, variant.count / total) if total else ""))
    covered = sum(variant.count for variant in shown) / total if total else 0.0
    return {"rows": rows, "shown": len(shown), "total": len(figures.variants), "share": share(w, covered)}


def _activities(w: Words, figures: ProcessFigures) -> list[tuple[str, str, str, str, str, str]]:
    """Label, role, occurrences, cases, median hours, median days; the most frequent in their usual order."""
    frequent = sorted(figures.activities, key=lambda a: (-a.cases, -a.instances, a.activity))[:ACTIVITIES]
    kept = {a.activity for a in frequent}
    return [
        (
            say.label(w, a.activity), say.label(w, a.role) if a.role is not None else "–",
            w.number(a.instances), w.number(a.cases), _cell(w, a.sojourn_hours), _cell(w, a.sojourn_days),
        )
        for a in figures.activities if a.activity in kept
    ]


LEAST = 0.01
"""Hours or days below which a table says that it is less."""


def _cell(w: Words, value: float | None) -> str:
    if value is None:
        return "–"
    # more than nothing is never printed as 0
    return w("report.less", amount=w.number(LEAST, 2)) if 0 < value < LEAST / 2 else w.number(stable(value), decimals_of(value))


def _provenance(w: Words, audit: Audit) -> list[tuple[str, str]]:
    log = audit.log
    known = [say.named(w, "capability", name) for name in log.capabilities]
    return [
        (w("report.page.source"), say.label(w, log.source)),
        (w("report.page.fingerprint"), log.fingerprint),
        (w("report.page.version"), audit.provenance.version),
        (w("report.page.date"), audit.provenance.date),
        (w("report.page.time_zone"), log.time_zone),
        (w("report.page.calendar"), log.calendar),
        (w("report.page.pack"), log.pack or w("report.page.pack.none")),
        (w("report.page.capabilities"), ", ".join(known) or "–"),
        *((w("report.page.option", name=name), value) for name, value in audit.provenance.options),
    ]
