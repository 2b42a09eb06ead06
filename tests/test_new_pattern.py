"""A pattern is added as procmap/README.md says: one new folder, the page of the catalogue written anew, nothing else edited."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest

from procmap.detectors.new_pattern import FILES, new_pattern
from procmap.detectors.page import PARTS as HEADED
from procmap.detectors.words import PARTS, pattern_folders
from procmap.errors import ProcmapError, UsageError
from procmap.language import LANGUAGES, words

from .conftest import DAY, ROOT

NEW = "procmap/detectors/waiting/late_reminder"
WRITTEN = {
    "en": ("Files that need a reminder", "Nobody moves before a reminder is sent.", "Seen without fail at"),
    "fr": ("Dossiers à relancer", "Rien ne bouge avant une relance.", "Constaté chaque fois à"),
}


def run(checkout, *arguments, **environment):
    """A program of the checkout, in a process of its own."""
    asked = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "en_US.UTF-8", **environment}
    done = subprocess.run(
        [sys.executable, "-m", *map(str, arguments)], cwd=checkout, env=asked, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def contents(checkout):
    """What every file holds, by its path, but for what tools keep to be quicker."""
    return {
        path.relative_to(checkout).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in checkout.rglob("*")
        if path.is_file() and not {".pytest_cache", "__pycache__"} & set(path.parts)
    }


def rewrite(file, *pairs):
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8", newline="\n")


def write_pattern(folder):
    """What its author does: count something, say where, and put it into words."""
    rewrite(
        folder / "detector.py",
        ("count, by_part = 0, ByPart(0, 0)", "count, by_part = of, step.closed_by_part"),
    )
    for language, (title, why, statement) in WRITTEN.items():
        file = folder / f"words.{language}.toml"
        lines = []
        for line in file.read_text(encoding="utf-8").splitlines():
            key = line.partition(" = ")[0]
            counted = f"{statement} {{activities}}{{where}}, {{count}} / {{of_unit}} ({{rate}}){{bound}}."
            told = {"title": title, "why": why, "statement": counted}.get(key)
            lines.append(f'{key} = "{told}"' if told else line)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


@pytest.fixture
def checkout(tmp_path):
    """A copy of the source as a checkout has it."""
    place = tmp_path / "checkout"
    for folder in ("procmap", "tests"):
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def test_a_pattern_is_one_new_folder_and_its_words_are_in_the_report(checkout, tmp_path):
    before = contents(checkout)
    said = run(checkout, "procmap", "detectors", "new", "late_reminder", "--group", "waiting")
    assert str(checkout / NEW) in said.replace("\n", "")
    write_pattern(checkout / NEW)
    command = re.search(r"UPDATE=1 python -m (pytest tests/test_detectors\.py.*)", said)[1].split()
    run(checkout, *command, "-q", "-p", "no:cacheprovider", "-k", "page_of_the_catalogue", UPDATE="1")
    after = contents(checkout)
    assert before.keys() <= after.keys()
    assert {path for path in before if before[path] != after[path]} == {"procmap/detectors/README.md"}
    assert after.keys() - before.keys() == {f"{NEW}/{file}" for file in FILES}
    page = (checkout / "procmap/detectors/README.md").read_text(encoding="utf-8")
    assert "- [late_reminder](#late_reminder): Files that need a reminder" in page

    log = tmp_path / "log.csv"
    rows = [
        f"C{case:03d},{step},2024-{1 + case // 28:02d}-{1 + case % 28:02d} {9 + 2 * place:02d}:{case % 60:02d},{role}\n"
        for case in range(120)
        for place, (step, role) in enumerate((("Request", "Desk"), ("Check", "Office"), ("Dispatch", "Desk")))
    ]
    log.write_text("case,activity,time,role\n" + "".join(rows), encoding="utf-8")
    for language, told in WRITTEN.items():
        out = tmp_path / language
        arguments = ("--out", out, "--date", DAY, "--quiet", "--language", language, "--date-format", "%Y-%m-%d %H:%M")
        run(checkout, "procmap", "audit", log, *arguments)
        report = (out / "report.html").read_text(encoding="utf-8")
        assert [text for text in told if text not in report] == []
        assert [text for text in WRITTEN["fr" if language == "en" else "en"] if text in report] == []


def test_a_new_pattern_is_whole_and_silent(tmp_path):
    folder = new_pattern("late_reminder", "waiting", tmp_path)
    assert folder == tmp_path / "waiting" / "late_reminder"
    assert {path.name for path in folder.iterdir()} == set(FILES)
    assert [path.name for path in (tmp_path / "waiting").iterdir()] == ["late_reminder"]
    code = (folder / "detector.py").read_text(encoding="utf-8")
    (cls,) = [node for node in ast.parse(code).body if isinstance(node, ast.ClassDef)]
    assert cls.name == "LateReminder"
    told = [tomllib.loads((folder / f"words.{language}.toml").read_text(encoding="utf-8")) for language in LANGUAGES]
    for one in told:
        assert list(one) == [*PARTS, "thresholds"]
        assert list(one["thresholds"]) == ["rate"]
    assert told[0]["statement"] != told[1]["statement"]
    assert "finds: []" in (folder / "cases.yml").read_text(encoding="utf-8")
    assert not re.search("pattern_name|PatternClass|PatternTitle", "".join(p.read_text(encoding="utf-8") for p in folder.iterdir()))
    assert {key for key, _ in HEADED} <= set(PARTS)


@pytest.mark.parametrize("there", ["folder", "empty folder", "file", "link"])
def test_nothing_that_is_there_is_touched(tmp_path, there):
    place = tmp_path / "waiting" / "late_reminder"
    place.parent.mkdir()
    if there in {"folder", "empty folder"}:
        place.mkdir()
    if there == "folder":
        (place / "detector.py").write_text("mine", encoding="utf-8")
    elif there == "file":
        place.write_text("mine", encoding="utf-8")
    elif there == "link":
        try:
            place.symlink_to(tmp_path / "nowhere")
        except OSError:  # Windows lets few users make links
            place.write_text("mine", encoding="utf-8")
    before = contents(tmp_path), sorted(place.parent.iterdir())
    with pytest.raises(UsageError, match=r"detectors\.is_there"):
        new_pattern("late_reminder", "waiting", tmp_path)
    assert (contents(tmp_path), sorted(place.parent.iterdir())) == before


@pytest.mark.parametrize(
    ("name", "group", "key"),
    [
        ("Late", "waiting", "bad_name"), ("late-reminder", "waiting", "bad_name"), ("../late", "waiting", "bad_name"),
        ("new", "waiting", "bad_name"), ("1late", "waiting", "bad_name"), ("", "waiting", "bad_name"),
        ("late_reminder", "wating", "unknown_group"), ("relay_step", "waiting", "taken"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_before_anything_is_written(tmp_path, name, group, key):
    with pytest.raises(UsageError) as caught:
        new_pattern(name, group, tmp_path)
    assert caught.value.key == f"detectors.{key}"
    assert list(tmp_path.iterdir()) == []
    assert all("{" not in words(language).error(caught.value) for language in LANGUAGES)


def test_an_installed_procmap_asks_for_a_folder(tmp_path, monkeypatch):
    from procmap.detectors import new_pattern as room

    installed = tmp_path / "site-packages" / "procmap" / "detectors"
    installed.mkdir(parents=True)
    monkeypatch.setattr(room, "__file__", str(installed / "new_pattern.py"))
    with pytest.raises(UsageError, match=r"detectors\.no_checkout"):
        new_pattern("late_reminder", "waiting", None)
    assert list(installed.iterdir()) == []
    (tmp_path / "site-packages" / "pyproject.toml").touch()
    assert new_pattern("late_reminder", "waiting", None) == installed / "waiting" / "late_reminder"


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setitem(FILES, "words.fr.toml", "not_there.toml")
    with pytest.raises(ProcmapError, match=r"detectors\.unwritable"):
        new_pattern("late_reminder", "waiting", tmp_path)
    assert list((tmp_path / "waiting").iterdir()) == []


def test_the_command_says_what_to_type_next_and_names_the_groups(procmap, tmp_path):
    for locale, written in (("en", "Written: "), ("fr", "Écrit\u00a0: ")):
        done = procmap("detectors", "new", f"in_{locale}", "--group", "order", "--folder", tmp_path, locale=locale)
        assert (done.code, done.err) == (0, "")
        assert f"{written}{tmp_path / 'order' / f'in_{locale}'}" in done.out
        assert f"procmap detectors in_{locale}" in done.out
        page = " ".join(procmap("detectors", "new", "--help", locale=locale).out.split())
        assert all(folder.group in page for folder in pattern_folders().values())
    again = procmap("detectors", "new", "in_en", "--group", "order", "--folder", tmp_path)
    assert (again.code, again.out) == (2, "")
    assert "--folder" in again.err
    assert procmap("detectors", "new", "in_de").code == 2
    assert "detectors new NAME" in " ".join(procmap("detectors", "--help").out.split())
