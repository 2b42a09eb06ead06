"""What leaves the analyst's hands: findings.json, report.html, the process map, the terminal summary."""

import json
import re
import string
import tomllib
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procmap.cli.plain import plain
from procmap.findings import (
    BoundLoop,
    Condition,
    Evidence,
    Finding,
    Gain,
    Gainers,
    GuardName,
    Guards,
    Interval,
    Legal,
    NotEvaluable,
    Remove,
    SetPeriod,
)
from procmap.judgement.plan import Plan, PlanLine
from procmap.language import words
from procmap.log import Capability
from procmap.measures.figures import ActivityFigures, CycleTime, FlowFigures, ProcessFigures, VariantFigures
from procmap.report.audit import Audit, LogSummary, Provenance
from procmap.report.findings_json import findings_json
from procmap.report.html import report_html
from procmap.report.inline_svg import inline_svg
from procmap.report.map_selection import MOST_ACTIVITIES, select
from procmap.report.plan_toml import plan_toml, read_plan
from procmap.report.process_map import process_map_svg
from procmap.report.quantities import share
from procmap.report.rounding import parts_of
from procmap.report.sentences import sentence
from procmap.report.terminal import terminal_text

HOSTILE = (
    "<script>alert(1)</script>", "</style></svg><img src=x onerror=alert(1)>", '"quoted" \'label\' & &amp; &#60;',
    '=HYPERLINK("http://x")', "\u202eevil\u2066 label", "طلب شراء", "", "x" * 300, "\\N \\G \\l {a|b} <b>bold</b>",
    "<b>whole</b>", "two\nlines\x00\x0b", "{activities} %s {{ 7*7 }}", "]]> --> <!-- 😀",
)
PICTURE = (
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" aria-labelledby="a b">'
    '<title id="a">T</title><desc id="b">D</desc><marker id="m"/><path marker-end="url(#m)"/></svg>'
)


def gain(estimate, share_=0.9):
    def spread(value):
        return Interval(value, value * 0.85, value * 1.2)

    return Gain(
        spread(estimate), spread(estimate / 4.7), spread(estimate * share_), spread(estimate * share_ / 4.7),
        "condition", cases=1041, gainers=Gainers(0.98, 1.6), expected_gainers=Gainers(0.88, 1.6),
    )


def process(labels, count=1500):
    roles = ("Service demandeur", "Direction générale", None, "Direction des finances")
    activities = tuple(
        ActivityFigures(a, roles[i % 4], count - 37 * i, count - 40 * i, 2.5 * i, 0.37 * i)
        for i, a in enumerate(labels)
    )
    flows = [FlowFigures(None, labels[0], count, count, None, None)]
    flows += [
        FlowFigures(a, b, count - 40 * i, count - 40 * i, 1.5, 0.03 + 0.8 * i)
        for i, (a, b) in enumerate(pairwise(labels))
    ]
    flows.append(FlowFigures(labels[-1], labels[0], 12, 12, 8.0, 2.0))
    flows.append(FlowFigures(labels[-1], None, count, count, None, None))
    flows.sort(key=lambda f: (-f.count, f.source or "", f.target or ""))
    variants = (VariantFigures(tuple(labels), 900), VariantFigures(tuple(labels[:-1]), 600))
    cycle = CycleTime(6.123456789, 4.9, 29.51, 24.0)
    return ProcessFigures(count, activities, tuple(flows), variants, 8.25, 4.4, 3.0, cycle)


LABELS = ("Créer la demande", "Visa du directeur", "Demander un complément", "Signer", "Notifier")


