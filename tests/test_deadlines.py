"""Deadlines from the column of a file to the case, and what becomes of columns that only look like one."""

import datetime as dt

import pytest

from procmap.config import load_config
from procmap.engine import Engine
from procmap.log import build_log
from procmap.reading import ReadingOptions, read

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 wall times have no zone


@pytest.fixture
def engine():
    with Engine(threads=1) as opened:
        yield opened


@pytest.fixture
def parse(engine, tmp_path):
    def parse(content, name="log.csv", **options):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return read(path, ReadingOptions(**options), engine)

    return parse


def deadlines(engine, table="source_event"):
    found = engine.rows(f"select deadline from {table} order by {'pos' if table == 'source_event' else 'case_id'}")
    return [None if value is None else (EPOCH + dt.timedelta(microseconds=value)).isoformat() for (value,) in found]


def kinds(reading):
    return {choice.kind: choice.name for choice in reading.columns}


@pytest.mark.parametrize(
    "header",
    ["deadline", "Échéance", "Date d’échéance", "date limite", "Date limite de réponse", "Délai", "due date", "DueDate",
     "case:deadline", "(case) Due date", "échéance réglementaire", "SLA deadline", "Frist", "fecha límite"],
)  # fmt: skip
def test_a_column_is_known_by_its_name(parse, engine, header):
    reading = parse(f"case,activity,time,{header}\nA,x,2024-03-01 09:00,2024-05-01\nB,x,2024-03-05 09:00,2024-05-07\n")
    assert kinds(reading)["deadline"] == header
    assert kinds(reading)["time"] == "time"
    assert deadlines(engine) == ["2024-05-01T00:00:00", "2024-05-07T00:00:00"]


@pytest.mark.parametrize(
    ("header", "values"), [("Délai", ("30", "60")), ("montant dû", ("12,50", "3,20")), ("limite", ("haute", "basse"))]
)
def test_a_name_without_dates_is_none(parse, header, values):
    reading = parse(f"case;activity;time;{header}\n" + "".join(f"C{i};x;2024-03-0{i + 1} 09:00;{v}\n" for i, v in enumerate(values)))
    assert "deadline" not in kinds(reading)


def test_deadlines_are_written_otherwise_than_times_in_the_same_order_of_day_and_month(parse, engine):
    parse("dossier;étape;date;échéance\nA;x;31/01/2024 10:00;05/03/2024\nA;y;01/02/2024 11:30;05/03/2024\nB;x;07/02/2024 09:00;soon\n")
    assert deadlines(engine) == ["2024-03-05T00:00:00"] * 2 + [None]


def test_an_unread_deadline_is_counted_and_the_row_kept(parse):
    reading = parse("case,activity,time,deadline\nA,x,2024-03-01 09:00,2024-05-01\nB,x,2024-03-05 09:00,soon\n")
    assert ("reading.note_unread_deadlines", {"count": 1}) in reading.notes
    assert reading.rows_kept == 2


def test_a_deadline_is_read_in_the_zone_of_the_log(parse, engine):
    rows = "A,x,2024-03-01T09:00:00Z,2024-07-01T10:00:00Z\nB,x,2024-07-02T09:00:00Z,2024-12-01T10:00:00Z\n"
    parse(f"case,activity,time,deadline\n{rows}", time_zone="Europe/Paris")
    assert deadlines(engine) == ["2024-07-01T12:00:00", "2024-12-01T11:00:00"]


def test_a_column_is_taken_by_hand(parse, tmp_path):
    content = "case,activity,time,promised\nA,x,2024-03-01 09:00,2024-05-01\nB,x,2024-03-05 09:00,2024-05-07\n"
    assert "deadline" not in kinds(parse(content))
    assert kinds(parse(content, deadline="promised"))["deadline"] == "promised"
    toml = tmp_path / "procmap.toml"
    toml.write_text('[columns]\ndeadline = "promised"\n', encoding="utf-8")
    assert load_config(toml).reading.deadline == "promised"


def built(engine, parse, rows):
    parse("case,activity,time,deadline\n" + "".join(f"{row}\n" for row in rows))
    return build_log(engine)


def test_a_case_has_its_latest_deadline_and_a_day_lasts_to_its_end(parse, engine):
    rows = [f"C{i},{a},2024-03-0{d} 09:00,2024-05-01 12:00" for i in range(9) for a, d in (("x", 1), ("y", 4))]
    rows += ["D,x,2024-03-01 10:00,2024-05-01", "D,y,2024-03-04 10:00,2024-06-01"]
    log = built(engine, parse, rows)
    assert log.profile.can("deadline")
    assert deadlines(engine, "case_")[-2:] == ["2024-05-01T12:00:00", "2024-06-02T00:00:00"]


@pytest.mark.parametrize(
    "rows",
    [
        [f"C{i},{a},2024-03-0{d} 09:00,2024-05-0{d}" for i in range(9) for a, d in (("x", 1), ("y", 4))],
        [f"C{i},{a},2024-03-0{d} 09:00,{'2024-05-01' if i < 6 else ''}" for i in range(9) for a, d in (("x", 1), ("y", 4))],
        [f"C{i},{a},2024-03-0{d} 09:00,9999-12-31" for i in range(9) for a, d in (("x", 1), ("y", 4))],
    ],
    ids=["a date of each task", "too few cases", "one date for all"],
)
def test_other_dates_make_no_deadline_of_the_cases(parse, engine, rows):
    assert not built(engine, parse, rows).profile.can("deadline")
