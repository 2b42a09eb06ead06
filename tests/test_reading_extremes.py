"""What a source may hold at its extremes: dates of any year, starts that stand for "not known", amounts beyond range, odd names."""



import datetime as dt
import os
import sys
import time

import duckdb
import pytest

from procmap import flow
from procmap.config import Config
from procmap.errors import ProcmapError
from procmap.language import words
from procmap.log.calendar import DAY
from procmap.reading import ReadingOptions
from procmap.report.summary import log_summary

from .conftest import TABLE, fresh_engine
from .workbooks import ods, xlsx

XES = (
    "<log><trace><string key='concept:name' value='1'/>{more}<event><string key='concept:name' value='a'/>{more}"
    "<date key='time:timestamp' value='2024-01-02T09:00:00'/></event></trace></log>"
)
UNKNOWN = ("1900-01-01", "1970-01-01", "2099-12-31", "9999-12-31")


def rows_with_starts(cases=30):
    first = dt.datetime(2024, 1, 8, 9)
    for case in range(cases):
        for place, step in enumerate(("Receive", "Check", "Decide")):
            end = first + dt.timedelta(days=case + place, hours=place)
            yield [f"D{case:02d}", step, end - dt.timedelta(hours=1), end]


def table_of(path, rows):
    lines = "".join(f"{case},{step},{start},{end}\n" for case, step, start, end in rows)
    path.write_text(f"case,activity,start,time\n{lines}", encoding="utf-8", newline="")
    return path


def summary_of(source, language="en", config=None):
    with fresh_engine() as engine:
        log, reading = flow.load_log(source, config or Config(), engine)
        cases = engine.rows(f"select (finish - arrival) / {DAY}, (office_finish - office_arrival) / {DAY}, week from case_")
        return log_summary(log, reading, language), cases


@pytest.mark.parametrize("day", UNKNOWN)
@pytest.mark.parametrize("count", [1, 12])
def test_a_start_that_stands_for_not_known_is_left_out_and_told(tmp_path, day, count):
    rows = list(rows_with_starts())
    empty = [[*row[:2], "" if k < count else row[2], row[3]] for k, row in enumerate(rows)]
    _, right = summary_of(table_of(tmp_path / "right.csv", empty))
    for row in rows[:count]:
        row[2] = f"{day} 00:00:00"
    source = table_of(tmp_path / "log.csv", rows)
    told, cases = summary_of(source)
    assert (told.cases, told.events, cases) == (30, 90, right)
    note = f"{count} starts are dated {day}, far outside the period: they are left out, the events and their ends are kept."
    assert note in told.notes
    assert any(str(day) in note and "débuts" in note for note in summary_of(source, "fr")[0].notes)
    with fresh_engine() as engine:
        audited = flow.audit_source(source, Config(), engine)
    assert audited.audit.log.events == 90


@pytest.mark.parametrize("day", UNKNOWN)
def test_an_end_that_stands_for_not_known_is_left_out_however_often(tmp_path, day):
    rows = list(rows_with_starts())
    for row in rows[::3]:
        row[2], row[3] = "", f"{day} 00:00:00"
    told, cases = summary_of(table_of(tmp_path / "log.csv", rows))
    assert any(note.startswith(f"30 events are dated {day}") for note in told.notes)
    assert (told.first[:4], told.last[:4], max(cases)[0] < 3) == ("2024", "2024", True)


def test_a_start_before_the_first_end_belongs_to_the_log_and_weeks_count_from_it(tmp_path):
    rows = list(rows_with_starts())
    rows[0][2] = dt.datetime(2023, 12, 1, 9)
    told, cases = summary_of(table_of(tmp_path / "log.csv", rows))
    assert not any("starts are dated" in note for note in told.notes)
    assert (cases[0][2], cases[1][2]) == (0, 6)
    assert cases[0][0] > 38


def test_starts_after_their_end_are_told_and_the_case_runs_to_the_last_moment(tmp_path):
    rows = list(rows_with_starts())
    rows[2][2] = rows[2][3] + dt.timedelta(hours=6)
    told, cases = summary_of(table_of(tmp_path / "log.csv", rows))
    assert any(note.startswith("1 events start after their own end") for note in told.notes)
    assert cases[0][0] == pytest.approx(2 + 9 / 24)


@pytest.mark.parametrize("year", ["0001-01-01", "0001-12-31", "1582-10-10", "1899-12-29", "9999-12-31"])
def test_a_log_of_any_year_is_audited(tmp_path, year):
    steps = ((10, "a"), (11, "b"))
    rows = "".join(f"{n},{step},{year} {h}:00:00,{year} {h}:30:00,{year}\n" for n in range(12) for h, step in steps)
    source = tmp_path / "log.csv"
    source.write_text(f"case,activity,start,time,deadline\n{rows}", encoding="utf-8", newline="")
    with fresh_engine() as engine:
        audited = flow.audit_source(source, Config(), engine)
    assert audited.audit.log.first == f"{year}T10:30:00"
    _, cases = summary_of(source)
    assert {case[0] for case in cases} == {1.5 / 24}


