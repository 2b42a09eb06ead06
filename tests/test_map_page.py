"""The map on the page: its figures are those of findings.json, and each stop of its sliders says what it hides."""

import json
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procmap.language import words
from procmap.measures.figures import ActivityFigures, FlowFigures
from procmap.redesign.step_times import StepFigures
from procmap.redesign.steps import Step
from procmap.redesign.time_after import TimeRow
from procmap.report.findings_json import findings_json
from procmap.report.map_panel import step_panels
from procmap.report.map_selection import MapSelection, select
from procmap.report.map_shown import map_shown
from procmap.report.map_stops import LINK_STOPS, STEP_STOPS, kept_links, stops_of
from procmap.report.process_map import process_map_svg
from procmap.report.quantities import share, some_share
from procmap.report.rounding import stable

from .test_choices import NAMES, examined, page_of
from .test_report import LABELS, Page, hostile_samples, process, sample
from .test_report import page_of as page_of_sample

SVG = "{http://www.w3.org/2000/svg}"


@cache
def told(name):
    return json.loads(findings_json(examined(name), []))


def of_class(svg, name):
    return [one for one in ET.fromstring(svg).iter(f"{SVG}g") if one.get("class") == name]


def place_of(group):
    return next(one.get("data-activity") for one in group.iter(f"{SVG}g") if one.get("class") == "step")


@pytest.mark.parametrize("name", NAMES)
def test_a_step_of_the_drawing_holds_what_findings_json_says_of_it(name):
    audit, steps = examined(name), {one["activity"]: one for one in told(name)["steps"]}
    groups = of_class(process_map_svg(audit), "place")
    assert {place_of(group) for group in groups} == set(steps)
    for group in groups:
        step = steps[place_of(group)]["before"]
        assert audit.log.closed_cases == audit.log.cases
        assert int(group.get("data-passages")) == step["instances"]
        assert int(group.get("data-cases")) == step["cases"]
        assert float(group.get("data-share")) == stable(step["cases"] / audit.log.cases)
        waits = group.get("data-waiting-days")
        assert (None if waits is None else float(waits)) == step["median_days"]


@pytest.mark.parametrize("name", NAMES)
def test_a_line_of_the_drawing_holds_its_passages_and_its_median_time(name):
    audit = examined(name)
    svg = process_map_svg(audit)
    label = {group.get("data-step"): place_of(group) for group in of_class(svg, "place")} | {"start": None, "end": None}
    flows = {(one.source, one.target): one for one in audit.before.flows}
    lines = [*of_class(svg, "flow"), *of_class(svg, "back")]
    assert sorted(int(line.get("data-link")) for line in lines) == list(range(len(lines)))
    for line in lines:
        flow = flows.pop((label[line.get("data-source")], label[line.get("data-target")]))
        assert int(line.get("data-passages")) == flow.count
        days = line.get("data-median-days")
        assert (None if days is None else float(days)) == (None if flow.median_days is None else stable(flow.median_days))
    numbers = {kind: {one.get("data-link"): one for one in of_class(svg, kind)} for kind in ("passages", "pace")}
    assert len(numbers["passages"]) == len(lines)
    assert set(numbers["pace"]) == {line.get("data-link") for line in lines if line.get("data-pace")}
    assert {one.get("display") for one in numbers["pace"].values()} == {"none"}
    assert {one.get("display") for one in numbers["passages"].values()} == {None}


@pytest.mark.parametrize("name", NAMES)
def test_a_panel_tells_the_passages_the_waiting_and_the_findings_of_its_step(name):
    audit, w = examined(name), words("fr")
    found = told(name)
    panels = step_panels(audit)
    assert [panel.name for panel in panels] == [one.activity for one in select(audit.before).activities]
    for panel, figures in zip(panels, select(audit.before).activities, strict=True):
        rows, step = dict(panel.rows), next(one for one in found["steps"] if one["activity"] == figures.activity)
        assert rows[w("report.map.row.passages")] == w.number(step["before"]["instances"])
        assert rows[w("report.map.row.cases")].startswith(w.number(step["before"]["cases"]))
        assert (w("report.map.row.median") in rows) == (step["before"]["median_days"] is not None)
        assert w("report.map.row.closed") not in rows
        spent = [row for row in found["time"] if row["activity"] == figures.activity]
        assert (w("report.map.row.time") in rows) == bool(spent)
        if spent:
            assert rows[w("report.map.row.time")] == some_share(w, sum(row["share"] for row in spent))
        causes = {cause: part for cause, part, _ in panel.causes}
        assert set(causes) == {w(f"report.time_cause.{row['cause']}") for row in spent if row["share"]}
        for cause, part in causes.items():
            assert part == some_share(w, sum(row["share"] for row in spent if w(f"report.time_cause.{row['cause']}") == cause))
        named = {one["id"] for one in found["findings"] if figures.activity in one["activities"]}
        assert named <= {identity for identity, _ in panel.findings}


