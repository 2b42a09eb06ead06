"""Reading XES, workbooks and Parquet."""

# ruff: noqa: E501 - a table of cases reads best in long lines

import datetime as dt
import gzip
import struct

import pytest

from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading import ReadingOptions, read

from .conftest import fresh_engine
from .old_workbooks import container, stream, xls
from .workbooks import ods, xlsx

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org">
  <global scope="event"><string key="concept:name" value="none"/><date key="time:timestamp" value="1970-01-01T00:00:00Z"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="concept:name" value="the log"><string key="nested" value="of the log"/></string>
  <trace>
    <string key="concept:name" value="A&amp;1"/>
    <string key="channel" value="Guichet"/>
    <event>
      <string key="concept:name" value="Dépôt, « reçu »"><string key="concept:name" value="nested"/></string>
      <date value="2024-01-31T10:00:00.000+01:00" key="time:timestamp"/>
      <list key="items"><values><string key="x" value="y"/></values></list>
      <float key="amount" value="12.5"/>
    </event>
    <event>
      <string key="concept:name" value="Décision"/>
      <date key="time:timestamp" value="2024-07-31T10:00:00.000+02:00"/>
      <float key="amount" value="14"/>
      <string key="org:group" value="Service 1"/>
    </event>
  </trace>
  <trace><event><string key="concept:name" value="Seul"/><date key="time:timestamp" value="2024-02-01T08:00:00+01:00"/></event></trace>
</log>
"""


@pytest.fixture(scope="module")
def engine():
    with fresh_engine(2) as one:
        yield one


@pytest.fixture
def parse(engine, tmp_path):
    def parse(content, name, **options):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, ReadingOptions(**options), engine)

    return parse


def events(engine, *columns):
    return engine.rows(f"select {', '.join(columns)} from source_event order by pos")


def test_a_log_of_xes(engine, parse):
    found = parse(XES, "log.xes")
    assert events(engine, "case_name", "activity_name", "channel_name", "amount", "role_name") == [
        ("A&1", "Dépôt, « reçu »", "Guichet", 1250, None), ("A&1", "Décision", "Guichet", 1400, "Service 1"),
        ("#2", "Seul", None, None, None),
    ]  # fmt: skip
    assert found.time_zone == "Europe/Paris"
    assert found.format == "xes"
    assert found.other_columns == ()


def test_gzip_and_utf16_give_the_same_log(engine, parse):
    parse(XES, "log.xes")
    plain = events(engine, "*")
    parse(gzip.compress(XES.encode()), "log.xes.gz")
    assert events(engine, "*") == plain
    parse(XES.replace("UTF-8", "UTF-16").encode("utf-16"), "log.xes")
    assert events(engine, "*") == plain


def test_columns_that_appear_late_and_refusals_with_their_line(engine, parse):
    many = "".join(
        f'<trace><string key="concept:name" value="t{n}"/><event><string key="concept:name" value="a"/>'
        f'<date key="time:timestamp" value="2024-01-31T10:00:00"/>{"" if n < 20_500 else f"<string key={chr(34)}org:resource{chr(34)} value={chr(34)}r{n}{chr(34)}/>"}'
        f"</event></trace>\n"
        for n in range(21_000)
    )
    broken = '<trace><event><string key="concept:name" value="b"/></event>\n<event><date key="time:timestamp" value="2024-01-31"/></event></trace>'
    found = parse(f"<log>\n{many}{broken}</log>", "log.xes", resource="org:resource")
    assert engine.value("select count(resource_name) from source_event") == 500
    assert engine.rows("select line, column_name, value, reason from refusal") == [
        (21_002, "time:timestamp", "", "refused_no_time"), (21_003, "concept:name", "", "refused_no_activity"),
    ]  # fmt: skip
    assert found.rows_read == 21_002


BOMB = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><log>&b;</log>"""
EXTERNAL = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]><log><trace>&a;</trace></log>"""
PARAMETER = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY % a SYSTEM "http://localhost/x.dtd"> %a;]><log/>"""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (XES.replace("</trace>", ""), "ligne"),
        (XES[:600], "ligne"),
        (BOMB, "entités"),
        (EXTERNAL, "entités"),
        (PARAMETER, "entités"),
        ("<?xml version='1.0'?><pnml/>", "<pnml>"),
        ("<log></log>", "aucun événement"),
        ("<?xml version='1.0' encoding='x-none'?><log/>", "mal formé"),
        (XES.replace('"time:timestamp"', '"moment"').replace("2024", "hier"), "--time"),
    ],
)
def test_bad_xes(parse, content, said):
    with pytest.raises(ProcmapError) as caught:
        parse(content, "log.xes")
    assert said in words("fr").error(caught.value)


