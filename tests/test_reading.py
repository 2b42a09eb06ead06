"""Reading: what stands in the engine after a file was read, for the oddities that files have."""

# ruff: noqa: E501 - a table of cases reads best in long lines

import datetime as dt
import gzip
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading import ReadingOptions, read, split_values
from procmap.reading.table import is_one_of, is_one_of_many

from .conftest import fresh_engine

DATA = Path(__file__).parents[1].parent / "shared" / "data"
EPOCH = dt.datetime(1970, 1, 1)


@pytest.fixture(scope="module")
def engine():
    with fresh_engine(2) as one:
        yield one


def wall(micros):
    return None if micros is None else (EPOCH + dt.timedelta(microseconds=micros)).isoformat()


class Result:
    def __init__(self, engine, reading):
        self.reading = reading
        self.events = engine.rows("select * from source_event order by pos")
        names = engine.names("source_event")
        self.events = [dict(zip(names, row, strict=True)) for row in self.events]
        self.refusals = engine.rows("select line, column_name, value, reason from refusal")
        self.columns = {choice.kind: choice.name for choice in reading.columns}
        self.notes = [key.removeprefix("reading.") for key, _ in reading.notes]
        self.times = [wall(event["time"]) for event in self.events]
        assert reading.rows_read == reading.rows_kept + reading.rows_refused
        assert reading.events == len(self.events)
        assert reading.rows_refused == len(self.refusals)
        for key, values in reading.notes:
            assert words("fr")(key, **values)
            assert words("en")(key, **values)


@pytest.fixture
def parse(engine, tmp_path):
    def parse(content, name="log.csv", codec="utf-8", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(codec))
        return Result(engine, read(path, ReadingOptions(**options), engine))

    return parse


@pytest.fixture
def refused(parse):
    """The message, in French, of the error that a content gives."""

    def refused(content, name="log.csv", **options):
        with pytest.raises(ProcmapError) as caught:
            parse(content, name, **options)
        assert words("en").error(caught.value)
        return words("fr").error(caught.value)

    return refused


