"""What other sets of proposals bring: computed as the plan is, held by the page, told by no sum."""

import datetime as dt
import json
import re
from contextlib import nullcontext
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

from procmap import flow
from procmap.config import load_config
from procmap.judgement import choices as looked_at
from procmap.judgement.plan import PlanLine, Refusal, WhyNot
from procmap.language import words
from procmap.report.before_after import before_after_svg, time_picture
from procmap.report.before_after.changes import changes
from procmap.report.before_after.headings import headline
from procmap.report.findings_json import findings_json
from procmap.report.gain_words import GainWords
from procmap.report.html import report_html
from procmap.report.inline_svg import inline_svg
from procmap.report.process_map import process_map_svg
from procmap.report.repeated import repeated
from procmap.report.shares import Shares

from .conftest import DAY, EXAMPLES, audit_of, fresh_engine

NAMES = ("archive_disposal", "deliberations", "purchase_orders")
HOSTILE = "</script><script>alert(1)</script><!-- <SCRIPT> ]]> \u202e"


@cache
def examined(name, language=None, accepted=None):
    """An audit of an example; `accepted` are the identities that an analyst ticks, all else set aside."""
    if accepted is None:
        return audit_of(name, language or "fr")
    proposed = [f for f in audit_of(name, language or "fr").findings if f.prudent is not None and f.grade != "C"]
    return anew(name, language, {f.key: PlanLine(f.key, accept=f.identity in accepted) for f in proposed})


def anew(name, language=None, lines=None, engine=None):
    source = EXAMPLES / name / "log.csv"
    config = load_config(None, source).with_options(date=dt.date.fromisoformat(DAY), language=language)
    with nullcontext(engine) if engine else fresh_engine(2) as own:
        return flow.audit_source(source, config, own, lines=lines).audit


@cache
def page_of(audit_name, language=None):
    return written(examined(audit_name, language), pictures_of(audit_name, language))


@cache
def pictures_of(name, language=None):
    """The drawings of an example, which know nothing of choices."""
    audit = examined(name, language)
    return before_after_svg(audit), process_map_svg(audit), time_picture(audit)


def written(audit, pictures=None):
    return report_html(audit, *(pictures or (before_after_svg(audit), process_map_svg(audit), time_picture(audit))))


def held(page):
    """What the page holds, as a browser reads it."""
    (data,) = re.findall(r'<script type="application/json" id="choices">(.*?)</script', page, re.DOTALL)
    return json.loads(data)


def markup(found, pieces):
    return "".join(found["table"][piece] if isinstance(piece, int) else piece for piece in pieces)


@pytest.mark.parametrize("name", NAMES)
def test_every_set_of_an_examples_proposals_is_known(name):
    audit = examined(name)
    proposals = audit.choices.proposals
    wanted = {chosen for size in range(len(proposals) + 1) for chosen in combinations(proposals, size)}
    assert {one.plan.accepted for one in audit.choices.known} | {one.chosen for one in audit.choices.barred} == wanted
    assert held(page_of(name))["proposals"] == list(proposals)


@pytest.mark.parametrize(("name", "language"), [("archive_disposal", None), ("deliberations", "en"), ("purchase_orders", None)])
def test_the_set_of_the_plan_has_the_figures_of_the_plan(name, language):
    audit = examined(name, language)
    w = words(audit.language)
    found = held(page_of(name, language))
    mine = found["sets"][" ".join(audit.plan.accepted)]
    assert found["plan"] == list(audit.plan.accepted)
    assert mine["parts"] == {}  # the page as it was first shown
    assert mine["told"] == headline(audit, changes(audit, w), w)
    assert mine["told"] in page_of(name, language)
    file = json.loads(findings_json(audit, []))
    shares = Shares.of(audit)
    for place, unit, places in ((0, "cycle_office_hours", shares.hours_places), (1, "cycle_days", shares.days_places)):
        assert mine["gain"][place] == w.number(sum(part[unit] for part in file["plan"]["shares"]), places)
    (ours,) = [one for one in audit.choices.known if one.plan.accepted == audit.plan.accepted]
    assert (ours.plan, ours.cycle_time, ours.time) == (audit.plan, audit.after.cycle_time, audit.time)


@pytest.mark.parametrize("name", NAMES)
def test_a_proposal_ticked_alone_gains_what_it_gains_alone(name):
    audit = examined(name)
    gains = {finding.identity: finding.gain for finding in audit.findings}
    singles = [one for one in audit.choices.known if len(one.plan.accepted) == 1]
    assert len(singles) == len(audit.choices.proposals)
    for one in singles:
        alone, joint = gains[one.plan.accepted[0]], one.plan.gain
        for field in ("cycle_office_hours", "cycle_days", "expected_office_hours", "expected_days"):
            assert getattr(joint, field).estimate == getattr(alone, field).estimate
        assert (joint.expected_gainers, joint.method) == (alone.expected_gainers, alone.method)


