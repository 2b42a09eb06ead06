"""The map in a browser: sliders hide what they say, a step tells its figures by mouse and keyboard, small screens and axe."""

import datetime as dt
import json
import os
import re
from functools import cache
from pathlib import Path

import pytest

from procmap import flow
from procmap.config import load_config
from procmap.engine import Engine
from procmap.report.map_panel import step_panels

from .browser import open_narrow, open_page, seconds_to_open
from .conftest import DAY, ROOT
from .test_choices import NAMES, examined, page_of, written
from .test_map_page import held
from .test_report import hostile_samples
from .test_report import page_of as page_of_sample

pytestmark = pytest.mark.system

REAL = ROOT.parent / "shared" / "logs" / "sepsis" / "SEPSIS.xes.gz"

READ = """
  var all = (s, root) => Array.from((root || document).querySelectorAll(s));
  var one = s => document.querySelector(s);
  var shown = e => !!e && getComputedStyle(e).display !== 'none' && e.getClientRects().length > 0;
  var place = label => all('.place').filter(p => p.querySelector('.step').dataset.activity === label)[0];
  var slide = (name, stop) => {
    var s = one('#map-' + name);
    if (s) { s.value = stop; s.dispatchEvent(new Event('input', {bubbles: true})); }
  };
  var click = e => e.dispatchEvent(new MouseEvent('click', {bubbles: true}));
  var press = (e, key) => e.dispatchEvent(new KeyboardEvent('keydown', {key: key, bubbles: true, cancelable: true}));
  var numbers = kind => all('#map-room .' + kind).filter(shown).map(g => g.querySelector('.count').textContent);
  var look = () => ({
    steps: all('.place').filter(shown).map(p => Number(p.dataset.step)).sort((a, b) => a - b),
    links: all('#map-room :is(.flow, .back)[data-link]').filter(shown).map(g => Number(g.dataset.link)).sort((a, b) => a - b),
    numbered: all('#map-room .passages').filter(shown).map(g => Number(g.dataset.link)).sort((a, b) => a - b),
    told: [one('#map-steps-told'), one('#map-links-told')].map(p => p && p.textContent)
  });
"""


@cache
def real():
    if not REAL.is_file():
        pytest.skip("the real logs are not beside the project")
    config = load_config(None, REAL).with_options(date=dt.date.fromisoformat(DAY), language="fr")
    with Engine(threads=2) as engine:
        return flow.audit_source(REAL, config, engine).audit


def audit_of(name):
    return real() if name == "real" else examined(name)


def page(name):
    return written(real()) if name == "real" else page_of(name)


def seen(page, folder, script, wide=None):
    found = open_narrow(page, folder, READ + script, wide=wide) if wide else open_page(page, folder, READ + script)
    assert not found.console
    return found.left


@pytest.mark.parametrize("name", [*NAMES, "real"])
def test_the_sliders_hide_what_they_say(name, tmp_path):
    text = page(name)
    data, audit = held(text), audit_of(name)
    stops = [(step, link) for step in range(len(data["steps_told"])) for link in (0, len(data["links_told"][0]) - 1, 3)]
    looks = seen(text, tmp_path, f"""
        var stops = {json.dumps(stops)}; var first = look();
        return [first].concat(stops.map(s => {{ slide('steps', s[0]); slide('links', s[1]); return look(); }}));
    """)
    assert looks[0]["steps"] == list(range(len(data["steps"])))
    assert looks[0]["links"] == looks[0]["numbered"] == list(range(len(data["links"][0])))
    activities, flows = len(audit.before.activities), sum(one.count > 0 for one in audit.before.flows)
    for (step, link), found in zip(stops, looks[1:], strict=True):
        assert found["steps"] == [place for place, first in enumerate(data["steps"]) if first <= step]
        assert found["links"] == found["numbered"]
        assert found["links"] == [place for place, first in enumerate(data["links"][step]) if 0 <= first <= link]
        if found["told"][0] is not None:
            assert found["told"][0] == data["steps_told"][step]
            assert hidden(found["told"][0]) == activities - len(found["steps"])
        assert found["told"][1] == data["sentences"][data["links_told"][step][link]]
        assert hidden(found["told"][1]) == flows - len(found["links"])


