"""What the page holds beside its map: the stops of the sliders, what each hides in words, and what is said of each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmap.language import Words, words
from procmap.measures.figures import ProcessFigures
from procmap.report.audit import Audit
from procmap.report.before_after import style
from procmap.report.before_after.changes import changes
from procmap.report.map_panel import StepPanel, step_panels
from procmap.report.map_selection import MapSelection, select
from procmap.report.map_stops import Places, Stops, stops_of
from procmap.report.page_json import page_json
from procmap.report.quantities import some_share

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True)
class MapShown:
    """What the template needs.

    Attributes:
        data: For the script. `steps`: for each step, the first stop at which it is shown. `links`: for each stop of steps the first
            stop of links at which each link is shown, -1 for never. `steps_told`: what each stop of steps hides.
            `links_told`: for each stop of steps, what each stop of links hides, as positions in `sentences`.
        steps, links: The last stops of the sliders, at which they stand at first; 0 for a slider that can hide nothing.
        steps_told, links_told: What is hidden at first.
        paces: What the colours of links mean when they tell the time.
        panels: Of the steps, in the order of their numbers.
    """

    data: Markup
    steps: int
    links: int
    steps_told: str
    links_told: str
    paces: tuple[str, ...]
    panels: tuple[StepPanel, ...]


def map_shown(audit: Audit) -> MapShown | None:
    """The map of an audit as the page holds it; None where it shows no step."""
    w = words(audit.language)
    made = changes(audit, w)
    chosen = select(audit.before, made.concerned)
    if not chosen.activities:
        return None
    stops = stops_of(chosen)
    marked = frozenset(place for place, one in enumerate(chosen.activities) if one.activity in made.marks)
    steps = [_steps_told(w, audit.before, chosen, shown, marked) for shown in stops.steps]
    links = [[_links_told(w, audit.before, chosen, shown) for shown in row] for row in stops.links]
    sentences = list(dict.fromkeys(told for row in links for told in row))
    data = {
        "steps": _first(stops.steps, len(chosen.activities)),
        "links": [_first(row, len(chosen.flows)) for row in stops.links],
        "steps_told": steps,
        "links_told": [[sentences.index(told) for told in row] for row in links],
        "sentences": sentences,
    }
    return MapShown(
        page_json(data), len(stops.steps) - 1, _last_link_stop(stops), steps[-1], links[-1][-1],
        tuple(w(f"picture.class.{place}") for place in range(len(style.DURATION_FILLS))), step_panels(audit),
    )  # fmt: skip


def _last_link_stop(stops: Stops) -> int:
    """0 where even the fewest links are all that there are."""
    return 0 if all(row[0] == row[-1] for row in stops.links) else min(len(row) for row in stops.links) - 1


def _first(stops: Sequence[Places], count: int) -> list[int]:
    """The first stop at which each of `count` things is shown; each later one shows it too."""
    return [next((number for number, shown in enumerate(stops) if place in shown), -1) for place in range(count)]


def _steps_told(w: Words, figures: ProcessFigures, chosen: MapSelection, shown: Places, marked: Places) -> str:
    hidden, all_ = len(figures.activities) - len(shown), sum(one.instances for one in figures.activities)
    if not hidden:
        return w("report.map.steps.all", count=len(figures.activities))
    left = all_ - sum(chosen.activities[place].instances for place in shown)
    told = w("report.map.steps.hidden", count=hidden, all=len(figures.activities), share=_share(w, left, all_))
    found = len(marked - shown)
    return f"{told} {w('report.map.steps.marked', count=found)}" if found else told


def _links_told(w: Words, figures: ProcessFigures, chosen: MapSelection, shown: Places) -> str:
    flows = [one.count for one in figures.flows if one.count > 0]
    hidden = len(flows) - len(shown)
    if not hidden:
        return w("report.map.links.all", count=len(flows))
    left = sum(flows) - sum(chosen.flows[place].count for place in shown)
    return w("report.map.links.hidden", count=hidden, all=len(flows), share=_share(w, left, sum(flows)))


def _share(w: Words, part: int, whole: int) -> str:
    return some_share(w, part / whole if whole else 0.0)