def sample(language="fr", labels=LABELS):
    _, b, c, d, e = labels[:5]
    findings = (
        Finding(
            "low_yield_check", (b,), ("Direction générale",), "trust",
            Evidence(2, 1041, "instances", 2 / 1041, upper=0.00604, examples=("PU-2024-00041", c)), Remove((b,)),
            Condition((b,), "sample 10 %", share=0.9), 0.001, Guards((GuardName.OPEN_CASES, GuardName.SUPPORT)), (), "A",
            Legal(), None, gain(8.1), "F01",
        ),
        Finding(
            "incomplete_file", (c,), (), "information_sharing",
            Evidence(312, 1480, "cases", 312 / 1480, lower=0.19, figures=(("times", 350),)), BoundLoop((b,), (c,)),
            BoundLoop((b,), (c,), share=0.5), 0.001, Guards((GuardName.OPEN_CASES,), (GuardName.SUPPORT,)), ("channel",), "B",
            Legal("local_rule", "Règlement intérieur, art. 12", "likely", "2026-01-05", "voté par l’assemblée"), None,
            gain(3.456789), "F02",
        ),
        Finding(
            "periodic_batch", (d,), ("Direction générale",), "flow",
            Evidence(88, 230, "days", 88 / 230, upper=0.5, figures=(("gap", 5.0), ("weekday_3", 0.93))),
            SetPeriod(d), SetPeriod(d, days=1), 0.001, Guards((GuardName.STATUTORY_TIMER,)), (), "A", Legal(), None,
            gain(0.043), "F03",
        ),
        Finding(
            "media_break", (d, e), (), "digital_continuity", Evidence(1200, 1480, "cases", 1200 / 1480, lower=0.79),
            grade="C", legal=Legal("legal", "CGCT L3221-3", "certain", "2026-01-05"), identity="F04",
        ),
    )
    before = process(list(labels))
    log = LogSummary(
        "achats & co.csv", "ab" * 32, 1500, 1480, 18407, 5, 18410, 3, "2024-09-02T09:21:25", "2025-09-12T16:40:02",
        "Europe/Paris", "Mon-Fri 09:00-12:30 13:30-17:00", None, ("fine_timestamps", "role"), ("Une note.",),
        (("case", "N° de dossier", "par son nom"),), ((12, "date", "31/02/2025", "date impossible"),),
    )
    plan = Plan(
        (
            PlanLine(findings[0].key, accept=True), PlanLine(findings[1].key, accept=True),
            PlanLine(findings[2].key, accept=False, reason="séance imposée"),
        ),
        ("F01", "F02"), gain(10.2), (("F01", 7.29, 1.55), ("F02", 1.89, 0.402)),
    )
    return Audit(
        "Bons de commande", language, log, before, replace(before, steps=7.1), findings,
        (replace(findings[0], identity="", detector="relay_step"),), (NotEvaluable("micro_steps", Capability.RESOURCE),),
        plan, Provenance("0.1.0", "2026-11-23", (("hours", "Mon-Fri 09:00-17:00"),)),
    )


def hostile_samples():
    for language in ("fr", "en"):
        for start in range(0, len(HOSTILE), 5):
            labels = tuple(dict.fromkeys((*HOSTILE[start:start + 5], "a", "b", "c", "d")))
            audit = sample(language, labels)
            bad = labels[0]
            yield replace(
                audit, title=bad,
                log=replace(audit.log, source=bad, columns=(("case", bad, bad),), refusals=((1, bad, bad, bad),)),
                findings=tuple(
                    replace(f, roles=(bad,), legal=Legal("legal", bad, "certain", bad, bad)) for f in audit.findings
                ),
                plan=Plan(
                    tuple(PlanLine(f.key, accept=True, reason=bad) for f in audit.findings[:3]), ("F01",), gain(1.0),
                ),
            )


class Page(HTMLParser):
    """The elements, ids, and shown text of a page."""

    VOID = frozenset(("meta", "input", "img", "br"))

    def __init__(self, html):
        super().__init__()
        self.elements, self.ids, self.text, self.references, self.open = [], [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag) if tag not in self.VOID else None
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in {"aria-labelledby", "aria-describedby", "for"}:
                self.references += value.split()
            if name == "href" and value.startswith("#"):
                self.references.append(value[1:])

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in {"script", "style"}:
            self.text.append(data)


def page_of(audit):
    return report_html(audit, PICTURE, process_map_svg(audit), PICTURE)