ROWS = [
    ["Extraction du service"],
    [],
    ["N° dossier", "Étape", "Date", "Montant", "Note"],
    [1001, "Dépôt", dt.datetime(2024, 1, 31, 14, 30), 12.5, "x"],
    [1001, "Décision", dt.datetime(2024, 2, 1), 12.5, None],
    [None, "Décision", dt.datetime(2024, 2, 1), 12.5, None],
    [1002.0, "Dépôt", dt.datetime(2024, 2, 2, 8, 0, 5), 40, None],
]


def test_a_workbook_with_title_lines_and_typed_cells(engine, parse, tmp_path):
    xlsx(tmp_path / "log.xlsx", {"Lisez-moi": [["rien"]], "Journal": ROWS})
    found = parse(None, "log.xlsx")
    assert events(engine, "case_name", "activity_name", "time", "amount") == [
        ("1001", "Dépôt", 1_706_711_400_000_000, 1250), ("1001", "Décision", 1_706_745_600_000_000, 1250),
        ("1002", "Dépôt", 1_706_860_805_000_000, 4000),
    ]  # fmt: skip
    assert engine.rows("select line, column_name, value, reason from refusal") == [(6, "N° dossier", "", "refused_no_case")]
    assert found.other_columns == ("Note",)
    assert found.notes[0] == ("reading.note_sheet", {"sheet": "Journal", "others": "Lisez-moi"})
    assert words("fr")(found.notes[0][0], **found.notes[0][1])


def test_the_sheet_asked_for_and_one_that_is_not_there(parse, tmp_path):
    xlsx(tmp_path / "log.xlsx", {"Un": ROWS, "Deux": [ROWS[2], ROWS[3]]})
    assert parse(None, "log.xlsx", sheet="Deux").events == 1
    with pytest.raises(ProcmapError, match="unknown_sheet"):
        parse(None, "log.xlsx", sheet="Trois")


