"""The process map: order and style of the picture before and after, marks of findings, a legend; drawn without an audit too."""

import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from procmap import flow
from procmap.config import load_config
from procmap.language import words
from procmap.measures.figures import FlowFigures, VariantFigures
from procmap.report.before_after import style
from procmap.report.map_selection import MOST_ACTIVITIES
from procmap.report.process_map import map_svg, process_map_svg

from .conftest import EXAMPLES, TABLE, audit_of, fresh_engine
from .test_report import LABELS, hostile_samples, process, sample

SVG = "{http://www.w3.org/2000/svg}"


def tree(svg):
    return ET.fromstring(svg)


def of_class(svg, name):
    return [element for element in tree(svg).iter() if element.get("class") == name]


def box(step):
    found = next(element for element in step.iter(f"{SVG}rect") if element.get("class") == "box")
    x, y, wide, high = (float(found.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + wide, y + high, found.get("fill")


def steps(svg):
    return {step.get("data-activity"): step for step in of_class(svg, "step")}


def texts(element):
    return [text.text for text in element.iter(f"{SVG}text") if text.get("class") != "halo"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_text_is_smaller_than_nine_points(language):
    for svg in (process_map_svg(sample(language)), *map(process_map_svg, hostile_samples())):
        sizes = [float(text.get("font-size")) for text in tree(svg).iter(f"{SVG}text")]
        assert sizes
        assert min(sizes) >= 12


def test_a_box_says_the_step_its_role_below_and_how_long_it_takes_by_its_colour():
    audit = sample("en")
    drawn = steps(process_map_svg(audit))
    assert list(drawn) == list(LABELS)
    for figures in audit.before.activities:
        said = texts(drawn[figures.activity])
        assert box(drawn[figures.activity])[4] == style.duration_fill(figures.sojourn_days)
        assert any(f"{figures.instances:,} times" in line for line in said)
        if figures.role:
            assert said.index(figures.role) == 1


def test_steps_stand_in_the_order_in_which_cases_have_them():
    figures = process(["d", "c", "b", "a"])
    figures = replace(figures, activities=tuple(sorted(figures.activities, key=lambda one: one.activity)))
    drawn = steps(map_svg(figures, "t", words("en")))
    assert list(drawn) == ["d", "c", "b", "a"]
    tops = [box(step)[1] for step in drawn.values()]
    assert tops == sorted(tops)


def test_only_what_repeats_is_dashed():
    figures = process(["a", "b", "c"])
    # c leads to b again in a few cases; a rare path leads from c to a, which these cases do first then
    variants = (VariantFigures(("a", "b", "c"), 900), VariantFigures(("a", "b", "c", "b"), 40), VariantFigures(("c", "a"), 30))
    flows = (*figures.flows, FlowFigures("c", "b", 40, 40, None, None), FlowFigures("c", "a", 30, 30, None, None))
    flows = tuple(one for one in flows if (one.source, one.target) != ("c", "a") or one.count == 30)
    svg = map_svg(replace(figures, variants=variants, flows=flows), "t", words("en"))
    back = [group.find(f"{SVG}title").text for group in of_class(svg, "back")]
    assert back == ["c → b: 40 times"]
    dashed = [p for group in of_class(svg, "map") for p in group.iter(f"{SVG}path") if p.get("stroke-dasharray")]
    assert len(dashed) == 1
    assert not [g for g in of_class(svg, "flow") if g.find(f"{SVG}path").get("stroke-dasharray")]


def test_lines_are_as_thick_as_they_are_frequent_and_told_with_their_time():
    audit = sample("en")
    svg = process_map_svg(audit)
    lines = {}
    for group in (*of_class(svg, "flow"), *of_class(svg, "back")):
        path = group.find(f"{SVG}path")
        told = group.find(f"{SVG}title").text
        lines[int(re.search(r": ([\d,]+) times", told)[1].replace(",", ""))] = float(path.get("stroke-width"))
        assert ("median time" in told) == (" → End" not in told and "Start → " not in told)
    assert [lines[count] for count in sorted(lines)] == sorted(set(lines.values()))
    assert len(lines) == len({one.count for one in audit.before.flows})


def test_what_leads_back_does_not_turn_the_order_round():
    figures = process(["a", "b", "c", "d"])
    variants = (VariantFigures(("a", "d"), 500), VariantFigures(tuple("abcd"), 400), VariantFigures(tuple("abcdbcd"), 40))
    counted = {(None, "a"): 940, ("a", "d"): 500, ("d", "b"): 480, ("a", "b"): 440, ("b", "c"): 400, ("c", "d"): 400,
               ("d", None): 940}  # fmt: skip
    flows = tuple(FlowFigures(*ends, count, count, None, None) for ends, count in counted.items())
    drawn = steps(map_svg(replace(figures, variants=variants, flows=flows), "t", words("en")))
    tops = [box(drawn[name])[1] for name in "abcd"]
    assert tops == sorted(set(tops))


def at_edge(point, room):
    x, y = point
    left, top, right, low = room
    across, down = min(abs(x - left), abs(x - right)), min(abs(y - top), abs(y - low))
    return left - 3 <= x <= right + 3 and top - 3 <= y <= low + 3 and min(across, down) <= 3


def test_every_line_runs_from_its_source_to_its_target():
    figures = process([*"abcdefg"])
    flows = (*figures.flows, *(FlowFigures(a, b, 700, 700, None, None) for a, b in ("ca", "dd", "ge", "bf", "fb")))
    flows = tuple(sorted(flows, key=lambda one: -one.count))
    svg = map_svg(replace(figures, flows=flows), "t", words("en"))
    rooms = {label: box(step)[:4] for label, step in steps(svg).items()}
    rooms |= {marker.find(f"{SVG}title").text: box(marker)[:4] for marker in of_class(svg, "marker")}
    groups = [*of_class(svg, "flow"), *of_class(svg, "back")]
    assert len(groups) == len(flows)
    for group in groups:
        source, target = re.match(r"(.+) → (.+?):", group.find(f"{SVG}title").text).groups()
        start = re.match(r"M([-\d.]+),([-\d.]+) C", group.find(f"{SVG}path").get("d")).groups()
        tip = group.find(f"{SVG}polygon").get("points").split(" ")[0].split(",")
        assert at_edge(map(float, start), rooms[source]), (source, target)
        assert at_edge(map(float, tip), rooms[target]), (source, target)


def test_findings_with_a_change_are_marked_at_their_steps_accepted_ones_in_dark():
    drawn = steps(process_map_svg(sample("en")))
    marks = {
        label: {(texts(mark)[0], mark.find(f"{SVG}rect").get("fill")) for mark in step.iter() if mark.get("class") == "mark"}
        for label, step in drawn.items()
    }
    _, b, c, d, e = LABELS
    assert marks[c] == {("F02", style.INK)}
    assert marks[b] == {("F01", style.INK), ("F02", style.INK)}
    assert marks[d] == {("F03", style.PAPER)}
    assert not marks[e]  # a question proposes nothing


def test_a_step_that_a_finding_names_is_shown_however_rare():
    labels = tuple(f"Activity {n}" for n in range(35))
    audit = sample("en", labels)
    rare = labels[-1]
    audit = replace(audit, findings=(replace(audit.findings[0], activities=(rare,)), *audit.findings[1:]))
    svg = process_map_svg(audit)
    assert rare in steps(svg)
    assert rare not in steps(map_svg(audit.before, "t", words("en")))
    assert len(steps(svg)) == MOST_ACTIVITIES
    assert tree(svg).find(f"{SVG}desc").text.startswith(f"Shown: {MOST_ACTIVITIES} of 35 activities (")


@pytest.mark.parametrize(("language", "said"), [
    ("fr", ("dans la journée (moins de 1 j)", "passage fréquent", "constat retenu", "autre constat")),
    ("en", ("within the day (under 1 d)", "frequent passage", "accepted finding", "other finding")),
])  # fmt: skip
def test_the_legend_stands_below_in_the_language_of_the_map(language, said):
    svg = process_map_svg(sample(language))
    (legend,) = of_class(svg, "legend")
    assert set(said) <= set(texts(legend))
    assert words(language)("picture.legend.ghost") not in texts(legend)
    drawn_back = any(one.get("stroke-dasharray") for line in of_class(svg, "back") for one in line.iter())
    assert (words(language)("picture.legend.back") in texts(legend)) == drawn_back
    lowest = max(box(step)[3] for step in steps(svg).values())
    assert min(float(text.get("y")) for text in legend.iter(f"{SVG}text")) > lowest
    bare = of_class(map_svg(sample(language).before, "t", words(language)), "legend")[0]
    assert not {said[2], said[3]} & set(texts(bare))


def test_boxes_do_not_touch_and_all_stands_inside():
    audit = sample("fr", tuple(f"Étape numéro {n} au libellé assez long pour trois lignes" for n in range(35)))
    svg = process_map_svg(audit)
    boxes = [box(step)[:4] for step in (*of_class(svg, "step"), *of_class(svg, "marker"))]
    for (left, top, right, low), (other, high, far, deep) in combinations(boxes, 2):
        assert right <= other or far <= left or low <= high or deep <= top
    root = tree(svg)
    shift = re.match(r"translate\(([\d.]+) ([\d.]+)\)", of_class(svg, "map")[0].get("transform"))
    assert max(right for _, _, right, _ in boxes) + float(shift[1]) < float(root.get("width"))
    assert max(low for _, _, _, low in boxes) + float(shift[2]) < float(root.get("height"))


def test_two_steps_of_one_name_but_for_what_is_shown_stay_two():
    assert set(steps(map_svg(process(["a", "a ", "b"]), "t", words("en")))) == {"a", "a ", "b"}


def test_a_map_alone_looks_for_nothing_and_says_what_an_audit_says(monkeypatch):
    source = EXAMPLES / "deliberations" / "log.csv"
    config = load_config(None, source)
    audit = audit_of("deliberations")
    for stage in ("detect", "discover", "measure", "make_plan", "find_steps"):
        monkeypatch.setattr(flow, stage, None)
    stages = []
    with fresh_engine(2) as engine:
        alone = flow.map_source(source, config, engine, stages.append)
    assert stages == ["read", "order", "measure", "draw"]
    whole = process_map_svg(audit)
    said, with_marks = ({label: texts(step) for label, step in steps(svg).items()} for svg in (alone, whole))
    assert said == {label: [line for line in lines if not re.fullmatch(r"F\d\d", line)] for label, lines in with_marks.items()}
    assert [len(of_class(svg, "lock")) for svg in (alone, whole)] == [len(of_class(whole, "lock"))] * 2
    assert of_class(alone, "lock")
    assert not of_class(alone, "mark")
    assert of_class(whole, "mark")


@pytest.mark.parametrize(("language", "title"), [("fr", "La procédure"), ("en", "The procedure")])
def test_the_name_of_a_file_is_no_title(procmap, tmp_path, language, title):
    source, drawn = tmp_path / "export_juillet.csv", tmp_path / "map.svg"
    source.write_text(TABLE, encoding="utf-8")
    assert procmap("map", source, "--out", drawn, "--language", language).code == 0
    written = drawn.read_text(encoding="utf-8")
    assert title in written
    assert "export_juillet" not in written