@pytest.mark.parametrize("name", NAMES)
def test_a_set_gains_hardly_more_than_its_parts_and_leaves_the_mean_that_it_is_told_to_leave(name):
    audit = examined(name)
    gains = {finding.identity: finding.gain for finding in audit.findings}
    for one in audit.choices.known:
        if one.plan.gain is None:
            assert one.cycle_time == audit.before.cycle_time
            continue
        whole = [gains[identity].cycle_days.estimate for identity in one.plan.accepted]
        assert max(whole) * 0.999 <= one.plan.gain.cycle_days.estimate <= 1.15 * sum(whole)
        gain = one.plan.gain.expected_days.estimate
        assert one.cycle_time.mean_days == pytest.approx(audit.before.cycle_time.mean_days - gain, abs=1e-4)
        left = sum(row.after_share for row in one.time) * audit.before.cycle_time.mean_days
        assert left == pytest.approx(one.cycle_time.mean_days, abs=1e-4)
        assert sum(part[2] for part in one.plan.shares) == pytest.approx(gain)
        a_day = [days / hours for _, hours, days in one.plan.shares if hours > 0]
        assert a_day == pytest.approx(a_day[:1] * len(a_day)), "where a weekend falls is no matter of one change"


@pytest.mark.parametrize(
    ("name", "ticked"), [("purchase_orders", ("F02",)), ("deliberations", ("F01", "F03")), ("deliberations", ())]
)
def test_what_the_page_shows_of_ticks_is_what_a_redesign_with_them_shows(name, ticked):
    found = held(page_of(name))
    shown = found["sets"][" ".join(ticked)]
    redone = examined(name, None, ticked)
    w = words(redone.language)
    assert redone.plan.accepted == ticked
    assert markup(found, shown["parts"]["time"]) == inline_svg(time_picture(redone), "tg")
    assert shown["told"] == headline(redone, changes(redone, w), w)
    together = markup(found, shown["parts"]["together"])
    cells = re.findall(r'<td class="n">([^<]*)</td>', together)
    page = written(redone)
    part = page[page.index('data-part="together"') : page.index('<section id="picture"')]
    assert cells == re.findall(r'<td class="n">([^<]*)</td>', part)
    gains = GainWords.of(w, redone)
    for finding in redone.findings:
        if finding.identity in found["proposals"]:
            assert gains.short(finding)[0] in markup(found, shown["parts"][finding.identity])


@pytest.fixture(scope="module")
def looked():
    """One audit of an example and what its sets are looked at with, by a function of it, as long as its tables are there."""
    given = []

    def find(*handed):
        given.extend(handed)
        return looked_at.find_choices(*handed)

    with pytest.MonkeyPatch.context() as patch, fresh_engine(2) as engine:
        patch.setattr(flow, "find_choices", find)
        audit = anew("deliberations", engine=engine)
        patch.undo()
        yield audit, given


def test_the_plans_own_set_computed_like_the_others_is_the_plan(looked):
    _, (measures, redesign, findings, ours, _) = looked
    accepted = [f for f in findings if f.identity in ours.plan.accepted]
    again = looked_at.choice_of(measures, redesign, accepted)
    assert replace(again, plan=replace(again.plan, lines=ours.plan.lines)) == ours


ROOMS = {1_000_000: {0, 1, 2, 3}, 200_000: {0, 1, 2, 3}, 130_000: {0, 1, 3}, 0: {0, 1, 3}}


@pytest.fixture
def in_room(looked, monkeypatch):
    """The audit with what it looks at where there is room for so many events."""
    audit, given = looked
    monkeypatch.setattr(looked_at, "SIMULATED", 1)

    def look(room):
        monkeypatch.setattr(looked_at, "EVENTS", room)
        return replace(audit, choices=looked_at.find_choices(*given))

    return look


@pytest.mark.parametrize(("room", "sizes"), ROOMS.items())
def test_how_many_sets_are_computed_follows_from_the_size_of_the_log(in_room, room, sizes):
    audit = in_room(room)
    assert {len(one.plan.accepted) for one in audit.choices.known} == sizes
    # what is known without a replay has no time by cause: the strip is left out, and no count is told
    whole = {one.plan.accepted: one.counts is not None for one in audit.choices.known}
    assert whole[audit.plan.accepted]
    assert all(whole.values()) == (room > 0)
    found = held(written(audit, pictures_of("deliberations")))
    text = markup(found, found["sets"]["F01"]["parts"]["together"])
    assert (">–<" in text) == (room == 0)
    assert "F01 F02" in found["sets"] or 2 not in sizes


def test_of_a_very_large_log_nothing_is_replayed_again(monkeypatch):
    monkeypatch.setattr(looked_at, "LARGEST", 0)
    audit = anew("archive_disposal")
    assert {one.plan.accepted: one.counts is None for one in audit.choices.known} == {
        ("F01", "F02"): False, (): False, ("F01",): True, ("F02",): True,
    }  # fmt: skip
    gains = {finding.identity: finding.gain for finding in audit.findings}
    assert all(one.plan.gain.expected_days == gains[one.plan.accepted[0]].expected_days for one in audit.choices.known[2:])


