"""What a console shows: nothing of a log acts on it, and one that knows no UTF-8 gets plain equivalents, never "?"."""

import json
import re
import tomllib
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from procmap.cli.console import shown
from procmap.cli.plain import plain
from procmap.errors import ProcmapError
from procmap.language import words
from procmap.language.shown import isolated, json_text, visible, visible_lines, visible_page
from procmap.model.bpmn import bpmn_xml
from procmap.model.process_tree import Leaf, Sequence
from procmap.report.comparison import comparison_json, folder_names
from procmap.report.sentences import label
from procmap.report.toml_text import toml_string

from .conftest import DAY, in_own_process

ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What a terminal or a reader's eye would obey; tabs and line feeds do no more than they look."""

STEPS = (
    "Dépôt\x1b]0;pwned\x07", "Visa \u202eevil", "Con\x9b31mtrôle", "Paie\u2066ment\x7f", "طلب شراء", "Clô\u200fture\u061c",
    "中文 ☃",
)  # fmt: skip
CONSOLES = ("utf-8", "cp1252", "ascii")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A log whose name, title, columns, labels, values and refused values would all act."""
    folder = tmp_path_factory.mktemp("hostile")
    rows = ["N°\x1b[2J,Éta\u202epe,Date de fin,Ser\x9bvice,Nature\u2067"]
    rows += [
        f"D{case}\x1b[1m,{step},{1 + case % 20:02d}/09/2024 {8 + place:02d}:00:00,Dir\u202d {place % 3}\x1b[5m,Nat\x1b[3{case % 2}m"
        for case in range(120) for place, step in enumerate(STEPS + STEPS[1:3] * (case % 3 > 0))
    ]  # fmt: skip
    rows.append('D1\x1b[1m,Visa,"31/02/2024\x1b[41m\u202e\nfaux",y,Nat\x1b[31m')
    source = folder / "l\x1b[31mog\u202e.csv"
    source.write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "procmap.toml").write_text(
        'title = "Ti\\u001b]0;x\\u0007tle\\u202e"\n'
        '[columns]\ncase = "N°\\u001b[2J"\nactivity = "Éta\\u202epe"\nrole = "Ser\\u009bvice"\n',
        encoding="utf-8",
    )
    return source


def on(encoding, *arguments):
    """A French run whose console has this encoding: UTF-8 for names of files, as on Windows."""
    done = in_own_process(*arguments, env={"LC_ALL": "fr_FR.UTF-8", "PYTHONUTF8": "1", "PYTHONIOENCODING": f"{encoding}:strict"},
                          encoding=encoding)  # fmt: skip
    assert "Traceback" not in done.err
    assert not ACTS.search(done.out + done.err)
    return done


@pytest.mark.parametrize("encoding", CONSOLES)
def test_nothing_of_a_log_acts_on_a_console(hostile, encoding):
    done = on(encoding, "read", hostile, "--words")
    assert (done.code, done.err) == (0, "")
    for told in ("l\\u001b[31mog\\u202e.csv", "ta\\u202epe", "Ser\\u009bvice", "2024\\u001b[41m\\u202e faux", "Visa \\u202eevil"):
        assert told in done.out
    assert "?" not in done.out
    missing = on(encoding, "find", hostile, "--role", "no\x1b[2Jne")
    assert (missing.code, missing.out) == (1, "")
    assert "no\\u001b[2Jne" in missing.err
    unknown = on(encoding, "find", hostile, "--language", "\x1b]0;t\x07")
    assert unknown.code == 2
    assert "\\u001b]0;t\\u0007" in unknown.err


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_json_is_whole_on_every_console(hostile, encoding):
    done = on(encoding, "read", hostile, "--json")
    assert encoding == "utf-8" or done.out.isascii()
    told = json.loads(done.out)
    assert told["columns"]["activity"] == "Éta\u202epe"
    assert told["source"] == hostile.name
    assert told["refusals"][0]["value"] == "31/02/2024\x1b[41m\u202e\nfaux"


def test_a_map_is_xml_on_every_console(hostile):
    drawing = on("cp1252", "map", hostile, "--quiet").out
    told = "".join(ET.fromstring(drawing.encode("utf-8")).itertext())
    assert "طلب شراء" in told
    assert "\\u202e" in told


def test_the_files_of_an_audit_hold_nothing_that_acts_and_keep_the_labels(hostile, tmp_path):
    out = tmp_path / "a\x1b[31mout"
    done = on("utf-8", "audit", hostile, "--out", out, "--date", DAY, "--quiet")
    assert (done.code, done.err) == (0, "")
    assert "Ti\\u001b]0;x\\u0007tle\\u202e" in done.out
    assert "\\u001b[31mout" in done.out
    for file in out.iterdir():
        text = file.read_text(encoding="utf-8")
        if file.suffix in {".svg", ".bpmn"}:
            ET.fromstring(text.encode())
        if file.name == "report.html":
            text = text.replace("\u2068طلب شراء\u2069", "")  # isolated by us, so that it turns nothing around it
        if file.suffix != ".csv":  # a spreadsheet's own form has no escapes
            assert not ACTS.search(text), file.name
    assert "Ti\\u001b]0;x\\u0007tle" in (out / "before_after.svg").read_text(encoding="utf-8")
    assert "Visa \\u202eevil" in (out / "before.bpmn").read_text(encoding="utf-8")
    found = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    named = {activity for finding in found["findings"] for activity in finding["activities"]}
    assert named
    assert named <= set(STEPS)
    run = tomllib.loads((out / "run.toml").read_text(encoding="utf-8"))
    assert run["options"]["activity"] == "Éta\u202epe"


def test_the_lines_of_by_show_their_values(hostile, tmp_path):
    done = on("utf-8", "audit", hostile, "--out", tmp_path / "by", "--by", "Nature\u2067", "--date", DAY, "--quiet")
    assert (done.code, done.err) == (0, "")
    assert [line.split(" ")[0].rstrip("\u00a0:") for line in done.out.splitlines()] == ["Nat\\u001b[30m", "Nat\\u001b[31m"]
    compared = (tmp_path / "by" / "comparison.json").read_text(encoding="utf-8")
    assert not ACTS.search(compared)
    assert [one["value"] for one in json.loads(compared)["values"]] == ["Nat\x1b[30m", "Nat\x1b[31m"]


def test_a_saved_configuration_holds_nothing_that_acts_and_is_read_back(hostile, tmp_path):
    saved = tmp_path / "saved.toml"
    assert on("utf-8", "read", hostile, "--save", saved).code == 0
    text = saved.read_text(encoding="utf-8")
    assert not ACTS.search(text)
    assert tomllib.loads(text)["columns"]["role"] == "Ser\x9bvice"


@given(st.text())
@example("\x1b[2J\x9b\u202e\u2066\u200f\ud800\ufffe\x85\u2028\r\n")
def test_what_is_made_visible_is_one_line_without_anything_that_acts(text):
    for told in (visible(text), label(words("fr"), text).strip("\u2068\u2069")):
        assert not ACTS.search(told)
        assert len(told.splitlines()) <= 1
        told.encode("utf-8")
    assert not ACTS.search(visible_lines(text))
    if not ACTS.search(text) and text.isprintable():
        assert visible(text) == text


@given(st.text())
@example("\u2068طلب")
@example("\u2068plain\u2069")
@example("\u2068\u202eطلب\u2069")
def test_a_page_isolates_only_what_runs_from_right_to_left(text):
    assert visible_page(f"<b>{isolated(visible(text))}</b>").count("\u2068") == (isolated(visible(text)) != visible(text))
    assert visible_page(text).count("\u2068") == visible_page(text).count("\u2069")
    assert "\u202e" not in visible_page(text)
    assert visible_page("\u2068plain\u2069") == "\\u2068plain\\u2069"


@given(st.text())
def test_json_and_toml_keep_every_character_and_show_none_that_acts(text):
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert json.loads(json_text([paired])) == [paired]
    assert tomllib.loads(f"a = {toml_string(paired)}")["a"] == paired
    assert not ACTS.search(json_text([text]) + toml_string(text))


def test_an_error_shows_its_values_on_one_line():
    told = words("fr").error(ProcmapError("config.unreadable", path="a\x1b[2J\nb\u202e"))
    assert "a\\u001b[2J b\\u202e" in told
    assert not ACTS.search(told)


def test_names_of_bpmn_show_what_would_act_and_stay_xml():
    text = bpmn_xml(Sequence((Leaf("a\x1b[2J\u202e"), Leaf("b\x00\ufffe"))), {}, name="t\x9b", language="fr")
    names = {element.get("name") for element in ET.fromstring(text.encode()).iter()}
    assert {"a\\u001b[2J\\u202e", "b\\u0000\\ufffe", "t\\u009b"} <= names


@pytest.mark.parametrize(
    ("text", "cp1252", "ascii_"),
    [
        ("12\u202f%", "12 %", "12 %"),
        ("1\u202f234\u00a0: −3", "1 234 : -3", "1 234 : -3"),
        ("«\u202fÉtape\u202f» d’été…", "« Étape » d’été…", '"Etape" d\'ete...'),
        ("“a” → b ≤ c – cœur", "“a” -> b <= c – cœur", '"a" -> b <= c - coeur'),
        ("│──┼─╮", "|--+-+", "|--+-+"),
        ("N° 5 × 3 €", "N° 5 × 3 €", "No 5 x 3 EUR"),
        ("中 😀 ﬁ", "\\u4e2d \\U0001f600 fi", "\\u4e2d \\U0001f600 fi"),
        ("e\u0301 Ł", "e \\u0141", "e \\u0141"),
    ],
)
def test_what_a_console_lacks_has_a_plain_equivalent(text, cp1252, ascii_):
    assert plain(text, "cp1252") == cp1252
    assert plain(text, "ascii") == ascii_
    assert plain(text, "UTF-8") == text


@given(st.text(st.characters(codec="utf-8")), st.sampled_from((*CONSOLES, "cp850", "latin-1", "utf-16")))
def test_whatever_is_shown_can_be_written(text, encoding):
    plain(text, encoding).encode(encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_the_table_of_findings_keeps_its_columns_on_a_plain_console(log, encoding):
    done = on(encoding, "find", log, "--quiet", "--language", "fr")
    lines = done.out.splitlines()
    (rule,) = [at for at, line in enumerate(lines) if re.fullmatch(" ?-{40,} ?", line)]
    rows = [line for line in lines[rule + 1 : lines.index("", rule)] if line[1:4].startswith("F")]
    assert rows
    assert {re.match(r" F\d\d(?: \*)? +", row).end() for row in rows} == {lines[rule - 1].index("Preuve")}
    assert max(map(len, lines)) <= 100
    assert "?" not in done.out


def test_colours_are_ours_alone(capsys):
    from procmap.cli.console import write

    write("\x1b[1mgras\x1b[0m \x1b[2J", coloured=True)
    write("\x1b[1mgras")
    assert capsys.readouterr().out.endswith("\\u001b[1mgras\n")
    assert shown("\x1b[1m") == "\\u001b[1m"


RESERVED = ("con", "NUL", "Aux", "prn", "com1", "COM9", "lpt1", "Lpt9", "COM¹", "nul ", ".con.", "con$")


def test_a_folder_is_never_named_as_a_device():
    devices = {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    devices |= {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
    values = (*RESERVED, "NUL.txt", "conin$", "CLOCK$", "com1.log", "value_con", "con 2", "console")
    folders = [folder for folder, _ in folder_names(values)]
    assert len(set(folders)) == len(values)
    assert not [folder for folder in folders if folder.split(".")[0].lower() in devices]
    assert all(re.fullmatch("[a-z0-9_]+", folder) for folder in folders)
    assert folders[-1] == "console"


def test_comparison_keeps_its_column():
    assert json.loads(comparison_json("a\x1b\u202e", ()))["column"] == "a\x1b\u202e"
