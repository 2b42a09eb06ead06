"""The views of the report: their figures are those of the audit, and each can be read by everybody."""

import csv
import datetime as dt
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from procmap import flow
from procmap.config import load_config
from procmap.findings import Move, Remove
from procmap.language import words
from procmap.measures.figures import HandoverFigures, ServiceFigures, VariantFigures
from procmap.redesign.spread_after import Spread
from procmap.redesign.witness import WitnessStep, _in_turn, find_witness
from procmap.report.quantities import plain, share
from procmap.report.views.dumbbells import dumbbells_svg, dumbbells_told
from procmap.report.views.matrix import matrix_svg, matrix_told
from procmap.report.views.section import variants_view, views
from procmap.report.views.service_rows import Measure, Together, service_rows
from procmap.report.views.spread_view import MOST_DOTS, spread_svg, spread_told
from procmap.report.views.variant_lines import variants_svg
from procmap.report.views.witness_view import MOST, diary

from .conftest import DAY, audit_of, fresh_engine
from .picture_geometry import SVG, faults
from .test_report import HOSTILE, Page, page_of
from .test_steps import accepted, redesign_of

NAMES = ("purchase_orders", "deliberations", "archive_disposal")
SMALLEST = 12.0
EPOCH = dt.datetime(1970, 1, 1)


def audited(source, language="fr", pack=None):
    config = load_config(None, source).with_options(date=dt.date.fromisoformat(DAY), language=language, pack=pack)
    with fresh_engine(2) as opened:
        return flow.audit_source(source, config, opened).audit


def written(folder, rows, name="log.csv"):
    """A log of (case, activity, moment, service, agent) rows."""
    source = folder / name
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([("N° dossier", "Étape", "Date de fin", "Service", "Agent"), *rows])
    return source


def without_plan(audit):
    nothing = replace(audit.plan, accepted=(), gain=None, shares=())
    spread = audit.spread and replace(audit.spread, after=None, beyond_after=0, most_after=None)
    return replace(audit, plan=nothing, after=audit.before, spread=spread)


def root_of(svg):
    return ET.fromstring(svg.encode())


def groups(root, kind):
    return [one for one in root.iter(f"{SVG}g") if one.get("class") == kind]


def texts(root):
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def readable(svg):
    """What every picture keeps to: no text too small, on another, or outside; told in words."""
    root = root_of(svg)
    assert faults(svg) == []
    assert all(float(one.get("font-size")) >= SMALLEST for one in root.iter(f"{SVG}text"))
    assert root.find(f"{SVG}title").text
    assert len(root.find(f"{SVG}desc").text) > 20
    return root


# how long cases take


def counts_of(root, side):
    group = next(one for one in groups(root, "spread") if one.get("data-side") == side)
    return [int(one.get("data-count")) for one in groups(group, "class")]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_spread_counts_every_closed_case_once_before_and_after(name, language):
    audit = audit_of(name, language)
    root, spread = readable(spread_svg(audit)), audit.spread
    assert sum(counts_of(root, "before")) + spread.beyond == audit.log.closed_cases
    assert sum(counts_of(root, "after")) + spread.beyond_after == audit.log.closed_cases
    assert spread.beyond <= audit.log.closed_cases / 100
    w, shown = words(language), " ".join(texts(root))
    for figures in (audit.before, audit.after):
        assert w("picture.days", days=plain(w, figures.cycle_time.median_days)) in shown
    assert w.number(spread.beyond) in " ".join(spread_told(audit))