def test_findings_json_is_the_promised_one():
    found = json.loads(findings_json(sample(), ["report.html", "findings.json"]), parse_constant=pytest.fail)
    assert list(found) == [
        "schema", "procmap", "files", "log", "findings", "minor", "plan", "steps", "time", "reading", "not_evaluable",
    ]  # fmt: skip
    assert list(found["log"]) == [
        "cases", "closed_cases", "events", "activities", "rows_read", "rows_rejected", "first", "last", "time_zone",
        "calendar", "pack", "pack_evidence", "capabilities", "cycle_time",
    ]
    first = found["findings"][0]
    assert list(first) == [
        "id", "key", "detector", "activities", "roles", "grade", "lever", "legal", "protected", "act", "evidence", "guards",
        "change", "threshold", "gain", "would_refute",
    ]
    assert first["key"] == "low_yield_check|Visa du directeur|Direction générale"
    assert first["change"] == {
        "op": "condition", "activity": "Visa du directeur", "when": "sample 10 %", "share": 0.9, "minimum": None,
    }
    assert first["evidence"] == {
        "count": 2, "of": 1041, "unit": "instances", "rate": 0.00192123, "upper": 0.00604, "lower": None,
        "examples": ["PU-2024-00041", "Demander un complément"], "figures": {},
    }
    assert first["gain"]["cycle_office_hours"] == {"estimate": 8.1, "low": 6.885, "high": 9.72}
    assert first["gain"]["expected"]["cycle_office_hours"]["estimate"] == 7.29
    assert first["gain"]["indicative"] is False
    assert first["gain"]["cases"] == {"share": 0.98, "median_days": 1.6}
    assert first["gain"]["expected"]["cases"] == {"share": 0.88, "median_days": 1.6}
    assert first["protected"] is None
    assert found["plan"]["findings"] == ["F01", "F02"]
    assert found["plan"]["cases"] == found["plan"]["gain"]["cases"]
    assert found["plan"]["after"] == found["log"]["cycle_time"]
    assert found["log"]["cycle_time"]["mean_days"] == 6.12346


def test_a_question_has_no_change_and_no_gain_and_says_what_protects_it():
    question = json.loads(findings_json(sample(), []))["findings"][3]
    assert (question["grade"], question["change"], question["gain"]) == ("C", None, None)
    assert question["protected"] == {
        "level": "legal", "basis": "CGCT L3221-3", "confidence": "certain", "checked_on": "2026-01-05", "why": None,
    }


def test_what_is_not_a_number_becomes_null():
    audit = sample()
    broken = replace(audit.findings[0], evidence=replace(audit.findings[0].evidence, rate=0.0, upper=float("nan")))
    found = json.loads(findings_json(replace(audit, findings=(broken,)), []), parse_constant=pytest.fail)
    assert found["findings"][0]["evidence"]["upper"] is None


def test_numbers_of_the_page_are_those_of_findings_json():
    for language in ("fr", "en"):
        audit, w = sample(language), words(language)
        found = json.loads(findings_json(audit, []))
        text = " ".join(Page(page_of(audit)).text)
        for finding in found["findings"][:3]:
            evidence, gains = finding["evidence"], finding["gain"]
            assert w.number(evidence["count"]) in text
            assert share(w, evidence["rate"]) in text
            if evidence["unit"] != "days":
                assert share(w, evidence["upper"] or evidence["lower"]) in text
            expected = gains["expected"]
            for interval in (gains["cycle_office_hours"], expected["cycle_office_hours"], expected["cycle_days"]):
                for value in interval.values():
                    assert w.number(value, 1) in text
        joint = found["plan"]["gain"]["expected"]["cycle_office_hours"]["estimate"]
        assert w.number(joint, 1) in text


def test_the_page_is_well_formed_and_asks_for_nothing():
    for audit in (sample("fr"), sample("en"), *hostile_samples()):
        html = page_of(audit)
        page = Page(html)
        assert not page.open
        assert len(page.ids) == len(set(page.ids))
        assert set(page.references) <= set(page.ids)
        tags = [tag for tag, _ in page.elements]
        assert (tags.count("h1"), tags.count("main"), tags.count("script")) == (1, 1, 3)
        assert not {"img", "iframe", "link", "object", "b"} & set(tags)
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on")]
            target = attributes.get("href") or attributes.get("src") or attributes.get("xlink:href")
            assert target is None or target.startswith("#"), (tag, target)
        assert "default-src 'none'" in html
        assert "{{" not in html.replace("{{ 7*7 }}", "")
        assert len(html.encode()) < 300_000


def test_every_table_has_a_caption_and_scoped_heads():
    html = page_of(sample())
    for table in re.findall(r"<table.*?</table>", html, flags=re.DOTALL):
        assert "<caption" in table
        assert not re.findall(r"<th(?![^>]*scope=)[ >]", table)


