"""What people have reported of tools that read logs: each kind of file is made here, and must be read as it is meant."""



import datetime as dt
import json
import time

import pytest

from procmap.config import load_config
from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading import ReadingOptions

from .conftest import findings_of, fresh_engine
from .reading_logs import HEADER, STEPS, WHOLE, Log, moment, parser, rows, written, xes, xes_event, xes_trace
from .workbooks import xlsx, xlsx_rows

FRENCH = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()  # noqa: SIM905 - words read best unquoted
ENGLISH = "January February March April May June July August September October November December".split()  # noqa: SIM905 - words read best unquoted
DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()  # noqa: SIM905 - words read best unquoted


@pytest.fixture(scope="module")
def engine():
    with fresh_engine(2) as one:
        yield one


@pytest.fixture
def parse(engine, tmp_path):
    return parser(engine, tmp_path)


def table(change, header=HEADER):
    """The log with each row changed by its place."""
    return written([header, *(change(n, row) for n, row in enumerate(rows()))])


def when(n):
    return moment(n // 5 + 1, n % 5)


def dated(write):
    return table(lambda n, row: [*row[:2], write(when(n)), *row[3:]])


WRITINGS = {
    "French months": lambda at: f"{at.day} {FRENCH[at.month - 1]} {at:%Y %H:%M}",
    "French days": lambda at: f"{DAYS[at.weekday()]} {at.day:02} {FRENCH[at.month - 1].rstrip('.')} {at:%Y %H:%M}",
    "English months": lambda at: f"{at.day} {ENGLISH[at.month - 1]} {at:%Y %H:%M}",
    "English short months": lambda at: f"{at.day:02}-{ENGLISH[at.month - 1][:3]}-{at:%Y %H:%M}",
    "a dash before the time of day": lambda at: f"{at:%d/%m/%Y - %H:%M}",
}


@pytest.mark.parametrize("name", WRITINGS)
def test_each_writing_says_one_moment(parse, name):
    log = parse(dated(WRITINGS[name]))
    assert log.counts == WHOLE
    assert log.times("D-007") == [moment(7, step) for step in range(5)]


def test_newest_first_turns_rows_of_one_moment_too(parse):
    lines = [[*row[:2], f"{when(n - n % 5):%d/%m/%Y %H}:00" if n % 5 < 3 else row[2], *row[3:]] for n, row in enumerate(rows())]
    log = parse(written([HEADER, *reversed(lines)]))
    assert {tuple(log.trace(case)) for case in log.cases} == {STEPS}
    assert "newest_first" in log.notes


@pytest.mark.parametrize("word", ["NULL", "NaN", "N/A", "-", ""])
def test_words_for_nothing_are_nothing(parse, word):
    def change(n, row):
        return [word if n % 25 == 3 else row[0], word if n % 25 == 9 else row[1], row[2], word if n % 4 == 0 else row[3], row[4]]

    log = parse(table(change))
    assert log.counts == (150, 138, 30, 5)
    assert {reason for _, reason in log.refusals} == {"refused_no_case", "refused_no_activity"}
    assert [line for line, _ in log.refusals] == sorted([n + 2 for n in range(150) if n % 25 in (3, 9)])
    assert word not in {event["resource_name"] for event in log.events}


def test_numbers_that_a_spreadsheet_rounded_are_told_by_their_column(parse):
    with pytest.raises(ProcmapError) as caught:
        parse(table(lambda _n, row: ["2,02401E+11", *row[1:]]))
    assert "Dossier" in words("en").error(caught.value)


def test_blanks_of_another_width_make_no_step(parse):
    odd = ("Visa du chef", "Visa\u00a0du chef", "Visa  du chef ", "Visa du\u202fchef", "\u200bVisa du chef")
    log = parse(table(lambda n, row: [row[0], odd[n // 5 % 5] if n % 5 == 2 else row[1], *row[2:]]))
    assert log.counts == WHOLE
    assert any("Étape" in str(values) for values in log.notes.values())


def lifecycle(pairs, words_=("start", "complete"), extra=None):
    """Two rows an execution, the later first where the moment is the same."""
    lines = []
    for n, row in enumerate(rows()):
        begun = when(n) - dt.timedelta(minutes=0 if n % 5 in pairs else 20)
        two = [[*row[:2], f"{begun:%d/%m/%Y %H:%M}", words_[0], *row[3:]], [*row[:3], words_[1], *row[3:]]]
        lines += reversed(two) if n % 5 in pairs else two
    if extra:
        lines[6][3] = extra
    return written([["Dossier", "Étape", "Date", "Transition", "Agent", "Service"], *lines])


def test_two_rows_are_one_execution_in_whatever_order_ties_are_written(parse):
    log = parse(lifecycle({0, 3}))
    assert log.reading.events == 150
    assert sum(event["start"] == event["time"] for event in log.events) == 60


@pytest.mark.parametrize("pair", [("début", "fin"), ("Début", "Terminé"), ("START", "COMPLETE")])
def test_two_rows_are_one_execution_in_whatever_words(parse, pair):
    log = parse(lifecycle(set(), pair))
    assert log.reading.events == 150
    assert all(event["time"] - event["start"] == 20 * 60_000_000 for event in log.events)


def test_a_word_of_the_lifecycle_that_nobody_knows_is_told(parse):
    log = parse(lifecycle(set(), extra="in-progress"))
    assert log.reading.events == 150
    assert any("in-progress" in str(values) for values in log.notes.values())


def with_starts(start):
    header = ["Dossier", "Étape", "Début", "Fin", "Agent", "Service"]
    return table(lambda n, row: [*row[:2], start(n, when(n) - dt.timedelta(minutes=20)), row[2], *row[3:]], header)


def plain(at):
    return f"{at:%d/%m/%Y %H:%M}"


def test_a_start_without_end_is_work_that_has_begun_in_both_writings(parse):
    header = ["Dossier", "Étape", "Début", "Fin", "Agent", "Service"]
    begun = [plain(when(n) - dt.timedelta(minutes=20)) for n in range(150)]
    lines = [[*row[:2], begun[n], "" if n % 15 == 14 else row[2], *row[3:]] for n, row in enumerate(rows())]
    one = parse(written([header, *lines]))
    two = lifecycle(set()).splitlines(keepends=True)
    ends = {2 * n + 2 for n in range(150) if n % 15 == 14}
    other = parse("".join(line for place, line in enumerate(two) if place not in ends))
    for log in (one, other):
        assert log.reading.events == 150
        assert sum(event["start"] == event["time"] for event in log.events) == 10


def test_starts_of_nowhere_are_told_and_left_out(procmap, tmp_path):
    text = with_starts(lambda n, at: "01/01/1900 00:00" if n == 37 else plain(at))
    (tmp_path / "log.csv").write_text(text, encoding="utf-8", newline="")
    done = procmap("audit", tmp_path / "log.csv", "--out", tmp_path / "audit", "--quiet")
    assert done.code == 0, done.err
    log = findings_of(tmp_path / "audit")["log"]
    longest = max((moment(case, 4) - moment(case, 0)) for case in range(1, 31)) / dt.timedelta(days=1)
    assert log["events"] == 150
    assert log["cycle_time"]["mean_days"] < longest + 1
    assert "1900-01-01" in procmap("read", tmp_path / "log.csv").out


def test_events_of_the_first_second_of_unix_are_told(procmap, tmp_path):
    text = table(lambda n, row: [*row[:2], "01/01/1970 00:00" if n % 40 == 0 else row[2], *row[3:]])
    (tmp_path / "log.csv").write_text(text, encoding="utf-8", newline="")
    told = procmap("read", tmp_path / "log.csv").out
    assert "4 events are dated 1970-01-01" in told


def test_events_that_start_after_their_end_are_told(procmap, tmp_path):
    text = with_starts(lambda n, at: plain(at + dt.timedelta(minutes=60 if n % 7 == 0 else 0)))
    (tmp_path / "log.csv").write_text(text, encoding="utf-8", newline="")
    assert "22 events start after their own end" in procmap("read", tmp_path / "log.csv").out


def test_rows_that_stand_twice_are_counted_once_and_told(parse):
    lines = rows()
    log = parse(written([HEADER, *lines, *lines[::6]]))
    assert log.reading.events == 150
    assert log.notes["doubles"] == {"count": 25}


def test_of_two_encodings_in_one_file_each_line_is_read_as_what_it_is(parse):
    lines = written([HEADER, *rows()]).splitlines(keepends=True)
    log = parse("".join(lines[:80]).encode() + "".join(lines[80:]).encode("cp1252"))
    assert log.steps == set(STEPS)
    assert "mixed_encodings" in log.notes


def test_events_outside_traces_are_accounted_for(parse):
    events = ["".join(xes_event(step, moment(n, k).isoformat()) for k, step in enumerate(STEPS)) for n in range(12)]
    inside = "".join(xes_trace(f"D-{n}", each) for n, each in enumerate(events))
    outside = "".join(xes_event("Relance", f"2024-02-0{n}T09:00:00") for n in range(1, 7))
    log = parse(xes(inside + outside), "log.xes")
    assert (log.reading.rows_read, log.reading.rows_kept, log.reading.rows_refused) == (66, 60, 6)
    assert all(line for line, _ in log.refusals)


def test_an_attribute_without_a_key_is_an_attribute(parse):
    events = "".join(xes_event(step, moment(1, k).isoformat(), '<string key="" value="x"/>') for k, step in enumerate(STEPS))
    assert parse(xes("".join(xes_trace(f"D-{n}", events) for n in range(6))), "log.xes").counts == (30, 30, 6, 5)


def test_the_hour_that_comes_twice_is_told_apart_by_its_offset(parse):
    times = ("26T10:00:00+02:00", "27T02:50:00+02:00", "27T02:10:00+01:00", "28T09:00:00+01:00")
    events = "".join(xes_event(step, f"2024-10-{at}") for step, at in zip(STEPS, times, strict=False))
    log = parse(xes("".join(xes_trace(f"D-{n}", events) for n in range(12))), "log.xes")
    assert {tuple(log.trace(case)) for case in log.cases} == {STEPS[:4]}


def offset(at):
    return "+02:00" if at >= dt.datetime(2024, 3, 31, 2) else "+01:00"


@pytest.mark.parametrize(
    "write", [lambda at: f"{at:%d/%m/%Y %H:%M:%S} {offset(at)}", lambda at: f"{at:%Y-%m-%dT%H:%M:%S}{offset(at)}"]
)
def test_offsets_of_paris_are_paris_however_dates_are_written(parse, write):
    def late(n):
        return when(n) + dt.timedelta(days=60)

    log = parse(table(lambda n, row: [*row[:2], write(late(n)), *row[3:]]))
    assert log.reading.time_zone == "Europe/Paris"
    assert log.times("D-001")[0] == late(0)


def test_a_table_of_records_in_paris(engine, tmp_path):
    values = ", ".join(f"('{row[0]}', '{row[1]}', timestamptz '{when(n)} Europe/Paris')" for n, row in enumerate(rows()))
    with fresh_engine() as own:
        noted = json.dumps({"columns": [{"name": "Date", "metadata": {"timezone": "Europe/Paris"}}]})  # as data frames note it
        of_frame = f"(format parquet, kv_metadata {{pandas: '{noted}'}})"
        own.run(f"copy (select * from (values {values}) t(Dossier, \"Étape\", Date)) to '{tmp_path / 'log.parquet'}' {of_frame}")
    log = Log(engine, tmp_path / "log.parquet", ReadingOptions())
    assert (log.counts, log.reading.time_zone) == (WHOLE, "Europe/Paris")
    assert log.times("D-007") == [moment(7, step) for step in range(5)]


AMOUNTS = {
    "points between thousands": (lambda n: f"1.{n:03}", {"D-010": 101000, "D-003": 100300}),
    "parentheses": (lambda n: f"({n},50)" if n % 10 == 0 else f"{n},50", {"D-010": -1050, "D-003": 350}),
    "both decimal signs": (lambda n: f"{n}.50" if n % 3 else f"{n},50", {"D-010": 1050, "D-003": 350, "D-011": 1150}),
    "exponents": (lambda n: "1,5E+03" if n == 3 else f"{n},50", {"D-003": 150000, "D-010": 1050}),
    "beyond all amounts": (lambda n: "9" * 30 if n == 3 else f"{n},50", {"D-003": None, "D-010": 1050}),
}


@pytest.mark.parametrize("name", AMOUNTS)
def test_amounts(parse, name):
    write, expected = AMOUNTS[name]
    log = parse(table(lambda n, row: [*row, write(n // 5 + 1)], [*HEADER, "Montant"]))
    assert {event["case_name"]: event["amount"] for event in log.events if event["case_name"] in expected} == expected


@pytest.mark.parametrize(("condition", "kept"), [
    ("Montant > 1000", 15), ("Montant >= 1500", 15), ("Montant <= 1 000", 15), ("Date <= 2024-01-10", 2), ("Date = 2024-01-10", 1),
])  # fmt: skip
def test_conditions_read_amounts_and_days_as_the_audit_does(parse, condition, kept):
    text = table(lambda n, row: [*row, "1.500,00" if n // 5 % 2 else "1.000,00"], [*HEADER, "Montant"])
    assert len(parse(text, where=(condition,)).cases) == kept


def test_two_columns_of_one_name_are_told(parse):
    log = parse(table(lambda _n, row: [*row, "x"], [*HEADER, "Agent"]))
    assert (log.counts, "double_names" in log.notes) == (WHOLE, True)


def test_cells_left_out_at_the_end_of_rows_are_empty(parse):
    log = parse(table(lambda n, row: [*row, "ok"][: 6 if n % 3 == 0 else 5], [*HEADER, "Commentaire"]))
    assert log.counts == WHOLE


def test_quotes_behind_backslashes(parse):
    assert parse(table(lambda n, row: [row[0], '"Visa \\"du\\" chef"' if n % 5 == 2 else row[1], *row[2:]])).counts == WHOLE


def test_a_long_cell(parse):
    assert parse(table(lambda n, row: [*row, "x" * 200_000 if n == 0 else "x"], [*HEADER, "Commentaire"])).counts == WHOLE


@pytest.mark.parametrize("line", [60_001, 1_048_576])
def test_a_stray_cell_is_no_table(engine, tmp_path, line):
    body = [[*row[:2], when(n), *row[3:]] for n, row in enumerate(rows())]
    xlsx(tmp_path / "log.xlsx", {"Un": xlsx_rows([HEADER, *body]) + f'<row r="{line}"><c r="XFD{line}"><v>1</v></c></row>'})
    log = Log(engine, tmp_path / "log.xlsx", ReadingOptions())
    assert log.counts == (151, 150, 30, 5)
    assert [at for at, _ in log.refusals] == [line]


def test_a_hidden_list_is_not_the_log(engine, tmp_path):
    body = [[*row[:2], when(n), *row[3:]] for n, row in enumerate(rows())]
    path = tmp_path / "log.xlsx"
    codes = [["Code", "Libellé", "Type"], *([f"c{n}", "x", "y"] for n in range(400))]
    xlsx(path, {"Codes": codes, "Export": [HEADER, *body]}, hidden={"Codes"})
    assert Log(engine, path, ReadingOptions()).counts == WHOLE


def test_long_labels_that_differ_at_their_end_are_labels(parse):
    long = "Instruction du dossier de demande d'allocation personnalisée d'autonomie à domicile, étape"
    assert parse(table(lambda n, row: [row[0], row[1] if n % 5 in (0, 4) else f"{long} {n % 5}", *row[2:]])).counts == WHOLE


def test_comments_are_no_steps(parse):
    with pytest.raises(ProcmapError, match="no_log"):
        parse(table(lambda n, row: [row[0], f"Le dossier {n} a été vu ce jour par le service, il manque la pièce {n}", *row[2:]]))


@pytest.mark.parametrize("values", [lambda _k, _n: "0", lambda k, n: str((k + n) % 4)], ids=["one value", "four values"])
def test_many_columns_take_seconds(parse, values):
    text = table(lambda n, row: [*row, *(values(k, n) for k in range(300))], [*HEADER, *(f"x{k}" for k in range(300))])
    began = time.monotonic()
    assert parse(text).counts == WHOLE
    assert time.monotonic() - began < 20


def test_a_cell_of_many_blanks_takes_no_time(parse):
    began = time.monotonic()
    assert parse(table(lambda _n, row: [*row, "1" + " " * 10_000 + "x"], [*HEADER, "m"])).counts == WHOLE
    assert time.monotonic() - began < 10


def test_folders_of_an_audit_by_value_can_be_made_everywhere(procmap, tmp_path):
    names = ("CON", "COM1", "NUL.txt", "DGA/DRH", "..", "*?<>|", "a.", "é", "E ", "Voirie\\Ouvrages")
    text = table(lambda n, row: [*row[:4], names[n // 5 % len(names)]])
    (tmp_path / "log.csv").write_text(text, encoding="utf-8", newline="")
    done = procmap("audit", tmp_path / "log.csv", "--by", "Service", "--out", tmp_path / "audit", "--quiet")
    assert done.code == 0, done.err
    made = [path.name for path in (tmp_path / "audit").iterdir() if path.is_dir()]
    assert len(made) == len({name.lower() for name in made}) == len(names)
    for name in made:
        assert name.split(".")[0].lower() not in {"con", "com1", "nul", "aux", "prn", "lpt1"}
        assert not set(name) & set('<>:"/\\|?*')
        assert name.rstrip(". ") == name


def test_a_configuration_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "procmap.toml"
    path.write_bytes("\ufefftitle = \"Délais d'instruction\"\n".encode())
    assert "Délais d'instruction" in str(load_config(path))


@pytest.mark.parametrize("codec", ["utf-16", "cp1252"])
def test_a_configuration_in_another_encoding_is_told(procmap, tmp_path, codec):
    (tmp_path / "procmap.toml").write_bytes("title = \"Délais d'instruction\"\n".encode(codec))
    (tmp_path / "log.csv").write_text(written([HEADER, *rows()]), encoding="utf-8", newline="")
    done = procmap("read", tmp_path / "log.csv")
    assert done.code != 0
    assert {"utf-16": "UTF-16", "cp1252": "1252"}[codec] in done.err