@pytest.mark.parametrize("name", NAMES)
def test_the_median_lies_in_the_class_that_holds_the_middle_case(name):
    audit = audit_of(name)
    spread = audit.spread
    for counts, figures in ((spread.before, audit.before), (spread.after, audit.after)):
        at = int(figures.cycle_time.median_days // spread.width)
        middle = (audit.log.closed_cases - 1) // 2
        assert sum(counts[:at]) <= middle < sum(counts[: at + 1])


def test_few_cases_are_dots_and_many_are_bars():
    audit = audit_of("purchase_orders")
    few = Spread(2.0, 9.5, (3, 40, 0, 7, 1), 1, 8.0, (10, 30, 5, 6, 0), 0)
    root = readable(spread_svg(replace(audit, spread=few)))
    dots = {side: sum(len(list(one.iter(f"{SVG}circle"))) for one in groups(root, "spread") if one.get("data-side") == side)
            for side in ("before", "after")}  # fmt: skip
    assert dots == {"before": 51, "after": 51}
    places = [(one.get("cx"), one.get("cy")) for one in root.iter(f"{SVG}circle")]
    assert len(set(places)) == 102
    many = replace(few, before=(3, MOST_DOTS, 0, 7, 1))
    root = readable(spread_svg(replace(audit, spread=many)))
    assert not list(root.iter(f"{SVG}circle"))


def test_a_median_of_minutes_is_told_in_minutes():
    audit = audit_of("purchase_orders", "en")
    short = replace(audit.before, cycle_time=replace(audit.before.cycle_time, median_days=0.034))
    shown = " ".join(texts(readable(spread_svg(replace(audit, before=short)))))
    assert words("en")("picture.minutes", minutes=49) in shown


def test_without_a_plan_there_is_one_spread_and_no_word_of_another():
    audit = without_plan(audit_of("purchase_orders"))
    root = readable(spread_svg(audit))
    assert [one.get("data-side") for one in groups(root, "spread")] == ["before"]
    assert words("fr")("picture.after") not in texts(root)
    assert "plan" not in " ".join(spread_told(audit))


def test_a_log_in_which_no_time_passes_says_so(tmp_path):
    moment = "02/09/2024 09:00:00"
    rows = [(f"D{n}", step, moment, "Accueil", "Zoé") for n in range(30) for step in ("Demande", "Visa")]
    audit = audited(written(tmp_path, rows), "en")
    assert audit.spread is None
    assert spread_svg(audit) is None
    assert words("en")("report.view.spread.none") in " ".join(Page(page_of(audit)).text)


# the case as witness


def diary_of(audit):
    """The rows of the diary as the page has them."""
    page = page_of(audit)
    table = re.search(r'<table class="diary">.*?</table>', page, re.DOTALL)
    rows = table.group().split("<tr")[2:] if table else []
    return [[cell for _, cell in re.findall(r"<(th|td)[^>]*>(.*?)</\1>", row)] for row in rows]


def log_of(folder):
    """Cases of four steps; case n takes n % 7 hours more than 51."""
    start, rows = dt.datetime(2024, 9, 2, 9), []
    for case in range(301):
        came = start + dt.timedelta(hours=25 * case)
        for step, hours, role, agent in (
            ("Demande", 0, "Accueil", "Zoé Martin"), ("Visa du chef", 48, "Direction", "Anaïs Petit"),
            ("Décision", 50 + case % 7, "Accueil", "Zoé Martin"), ("Notification", 51 + case % 7, "Courrier", "Zoé Martin"),
        ):  # fmt: skip
            moment = came + dt.timedelta(hours=hours)
            rows.append((f"D{case:03d}", step, moment.strftime("%d/%m/%Y %H:%M:%S"), role, agent))
    return written(folder, rows)


def test_the_witness_is_the_first_closed_case_of_the_median_duration(tmp_path):
    audit = audited(log_of(tmp_path))
    witness = audit.witness
    assert witness.days == pytest.approx(audit.before.cycle_time.median_days)
    assert witness.name == "D003"
    assert sum(step.wait for step in witness.steps) == pytest.approx(witness.days)
    assert [step.activity for step in witness.steps] == ["Demande", "Visa du chef", "Décision", "Notification"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_diary_adds_up_and_shows_what_the_plan_does(name, language):
    audit = audit_of(name, language)
    witness, w = audit.witness, words(language)
    rows = diary_of(audit)
    assert len(rows) == len(witness.steps)
    assert witness.days == pytest.approx(audit.before.cycle_time.median_days)
    assert sum(step.wait for step in witness.steps) == pytest.approx(witness.days)
    assert sum(step.wait_after or 0 for step in witness.steps) == pytest.approx(witness.days_after)
    for row, step in zip(rows, witness.steps, strict=True):
        assert (row[-1] == w("report.view.witness.gone")) == step.gone
        assert step.gone or step.at_after <= step.at
        assert not step.gone or row[4:6] == ["–", "–"]
        came = EPOCH + dt.timedelta(microseconds=step.at)
        assert row[0].startswith(w.date(came.date()))


def test_what_goes_from_the_witness_goes_from_the_purchase_orders():
    audit = audit_of("purchase_orders")
    gone = [step.activity for step in audit.witness.steps if step.gone]
    touched = {step.activity for step in audit.steps if step.touched_by}
    assert gone
    assert set(gone) <= touched
    assert audit.witness.days_after < audit.witness.days


def test_no_person_stands_in_the_diary(tmp_path):
    audit = audited(log_of(tmp_path))
    shown = str(diary_of(audit)) + " ".join(diary(audit).told)
    assert "Martin" not in shown
    assert "Petit" not in shown
    assert "Accueil" in shown


def test_without_a_plan_the_diary_has_only_what_was_observed():
    audit = audit_of("purchase_orders", "en")
    witness = replace(audit.witness, planned=False, days_after=None)
    audit = replace(without_plan(audit), witness=witness)
    assert {len(row) for row in diary_of(audit)} == {4}
    assert words("en")("report.view.witness.no_plan") in diary(audit).told


def test_a_simulated_plan_dates_no_single_case():
    audit = audit_of("purchase_orders", "en")
    audit = replace(audit, witness=replace(audit.witness, days_after=None))
    rows = diary_of(audit)
    assert {len(row) for row in rows} == {5}
    assert words("en")("report.view.witness.gone") in [row[-1] for row in rows]
    assert words("en")("report.view.witness.undated") in diary(audit).told


def test_a_replay_that_lets_a_step_overtake_another_dates_nothing():
    moments = (5, 9, 7)
    steps = [WitnessStep(label, None, 10, 1.0, at_after=at) for label, at in zip("abc", moments, strict=True)]
    assert _in_turn(steps[:2], [])
    assert not _in_turn(steps, [])
    assert not _in_turn(steps, accepted(Remove(("c",))))
    assert _in_turn(steps, accepted(Move("c", "b", ("b",))))


def test_only_a_replay_that_holds_for_the_case_dates_it():
    with fresh_engine() as engine:
        cases = [[("a", n), ("b", n + 2.0), ("c", n + 3.0), ("d", n + 4.0)] for n in range(9)]
        measures, redesign = redesign_of(engine, cases)
        plan = accepted(Remove(("b",)))
        run = redesign.run([Remove(("b",))])
        witness = find_witness(measures, redesign, run, plan)
        assert (witness.name, witness.days, witness.days_after) == ("c0000", 4.0, pytest.approx(2.0))
        assert [step.gone for step in witness.steps] == [False, True, False, False]
        assert [step.wait_after for step in witness.steps] == pytest.approx([0.0, None, 1.0, 1.0])
        swapped, longer = run.time.copy(), run.time.copy()
        swapped[[2, 3]] = run.time[[3, 2]]
        longer[3] += 86_400_000_000
        for other in (
            replace(run, time=swapped), replace(run, time=longer), replace(run, outcome=replace(run.outcome, simulated=True)),
        ):  # fmt: skip
            witness = find_witness(measures, redesign, other, plan)
            assert witness.days_after is None
            assert [step.gone for step in witness.steps] == [False, True, False, False]
            assert {step.at_after for step in witness.steps} == {None}


def test_where_nothing_goes_and_nothing_is_dated_the_diary_says_so():
    audit = audit_of("deliberations", "en")
    assert not any(step.gone for step in audit.witness.steps)
    audit = replace(audit, witness=replace(audit.witness, days_after=None))
    assert {len(row) for row in diary_of(audit)} == {4}
    assert words("en")("report.view.witness.undated_none") in diary(audit).told


def test_where_people_could_be_found_the_case_has_neither_number_nor_dates():
    audit = audit_of("purchase_orders", "en")
    audit = replace(audit, witness=replace(audit.witness, name=None))
    shown = str(diary_of(audit)) + " ".join(diary(audit).told)
    assert "BC-2024" not in shown
    assert "2024" not in shown
    assert [row[0] for row in diary_of(audit)][:3] == ["day 0", "day 0", "day 2"]


def test_a_log_of_staff_gives_its_witness_no_number(tmp_path):
    source = log_of(tmp_path)
    named, nameless = audited(source, pack="none"), audited(source, pack="demande_rh")
    assert named.witness.name == "D003"
    assert nameless.witness.name is None
    assert "D003" not in str(diary_of(nameless)) + " ".join(diary(nameless).told)


def test_a_long_case_is_cut_and_says_so():
    audit = audit_of("deliberations", "en")
    audit = replace(audit, witness=replace(audit.witness, steps=audit.witness.steps * 4))
    assert len(diary_of(audit)) == MOST
    left = len(audit.witness.steps) - MOST
    assert words("en")("report.view.witness.more", count=left) in " ".join(Page(page_of(audit)).text)


# what changes for each service


def pairs_of(root):
    """(service, measure) -> what is told of it."""
    found = {}
    for row in groups(root, "service"):
        name = next(one.text for one in row.iter(f"{SVG}text"))
        for pair in groups(row, "pair"):
            found[name, pair.get("data-measure")] = next(one.text for one in pair.iter(f"{SVG}text"))
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_figures_of_services_are_those_of_the_audit(name, language):
    audit, w = audit_of(name, language), words(language)
    rows = {row.name: row.figures for row in service_rows(audit, 12)}
    for figures, side in ((audit.before, "before"), (audit.after, "after")):
        passages = sum(getattr(row[Measure.PASSAGES], side) for row in rows.values())
        received = sum(getattr(row[Measure.RECEIVED], side) for row in rows.values())
        days = sum(getattr(row[Measure.DAYS], side) for row in rows.values())
        assert passages == pytest.approx(figures.steps)
        assert received == pytest.approx(figures.handovers)
        assert days == pytest.approx(figures.cycle_time.mean_days)
    told = pairs_of(readable(dumbbells_svg(audit)))
    for role, row in rows.items():
        was, becomes = (plain(w, value) for value in (row[Measure.PASSAGES].before, row[Measure.PASSAGES].after))
        assert told[role, "passages"] == (was if was == becomes else f"{was} → {becomes}")


def many_services(audit, count):
    services = tuple(ServiceFigures(f"Service {n:02d}", 1000 - n, 400 - n) for n in range(count))
    passed = tuple(HandoverFigures(f"Service {n:02d}", f"Service {(n + 1) % count:02d}", 400 - n) for n in range(count))
    figures = replace(audit.before, services=services, passed=passed)
    return replace(audit, before=figures, after=figures)


def test_more_than_twelve_services_are_summed():
    audit = many_services(audit_of("purchase_orders"), 20)
    told = pairs_of(readable(dumbbells_svg(audit)))
    assert len({name for name, _ in told}) == 13
    days = sum(row.figures[Measure.DAYS].before for row in service_rows(audit, 12))
    assert days == pytest.approx(audit.before.cycle_time.mean_days)
    others = sum(1000 - n for n in range(12, 20)) / audit.before.cases
    assert told[words("fr")("report.view.services.others"), "passages"] == plain(words("fr"), others)


def test_without_a_plan_services_have_one_figure():
    audit = without_plan(audit_of("purchase_orders"))
    root = readable(dumbbells_svg(audit))
    assert not [told for told in pairs_of(root).values() if "→" in told]
    assert words("fr")("picture.after") not in texts(root)
    assert dumbbells_told(audit) == [words("fr")("report.view.services.caption.no_plan")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_log_without_services_says_why_they_are_left_out(tmp_path, language):
    start = dt.datetime(2024, 9, 2, 9)
    rows = [
        (f"D{n}", step, (start + dt.timedelta(hours=20 * n + k)).strftime("%d/%m/%Y %H:%M:%S"), "", "Zoé")
        for n in range(30) for k, step in enumerate(("Demande", "Visa"))
    ]  # fmt: skip
    audit = audited(written(tmp_path, rows), language)
    assert dumbbells_svg(audit) is None
    text = " ".join(Page(page_of(audit)).text)
    assert text.count(words(language)("report.view.services.none")) == 1
    assert words(language)("report.view.services.caption.no_plan") not in text


# from whom the work goes to whom


def cells_of(root):
    return {
        one.get("data-at"): "".join(text.text for text in one.iter(f"{SVG}text")) for one in groups(root, "cell")
    }  # fmt: skip


def rate(w, value):
    return w.number(value) if value >= 9.95 else w.number(value, 1)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_matrix_holds_every_handover_per_100_cases(name, language):
    audit, w = audit_of(name, language), words(language)
    cells = cells_of(readable(matrix_svg(audit)))
    shown = {at: told for at, told in cells.items() if told}
    wanted = {f"{one.source}→{one.target}": rate(w, 100 * one.count / audit.before.cases) for one in audit.before.passed}
    assert {at: told for at, told in shown.items() if not told.startswith("<")} == {
        at: told for at, told in wanted.items() if told != rate(w, 0.0)
    }
    assert len(cells) == len(audit.before.services) ** 2
    assert sum(one.count for one in audit.before.passed) / audit.before.cases == pytest.approx(audit.before.handovers)
    assert w.number(100 * audit.before.handovers) in " ".join(matrix_told(audit))


def test_the_handovers_are_those_that_follow_one_another_in_the_log(tmp_path):
    audit = audited(log_of(tmp_path), "en")
    assert {(one.source, one.target): one.count for one in audit.before.passed} == {
        ("Accueil", "Direction"): 301, ("Direction", "Accueil"): 301, ("Accueil", "Courrier"): 301,
    }  # fmt: skip
    assert {one.role: (one.passages, one.received) for one in audit.before.services} == {
        "Accueil": (602, 301), "Direction": (301, 301), "Courrier": (301, 301),
    }  # fmt: skip
    cells = cells_of(readable(matrix_svg(audit)))
    assert (cells["Accueil→Direction"], cells["Direction→Accueil"], cells["Direction→Courrier"]) == ("100", "100", "")


def test_the_darker_a_cell_the_more_often():
    audit = audit_of("purchase_orders")
    found = []
    for cell in groups(readable(matrix_svg(audit)), "cell"):
        told = "".join(one.text for one in cell.iter(f"{SVG}text")).replace(",", ".").replace("<", "")
        ground = next(cell.iter(f"{SVG}rect")).get("fill")
        found.append((float(told or 0), sum(int(ground[at : at + 2], 16) for at in (1, 3, 5))))
    found.sort()
    light = [shade for _, shade in found]
    assert light == sorted(light, reverse=True)
    assert len(set(light)) > 2


def test_more_than_twelve_services_share_a_row_of_the_matrix():
    audit = many_services(audit_of("purchase_orders"), 20)
    cells = cells_of(readable(matrix_svg(audit)))
    assert len(cells) == 144
    others = words("fr")(f"report.view.services.{Together.OTHERS}")
    among = sum(400 - n for n in range(11, 19))
    assert cells[f"{others}→{others}"] == rate(words("fr"), 100 * among / audit.before.cases)


# the most frequent paths


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_lines_are_the_most_frequent_paths(name, language):
    audit, w = audit_of(name, language), words(language)
    root = readable(variants_svg(audit))
    lines, total = groups(root, "variant"), sum(one.count for one in audit.before.variants)
    legend = {}
    for key in groups(root, "key"):
        number, label = (one.text for one in key.iter(f"{SVG}text"))
        legend[number] = label
    assert len(lines) == min(10, len(audit.before.variants))
    for line, variant in zip(lines, audit.before.variants, strict=False):
        shown, *numbers = [one.text for one in line.iter(f"{SVG}text")]
        assert shown == share(w, variant.count / total)
        assert [legend[number] for number in numbers] == list(variant.activities)
        assert int(line.get("data-steps")) == len(variant.activities)
        assert "-".join(numbers) in root.find(f"{SVG}desc").text


def test_blocks_of_one_service_have_one_colour_and_services_differ():
    audit = audit_of("purchase_orders")
    roles = {one.activity: one.role for one in audit.before.activities}
    colours = {}
    for key in groups(root_of(variants_svg(audit)), "key"):
        label = list(key.iter(f"{SVG}text"))[-1].text
        colours.setdefault(roles[label], set()).add(next(key.iter(f"{SVG}rect")).get("fill"))
    assert all(len(found) == 1 for found in colours.values())
    assert len(set.union(*colours.values())) == len(colours)


def test_a_path_that_is_too_long_says_how_many_steps_are_left_out():
    audit = audit_of("purchase_orders")
    long = VariantFigures(audit.before.variants[0].activities * 10, 40)
    audit = replace(audit, before=replace(audit.before, variants=(long, *audit.before.variants)))
    line = groups(readable(variants_svg(audit)), "variant")[0]
    *blocks, more = [one.text for one in line.iter(f"{SVG}text")][1:]
    assert len(blocks) + int(more.removeprefix("+")) == len(long.activities)


# all of them


def drawn(audit):
    return [svg for svg in (spread_svg(audit), dumbbells_svg(audit), matrix_svg(audit), variants_svg(audit)) if svg]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_hostile_labels_are_text_and_stay_in_their_place(tmp_path, language):
    start, steps = dt.datetime(2024, 9, 2, 9), [label for label in HOSTILE if label]
    rows = [
        (f"D{n}", label, (start + dt.timedelta(hours=20 * n + at)).strftime("%d/%m/%Y %H:%M:%S"), f"S {label}", "Zoé")
        for n in range(40) for at, label in enumerate(steps)
    ]  # fmt: skip
    audit = audited(written(tmp_path, rows), language)
    assert len(audit.before.services) == 12
    assert len(drawn(audit)) == 4
    for svg in drawn(audit):
        root = readable(svg)
        assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {"svg", "title", "desc", "g", "path", "rect", "circle", "text"}
        assert not [name for one in root.iter() for name in one.attrib if name.startswith("on") or "href" in name]
    page = Page(page_of(audit))
    assert not page.open
    tags = [tag for tag, _ in page.elements]
    assert (tags.count("script"), tags.count("img"), tags.count("b")) == (3, 0, 0)
    assert "<script>alert(1)</script>" in " ".join(page.text)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_section_stands_in_the_contents_and_every_view_is_told_in_words(language):
    audit, w = audit_of("purchase_orders", language), words(language)
    html = page_of(audit)
    page = Page(html)
    assert ("a", {"href": "#time_services"}) in page.elements
    assert "time_services" in page.ids
    assert [view.name for view in views(audit)] == ["spread", "services", "matrix"]
    for view in (*views(audit), variants_view(audit)):
        assert f"h-view-{view.name}" in page.ids
        assert all(sentence in html.replace("&#39;", "'") for sentence in view.told)
    assert w("report.page.time_services") in " ".join(page.text)


def test_the_same_audit_draws_the_same_bytes():
    audit = audit_of("purchase_orders")
    assert drawn(audit) == drawn(audit)
    assert page_of(audit) == page_of(audit)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_stands_out_from_its_ground(name):
    audit = many_services(audit_of(name), 20)
    for svg in drawn(audit):
        root = root_of(svg)
        for group in (*groups(root, "cell"), *groups(root, "block")):
            ground = next(group.iter(f"{SVG}rect")).get("fill")
            assert all(contrast(one.get("fill"), ground) >= 4.5 for one in group.iter(f"{SVG}text"))
        assert all(contrast(one.get("fill"), "#FFFFFF") >= 4.5 for one in root.iter(f"{SVG}text"))
