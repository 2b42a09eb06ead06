"""Dates: written out, counted by a spreadsheet, in two columns, with offsets, or standing for "not known"."""

# ruff: noqa: E501 - a table of cases reads best in long lines

import base64
import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procmap.errors import ProcmapError
from procmap.language import words
from procmap.log.build import build_log
from procmap.reading import ReadingOptions, read
from procmap.reading.date_choice import choose_format
from procmap.reading.date_words import in_digits, in_digits_sql
from procmap.reading.dates import filler_sql, looks_like_date, serial_dates
from procmap.reading.moments import is_clock, with_moments
from procmap.reading.profile import profiles
from procmap.reading.table import Table, quoted

from .conftest import fresh_engine

EPOCH = dt.datetime(1970, 1, 1)


@pytest.fixture(scope="module")
def engine():
    with fresh_engine(2) as one:
        yield one


def wall(micros):
    return None if micros is None else (EPOCH + dt.timedelta(microseconds=micros)).isoformat(" ")


class Result:
    def __init__(self, engine, reading):
        self.reading = reading
        names = "activity_name", "time", "start", "deadline"
        self.events = engine.rows(f"select {', '.join(names)} from source_event order by pos")
        self.times, self.starts, self.deadlines = ([wall(row[k]) for row in self.events] for k in (1, 2, 3))
        self.columns = {choice.kind: choice.name for choice in reading.columns}
        self.notes = {key.removeprefix("reading."): values for key, values in reading.notes}
        for key, values in reading.notes:
            assert words("fr")(key, **values)
            assert words("en")(key, **values)


@pytest.fixture
def parse(engine, tmp_path):
    def parse(content, name="log.csv", **options):
        path = tmp_path / name
        if content is not None:
            path.write_text(content, encoding="utf-8", newline="")
        return Result(engine, read(path, ReadingOptions(**options), engine))

    return parse


def log(dates, header="Date"):
    """A log of two events a case with these dates; a date may fill several columns."""
    rows = [f"D{k // 2};{'ab'[k % 2]};{date}" for k, date in enumerate(dates)]
    return "\n".join([f"Dossier;Étape;{header}", *rows]) + "\n"


