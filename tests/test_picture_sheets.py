"""The phases of a procedure, each on a sheet that is read on A4."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from procmap.findings import Automate, Condition
from procmap.language import words
from procmap.measures.time.time_cause import TimeCause
from procmap.redesign.time_after import TimeRow
from procmap.report.before_after import before_after
from procmap.report.before_after.cutting import cut
from procmap.report.before_after.deciding import choose
from procmap.report.before_after.font import width, wrap
from procmap.report.html import report_html

from .conftest import DAY, findings_of, short_example
from .picture_cases import audit, figures, finding, purchase
from .picture_drawn import TRIED, drawn
from .picture_geometry import SVG, faults, read
from .test_picture_of_change import points

A4 = (277, 190)

ODD = ("<b>&amp;\"'", "שלום עולם", "👩‍💼 avis 📎", "É" * 300, "", "Contrôler la recevabilité administrative et technique")
"""Labels that nobody would choose: markup and quotes, right to left, pictographs, one long word, none, a long French one."""


def told(svg):
    return [one.text or "" for one in ET.fromstring(svg.encode()).iter(f"{SVG}text")]


def steps(svg):
    return {one.get("data-activity") for one in ET.fromstring(svg.encode()).iter(f"{SVG}g") if one.get("class") == "step"}


@pytest.mark.parametrize("seed", TRIED)
def test_every_phase_is_read_on_a4_without_a_fault_and_none_of_the_steps_is_lost(seed):
    pictures = drawn(seed)
    assert pictures.phases or points(pictures.whole, A4) >= 8
    for svg in pictures.phases:
        assert faults(svg) == []
        assert points(svg, A4) >= 8
    if pictures.phases:
        each = [steps(svg) for svg in pictures.phases]
        assert set().union(*each) == steps(pictures.whole)
        assert sum(map(len, each)) == len(steps(pictures.whole))  # each on one sheet only


def test_odd_labels_are_drawn_without_a_fault():
    names = [f"{ODD[at % 6]}{at if ODD[at % 6] else ''}" for at in range(17)]
    process = figures([names] * 5, {name: ODD[at % 4] or None for at, name in enumerate(names)}, dict.fromkeys(names, 1.0), 5.0)
    drawn = before_after(audit(process, process, [], {}, title="<i>"))
    assert [faults(svg) for svg in (drawn.whole, *drawn.phases)] == [[]] * (1 + len(drawn.phases))


def test_a_phase_says_which_it_is_and_what_comes_before_and_after():
    names = [f"Step {at}" for at in range(40)]
    process = figures([names] * 5, {name: f"Service {at % 6}" for at, name in enumerate(names)}, dict.fromkeys(names, 1.0), 50.0)
    all_ = finding("F01", Condition(tuple(names), "sample", 0.9), days=1.0)
    pictures = before_after(audit(process, process, [all_], {"F01": 1.0}, language="en"))
    assert len(pictures.phases) > 2
    middle = " ".join(told(pictures.phases[1]))
    assert f"Phase 2 of {len(pictures.phases)}" in re.sub(r"\s+", " ", middle)
    kinds = [one.get("data-kind") for one in read(pictures.phases[1])[0].iter(f"{SVG}g") if one.get("class") == "marker"]
    assert kinds.count("earlier") == kinds.count("later") == 2  # one line above and one below on either side
    first = [one.get("data-kind") for one in read(pictures.phases[0])[0].iter(f"{SVG}g") if one.get("class") == "marker"]
    assert "earlier" not in first


def test_findings_have_the_numbers_of_the_whole():
    drawn = before_after(purchase())
    numbers = [sorted({part for part in told(svg) if re.fullmatch(r"F\d\d", part)}) for svg in (drawn.whole, *drawn.phases)]
    assert {part for own in numbers[1:] for part in own} == set(numbers[0])


def test_a_loop_is_not_cut_where_it_can_be_avoided():
    traces = [list("ABCDBCDEF")] * 3 + [list("ABCDEF")] * 5
    process = figures(traces, dict.fromkeys("ABCDEF"), dict.fromkeys("ABCDEF", 1.0), 5.0)
    chosen = choose(audit(process, process, [], {}), {})
    rows = chosen.plane.rows
    found = cut(chosen.selection, chosen.plane, lambda start, end: end - start <= 3)
    assert not {start for start, _ in found} & set(range(rows["B"] + 1, rows["D"] + 1))
    assert found[0][0] == 0
    assert found[-1][1] == chosen.plane.height


def test_a_small_procedure_needs_no_sheets():
    process = figures([["A", "B"]], {"A": None, "B": None}, {"A": 1.0, "B": 1.0}, 5.0)
    assert before_after(audit(process, process, [], {})).phases == ()


@pytest.mark.usefixtures("computed_once")
def test_the_sheets_are_files_of_the_audit_and_stale_ones_go(procmap, tmp_path):
    source = short_example(tmp_path / "log", "purchase_orders", 120)
    settings, out = source.parent / "procmap.toml", tmp_path / "audit"
    untitled = re.sub(r"^title = .*\n", "", settings.read_text(encoding="utf-8"), flags=re.MULTILINE)
    settings.write_text(untitled, encoding="utf-8", newline="\n")
    assert procmap("audit", source, "--out", out, "--date", DAY, "--png", "--quiet").code == 0
    listed = findings_of(out)["files"]
    sheets = sorted(name for name in listed if re.fullmatch(r"before_after_\d+\.svg", name))
    assert sheets
    assert all(name.replace("svg", "png") in listed for name in sheets)
    assert all((out / name).is_file() for name in listed)
    assert sheets[0] in (out / "report.html").read_text(encoding="utf-8")
    for name in ("before_after.svg", "report.html"):  # without a title that is given, the procedure's name stands above
        assert "Bon de commande et paiement" in (out / name).read_text(encoding="utf-8").split("</title>")[0], name
    plan = out / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("accept = true", "accept = false"), encoding="utf-8", newline="\n")
    assert procmap("redesign", out, "--quiet").code == 0
    here = {path.name for path in out.iterdir() if re.match(r"before_after_\d", path.name)}
    assert here == {name for name in findings_of(out)["files"] if re.match(r"before_after_\d", name)}


def test_the_report_names_the_sheets():
    shown, say = replace(purchase(accepted=False), findings=()), words("fr")
    drawn = before_after(shown)
    page = report_html(shown, drawn.whole, drawn.whole, drawn.whole, sheets=["before_after_1.svg", "before_after_2.svg"])
    assert say("report.page.picture.sheets", first="before_after_1.svg", last="before_after_2.svg", count=2) in page
    assert "before_after_1.svg" not in report_html(shown, drawn.whole, drawn.whole, drawn.whole)


def test_a_word_that_is_broken_has_a_hyphen_and_nothing_is_lost():
    lines = wrap("recevabilité administrative", 12, 60, lines=9, bold=True)
    assert all(width(line, 12, bold=True) <= 60 for line in lines)
    assert any(line.endswith("-") for line in lines)
    assert "".join(line.removesuffix("-") for line in lines) == "recevabilitéadministrative"


def test_an_automated_step_that_no_longer_takes_place_is_not_called_automated():
    names = list("ABC")
    before, after = (figures([trace] * 5, dict.fromkeys(names), dict.fromkeys(names, 1.0), 5.0) for trace in (names, ["A", "C"]))
    svg = before_after(audit(before, after, [finding("F01", Automate(("B",)))], {"F01": 1.0})).whole
    badges = [one.get("data-kind") for one in ET.fromstring(svg.encode()).iter(f"{SVG}g") if one.get("class") == "badge"]
    assert badges == ["removed"]


def test_a_condition_that_leaves_none_of_few_says_from_how_many():
    names = list("ABC")
    before, after = (figures([trace] * 5, dict.fromkeys(names), dict.fromkeys(names, 1.0), 5.0) for trace in (names, ["A", "C"]))
    svg = before_after(audit(before, after, [finding("F01", Condition(("B",), "sample 10 %", 0.9))], {"F01": 1.0})).whole
    badge = next(one for one in ET.fromstring(svg.encode()).iter(f"{SVG}g") if one.get("class") == "badge")
    assert "5 → 0 fois" in " ".join(part.text for part in badge.iter(f"{SVG}text"))


def test_a_cause_that_no_change_touches_takes_no_longer():
    rows = tuple(
        TimeRow(activity, None, cause, share, 1.0, after)
        for activity, cause, share, after in (("Viser la demande (directeur)", TimeCause.APPROVAL, 0.5, 0.2),
                                              ("Contrôler le budget", TimeCause.SESSION, 0.5, 0.51))
    )  # fmt: skip
    shown = purchase()
    accepted = replace(shown, time=rows, findings=shown.findings[:1], plan=replace(shown.plan, accepted=("F01",)))
    causes = [one for one in ET.fromstring(before_after(accepted).whole.encode()).iter(f"{SVG}g") if one.get("class") == "cause"]
    assert ["→" in "".join(one.itertext()) for one in causes] == [False, True]  # the session, then the approval
