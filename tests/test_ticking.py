"""Ticking on the page, in a browser: what follows the ticks, what comes back, what is said where nothing is known."""

import json
import os
import re
import tomllib
from pathlib import Path

import pytest

from procmap.language import words
from procmap.report.by_effort import at_once

from .browser import open_page, print_page
from .test_choices import NAMES, examined, held, page_of, written

pytestmark = pytest.mark.system

READ = """
  var text = s => document.querySelector(s).textContent;
  var tick = id => document.querySelector('.matter [data-tick=' + id + ']').click();
  var look = () => ({
    headline: text('#summary svg desc'),
    after: Array.from(document.querySelectorAll("#summary .time[data-side=after] rect")).map(r => r.getAttribute('width')),
    cells: Array.from(document.querySelectorAll('.kpi td')).map(td => td.textContent),
    shares: document.querySelectorAll('.shares tbody tr').length,
    bars: Array.from(document.querySelectorAll('[data-part=bars] .bar')).map(b => b.dataset.finding || ''),
    dimmed: Array.from(document.querySelectorAll('#picture figure [data-unticked]')).map(b => b.dataset.finding),
    saved: Array.from(document.querySelectorAll('.saved')).map(p => p.hidden),
    told: text('#ticked'),
    monday: Array.from(document.querySelectorAll('[data-monday]')).filter(p => p.checkVisibility()).map(p => p.dataset.monday),
    soon: document.querySelector('.monday').checkVisibility(),
    waterfall: Array.from(document.querySelectorAll('#picture figure .waterfall')).map(g => getComputedStyle(g).visibility),
    boxes: Array.from(document.querySelectorAll('[data-tick]')).filter(b => b.checked).map(b => b.dataset.tick)
  });
  var whole = () => document.documentElement.outerHTML;
"""


def seen(page, folder, script):
    found = open_page(page, folder, READ + script)
    assert not found.console
    return found.left


def test_a_tick_changes_headline_strip_figures_bars_and_picture(tmp_path):
    page = page_of("deliberations")
    first, then = seen(page, tmp_path, "var first = look(); tick('F01'); return [first, look()];")
    shown = held(page)["sets"]["F02 F03"]
    assert then["headline"] == then["told"] == shown["told"] != first["headline"]
    assert len(then["after"]) >= len(first["after"]) - 1
    assert then["after"] != first["after"]
    assert then["cells"][::2] == first["cells"][::2]
    assert then["cells"] != first["cells"]
    assert (first["shares"], then["shares"]) == (4, 3)
    assert (first["bars"], then["bars"]) == ([], ["", "F02", "F03", ""])
    assert first["dimmed"] == []
    assert {*then["dimmed"]} == {"F01"}
    assert {*first["saved"]} == {True}
    assert {*then["saved"]} == {False}
    assert first["told"] == ""
    assert sorted(then["boxes"]) == ["F02", "F02", "F03", "F03"]  # the list and the cards are in step


@pytest.mark.parametrize("name", NAMES)
def test_back_at_the_plan_the_page_is_as_it_was(name, tmp_path):
    proposals = examined(name).choices.proposals
    there_and_back = "".join(f"tick('{identity}');" for identity in (*proposals, *reversed(proposals)))
    same, between = seen(
        page_of(name), tmp_path, f"""
        var first = whole(); tick('F01'); var between = whole(); tick('F01');
        {there_and_back} return [first === whole(), first === between];""",
    )  # fmt: skip
    assert (same, between) == (True, False)


def test_what_can_start_on_monday_is_what_is_ticked(tmp_path):
    audit = examined("deliberations")
    wanted = [one.identity for one in at_once(audit.findings)]
    assert wanted
    for left in wanted:
        script = f"var first = look(); tick('{left}'); return [first, look()];"
        first, then = seen(page_of("deliberations"), tmp_path, script)
        assert first["monday"] == [identity for identity in wanted if identity in audit.plan.accepted]
        ours = set(audit.plan.accepted) ^ {left}
        assert then["monday"] == [identity for identity in wanted if identity in ours]
        assert then["soon"] == bool(then["monday"])


def test_a_plan_that_leaves_a_proposal_out_lists_it_for_monday_once_it_is_ticked(tmp_path):
    audit = examined("deliberations")
    soon = next(one.identity for one in at_once(audit.findings))
    page = written(examined("deliberations", accepted=tuple(i for i in audit.plan.accepted if i != soon)))
    first, then = seen(page, tmp_path, f"var first = look(); tick('{soon}'); return [first, look()];")
    assert soon not in first["monday"]
    assert soon in then["monday"]


def test_the_waterfall_of_the_saved_plan_leaves_while_that_of_the_ticks_is_shown(tmp_path):
    page = page_of("deliberations")
    first, then = seen(page, tmp_path, "var first = look(); tick('F01'); return [first, look()];")
    assert (first["waterfall"], then["waterfall"]) == (["visible"], ["hidden"])
    assert then["bars"] == ["", "F02", "F03", ""]


def test_where_the_bars_of_the_saved_plan_are_hidden_the_picture_says_where_those_of_the_ticks_stand(tmp_path):
    script = """
      var told = () => Array.from(document.querySelectorAll('#picture .instead')).map(n => n.textContent);
      var room = () => [".waterfall", ".instead p"].map(s => document.querySelector("#picture " + s).getBoundingClientRect());
      var first = told(); tick('F01'); var then = told(), [bars, note] = room();
      var inside = [bars.top - note.top, bars.left - note.left, note.right - bars.right, note.bottom - bars.bottom].map(Math.round);
      tick('F02'); tick('F03'); return [first, then, inside, told()];"""
    first, then, inside, none = seen(page_of("deliberations"), tmp_path, script)
    say = words("fr")
    assert first == []
    assert then == [say("report.page.ticks.instead")]
    assert say("report.page.together") in then[0]
    assert max(inside) <= 0
    assert none == [say("report.page.ticks.instead.none")]


