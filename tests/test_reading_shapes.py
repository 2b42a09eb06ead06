"""Every shape in which an office keeps its steps gives the same events: those of the made-up procedure behind it."""

# ruff: noqa: E501, ARG005 - tables read best in long lines; numbers are functions of row, case and step

import datetime as dt
import io
import random
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading import ReadingOptions, read

from .conftest import fresh_engine
from .made_up import AGENTS, FRENCH, PROCEDURES, procedure, table
from .reading_logs import EPOCH
from .workbooks import xlsx

HEADS = {"case": "N° demande", "step": "Étape", "time": "Date", "agent": "Agent", "service": "Service"}


@pytest.fixture(scope="module")
def engine():
    with fresh_engine() as one:
        yield one


@pytest.fixture
def load(engine, tmp_path):
    """Read tables given as text by file name; returns the reading and its events in their order."""

    def load(*texts, options=None, **named):
        paths = [_written(tmp_path / f"part{place}.csv", text) for place, text in enumerate(texts)]
        return events_of(engine, paths[0] if len(paths) == 1 else paths, options or ReadingOptions(**named))

    return load


def _written(path, text):
    path.write_text(text, encoding="utf-8", newline="")
    return path


def events_of(engine, source, options=ReadingOptions()):  # noqa: B008 - frozen
    reading = read(source, options, engine)
    rows = engine.rows("select case_name, activity_name, time from source_event order by time, pos")
    return reading, [(case, label, EPOCH + dt.timedelta(microseconds=time)) for case, label, time in rows]


def of(steps):
    return [(step.case, step.label, step.time) for step in steps]


def rows_of(steps, form=FRENCH):
    return [[step.case, step.label, step.time.strftime(form), step.agent, step.service] for step in steps]


def chosen(reading, *kinds):
    names = {choice.kind: choice.name for choice in reading.columns}
    return tuple(names.get(kind) for kind in kinds)


def notes(reading):
    for key, values in reading.notes:
        assert words("fr")(key, **values)
        assert words("en")(key, **values)
    return {key.removeprefix("reading."): values for key, values in reading.notes}


# ------------------------------------------------------------------------------------------------------------------ events


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(PROCEDURES)), cases=st.integers(1, 30), seed=st.integers(0, 99), order=st.permutations(list(HEADS)),
    separator=st.sampled_from(";,\t|"), hostile=st.booleans(), by_case=st.booleans(),
    form=st.sampled_from([FRENCH, "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M", "%d-%m-%y %Hh%M"]),
)  # fmt: skip
def test_events_in_any_order_of_columns(engine, tmp_path, name, cases, seed, order, separator, hostile, by_case, form):
    steps = procedure(name, cases, seed, hostile=hostile)
    rows = [dict(zip(HEADS, row, strict=True)) for row in rows_of(sorted(steps, key=lambda s: s.case) if by_case else steps, form)]
    text = table([HEADS[kind] for kind in order], [[row[kind] for kind in order] for row in rows], separator)
    reading, events = events_of(engine, _written(tmp_path / "log.csv", text))
    assert events == of(steps)
    assert chosen(reading, "case", "activity", "time", "resource", "role") == tuple(HEADS.values())


def test_two_files_one_header_another_order_and_one_more_column(load):
    steps = procedure("notice", 20)
    head = list(HEADS.values())
    later = [[*row[::-1], "x"] for row in rows_of(steps[40:])]
    reading, events = load(table(head, rows_of(steps[:40])), table([*head[::-1], "Canal"], later))
    assert events == of(steps)
    assert chosen(reading, "case", "activity") == ("N° demande", "Étape")
    assert reading.rows_read == len(steps)


def test_a_folder_of_files_is_one_log(engine, tmp_path):
    steps = procedure("archive", 20)
    folder = tmp_path / "exports"
    folder.mkdir()
    for place, part in enumerate((steps[:30], steps[30:])):
        _written(folder / f"{place}.csv", table(HEADS.values(), rows_of(part)))
    (folder / "lisez-moi.md").write_text("notes", encoding="utf-8")
    assert events_of(engine, folder)[1] == of(steps)


def test_an_empty_folder_is_refused(engine, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ProcmapError) as caught:
        read(tmp_path / "empty", ReadingOptions(), engine)
    assert caught.value.key == "reading.empty_folder"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_standard_input(engine, tmp_path, monkeypatch, kind):
    steps = procedure("care", 9)
    if kind == "csv":
        content = table(HEADS.values(), rows_of(steps)).encode("cp1252")
    else:
        xlsx(tmp_path / "x.xlsx", {"Un": [list(HEADS.values()), *rows_of(steps)]})
        content = (tmp_path / "x.xlsx").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert events_of(engine, type(tmp_path)("-"))[1] == of(steps)