def test_no_figure_is_told_of_what_was_not_computed():
    found = held(page_of("deliberations"))
    parts = found["unknown"]["parts"]
    together = markup(found, parts["together"])
    assert set(re.findall(r'<td class="n">([^<]*)</td>', together)[1::2]) == {"–"}
    as_it_runs = r'<tr><th scope="row">.*?</td>'
    assert not re.search(r"\d", re.sub(r"<[^>]*>", "", re.sub(as_it_runs, "", together)))
    assert "procmap redesign" in found["unknown"]["told"]
    assert 'data-side="after"' not in markup(found, parts["time"])


def test_proposals_that_exclude_each_other_have_no_joint_figure(looked):
    _, (measures, redesign, findings, ours, paths) = looked
    (twin,) = [replace(f, identity="F09") for f in findings if f.identity == "F02"]
    (law,) = [replace(f, identity="F10", barrier=True) for f in findings if f.identity == "F03"]
    found = looked_at.find_choices(measures, redesign, (*findings, twin, law), ours, paths)
    known, barred = {one.plan.accepted for one in found.known}, {one.chosen: one for one in found.barred}
    assert found.proposals == ("F01", "F02", "F03", "F09", "F10")
    assert barred["F10",].refusal.why is WhyNot.LAST_CONTROL
    assert barred["F02", "F09"].refusal.why is WhyNot.EXCLUDED
    assert {("F01", "F03", "F09"), ("F09",), ("F01", "F02", "F03")} <= known
    assert not [one for one in barred if {"F02", "F09"} < {*one}]  # what a smaller set tells is told once
    assert not [one for one in known if {"F02", "F09"} <= {*one} or "F10" in one]


def test_a_set_that_breaks_a_law_has_its_reason_and_no_figure():
    audit = examined("deliberations")
    barred = (
        looked_at.Barred(("F01", "F02"), "F02", Refusal(WhyNot.EXCLUDED, ("Vote",))),
        looked_at.Barred(("F03",), "F03", Refusal(WhyNot.LEGAL)),
        looked_at.Barred(("F01", "F03"), "F03", Refusal(WhyNot.JOINT_GAIN)),
    )
    found = held(written(replace(audit, choices=replace(audit.choices, barred=barred)), pictures_of("deliberations")))
    assert [law[:2] for law in found["barred"]] == [[["F01", "F02"], True], [["F03"], True], [["F01", "F03"], False]]
    assert all(law[2].startswith(("Pas de chiffre", "No figure")) and "procmap redesign" in law[2] for law in found["barred"])
    assert "Vote" in found["barred"][0][2]


def test_a_label_ends_no_script_and_acts_nowhere():
    audit = examined("deliberations")
    (first, *others) = audit.findings
    named = replace(first, activities=(HOSTILE,))
    time = tuple(replace(row, activity=HOSTILE) if row.activity == first.activities[0] else row for row in audit.time)
    known = tuple(replace(one, time=tuple(replace(row, activity=HOSTILE) for row in one.time)) for one in audit.choices.known)
    barred = (looked_at.Barred(("F01", "F02"), "F02", Refusal(WhyNot.EXCLUDED, (HOSTILE,))),)
    choices = replace(audit.choices, known=known, barred=barred)
    hostile = replace(audit, findings=(named, *others), time=time, title=HOSTILE, choices=choices)
    page = written(hostile)
    assert len(re.findall(r"<script", page, re.IGNORECASE)) == len(re.findall("</script", page, re.IGNORECASE)) == 4
    found = held(page)
    shown = markup(found, found["sets"]["F02"]["parts"]["time"])
    assert "&lt;script&gt;alert(1)" in shown
    assert "</script><script>alert(1)</script><!--" in found["barred"][0][2]  # as text, which the page shows as text
    assert not re.search(r"<(script|!--)|\u202e", shown, re.IGNORECASE)


def test_texts_written_once_are_the_texts_again():
    texts = [f'<g class="a"><text x="{i}" y="3">the same words {i % 2}</text></g>' for i in range(9)] + ["", "plain", "12"]
    table, pieces = repeated(texts)
    assert ["".join(table[one] if isinstance(one, int) else one for one in mine) for mine in pieces] == texts
    assert len(json.dumps([table, pieces])) < len(json.dumps(texts))


@pytest.mark.parametrize("name", NAMES)
def test_the_page_stays_small(name):
    audit = examined(name)
    assert len(page_of(name).encode()) - len(written(replace(audit, choices=None), pictures_of(name)).encode()) < 70_000


def test_a_page_without_proposals_has_nothing_to_tick():
    audit = replace(examined("deliberations"), choices=looked_at.Choices())
    page = written(audit, pictures_of("deliberations"))
    assert 'id="choices"' not in page
    assert "data-part" not in page.replace('"[data-part]"', "")
