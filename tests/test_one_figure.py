"""A finding shows one figure everywhere: its share in the plan, its gain alone beside it, named as such."""

import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from procmap.findings import Gain, Gainers, Interval
from procmap.language import words
from procmap.report.before_after import before_after_svg, time_picture
from procmap.report.findings_json import findings_json
from procmap.report.gain_words import GainWords, gainers_sentence
from procmap.report.html import report_html
from procmap.report.plan_toml import plan_toml
from procmap.report.process_map import process_map_svg
from procmap.report.quantities import Quantity
from procmap.report.shares import Amount, Shares, decimals_for
from procmap.report.terminal import log_line, terminal_text
from procmap.report.together import together

from .conftest import audit_of

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
    ("purchase_orders", "fr", False), ("deliberations", "en", False), ("archive_disposal", "fr", False),
    ("archive_disposal", "en", False), ("purchase_orders", "fr", True), ("purchase_orders", "en", True),
])  # fmt: skip
def written(request):
    """An audit of an example and its files; of archive_disposal a change is refused, of the last two one gains next to nothing."""
    name, language, tiny = request.param
    audit = audit_of(name, language)
    return files_of(with_a_tiny_gain(audit) if tiny else audit)


def files_of(audit):
    picture = before_after_svg(audit)
    return audit, {
        "report.html": report_html(audit, picture, process_map_svg(audit), time_picture(audit)),
        "findings.json": findings_json(audit, []),
        "before_after.svg": picture,
        "plan.toml": plan_toml(audit),
    }


TINY = 0.003
"""Days per case of the change that gains next to nothing, and as many office hours."""


def with_a_tiny_gain(audit):
    """The first accepted change gains a few minutes; the last takes what that leaves."""
    (first, large_hours, large_days), *others, (last, hours, days) = audit.plan.shares
    most = (last, hours + large_hours - TINY, days + large_days - TINY)
    few = Interval(TINY, TINY / 2, 2 * TINY)
    findings = tuple(replace(f, gain=Gain(few, few, few, few, "remove")) if f.identity == first else f for f in audit.findings)
    return replace(audit, findings=findings, plan=replace(audit.plan, shares=((first, TINY, TINY), *others, most)))


def told(audit, finding):
    """The figures that a reader sees of a finding: hours and days in the plan, hours and days alone."""
    w, shares = words(audit.language), Shares.of(audit)
    part, gain = shares.parts.get(finding.identity), finding.gain

    def pair(amount):
        return w("report.gain.short", hours=amount.hours.number(w), days=amount.days.number(w))

    alone = shares.alone(finding.identity, gain.expected_office_hours.estimate, gain.expected_days.estimate)
    return (pair(part) if part else None), pair(alone)


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
            own = Shares.of(audit).parts[finding.identity]
            assert (own.hours.value, own.days.value) == (share["cycle_office_hours"], share["cycle_days"])
            assert (own.days.number(w) if own.days.less else f"\u2212{own.days.number(w)}") in picture
            for text in (flat, page, plan):
                assert own.hours.number(w) in text


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
    flat = " ".join(terminal_text(refused, width=1000).split())
    alone = (ALONE[audit.language] + told(refused, first)[1]).split()
    # where the gain takes two lines, the second line of the finding's name stands between
    assert re.search("(?: | .{0,90} )".join(re.escape(word) for word in alone), flat)


