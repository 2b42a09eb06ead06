"""read --interactive: what is asked, what an answer changes, what is kept, and for which exports it holds."""

# ruff: noqa: ARG005 - columns are functions of case and step

import json
import sys
import time
import tomllib
from pathlib import Path

import click
import pytest

from procmap.cli import choosing
from procmap.config import Config, load_config
from procmap.language import words
from procmap.reading.settled import shape_of

from .conftest import DAY, LOCALES, Outcome, contents_of, findings_of, fresh_engine, names_in
from .doubtful import DOUBTFUL, STEPS, events, moment, rows, table
from .test_reading_trial import twofold
from .workbooks import xlsx

SENTENCES = {"fr": "La lecture suit procmap.toml", "en": "The reading follows procmap.toml"}
PEOPLE = ("Anne Dupont", "Luc Martin", "Zoé Bernard")


@pytest.fixture
def ask(monkeypatch):
    """Run read --interactive on a terminal where these lines are typed."""
    from click.testing import CliRunner

    from procmap.cli.main import group

    def call(source, typed="", *options, locale="en"):
        given = ["read", *map(str, source if isinstance(source, list) else [source]), "--interactive", *map(str, options)]
        monkeypatch.setattr(choosing, "_is_terminal", lambda: True)
        monkeypatch.setattr(sys, "argv", ["procmap", *given])
        monkeypatch.setenv("LC_ALL", LOCALES[locale])
        done = CliRunner().invoke(group, given, input="".join(f"{line}\n" for line in typed))
        return Outcome(done.exit_code, done.stdout, done.stderr)

    return call


@pytest.fixture
def taken(procmap):
    """What read --json says of a source."""

    def call(*typed):
        done = procmap("read", *typed, "--json")
        assert done.code == 0, done.err
        return json.loads(done.out)

    return call


@pytest.fixture
def log_of(procmap, tmp_path):
    """The events that a source is read as."""

    def call(*typed):
        file = tmp_path / "as_read.csv"
        done = procmap("convert", *typed, "--out", file, "--names", "--force")
        assert done.code == 0, done.err
        return file.read_bytes()

    return call


def kept(folder):
    """What procmap.toml of a folder holds."""
    return tomllib.loads((folder / "procmap.toml").read_text(encoding="utf-8"))