def test_the_headings_of_figures_name_the_set_that_they_are_of(tmp_path):
    script = """
      var told = () => document.querySelector('[data-part=together]').textContent;
      var first = told(); tick('F01'); return [first, told()];"""
    first, then = seen(page_of("deliberations"), tmp_path, script)
    assert ("changements retenus" in first, "changements cochés" in first) == (True, False)
    assert ("changements retenus" in then, "changements cochés" in then) == (False, True)


def test_on_paper_the_bars_of_the_ticks_stand_with_their_figures_and_the_picture_with_its_heading(tmp_path):
    say, act = words("fr"), "document.querySelector('[data-tick=F01]').click();"
    sheets = [re.sub(r"\s", " ", one) for one in print_page(page_of("deliberations"), tmp_path, act)]
    bars, picture = (re.sub(r"\s", " ", say(f"{one}")) for one in ("picture.waterfall", "picture.state.before"))
    shares = next(at for at, one in enumerate(sheets) if "Part de chaque changement" in one)
    assert bars in sheets[shares]
    drawn = next(at for at, one in enumerate(sheets) if picture in one)
    assert sheets[drawn].startswith(say("report.page.picture"))
    assert drawn == shares + 1


def test_on_paper_a_set_that_was_not_computed_shows_no_figure(tmp_path):
    page = without(page_of("deliberations"), "F02 F03")
    sheets = print_page(page, tmp_path, "document.querySelector('[data-tick=F01]').click();")
    last = next(at for at, one in enumerate(sheets) if one.startswith("Avant et après"))
    told = " ".join(sheets[:last])
    saved = held(page)["sets"]["F01 F02 F03"]
    assert "procmap redesign" in told
    assert "41,3" in saved["told"]
    assert "41,3" not in told
    assert saved["gain"][0]
    assert not re.search(r"Gain attendu par dossier : (?!–)", re.sub(r"\s", " ", told))
    assert not re.search(r"gagner \d", told)
    note = re.sub(r"\s", " ", words("fr")("report.page.ticks.saved", ids="F01, F02 et F03"))
    after = [re.sub(r"\s", " ", one) for one in sheets[last:]]
    for heading in ("Avant et après", "Temps et services", "Constats "):
        assert note[:40] in next(one for one in after if heading in one), heading


def without(page, *sets):
    """The page as if some sets had not been computed."""
    found = held(page)
    for one in sets:
        del found["sets"][one]
    data = json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")
    return re.sub(r'(id="choices">).*?(</script)', lambda m: m[1] + data + m[2], page, flags=re.DOTALL)


def test_a_set_that_was_not_computed_shows_no_figure(tmp_path):
    page = without(page_of("deliberations"), "F02 F03")
    script = "var first = look(); tick('F01'); var then = look(); tick('F01'); return [first, then, look()];"
    first, then, back = seen(page, tmp_path, script)
    assert {*then["cells"][1::2]} == {"–"}
    assert then["cells"][::2] == first["cells"][::2]
    assert then["after"] == then["bars"] == []
    assert then["shares"] == 0
    assert not re.search(r"\d", then["headline"] + then["told"])
    assert "procmap redesign" in then["told"]
    assert back == first


def test_a_set_that_breaks_a_law_tells_its_reason(tmp_path):
    page = without(page_of("deliberations"), "F02 F03", "F02")
    law = [["F02"], True, "F02: a text requires this step."]
    page = page.replace('"barred": []', f'"barred": {json.dumps([law])}')
    told = seen(page, tmp_path, "tick('F01'); return [look().told, text('[data-why]'), look().cells[1]];")
    assert told == [law[2], law[2], "–"]


def test_the_keyboard_ticks_too_and_the_export_holds_the_ticks(tmp_path):
    left = seen(
        page_of("deliberations"), tmp_path, """
        var made = null; URL.createObjectURL = blob => { made = blob; return '#'; };
        tick('F02');
        document.querySelector('#F03 [name=reason]').value = 'Not now';
        document.querySelector('#F03 [name=accept]').click();
        document.getElementById('export').click();
        var box = document.querySelector('.matter [data-tick=F01]'); box.focus();
        return [await made.text(), look().told, document.activeElement === box];""",
    )  # fmt: skip
    plan = {one["id"]: one for one in tomllib.loads(left[0])["finding"]}
    assert {identity: one["accept"] for identity, one in plan.items()} == {"F01": True, "F02": False, "F03": False}
    assert plan["F03"]["reason"] == "Not now"
    assert left[1] == held(page_of("deliberations"))["sets"]["F01"]["told"]
    assert left[2]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ticked", ["", "tick('F01');"])
def test_the_page_passes_axe(name, ticked, tmp_path):
    path = os.environ.get("AXE_CORE", "")
    assert Path(path).is_file(), "this test needs axe-core: npm install axe-core, then AXE_CORE=node_modules/axe-core/axe.min.js"
    axe = Path(path).read_text(encoding="utf-8")
    assert "</script" not in axe.lower()
    page = page_of(name).replace("</body>", f"<script>{axe}</script></body>")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = seen(page, tmp_path, f"""{ticked}
        var found = await axe.run(document, {{runOnly: {json.dumps(tags)}}});
        return found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200) + n.failureSummary)]);""")
    assert found == []
