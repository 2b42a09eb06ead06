"""process_map.svg: the process as it runs, drawn as the picture before and after is, in a layout of Graphviz's."""

from __future__ import annotations

from dataclasses import replace

from procmap.language import Words, words
from procmap.measures.figures import ActivityFigures, FlowFigures, ProcessFigures
from procmap.report.audit import Audit
from procmap.report.before_after import boxes, font, markers, style
from procmap.report.before_after.badges import text
from procmap.report.before_after.changes import Changes, changes
from procmap.report.before_after.durations import duration
from procmap.report.before_after.grid import Rectangle
from procmap.report.before_after.legend import legend
from procmap.report.before_after.ordering import in_order, order_of
from procmap.report.map_layout import ABOVE, BELOW, Box, Layout, Link, laid_out
from procmap.report.map_links import link_lines, link_numbers, pace
from procmap.report.map_selection import MapSelection, select
from procmap.report.quantities import share
from procmap.report.rounding import stable
from procmap.report.sentences import bare_label, label
from procmap.report.svg import Markup, coordinate, drawing, tag

BOX, MARKER = 190.0, (86.0, 26.0)
"""Width of a step's box, and the size of the start and of the end, in pixels."""

MARGIN, LEAST = 16.0, 560.0
"""Pixels around the map, and its least width, so that the legend does not become a column."""

HEADING = 15.0
"""Font size of the title."""


def process_map_svg(audit: Audit, *, language: str | None = None) -> str:
    """The map of the process as it runs, with the findings marked at their steps.

    Returns:
        SVG without script, link or outside resource; what is hidden stands in its description and below its title.
    """
    w = words(language or audit.language)
    return map_svg(audit.before, audit.title, w, changes(audit, w, dict(audit.protected)))


def map_svg(figures: ProcessFigures, title: str, w: Words, made: Changes | None = None) -> str:
    """The map of a process: main activities and paths, with counts and median durations.

    Args:
        figures: What is drawn.
        title: What it is headed with.
        w: The words.
        made: What is said of steps; nothing by default.
    """
    made = made or Changes()
    chosen = select(figures, made.concerned)
    names, back = _ordered(figures, chosen)
    inside = {a.activity: _content(w, a, made) for a in chosen.activities}
    sized = [Box(ABOVE, *MARKER), *(Box(f"n{n}", BOX, inside[name].height) for n, name in enumerate(names)), Box(BELOW, *MARKER)]
    laid = laid_out(sized, [_link(w, flow, names, chosen.flows) for flow in chosen.flows])
    width = max(laid.width, LEAST) + 2 * MARGIN
    scope = _scope(w, figures, chosen)
    head, top = _head(w("report.map.title", title=bare_label(w, title)), scope, width)
    at = ((width - laid.width) / 2, top)
    known = dict(zip(names, sized[1:-1], strict=True))
    by_name = {a.activity: a for a in chosen.activities}
    drawn = [
        *link_lines(w, chosen, laid, back),
        markers.marker(("start", ""), _room(sized[0], laid), w("report.map.start")),
        *(
            _place(boxes.step(inside[name], _room(known[name], laid), _tooltip(w, by_name[name], made)), name, figures, chosen)
            for name in names
        ),
        markers.marker(("end", ""), _room(sized[-1], laid), w("report.map.end")),
        *link_numbers(w, chosen.flows, laid),
    ]
    low, high = legend(made, w, (MARGIN, top + laid.height + MARGIN), width - 2 * MARGIN, ghosts=False, back=bool(back))
    height = top + laid.height + high + 2 * MARGIN
    ground = tag("rect", x=0, y=0, width=width, height=height, fill=style.PAPER)
    moved = tag("g", *drawn, class_="map", transform=f"translate({coordinate(at[0])} {coordinate(at[1])})")
    return drawing(width, height, w("report.map.title", title=label(w, title)), scope, w.language, ground, *head, moved, *low)


