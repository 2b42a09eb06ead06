"""procmap convert: the log as it was understood, in three formats that all read back as the same log; and logs of several files."""

# ruff: noqa: E501 - tables read best in long lines

import csv
import datetime as dt
import io
import sys
import xml.etree.ElementTree as ET

import pytest

from procmap.reading import ReadingOptions, read

from .conftest import contents_of, fresh_engine
from .made_up import AGENTS, procedure, table

FORMATS = ("csv", "parquet", "xes")
XES = "{http://www.xes-standard.org/}"


def rows_of(steps, *extra):
    return [[s.case, s.label, s.time.strftime("%d/%m/%Y %H:%M"), s.agent, s.service, f"{len(s.label)},50", *(one(s) for one in extra)]
            for s in steps]  # fmt: skip


HEAD = ["N° demande", "Étape", "Date", "Agent", "Service", "Montant"]


@pytest.fixture
def source(tmp_path):
    steps = procedure("leave", 15, hostile=True)
    head = [*HEAD, "Objet", "Demandeur"]
    text = table(head, rows_of(steps, lambda s: f"=objet {s.case}", lambda s: AGENTS[int(s.case[2:]) % 5]))
    path = tmp_path / "source.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def cells(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def events(path):
    with fresh_engine() as engine:
        read(path, ReadingOptions(), engine)
        columns = "case_name, activity_name, time, start, resource_name, role_name, outcome_name, amount"
        return engine.rows(f"select {columns} from source_event order by time, pos")


def test_csv_has_the_columns_promised_and_local_iso_times(procmap, source, tmp_path):
    assert procmap("convert", source, "--out", tmp_path / "log.csv").code == 0
    rows = cells(tmp_path / "log.csv")
    steps = procedure("leave", 15, hostile=True)
    assert list(rows[0]) == ["case", "activity", "time", "start", "resource", "role", "outcome", "amount"]
    assert [(row["case"], row["time"]) for row in rows] == [(s.case, s.time.isoformat()) for s in steps]
    assert [row["amount"] for row in rows] == [f"{len(s.label)}.50" for s in steps]
    assert [row["activity"].removeprefix("'") for row in rows] == [s.label for s in steps]


def test_a_fraction_of_a_second_only_where_there_is_one(procmap, tmp_path):
    (tmp_path / "in.csv").write_text(
        "case,activity,time,start\n1,a,2024-01-02T08:00:00.250,2024-01-02T07:00:00\n1,b,2024-01-02T09:00:00,2024-01-02T08:59:00\n",
        encoding="utf-8", newline="",
    )  # fmt: skip
    assert procmap("convert", tmp_path / "in.csv", "--out", tmp_path / "log.csv").code == 0
    rows = cells(tmp_path / "log.csv")
    assert [row["time"] for row in rows] == ["2024-01-02T08:00:00.250000", "2024-01-02T09:00:00"]
    assert [row["start"] for row in rows] == ["2024-01-02T07:00:00", "2024-01-02T08:59:00"]


@pytest.mark.parametrize("ending", FORMATS)
def test_people_stand_under_pseudonyms_unless_asked_for(procmap, source, tmp_path, ending):
    for place, options in enumerate([(), ("--all",), ("--names",), ("--names", "--all")]):
        out = tmp_path / f"{place}.{ending}"
        done = procmap("convert", source, "--out", out, *options)
        assert done.code == 0, done.err
        content = out.read_bytes()
        assert all((agent.encode() in content) == ("--names" in options) for agent in AGENTS)
        assert (b"Demandeur" in content) == ("--names" in options and "--all" in options)
        assert (b"Objet" in content) == ("--all" in options)


def test_formulas_are_escaped(procmap, source, tmp_path):
    assert procmap("convert", source, "--out", tmp_path / "log.csv", "--all").code == 0
    rows = cells(tmp_path / "log.csv")
    assert {row["Objet"][:2] for row in rows} == {"'="}
    assert not any(value[:1] in "=+@-" for row in rows for value in row.values() if value)


@pytest.mark.parametrize("ending", FORMATS)
def test_what_is_written_reads_back_as_the_same_log(procmap, source, tmp_path, ending):
    out = tmp_path / f"log.{ending}"
    assert procmap("convert", source, "--out", out, "--names").code == 0
    back = [tuple(value.removeprefix("'") if isinstance(value, str) else value for value in row) for row in events(out)]
    assert back == events(source)


def test_the_xes_is_well_formed_and_each_case_is_one_trace(procmap, source, tmp_path):
    assert procmap("convert", source, "--out", tmp_path / "log.xes", "--all").code == 0
    root = ET.parse(tmp_path / "log.xes").getroot()
    steps = procedure("leave", 15, hostile=True)
    traces = root.findall(f"{XES}trace")
    assert sorted(trace.find(f"{XES}string").get("value") for trace in traces) == sorted({s.case for s in steps})
    labels = [one.get("value") for one in root.iter(f"{XES}string") if one.get("key") == "concept:name"]
    assert {s.label for s in steps} <= set(labels)


@pytest.mark.parametrize("ending", FORMATS)
def test_an_existing_file_stays_without_force_and_the_same_bytes_come_twice(procmap, source, tmp_path, ending):
    out, again = tmp_path / f"log.{ending}", tmp_path / f"again.{ending}"
    out.write_bytes(b"mine")
    assert procmap("convert", source, "--out", out).code == 1
    assert out.read_bytes() == b"mine"
    assert procmap("convert", source, "--out", out, "--force").code == 0
    assert procmap("convert", source, "--out", again).code == 0
    assert out.read_bytes() == again.read_bytes() != b"mine"