@pytest.mark.parametrize(
    ("share", "days", "english", "french"),
    [
        (0.1, 28.0, "9 of 10 gain nothing, 1 in 10 about 4 weeks", "9 dossiers sur 10 n’y gagnent rien, 1 sur 10 environ 4 sem"),
        (0.13, 5.0, "87 of 100 gain nothing, 13 in 100 about 5.0 cal", "87 dossiers sur 100 n’y gagnent rien, 13 sur 100"),
        (0.034, 6.7, "97 of 100 gain nothing, 3 in 100 about", "97 dossiers sur 100 n’y gagnent rien, 3 sur 100 environ"),
        (0.0001, 5.0, "999 of 1,000 gain nothing, 1 in 1,000", "999 dossiers sur 1\u202f000 n’y gagnent rien"),
        (0.98, 1.6, "98 % of the closed cases gain, at the median 1.6 calendar days", "98\u202f% des dossiers clos y gagnent"),
        (0.7, 0.0005, "at the median less than 1 min", "moins de 1 min à la médiane"),
        (0.7, 0.06, "at the median 1 h", "1 h à la médiane"),
        (0.0, 0.0, "No closed case gains", "Aucun dossier clos n’y gagne"),
    ],
)
def test_how_many_cases_gain_is_told_where_few_do(share, days, english, french):
    gainers = Gainers(share, days)
    assert re.sub(r"\s", " ", english).replace("98 %", "98%") in re.sub(r"\s", " ", gainers_sentence(words("en"), gainers)).replace(
        "98.0%", "98%"
    )
    assert re.sub(r"\s", " ", french) in re.sub(r"\s", " ", gainers_sentence(words("fr"), gainers)).replace("98,0", "98")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_expected_never_exceeds_what_is_told_as_the_most(language):
    audit = audit_of("deliberations", language)
    gains = GainWords.of(words(language), audit)
    gain, total = audit.plan.gain, gains.shares.total.hours.value
    most = Interval(total + 5, total + 1, total + 9)
    told = gains.joint_whole(replace(gain, cycle_office_hours=most))
    numbers = [words(language).number(value, gains.shares.hours_places) for value in (total + 5, total + 1, total + 9)]
    assert all(number in told for number in numbers)
    for close in (total - 0.04, total, total + 0.3 * 10**-gains.shares.hours_places):
        assert gains.joint_whole(replace(gain, cycle_office_hours=Interval(close, close - 1, close + 1))) == ""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_single_change_is_told_without_a_word_on_sums(language):
    audit, w = audit_of("deliberations", language), words(language)
    apart = w("report.gain.joint_apart")
    assert apart in together(GainWords.of(w, audit), audit)["together"]
    first = audit.plan.accepted[0]
    one = replace(audit, plan=replace(audit.plan, accepted=(first,), shares=audit.plan.shares[:1]))
    assert apart not in together(GainWords.of(w, one), one)["together"]


@pytest.mark.parametrize(("language", "told"), [("fr", "540 dossiers, tous clos"), ("en", "540 cases, all closed")])
def test_where_all_cases_are_closed_their_number_is_told_once(language, told):
    audit, w = audit_of("deliberations", language), words(language)
    page = report_html(audit, before_after_svg(audit), process_map_svg(audit), time_picture(audit))
    assert log_line(w, audit).startswith(told)
    assert told in page
    some = replace(audit, log=replace(audit.log, closed_cases=530))
    assert "530" in log_line(w, some)
    assert told not in log_line(w, some)


@pytest.mark.parametrize(("language", "told"), [("fr", "non estimé"), ("en", "not estimated")])
def test_a_finding_without_a_gain_says_so_in_words(language, told):
    audit = audit_of("deliberations", language)
    bare = replace(audit.findings[0], gain=None, identity="F99")
    assert GainWords.of(words(language), audit).short(bare) == (told,)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_tiny_part_adds_no_decimals_and_is_told_as_less_than_the_last(language):
    audit = audit_of("purchase_orders", language)
    tiny, files = files_of(with_a_tiny_gain(audit))
    least, *_, most = tiny.plan.accepted
    shares, usual, w = Shares.of(tiny), Shares.of(audit), words(language)
    assert (shares.hours_places, shares.days_places) == (usual.hours_places, usual.days_places) == (0, 1)
    assert not shares.parts[most].days.less
    short, hours, days, picture = {
        "fr": (
            "moins de 1\u00a0h ouvrées (moins de 0,1\u00a0j)", "moins de 1\u00a0heure ouvrée par dossier",
            "moins de 0,1\u00a0jour calendaire", "moins de 0,1\u00a0j",
        ),
        "en": (
            "less than 1 office h (less than 0.1 d)", "less than 1\u00a0office hour per case",
            "less than 0.1\u00a0calendar days", "less than 0.1\u00a0d",
        ),
    }[language]  # fmt: skip
    flat, page = terminal_text(tiny, width=1000), html.unescape(files["report.html"])
    for text in (flat, page):
        assert " ".join(short.split()) in " ".join(text.split())
    for text in (page, files["plan.toml"]):
        assert " ".join(hours.split()) in " ".join(text.split())
        assert " ".join(days.split()) in " ".join(text.split())
    root = ET.fromstring(files["before_after.svg"])
    bar = next(e for e in root.iter() if e.get("class") == "bar" and e.get("data-finding") == least)
    assert [text for text in bar.itertext() if text.strip()][-1] == picture
    badges = [" ".join(text for text in e.itertext()) for e in root.iter() if e.get("class") == "badge"]
    assert any(least in badge and picture in badge for badge in badges)
    for text in (flat, page, files["plan.toml"], files["before_after.svg"]):
        assert w.number(TINY, 3) not in text
    assert json.loads(files["findings.json"])["plan"]["shares"][0]["cycle_days"] == 0


