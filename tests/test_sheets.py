"""One simplification sheet for each accepted change: figures, steps, law, prerequisites, gain, and room to decide."""

import re
import tomllib

import pytest

from .conftest import DAY, findings_of, short_example

pytestmark = pytest.mark.usefixtures("computed_once")


def sections(folder):
    page = (folder / "sheets.html").read_text(encoding="utf-8")
    found = re.findall(r'<section class="sheet" id="(F\d+)".*?</section>', page, re.DOTALL)
    return page, found


@pytest.mark.parametrize(
    ("language", "words"), [("fr", ("Prérequis", "Décision", "Ce qu’il faut")), ("en", ("Decision", "What it takes"))]
)
def test_each_accepted_change_has_its_sheet(procmap, tmp_path, language, words):
    source, out = short_example(tmp_path / "log", "purchase_orders", 120), tmp_path / "audit"
    done = procmap("audit", source, "--out", out, "--quiet", "--date", DAY, "--language", language)
    assert done.code == 0, done.err
    found = findings_of(out)
    page, named = sections(out)
    assert sorted(named) == sorted(found["plan"]["findings"])
    assert named
    assert "sheets.html" in found["files"]
    assert "sheets.html" in tomllib.loads((out / "run.toml").read_text(encoding="utf-8"))["files"]
    assert all(word in page for word in words)
    assert 'lang="' + language in page
    accepted = [one for one in found["findings"] if one["id"] in named]
    for one in accepted:
        for label in one["activities"]:
            assert label.replace("'", "&#39;") in page or label in page
    assert "http" not in page.replace("http-equiv", "")  # opens offline
    assert not re.search(r"<script|None|\{\{", page)


def test_without_an_accepted_change_it_says_so(procmap, table, tmp_path):
    done = procmap("audit", table, "--out", tmp_path / "audit", "--quiet", "--date", DAY, "--language", "en")
    assert done.code == 0, done.err
    page, named = sections(tmp_path / "audit")
    assert not named
    assert "there is no sheet" in page


def test_a_redesign_follows_the_plan(procmap, tmp_path):
    source, out = short_example(tmp_path / "log", "purchase_orders", 120), tmp_path / "audit"
    assert procmap("audit", source, "--out", out, "--quiet", "--date", DAY).code == 0
    first = sections(out)[1]
    plan = out / "plan.toml"
    decided = re.sub("(?m)^accept = true", "accept = false", plan.read_text(encoding="utf-8"), count=1)
    plan.write_text(decided, encoding="utf-8")
    assert procmap("redesign", out, "--quiet").code == 0
    assert len(sections(out)[1]) == len(first) - 1