def test_counts_of_closed_cases_are_told_apart_and_work_is_told_where_it_is_known():
    audit, w = sample("en"), words("en")
    first = audit.before.activities[0]
    half = StepFigures(first.cases, first.instances - 7, 2.0, 0.5)
    step = Step(LABELS[0], None, None, 0.25, (), half, 0.1, 0.3, half)
    rows = (TimeRow(LABELS[0], "a", "work", 0.2, 1.5, 0.2), TimeRow(LABELS[0], "b", "work", 0.1, 0.5, 0.1),
            TimeRow(LABELS[1], None, "batching", 0.7, 3.0, 0.7))  # fmt: skip
    panel = step_panels(replace(audit, steps=(step,), time=rows))[0]
    told_ = dict(panel.rows)
    assert told_[w("report.map.row.closed")] == w.number(first.instances - 7)
    assert told_[w("report.map.row.start")] == "25.0%"
    assert panel.causes == (("Work", "30.0%", "2.0\u00a0office hours"),)
    hardly = TimeRow(LABELS[0], None, "work", 0.00004, 0.001, 0.0)
    panel = step_panels(replace(audit, time=(hardly, replace(rows[2], share=0.99996))))[0]
    assert panel.causes == (("Work", "less than 0.01%", "less than 0.01\u00a0office hours"),)
    named = [[identity for identity, _ in panel.findings] for panel in step_panels(audit)]
    assert named[1] == ["F01", "F02"]  # a change touches the step that is done again, which its finding does not name
    assert named[3] == ["F03", "F04"]  # a question is told too


def test_no_person_is_named_in_a_panel():
    audit = examined("deliberations")
    shown = json.dumps([vars(panel) for panel in step_panels(audit)], ensure_ascii=False)
    assert "Agent" not in shown


def held(page):
    return json.loads(re.search(r'<script type="application/json" id="map-stops">(.*?)</script', page, re.DOTALL)[1])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_stop_says_how_many_it_hides_and_how_much_that_is(language):
    labels = tuple(f"Activity {n}" for n in range(35))
    audit = sample(language, labels)
    flows = [*audit.before.flows, *(FlowFigures(labels[n], labels[n + 2], 90 + n, 90, 1.0, 1.0) for n in range(30))]
    audit = replace(audit, before=replace(audit.before, flows=tuple(sorted(flows, key=lambda one: -one.count))))
    w, data = words(language), held(page_of_sample(audit))
    chosen = select(audit.before, {label for one in audit.findings[:3] for label in labels[1:4]})
    instances, moves = (sum(one.instances for one in audit.before.activities), sum(one.count for one in audit.before.flows))
    assert 2 < len(data["steps_told"]) <= STEP_STOPS
    assert {len(row) for row in data["links_told"]} == {LINK_STOPS}
    for stop, sentence in enumerate(data["steps_told"]):
        shown = [place for place, first in enumerate(data["steps"]) if first <= stop]
        gone = instances - sum(chosen.activities[place].instances for place in shown)
        wanted = w("report.map.steps.hidden", count=35 - len(shown), all=35, share=share(w, gone / instances))
        assert sentence.startswith(wanted)
        for other, number in enumerate(data["links_told"][stop]):
            lines = [place for place, first in enumerate(data["links"][stop]) if 0 <= first <= other]
            gone = moves - sum(chosen.flows[place].count for place in lines)
            count = len(audit.before.flows)
            wanted = w("report.map.links.hidden", count=count - len(lines), all=count, share=share(w, gone / moves))
            assert data["sentences"][number] == wanted
    assert data["steps_told"][-1].startswith(w("report.map.steps.hidden", count=7, all=35, share="x")[:12])


def test_a_hidden_step_that_bears_a_finding_is_told():
    audit, w = examined("deliberations"), words("fr")
    data = held(page_of("deliberations"))
    assert w("report.map.steps.all", count=len(audit.before.activities)) == data["steps_told"][-1]
    assert w("report.map.links.all", count=len([one for one in audit.before.flows if one.count])) == data["sentences"][
        data["links_told"][-1][-1]
    ]
    assert data["steps_told"][0].endswith(w("report.map.steps.marked", count=3))