@pytest.mark.parametrize("name", ["log.xlsx", "log", "log.json"])
def test_an_ending_of_no_format_is_wrong_usage(procmap, source, tmp_path, name):
    done = procmap("convert", source, "--out", tmp_path / name)
    assert done.code == 2
    assert ".csv, .parquet, .xes" in done.err


@pytest.mark.parametrize("ending", FORMATS)
def test_it_is_written_whole_or_not_at_all(procmap, source, tmp_path, monkeypatch, ending):
    from procmap.report import folder

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "sync_file", fail)
    out = tmp_path / f"log.{ending}"
    out.write_bytes(b"mine")
    assert procmap("convert", source, "--out", out, "--force").code == 1
    assert out.read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([out.name, source.name])


def test_a_folder_is_no_file_to_replace(procmap, source, tmp_path):
    (tmp_path / "log.csv").mkdir()
    done = procmap("convert", source, "--out", tmp_path / "log.csv", "--force")
    assert (done.code, done.out) == (2, "")
    assert (tmp_path / "log.csv").is_dir()


# --------------------------------------------------------------------------------------------------------- several sources


@pytest.fixture
def parts(tmp_path):
    steps = procedure("notice", 24)
    head = ["Case ID", "Activity", "Timestamp", "User", "Team"]
    paths = []
    for place, some in enumerate((steps[:60], steps[60:])):
        rows = [[s.case, s.label, s.time.strftime("%Y-%m-%d %H:%M"), s.agent, s.service] for s in some]
        paths.append(tmp_path / f"{2023 + place}.csv")
        paths[-1].write_text(table(head, rows, ","), encoding="utf-8", newline="")
    return paths


def test_an_audit_of_several_files_is_drawn_again_from_them(procmap, parts, tmp_path):
    out = tmp_path / "audit"
    assert procmap("audit", *parts, "--out", out, "--quiet").code == 0
    assert 'source = ["../2023.csv", "../2024.csv"]' in (out / "run.toml").read_text(encoding="utf-8")
    before = contents_of(out)
    done = procmap("redesign", out, "--quiet")
    assert done.code == 0, done.err
    assert contents_of(out) == before

    moved = tmp_path / "moved"
    moved.mkdir()
    there = [path.rename(moved / path.name) for path in parts]
    assert procmap("redesign", out, "--quiet").code == 1
    given = [word for path in there for word in ("--source", path)]
    assert procmap("redesign", out, *given, "--quiet").code == 0
    for wrong in (given[:2], [*given[2:], *given[:2]]):  # one of two; the other order, which numbers people otherwise
        assert procmap("redesign", out, *wrong, "--quiet").code == 1
    there[1].write_bytes(there[1].read_bytes() + b"N9,Post notice,2025-01-01 10:00,X,Y\n")
    done = procmap("redesign", out, *given, "--quiet")
    assert done.code == 1
    assert len(done.err.splitlines()) <= 12


def test_an_audit_of_standard_input_asks_for_the_source_to_draw_again(procmap, parts, tmp_path, monkeypatch):
    out = tmp_path / "audit"
    content = parts[0].read_bytes()
    from click.testing import CliRunner

    from procmap.cli.main import group

    monkeypatch.setattr(sys, "argv", ["procmap", "audit"])
    done = CliRunner().invoke(group, ["audit", "-", "--out", str(out), "--quiet"], input=io.BytesIO(content))
    assert done.exit_code == 0, done.stderr
    run = (out / "run.toml").read_text(encoding="utf-8")
    assert 'left_out = ["source"]' in run
    assert 'source = ""' in run
    refused = procmap("redesign", out, "--quiet")
    assert refused.code == 1
    assert "--source" in refused.err
    assert procmap("redesign", out, "--source", parts[0], "--quiet").code == 0


@pytest.mark.parametrize("turned", [False, True])
def test_converting_several_files_gives_one_log_by_time(procmap, parts, tmp_path, turned):
    assert procmap("convert", *(parts[::-1] if turned else parts), "--out", tmp_path / "log.csv").code == 0
    steps = procedure("notice", 24)
    found = [(row["case"], row["activity"], dt.datetime.fromisoformat(row["time"])) for row in cells(tmp_path / "log.csv")]
    assert found == [(s.case, s.label, s.time) for s in steps]


@pytest.mark.parametrize(("written", "read"), [("Z", "Z"), ("+02:00", "+02:00"), ("", "")])
def test_times_of_no_place_are_written_with_their_offset(procmap, tmp_path, written, read):
    source, out, again = (tmp_path / name for name in ("source.csv", "log.csv", "again.csv"))
    steps = procedure("notice", 24)
    lines = [f"{s.case};{s.label};{s.time.replace(microsecond=0).isoformat()}{written}" for s in steps]
    source.write_text("\n".join(["Dossier;Étape;Date", *lines]) + "\n", encoding="utf-8")
    assert procmap("convert", source, "--out", out).code == 0
    assert {row["time"][19:] for row in cells(out)} == {read}
    assert procmap("convert", out, "--out", again).code == 0
    assert [row["time"] for row in cells(again)] == [row["time"] for row in cells(out)]