def test_labels_from_right_to_left_are_isolated_and_direction_marks_shown():
    text = "".join(Page(page_of(sample("en", ("طلب شراء", "\u202eevil", "c", "d", "e")))).text)
    assert "\u202e" not in text
    assert "\\u202eevil" in text
    assert "\u2068طلب شراء\u2069" in text


def test_a_key_is_exported_from_the_page_as_plan_toml_writes_it():
    audit = sample("en", ("a", 'b\x1b[2J\u202e\x85\n"', "c\x9b", "d", "e"))
    keys = [found["data-key"] for _, found in Page(page_of(audit)).elements if found.get("data-key")]
    assert keys
    assert {tomllib.loads(f"key = {key}")["key"] for key in keys} == {line.key for line in audit.plan.lines}


def test_the_map_is_xml_with_literal_labels_and_no_active_content():
    for audit in (*hostile_samples(), sample()):
        svg = process_map_svg(audit)
        root = ET.fromstring(svg)
        names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
        assert names <= {"svg", "title", "desc", "g", "path", "polygon", "rect", "line", "text"}
        assert not [k for element in root.iter() for k in element.attrib if "href" in k or k.startswith("on")]
    shown = "".join(ET.fromstring(process_map_svg(sample("en", HOSTILE[8:13]))).itertext())
    assert "\\N \\G \\l" in shown
    assert "<b>whole</b>" in shown


def test_the_map_says_what_it_hides_and_joins_all_that_it_shows():
    audit = sample("en", tuple(f"Activity {n}" for n in range(35)))
    svg = process_map_svg(audit)
    assert f"Shown: {MOST_ACTIVITIES} of 35 activities" in svg
    chosen = select(audit.before)
    reached, waiting = {None}, [None]
    while waiting:
        source = waiting.pop()
        for flow in chosen.flows:
            if flow.source == source and flow.target is not None and flow.target not in reached:
                reached.add(flow.target)
                waiting.append(flow.target)
    assert reached - {None} == {a.activity for a in chosen.activities}


def test_the_map_and_the_page_stay_small_for_400_activities():
    audit = sample("fr", tuple(f"Étape numéro {n} au libellé assez long" for n in range(400)))
    svg = process_map_svg(replace(audit, before=process([a.activity for a in audit.before.activities], 20000)))
    assert len(svg) < 100_000
    assert len(page_of(audit)) < 400_000


def test_the_same_audit_gives_the_same_bytes(capfd):
    assert page_of(sample()) == page_of(sample())
    assert findings_json(sample(), []) == findings_json(sample(), [])
    assert capfd.readouterr() == ("", "")


def test_drawings_share_no_id():
    svg = inline_svg(PICTURE, "ba")
    assert svg.startswith("<svg")
    assert 'id="ba-m"' in svg
    assert "url(#ba-m)" in svg
    assert 'aria-labelledby="ba-a ba-b"' in svg


def test_an_audit_without_findings_says_so():
    for language in ("fr", "en"):
        audit = replace(sample(language), findings=(), minor=(), not_evaluable=(), plan=Plan())
        text = " ".join(Page(page_of(audit)).text)
        assert words(language)("report.page.matters.none") in text
        assert words(language)("report.gain.joint_none") in text
        assert words(language)("report.terminal.none") in terminal_text(audit)


def test_the_first_screen_says_why_a_change_is_not_accepted():
    page = page_of(sample())
    first = page[page.index('id="summary"') : page.index('id="picture"')]
    assert first.count('class="why"') == 1  # only the third is not accepted
    assert "séance imposée" in first


def test_what_the_law_leaves_free_is_not_marked_as_a_warning():
    audit = sample()
    free = replace(audit.findings[0], legal=Legal("free"))
    page = page_of(replace(audit, findings=(free, *audit.findings[1:])))
    (warned,) = re.findall(r"^(.*)\{ border-style: dashed; border-color: var\(--warm\)", page, re.MULTILINE)
    classes = set(re.findall(r"\.(law-\w+)", warned))
    assert classes == {"law-unknown", "law-local_rule", "law-legal"}
    assert '<span class="tag law-free">' in page
    assert not re.search(r"\.legal\b", warned)