WRITTEN = {
    "Di, 07. Januar 2025, 08:31 Uhr": "2025-01-07 08:31:00",
    "07.01.2025, 8.31 Uhr": "2025-01-07 08:31:00",
    "7. März 2025": "2025-03-07 00:00:00",
    "1. Dez. 2025 um 9 Uhr": "2025-12-01 09:00:00",
    "di 7 jan. 2025 09:05 uur": "2025-01-07 09:05:00",
    "12 mrt 2025 9:00": "2025-03-12 09:00:00",
    "07 ene 2025 08:31": "2025-01-07 08:31:00",
    "martes, 7 de enero de 2025": "2025-01-07 00:00:00",
    "7 gennaio 2025 alle 9:05": "2025-01-07 09:05:00",
    "06-ott-2025 14:02": "2025-10-06 14:02:00",
    "terça-feira, 7 de janeiro de 2025": "2025-01-07 00:00:00",
    "15 set 2025": "2025-09-15 00:00:00",
    "20250107083105Z": "2025-01-07 08:31:05",
    "20250107T0831": "2025-01-07 08:31:00",
    "7 janv. 2025 à 8 h 31": "2025-01-07 08:31:00",
    "mardi 7 janvier 2025 à 8h31": "2025-01-07 08:31:00",
    "MARDI 7 JANVIER 2025 08:31": "2025-01-07 08:31:00",
    "lun. 06/01/2025 14:05": "2025-01-06 14:05:00",
    "mar. 7 janv. 2025": "2025-01-07 00:00:00",
    "1er février 2025": "2025-02-01 00:00:00",
    "1ᵉʳ févr. 2025": "2025-02-01 00:00:00",
    "le 07/01/2025 à 14h05": "2025-01-07 14:05:00",
    "le 07/01/2025 à 8h": "2025-01-07 08:00:00",
    "07/01/2025 08 h 31 min 05 s": "2025-01-07 08:31:05",
    "Tue, 7 Jan 2025 08:31": "2025-01-07 08:31:00",
    "Jan 7, 2025": "2025-01-07 00:00:00",
    "Mar 7, 2025 8:31 PM": "2025-03-07 20:31:00",
    "March 7th, 2025 at 8 p.m.": "2025-03-07 20:00:00",
    "07-janv-25": "2025-01-07 00:00:00",
    "12-DEC-99": "1999-12-12 00:00:00",
    "3 août 2025": "2025-08-03 00:00:00",
    "3 aout 2025 24:00": "2025-08-04 00:00:00",
    "2 déc. 2025 10:30:15,250": "2025-12-02 10:30:15.250000",
    "2\u00a0sept.\u202f2025": "2025-09-02 00:00:00",
    "08/01/2024 - 10:59": "2024-01-08 10:59:00",
    "31/12/2024 24:00": "2025-01-01 00:00:00",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_date_that_is_written_out_says_its_moment(parse, text):
    assert looks_like_date(text)
    found = parse(log([text] * 4))
    assert found.times == [WRITTEN[text]] * 4
    assert found.reading.rows_refused == 0


MONTHS = {
    kind: names.split()
    for kind, names in {
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "fr short": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "en": "January February March April May June July August September October November December",
        "en short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    }.items()
}
MONTHS_OF_A_YEAR = [f"2024-{month:02d}-09 14:05:00" for month in range(1, 13)]


@pytest.mark.parametrize("names", MONTHS)
@pytest.mark.parametrize("form", ["{day} {month} 2024 14:05", "{month} {day}, 2024 14:05", "{day}-{month}-24 14:05"])
def test_every_month_has_its_number(parse, names, form):
    dates = [form.format(day=9, month=month) for month in MONTHS[names]]
    assert parse(log(dates)).times == MONTHS_OF_A_YEAR


def test_many_shapes_of_written_dates_are_one_column(parse):
    """Weekdays and months multiply the shapes; none is too rare to be read."""
    weekdays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    days = [dt.datetime(2024, 1, 1, 8) + dt.timedelta(days=3 * k, minutes=k) for k in range(120)]
    dates = [f"{weekdays[it.weekday()]} {it.day} {MONTHS['fr'][it.month - 1]} {it.year} à {it.hour}h{it.minute:02d}" for it in days]
    assert parse(log(dates)).times == [str(it) for it in days]


def test_a_written_date_that_only_later_rows_hold_is_read(parse):
    dates = ["07/01/2025 08:31"] * 20_010 + ["7 janv. 2025 à 8 h 32"] * 2
    assert parse(log(dates)).times[-3:] == ["2025-01-07 08:31:00", "2025-01-07 08:32:00", "2025-01-07 08:32:00"]


@pytest.mark.parametrize("text", ["7 marchands 2025", "10h30", "Réunion du 7 mars 2025", "mai 2025", "le 7 mai", "32 mai 2025", "Lot 12-A", ""])
def test_what_only_resembles_a_date_is_none(text):
    assert not looks_like_date(text)


@given(st.one_of(st.text(max_size=40), st.sampled_from(list(WRITTEN)).flatmap(lambda it: st.just(it + " +01:00"))))
def test_the_engine_rewrites_as_python_does(engine, text):
    text = text.replace("\x00", "")
    with_ascii = "".join(letter for letter in text if letter.isascii() or letter in "éèûôçÉÛ\u00a0\u202f")
    assert engine.value(f"select {in_digits_sql(quoted(with_ascii))}") == in_digits(with_ascii)


def test_days_that_a_spreadsheet_counts_are_dates_where_the_name_says_so(parse):
    found = parse(log(["45663,394", "45664", "45665.5", "45666,75"]))
    assert found.times == ["2025-01-06 09:27:22", "2025-01-07 00:00:00", "2025-01-08 12:00:00", "2025-01-09 18:00:00"]
    assert found.reading.date_format == "Excel serial"


def test_single_serials_among_dates_are_read(parse):
    dates = [f"06/01/2025 09:{k}" for k in range(10, 40)] + ["n.c.", "45664"]
    found = parse(log(dates))
    assert (found.times[-1], found.reading.rows_refused) == ("2025-01-07 00:00:00", 1)
    found = parse(log(["06/01/2025 09:30;45664", "07/01/2025 09:30;45665"], "Date;Échéance"))
    assert found.deadlines == ["2025-01-07 00:00:00", "2025-01-08 00:00:00"]


def test_a_name_that_ends_as_before_a_date_calls_one(parse):
    assert parse(log(["45664", "45665"], "Reçu le")).columns["time"] == "Reçu le"


def test_whole_numbers_are_no_dates_by_themselves(engine, tmp_path):
    """Numbers of cases and post codes lie in the range of days as spreadsheets count them."""
    path = tmp_path / "log.csv"
    path.write_text("Dossier;Étape;Commune\n" + "".join(f"{45000 + k};a;{35000 + k % 7}\n" * 2 for k in range(30)), encoding="utf-8")
    with pytest.raises(ProcmapError) as caught:
        read(path, ReadingOptions(), engine)
    assert caught.value.key == "reading.no_time_column"


def test_days_with_a_fraction_are_the_dates_of_a_table_without_others(parse):
    rows = "".join(f"D{k // 2};{'ab'[k % 2]};{45000 + k},{k % 9 + 1}25;{k + 100},50\n" for k in range(40))
    found = parse("Dossier;Étape;Quand;Montant\n" + rows)
    assert (found.columns["time"], found.columns["amount"]) == ("Quand", "Montant")
    with_date = "".join(f"{row};08/01/2024\n" for row in rows.splitlines())
    assert parse("Dossier;Étape;Quand;Montant;Fait le\n" + with_date).columns["time"] == "Fait le"


def test_amounts_are_no_dates(parse):
    rows = "".join(f"D{k // 2};{'ab'[k % 2]};{45000 + k},{k % 9 + 1}5\n" for k in range(40))
    with pytest.raises(ProcmapError) as caught:
        parse("Dossier;Étape;Montant\n" + rows)
    assert caught.value.key == "reading.no_time_column"


def test_serials_are_numbers_of_plausible_days():
    assert serial_dates(["45663", "45663,394", "45663.5"])
    assert not serial_dates([])
    assert not serial_dates(["45663", "123456"])
    assert not serial_dates(["12345"])
    assert not serial_dates(["45663", "06/01/2025"])


@pytest.mark.parametrize("form", ["%d/%m/%Y %H:%M {}", "%d/%m/%Y %H:%M:%S{}", "%Y-%m-%dT%H:%M:%S{}", "%d %b %Y %H:%M {}"])
def test_an_offset_counts_however_the_date_is_written(parse, form):
    winter, summer = dt.datetime(2024, 2, 20, 9, 48), dt.datetime(2024, 7, 20, 9, 48)
    dates = [winter.strftime(form.format("+01:00")), summer.strftime(form.format("+0200" if "S{" not in form else "+02:00"))] * 4
    found = parse(log(dates))
    assert found.times[:2] == ["2024-02-20 09:48:00", "2024-07-20 09:48:00"]
    assert (found.reading.time_zone, found.reading.zone_given, found.notes) == ("Europe/Paris", True, {})
    assert parse(log(dates), time_zone="UTC").times[:2] == ["2024-02-20 08:48:00", "2024-07-20 07:48:00"]


@pytest.mark.parametrize(("offset", "right"), {"-05:00": "14:48", "+05:30": "04:18", "Z": "09:48", " -0330": "13:18", "+03": "06:48"}.items())
def test_an_offset_is_taken_away(parse, offset, right):
    assert parse(log([f"20/02/2024 09:48{offset}"] * 4), time_zone="UTC").times == [f"2024-02-20 {right}:00"] * 4


def test_an_offset_that_only_later_rows_hold_counts(parse):
    dates = [f"2024-02-20 09:{k % 60:02d}:00" for k in range(20_010)] + ["2024-02-21T09:00:00Z"] * 2
    found = parse(log(dates))
    assert found.times[-2:] == ["2024-02-21 10:00:00"] * 2
    assert found.notes["note_local_beside_offsets"]["count"] == 20_010
    dates = [f"2024-02-20 09:{k % 60:02d}:00" for k in range(20_010)] + ["2024-02-21T03:00:00-05:00"] * 2
    assert parse(log(dates), time_zone="Europe/Paris").times[-2:] == ["2024-02-21 09:00:00"] * 2
    dates = [f"20/02/2024 09:{k % 60:02d}" for k in range(20_010)] + ["21/02/2024 09:00 Z"] * 2
    assert parse(log(dates)).times[-2:] == ["2024-02-21 10:00:00"] * 2


def test_utc_beside_local_times_becomes_local(parse):
    found = parse(log(["2024-02-20T09:00:00Z", "2024-02-20 11:00:00", "2024-07-20T09:00:00Z", "2024-07-20 12:00:00"]))
    assert found.times == ["2024-02-20 10:00:00", "2024-02-20 11:00:00", "2024-07-20 11:00:00", "2024-07-20 12:00:00"]
    assert (found.reading.time_zone, found.notes) == ("Europe/Paris", {"note_local_beside_offsets": {"count": 2, "zone": "Europe/Paris"}})


def test_utc_beside_offsets_and_local_times_becomes_local(parse):
    dates = ["2024-02-20T09:00:00Z", "2024-02-20T11:00:00+01:00", "2024-07-20T12:00:00+02:00", "2024-07-20 12:30:00"]
    found = parse(log(dates))
    assert found.times == ["2024-02-20 10:00:00", "2024-02-20 11:00:00", "2024-07-20 12:00:00", "2024-07-20 12:30:00"]
    found = parse(log(dates[:3]))
    assert found.times == ["2024-02-20 10:00:00", "2024-02-20 11:00:00", "2024-07-20 12:00:00"]
    assert found.notes == {"note_utc_beside_offsets": {"zone": "Europe/Paris"}}
    dates = ["2024-02-20T09:00:00Z", "2024-02-20T11:00:00-05:00", "2024-07-20T12:00:00-04:00", "2024-07-20 12:30:00"]
    found = parse(log(dates))
    assert (found.times[0], found.reading.time_zone) == ("2024-02-20 04:00:00", "America/New_York")


def test_utc_throughout_stays(parse):
    found = parse(log(["2024-02-20T09:00:00Z", "2024-07-20T09:00:00Z"]))
    assert (found.times, found.notes) == (["2024-02-20 09:00:00", "2024-07-20 09:00:00"], {"note_utc": {}})


def ordered(engine):
    return [row[0] for row in engine.rows("select activity_name from source_event order by case_name, time, pos")]


def test_in_the_hour_that_comes_twice_the_order_is_that_of_the_instants(engine, parse):
    rows = ["a;2024-10-26T10:00:00+02:00", "c;2024-10-27T02:10:00+01:00", "b;2024-10-27T02:50:00+02:00",
            "d;2024-10-27T02:20:00+01:00", "e;2024-10-27T03:05:00+01:00"]  # fmt: skip
    found = parse("Dossier;Étape;Date\n" + "".join(f"N{k};{row}\n" for k in range(3) for row in rows))
    assert ordered(engine) == list("abcde") * 3
    assert found.times[:3] == ["2024-10-26 10:00:00", "2024-10-27 02:50:00.000001", "2024-10-27 02:50:00"]
    assert found.times[4] == "2024-10-27 03:05:00"


def test_times_of_different_cases_leave_each_other_alone_in_that_hour(parse):
    rows = "1;a;2024-10-27T02:50:00+02:00\n2;a;2024-10-27T02:10:00+01:00\n2;b;2024-10-27T02:30:00+01:00\n"
    assert parse("Dossier;Étape;Date\n" + rows).times == ["2024-10-27 02:50:00", "2024-10-27 02:10:00", "2024-10-27 02:30:00"]


def test_a_start_before_its_end_stays_so_in_that_hour(parse):
    rows = "1;a;2024-10-27T02:50:00+02:00;2024-10-27T02:10:00+01:00\n1;b;2024-10-28T02:50:00+01:00;2024-10-28T03:10:00+01:00\n"
    found = parse("Dossier;Étape;Début;Fin\n" + rows)
    assert found.starts[0] <= found.times[0]


def parquet(engine, path, metadata):
    texts = "timestamptz '2024-01-31 09:00:00+00', timestamptz '2024-07-31 08:00:00+00'"
    given = "".join(f", kv_metadata {{{key}: {quoted(value)}}}" for key, value in metadata.items())
    engine.run(f"copy (select 'D1' as dossier, 'a' || row_number() over () as activity, unnest([{texts}]) as time) "
               f"to '{path}' (format parquet{given})")  # fmt: skip


def arrow(*texts):
    named = b"".join(len(text).to_bytes(4, "little") + text.encode() + b"\x00" for text in texts)
    return base64.b64encode(b"\x10\x00\x00\x00" + named + b"\x00\x00").decode()


def test_parquet_has_the_zone_that_its_writer_noted(engine, parse, tmp_path):
    path = tmp_path / "log.parquet"
    noted = {"columns": [{"name": "time", "metadata": {"timezone": "Europe/Paris"}}, {"name": "dossier", "metadata": None}]}
    for metadata in ({"pandas": json.dumps(noted)}, {'"ARROW:schema"': arrow("time", "Europe/Paris")}):
        parquet(engine, path, metadata)
        found = parse(None, "log.parquet")
        assert found.times == ["2024-01-31 10:00:00", "2024-07-31 10:00:00"]
        assert (found.reading.time_zone, found.notes.keys() & {"note_utc"}) == ("Europe/Paris", set())


@pytest.mark.parametrize("metadata", [{}, {"pandas": "{broken"}, {"pandas": "[1]"}, {'"ARROW:schema"': "????"},
                                      {'"ARROW:schema"': arrow("Europe/Paris", "Asia/Tokyo")},
                                      {"pandas": '{"columns": [{"name": "time", "metadata": {"timezone": "Nowhere"}}]}'}])  # fmt: skip
def test_parquet_without_a_known_zone_stays_in_utc(engine, parse, tmp_path, metadata):
    parquet(engine, tmp_path / "log.parquet", metadata)
    found = parse(None, "log.parquet")
    assert (found.times, found.reading.time_zone) == (["2024-01-31 09:00:00", "2024-07-31 08:00:00"], "UTC")


@pytest.mark.parametrize("text", ["01/01/1900", "1/1/1900 00:00", "1970-01-01T00:00:00Z", "0000-00-00", "00/00/0000", "31.12.9999",
                                  "12/31/2099", "1899-12-30", "9999-12-31 23:59:59"])  # fmt: skip
def test_days_that_stand_for_not_known(engine, text):
    assert engine.value(f"select {filler_sql(quoted(text))}")


@pytest.mark.parametrize("text", ["02/01/1900", "2024-01-01", "11/01/1900", "01/01/19001", "", "1900"])
def test_days_that_do_not(engine, text):
    assert not engine.value(f"select {filler_sql(quoted(text))}")
    assert engine.value(f"select {filler_sql('cast(null as varchar)')}") is False


def test_deadlines_and_starts_that_stand_for_not_known_are_left_out_and_told(parse):
    dates = ["08/01/2024;09/01/2024;31/12/2099", "00/00/0000;09/01/2024;01/01/1900", "09/01/2024;10/01/2024;15/01/2024",
             "x;10/01/2024;y", "10/01/2024;11/01/2024;15/01/2024", "11/01/2024;11/01/2024;16/01/2024"]  # fmt: skip
    found = parse(log(dates, "Début;Fin;Échéance"))
    assert found.deadlines == [None, None, "2024-01-15 00:00:00", None, "2024-01-15 00:00:00", "2024-01-16 00:00:00"]
    assert found.starts[:4] == ["2024-01-08 00:00:00", None, "2024-01-09 00:00:00", None]
    assert found.notes == {"note_filler_deadlines": {"count": 2}, "note_filler_starts": {"count": 1},
                           "note_unread_starts": {"count": 1}, "note_unread_deadlines": {"count": 1}}  # fmt: skip


def test_a_log_of_1970_keeps_its_deadlines(parse):
    found = parse(log(["09/01/1970;01/01/1970", "10/01/1970;15/01/1970"], "Date;Échéance"))
    assert found.deadlines == ["1970-01-01 00:00:00", "1970-01-15 00:00:00"]


def test_the_format_given_reads_deadlines_that_no_guess_would(parse):
    found = parse(log(["08~01~2024;09~01~2024", "08~02~2024;09~02~2024"], "Date;Échéance"), date_format="%d~%m~%Y")
    assert found.deadlines == ["2024-01-09 00:00:00", "2024-02-09 00:00:00"]


def test_one_start_of_1900_is_left_out_of_the_period(engine, parse):
    days = [dt.datetime(2024, 1, 8, 9) + dt.timedelta(days=k) for k in range(40)]
    dates = [f"{it:%d/%m/%Y %H:%M};{it + dt.timedelta(hours=1):%d/%m/%Y %H:%M}" for it in days]
    dates[7] = "01/01/1900;" + dates[7].split(";")[1]
    parse(log(dates, "Début;Fin"))
    built = build_log(engine)
    assert [events for _, events in built.period.stray_starts] == [1]
    assert engine.value("select count(*) from event where start is null") == 1


def test_morning_and_afternoon_count_year_first_too(parse):
    assert parse(log(["2024-01-08 08:31 PM", "2024-01-08 08:31 AM"])).times == ["2024-01-08 20:31:00", "2024-01-08 08:31:00"]
    late = parse(log(["2024-01-08 08:31:00"] * 20_010 + ["2024-01-08 08:31 PM"] * 2))
    assert late.times[-1] == "2024-01-08 20:31:00"


def test_the_format_given_reads_every_value(parse):
    dates = ["20240108~10.59;20240109", "20240108~11.59;20240210"]
    found = parse(log(dates, "Date;Échéance"), date_format="%Y%m%d~%H.%M")
    assert found.times == ["2024-01-08 10:59:00", "2024-01-08 11:59:00"]
    assert found.deadlines == ["2024-01-09 00:00:00", "2024-02-10 00:00:00"]


@pytest.mark.parametrize("form", ["%d %B %Y", "%d %b %Y"])
def test_the_format_given_may_name_the_month(parse, form):
    assert parse(log(["7 janv. 2025", "8 févr. 2025"]), date_format=form).times == ["2025-01-07 00:00:00", "2025-02-08 00:00:00"]
    assert parse(log(["7 Jan 2025|x", "8 Feb 2025|x"]), date_format="%d %b %Y|x").times[0] == "2025-01-07 00:00:00"


def test_the_format_given_reads_parts_of_day_and_offsets(parse):
    found = parse(log(["01/02/2024 | 08:31 PM"] * 2), date_format="%d/%m/%Y | %I:%M %p")
    assert found.times == ["2024-02-01 20:31:00"] * 2
    found = parse(log(["01/02/2024|20:31+01:00"] * 2), date_format="%d/%m/%Y|%H:%M%z")
    assert (found.times, found.reading.time_zone) == (["2024-02-01 20:31:00"] * 2, "Europe/Paris")


def moments(engine, header, rows):
    """The columns that with_moments adds, by name, as read; and the times of day used."""
    cells = [row.split(";") for row in rows]
    texts = ", ".join("(" + ", ".join("null" if cell == "" else quoted(cell) for cell in row) + ")" for row in cells)
    names = tuple(header.split(";"))
    engine.table("moments_source", f"select * from (values {texts}) t({', '.join(f'c{k}' for k in range(len(names)))})")
    table = Table("csv", "moments_source", names)
    joined, clocks = with_moments(table, profiles(engine, table))
    found = {}
    for name in joined.names[len(names) :]:
        values = f"select {joined.cleaned(name)} as v from {joined.relation}"
        format_ = choose_format(engine, values)
        found[name] = [wall(row[0]) for row in engine.rows(f"select {format_.wall('v')} from ({values})")]
    return found, clocks


@pytest.mark.parametrize(("clock", "right"), {
    "10h30": "10:30:00", "8 h 05": "08:05:00", "8h": "08:00:00", "10:30": "10:30:00", "9:05": "09:05:00", "10:30:15": "10:30:15",
    "10:30:15.250": "10:30:15.250000", "8:31 PM": "20:31:00", "8 p.m.": "20:00:00", "10h30m05s": "10:30:05", "0,4375": "10:30:00",
    ".4375": "10:30:00", "0930": "09:30:00", "1899-12-31 09:24:30": "09:24:30", "1899-12-30T09:24:30": "09:24:30",
}.items())  # fmt: skip
@pytest.mark.parametrize(("date", "day"), {
    "07/01/2025": "2025-01-07", "2025-01-07": "2025-01-07", "2025-01-07 00:00:00": "2025-01-07", "7 janv. 2025": "2025-01-07",
}.items())  # fmt: skip
def test_a_date_and_a_time_of_day_are_one_moment(engine, clock, right, date, day):
    found, clocks = moments(engine, "Date;Heure", [f"{date};{clock}"] * 4)
    assert (found, clocks) == ({"Date + Heure": [f"{day} {right}"] * 4}, ("Heure",))


def test_midnight_at_the_end_of_a_day_and_an_empty_time_of_day(engine):
    found, _ = moments(engine, "Date;Heure", ["07/01/2025;24:00", "07/01/2025;", ";10:00", "08/01/2025;10:00"])
    assert found == {"Date + Heure": ["2025-01-08 00:00:00", "2025-01-07 00:00:00", None, "2025-01-08 10:00:00"]}
    found, _ = moments(engine, "Jour;Heure", ["07/01/2025;10h30", "07/01/2025;n.c.", *[f"08/01/2025;10h3{k}" for k in range(9)]])
    assert found["Jour + Heure"][:2] == ["2025-01-07 10:30:00", "2025-01-07 00:00:00"]


def test_each_time_of_day_goes_with_its_own_date(engine):
    found, clocks = moments(engine, "Date fin;Date début;Heure début;Heure fin", ["08/01/2025;07/01/2025;08:00;09:00"] * 3)
    assert found == {"Date début + Heure début": ["2025-01-07 08:00:00"] * 3, "Date fin + Heure fin": ["2025-01-08 09:00:00"] * 3}
    assert set(clocks) == {"Heure début", "Heure fin"}
    found, _ = moments(engine, "Date;Heure début;Heure fin", ["07/01/2025;08:00;09:00"] * 3)
    assert found == {"Date + Heure début": ["2025-01-07 08:00:00"] * 3, "Date + Heure fin": ["2025-01-07 09:00:00"] * 3}
    found, _ = moments(engine, "Date;Heure;Date échéance", ["07/01/2025;08:00;09/01/2025"] * 3)
    assert list(found) == ["Date + Heure"]


def test_dates_that_have_a_time_of_day_take_no_other(engine):
    for header in ("Date;Heure", "Date;Heure de clôture"):
        assert moments(engine, header, ["07/01/2025 10:00;08:00"] * 3) == ({}, ())
    assert moments(engine, "Date;Heure", ["7 janv. 2025 à 8 h;08:00"] * 3) == ({}, ())


def test_a_number_or_a_duration_is_no_time_of_day(engine):
    assert moments(engine, "Date;Métrage", ["07/01/2025;13,63", "07/01/2025;24,02"]) == ({}, ())
    assert moments(engine, "Date;Taux", ["07/01/2025;0,63", "07/01/2025;0,02"]) == ({}, ())
    assert moments(engine, "Date;Durée", ["07/01/2025;0:35", "07/01/2025;1:02"]) == ({}, ())
    assert moments(engine, "Date;Heure", ["07/01/2025;13,63", "07/01/2025;24,02"]) == ({}, ())
    assert moments(engine, "Date;N°", ["07/01/2025;12", "07/01/2025;14"]) == ({}, ())


def test_days_that_a_spreadsheet_counts_have_times_of_day_too(engine):
    table = Table("csv", "(select '45664' as c0, '0,5' as c1)", ("Date", "Heure"))
    day, clock = profiles(engine, table)
    joined, _ = with_moments(table, (replace(day, dates=1.0), clock))
    assert engine.rows(f"select c2 from {joined.relation}") == [("2025-01-07 12:00:00",)]


def test_a_column_of_times_of_day_is_known_as_such(engine):
    table = Table("csv", "(select '8h' as c0, '0,5' as c1, '0,5' as c2, '12' as c3, cast(null as varchar) as c4)",
                  ("x", "Heure", "y", "Horaire", "Heure 2"))  # fmt: skip
    assert [is_clock(it) for it in profiles(engine, table)] == [True, True, False, False, False]


# ------------------------------------------------------------------------------------------------ numbers that read as dates

COUNTED = {
    "year and six digits": lambda k: f"2025{k + 1:06}",
    "last century": lambda k: f"20{k:08}",
    "day and a count of four": lambda k: f"20250106{k + 1:04}",
    "day and a count of six": lambda k: f"20250106{k + 1:06}",
    "day, system and count": lambda k: f"2025010610{k + 1:06}",
}


@pytest.mark.parametrize("heading", ["N° dossier", "Ticket#", "Chrono"])
@pytest.mark.parametrize("number", COUNTED)
def test_numbers_of_cases_that_begin_with_the_year_or_the_day_are_no_dates(parse, number, heading):
    steps, day = ("Dépôt", "Contrôle", "Visa", "Envoi"), dt.datetime(2025, 1, 6, 9)
    lines = [f"{COUNTED[number](c)};{step};{day + dt.timedelta(days=c + k, minutes=7 * c):%d/%m/%Y %H:%M}"
             for c in range(80) for k, step in enumerate(steps)]  # fmt: skip
    found = parse("\n".join([f"{heading};Étape;Fait le", *lines]))
    assert (found.columns["case"], found.columns["time"], len(found.events)) == (heading, "Fait le", 320)


def test_a_number_that_is_named_and_begins_with_the_day_is_one_whatever_its_count(parse):
    day = dt.datetime(2025, 1, 6, 9)
    lines = [f"2025{101 + c:04};{step};{day + dt.timedelta(days=c + k):%d/%m/%Y %H:%M}" for c in range(25)
             for k, step in enumerate(("Dépôt", "Contrôle", "Visa"))]  # fmt: skip
    assert parse("\n".join(["N° dossier;Étape;Fait le", *lines])).columns["case"] == "N° dossier"


@pytest.mark.parametrize("cases", [2, 30])
@pytest.mark.parametrize("form", ["%Y%m%d", "%Y%m%d%H%M", "%Y%m%d%H%M%S"])
def test_days_and_moments_without_separators_stay_dates(parse, form, cases):
    day = dt.datetime(2025, 1, 6, 9)
    lines = [f"D{c};{step};{day + dt.timedelta(days=c + k, minutes=7 * c):{form}}" for c in range(cases)
             for k, step in enumerate(("Dépôt", "Contrôle", "Visa"))]  # fmt: skip
    lines += ["D1;Envoi;" + "0" * len(f"{day:{form}}")]
    found = parse("\n".join(["Dossier;Étape;Date", *lines]))
    assert (found.columns["time"], len(found.events)) == ("Date", 3 * cases)


# ------------------------------------------------------------------------------------------------ days and times without separators


def test_days_and_times_of_bare_digits_are_one_moment(parse):
    day = dt.datetime(2025, 1, 6, 8, 5, 9)
    at = [(c, k, day + dt.timedelta(days=c + k, minutes=7 * c, hours=2 * k)) for c in range(30) for k in range(4)]
    lines = [f"45{c:08};{('A', 'B', 'C', 'D')[k]}-pos;{t:%Y%m%d};{t:%H%M%S}" for c, k, t in at]
    found = parse("\n".join(["OBJECTID;TCODE;UDATE;UTIME", *lines]))
    assert sorted(found.times) == sorted(f"{t}" for _, _, t in at)


@pytest.mark.parametrize("written", ["%H:%M", "%Hh%M", "%H%M%S"])
def test_a_day_of_bare_digits_takes_its_time_of_day(engine, written):
    found, _ = moments(engine, "Date;Heure", [f"20250107;{dt.time(10, 5):{written}}"] * 3)
    assert found == {"Date + Heure": ["2025-01-07 10:05:00"] * 3}


def test_numbers_of_six_digits_that_no_name_calls_times_are_none(engine):
    assert moments(engine, "Date;Code", ["20250107;101500"] * 30) == ({}, ())
    assert moments(engine, "Date;Code", [f"20250107;{101500 + k}" for k in range(30)]) == ({}, ())