TABLE = """N° dossier;Étape;Date;Agent;Service;Montant
A1;Réception;02/09/2024 09:27:30;Anaïs;Accueil;1 593,78
A1;Décision;13/09/2024 10:00:00;Noël;Finances;1 593,78
B2;Réception;02/09/2024 09:30:00;Anaïs;Accueil;40
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-15", "cp850", "mac_roman", "utf-16", "utf-16-le"])
def test_a_french_table_reads_the_same_in_every_encoding(parse, encoding):
    found = parse(TABLE, codec=encoding)
    assert [event["activity_name"] for event in found.events] == ["Réception", "Décision", "Réception"]
    assert [event["resource_name"] for event in found.events] == ["Anaïs", "Noël", "Anaïs"]
    assert [event["amount"] for event in found.events] == [159378, 159378, 4000]
    assert found.times == ["2024-09-02T09:27:30", "2024-09-13T10:00:00", "2024-09-02T09:30:00"]
    assert found.columns == {
        "case": "N° dossier", "activity": "Étape", "time": "Date", "resource": "Agent", "role": "Service",
        "amount": "Montant",
    }  # fmt: skip
    assert found.reading.separator == ";"
    assert found.notes == []


def test_the_encoding_is_told(parse):
    assert parse(TABLE, codec="cp1252").reading.encoding == "cp1252"
    assert parse(TABLE, codec="cp850").reading.encoding == "cp850"
    assert parse(TABLE, codec="mac_roman").reading.encoding == "mac_roman"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(parse, separator, end):
    text = TABLE.replace("1 593,78", "12").replace(";", separator).replace("\n", end)
    found = parse(text)
    assert found.reading.separator == separator
    assert len(found.events) == 3


def test_gzip_and_tsv(parse):
    assert len(parse(gzip.compress(TABLE.replace(";", "\t").encode("cp1252")), "log.tsv.gz").events) == 3


def test_title_lines_above_the_header_and_blank_lines_below(parse):
    found = parse(f"Extraction du 3 octobre\n\n{TABLE}\n;;;;;\n\n")
    assert found.columns["case"] == "N° dossier"
    assert found.reading.rows_read == 3


def test_line_numbers_are_those_of_the_file_even_after_quoted_line_ends(parse):
    text = 'Titre;;\ncase;activity;date\n1;"a\nb";2024-01-31\n\n2;c;soon\n3;d;2024-02-01;x\n;e;2024-02-01\n4;f;2024-02-02\n5;g;2024-02-02\n6;;2024-02-02\n7;h;\n8;i;2024-02-02\n9;i;2024-02-02\n'
    found = parse(text)
    assert found.refusals == [
        (6, "date", "soon", "refused_time"), (7, "", "4", "refused_cells"), (8, "case", "", "refused_no_case"),
        (11, "activity", "", "refused_no_activity"), (12, "date", "", "refused_no_time"),
    ]  # fmt: skip
    assert found.reading.rows_read == 10
    assert found.events[0]["activity_name"] == "a\nb"


def test_a_quote_that_never_closes_does_not_swallow_the_rest(parse):
    rows = "".join(f"{n};x;2024-01-{n + 10}\n" for n in range(10))
    found = parse(f'case;activity;date\n1;"oops;2024-01-01\n{rows}')
    assert len(found.events) >= 10


def test_file_names_that_look_like_patterns(parse):
    for name in ("a[1].csv", "it's {x}.csv"):
        assert len(parse(TABLE, name).events) == 3


def test_double_and_empty_column_names(parse):
    found = parse("case,activity,date,,x,x\n1,a,2024-01-31,p,q,r\n1,b,2024-01-31,p,q,r\n")
    assert found.reading.other_columns == ("column 4", "x", "x (2)")


def test_the_order_of_equal_times_is_that_of_the_source(parse):
    rows = "".join(f"c,a{n % 7},2024-01-31,{n}\n" for n in range(1000))
    found = parse(f"case,activity,date,note\n{rows}")
    assert [event["activity_name"] for event in found.events] == [f"a{n % 7}" for n in range(1000)]


def test_labels_are_trimmed_and_composed(parse):
    found = parse("case,activity,date\n1,\u00a0De\u0301cision \u202f,2024-01-31\n2,  Décision,2024-01-31\n")
    assert {event["activity_name"] for event in found.events} == {"Décision"}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2024-01-31", "2024-02-01", "2024-01-31T00:00:00"),
        ("2024-01-31T14:30", "2024-02-01T08:00", "2024-01-31T14:30:00"),
        ("2024-01-31 14:30:05.123", "2024-02-01 08:00:00", "2024-01-31T14:30:05.123000"),
        ("31/01/2024", "01/02/2024", "2024-01-31T00:00:00"),
        ("31/01/2024 14:30", "01/02/2024", "2024-01-31T14:30:00"),
        ("31/1/2024 9:05", "1/2/2024 10:00", "2024-01-31T09:05:00"),
        ("31-01-2024 14:30:00", "01-02-2024 08:00:00", "2024-01-31T14:30:00"),
        ("31.01.2024 14:30", "01.02.2024 08:00", "2024-01-31T14:30:00"),
        ("31/01/2024 à 14h30", "01/02/2024 à 08h00", "2024-01-31T14:30:00"),
        ("31/01/24 14:30", "01/02/24 08:00", "2024-01-31T14:30:00"),
        ("31/01/24", "01/02/2024", "2024-01-31T00:00:00"),
        ("01/31/2024 02:30 PM", "02/01/2024 08:00 AM", "2024-01-31T14:30:00"),
        ("2024/01/31 14:30", "2024/02/01 08:00", "2024-01-31T14:30:00"),
        ("20240131", "20240201", "2024-01-31T00:00:00"),
        ("20240131143000", "20240201080000", "2024-01-31T14:30:00"),
        ("31-Jan-2024", "01-Feb-2024", "2024-01-31T00:00:00"),
        ("1706711400", "1706774400", "2024-01-31T14:30:00"),
        ("1706711400000", "1706774400000", "2024-01-31T14:30:00"),
    ],
)
def test_date_formats(parse, first, second, expected):
    found = parse(f"case;activity;date\n1;a;{first}\n1;b;{second}\n")
    assert found.times[0] == expected
    assert found.times[1].startswith("2024-02-01T")


def test_day_comes_first_where_both_orders_read_and_that_is_said(parse):
    text = "case;activity;date\n1;a;01/02/2024\n1;b;03/04/2024\n"
    found = parse(text)
    assert found.times == ["2024-02-01T00:00:00", "2024-04-03T00:00:00"]
    assert found.notes == ["note_ambiguous_dates"]
    assert parse(text, date_format="month-first").times == ["2024-01-02T00:00:00", "2024-03-04T00:00:00"]
    assert parse(text, date_format="day-first").notes == []
    assert parse(text, date_format="%d/%m/%Y").notes == []


def test_a_day_above_twelve_far_below_the_sample_settles_the_order(parse):
    early = "".join(f"c{n // 2};{'ab'[n % 2]};01/02/2024\n" for n in range(25_000))
    assert parse(f"case;activity;date\n{early}z;a;13/02/2024\n").notes == []
    found = parse(f"case;activity;date\n{early}z;a;02/13/2024\n")
    assert found.notes == ["note_month_first"]
    assert found.times[0] == "2024-01-02T00:00:00"
    assert found.times[-1] == "2024-02-13T00:00:00"


def test_day_first_dates_never_turn_into_month_first_one_by_one(parse):
    text = "case;activity;date\n1;a;13/02/2024\n1;b;01/02/2024\n1;c;02/13/2024\n"
    found = parse(text)
    assert found.times == ["2024-02-13T00:00:00", "2024-02-01T00:00:00"]
    assert found.refusals == [(4, "date", "02/13/2024", "refused_time")]


def test_a_shape_that_the_sample_does_not_show_is_read_too(parse):
    early = "".join(f"c{n // 2};{'ab'[n % 2]};13/02/2024 10:00:00\n" for n in range(21_000))
    found = parse(f"case;activity;date\n{early}z;a;14/02/2024\nz;b;2024-02-15\n")
    assert found.times[-2:] == ["2024-02-14T00:00:00", "2024-02-15T00:00:00"]


def test_implausible_dates_stay(parse):
    found = parse("case,activity,date\n1,a,1948-01-31\n1,b,9999-12-31\n1,c,2024-01-01\n")
    assert found.times == ["1948-01-31T00:00:00", "9999-12-31T00:00:00", "2024-01-01T00:00:00"]


@pytest.mark.parametrize(
    ("times", "zone", "given", "note"),
    [
        (["2024-01-31T10:00:00+01:00", "2024-07-31T10:00:00+02:00"], "Europe/Paris", True, []),
        (["2024-01-31T10:00:00+01:00", "2024-07-31T10:00:00+01:00"], "+01:00", True, []),
        (["2024-01-31T10:00:00+02:00", "2024-07-31T10:00:00+03:00"], "Europe/Athens", True, []),
        (["2024-01-31T10:00:00-05:00", "2024-07-31T10:00:00-05:00"], "-05:00", True, []),
        (["2024-01-31T10:00:00Z", "2024-07-31T10:00:00Z"], "UTC", True, ["note_utc"]),
        (["2024-01-31T10:00:00", "2024-07-31T10:00:00"], "Europe/Paris", False, []),
    ],
)
def test_zones(parse, times, zone, given, note):
    found = parse(f"case,activity,time\n1,a,{times[0]}\n1,b,{times[1]}\n")
    assert found.times == ["2024-01-31T10:00:00", "2024-07-31T10:00:00"]
    assert (found.reading.time_zone, found.reading.zone_given, found.notes) == (zone, given, note)


def test_a_winter_in_paris_is_paris(parse):
    found = parse("case,activity,time\n1,a,2024-01-31T10:00:00+01:00\n1,b,2024-02-01T10:00:00+01:00\n")
    assert found.reading.time_zone == "Europe/Paris"


def test_offsets_are_converted_to_the_zone_asked_for_or_where_no_zone_has_them(parse):
    text = "case,activity,time\n1,a,2024-01-31T10:00:00Z\n1,b,2024-07-31T10:00:00Z\n"
    assert parse(text, time_zone="Europe/Paris").times == ["2024-01-31T11:00:00", "2024-07-31T12:00:00"]
    mixed = parse("case,activity,time\n1,a,2024-01-31T10:00:00+05:00\n1,b,2024-01-31T10:00:00-03:00\n1,c,2024-01-31 10:00\n")
    assert mixed.times == ["2024-01-31T06:00:00", "2024-01-31T14:00:00", "2024-01-31T10:00:00"]
    assert mixed.notes == ["note_mixed_offsets"]


def test_days_that_an_export_moved_come_back_to_midnight(parse):
    found = parse("case,activity,time\n1,a,2006-07-24T01:00:00+03:00\n1,b,2006-12-05T01:00:00+02:00\n")
    assert found.times == ["2006-07-24T00:00:00", "2006-12-05T00:00:00"]


@pytest.mark.parametrize(
    ("values", "cents"),
    [
        (["1234,5", "7"], [123450, 700]),
        (["1 234,50 €", "-7,00"], [123450, -700]),
        (["1.234,50", "7,00"], [123450, 700]),
        (["1,234.50", "7.00"], [123450, 700]),
        (["26.85120450862128", "0"], [2685, 0]),
        (["1\u202f234,56", "12"], [123456, 1200]),
        (["1,234", "5,678"], [123400, 567800]),
        (["1e3", "2.5"], [100000, 250]),
        (["gratuit", "2,5"], [None, 250]),
    ],
)
def test_amounts_become_cents(parse, values, cents):
    rows = "".join(f"{n};a;2024-01-31;{value}\n" for n, value in enumerate(values))
    found = parse(f"dossier;étape;date;montant\n{rows}", amount="montant")
    assert [event["amount"] for event in found.events] == cents
    assert ("note_unread_amounts" in found.notes) == (None in cents)


def test_lifecycle_rows_become_instances_first_started_first_completed(parse):
    rows = [
        ("1", "a", "schedule", 0), ("1", "a", "start", 1), ("1", "a", "start", 2), ("1", "a", "suspend", 3),
        ("1", "a", "complete", 4), ("1", "b", "complete", 5), ("1", "a", "complete", 6), ("1", "a", "complete", 7),
        ("1", "c", "start", 8), ("2", "a", "start", 1), ("2", "a", "ate_abort", 3), ("2", "b", "ate_abort", 4),
    ]  # fmt: skip
    lines = "".join(f"{case},{activity},{step},2024-01-31 {hour:02d}:00,u{hour}\n" for case, activity, step, hour in rows)
    found = parse(f"case,activity,lifecycle:transition,time,resource\n{lines}")
    shown = [(e["case_name"], e["activity_name"], wall(e["start"]), wall(e["time"]), e["pos"]) for e in found.events]
    day = "2024-01-31T{:02d}:00:00".format
    assert shown == [
        ("1", "a", day(1), day(4), 5), ("1", "b", None, day(5), 6), ("1", "a", day(2), day(6), 7),
        ("1", "a", None, day(7), 8), ("1", "c", day(8), day(8), 9), ("2", "a", day(1), day(3), 11),
    ]  # fmt: skip
    assert found.reading.rows_kept == 12
    assert found.notes == ["note_lifecycle", "note_open_starts"]


def test_a_lifecycle_of_completes_alone_changes_nothing(parse):
    found = parse("case,activity,lifecycle:transition,time\n1,a,complete,2024-01-31\n1,a,COMPLETE,2024-01-31\n1,b,,2024-02-01\n")
    assert len(found.events) == 3
    assert found.notes == []


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Case ID,Activity,Resource,Start Timestamp,Complete Timestamp", "Case ID,Activity,Complete Timestamp,Start Timestamp,Resource"),
        ("_CASE_KEY,ACTIVITY_EN,USER_NAME,x,EVENTTIME", "_CASE_KEY,ACTIVITY_EN,EVENTTIME,,USER_NAME"),
        ("Numéro de dossier,Libellé de l'étape,Gestionnaire,Date de début,Date de fin", "Numéro de dossier,Libellé de l'étape,Date de fin,Date de début,Gestionnaire"),
        ("Vorgangsnummer,Aktivität,Bearbeiter,Startzeit,Endzeit", "Vorgangsnummer,Aktivität,Endzeit,Startzeit,Bearbeiter"),
        ("Expediente,Actividad,Usuario,Fecha inicio,Fecha fin", "Expediente,Actividad,Fecha fin,Fecha inicio,Usuario"),
        ("Zaaknummer,Activiteit,Medewerker,Starttijd,Eindtijd", "Zaaknummer,Activiteit,Eindtijd,Starttijd,Medewerker"),
        ("Pratica,Attività,Utente,Data inizio,Data fine", "Pratica,Attività,Data fine,Data inizio,Utente"),
        ("caseId,taskName,userId,startTime,endTime", "caseId,taskName,endTime,startTime,userId"),
    ],
)  # fmt: skip
def test_column_names_of_tools_and_languages(parse, header, expected):
    is_x = ",x," in header
    rows = "".join(
        f"c{n % 3},step {n % 2},u{n % 2},{'z' if is_x else f'2024-01-{n + 10} 08:00'},2024-01-{n + 10} 09:00\n" for n in range(9)
    )
    found = parse(f"{header}\n{rows}")
    case, activity, time, start, resource = expected.split(",")
    wanted = {"case": case, "activity": activity, "time": time, "start": start, "resource": resource}
    assert found.columns == {kind: name for kind, name in wanted.items() if name}


def test_columns_without_telling_names_are_known_by_their_content(parse):
    labels = ["recv", "check", "sign", "pay"]
    rows = "".join(f"{1000 + n // 4};{labels[n % 4]};p{n % 3};{n}.5;2024-01-{n % 28 + 1:02d}\n" for n in range(80))
    found = parse(f"aa;bb;cc;dd;ee\n{rows}")
    assert (found.columns["case"], found.columns["activity"], found.columns["time"]) == ("aa", "bb", "ee")
    assert found.notes == ["note_guessed_case", "note_guessed_activity", "note_guessed_time"]


def test_a_lone_start_column_is_the_time(parse):
    found = parse("case,activity,start_time\n1,a,2024-01-31\n1,b,2024-02-01\n")
    assert "start" not in found.columns
    assert found.columns["time"] == "start_time"


def test_columns_named_by_hand_win_and_need_no_exact_spelling(parse):
    text = "case,other,activity,date,date2\n1,x,a,2024-01-31,2024-03-31\n1,y,b,2024-02-01,2024-03-31\n"
    found = parse(text, case="OTHER", time="date2")
    assert found.columns["case"] == "other"
    assert found.times == ["2024-03-31T00:00:00"] * 2


def test_two_columns_that_could_be_the_time_are_told(parse):
    found = parse("case,activity,date,horodatage\n1,a,2024-01-31,2024-01-31 10:00\n1,b,2024-02-01,2024-02-01 11:00\n")
    assert found.notes == ["note_several_columns"]


RESTRICTED = """dossier;étape;date;montant;service
1;a;2024-01-31 23:59;100,50;
1;b;2024-02-05 10:00;9000;Finances
2;a;2024-02-01 00:00;4000;RH
3;a;2024-03-01 08:00;12 000,00;Finances
"""


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"since": dt.date(2024, 2, 1)}, "23"),
        ({"until": dt.date(2024, 1, 31)}, "1"),
        ({"since": dt.date(2024, 1, 31), "until": dt.date(2024, 2, 1)}, "12"),
        ({"where": ("montant < 4000",)}, "1"),
        ({"where": ("montant <= 4000",)}, "12"),
        ({"where": ("Montant > 4 000,00",)}, "3"),
        ({"where": ('Service = "Finances"',)}, "13"),
        ({"where": ("service != 'Finances'",)}, "2"),
        ({"where": ("service = Finances", "montant >= 12000")}, "3"),
        ({"where": ("date >= 2024-02-01",)}, "23"),
        ({"where": ("date < 01/02/2024",)}, "1"),
    ],
)
def test_restrictions_keep_whole_cases(parse, options, kept):
    found = parse(RESTRICTED, **options)
    assert "".join(sorted({event["case_name"] for event in found.events})) == kept
    assert found.reading.rows_read == 4
    assert found.notes[-1] == "note_restricted"


def test_split_values_by_number_of_cases(engine, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(RESTRICTED, encoding="utf-8", newline="")
    assert [value.written for value in split_values(path, ReadingOptions(by="service"), engine)] == ["Finances", "RH"]
    assert [value.written for value in split_values(path, ReadingOptions(by="étape"), engine)] == ["a"]
    with pytest.raises(ProcmapError, match="unknown_column"):
        split_values(path, ReadingOptions(by="servise"), engine)


def test_other_columns_are_kept_as_attributes(engine, parse):
    parse('case,activity,date,Activity 2,pos,a"b\n1,a,2024-01-31,x,y,z\n1,,2024-01-31,x,y,z\n1,b,2024-01-31,,v,w\n')
    assert engine.rows("select * from source_attribute order by pos") == [(1, "x", "y", "z"), (3, None, "v", "w")]


def test_the_same_file_gives_the_same_rows_with_one_thread_and_two(tmp_path):
    path = tmp_path / "log.csv"
    many = 130_000  # more than a row group, so that two threads share them
    rows = "".join(f"c{n % 97};a{n % 11};2024-01-{n % 28 + 1:02d}\n" for n in range(many))
    path.write_text(f"case;activity;date\n{rows}", encoding="utf-8", newline="")
    seen = []
    for threads in (1, 2):
        with Engine(threads=threads) as engine:
            read(path, ReadingOptions(), engine)
            seen.append(engine.rows("select * from source_event order by pos"))
    assert seen[0] == seen[1]


HEADER = "case,activity,date\n"


@pytest.mark.parametrize(
    ("content", "name", "options", "said"),
    [
        ("", "log.csv", {}, "vide"),
        ("\n\n  \n", "log.csv", {}, "vide"),
        (HEADER, "log.csv", {}, "rien ne suit l’en-tête"),
        (bytes(range(256)) * 20, "log.csv", {}, "n’est pas un fichier CSV"),
        (b"%PDF-1.7 ....", "log.csv", {}, "PDF"),
        (b"PK\x03\x04 broken", "log.xlsx", {}, "abîmé"),
        (TABLE, "log.xlsx", {}, "n’est pas un fichier XLSX"),
        (TABLE, "log.xes", {}, "n’est pas un fichier XES"),
        ("<html><body>", "log.csv", {}, "HTML"),
        (gzip.compress(TABLE.encode())[:-20], "log.csv.gz", {}, "gzip"),
        (TABLE, "log.csv.gz", {}, "gzip"),
        (gzip.compress(TABLE.encode()), "log.csv", {}, "gzip"),
        (b"PAR1 nonsense", "log.parquet", {}, "abîmé"),
        (TABLE, "log.docx", {}, "docx"),
        ("foo,bar\n1,2\n3,4\n", "log.csv", {}, "foo, bar"),
        ("foo;date\nx y;2024-01-31\nz;2024-01-31\n", "log.csv", {}, "--case"),
        ("dossier;date\n1;2024-01-31\n1;2024-01-31\n", "log.csv", {}, "--activity"),
        (HEADER + "1,a,tomorrow\n1,b,soon\n", "log.csv", {}, "tomorrow"),
        (HEADER + "1,a,2024-01-31\n,b,2024-01-31\n,c,2024-01-31\n", "log.csv", {}, "ligne, colonne"),
        (TABLE, "log.csv", {"case": "Dossiers"}, "N° dossier"),
        (TABLE, "log.csv", {"role": "xyzzy"}, "Colonnes du fichier"),
        (TABLE, "log.csv", {"where": ("Montants < 5",)}, "Montant"),
        (TABLE, "log.csv", {"where": ("Montant",)}, "--where"),
        (TABLE, "log.csv", {"where": ("Service < Finances",)}, "--where"),
        (TABLE, "log.csv", {"where": ("Montant > 999999",)}, "Aucun des 2 dossiers"),
        (TABLE, "log.csv", {"time": "Agent"}, "Agent"),
        (TABLE, "log.csv", {"date_format": "%Y"}, "02/09/2024"),
        (TABLE, "log.csv", {"date_format": "%K"}, "format de date"),
        (TABLE, "log.csv", {"time_zone": "Europe/Pariss"}, "Europe/Paris"),
        (TABLE.encode(), "log.csv", {"encoding": "utf-9"}, "encodage"),
        (TABLE.encode(), "log.csv", {"encoding": "base64"}, "encodage"),
        ("1,a,2024-01-31\n2,b,2024-01-31\n", "log.csv", {}, "en-tête"),
        (TABLE, "log.csv", {"separator": "ab"}, "séparer"),
    ],
)
def test_bad_input_is_one_clear_message(refused, content, name, options, said):
    message = refused(content, name, **options)
    assert said in message
    assert "\n" in message  # what is wrong, then what to type next


def test_no_such_file_and_a_folder(engine, tmp_path):
    for path, key in ((tmp_path / "none.csv", "no_such_file"), (tmp_path, "empty_folder")):
        with pytest.raises(ProcmapError, match=key):
            read(path, ReadingOptions(), engine)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind this user")
def test_a_file_without_rights(engine, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(TABLE, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ProcmapError, match="cannot_open"):
        read(path, ReadingOptions(), engine)


def test_one_bad_byte_does_not_turn_utf8_into_something_else(parse):
    text = (TABLE * 1).encode() + b"B2;Fin \xff;03/09/2024 09:30:00;No\xc3\xabl;Accueil;40\n"
    found = parse(text)
    assert found.reading.encoding == "utf-8"
    assert found.events[0]["activity_name"] == "Réception"
    assert found.notes == ["note_replaced_bytes"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from(["x.csv", "x.xes", "x.xlsx", "x.ods", "x.parquet", "x.csv.gz"]))
def test_no_bytes_give_anything_but_an_error_for_people(engine, tmp_path, content, name):
    path = tmp_path / name
    heads = {"x.csv": b"case,activity,date\n", "x.xes": b"<log>", "x.xlsx": b"PK\x03\x04", "x.ods": b"PK\x03\x04",
             "x.parquet": b"PAR1", "x.csv.gz": b"\x1f\x8b\x08\x00"}  # fmt: skip
    for whole in (content, heads[name] + content):
        path.write_bytes(whole)
        try:
            read(path, ReadingOptions(), engine)
        except ProcmapError as error:
            assert words("fr").error(error)  # noqa: PT017 - the message must exist, whichever it is


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet='ab;,"\n\r\t 12/-:\x00é', max_size=200))
def test_no_text_gives_anything_but_rows_that_add_up(engine, tmp_path, text):
    path = tmp_path / "x.csv"
    path.write_bytes(f"case;activity;date\n1;a;2024-01-31\n2;b;2024-01-31\n3;c;2024-01-31\n{text}".encode())
    try:
        found = read(path, ReadingOptions(), engine)
    except ProcmapError as error:
        assert words("en").error(error)  # noqa: PT017 - as above
        return
    assert found.rows_read == found.rows_kept + found.rows_refused
    assert found.rows_refused == engine.value("select count(*) from refusal")


def test_catalogues_hold_the_same_keys_and_fields():
    import string
    import tomllib

    import procmap.language

    folder = Path(procmap.language.__file__).parent / "messages"
    french, english = (tomllib.loads((folder / f"reading.{one}.toml").read_text(encoding="utf-8")) for one in ("fr", "en"))
    assert list(french) == list(english)
    for key, text in french.items():
        fields = [{part[1] for part in string.Formatter().parse(each)} for each in (text, english[key])]
        assert fields[0] == fields[1], key


def test_a_long_list_of_words_is_looked_up_as_a_short_one_is(engine):
    words = frozenset({"n/a", "non affecté", "l'autre", "", "x y"})
    texts = ["N/A", "NON AFFECTÉ", "L'Autre", "", "x y", "x\ny", "n/a\nx y", "n/a ", "other", "x" * 500, None]
    engine.run("create table told (place integer, v varchar)")
    for place, text in enumerate(texts):
        engine.run("insert into told values (?, ?)", [place, text])
    short, long = (engine.rows(f"select place, {one('v', words)} from told order by place") for one in (is_one_of, is_one_of_many))
    assert long == short
    assert [place for place, is_one in long if is_one] == [0, 1, 2, 3, 4]