def test_several_sheets_of_a_workbook(engine, tmp_path):
    steps = procedure("leave", 20)
    head = list(HEADS.values())
    xlsx(tmp_path / "years.xlsx", {"2023": [head, *rows_of(steps[:50])], "2024": [head, *rows_of(steps[50:])], "Notes": [["Contact"]]})
    assert events_of(engine, tmp_path / "years.xlsx")[1] == of(steps)


def test_attributes_of_the_cases_in_a_second_file(load, engine):
    steps = procedure("care", 15)
    cases = sorted({step.case for step in steps})
    beside = table(["N° demande", "Commune", "Canal"], [[case, f"Commune {k % 3}", "Guichet"] for k, case in enumerate(cases)])
    reading, events = load(table(HEADS.values(), rows_of(steps)), beside)
    assert events == of(steps)
    assert notes(reading)["note_cases_joined"] == {"column": "N° demande", "count": 2}
    towns = dict(engine.rows('select case_name, max("case:Commune") from source_event join source_attribute using (pos) group by 1'))
    assert towns == {case: f"Commune {k % 3}" for k, case in enumerate(cases)}


def test_files_that_have_nothing_in_common_are_refused(load):
    with pytest.raises(ProcmapError) as caught:
        load(table(HEADS.values(), rows_of(procedure())), table(["Poids", "Taille"], [[1, 2], [1, 3]]))
    assert caught.value.key == "reading.files_apart"


# -------------------------------------------------------------------------------------------------------- order and doubles


def test_the_newest_row_first_with_ties(load):
    steps = procedure("notice", 20)
    labels = PROCEDURES["notice"][0]
    tied = [step for step in steps for _ in range(2)]  # each step is followed by its filing in the same minute
    rows = [[s.case, s.label if k % 2 == 0 else f"File {labels.index(s.label)}", s.time.strftime(FRENCH)] for k, s in enumerate(tied)]
    reading, events = load(table(["Case ID", "Activity", "Timestamp"], rows[::-1]))
    assert [(case, label) for case, label, _ in events] == [tuple(row[:2]) for row in rows]
    assert "note_newest_first" in notes(reading)


def test_the_oldest_row_first_stays_as_it_is(load):
    reading, _ = load(table(HEADS.values(), rows_of(procedure())))
    assert "note_newest_first" not in notes(reading)


DAYS = 30
"""Cases of six steps, two on each day."""