def hidden(sentence):
    """How many a sentence says are hidden."""
    counted = re.search(r"cachée?s[^\d]*([\d\u202f]+) sur", sentence)
    return int(counted[1].replace("\u202f", "")) if counted else 0


def test_the_switch_shows_times_in_place_of_passages(tmp_path):
    first, then, back, colours, key = seen(page_of("deliberations"), tmp_path, """
        var both = () => [numbers('passages'), numbers('pace')];
        var drawn = () => all('#map-room .flow > path').map(p => getComputedStyle(p).stroke);
        var first = both(), before = drawn(), key = [shown(one('.paces'))];
        click(one('[value=pace]')); var then = both(); key.push(shown(one('.paces')));
        var after = drawn();
        slide('steps', 0); var fewer = both();
        click(one('[value=passages]'));
        return [first, then, fewer, [new Set(before).size, new Set(after).size], key];""")
    assert first[0]
    assert first[1] == then[0] == back[0] == []
    assert 0 < len(back[1]) < len(then[1]) <= len(first[0])
    assert all(re.search(r"(min|h|j)$", told) for told in then[1])
    assert colours[0] == 1
    assert colours[1] > 2
    assert key == [False, True]


@pytest.mark.parametrize("name", ["deliberations", "purchase_orders", "real"])
def test_a_click_tells_the_figures_of_a_step_and_leads_to_its_findings(name, tmp_path):
    panels = step_panels(audit_of(name))
    found = seen(page(name), tmp_path, """
        return all('.place').sort((a, b) => a.dataset.step - b.dataset.step).map(p => {
          click(p);
          var part = all('[data-panel]').filter(shown);
          var links = all('a', part[0]).map(a => [a.textContent, !!one(a.getAttribute('href') + '.card')]);
          var seen = [part.length, part[0].querySelector('h3').textContent, links, document.activeElement.id,
            all('[aria-expanded=true]').length, all('table', part[0])[0].querySelectorAll('tr').length,
            all('td', part[0])[0].textContent];
          click(p);
          return seen.concat([shown(one('#map-panel')), document.activeElement === p]);
        });""")
    assert len(found) == len(panels)
    for (parts, title, links, focus, expanded, rows, cell, still, back), panel in zip(found, panels, strict=True):
        assert (parts, title) == (1, panel.name)
        assert links == [[identity, True] for identity, _ in panel.findings]
        assert (focus, expanded) == ("map-panel", 1)
        assert (rows, cell) == (len(panel.rows), panel.rows[0][1])
        assert (still, back) == (False, True)


def test_the_keyboard_opens_and_closes_a_step(tmp_path):
    label = examined("deliberations").findings[0].activities[0]
    found = seen(page_of("deliberations"), tmp_path, f"""
        var p = place({json.dumps(label)}), said = () => [shown(one('#map-panel')), document.activeElement === p];
        p.focus(); var first = [p.tabIndex, p.getAttribute('role'), p.querySelector('title').textContent, said()[1]];
        press(p, 'Enter'); var open = said(); press(one('#map-panel'), 'Escape'); var closed = said();
        press(p, ' '); var again = said(); click(one('#map-panel .close'));
        return [first, open, closed, again, said()];""")
    assert found[0][:2] == [0, "button"]
    assert label in found[0][2]
    assert "F01" in found[0][2]
    assert found[0][3]
    assert found[1:] == [[True, False], [False, True], [True, False], [False, True]]


def test_what_a_slider_hides_is_not_told_any_longer(tmp_path):
    data = held(page_of("deliberations"))
    gone = next(place for place, first in enumerate(data["steps"]) if first > 0)
    found = seen(page_of("deliberations"), tmp_path, f"""
        var p = one('.place[data-step="{gone}"]'); click(p);
        var open = shown(one('#map-panel')), scope = shown(one('.scope'));
        slide('steps', 0);
        return [open, scope, shown(one('#map-panel')), shown(one('.scope')), p.getAttribute('aria-expanded')];""")
    assert found == [True, True, False, False, "false"]


