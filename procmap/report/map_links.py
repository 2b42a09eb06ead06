"""The lines of the process map with their numbers: how often cases pass or, where a page shows that instead, how long they take."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from procmap.language import Words
from procmap.measures.figures import FlowFigures
from procmap.report.before_after import lines, style
from procmap.report.before_after.durations import duration
from procmap.report.before_after.grid import Point
from procmap.report.map_layout import ABOVE, BELOW, Layout, Route
from procmap.report.map_selection import MapSelection
from procmap.report.rounding import stable
from procmap.report.sentences import bare_label
from procmap.report.svg import Markup, coordinate, tag


def pace(w: Words, flow: FlowFigures) -> str | None:
    """The median time from one step to the next, None where cases start or end, or where it is not known."""
    if flow.median_days is None or flow.source is None or flow.target is None:
        return None
    return duration(flow.median_days, w)


def link_lines(w: Words, chosen: MapSelection, laid: Layout, back: AbstractSet[FlowFigures]) -> list[Markup]:
    """The lines, the rarest first, so that the frequent ones lie upon them; each with what a script needs to know of it."""
    most = chosen.flows[0].count if chosen.flows else 1
    number = {one.activity: str(place) for place, one in enumerate(chosen.activities)}
    found = []
    for place, (flow, route) in enumerate(zip(chosen.flows, laid.routes, strict=True)):
        paced = pace(w, flow) is not None and flow.median_days is not None
        found.append(tag(
            "g",
            tag("title", _passage(w, flow)),
            *_line(route, lines.thickness(flow.count, most), back=flow in back),
            class_="back" if flow in back else "flow",
            data_link=str(place),
            data_source=ABOVE if flow.source is None else number[flow.source],
            data_target=BELOW if flow.target is None else number[flow.target],
            data_passages=str(flow.count),
            data_median_days=str(stable(flow.median_days)) if paced and flow.median_days is not None else None,
            data_pace=str(style.duration_class(flow.median_days)) if paced else None,
        ))  # fmt: skip
    return found[::-1]


def link_numbers(w: Words, flows: tuple[FlowFigures, ...], laid: Layout) -> list[Markup]:
    """The passages of each line, and its time, which only a page can show in their stead."""
    found = []
    for place, (flow, route) in enumerate(zip(flows, laid.routes, strict=True)):
        x, y = route.number
        told = [(w.number(flow.count), "passages"), (pace(w, flow), "pace")]
        for words, kind in told:
            if words is not None:
                drawn = lines.number(lines.Label(words, x, y + style.SMALL * style.BASE, (x, y, x, y)))
                found.append(tag("g", drawn, class_=kind, data_link=str(place), display="none" if kind == "pace" else None))
    return found


def _line(route: Route, wide: float, *, back: bool) -> tuple[Markup, Markup]:
    colour = style.RETURN if back else style.FLOW
    start, *rest = route.curve
    path = f"M{_at(start)} C" + " ".join(map(_at, rest))
    return (
        tag("path", d=path, fill="none", stroke=colour, stroke_width=wide, stroke_dasharray="6 4" if back else None),
        tag("polygon", points=" ".join(map(_at, _arrow(route, wide))), fill=colour),
    )


def _arrow(route: Route, wide: float) -> list[Point]:
    """The head, from the end of the line to the tip, a little wider than the line."""
    (x, y), (end, low) = route.tip, route.curve[-1]
    long = max(((x - end) ** 2 + (y - low) ** 2) ** 0.5, 0.01)
    across, down = (x - end) / long * (2.6 + wide / 2), (y - low) / long * (2.6 + wide / 2)
    return [(x, y), (end - down, low + across), (end + down, low - across)]


def _passage(w: Words, flow: FlowFigures) -> str:
    """The flow in words, with the median time that it takes."""
    source = w("report.map.start") if flow.source is None else bare_label(w, flow.source)
    target = w("report.map.end") if flow.target is None else bare_label(w, flow.target)
    told, took = w("picture.flow", source=source, target=target, count=flow.count), pace(w, flow)
    return told if took is None else f"{told} · {w('picture.step.duration', duration=took)}"


def _at(point: Point) -> str:
    return f"{coordinate(point[0])},{coordinate(point[1])}"
