"""What the page shows when a reader ticks other proposals than the plan's: drawn and written beforehand, as the plan itself is.

The page holds for each set the parts of it that change, and puts them in place. It computes nothing: a set without parts has no
figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from procmap.findings import Finding
from procmap.judgement.plan import Plan, PlanLine
from procmap.language import Words, words
from procmap.report.audit import Audit
from procmap.report.before_after import gains_picture, time_picture
from procmap.report.before_after.changes import changes
from procmap.report.before_after.headings import headline
from procmap.report.gain_words import GainWords
from procmap.report.inline_svg import inline_svg
from procmap.report.page import environment
from procmap.report.page_json import page_json
from procmap.report.refused import reason
from procmap.report.repeated import Pieces, repeated
from procmap.report.together import UNKNOWN, together

if TYPE_CHECKING:
    from markupsafe import Markup

    from procmap.judgement.choices import Barred, Choice
    from procmap.redesign.time_after import TimeRow

Parts = dict[str, str]
"""Markup by the name of the part of the page that it stands in."""


@dataclass(frozen=True)
class ChoicesShown:
    """What the template needs.

    Attributes:
        data: The sets as JSON that no label can end.
        saved: What stands over what still shows the plan while other proposals are ticked.
    """

    data: Markup
    saved: str


def choices_shown(audit: Audit) -> ChoicesShown | None:
    """The sets of an audit as the page holds them; None where there is nothing to tick."""
    choices = audit.choices
    if choices is None or not choices.proposals:
        return None
    w, ours = words(audit.language), audit.plan.accepted
    sets: dict[str, dict[str, Any]] = {}
    parts: list[Parts] = []
    for choice in choices.known:
        chosen = audit if choice.plan.accepted == ours else _with(audit, choice)
        sets[" ".join(choice.plan.accepted)] = _figures(w, chosen)
        parts.append({} if chosen is audit else _parts(w, chosen, counted=choice.counts is not None))
    parts.append(_unknown_parts(w, audit))
    table, held = _held(parts)
    for one, mine in zip(sets.values(), held, strict=False):
        one |= {"parts": mine}
    found = {
        "proposals": choices.proposals,
        "plan": ours,
        "sets": sets,
        "barred": [[one.chosen, one.whatever_joins, _why_barred(w, one)] for one in choices.barred],
        "unknown": {"told": w("report.page.ticks.unknown"), "parts": held[-1]},
        "table": table,
    }
    return ChoicesShown(page_json(found), _saved(w, ours))


def _with(audit: Audit, choice: Choice) -> Audit:
    """The audit as if its plan were another."""
    counts = {} if choice.counts is None else vars(choice.counts)
    return replace(audit, plan=choice.plan, after=replace(audit.before, cycle_time=choice.cycle_time, **counts), time=choice.time)


def _figures(w: Words, audit: Audit) -> dict[str, Any]:
    """The headline, and the joint expected gain in office hours and calendar days, as they are printed."""
    gains = GainWords.of(w, audit)
    total = gains.shares.total
    return {"told": headline(audit, changes(audit, w), w), "gain": [] if total is None else gains.row(total)}


def _parts(w: Words, audit: Audit, *, counted: bool) -> Parts:
    gains, note = GainWords.of(w, audit), w("report.page.ticks.unsaved")
    shown = together(gains, audit, counted=counted, ticked=True) | {"told": {"note": note, "why": False}}
    if not audit.plan.accepted:
        shown |= {"together": [w("report.page.ticks.none")]}
    found = {
        "together": _written(w, shown),
        "time": inline_svg(time_picture(audit), "tg") if audit.time else "",
        "bars": inline_svg(gains_picture(audit), "gp") if audit.plan.accepted else "",
    }
    return found | {finding.identity: _expected(w, gains.short(finding)) for finding in _proposed(audit)}


def _unknown_parts(w: Words, audit: Audit) -> Parts:
    """The page without any figure of what is ticked."""
    before = replace(audit, plan=Plan(), after=audit.before, time=_as_it_runs(audit))
    shown = together(GainWords.of(w, before), before, known=False)
    note = w("report.page.ticks.unsaved.unknown")
    found = {
        "together": _written(w, shown | {"told": {"note": note, "why": True}}),
        "time": inline_svg(time_picture(before, w("report.page.ticks.no_figure")), "tg") if audit.time else "",
        "bars": "",
    }
    return found | {finding.identity: _expected(w, (UNKNOWN,)) for finding in _proposed(audit)}


def _as_it_runs(audit: Audit) -> tuple[TimeRow, ...]:
    return tuple(replace(row, after_share=row.share) for row in audit.time if row.share)


def _proposed(audit: Audit) -> list[Finding]:
    return [finding for finding in audit.findings if audit.choices and finding.identity in audit.choices.proposals]


def _expected(w: Words, short: tuple[str, ...]) -> str:
    return _written(w, {"short": short}, "expected.html.j2")


def _written(w: Words, shown: Mapping[str, Any], template: str = "together.html.j2") -> str:
    def told(key: str, **values: object) -> str:
        return w(f"report.{key}", **values)

    page: str = environment().get_template(template).render(shown, t=told, lang=w.language)
    return page.strip()


def _why_barred(w: Words, barred: Barred) -> str:
    why = reason(w, PlanLine("", accept=False, refusal=barred.refusal))
    return w("report.page.ticks.barred", id=barred.finding, reason=why)


def _saved(w: Words, ours: tuple[str, ...]) -> str:
    return w("report.page.ticks.saved", ids=w.listed(list(ours))) if ours else w("report.page.ticks.saved.none")


def _held(parts: list[Parts]) -> tuple[list[str], list[dict[str, Pieces]]]:
    """Which table the parts share, and their pieces."""
    named = [(number, name) for number, one in enumerate(parts) for name in one]
    table, pieces = repeated([parts[number][name] for number, name in named])
    found: list[dict[str, Pieces]] = [{} for _ in parts]
    for (number, name), mine in zip(named, pieces, strict=True):
        found[number][name] = mine
    return table, found