def test_a_truncated_and_an_empty_workbook(parse, tmp_path):
    path = tmp_path / "log.xlsx"
    xlsx(path, {"Un": ROWS})
    whole = path.read_bytes()
    with pytest.raises(ProcmapError, match="broken_file"):
        parse(whole[: len(whole) // 2], "log.xlsx")
    xlsx(path, {"Un": []})
    with pytest.raises(ProcmapError, match="empty_file"):
        parse(None, "log.xlsx")
    xlsx(path, {"Un": ROWS[:3]})
    with pytest.raises(ProcmapError, match="header_only"):
        parse(None, "log.xlsx")


def test_ods(engine, parse, tmp_path):
    ods(tmp_path / "log.ods", ROWS)
    assert parse(None, "log.ods").format == "ods"
    assert events(engine, "case_name", "time") == [
        ("1001", 1_706_711_400_000_000), ("1001", 1_706_745_600_000_000), ("1002", 1_706_860_805_000_000),
    ]  # fmt: skip


def test_a_workbook_under_the_other_ending(parse, tmp_path):
    ods(tmp_path / "log.xlsx", ROWS)
    with pytest.raises(ProcmapError, match="wrong_format"):
        parse(None, "log.xlsx")


def test_parquet_keeps_types_and_instants(engine, parse, tmp_path):
    path = tmp_path / "log.parquet"
    engine.run(
        "copy (select * from (values (1, 'a', timestamptz '2024-01-31 10:00:00+01', 1.5::double, null), "
        f"(1, 'b', timestamptz '2024-01-31 11:00:00+01', 2.0, 'x')) t(case_id, activity, time, amount, note)) to '{path}' (format parquet)"
    )
    found = parse(None, "log.parquet", time_zone="Europe/Paris")
    assert events(engine, "case_name", "time", "amount") == [
        ("1", 1_706_695_200_000_000, 150), ("1", 1_706_698_800_000_000, 200),
    ]  # fmt: skip
    assert found.other_columns == ("note",)
    with pytest.raises(ProcmapError, match="broken_file"):
        parse(path.read_bytes()[:-30], "log.parquet")


def old_rows():
    """Cases of three steps, below a title."""
    table = [["Suivi des dossiers"], [], ["Dossier", "Étape", "Date", "Montant"]]
    start = dt.datetime(2024, 1, 8, 9)
    return [*table, *([f"D{c}", step, start + dt.timedelta(days=c, hours=k), 12.5 + c]
                      for c in range(20) for k, step in enumerate(("Dépôt", "Visa", "Notification")))]  # fmt: skip


@pytest.mark.parametrize("name", ["log.xls", "log.XLS", "log.xlsx", "log.csv", "log.bak", "log"])
def test_an_old_workbook_is_read_as_one_whatever_its_ending(engine, parse, tmp_path, name):
    xls(tmp_path / name, {"Brouillon": [["x", 1]] * 900, "Suivi": old_rows(), "Aide": [["Lisez"]]}, {"Brouillon"})
    found = parse(None, name)
    assert (found.format, found.events, found.rows_refused) == ("xls", 60, 0)
    assert [key for key, _ in found.notes] == ["reading.note_sheet"]
    assert events(engine, "case_name", "activity_name", "time", "amount")[1] == (
        "D0", "Visa", int(dt.datetime(2024, 1, 8, 10, tzinfo=dt.UTC).timestamp()) * 1_000_000, 1250,
    )  # fmt: skip


def test_an_old_workbook_tells_the_line_of_a_row_and_gives_a_hidden_sheet_that_is_asked_for(engine, parse, tmp_path):
    rows = old_rows()
    rows[10][2] = "jamais"
    xls(tmp_path / "log.xls", {"Suivi": old_rows(), "Caché": rows}, {"Caché"})
    assert parse(None, "log.xls").rows_refused == 0
    assert parse(None, "log.xls", sheet="Caché").rows_refused == 1
    assert engine.rows("select line, value from refusal") == [(11, "jamais")]


def test_a_table_of_another_kind_is_read_below_the_ending_of_old_workbooks(parse, tmp_path):
    xlsx(tmp_path / "new.xls", {"Suivi": old_rows()})
    assert (parse(None, "new.xls").format, parse(None, "new.xls").events) == ("xlsx", 60)
    lines = "\n".join("\t".join(map(str, row)) for row in old_rows()[2:])
    assert (parse(lines, "text.xls").format, parse(lines, "text.xls").events) == ("csv", 60)


LOCKED = container({"EncryptionInfo": b"\4", "EncryptedPackage": b"\7" * 9000})


@pytest.mark.parametrize(("name", "key"), {
    "log.xlsx": "locked", "log.xls": "locked", "log.csv": "locked", "locked.xls": "locked", "cut.xls": "broken_file",
    "letter.xlsx": "not_this_format", "letter.doc": "unknown_ending", "log.xls.gz": "wrong_format", "page.xls": "web_page",
    "2003.xls": "xml_workbook",
}.items())  # fmt: skip
def test_what_cannot_be_read_of_a_compound_file_is_told_for_what_it_is(parse, name, key):
    whole = container({"Workbook": stream({"Suivi": old_rows()})})
    content = {
        "locked.xls": container({"Workbook": stream({"Suivi": old_rows()}, locked=True)}), "cut.xls": whole[:900],
        "letter.xlsx": container({"WordDocument": b"x"}), "letter.doc": container({"WordDocument": b"x"}),
        "log.xls.gz": gzip.compress(whole), "page.xls": b"<html><table><tr><td>a</td></tr></table></html>",
        "2003.xls": b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    }.get(name, LOCKED)  # fmt: skip
    with pytest.raises(ProcmapError) as caught:
        parse(content, name)
    assert caught.value.key == f"reading.{key}"
    for language in ("fr", "en"):
        assert "XES" not in words(language)(caught.value.key, **caught.value.values) or key != "wrong_format"


FAR_ROWS = [
    pytest.param([*[[]] * 65_000, [*[None] * 255, "x"]], [], id="a cell in the last corner"),
    pytest.param([*[[]] * 65_000, [*[None] * 240, [1, 2, 3]]], [], id="several numbers in one record"),
    pytest.param([*[[]] * 65_000, [*[None] * 255, ("x",)]], [], id="what a formula gives"),
    pytest.param([*[[]] * 40_000, ["D9", "Visa", "jamais", 1], *[[]] * 20_000, [*[None] * 255, "x"]], [40_064], id="a row far below"),
]


@pytest.mark.parametrize(("far", "lines"), FAR_ROWS)
def test_few_cells_far_apart_in_an_old_workbook_stand_together(engine, parse, tmp_path, far, lines):
    rows = [*old_rows(), *far]
    xls(tmp_path / "near.xls", {"Suivi": old_rows()})
    near = parse(None, "near.xls")
    kept = events(engine, "case_name", "activity_name", "time", "amount")
    xls(tmp_path / "far.xls", {"Aide": [["Lisez"]], "Suivi": rows, "Fin": [["Rien", ("ici",)]]})
    found = parse(None, "far.xls")
    assert (found.events, found.rows_kept) == (near.events, near.rows_kept)
    assert events(engine, "case_name", "activity_name", "time", "amount") == kept
    told = [row[0] for row in engine.rows("select line from refusal where value = 'jamais' order by 1")]
    assert told == lines
    last = engine.rows("select max(line) from refusal")[0][0]
    assert last in {None, len(rows)}


def test_a_text_that_a_formula_gives_in_an_old_workbook_is_read(engine, parse, tmp_path):
    rows = [[*row[:1], (row[1],), *row[2:]] if len(row) == 4 and row[1] == "Visa" else row for row in old_rows()]
    xls(tmp_path / "log.xls", {"Suivi": rows})
    assert parse(None, "log.xls").events == 60
    assert {name for name, in events(engine, "activity_name")} == {"Dépôt", "Visa", "Notification"}


def test_an_old_sheet_of_many_cells_over_all_its_range_is_told_and_so_is_a_column_beyond_the_last(parse, tmp_path, monkeypatch):
    for name, least in (("ROOM", 1000), ("MOST", 1000)):
        monkeypatch.setattr(f"procmap.reading.sparse_xls.{name}", least)
    xls(tmp_path / "far.xls", {"Suivi": [*old_rows(), *([*[None] * (7 * k % 240), "x"] for k in range(100))]})
    with pytest.raises(ProcmapError) as caught:
        parse(None, "far.xls")
    assert (caught.value.key, caught.value.values["columns"] > 90) == ("reading.sheet_too_large", True)
    xls(tmp_path / "wrong.xls", {"Suivi": [*old_rows(), *[[]] * 65_000, [*[None] * 65_000, "x"]]})
    with pytest.raises(ProcmapError) as caught:
        parse(None, "wrong.xls")
    assert caught.value.key == "reading.broken_file"


def test_a_moment_beyond_all_calendars_ends_in_words(parse):
    content = bytearray(container({"Workbook": stream({"Suivi": old_rows()})}))
    first = content.index(struct.pack("<HHHHH", 0x203, 14, 3, 2, 1)) + 10
    content[first : first + 8] = struct.pack("<d", -1e300)
    with pytest.raises(ProcmapError) as caught:
        parse(bytes(content), "log.xls")
    assert caught.value.key == "reading.broken_file"


def test_an_old_workbook_cut_anywhere_is_told_broken(parse, capfd):
    whole = container({"Workbook": stream({"Suivi": old_rows()})})
    for length in (*range(520, 2000, 37), *range(2000, len(whole) - 4096, 911)):
        with pytest.raises(ProcmapError) as caught:
            parse(whole[:length], "log.xls")
        assert caught.value.key == "reading.broken_file"
    assert "panicked" not in capfd.readouterr().err