@pytest.mark.parametrize(
    "cell", ["10000-01-01 09:00", "0000-01-01 09:00", "290000-01-01 09:00", "2024-01-03 (BC) 09:00", "infinity"]
)
def test_a_date_beyond_the_years_1_to_9999_is_a_refused_value(tmp_path, cell):
    rows = "".join(f"{n},a,2024-01-0{n} 09:00\n{n},b,2024-01-0{n} 10:00\n" for n in range(1, 9))
    source = tmp_path / "log.csv"
    source.write_text(f"case,activity,time\n{rows}9,a,{cell}\n", encoding="utf-8", newline="")
    told, _ = summary_of(source)
    assert (told.rows_read, told.rows_rejected) == (17, 1)


@pytest.mark.parametrize("option", ["--from", "--to"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_period_that_ends_with_the_calendar(procmap, table, option, day):
    done = procmap("read", table, option, day)
    kept = (option == "--to") == (day > "2024")
    assert done.code == (0 if kept else 1)
    assert "does not know" not in done.err


@pytest.mark.parametrize(
    "condition", ["Date de fin < 0001-01-01", 'Date de fin > "9999-12-31"', "Montant < " + "9" * 29, "Montant < " + "9" * 400,
                  "N° dossier = " + "9" * 400, "Montant" + " " * 100_000 + "x", "Montant = a" + " " * 100_000 + "<"],
)  # fmt: skip
def test_a_condition_at_the_extremes_is_answered(procmap, table, condition):
    began = time.monotonic()
    done = procmap("read", table, "--where", condition)
    assert time.monotonic() - began < 5
    assert done.code in {0, 1}
    assert "does not know" not in done.err
    assert "engine" not in done.err


def test_times_with_offsets_at_the_ends_of_the_calendar(tmp_path):
    rows = "".join(f"{n},a,2024-0{n}-02T09:00:00+01:00\n{n},b,2024-0{n}-02T10:00:00+01:00\n" for n in range(1, 9))
    source = tmp_path / "log.csv"
    rows += "9,a,9999-12-31T23:30:00Z\n9,b,0001-01-01T00:30:00+02:00\n"
    source.write_text(f"case,activity,time\n{rows}", encoding="utf-8", newline="")
    with fresh_engine() as engine:
        _, reading = flow.load_log(source, Config(reading=ReadingOptions(time_zone="Asia/Tokyo")), engine)
        last = engine.value("select max(time) from event")
    assert reading.rows_read == 18
    assert last == (dt.datetime(9999, 12, 31, 23, 30) - dt.datetime(1970, 1, 1)) // dt.timedelta(microseconds=1)


@pytest.mark.parametrize("cell", ["9" * 15, "-" + "9" * 40, "1" * 400, "99999999999999999999,50"])
def test_an_amount_beyond_range_is_a_refused_value(tmp_path, cell):
    source = tmp_path / "log.csv"
    source.write_text(f'{TABLE}D3;Demande;17/09/2024 15:45:00;Accueil;Anaïs;"{cell}"\n', encoding="utf-8", newline="")
    with fresh_engine() as engine:
        _, reading = flow.load_log(source, Config(reading=ReadingOptions(amount="Montant")), engine)
        amounts = [row[0] for row in engine.rows("select distinct amount from event order by 1")]
    assert reading.rows_kept == 6
    assert ("reading.note_unread_amounts", {"count": 1}) in reading.notes
    assert amounts == [8000, 120050, None]


@pytest.mark.parametrize("attribute", ["<string key='' value='x'/>", "<string value='x'/>", "<string key=' ' value='x'/>"])
def test_an_attribute_without_a_key_is_an_attribute(tmp_path, attribute):
    source = tmp_path / "log.xes"
    source.write_text(XES.format(more=attribute), encoding="utf-8")
    with fresh_engine() as engine:
        _, reading = flow.load_log(source, Config(), engine)
        kept = engine.rows("select * from source_attribute")
    assert reading.events == 1
    assert len(reading.other_columns) == 2
    assert kept[0][1:] == ("x", "x")


@pytest.mark.parametrize("error", [duckdb.ConversionException, duckdb.OutOfMemoryException, duckdb.InternalException])
def test_an_error_of_the_engine_keeps_its_words(monkeypatch, table, error):
    def fails(*_):
        raise error("Something went wrong: in row 7\nLINE 1: select ...")

    monkeypatch.setattr("procmap.reading.shapes.sampled.profiles", fails)
    with fresh_engine() as engine, pytest.raises(ProcmapError) as caught:
        flow.load_log(table, Config(), engine)
    for language in ("fr", "en"):
        told = words(language).error(caught.value)
        assert "Something went wrong: in row 7" in told
        assert "LINE 1" not in told
        assert "--separator" not in told
        assert len(told.splitlines()) == 2


def written_as(path, kind):
    rows = [[f"D{n}", step, dt.datetime(2024, 1, n, hour)] for n in range(1, 9) for hour, step in ((9, "a"), (10, "b"))]
    rows.insert(0, ["case", "activity", "time"])
    if kind == "csv":
        path.write_text(TABLE, encoding="utf-8", newline="")
    elif kind == "xes":
        path.write_text(XES.format(more=""), encoding="utf-8")
    elif kind == "parquet":
        one = "select 1 as \"case\", 'a' as activity, timestamp '2024-01-02' as time"
        duckdb.execute(f"copy ({one}) to '{path}' (format parquet)")
    else:
        (xlsx if kind == "xlsx" else ods)(path, {"Un": rows} if kind == "xlsx" else rows)
    return path


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux alone")


@on_linux
@pytest.mark.parametrize("kind", ["csv", "parquet", "xes", "xlsx", "ods"])
def test_a_file_whose_name_is_not_utf8_is_read(tmp_path, kind):
    folder = tmp_path / os.fsdecode(b"r\xe9pertoire")
    folder.mkdir()
    source = written_as(tmp_path / f"made.{kind}", kind).rename(folder / os.fsdecode(b"doss\xe9r." + kind.encode()))
    with fresh_engine() as engine:
        _, reading = flow.load_log(source, Config(), engine)
    assert reading.events
    assert reading.source == f"doss\ufffdr.{kind}"
    source.write_bytes(b"")
    with fresh_engine() as engine, pytest.raises(ProcmapError, match="empty_file"):
        flow.load_log(source, Config(), engine)


@on_linux
def test_commands_take_a_file_whose_name_is_not_utf8(procmap, tmp_path):
    folder = tmp_path / os.fsdecode(b"r\xe9pertoire")
    folder.mkdir()
    source = written_as(folder / os.fsdecode(b"doss\xe9r.csv"), "csv")
    out = tmp_path / "audit"
    assert procmap("audit", source, "--out", out, "--quiet", "--where", os.fsdecode(b"Service <> x\xe9")).code == 0
    assert 'source = "../r\ufffdpertoire/doss\ufffdr.csv"' in (out / "run.toml").read_text(encoding="utf-8")
    again = procmap("redesign", out, "--quiet")
    assert (again.code, "--source" in again.err, "Traceback" in again.err) == (1, True, False)
    assert procmap("redesign", out, "--source", source, "--quiet").code == 0
    for command in (("read", source), ("read", source, "--json")):
        done = procmap(*command)
        assert (done.code, "doss\ufffdr" in done.out) == (0, True)
    for command in (("find", source), ("map", source)):  # a title bears no file's name
        done = procmap(*command)
        assert (done.code, bool(done.out), "doss\ufffdr" in done.out) == (0, True, False)
    beside = source.rename(tmp_path / source.name)  # its own name alone: the audit finds it again
    assert procmap("audit", beside, "--out", folder / "audit", "--quiet").code == 0
    (folder / "audit").rename(tmp_path / "moved")
    assert procmap("audit", beside, "--out", tmp_path / "near", "--quiet").code == 0
    assert procmap("redesign", tmp_path / "near", "--quiet").code == 0


@pytest.mark.parametrize(("at_midnight", "english", "french"), [
    (0, None, None),
    (3, None, None),
    (18, "20% of the dates carry no time of day", "20 % des dates n’ont pas d’heure"),
    (90, "The dates carry no time of day", "Les dates n’ont pas d’heure"),
])  # fmt: skip
def test_how_many_dates_carry_no_time_of_day_is_told(tmp_path, at_midnight, english, french):
    rows = [[case, step, end.date() if k < at_midnight else end] for k, (case, step, _, end) in enumerate(rows_with_starts())]
    source = tmp_path / "log.csv"
    lines = [[case, step, f"{end:%Y-%m-%d %H:%M}"] for case, step, end in rows]
    source.write_text("\n".join(map(",".join, [["Case", "Step", "Date"], *lines])) + "\n", encoding="utf-8", newline="")
    for language, said in (("en", english), ("fr", french)):
        notes = [note.replace("\u00a0", " ").replace("\u202f", " ") for note in summary_of(source, language)[0].notes]
        told = [note for note in notes if "time of day" in note or "pas d’heure" in note]
        assert [note.startswith(said or "-") for note in told] == ([True] if said else [])
