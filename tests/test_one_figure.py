"""A finding shows one figure everywhere: its share in the plan, its gain alone beside it, named as such."""

import datetime as dt
import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from procmap import publishing
from procmap.config import load_config
from procmap.engine import Engine
from procmap.findings import Gain, Gainers, Interval
from procmap.language import words
from procmap.report.gain_words import gainers_sentence
from procmap.report.shares import Shares, places_shown
from procmap.report.terminal import terminal_text

from .conftest import DAY, EXAMPLES, contents_of

ALONE = {"fr": "isolément\u00a0: ", "en": "alone: "}


class Text(HTMLParser):
    """The text of a page, element by element."""

    def __init__(self, page):
        super().__init__()
        self.pieces = []
        self.feed(page)

    def handle_data(self, data):
        self.pieces.append(data)


@pytest.fixture(scope="module", params=[
    ("purchase_orders", "fr"), ("deliberations", "en"), ("archive_disposal", "fr"), ("archive_disposal", "en"),
])  # fmt: skip
def written(request, tmp_path_factory):
    """An audit of an example and its files; of the last one a change is refused."""
    from procmap import flow

    name, language = request.param
    source = EXAMPLES / name / "log.csv"
    config = load_config(None, source).with_options(date=dt.date.fromisoformat(DAY), language=language)
    folder = tmp_path_factory.mktemp("one") / "audit"
    with Engine(threads=2) as engine:
        publishing.audit_to_folder(source, folder, config, engine)
    with Engine(threads=2) as engine:
        audit = flow.audit_source(source, config, engine).audit
    return audit, {name: content.decode() for name, content in contents_of(folder).items()}


def told(audit, finding):
    """The figures that a reader sees of a finding: hours and days in the plan, hours and days alone."""
    w, shares = words(audit.language), Shares.of(audit)
    part, gain = shares.parts.get(finding.identity), finding.gain

    def pair(hours, days):
        in_hours = w.number(hours, places_shown(hours, shares.hours_places))
        return w("report.gain.short", hours=in_hours, days=w.number(days, places_shown(days, shares.days_places)))

    alone = pair(gain.expected_office_hours.estimate, gain.expected_days.estimate)
    return (pair(part.hours, part.days) if part else None), alone


def test_a_finding_shows_one_figure_everywhere(written):
    audit, files = written
    w = words(audit.language)
    found = json.loads(files["findings.json"])
    shares = {entry["id"]: entry for entry in found["plan"]["shares"]}
    assert list(shares) == found["plan"]["findings"]
    assert shares
    flat = terminal_text(audit, width=1000)
    page = " ".join(" ".join(Text(files["report.html"]).pieces).split())
    picture = " ".join(text.strip() for text in ET.fromstring(files["before_after.svg"]).itertext())
    plan = files["plan.toml"]
    for finding in audit.findings:
        if finding.grade == "C":
            continue
        part, alone = told(audit, finding)
        share = shares.get(finding.identity)
        assert (part is None) == (share is None)
        for text in (flat, page):
            assert part is None or " ".join(part.split()) in " ".join(text.split())
            assert alone == part or " ".join((ALONE[audit.language] + alone).split()) in " ".join(text.split())
        sentence = re.search(rf'id="{finding.identity}".*?data-gain="([^"]*)"', files["report.html"], re.DOTALL)
        assert sentence
        comments = re.search(rf'((?:# .*\n)+)\[\[finding\]\]\nid = "{finding.identity}"', plan)
        assert comments
        headlines = [line.removeprefix("# ").split() for line in comments.group(1).splitlines()]
        assert html.unescape(sentence.group(1)).split() in headlines
        if share is not None:
            places = Shares.of(audit).days_places
            assert f"−{w.number(share['cycle_days'], places)}".replace("−", "\u2212") in picture
            own = w.number(share["cycle_office_hours"], Shares.of(audit).hours_places)
            for text in (flat, page, plan):
                assert own in text


def test_before_the_shares_and_after_add_up_as_they_are_printed(written):
    audit, files = written
    shares, plan = Shares.of(audit), json.loads(files["findings.json"])["plan"]
    before, after = audit.before.cycle_time, audit.after.cycle_time
    for field, name, places in (
        ("cycle_days", "mean_days", shares.days_places), ("cycle_office_hours", "mean_office_hours", shares.hours_places),
    ):
        parts = sum(entry[field] for entry in plan["shares"])
        difference = round(getattr(before, name), places) - round(getattr(after, name), places)
        assert round(parts - difference, places) == 0
        assert parts == pytest.approx(plan["gain"]["expected"][field]["estimate"], abs=1.01 * 10**-places)
        assert plan["after"][name] == pytest.approx(getattr(after, name), rel=1e-5)


def test_what_no_change_touches_lasts_as_long_in_the_picture(written):
    audit, files = written
    now, then = ({a.activity: a for a in figures.activities} for figures in (audit.before, audit.after))
    for step in json.loads(files["findings.json"])["steps"]:
        label = step["activity"]
        if not step["touched_by"]:
            assert (then[label].sojourn_days, then[label].sojourn_hours) == (now[label].sojourn_days, now[label].sojourn_hours)
        shown, in_json = now[label].sojourn_days, step["before"]["median_days"]
        assert (shown is None) == (in_json is None)
        assert in_json == pytest.approx(shown, rel=1e-5) if shown is not None else step["before"]["share_of_time"] == 0


def test_a_change_that_is_not_accepted_has_a_gain_alone(written):
    audit, _ = written
    first = next(f for f in audit.findings if f.gain and f.grade != "C")
    refused = replace(audit, after=audit.before, plan=replace(audit.plan, accepted=(), gain=None, shares=()))
    flat = terminal_text(refused, width=1000)
    assert ALONE[audit.language] + told(refused, first)[1] in flat


@pytest.mark.parametrize(
    ("share", "days", "english", "french"),
    [
        (0.1, 28.0, "9 of 10 gain nothing, 1 in 10 about 4 weeks", "9 dossiers sur 10 n’y gagnent rien, 1 sur 10 environ 4 sem"),
        (0.13, 5.0, "87 of 100 gain nothing, 13 in 100 about 5.0 cal", "87 dossiers sur 100 n’y gagnent rien, 13 sur 100"),
        (0.034, 6.7, "97 of 100 gain nothing, 3 in 100 about", "97 dossiers sur 100 n’y gagnent rien, 3 sur 100 environ"),
        (0.0001, 5.0, "999 of 1,000 gain nothing, 1 in 1,000", "999 dossiers sur 1\u202f000 n’y gagnent rien"),
        (0.98, 1.6, "98 % of the closed cases gain, at the median 1.6 calendar days", "98\u202f% des dossiers clos y gagnent"),
        (0.0, 0.0, "No closed case gains", "Aucun dossier clos n’y gagne"),
    ],
)
def test_how_many_cases_gain_is_told_where_few_do(share, days, english, french):
    gainers = Gainers(share, days)
    assert re.sub(r"\s", " ", english).replace("98 %", "98%") in re.sub(r"\s", " ", gainers_sentence(words("en"), gainers)).replace(
        "98.0%", "98%"
    )
    assert re.sub(r"\s", " ", french) in re.sub(r"\s", " ", gainers_sentence(words("fr"), gainers)).replace("98,0", "98")


def test_a_small_gain_is_not_printed_as_none():
    assert [places_shown(value, 1) for value in (0.3, 0.04, 0.004, 0.0, 0.0000001)] == [1, 2, 3, 1, 3]
    tiny = Interval(0.004, 0.003, 0.005)
    assert Gain(tiny, tiny, tiny, tiny, "joint").indicative is False