def _scope(w: Words, figures: ProcessFigures, shown: MapSelection) -> str:
    flows = [f for f in figures.flows if f.count > 0]
    if len(shown.activities) == len(figures.activities) and len(shown.flows) == len(flows):
        return w("report.map.scope_all")
    return w(
        "report.map.scope", activities=len(shown.activities), all_activities=len(figures.activities),
        events=share(w, shown.events), paths=len(shown.flows), all_paths=len(flows), moves=share(w, shown.moves),
    )


def _ordered(figures: ProcessFigures, chosen: MapSelection) -> tuple[tuple[str, ...], frozenset[FlowFigures]]:
    """The steps from top to bottom, and the flows that repeat what was done, both as the picture before and after has them."""
    labels = [a.activity for a in chosen.activities]
    order = order_of(figures, labels)
    pairs = [(a, b) for f in figures.flows if (a := f.source) is not None and (b := f.target) is not None]
    back = [f for f in chosen.flows if f.source is not None and f.target is not None and order.repeats([(f.source, f.target)])]
    return in_order(order, labels, pairs), frozenset(back)


def _content(w: Words, activity: ActivityFigures, made: Changes) -> boxes.Content:
    """What the box says: the name, the role below it, how often and how long, the marks of findings."""
    found = boxes.content(activity, made, w, BOX, after=False)
    if activity.role is None:
        return found
    role = font.shorten(font.one_line(activity.role), style.SMALL, BOX - 14)
    return replace(found, figures=(role, *found.figures))


def _link(w: Words, flow: FlowFigures, names: tuple[str, ...], flows: tuple[FlowFigures, ...]) -> Link:
    source = ABOVE if flow.source is None else f"n{names.index(flow.source)}"
    target = BELOW if flow.target is None else f"n{names.index(flow.target)}"
    up = flow.source is not None and flow.target is not None and names.index(flow.source) > names.index(flow.target)
    wide = max(font.width(told, style.SMALL) for told in (w.number(flow.count), pace(w, flow) or ""))
    room = wide + 10, style.SMALL * style.LEADING
    return Link(source, target, room, 1 if up else 1 + round(20 * flow.count / flows[0].count), up)


def _place(drawn: Markup, name: str, figures: ProcessFigures, chosen: MapSelection) -> Markup:
    """The box with what a script needs to know of it: its number in the selection, and its figures as findings.json holds them."""
    number = next(place for place, one in enumerate(chosen.activities) if one.activity == name)
    step = chosen.activities[number]
    return tag(
        "g", drawn, class_="place", data_step=str(number), data_passages=str(step.instances), data_cases=str(step.cases),
        data_share=str(stable(step.cases / figures.cases)) if figures.cases else None,
        data_waiting_days=None if step.sojourn_days is None else str(stable(step.sojourn_days)),
    )


def _tooltip(w: Words, activity: ActivityFigures, made: Changes) -> str:
    """The step in words: what the box has no room for too."""
    parts = [bare_label(w, activity.activity)]
    parts += [activity.role] if activity.role is not None else []
    parts.append(w("picture.step.cases", instances=activity.instances, cases=activity.cases))
    if activity.sojourn_days is not None:
        parts.append(w("picture.step.duration", duration=duration(activity.sojourn_days, w)))
    parts += [identity for identity, _ in made.marks.get(activity.activity, ())]
    return " · ".join(parts)


def _head(title: str, scope: str, width: float) -> tuple[list[Markup], float]:
    """The title and what is hidden, and how far down they reach."""
    y, parts = MARGIN, []
    for words_, size, bold in ((title, HEADING, True), (scope, style.SMALL, False)):
        for line in font.wrap(words_, size, width - 2 * MARGIN, lines=3, bold=bold):
            drawn = text(line, MARGIN, y + size, size, bold=bold, anchor="start")
            parts.append(drawn if bold else tag("g", drawn, class_="scope"))
            y += size * style.LEADING + 2
    return parts, y + MARGIN


def _room(box: Box, laid: Layout) -> Rectangle:
    x, y = laid.middles[box.name]
    return x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2
