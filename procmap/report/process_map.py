"""process_map.svg: the process as it runs, laid out by Graphviz inside this process (no program is started)."""

from __future__ import annotations

import os
import re
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from procmap.language import Words, words
from procmap.measures.figures import ActivityFigures, FlowFigures, ProcessFigures
from procmap.report.audit import Audit
from procmap.report.map_selection import MapSelection, select
from procmap.report.quantities import plain, share
from procmap.report.sentences import bare_label, label

FONT = "DejaVu Sans"
SHADES = ("#ffffff", "#eaf2fb", "#d3e5f6", "#b5d3ef", "#93bfe6")
"""From rare to frequent; black text on each has a contrast above 10."""

INK, LINE, FAINT = "#14212e", "#3a556f", "#7d93a8"


def process_map_svg(audit: Audit, *, language: str | None = None) -> str:
    """The map of the process as it runs: main activities and paths, with counts and median durations.

    Returns:
        SVG without script, link or outside resource; what is hidden stands in its description and below its title.
    """
    w = words(language or audit.language)
    selection = select(audit.before)
    scope = scope_sentence(w, audit.before, selection)
    drawn = _layout(_dot(w, selection))
    return _document(drawn, w("report.map.title", title=label(w, audit.title)), scope, w.language)


def scope_sentence(w: Words, figures: ProcessFigures, selection: MapSelection | None = None) -> str:
    """What the map shows and hides."""
    shown = selection or select(figures)
    flows = [f for f in figures.flows if f.count > 0]
    if len(shown.activities) == len(figures.activities) and len(shown.flows) == len(flows):
        return w("report.map.scope_all")
    return w(
        "report.map.scope", activities=len(shown.activities), all_activities=len(figures.activities),
        events=share(w, shown.events), paths=len(shown.flows), all_paths=len(flows), moves=share(w, shown.moves),
    )


def _dot(w: Words, selection: MapSelection) -> str:
    """The graph in the DOT language; nodes are numbered, labels are the only text from the log."""
    from graphviz import Digraph

    graph = Digraph("process_map")
    graph.attr(rankdir="TB", nodesep="0.35", ranksep="0.45", fontname=FONT, bgcolor="transparent", charset="UTF-8")
    graph.attr("node", shape="box", style="filled,rounded", fontname=FONT, fontsize="11", color=LINE, fontcolor=INK,
               margin="0.14,0.07")
    graph.attr("edge", fontname=FONT, fontsize="9", color=LINE, fontcolor=INK, arrowsize="0.7")
    names: dict[str | None, str] = {a.activity: f"n{rank}" for rank, a in enumerate(selection.activities)}
    most = max((a.instances for a in selection.activities), default=1)
    graph.node("start", label=_text([w("report.map.start")]), shape="ellipse", fillcolor="#e3f3e6", color="#2c6b3a")
    for activity in selection.activities:
        graph.node(names[activity.activity], label=_box_text(w, activity), fillcolor=_shade(activity.instances, most))
    graph.node("end", label=_text([w("report.map.end")]), shape="ellipse", fillcolor="#f3e6e3", color="#7a3b2c")
    widest = max((f.count for f in selection.flows), default=1)
    for flow in selection.flows:
        source = "start" if flow.source is None else names[flow.source]
        target = "end" if flow.target is None else names[flow.target]
        part = flow.count / widest
        graph.edge(
            source, target, label=_text([_flow_text(w, flow)]), penwidth=f"{0.8 + 4.2 * part ** 0.6:.2f}",
            weight=str(1 + round(20 * part)), color=LINE if part >= 0.03 else FAINT,
        )
    return str(graph.source)


def _box_text(w: Words, activity: ActivityFigures) -> str:
    lines = textwrap.wrap(bare_label(w, activity.activity), 26, break_long_words=True)
    if len(lines) > 3:
        lines = [*lines[:2], lines[2][:24] + "…"]
    return _text([*lines, w("report.map.box", instances=activity.instances, cases=activity.cases)])


def _flow_text(w: Words, flow: FlowFigures) -> str:
    count = f" {w.number(flow.count)}"
    if flow.median_days is None or flow.source is None or flow.target is None:
        return count
    if flow.median_days >= 1:
        return f"{count} · {w('report.map.days', days=plain(w, flow.median_days))}"
    if flow.median_days * 24 >= 1:
        return f"{count} · {w('report.map.hours', hours=plain(w, flow.median_days * 24))}"
    return f"{count} · {w('report.map.minutes')}"


def _text(lines: list[str]) -> str:
    """A label that Graphviz takes literally: backslashes and HTML entities mean nothing in it; lines stay lines."""
    from graphviz import nohtml

    told = "\\n".join(line.replace("\\", "\\\\").replace("&", "&amp;") for line in lines)
    return str(nohtml(told)) if not (told.startswith("<") and told.endswith(">")) else f" {told} "


def _shade(instances: int, most: int) -> str:
    return SHADES[min(len(SHADES) - 1, int(len(SHADES) * instances / most))] if most else SHADES[0]


def _layout(dot: str) -> str:
    """Graphviz's drawing of the graph as SVG text."""
    import pygraphviz

    with _quiet_stderr():
        graph = pygraphviz.AGraph(string=dot)
        drawn: bytes = graph.draw(format="svg", prog="dot")
        graph.close()
    return drawn.decode("utf-8")


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Font warnings come from C straight to descriptor 2: send them nowhere for a moment."""
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except (OSError, AttributeError):
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)


def _document(drawn: str, title: str, scope: str, language: str) -> str:
    """The drawing with our title and description in place of Graphviz's per-node titles and comments."""
    body = drawn[drawn.index("<svg"):]
    body = re.sub(r"<!--.*?-->\n?", "", body, flags=re.DOTALL)
    body = re.sub(r"<title>.*?</title>\n?", "", body, flags=re.DOTALL)
    opening, rest = body.split(">", 1)
    opening = f'{opening} role="img" xml:lang="{language}" aria-labelledby="map-title map-scope"'
    told = f'<title id="map-title">{escape(title)}</title>\n<desc id="map-scope">{escape(scope)}</desc>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}>\n{told}{rest}'