@pytest.mark.parametrize(
    ("mean", "places"), [(1824.6, 0), (100.0, 0), (99.9, 1), (12.0, 1), (3.0, 1), (2.99, 2), (0.2, 2), (0.19, 3), (0.0, 3)]
)
def test_decimals_follow_from_the_mean_before(mean, places):
    assert decimals_for(mean) == places


def test_what_rounds_to_nothing_is_less_than_the_last_decimal_and_nothing_is_nothing():
    told = [[Quantity.of(value, places).number(words("fr")) for places in (0, 1, 2)] for value in (0.3, 0.04, 0.0, -0.04, 1e-9)]
    assert told[0] == ["moins de 1", "0,3", "0,30"]
    assert told[1] == ["moins de 1", "moins de 0,1", "0,04"]
    assert told[2] == ["0", "0,0", "0,00"]
    assert told[3] == ["moins de 1", "moins de 0,1", "\u22120,04"]
    assert told[4] == ["0", "0,0", "0,00"]
    assert Quantity.of(0.04, 0).counted(words("fr"), "hours") == "moins de 1\u00a0heure ouvrée"
    assert Quantity.of(0.04, 1).at_most().number(words("en")) == "0.1"


def test_an_interval_of_a_tiny_gain_still_bounds_it():
    tiny = Interval(0.004, 0.003, 0.005)
    gain = Gain(tiny, tiny, tiny, tiny, "joint")
    told = GainWords(words("en"), Shares(1, 1, {}, None))
    assert gain.indicative is None
    assert re.sub(r"\s", " ", told.joint(gain)) == (
        "Together, the accepted changes should save less than 0.1 office hours per case on average (between 0.0 and 0.1), "
        "that is less than 0.1 calendar days (between 0.0 and 0.1)."
    )
    assert "at most 0.1 office hours" in re.sub(r"\s", " ", told.whole(gain))


def test_a_gain_that_is_the_same_alone_and_in_the_plan_is_rounded_once():
    """Rounded so that before and after differ by it, a part may end in another digit than the same gain by itself."""
    found = next(finding for finding in audit_of("deliberations").findings if finding.gain)
    alone, most = Interval(3.44, 3.0, 4.0), Interval(3.441, 3.0, 4.0)
    finding = replace(found, gain=Gain(most, most, alone, alone, "joint"))
    part = Amount(Quantity.of(3.44, 1, 3.5), Quantity.of(3.44, 1, 3.5))
    told = GainWords(words("en"), Shares(1, 1, {finding.identity: part}, part, {finding.identity: (3.44, 3.44)}))
    assert len(told.short(finding)) == 1
    assert told.short(finding)[0].startswith("3.5")
    for sentence in (told.headline(finding), told.whole(finding.gain, finding.identity)):
        assert "3.5\u00a0office" in sentence
        assert "3.4" not in sentence
    other = GainWords(words("en"), Shares(1, 1, {finding.identity: part}, part, {finding.identity: (3.3, 3.3)}))
    assert [one.startswith(ALONE["en"]) for one in other.short(finding)] == [False, True]