@pytest.mark.parametrize("name", [*NAMES, "real"])
def test_nothing_is_wider_than_a_small_screen(name, tmp_path):
    found = seen(page(name), tmp_path, """
        var wide = () => [innerWidth, document.documentElement.scrollWidth];
        var first = wide(); click(one('.place')); click(one('[value=pace]')); slide('steps', 0);
        var box = one('#map-panel').getBoundingClientRect();
        return [first, wide(), box.left >= 0 && box.right <= innerWidth];""", wide=400)
    assert [one[0] for one in found[:2]] == [400, 400]
    assert max(one[1] for one in found[:2]) <= 400
    assert found[2]


@pytest.mark.parametrize("name", [*NAMES, "real"])
def test_the_page_passes_axe_with_a_step_open(name, tmp_path):
    path = os.environ.get("AXE_CORE", "")
    assert Path(path).is_file(), "this test needs axe-core: npm install axe-core, then AXE_CORE=node_modules/axe-core/axe.min.js"
    axe = Path(path).read_text(encoding="utf-8")
    text = page(name).replace("</body>", f"<script>{axe}</script></body>")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = seen(text, tmp_path, f"""
        slide('links', 1); click(one('[value=pace]')); click(all('.place').filter(shown)[1]);
        var found = await axe.run(document, {{runOnly: {json.dumps(tags)}}});
        return found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200) + n.failureSummary)]);""")
    assert found == []


def test_hostile_labels_break_nothing(tmp_path):
    for audit in hostile_samples():
        found = seen(page_of_sample(audit), tmp_path, """
            all('input[type=range]').forEach(s => { s.value = 0; s.dispatchEvent(new Event('input', {bubbles: true})); });
            click(all('.place').filter(shown)[0]); return [shown(one('#map-panel')), all('img').length];""")
        assert found == [True, 0]


def test_without_a_script_the_map_is_as_it_was(tmp_path):
    bare = re.sub(r"<script>.*?</script>", "", page_of("deliberations"), flags=re.DOTALL)
    found = seen(bare, tmp_path, """
        return [shown(one('#map-tools')), shown(one('#map-panel')), one('#map-room svg').getAttribute('role'), look().steps.length,
          numbers('pace').length, all('[role=button]').length];""")
    assert found == [False, False, "img", len(examined("deliberations").before.activities), 0, 0]


def big_log(folder):
    """50,000 events with many short labels, and as many ways through them."""
    lines = ["case;step;time"]
    day = dt.datetime(2024, 1, 1, 8)
    for case in range(5000):
        for step in range(10):
            at = day + dt.timedelta(hours=7 * case // 4 + 26 * step + case % 11)
            lines.append(f"{case};Step {(step * (1 + case % 7) + case % 5) % 60};{at:%Y-%m-%d %H:%M:%S}")
    source = folder / "big.csv"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return source


def test_the_page_of_a_big_log_is_small_and_opens_at_once(tmp_path):
    source = big_log(tmp_path)
    config = load_config(None, source).with_options(date=dt.date.fromisoformat(DAY), language="en")
    with Engine(threads=2) as engine:
        text = written(flow.audit_source(source, config, engine).audit)
    assert len(text.encode()) < 3_000_000
    assert seen(text, tmp_path, "return all('.place').length;") > 20
    assert 0 < seconds_to_open(text, tmp_path) < 2


def test_what_is_wider_than_the_screen_says_so(tmp_path):
    count = "return [all('.drawing.slides').length, getComputedStyle(one('.drawing'), '::before').content];"
    narrow, hint = seen(page_of("deliberations"), tmp_path, count, wide=400)
    assert narrow > 1
    assert "faites glisser" in hint
    assert seen(page_of("deliberations"), tmp_path, count, wide=1400) == [0, "none"]
