"""Doubts of a reading stand first: in findings.json, on the page, on the terminal; and what a run tells while it works."""

# ruff: noqa: ARG005 - columns are functions of case and step

import json
import re
import threading
import time
from dataclasses import replace

import pytest

from procmap.cli import console
from procmap.cli.live_line import LiveLine
from procmap.engine import Engine
from procmap.language import words
from procmap.reading import ReadingOptions, read
from procmap.reading.doubts import ASKING, BY_SHARE, INFORMING, asks, doubts, facts
from procmap.report.audit import Understood
from procmap.report.html import report_html
from procmap.report.process_map import process_map_svg
from procmap.report.terminal import terminal_text

from .conftest import DAY, findings_of
from .doubtful import DOUBTFUL, STEPS, events, moment, rows, table
from .test_remedies import catalogue
from .test_report import HOSTILE, PICTURE, Page, sample
from .workbooks import xlsx

SEVEN_DOUBTS = tuple(f'Doute n° {k} : --case "Colonne {k}"' for k in range(1, 8))


def doubtful(*told, language="fr"):
    audit = sample(language)
    return replace(audit, log=replace(audit.log, reading=Understood("wide", "une ligne par dossier", None, (), told)))


def page_of(audit):
    return report_html(audit, PICTURE, process_map_svg(audit), PICTURE)


# ---------------------------------------------------------------------------------------------- what asks, what informs


def test_each_note_of_the_catalogue_either_asks_or_informs():
    notes = {f"reading.{key}" for key in catalogue("en") if key.startswith("note_")}
    assert set(ASKING) | INFORMING == notes
    assert not set(ASKING) & INFORMING
    assert set(ASKING) >= BY_SHARE


def test_notes_that_ask_come_in_the_order_of_what_they_change_and_the_others_keep_theirs():
    notes = [("reading.note_lifecycle", {}), ("reading.note_utc", {}), ("reading.note_double_names", {}), ("reading.note_wide", {}),
             ("reading.doubt_one_case", {})]  # fmt: skip
    assert [key for key, _ in doubts(notes, 10)] == ["reading.doubt_one_case", "reading.note_wide", "reading.note_utc"]
    assert [key for key, _ in facts(notes, 10)] == ["reading.note_lifecycle", "reading.note_double_names"]


@pytest.mark.parametrize("key", sorted(BY_SHARE))
def test_values_that_could_not_be_read_ask_beyond_one_row_in_a_hundred(key):
    assert not asks((key, {"count": 10}), 1000)
    assert asks((key, {"count": 11}), 1000)


# -------------------------------------------------------------------------------------------------------- findings.json


def taken(procmap, path, *typed):
    done = procmap("read", path, *typed, "--json", "--language", "en")
    assert done.code == 0, done.err
    return json.loads(done.out)["reading"]


BLOCK = ["shape", "source", "case", "activity", "time", "start", "resource", "role", "outcome", "amount", "doubts"]


def test_the_reading_of_a_plain_log_has_no_doubt(procmap, tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(events("Dossier;Étape;Date;Service", more=lambda c, k: (f"S{k}",)))
    found = taken(procmap, path)
    assert list(found) == BLOCK
    assert found == dict.fromkeys(BLOCK) | {
        "shape": "events", "case": "Dossier", "activity": "Étape", "time": ["Date"], "role": "Service", "doubts": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("note_wide", ("wide", None, "N° délibération", None, ["Date saisine", "Date visa", "Date séance", "Date publication"])),
        ("note_blocks", ("blocks", None, "N° courrier", "Étape", ["Date"])),
        ("note_series", ("events", None, "Exercice + N°", "Étape", ["Date"])),
        ("note_status_changes", ("status_changes", None, "Dossier", "Nouveau statut", ["Date"])),
        ("note_unknown_end", ("start_end_rows", None, "Dossier", "Étape", ["Date"])),
        ("note_source", ("known_source", "demarche_numerique", "ID", None, ["Déposé le", "Passé en instruction le", "Traité le"])),
    ],
)
def test_the_shape_and_the_columns_are_told_as_the_source_spells_them(procmap, tmp_path, name, expected):
    found = taken(procmap, DOUBTFUL[name].at(tmp_path))
    assert (found["shape"], found["source"], found["case"], found["activity"], found["time"]) == expected
    assert found["doubts"]