def numbered(change=lambda row, case, k: row, head="N° ordre"):
    """Rows of days alone whose steps are numbered from 1 in each case."""
    rows = []
    for case in range(DAYS):
        for k, label in enumerate(("Dépôt", "Contrôle", "Visa", "Engagement", "Signature", "Envoi")):
            day = dt.date(2024, 1, 8) + dt.timedelta(days=case + 3 * (k // 2))
            rows.append(change([f"D{case:02}", label, f"{day:%d/%m/%Y}", k + 1], case, k))
    return [["Dossier", "Étape", "Date", head], *rows]


def read_numbered(load, rows, order):
    reading, events = load(table(rows[0], order(rows[1:])))
    return notes(reading), [[label for case, label, _ in events if case == f"D{k:02}"] for k in range(DAYS)]


def shuffled(rows):
    return random.Random(7).sample(rows, len(rows))


def by_label(rows):
    return sorted(rows, key=lambda row: (row[2][6:], row[2][3:5], row[2][:2], row[1]))


IN_ORDER = ["Dépôt", "Contrôle", "Visa", "Engagement", "Signature", "Envoi"]


@pytest.mark.parametrize(("order", "head"), [
    (shuffled, "N° ordre"), (shuffled, "Opération n°"), (by_label, "Rang"), (lambda rows: by_label(rows)[::-1], "Séquence"),
])  # fmt: skip
def test_steps_of_one_day_go_by_the_numbers_that_the_source_gives_them(load, engine, order, head):
    told, traces = read_numbered(load, numbered(head=head), order)
    assert traces == [IN_ORDER] * DAYS
    assert "note_sequence" in told
    assert "note_newest_first" not in told
    each = engine.rows(f'select activity_name, "{head}" from source_event join source_attribute using (pos)')
    assert {(label, str(IN_ORDER.index(label) + 1)) for label in IN_ORDER} == set(each)
    assert len(each) == 6 * DAYS


def test_numbers_from_one_line_to_the_next_order_steps_too_and_a_row_that_stands_twice_is_nothing_against(load):
    rows = numbered(lambda row, case, k: [*row[:3], 10_000 + 6 * case + k])
    told, traces = read_numbered(load, [*rows, rows[9]], shuffled)
    assert traces == [IN_ORDER] * DAYS
    assert "note_sequence" in told


AGAINST = {
    "a number that falls as time goes": lambda row, case, k: [*row[:3], 6 - k],
    "a number of the case": lambda row, case, k: [*row[:3], case],
    "a number that steps share": lambda row, case, k: [*row[:3], 1 + k // 2],
    "a number that is lacking here and there": lambda row, case, k: [*row[:3], "" if case % 9 == 0 else k + 1],
    "a number that falls back in some cases": lambda row, case, k: [*row[:3], 1 if k == 4 and case > 28 else k + 1],
}


@pytest.mark.parametrize("why", AGAINST)
def test_steps_of_one_day_keep_the_order_of_the_source_where_the_numbers_do_not_rise_with_time(load, why):
    rows = numbered(AGAINST[why])
    kept = shuffled(rows[1:])
    told, traces = read_numbered(load, rows, shuffled)
    key = lambda row: (row[2][6:], row[2][3:5], row[2][:2])
    assert traces == [[row[1] for row in sorted((it for it in kept if it[0] == f"D{k:02}"), key=key)] for k in range(DAYS)]
    assert "note_sequence" not in told


BEYOND = {
    "it falls": lambda k: 7 - k, "it is lacking": lambda k: "", "it is shared": lambda k: 1 + k // 2, "it rises": lambda k: k + 1,
}  # fmt: skip


@pytest.mark.parametrize("why", BEYOND)
def test_what_the_first_rows_show_of_the_numbers_must_hold_in_all_of_them(load, why):
    few = numbered()[1:]
    rows = [
        [f"D{year}-{row[0]}", row[1], f"{row[2][:6]}{year}", row[3] if year < 2120 else BEYOND[why](row[3] - 1)]
        for year in range(2000, 2130) for row in by_label(few)
    ]  # fmt: skip
    reading, events = load(table(["Dossier", "Étape", "Date", "N° ordre"], rows))
    assert ("note_sequence" in notes(reading)) == (why == "it rises")
    assert ([label for case, label, _ in events if case == "D2001-D00"] == IN_ORDER) == (why == "it rises")


def test_the_order_of_a_source_in_time_stands_above_numbers_that_no_name_calls_an_order(load):
    told, traces = read_numbered(load, numbered(head="Opération n°"), by_label)
    assert traces == [["Contrôle", "Dépôt", "Engagement", "Visa", "Envoi", "Signature"]] * DAYS
    assert "note_sequence" not in told


def test_whole_rows_that_stand_twice_count_once_and_are_told(load):
    steps = procedure("leave", 12)
    rows = rows_of(steps)
    reading, events = load(table(HEADS.values(), [*rows[:7], rows[3], *rows[7:], rows[20], rows[20]]))
    assert events == of(steps)
    assert notes(reading)["note_doubles"] == {"count": 3}


def test_the_same_step_twice_in_a_minute_by_another_agent_is_no_double(load):
    rows = rows_of(procedure("leave", 12))
    again = [*rows[3][:3], next(agent for agent in AGENTS if agent != rows[3][3]), rows[3][4]]
    _, events = load(table(HEADS.values(), [*rows[:4], again, *rows[4:]]))
    assert len(events) == len(rows) + 1


# -------------------------------------------------------------------------------------------------- case and step in columns


@pytest.mark.parametrize(("series", "values"), [("Année", ["2022", "2023", "2024"]), ("Registre", ["A", "B"]), ("Year", ["2022", "2023"])])
def test_numbers_that_begin_again_with_each_year_or_register(load, series, values):
    rows, wanted = [], []
    for place, value in enumerate(values):
        for step in procedure("archive", 12, seed=place, numbers="{}"):
            time = step.time + dt.timedelta(days=365 * place if value.isdigit() else 0, seconds=place)
            rows.append([value, step.case, step.label, time.strftime("%d/%m/%Y %H:%M:%S")])
            wanted.append((f"{value}-{step.case}", step.label, time))
    reading, events = load(table([series, "N°", "Étape", "Date"], rows))
    assert sorted(events) == sorted(wanted)
    assert chosen(reading, "case") == (f"{series} + N°",)
    assert "note_series" in notes(reading)


def test_numbers_that_go_on_need_no_series(load):
    steps = procedure("archive", 30, numbers="{}")
    rows = [[step.time.year, *row[:3]] for step, row in zip(steps, rows_of(steps), strict=True)]
    reading, events = load(table(["Année", "N°", "Étape", "Date"], rows))
    assert events == of(steps)
    assert chosen(reading, "case") == ("N°",)


def test_a_service_that_works_on_a_part_of_a_case_is_no_series(load):
    steps = procedure("care", 30, numbers="{}")
    rows = [[s.service, s.case, s.label, s.time.strftime(FRENCH)] for s in steps]
    reading, events = load(table(["Site", "N°", "Étape", "Date"], rows))
    assert events == of(steps)
    assert chosen(reading, "case") == ("N°",)


def test_the_step_in_two_columns_named_by_the_user(load):
    steps = procedure("care", 12)
    rows = [[s.case, s.service, s.label, s.time.strftime(FRENCH)] for s in steps]
    _, events = load(table(["Dossier", "Circuit", "Action", "Date"], rows), activity="Circuit + Action")
    assert events == [(s.case, f"{s.service} – {s.label}", s.time) for s in steps]


def test_the_case_in_two_columns_named_by_the_user(load):
    steps = procedure("care", 12, numbers="{}")
    rows = [["AL", s.case, s.label, s.time.strftime(FRENCH)] for s in steps]
    _, events = load(table(["Type", "N°", "Action", "Date"], rows), case="type + n°")
    assert events == [(f"AL-{s.case}", s.label, s.time) for s in steps]


# -------------------------------------------------------------------------------------------- status changes, start and end


def test_changes_of_status_are_the_new_status(load):
    steps = procedure("leave", 20)
    before, rows = {}, []
    for step in steps:
        rows.append([step.case, before.get(step.case, ""), step.label, step.time.strftime(FRENCH), step.agent])
        before[step.case] = step.label
    reading, events = load(table(["Réf. demande", "De", "Vers", "Horodatage", "Par"], rows))
    assert events == of(steps)
    assert notes(reading)["note_status_changes"] == {"old": "De", "new": "Vers"}


@pytest.mark.parametrize(("kind", "begin", "end"), [("Type", "Début", "Fin"), ("Event type", "start", "complete")])
def test_start_and_end_in_two_rows(load, engine, kind, begin, end):
    steps = procedure("notice", 15)
    rows = []
    for step in steps:
        for word, minutes in ((begin, 0), (end, 17)):
            time = step.time + dt.timedelta(minutes=minutes)
            rows.append((time, [step.case, step.label, word, time.strftime(FRENCH), step.agent]))
    rows = [row for _, row in sorted(rows, key=lambda each: each[0])]
    _, events = load(table(["Case ID", "Activity", kind, "Timestamp", "User"], rows))
    assert sorted(events) == sorted((s.case, s.label, s.time + dt.timedelta(minutes=17)) for s in steps)
    assert engine.value("select count(*) from source_event where time - start = 17 * 60000000") == len(steps)


# ------------------------------------------------------------------------------------------------------------------ blocks


HEADED = ["N° d’ordre du pli", "Objet", "Étape", "Date", "Agent"]


def blocks_of(steps):
    """The rows of a printed list: the case and its subject on the first line of its block."""
    rows, last = [], None
    for step in sorted(steps, key=lambda s: (s.case, s.time)):
        head = [step.case, f"Objet, {step.case}"] if step.case != last else ["", ""]
        rows.append([*head, step.label, step.time.strftime(FRENCH), step.agent])
        last = step.case
    return rows


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.integers(4, 25), seed=st.integers(0, 99), name=st.sampled_from(["leave", "care", "notice"]))
def test_the_case_on_the_first_line_of_its_block(engine, tmp_path, cases, seed, name):
    steps = procedure(name, cases, seed)
    reading, events = events_of(engine, _written(tmp_path / "log.csv", table(HEADED, blocks_of(steps))))
    assert events == of(steps)
    assert notes(reading)["note_blocks"]["columns"] == "N° d’ordre du pli, Objet"


def test_merged_cells_of_a_workbook(engine, tmp_path):
    steps = procedure("care", 15)
    xlsx(tmp_path / "log.xlsx", {"Plis": [HEADED, *([cell or None for cell in row] for row in blocks_of(steps))]})
    assert events_of(engine, tmp_path / "log.xlsx")[1] == of(steps)


def test_a_few_rows_without_their_case_are_no_blocks(load):
    steps = procedure("care", 15)
    rows = rows_of(steps)
    for place in (5, 17):
        rows[place][0] = ""
    reading, events = load(table(HEADS.values(), rows))
    assert reading.rows_refused == 2
    assert events == [event for place, event in enumerate(of(steps)) if place not in (5, 17)]


# -------------------------------------------------------------------------------------------------------------------- wide


MILESTONES = ["Demande reçue le", "Visite le", "Commission du", "Notifié le"]
LETTERS = ["Received", "Assigned", "Answered", "Filed"]


def wide_rows(cases, seed, columns=4, *, hours=False):
    """(number, dates): one row a case, with empty cells."""
    chance = random.Random(seed)
    begin = dt.datetime(2024, 1, 2)
    rows = []
    for number in range(1, cases + 1):
        time, dates = begin + dt.timedelta(days=number), []
        for place in range(columns):
            time += dt.timedelta(days=chance.randint(1, 9), hours=chance.randint(1, 9) if hours else 0)
            dates.append(None if place and chance.random() < 0.2 else time)
        rows.append((f"AL/{number:03d}", dates))
    return rows


def wide_events(rows, heads):
    events = [(case, head, time) for case, dates in rows for head, time in zip(heads, dates, strict=True) if time]
    return sorted(events, key=lambda each: (each[2], each[0]))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cases=st.integers(6, 60), seed=st.integers(0, 99), form=st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%y"]),
    filler=st.sampled_from(["", "-", "01/01/1900", "31/12/9999"]), heads=st.sampled_from([MILESTONES, LETTERS]),
    order=st.permutations([0, 1, 2, 3]), separator=st.sampled_from(";,\t"),
)  # fmt: skip
def test_one_row_a_case_with_empty_cells_filler_dates_and_status(engine, tmp_path, cases, seed, form, filler, heads, order, separator):
    rows = wide_rows(cases, seed)
    if "/" in filler:
        filler = dt.datetime.strptime(filler, "%d/%m/%Y").strftime(form) if "%y" not in form else ""
    lines = [[case, "En cours" if k % 2 else "Clos", *(dates[p].strftime(form) if dates[p] else filler for p in order)]
             for k, (case, dates) in enumerate(rows)]  # fmt: skip
    text = table(["Numéro", "État", *(heads[p] for p in order)], lines, separator)
    reading, events = events_of(engine, _written(tmp_path / "log.csv", text))
    assert sorted(events) == sorted(wide_events(rows, heads))
    assert notes(reading)["note_wide"] == {"count": 4}


def test_one_row_a_case_in_a_workbook(engine, tmp_path):
    rows = wide_rows(30, 5)
    xlsx(tmp_path / "suivi.xlsx", {"Suivi": [["N°", "Objet", *MILESTONES], *([case, "Aide", *dates] for case, dates in rows)]})
    assert sorted(events_of(engine, tmp_path / "suivi.xlsx")[1]) == sorted(wide_events(rows, MILESTONES))


def test_each_date_with_its_time_of_day_in_a_second_column(load):
    rows = wide_rows(30, 2, columns=3, hours=True)
    heads = ["Dépôt", "Examen", "Envoi"]
    head = ["Référence", *(name for each in heads for name in (f"Date {each}", f"Heure {each}"))]
    lines = [[case, *(cell for t in dates for cell in ((t.strftime("%d/%m/%Y"), t.strftime("%Hh%M")) if t else ("", "")))]
             for case, dates in rows]  # fmt: skip
    _, events = load(table(head, lines))
    assert sorted(events) == sorted(wide_events(rows, [f"Date {each}" for each in heads]))


def test_dates_that_cannot_be_read_and_rows_without_any_are_refused_with_their_line(load, engine):
    rows = wide_rows(30, 3)
    lines = [[case, *(t.strftime("%d/%m/%Y") if t else "" for t in dates)] for case, dates in rows]
    lines[4][3] = "32/13/2024"
    lines[9] = [lines[9][0], "", "", "", ""]
    reading, events = load(table(["N° dossier", *MILESTONES], lines))
    assert [row[:2] for row in engine.rows("select line, value from refusal order by line")] == [(6, "32/13/2024"), (11, "")]
    kept = [(case, [None if k == 4 and p == 2 else t for p, t in enumerate(dates)]) for k, (case, dates) in enumerate(rows) if k != 9]
    assert sorted(events) == sorted(wide_events(kept, MILESTONES))
    assert reading.rows_refused == 2


def test_the_case_of_a_wide_table_named_by_the_user(load):
    rows = wide_rows(12, 4)
    lines = [[f"x{k}", case, *(t.strftime("%d/%m/%Y") if t else "" for t in dates)] for k, (case, dates) in enumerate(rows)]
    _, events = load(table(["N°", "Code", *MILESTONES], lines), case="Code")
    assert sorted(events) == sorted(wide_events(rows, MILESTONES))
