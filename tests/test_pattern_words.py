"""What a pattern says stands once in each language, whole, in good typography, and names only what a finding has."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import fields
from string import Formatter

import pytest

from procmap.detectors import detectors
from procmap.detectors.words import PARTS, pattern_folders, pattern_words
from procmap.errors import ProcmapError
from procmap.findings import Common, Evidence, Finding
from procmap.language import LANGUAGES, words
from procmap.report.sentences import values_of

ALWAYS = set(values_of(words("en"), Finding("low_yield_check", ("A",), ("B",), "trust", Evidence(1, 2, "cases", 0.5))))
"""Values that every finding has."""
TABLES = {"thresholds", "figures", "aspect"}
CODES = {"procmap.toml", "settled_by", "office_days", "days"}
"""What is to be typed, in a text."""
each_pattern = pytest.mark.parametrize("name", list(pattern_folders()))


def held(name, language):
    return tomllib.loads(pattern_folders()[name].text(f"words.{language}.toml"))


def texts(told, *path):
    """All texts with where they stand."""
    for key, value in told.items():
        if isinstance(value, dict):
            yield from texts(value, *path, key)
        else:
            yield (*path, key), value


def named(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def literals(name):
    """Every text in the code of a pattern and of what it shares with others."""
    place = pattern_folders()[name].place
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in place.iterdir() if file.name.endswith(".py")]
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}


@each_pattern
def test_both_languages_say_the_same_with_the_same_values(name):
    english, french = (dict(texts(held(name, language))) for language in ("en", "fr"))
    assert list(english) == list(french)
    assert {key: named(text) for key, text in english.items()} == {key: named(text) for key, text in french.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@each_pattern
def test_the_words_of_a_pattern_are_whole(name, language):
    told = held(name, language)
    cls = next(cls for cls in detectors() if cls.name == name)
    assert [key for key in told if key not in TABLES] == list(PARTS)
    assert list(told["thresholds"]) == [field.name for field in fields(cls)], "each threshold, in the order of the fields"
    assert all(text.strip() for _, text in texts(told))
    assert set(told.get("figures", {})) <= {*literals(name), "times", *(f"weekday_{day}" for day in range(7))}
    for aspect, parts in told.get("aspect", {}).items():
        assert aspect in literals(name) | {Common.FEW}, aspect
        assert parts, aspect
        assert set(parts) <= set(PARTS) - {"title", "what"}, aspect


@pytest.mark.parametrize("language", LANGUAGES)
@each_pattern
def test_words_name_only_values_that_a_finding_has(name, language):
    told = held(name, language)
    for key, text in texts(told):
        sentence = key[-1] in {"statement", "question", "would_refute"} and key[0] not in {"thresholds", "figures"}
        assert named(text) <= (ALWAYS | literals(name) if sentence else set()), key


@pytest.mark.parametrize("language", LANGUAGES)
@each_pattern
def test_sentences_end_and_names_do_not(name, language):
    told = held(name, language)
    assert not told.pop("title").endswith(".")
    assert all(not text.endswith(".") for text in told.pop("figures", {}).values())
    assert all(text[-1] in ".?…" or text.endswith("{batch}") for _, text in texts(told))


@each_pattern
def test_typography(name):
    for key, text in texts(held(name, "fr")):
        prose = re.sub(r"\{\w+\}", "x", text)
        assert "'" not in prose, key
        assert '"' not in prose, key
        assert not re.search(r"[^\s\u202f][;!?»]|[\dx]%|«[^\u202f]| [;!?:»%]|[^\u00a0\s\d]:(?!/)(?!\w)", prose), (key, text)
    for key, text in texts(held(name, "en")):
        assert "'" not in text, key
        assert '"' not in text, key
        assert "\u202f" not in text, key


@each_pattern
def test_no_code_stands_for_a_word(name):
    for language in LANGUAGES:
        for key, text in texts(held(name, language)):
            prose = re.sub(r"\{\w+\}|`\w+`", "", text)
            assert not set(re.findall(r"\w+_\w+|\w+\.toml", prose)) - CODES, (key, text)


@each_pattern
def test_nothing_is_left_to_be_written(name):
    cls = next(cls for cls in detectors() if cls.name == name)
    told = [text for language in LANGUAGES for _, text in texts(held(name, language))]
    assert not [text for text in (*told, cls.source, cls.__doc__) if re.match(r"to be written|à écrire", text, re.IGNORECASE)]


@each_pattern
def test_no_text_of_a_pattern_stands_in_its_code_too(name):
    code = literals(name)
    said = {text for language in LANGUAGES for _, text in texts(held(name, language)) if " " in text}
    assert not said & code


@each_pattern
def test_what_a_pattern_declares_has_words_in_both_languages(name):
    cls = next(cls for cls in detectors() if cls.name == name)
    for w in map(words, LANGUAGES):
        assert w.has(f"report.lever.{cls.lever}")
        assert all(w.has(f"report.guard.{guard}") for guard in cls.guards)
        assert all(w.has(f"report.capability.{need}") and w.has(f"detectors.no_{need}") for need in cls.needs)


def test_a_missing_part_names_the_file_and_the_part(tmp_path, monkeypatch):
    from procmap.detectors import words as room

    folder = room.PatternFolder("control", "half", tmp_path)
    (tmp_path / "words.en.toml").write_text('title = "Half"\nwhat = ""\n', encoding="utf-8")
    monkeypatch.setattr(room, "pattern_folders", lambda: {"half": folder})
    with pytest.raises(ProcmapError) as caught:
        pattern_words.__wrapped__("half", "en")
    said = words("en").error(caught.value)
    assert str(tmp_path / "words.en.toml") in said
    assert "what, why, legitimate, changes, statement, question, would_refute" in said
    with pytest.raises(ProcmapError):
        pattern_words.__wrapped__("half", "fr")


def test_what_an_aspect_does_not_say_otherwise_the_pattern_says():
    told = pattern_words("late_knockout", "en")
    assert told.told("statement", "order") != told.told("statement")
    assert told.told("why", "order") == told.told("why") == told.told("why", "unheard")