def test_a_section_without_content_is_left_out():
    audit = sample()
    assert 'id="minor"' in page_of(audit)
    assert 'href="#minor"' in page_of(audit)
    none = page_of(replace(audit, minor=()))
    assert 'id="minor"' not in none
    assert 'href="#minor"' not in none


def test_where_nothing_is_accepted_the_figures_are_those_of_today():
    nothing = " ".join(Page(page_of(replace(sample(), plan=Plan()))).text)
    assert "La procédure aujourd’hui" in nothing
    assert "avec les changements retenus" not in nothing.split("Avant et après")[0]
    assert "La procédure aujourd’hui et avec les changements retenus" in " ".join(Page(page_of(sample())).text)


def test_a_short_step_is_not_printed_as_taking_no_time():
    audit = sample()
    first, *others = audit.before.activities
    steps = (replace(first, sojourn_days=0.003, sojourn_hours=0.07), *others)
    page = page_of(replace(audit, before=replace(audit.before, activities=steps)))
    table = page[page.index('id="activities"') :]
    table = table[: table.index("</section>")]
    assert "moins de 0,01" in table
    assert ">0,00<" not in table


def test_a_remark_on_the_law_is_a_sentence():
    text = " ".join(Page(page_of(sample())).text)
    assert "Voté par l’assemblée." in text
    assert sentence("L’acte est signé !") == "L’acte est signé !"


def test_the_terminal_summary_fits_and_names_report_and_findings():
    for language, width in (("fr", 80), ("en", 120)):
        text = terminal_text(sample(language), width=width, report="audit/report.html")
        assert max(len(line) for line in text.splitlines()) <= width
        assert all(name in text for name in ("F01", "F02", "F03", "F04", "audit/report.html"))
    for audit in hostile_samples():
        assert not re.search("[\x1b\u202e\u2066-\u2069]", terminal_text(audit))
    long = sample("fr", ("a", "طلب شراء " * 12, "c", "d", "e"))
    assert "طلب" in terminal_text(long, width=80)


def test_the_table_is_laid_out_with_what_the_console_can_show():
    labels = ("a", "Œuvre… ≤ 3" * 6, "Complément…", "d", "e")
    text = terminal_text(sample("fr", labels), width=80, plain=lambda told: plain(told, "ascii"))
    assert plain(text, "ascii") == text.replace("─", "-")
    assert max(map(len, text.splitlines())) <= 80


def test_the_plan_of_an_audit_is_read_back_even_with_hostile_labels():
    for audit in (*hostile_samples(), sample()):
        read = read_plan(plan_toml(audit), "plan.toml")
        assert list(read) == [line.key for line in audit.plan.lines]
        assert [line.accept for line in read.values()] == [line.accept for line in audit.plan.lines]


def catalogue(language):
    file = Path(__file__).parents[1] / "procmap" / "language" / "messages" / f"report.{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_both_catalogues_hold_the_same_keys_with_the_same_fields():
    french, english = catalogue("fr"), catalogue("en")
    assert list(french) == list(english)
    for key, text in french.items():
        fields = [{part[1] for part in string.Formatter().parse(told) if part[1]} for told in (text, english[key])]
        assert fields[0] == fields[1], key


def test_french_typography():
    for key, text in catalogue("fr").items():
        assert "'" not in text, key
        assert not re.search(r"[^\s\u202f][;!?»]|«[^\u202f]| [;!?:»%]|[^\u00a0\s\d]:(?!/)(?!\w)", text), (key, text)
    for key, text in catalogue("en").items():
        assert "'" not in text, key


@given(
    st.lists(st.floats(0, 50, allow_nan=False), min_size=1, max_size=8),
    st.integers(0, 3),
)
def test_rounded_parts_add_up_to_the_rounded_total(parts, decimals):
    total = sum(parts)
    rounded = parts_of(total, parts, decimals)
    assert sum(round(part * 10**decimals) for part in rounded) == round(total * 10**decimals)
    assert all(abs(part - exact) <= 1.000001 / 10**decimals for part, exact in zip(rounded, parts, strict=True))


def test_parts_that_leave_a_rest_are_rounded_one_by_one():
    assert parts_of(10.0, [2.04, 3.06], 1) == (2.0, 3.1)
