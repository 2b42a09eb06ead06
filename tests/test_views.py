"""The views of the report: their figures are those of the audit, and each can be read by everybody."""

import datetime as dt
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from procmap import flow
from procmap.config import load_config
from procmap.engine import Engine
from procmap.language import words
from procmap.redesign.spread_after import Spread
from procmap.report.quantities import plain
from procmap.report.views.spread_view import MOST_DOTS, spread_svg, spread_told

from .conftest import DAY, EXAMPLES
from .picture_geometry import SVG, faults
from .test_report import Page, page_of

NAMES = ("purchase_orders", "deliberations", "archive_disposal")
SMALLEST = 12.0


@cache
def examined(name, language="fr"):
    source = EXAMPLES / name / "log.csv"
    return audited(source, language)


def audited(source, language="fr"):
    config = load_config(None, source).with_options(date=dt.date.fromisoformat(DAY), language=language)
    with Engine(threads=2) as opened:
        return flow.audit_source(source, config, opened).audit


def written(folder, rows, name="log.csv"):
    """A log of (case, activity, moment, service, agent) rows."""
    source = folder / name
    lines = ["N° dossier;Étape;Date de fin;Service;Agent", *(";".join(row) for row in rows)]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return source


def without_plan(audit):
    nothing = replace(audit.plan, accepted=(), gain=None, shares=())
    spread = audit.spread and replace(audit.spread, after=None, beyond_after=0)
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
    audit = examined(name, language)
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
    audit = examined(name)
    spread = audit.spread
    for counts, figures in ((spread.before, audit.before), (spread.after, audit.after)):
        at = int(figures.cycle_time.median_days // spread.width)
        middle = (audit.log.closed_cases - 1) // 2
        assert sum(counts[:at]) <= middle < sum(counts[: at + 1])


def test_few_cases_are_dots_and_many_are_bars():
    audit = examined("purchase_orders")
    few = Spread(2.0, 9.5, (3, 40, 0, 7, 1), 1, (10, 30, 5, 6, 0), 0)
    root = readable(spread_svg(replace(audit, spread=few)))
    dots = {side: sum(len(list(one.iter(f"{SVG}circle"))) for one in groups(root, "spread") if one.get("data-side") == side)
            for side in ("before", "after")}  # fmt: skip
    assert dots == {"before": 51, "after": 51}
    places = [(one.get("cx"), one.get("cy")) for one in root.iter(f"{SVG}circle")]
    assert len(set(places)) == 102
    many = replace(few, before=(3, MOST_DOTS, 0, 7, 1))
    root = readable(spread_svg(replace(audit, spread=many)))
    assert not list(root.iter(f"{SVG}circle"))


def test_without_a_plan_there_is_one_spread_and_no_word_of_another():
    audit = without_plan(examined("purchase_orders"))
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