def made(names, links):
    """A selection as drawn: counts fall with the positions of the links."""
    count = {name: sum(1 for pair in links if name in pair) for name in names}
    activities = tuple(ActivityFigures(name, None, 10 * count[name] + 1, 10 * count[name] + 1, None, None) for name in names)
    flows = tuple(FlowFigures(a, b, 1000 - place, 1, None, None) for place, (a, b) in enumerate(links))
    return MapSelection(activities, flows, 1.0, 1.0)


def reached(links, shown, start):
    found, more = set(), {b for a, b in links if a == start}
    while more:
        found |= more & shown
        more = {b for a, b in links if a in found and b in shown} - found
    return found


def joined(chosen, steps, links):
    names = {chosen.activities[step].activity for step in steps}
    pairs = [(chosen.flows[link].source, chosen.flows[link].target) for link in links]
    ahead = reached([(a or "(start)", b) for a, b in pairs if b is not None], names, "(start)")
    return ahead & reached([(b or "(end)", a) for a, b in pairs if a is not None], names, "(end)")


NAMED = st.sampled_from([*"abcdefgh", None])


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(NAMED, NAMED).filter(lambda pair: pair != (None, None)), min_size=3, max_size=30, unique=True))
def test_no_stop_cuts_off_a_step_that_it_shows(links):
    chosen = made(sorted({name for pair in links for name in pair if name}), links)
    stops = stops_of(chosen)
    assert stops.steps[-1] == frozenset(range(len(chosen.activities)))
    assert all(stops.steps)
    assert all(fewer < more for fewer, more in pairwise(stops.steps))
    whole = joined(chosen, stops.steps[-1], range(len(links)))
    for shown, rows in zip(stops.steps, stops.links, strict=True):
        names = {chosen.activities[step].activity for step in shown}
        between = {place for place, pair in enumerate(links) if set(pair) <= names | {None}}
        assert rows[-1] == between
        assert all(fewer <= more for fewer, more in pairwise(rows))
        for row in rows:
            assert joined(chosen, shown, row) == whole & names
            for name in names:
                for side in (0, 1):
                    beside = [place for place in sorted(between) if links[place][side] == name != links[place][1 - side]]
                    assert not beside or beside[0] in row


def test_the_rarest_go_first_and_a_chain_goes_as_one():
    ways = [(None, "a"), ("a", "b"), ("b", None), ("a", "x"), ("x", "y"), ("y", "b")]
    counts = {"a": 100, "b": 100, "x": 20, "y": 20}
    activities = tuple(ActivityFigures(name, None, n, n, None, None) for name, n in counts.items())
    chosen = MapSelection(activities, tuple(FlowFigures(*pair, 100, 100, None, None) for pair in ways), 1.0, 1.0)
    assert stops_of(chosen).steps == (frozenset({0, 1}), frozenset({0, 1, 2, 3}))
    assert kept_links(chosen, frozenset({0, 1})) == {0, 1, 2}


def test_nothing_can_be_hidden_of_a_straight_line():
    shown = map_shown(replace(sample("en"), before=process(list(LABELS))))
    straight = replace(process(list(LABELS)), flows=tuple(
        one for one in process(list(LABELS)).flows if (one.source, one.target) != (LABELS[-1], LABELS[0])
    ))  # fmt: skip
    only = map_shown(replace(sample("en"), before=straight))
    assert (only.steps, only.links) == (0, 0)
    assert shown.links > 0
    page = page_of_sample(replace(sample("en"), before=straight))
    assert 'type="range"' not in page
    assert 'name="map-shows"' in page


def test_labels_act_nowhere_in_the_map_and_each_step_has_its_panel():
    for audit in hostile_samples():
        page = Page(page_of_sample(audit))
        assert not page.open
        panels = [attributes["data-panel"] for tag, attributes in page.elements if "data-panel" in attributes]
        places = [attributes["data-step"] for tag, attributes in page.elements if attributes.get("class") == "place"]
        assert sorted(panels) == sorted(places)
        assert set(page.references) <= set(page.ids)
        assert not {"img", "b"} & {tag for tag, _ in page.elements}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_drawing_tells_is_not_told_again_below_it(language):
    page = page_of_sample(sample(language))
    below = re.search(r'<div id="map-room">.*?<figcaption>(.*?)</figcaption>', page, re.DOTALL)[1]
    assert words(language)("report.map.scope_all") not in below
    assert below == words(language)("report.map.caption")