def put(folder, name, text):
    """A source of this text, in a folder that may be new."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text)
    return path


# ------------------------------------------------------------------------------------------------------ what is asked


def test_enter_keeps_each_choice_and_the_doubts_are_settled(ask, taken, log_of, tmp_path):
    path = DOUBTFUL["note_guessed_case"].at(tmp_path)
    before, events_before = taken(path), log_of(path)
    assert len(before["reading"]["doubts"]) == 3
    done = ask(path, ["", "", ""])
    assert done.code == 0, done.err
    assert done.err.count("[1]") == 3
    assert "This gives" not in done.err  # nothing was changed
    assert kept(tmp_path)["columns"] == before["columns"]
    after = taken(path)
    assert (after["reading"]["doubts"], after["columns"]) == ([], before["columns"])
    assert log_of(path) == events_before


ANSWERS = {
    "note_guessed_case": (["4", "", ""], {"case": "dd"}),
    "note_guessed_activity": (["", "4", ""], {"activity": "dd"}),
    "note_several_columns": (["2"], {"time": "Horodatage"}),
    "note_one_moment": (["4"], {"time": "Fait le"}),
    "note_ambiguous_dates": (["2"], {"date_format": "month-first"}),
    "note_month_first": (["2"], {"date_format": "day-first"}),
    "note_replaced_bytes": (["2", ""], {"encoding": "cp1252"}),
    "note_utc": (["2"], {"time_zone": "Europe/Paris"}),
    "note_local_beside_offsets": (["2"], {"time_zone": "UTC"}),
    "note_utc_beside_offsets": (["2"], {"time_zone": "UTC"}),
    "note_mixed_offsets": (["2"], {"time_zone": "UTC"}),
    "note_sheet": (["2", ""], {"sheet": "Archives", "time": "Le"}),
    "note_series": (["2"], {"case": "N°"}),
    "note_status_changes": (["2"], {"activity": "Ancien statut"}),
    "note_wide": (["2", "1", "6", "2"], {"case": "N° délibération", "activity": "Service", "time": "Date saisine"}),
    "note_source": (["2", "1", "4", "9"], {"case": "ID", "activity": "État du dossier", "time": "Traité le"}),
    "note_blocks": (["4"], {"case": "Service"}),
    "note_unread_starts": (["2"], {"start": "Commencé"}),
    "note_unread_amounts": (["2"], {"amount": "Autre montant"}),
    "note_unread_deadlines": (["2"], {"deadline": "Limite"}),
    "note_doubtful_amounts": (["2"], {"amount": "Autre montant"}),
    "note_unknown_start": (["2"], {"lifecycle": "Transition bis"}),
    "note_unknown_end": (["2"], {"lifecycle": "Transition bis"}),
    "note_unknown_mark": (["2"], {"lifecycle": "Transition bis"}),
}
"""By doubt: what is typed, and what the file then holds among other things."""


@pytest.mark.parametrize("name", ANSWERS)
def test_another_answer_changes_the_reading_and_the_file(ask, log_of, tmp_path, name):
    source, (typed, expected) = DOUBTFUL[name], ANSWERS[name]
    path = source.at(tmp_path)
    done = ask(path, typed, *source.typed)
    assert done.code == 0, done.err
    assert "This gives:" in done.err
    found = kept(tmp_path)
    choices = found["columns"] | found.get("reading", {})
    assert expected.items() <= choices.items()
    options = [part for option, value in expected.items() for part in (f"--{option.replace('_', '-')}", value)]
    assert any("settled" in note or "follows" in note for note in procmap_notes(path))
    settled = log_of(path)
    (tmp_path / "procmap.toml").unlink()
    first = [word for at, word in enumerate(source.typed) if source.typed[at - at % 2] not in options]
    assert log_of(path, *first, *options) == settled


def procmap_notes(path):
    """What is told of a source besides its doubts, in English."""
    from procmap import flow

    with fresh_engine() as engine:
        _, reading = flow.load_log(path, load_config(None, path), engine)
    return [words("en")(key, **values) for key, values in reading.facts]


def test_every_asking_note_is_asked_or_no_option_settles_it():
    assert set(DOUBTFUL) - set(ANSWERS) == {
        "note_guessed_time", "doubt_activity_of_case",  # asked as the other columns are
        "note_newest_first", "note_doubles", "note_other_shape",
    }  # fmt: skip


@pytest.mark.parametrize("choice", ["1", "2"])
def test_which_of_two_plausible_readings_holds_is_asked_first(ask, taken, tmp_path, choice):
    head, lines = twofold()
    path = put(tmp_path, "log.csv", table(";".join(head), lines))
    done = ask(path, [choice, "", "", ""])
    assert done.code == 0, done.err
    assert kept(tmp_path)["columns"]["case"] == f"F{choice}"
    assert (taken(path)["columns"]["case"], taken(path)["reading"]["doubts"]) == (f"F{choice}", [])


@pytest.mark.parametrize(("language", "said"), [("fr", "Rien n’est douteux"), ("en", "Nothing is unclear")])
def test_where_nothing_is_unclear_nothing_is_asked_and_the_reading_is_kept(ask, tmp_path, language, said):
    done = ask(put(tmp_path, "log.csv", events()), [], locale=language)
    assert done.code == 0, done.err
    assert said in done.err
    assert "[1]" not in done.err
    assert kept(tmp_path)["columns"] == {"case": "Dossier", "activity": "Étape", "time": "Date"}


@pytest.mark.parametrize(
    ("language", "asked", "told"),
    [
        ("fr", "Quelle colonne prendre pour «\u202fdossier\u202f»\u202f? [1]", "«\u202f9\u202f» n’en fait pas partie\u00a0:"),
        ("en", "Which column is the “case”? [1]", "“9” is none of them: type a number from 1 to 4"),
    ],
)
def test_an_answer_that_is_none_is_told_and_asked_again(ask, tmp_path, language, asked, told):
    done = ask(DOUBTFUL["note_guessed_case"].at(tmp_path), ["9", "x", "4", "", ""], locale=language)
    assert done.code == 0, done.err
    assert done.err.count(asked) == 3
    assert told in done.err
    assert "Error" not in done.err
    assert kept(tmp_path)["columns"]["case"] == "dd"


def test_an_answer_with_which_nothing_can_be_read_is_told_and_asked_again(ask, tmp_path):
    path = DOUBTFUL["note_several_columns"].at(tmp_path)
    done = ask(path, ["4", "2"])  # the steps are no times
    assert done.code == 0, done.err
    assert "No column could be the activity" in done.err
    assert done.err.count("Which column is the “time”?") == 2
    assert kept(tmp_path)["columns"]["time"] == "Horodatage"


def test_what_may_hold_people_is_no_candidate(ask, tmp_path):
    header = f"aa;bb;cc;ee;{PEOPLE[0]};{PEOPLE[1]}"
    text = events(header, more=lambda c, k: (PEOPLE[k % 3], "x", "y"))
    done = ask(put(tmp_path, "log.csv", text), ["", "", ""])
    assert done.code == 0, done.err
    assert "1. aa" in done.err
    assert ". ee" not in done.err
    assert not [name for name in PEOPLE if name in done.err]


def test_a_hostile_header_is_shown_and_does_not_act(ask, tmp_path):
    done = ask(put(tmp_path, "log.csv", events("aa;bb;cc;d\x1b[2Jd", more=lambda c, k: (f"n{c}",))), ["4", "", ""])
    assert done.code == 0, done.err
    assert "\x1b" not in done.out + done.err
    assert "4. d\\u001b[2Jd" in done.err
    assert kept(tmp_path)["columns"]["case"] == "d\x1b[2Jd"


# -------------------------------------------------------------------------------------------------------- what is kept


@pytest.mark.parametrize("end", [KeyboardInterrupt, click.Abort])
def test_stopping_writes_nothing(ask, tmp_path, monkeypatch, end):
    path = DOUBTFUL["note_guessed_case"].at(tmp_path)
    answers = iter(["4", ""])

    def prompt(*_, **__):
        try:
            return next(answers)
        except StopIteration:
            raise end from None

    monkeypatch.setattr(click, "prompt", prompt)
    assert ask(path).code == 1
    assert names_in(tmp_path) == [path.name]


def test_the_end_of_what_is_typed_writes_nothing(ask, tmp_path):
    path = DOUBTFUL["note_guessed_case"].at(tmp_path)
    assert ask(path, ["4"]).code == 1
    assert names_in(tmp_path) == [path.name]


@pytest.mark.parametrize(("language", "said"), [("fr", "jamais écrasé"), ("en", "never overwritten")])
def test_a_file_that_is_there_is_told_before_anything_is_asked(ask, taken, tmp_path, language, said):
    path = DOUBTFUL["note_guessed_case"].at(tmp_path)
    own = put(tmp_path, "procmap.toml", b'title = "Mine"\n')
    done = ask(path, [], locale=language)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert "--interactive --save" in done.err
    done = ask(path, ["4", "", ""], "--save", tmp_path / "other.toml", locale=language)
    assert done.code == 0, done.err
    assert f'--config "{tmp_path / "other.toml"}"' in done.err
    assert own.read_bytes() == b'title = "Mine"\n'
    assert taken(path, "--config", tmp_path / "other.toml")["columns"]["case"] == "dd"
    assert ask(path, [], "--save", tmp_path / "other.toml").code == 1


def test_a_file_that_appears_meanwhile_stays(ask, tmp_path, monkeypatch):
    path = DOUBTFUL["note_several_columns"].at(tmp_path)

    def prompt(*_, **__):
        put(tmp_path, "procmap.toml", b"# mine\n")
        return "1"

    monkeypatch.setattr(click, "prompt", prompt)
    done = ask(path)
    assert done.code == 1
    assert "--save" in done.err
    assert (tmp_path / "procmap.toml").read_bytes() == b"# mine\n"
    assert names_in(tmp_path) == ["procmap.toml", path.name]


def test_where_it_cannot_be_written_it_is_told(ask, tmp_path):
    path = put(tmp_path, "log.csv", events())
    done = ask(path, [], "--save", path / "procmap.toml")
    assert done.code == 1
    assert words("en")("config.not_writable.next") in done.err


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_same_answers_give_the_same_bytes(ask, tmp_path, language):
    found = set()
    for name in ("one", "two"):
        path = put(tmp_path / name, "log.csv", DOUBTFUL["note_month_first"].text)
        assert ask(path, ["2"], locale=language).code == 0
        found.add((path.parent / "procmap.toml").read_bytes())
    assert len(found) == 1
    assert b"\r" not in found.pop()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_away_from_a_terminal_one_message_says_what_to_type(procmap, tmp_path, language):
    path = DOUBTFUL["note_guessed_case"].at(tmp_path)
    done = procmap("read", path, "--interactive", locale=language)
    assert (done.code, done.out) == (1, "")
    assert f'procmap read "{path}" --save' in done.err
    assert len(done.err.strip().splitlines()) == 2
    assert names_in(tmp_path) == [path.name]
    assert procmap("read", path, "--interactive", "--json", locale=language).code == 2


def test_a_real_terminal(tmp_path):
    pty = pytest.importorskip("pty", reason="Windows has none")
    import os
    import signal
    import subprocess

    path = DOUBTFUL["note_month_first"].at(tmp_path)
    typed = [sys.executable, "-m", "procmap", "read", str(path), "--interactive", "--language", "en", "--quiet"]
    for is_stopped in (True, False):
        main, side = pty.openpty()
        run = subprocess.Popen(typed, stdin=side, stderr=side, stdout=subprocess.PIPE)
        os.close(side)
        seen = b""
        while b"[1]" not in seen:
            seen += os.read(main, 4096)
        time.sleep(0.5)  # nobody answers before the question is read
        if is_stopped:
            run.send_signal(signal.SIGINT)
        else:
            os.write(main, b"2\n")
        run.communicate(timeout=60)
        os.close(main)
        assert run.returncode == is_stopped
        assert (tmp_path / "procmap.toml").exists() is not is_stopped
    assert kept(tmp_path)["reading"] == {"date_format": "day-first"}


# ------------------------------------------------------------------------------------------- for which exports it holds


def settle(ask, path, typed, *options):
    done = ask(path, typed, *options)
    assert done.code == 0, done.err


def test_the_next_export_of_the_shape_is_read_the_same_without_an_option(ask, taken, log_of, procmap, tmp_path):
    first = put(tmp_path, "january.csv", DOUBTFUL["note_guessed_case"].text)
    settle(ask, first, ["4", "", ""])
    lines = [(row[2], row[0], row[1], f"n{k // 4}") for k, row in enumerate(rows(cases=20))]
    second = put(tmp_path, "february.csv", table("cc;aa;bb;dd", lines))  # the columns in another order
    named = log_of(second, "--case", "dd", "--activity", "bb", "--time", "cc")
    assert (taken(second)["columns"]["case"], taken(second)["reading"]["doubts"]) == ("dd", [])
    assert log_of(second) == named
    for language, sentence in SENTENCES.items():
        assert sentence in procmap("read", second, "--language", language).out
    assert taken(second, "--case", "aa")["columns"]["case"] == "aa"  # an option wins


@pytest.mark.parametrize("language", ["fr", "en"])
def test_another_shape_is_read_as_if_nothing_had_been_settled_and_told(ask, taken, procmap, log_of, tmp_path, language):
    settle(ask, put(tmp_path, "one.csv", DOUBTFUL["note_guessed_case"].text), ["4", "", ""])
    other = put(tmp_path, "other.csv", events())
    told = procmap("read", other, "--language", language)
    assert told.code == 0, told.err
    assert words(language)("reading.note_other_shape", file="procmap.toml") in told.out
    alone = put(tmp_path / "alone", "other.csv", events())
    assert log_of(other) == log_of(alone)
    assert taken(other)["columns"] == taken(alone)["columns"]
    settle(ask, other, [], "--save", tmp_path / "second.toml")
    assert taken(other, "--config", tmp_path / "second.toml")["reading"]["doubts"] == []


def test_without_a_shape_the_file_holds_for_any_export(procmap, tmp_path):
    path = put(tmp_path, "log.csv", events())
    put(tmp_path, "procmap.toml", '[columns]\ncase = "Numéro"\n'.encode())
    done = procmap("read", path)
    assert done.code == 1
    assert "Numéro" in done.err


def test_the_rest_of_a_file_holds_for_every_shape(taken, tmp_path):
    path = put(tmp_path, "log.csv", events())
    text = 'title = "T"\nshape = "0123456789abcdef"\n[reading]\nsince = "2024-01-15"\ndate_format = "month-first"\n'
    put(tmp_path, "procmap.toml", text.encode())
    assert taken(path)["cases"] == 5  # of twelve, a day each from the eighth on
    assert load_config(None, path).title == "T"


def test_a_table_that_gets_a_column_each_month_keeps_its_shape(ask, taken, tmp_path):
    def wide(months):
        names = [f"{month} 2024" for month in ("Janvier", "Février", "Mars", "Avril", "Mai")[:months]]
        lines = [(f"D{c}", *(moment(c + 30 * k, k) for k in range(months)), f"S{c % 3}") for c in range(24)]
        return table(";".join(("N° délibération", *names, "Service")), lines)

    settle(ask, put(tmp_path, "march.csv", wide(3)), [""])
    found = taken(put(tmp_path, "may.csv", wide(5)))
    assert (found["reading"]["shape"], found["reading"]["doubts"], found["events"]) == ("wide", [], 120)


def test_a_settled_column_of_the_year_that_is_gone_is_another_shape(ask, taken, tmp_path):
    def yearly(year):
        return events(f"Dossier;Étape;Date;Montant {year};Montant autre", more=lambda c, k: (c + 1, c + 2))

    settle(ask, put(tmp_path, "a.csv", yearly(2024)), [], "--amount", "Montant 2024")
    assert taken(put(tmp_path, "b.csv", yearly(2024)))["columns"]["amount"] == "Montant 2024"
    found = taken(put(tmp_path, "c.csv", yearly(2025)))
    assert len(found["reading"]["doubts"]) == 1


def test_columns_without_a_name_keep_their_number():
    shape = shape_of(["column 1", "column 2", "column 3"])
    assert shape != shape_of(["column 1", "column 2", "column 3", "column 4"])
    assert shape != shape_of(["Column", "Column (2)"])


def test_the_sheet_that_was_settled_is_read_and_a_workbook_without_it_is_told(ask, taken, tmp_path):
    settle(ask, DOUBTFUL["note_sheet"].at(tmp_path), ["2", ""])
    found = taken(tmp_path / "source.xlsx")
    assert (found["columns"]["time"], found["reading"]["doubts"]) == ("Le", [])
    other = tmp_path / "other.xlsx"
    xlsx(other, {"Mars": [["Dossier", "Étape", "Date"], *map(list, rows())]})
    found = taken(other)
    assert (found["columns"]["case"], len(found["reading"]["doubts"])) == ("Dossier", 1)


def test_an_encoding_that_was_settled_is_not_applied_to_another_shape(ask, taken, log_of, tmp_path):
    settle(ask, put(tmp_path, "a.csv", events()), [], "--encoding", "cp850")
    assert kept(tmp_path)["reading"] == {"encoding": "cp850"}
    other = put(tmp_path, "b.csv", events("Dossier;Étape;Date;Nature", more=lambda c, k: ("é",)))
    alone = put(tmp_path / "alone", "b.csv", other.read_bytes())
    assert taken(other)["encoding"] == taken(alone)["encoding"] == "utf-8"
    assert log_of(other) == log_of(alone)


def test_several_sources_are_settled_together(ask, taken, tmp_path):
    lines = [(*row, f"n{k // 4}") for k, row in enumerate(rows())]
    halves = [put(tmp_path, f"{k}.csv", table("aa;bb;cc;dd", half)) for k, half in enumerate((lines[:24], lines[24:]))]
    settle(ask, halves, ["4", "", ""])
    found = taken(*halves)
    assert (found["columns"]["case"], found["reading"]["doubts"]) == ("dd", [])


def test_shapes_are_blind_to_order_case_months_and_numbers_and_to_nothing_else():
    assert shape_of(["Dossier", "Étape", "Date"]) == shape_of(["DATE", "dossier", "etape"])
    assert shape_of(["Dossier", "Mars 2024"]) == shape_of(["Dossier", "Mars 2024", "Avril 2024"])
    assert shape_of(["Dossier", "Étape", "Date"]) != shape_of(["Dossier", "Étape", "Date", "Service"])
    assert shape_of(["案件", "步骤"]) != shape_of(["案件", "时间"])


# -------------------------------------------------------------------------------------------------------------- audits


def test_an_audit_follows_the_file_and_a_redesign_the_audit(ask, procmap, log_of, tmp_path):
    lines = [(*row, f"n{k // 4}") for k, row in enumerate(rows(cases=30))]
    path = put(tmp_path / "in", "log.csv", table("aa;bb;cc;dd", lines))
    asked = log_of(path, "--case", "dd", "--activity", "bb", "--time", "cc")
    settle(ask, path, ["4", "", ""])
    assert log_of(path) == asked
    out = tmp_path / "out"
    done = procmap("audit", path, "--out", out, "--date", DAY, "--language", "en", "--quiet")
    assert done.code == 0, done.err
    found = findings_of(out)
    assert (found["reading"]["case"], found["reading"]["doubts"]) == ("dd", [])
    assert SENTENCES["en"] in (out / "report.html").read_text(encoding="utf-8")
    first = contents_of(out)
    (path.parent / "procmap.toml").unlink()  # what the audit followed stands in run.toml
    assert procmap("redesign", out, "--quiet").code == 0
    assert {name: data for name, data in contents_of(out).items() if name in first} == first


def test_what_was_settled_comes_back_from_what_an_audit_keeps(tmp_path):
    put(tmp_path, "procmap.toml", b'shape = "ab"\n[columns]\ncase = "dd"\n[reading]\ntime_zone = "UTC"\n')
    config = load_config(None, Path(tmp_path / "log.csv"))
    assert config.reading.settled is not None
    assert Config.from_chosen(dict(config.chosen())).reading == config.reading


def test_a_shape_that_is_no_text_is_named(procmap, tmp_path):
    path = put(tmp_path, "log.csv", events())
    put(tmp_path, "procmap.toml", b"shape = 5\n")
    done = procmap("read", path)
    assert done.code == 2
    assert "shape" in done.err


def test_save_of_a_wide_table_is_read_again(procmap, taken, tmp_path):
    path = DOUBTFUL["note_wide"].at(tmp_path)
    assert procmap("read", path, "--save", tmp_path / "procmap.toml").code == 0
    assert taken(path)["reading"]["shape"] == "wide"
    assert len(STEPS) * 24 == taken(path)["events"]


def test_columns_that_would_be_read_otherwise_once_named_are_left_to_be_found_again(ask, taken, log_of, tmp_path):
    lines = [(*row[:2], row[2][:10], row[2][11:16].replace(":", "")) for row in rows()]
    path = put(tmp_path, "log.csv", table("Dossier;Étape;Date;Heure", lines))
    before = log_of(path)
    settle(ask, path, [])
    assert log_of(path) == before
    assert taken(path)["rows_rejected"] == 0
    assert kept(tmp_path)["columns"] == {"case": "Dossier", "activity": "Étape"}