def test_a_day_and_its_time_of_day_are_two_columns(procmap, tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(table("Dossier;Étape;Date;Heure", [(*row[:2], *row[2].split(" ")) for row in rows()]))
    assert taken(procmap, path)["time"] == ["Date", "Heure"]


def test_a_column_whose_name_looks_joined_is_one(procmap, tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(events("Dossier;Étape;Date + Heure"))
    assert taken(procmap, path)["time"] == ["Date + Heure"]


def test_a_column_named_by_hand_is_told_instead_of_that_of_a_known_source(procmap, tmp_path):
    path = tmp_path / "log.csv"
    text = DOUBTFUL["note_source"].text.decode().splitlines()
    path.write_text("\n".join([f"{text[0]};Groupe instructeur;Pôle", *(f"{line};G1;P1" for line in text[1:])]), encoding="utf-8")
    found = taken(procmap, path)
    assert (found["role"], found["outcome"]) == ("Groupe instructeur", "État du dossier")
    assert taken(procmap, path, "--role", "Pôle")["role"] == "Pôle"


def test_blocks_are_filled_under_the_case_that_heads_them_and_no_other(procmap, tmp_path):
    path = DOUBTFUL["note_blocks"].at(tmp_path)
    by_head, by_other = (json.loads(procmap("read", path, "--case", case, "--json").out) for case in ("N° courrier", "Service"))
    assert (by_head["reading"]["shape"], by_head["cases"], by_head["rows_rejected"]) == ("blocks", 12, 0)
    assert (by_other["reading"]["shape"], by_other["cases"]) == ("events", 3)


def test_findings_json_holds_the_reading_of_read_in_the_language_of_the_audit(procmap, tmp_path):
    path = DOUBTFUL["note_wide"].at(tmp_path)
    assert procmap("audit", path, "--out", tmp_path / "audit", "--date", DAY, "--language", "en", "--quiet").code == 0
    found = findings_of(tmp_path / "audit")
    assert found["reading"] == taken(procmap, path)
    assert list(found)[-2:] == ["reading", "not_evaluable"]


# ---------------------------------------------------------------------------------------------- the page, the terminal


@pytest.mark.parametrize("language", ["fr", "en"])
def test_five_doubts_stand_before_the_findings_and_the_others_with_the_notes(language):
    page = page_of(doubtful(*SEVEN_DOUBTS, language=language))
    head = page.index(words(language)("report.page.doubts"))
    findings, quality = page.index('class="matter"'), page.index('id="h-quality"')
    at = [page.index(f"Doute n° {k} ") for k in range(1, 8)]
    assert [place for place in at if head < place < findings] == at[:5]
    assert [place for place in at if place > quality] == at[5:]
    assert page.count("Doute n° ") == 7
    assert page.count("<code>--case</code> &#34;Colonne ") == 7  # an option that a line end parts can't be copied
    assert words(language)("report.page.doubts.more", count=2) in page
    assert not Page(page).open


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_doubts_no_block_stands_anywhere(language):
    audit = doubtful(language=language)
    head = words(language)("report.page.doubts")
    assert head not in page_of(audit)
    assert 'class="doubts"' not in page_of(audit)
    assert head not in terminal_text(audit)


def test_a_doubt_is_escaped_on_the_page_and_shown_on_the_terminal():
    for bad in HOSTILE:
        audit = doubtful(f"colonne {bad}.")
        page = Page(page_of(audit))
        assert not page.open
        assert not {"img", "b"} & {tag for tag, _ in page.elements}
        assert not re.search("[\x00\x0b\x1b\u202e]", page_of(audit))
        assert not re.search("[\x00\x0b\x1b\u202e\u2066-\u2069]", terminal_text(audit))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [60, 80, 140])
def test_doubts_stand_before_the_findings_on_the_terminal_within_its_width(language, width):
    text = terminal_text(doubtful(*SEVEN_DOUBTS, language=language), width=width)
    assert max(map(len, text.splitlines())) <= width
    assert text.index("Doute n° 1") < text.index("Doute n° 5") < text.index("F01")
    assert "Doute n° 6" not in text
    assert " ".join(words(language)("report.terminal.doubts.more", count=2).split()) in " ".join(text.split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_read_tells_doubts_after_the_counts_and_find_before_the_findings(procmap, tmp_path, language):
    path = DOUBTFUL["note_wide"].at(tmp_path)
    say = words(language)
    told = procmap("read", path, "--language", language).out
    head, shape = told.index(say("report.page.doubts")), say("reading.shape_wide", source=None)
    assert told.index(say("cli.rows", read=96, kept=96, refused=0)) < head < told.index("--case") < told.index(say("cli.columns"))
    assert shape in told
    found = procmap("find", path, "--language", language, "--quiet").out
    assert 0 < found.index(say("report.page.doubts")) < found.index("--case")
    first = [found.find(text) for text in ("F01", say("report.terminal.none")) if text in found]
    assert found.index("--case") < first[0]


def test_a_doubt_is_told_once(procmap, tmp_path):
    told = procmap("read", DOUBTFUL["note_wide"].at(tmp_path), "--language", "en").out
    assert told.count("The table has one row a case") == 1
    page = page_of(doubtful("Doute unique."))
    assert page.count("Doute unique.") == 1


def test_audits_of_several_values_tell_their_doubts_once_before_them(procmap, tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(events("Dossier;Étape;Date;Nature", cases=24, form="%Y-%m-%dT%H:%M:%SZ", more=lambda c, k: (f"N{c % 2}",)))
    told = procmap("audit", path, "--out", tmp_path / "by", "--by", "Nature", "--language", "en", "--date", DAY, "--quiet")
    assert told.code == 0, told.err
    assert told.out.index("--time-zone UTC") < told.out.index("N0")
    assert told.out.count("--time-zone UTC") == 1


def test_a_doubt_names_nobody(procmap, tmp_path):
    """A sheet named after an agent: the note that names it asks which sheet to read."""
    agents = ("Odile Brindamour", "Gaston Fleurquin", "Irma Rivoallec")
    filled = [["Dossier", "Étape", "Date", "Agent"],
              *([f"D{c}", name, moment(c, k), agents[(c + k) % 3]] for c in range(24) for k, name in enumerate(STEPS))]  # fmt: skip
    path = tmp_path / "log.xlsx"
    xlsx(path, {"Suivi": filled, "Odile Brindamour": [["Dossier", "Acte", "Le"], ["D1", "x", "y"], ["D2", "x", "y"]]})
    with Engine(threads=1) as engine:
        notes = dict(read(path, ReadingOptions(), engine).notes)
    assert "Brindamour" in notes["reading.note_sheet"]["others"]
    out = tmp_path / "audit"
    said = procmap("audit", path, "--out", out, "--date", DAY, "--quiet", "--language", "en")
    assert said.code == 0, said.err
    shown = [procmap("read", path).out, procmap("read", path, "--json").out, procmap("find", path, "--quiet").out, said.out]
    shown += [(out / name).read_text(encoding="utf-8") for name in ("findings.json", "report.html")]
    assert findings_of(out)["reading"]["doubts"]
    for text in shown:
        assert "--sheet" in text
        assert "brindamour" not in text.lower()


def test_the_same_doubts_are_the_same_bytes(procmap, tmp_path):
    path = DOUBTFUL["note_source"].at(tmp_path)
    made = []
    for name in ("one", "two"):
        assert procmap("audit", path, "--out", tmp_path / name, "--date", DAY, "--quiet").code == 0
        made.append((tmp_path / name / "findings.json").read_bytes())
    assert made[0] == made[1]


# ------------------------------------------------------------------------------------------------------------- progress


@pytest.mark.parametrize(("locale", "said"), [("fr", "lecture"), ("en", "reading")])
def test_a_terminal_says_at_once_that_reading_has_begun(procmap, table, monkeypatch, locale, said):
    monkeypatch.setattr(console, "_is_terminal", lambda: True)
    done = procmap("read", table, "--json", locale=locale)
    assert json.loads(done.out)["cases"] == 2
    assert re.match(rf"\r +0[.,]\d s  {said}", done.err)
    assert re.search(r"\r +\r$", done.err)  # the line is gone when the run ends
    assert procmap("read", table, "--json", "--quiet", locale=locale).err == ""


def test_a_pipe_gets_no_line_that_is_written_over(procmap, table):
    assert procmap("read", table).err == ""


def test_an_error_follows_a_line_that_has_gone(procmap, table, monkeypatch):
    monkeypatch.setattr(console, "_is_terminal", lambda: True)
    done = procmap("read", table, "--case", "nothing")
    assert done.code == 1
    assert re.search(r"\r +\r[^\r]*nothing", done.err)


def test_a_line_is_written_over_until_it_ends_and_makes_place_for_others(monkeypatch):
    monkeypatch.setattr("procmap.cli.live_line.EVERY", 0.01)
    written, thrice = [], threading.Event()

    def echo(text):
        written.append(text)
        if len(written) > 3:
            thrice.set()

    line = LiveLine(echo)
    line.show(lambda: "lecture")
    assert written[0] == "\rlecture"
    assert thrice.wait(5)
    with line.aside():
        assert written[-1] == "\r       \r"
    line.end()
    count = len(written)
    line.end()
    assert len(written) == count
    line.show(lambda: "x" * 500)
    assert len(written[-1].strip()) < 200
    line.end()


def test_the_share_of_a_table_is_known_while_it_is_made_and_at_no_other_time():
    seen = []
    with Engine(threads=2) as engine:
        engine.count_progress()
        assert engine.share("made") is None
        done = threading.Event()

        def watch():
            while not done.wait(0.005):
                seen.append((engine.share("made"), engine.share("other")))

        watcher = threading.Thread(target=watch)
        watcher.start()
        engine.table("made", "select sum(hash(i::varchar || 'x')::double) as s from range(20000000) t(i)")
        done.set()
        watcher.join()
        assert engine.share("made") is None
    shares = [share for share, _ in seen if share is not None]
    assert shares
    assert all(0 < share <= 1 for share in shares)
    assert {other for _, other in seen} == {None}
    assert engine.share("made") is None  # a closed database is no error


def test_the_line_tells_the_share_of_the_source(monkeypatch):
    monkeypatch.setattr(console, "_is_terminal", lambda: True)
    french, english = "lecture (43\u202f% de la source, encore 57 s environ)", "reading (43% of the source, about 57 s left)"
    for language, said in (("fr", french), ("en", english)):
        with console.progress(quiet=False, language=language) as tell, Engine(threads=1) as engine:
            monkeypatch.setattr(engine, "share", lambda name: 0.43 if name == "source_row" else None)
            tell.watching(engine)
            began = time.monotonic()
            monkeypatch.setattr(console.time, "monotonic", lambda began=began: began)
            tell("read")
            monkeypatch.setattr(console.time, "monotonic", lambda began=began: began + 42.9)
            assert tell.line("read").endswith(said)
            assert "(" not in tell.line("read").replace(said, "")
            monkeypatch.setattr(engine, "share", lambda _: 0.01)
            assert {"fr": "encore 71 min environ", "en": "about 71 min left"}[language] in tell.line("read")
            monkeypatch.setattr(engine, "share", lambda _: None)
            assert "(" not in tell.line("read")
            monkeypatch.undo()
            monkeypatch.setattr(console, "_is_terminal", lambda: True)


def test_columns_that_a_source_lacks_are_told_in_the_language_of_the_reader(procmap, tmp_path):
    header, *lines = DOUBTFUL["note_wide"].text.decode().splitlines()
    path = tmp_path / "wide.csv"
    path.write_text("\n".join([header, *lines, "D99;;;;;S1"]), encoding="utf-8")
    french, english = (procmap("read", path, "--language", language).out for language in ("fr", "en"))
    assert "activité     (colonnes)" in french
    assert "(columns)" not in french
    assert "activity     (columns)" in english
    assert "(dates)" in french
    assert "(dates)" in english
