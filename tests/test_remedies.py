"""What a message tells the user to type is taken as it is printed, and settles what the message was about."""

# ruff: noqa: E501, ARG005 - tables of cases read best in long lines; columns are functions of case and step

import json
import re
import shlex
import tomllib
from dataclasses import replace

import pytest

from procmap.cli import choosing
from procmap.config import load_config
from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading import ReadingOptions, read
from procmap.reading.doubts import ASKING, BY_HAND

from .conftest import ROOT, fresh_engine
from .doubtful import DOUBTFUL, Doubtful, events, rows, table, timed

VALUE = r"""(?:"[^"]+"|'[^']+'|[\w/+%-]+)"""
LINE = re.compile(
    rf"procmap (?:convert SOURCE --out \S+|read SOURCE --json|read SOURCE --interactive --save \S+|sources \w+)|--[a-z-]+ {VALUE}(?: --[a-z-]+ {VALUE})*"
)
"""What is to be typed within a sentence: options one after the other, or a command."""

OPEN = {"COLUMN", "COLONNE", "ZONE", "FUSEAU", "NAME", "NOM"}
"""Words that stand for what the user knows."""


def catalogue(language):
    """The messages of reading, as the file holds them."""
    return tomllib.loads((ROOT / "procmap" / "language" / "messages" / f"reading.{language}.toml").read_text(encoding="utf-8"))


def lines_of(sentence, named):
    """The lines that a sentence gives to type, each as arguments."""
    found = []
    for line in LINE.findall(sentence):
        typed = shlex.split(line)
        found.append([named[typed[at - 1]] if word in OPEN else word for at, word in enumerate(typed)])
    return found


def options_of(typed):
    """Options as the library takes them."""
    return ReadingOptions(**{name.removeprefix("--").replace("-", "_"): value for name, value in zip(typed[::2], typed[1::2], strict=True)})


def notes_of(path, typed=()):
    """The notes of a reading, by key without its room."""
    options = replace(options_of(typed), settled=load_config(None, path).reading.settled)
    with fresh_engine() as engine:
        reading = read(path, options, engine)
    return reading, {key.removeprefix("reading."): values for key, values in reading.notes}


def test_each_note_that_asks_has_a_source_that_provokes_it():
    assert {f"reading.{name}" for name in DOUBTFUL if not name.startswith("doubt_")} == set(ASKING)


@pytest.mark.parametrize("name", DOUBTFUL)
def test_the_lines_of_a_doubt_settle_it_as_they_are_printed(procmap, tmp_path, monkeypatch, name):
    monkeypatch.setattr(choosing, "_is_terminal", lambda: True)  # for --interactive, which asks nothing here
    source = DOUBTFUL[name]
    path = source.at(tmp_path)
    reading, notes = notes_of(path, source.typed)
    assert name in notes
    assert f"reading.{name}" in dict(reading.doubts)
    tried = []
    for language in ("fr", "en"):
        sentence = words(language)(f"reading.{name}", **notes[name])
        shown = json.loads(procmap("read", path, *source.typed, "--json", "--language", language).out)["reading"]
        assert sentence in shown["doubts"]
        lines = lines_of(sentence, source.named)
        assert lines
        for line in lines:
            if line in tried:  # most lines are those of the other language
                continue
            tried.append(line)
            if line[0] == "procmap":
                typed = [str(path) if word == "SOURCE" else word for word in line[1:]]
                typed = [str(tmp_path / word) if word.endswith((".csv", ".toml")) and word != str(path) else word for word in typed]
                assert procmap(*typed).code == 0, line
                continue
            first = [word for at, word in enumerate(source.typed) if source.typed[at - at % 2] not in line]
            done = procmap("read", path, *first, *line, "--json", "--language", language)
            assert done.code == 0, (line, done.err)
            assert sentence not in json.loads(done.out)["reading"]["doubts"], line


def test_the_words_on_columns_named_by_hand_give_the_same_line():
    for language in ("fr", "en"):
        say = words(language)
        flaws = [key for key in catalogue(language) if key.startswith(BY_HAND.removeprefix("reading."))]
        assert len(flaws) > 15
        assert len({LINE.findall(say(f"reading.{key}"))[0] for key in flaws}) == 1


ERRORS = {
    "no_case_column": (Doubtful(table("Étape;Date", [row[1:3] for row in rows()])), {}),
    "no_activity_column": (Doubtful(table("Dossier;Date", [row[::2] for row in rows()])), {}),
    "no_time_column": (Doubtful(table("Dossier;Étape;Remarque", [(*row[:2], "lundi") for row in rows()])), {"--time": "Remarque"}),
    "no_log": (
        Doubtful(table("Dossier;Étape;Date", [(f"D{k}", f"Étape {k}", row[2]) for k, row in enumerate(rows())])),
        {"--case": "Dossier", "--activity": "Étape", "--time": "Date"},
    ),
    "unknown_time_zone": (Doubtful(timed(["2024-02-20T09:00:00Z"] * 2), ("--time-zone", "Paris")), {}),
    "unknown_sheet": (Doubtful(b"", ("--sheet", "Feuil9"), ending="xlsx", write=DOUBTFUL["note_sheet"].write), {"--sheet": "Suivi"}),
    "unknown_encoding": (Doubtful(events(), ("--encoding", "klingon")), {}),
    "bad_separator": (Doubtful(events(), ("--separator", "::")), {}),
    "bad_date_format": (Doubtful(timed(["01/02/2024 10:00", "02/02/2024 11:00"]), ("--date-format", "jour")), {}),
    "people_as_activity": (
        Doubtful(events("Dossier;Étape;Date;Agent", more=lambda c, k: (f"{('Anne', 'Luc', 'Zoé')[k % 3]} Dupont",)), ("--activity", "Agent")),
        {"--activity": "Étape"},
    ),
    "people_as_role": (
        Doubtful(events("Dossier;Étape;Date;Agent;Pôle", more=lambda c, k: (f"{('Anne', 'Luc', 'Zoé')[k % 3]} Dupont", "P1")), ("--role", "Agent")),
        {"--role": "Pôle"},
    ),
    "rounded_ids": (
        Doubtful(table("Dossier;Étape;Date;Clé", [(f"2,0240{k % 2}E+11", *row[1:], row[0]) for k, row in enumerate(rows())])),
        {"--case": "Clé"},
    ),
}  # fmt: skip
"""By error: a source and what is typed at first, and what stands for the words that its line leaves open."""


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ERRORS)
def test_the_line_of_an_error_is_taken_as_it_is_printed(procmap, tmp_path, name, language):
    source, named = ERRORS[name]
    path = source.at(tmp_path)
    with pytest.raises(ProcmapError, match=name) as caught:
        notes_of(path, source.typed)
    told = words(language).error(caught.value)
    lines = lines_of(told.splitlines()[-1], {"--case": "Date", "--activity": "Date", **named})
    assert lines
    for line in lines:
        done = procmap("read", path, *line, "--json", "--language", language)
        assert told not in done.err or (name, line[0]) == ("no_time_column", "--date-format"), line
        assert done.code != 2, (line, done.err)
        assert done.code == 0 or name in MAY_STILL_FAIL, (line, done.err)


MAY_STILL_FAIL = {"no_case_column", "no_activity_column", "no_time_column"}
"""Errors whose line names a column that the source may not have: the answer is then another error."""
