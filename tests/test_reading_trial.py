"""What is no log is refused without naming anybody; what says nothing by its headers is read rightly or not at all."""

# ruff: noqa: E501 - tables read best in long lines

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procmap.errors import ProcmapError, UsageError
from procmap.language import words
from procmap.reading import ReadingOptions, read
from procmap.reading.order import order_of
from procmap.reading.trial import Flaw

from .conftest import fresh_engine
from .made_up import FRENCH, NAMES, disguised, not_logs, procedure, table
from .reading_logs import EPOCH

MOST_LINES = 12


@pytest.fixture(scope="module")
def engine():
    with fresh_engine() as one:
        yield one


@pytest.fixture
def load(engine, tmp_path):
    def load(head, rows, **options):
        path = tmp_path / "log.csv"
        path.write_text(table(head, rows), encoding="utf-8", newline="")
        return read(path, ReadingOptions(**options), engine)

    return load


@pytest.fixture
def refused(load):
    """The error of a table, which names nobody in either language."""

    def refused(head, rows, **options):
        with pytest.raises(ProcmapError) as caught:
            load(head, rows, **options)
        for language in ("fr", "en"):
            names_nobody(words(language).error(caught.value))
        return caught.value

    return refused


def names_nobody(text):
    assert len(text.splitlines()) <= MOST_LINES
    told = {word.strip('“”«»\u202f\u00a0",.:()').lower() for word in text.split()}
    named = {word.lower() for name in NAMES for word in name.split() if word != "Le"}
    assert not told & named


def columns(reading):
    return {choice.kind: choice.name for choice in reading.columns}


def notes(reading):
    return [key.removeprefix("reading.") for key, _ in reading.notes]


# ---------------------------------------------------------------------------------------------------------- what is no log


@pytest.mark.parametrize("rows", [12, 60])
@pytest.mark.parametrize("name", list(not_logs()))
def test_a_table_that_is_no_log_is_refused_and_names_nobody(refused, name, rows):
    error = refused(*not_logs(seed=rows, rows=rows)[name])
    assert not isinstance(error, UsageError)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(list(not_logs())), seed=st.integers(0, 10_000), data=st.data())
def test_no_order_of_columns_makes_it_one(refused, name, seed, data):
    head, rows = not_logs(seed, 60)[name]
    order = data.draw(st.permutations(range(len(head))))
    refused([head[k] for k in order], [[row[k] for k in order] for row in rows])


@pytest.mark.parametrize("name", list(not_logs()))
def test_an_option_that_names_no_column_names_nobody_either(refused, name):
    refused(*not_logs(3, 60)[name], case="Zzz")


def test_a_header_that_is_a_persons_name_is_not_told(refused):
    head, rows = not_logs(1, 60)["dates, people as columns"]
    refused(head, rows, case=head[0], activity=head[0], time=head[0])


# ------------------------------------------------------------------------------------------------------------------- flaws


def planted(cases=15, **columns_of):
    """A planted log with further columns: (header, rows)."""
    steps = procedure("leave", cases)
    return ["Dossier", "Étape", "Date", *columns_of], [
        [s.case, s.label, s.time.strftime(FRENCH), *(make(s) for make in columns_of.values())] for s in steps
    ]


chance = random.Random(4)
PROVOKED = {
    Flaw.CASE_IS_CLOCK: ("case", lambda s: f"{s.time.hour}:{s.time.minute // 30 * 30:02d}"),
    Flaw.CASE_IS_DATE: ("case", lambda s: f"{s.time:%d/%m/%Y}"),
    Flaw.CASE_IS_AMOUNT: ("case", lambda s: f"{int(s.case[2:]) * 3},{int(s.case[2:]) + 10}"),
    Flaw.CASE_IS_YES_NO: ("case", lambda _: chance.choice(["Oui", "Non"])),
    Flaw.CASE_IS_TEXT: ("case", lambda s: f"Il a été demandé par courrier que le dossier {s.case} soit revu en commission"),
    Flaw.CASE_IS_PEOPLE: ("case", lambda s: s.agent.replace(" ", ".").lower() + "@exemple.fr"),
    Flaw.SINGLE_EVENTS: ("case", lambda s: f"{s.case}{s.time}"),
    Flaw.ONE_CASE: ("case", lambda _: "unique"),
    Flaw.ACTIVITY_OF_CASE: ("activity", lambda s: "pair" if int(s.case[2:]) % 2 else "impair"),
    Flaw.ACTIVITIES_DO_NOT_RECUR: ("activity", lambda s: f"pièce {s.case} {s.label}"),
    Flaw.TOO_MANY_ACTIVITIES: ("activity", lambda s: f"pièce {s.time}"),
    Flaw.ACTIVITY_IS_NUMBER: ("activity", lambda s: f"{len(s.label)},{len(s.label) + 10}"),
    Flaw.ACTIVITY_IS_DATE: ("activity", lambda s: f"{s.time:%H:%M}"),
    Flaw.ACTIVITY_IS_YES_NO: ("activity", lambda _: chance.choice(["O", "N"])),
    Flaw.ACTIVITY_IS_TEXT: ("activity", lambda s: f"après relance de l’usager {s.case}, l’étape {s.label} a pu avoir lieu au guichet"),
    Flaw.AT_ONCE: ("time", lambda s: f"{int(s.case[2:]) % 28 + 1:02}/03/2024"),
    Flaw.ONE_MOMENT: ("time", lambda _: "02/01/2024"),
}


@pytest.mark.parametrize("flaw", list(PROVOKED))
def test_each_flaw_of_columns_named_by_hand_is_a_doubt(load, flaw):
    option, make = PROVOKED[flaw]
    head, rows = planted(40, Autre=make)
    named = {"case": "Dossier", "activity": "Étape"} | {option: "Autre"}
    found = notes(load(head, rows, **named))
    expected = {Flaw.ONE_CASE, Flaw.CASE_IS_PEOPLE, Flaw.ONE_MOMENT, Flaw.AT_ONCE}  # what a name, too, lets stand
    assert (f"doubt_{flaw}" in found) == (flaw not in expected)
    assert not any(note.startswith("doubt_") for note in notes(load(*planted(40), case="Dossier", activity="Étape")))


@pytest.mark.parametrize("flaw", [flaw for flaw in PROVOKED if PROVOKED[flaw][0] == "activity"])
def test_each_flaw_of_the_step_refuses_a_table_that_has_no_other(refused, flaw):
    head, rows = planted(40, Etape=PROVOKED[flaw][1])
    error = refused([head[0], *head[2:]], [[row[0], *row[2:]] for row in rows])
    assert error.key in ("reading.no_log", "reading.no_activity_column")


def test_a_column_named_by_hand_excuses_itself_only(refused):
    _, rows = planted(40, Autre=PROVOKED[Flaw.ACTIVITY_OF_CASE][1])
    assert refused(["N°", "x", "Date", "Étape"], [[*row[:1], "x", *row[2:]] for row in rows], case="N°").key == "reading.no_log"


def test_answers_that_are_given_at_once_are_no_log(refused):
    draw = random.Random(5)
    rows = [[f"R{k:03}", f"{k % 28 + 1:02}/03/2025 {k % 9 + 9:02}:15", asked, draw.choice("ABC"), f"{draw.randrange(11)}"]
            for k in range(60) for asked in ("Accueil", "Délais", "Clarté", "Horaires")]  # fmt: skip
    error = refused(["Identifiant de réponse", "Date de réponse", "Question", "Réponse", "Note /10"], rows)
    assert (error.key, error.values["why"].key) == ("reading.no_log", "reading.flaw_at_once")


def test_labels_by_chance_are_no_log_where_no_name_says_so(refused):
    head, rows = planted(40, Salle=lambda _: chance.choice("ABCD"))
    error = refused(["F1", "F2", "F3"], [[row[0], row[3], row[2]] for row in rows])
    assert (error.key, error.values["why"].key) == ("reading.no_log", "reading.flaw_no_order")
    head, rows = planted(40)
    assert refused(head, [[row[0], row[0][-1], row[2]] for row in rows]).values["why"].key == "reading.flaw_activity_of_case"


def test_no_flaw_is_left_out_here():
    own = {Flaw.NO_ORDER, Flaw.ACTIVITY_IS_PEOPLE, Flaw.TURNED_ROUND, Flaw.COUNTS, Flaw.ALL_AT_ONCE, Flaw.SNAPSHOTS, Flaw.FEW_CASES}
    # as below; people are refused before
    assert set(PROVOKED) | own == set(Flaw)


MONTHS = [f"01/{month:02}/2025" for month in range(1, 13)]


@pytest.mark.parametrize("left_out", [0, 4])
def test_totals_by_month_are_no_log(refused, load, left_out):
    chance = random.Random(3)
    rows = [[place, step, month, f"{chance.randrange(2, 90)}"] for month in MONTHS
            for place in ("Bruz", "Rennes", "Cesson") for step in ("Reçu", "Instruit", "Clos")]  # fmt: skip
    rows = [row for k, row in enumerate(rows) if not left_out or k % left_out]
    error = refused(["Commune", "Étape", "Mois", "Nombre"], rows)
    assert (error.key, error.values["why"].key) == ("reading.no_log", "reading.flaw_counts")
    assert load(["Commune", "Étape", "Mois", "Nombre"], rows, case="Commune", activity="Étape").rows_kept == len(rows)
    named = refused(["Dossier", "Étape", "Mois", "Nombre"], rows)  # the heading of a total says for what, and no case
    assert named.values["why"].key == "reading.flaw_counts"


def test_cases_that_are_done_together_by_month_are_a_log(load):
    rows = [[f"D{k}-{month[3:5]}", step, day] for k in range(5) for n, month in enumerate(MONTHS[:-2])
            for step, day in zip(("Reçu", "Instruit", "Clos"), MONTHS[n:], strict=False)]  # fmt: skip
    assert load(["Dossier", "Étape", "Date"], rows).rows_kept == 150


@pytest.mark.parametrize(("state", "label"), [("state", "displayName"), ("Status", "Nom affiché")])
def test_how_a_step_went_is_not_taken_for_the_step(load, state, label):
    chance = random.Random(2)
    head, rows = planted(40)
    rows = [[*row, "done" if chance.random() < 0.9 else "failed"] for row in rows]
    reading = load([head[0], label, head[2], state], rows)
    assert next(each.name for each in reading.columns if each.kind == "activity") == label
    assert "note_guessed_activity" in notes(reading)


def test_steps_in_the_place_of_cases_are_told(load):
    head, rows = planted(4)
    assert "doubt_turned_round" in notes(load(head, rows, case="Étape", activity="Dossier"))
    for seed in (200_098, 200_545):  # a few cases that follow one another as closely as their steps do
        head, rows, names, _ = disguised(seed)
        reading = load(head, rows)
        assert (columns(reading)["case"], columns(reading)["activity"]) == (names["case"], names["step"])


def test_steps_that_are_people_stay_refused(load):
    head, rows = planted(40, Agent=lambda s: s.agent)
    with pytest.raises(UsageError) as caught:
        load(head, rows, activity="Agent")
    assert caught.value.key == "reading.people_as_activity"


@pytest.mark.parametrize(("cases", "rows"), [(1, 99), (2, 99), (3, 15), (12, 4)])
def test_a_small_log_with_clear_names_is_no_less_a_log(load, cases, rows):
    head, lines = planted(cases)
    reading = load(head, lines[:rows])
    assert reading.events == min(rows, len(lines))
    assert columns(reading) == {"case": "Dossier", "activity": "Étape", "time": "Date"}


# ------------------------------------------------------------------------------------------------------------------- order


def order_in(engine, rows):
    import numpy as np

    case, label = (np.array([row[k] for row in rows], dtype=object) for k in (0, 1))
    engine.load("ordered", {"c": case, "a": label, "t": np.arange(len(rows))})
    return order_of(engine, "ordered", "c", "a", "t")


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000), cases=st.integers(2, 40), labels=st.integers(2, 12), rows=st.integers(10, 300),
    own=st.floats(0, 0.9),
)  # fmt: skip
def test_labels_by_chance_show_no_order_not_even_where_each_case_has_its_favourite(engine, seed, cases, labels, rows, own):
    chance = random.Random(seed)
    found = []
    for _ in range(rows):
        case = chance.randrange(cases)
        found.append((f"c{case}", f"a{case % labels if chance.random() < own else chance.randrange(labels)}"))
    assert not order_in(engine, found).is_sure


@settings(max_examples=30, deadline=None)
@given(name=st.sampled_from(["leave", "notice", "care"]), cases=st.integers(4, 40), seed=st.integers(0, 10_000))
def test_a_procedure_shows_order_and_more_than_any_other_column(engine, name, cases, seed):
    steps = procedure(name, cases, seed)
    planted = order_in(engine, [(s.case, s.label) for s in steps])
    assert planted.is_sure
    assert planted.strength > order_in(engine, [(s.agent, s.label) for s in steps]).strength
    shuffled = [random.Random(seed + turn).sample(steps, len(steps)) for turn in range(3)]
    sure = [order_in(engine, [(s.case, s.label) for s in rows]).is_sure for rows in shuffled]
    assert sum(sure) <= 1  # one in ten thousand is sure by chance


# ------------------------------------------------------------------------------------------------------ headers say nothing


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1_000_000))
def test_a_disguised_log_is_read_exactly_or_refused(engine, load, seed):
    head, rows, names, wanted = disguised(seed)
    try:
        reading = load(head, rows)
    except ProcmapError as error:
        names_nobody(words("fr").error(error))
        return
    taken = columns(reading)
    case, planted = head.index(taken["case"]), head.index(names["case"])
    assert len({row[case] for row in rows}) == len({row[planted] for row in rows}) == len({(row[case], row[planted]) for row in rows})
    assert taken["activity"] in {names["step"], names.get("code")}
    rows = engine.rows("select case_name, activity_name, time from source_event")
    events = [(case, label, EPOCH + dt.timedelta(microseconds=time)) for case, label, time in rows]
    if (taken["case"], taken["activity"]) == (names["case"], names["step"]):
        assert sorted(events) == wanted
    assert sorted(time for *_, time in events) == sorted(time for *_, time in wanted)


@pytest.mark.parametrize("form", ["S%W", "%Y-%m ", "%A", "T%m/%Y "])
def test_a_label_that_follows_from_the_date_is_no_step(load, form):
    steps = procedure("archive", 40)
    rows = [[s.case, s.label, s.time.strftime(FRENCH), s.time.strftime(form)] for s in steps]
    assert columns(load(["A", "B", "C", "D"], rows)) == {"case": "A", "activity": "B", "time": "C"}


# -------------------------------------------------------------------------------------------------------- two readings


def twofold(cases=40):
    """Rows under two numbers that nearly always change together: nothing says which of them is the case."""
    chance = random.Random(1)
    time, rows = dt.datetime(2024, 1, 2, 8), []
    for first in range(cases):
        for label in ("Dépôt", "Examen", "Avis", "Envoi"):
            time += dt.timedelta(hours=chance.randint(1, 30))
            rows.append([f"P{first:03d}", f"Q{first * 7 % cases:03d}", label, time.strftime(FRENCH)])
    rows[43][1], rows[47][1] = rows[47][1], rows[43][1]
    return ["F1", "F2", "F3", "F4"], rows


def test_two_plausible_cases_are_both_shown_with_the_option_for_each(refused, load):
    head, rows = twofold()
    error = refused(head, rows)
    assert error.key == "reading.two_readings"
    text = words("en").error(error)
    assert '--case "F1"' in text
    assert '--case "F2"' in text
    assert "P000 → Dépôt, Examen, Avis, Envoi" in text
    assert {columns(load(head, rows, case=name))["case"] for name in ("F1", "F2")} == {"F1", "F2"}


def test_two_numbers_of_the_same_cases_leave_no_doubt(load):
    steps = procedure("leave", 30)
    rows = [[s.case, f"ID{s.case[::-1]}", s.label, s.time.strftime(FRENCH)] for s in steps]
    assert columns(load(["F1", "F2", "F3", "F4"], rows))["activity"] == "F3"


def test_two_readings_name_nobody(refused):
    head, rows = twofold()
    rows = [[*row[:2], f"{row[2]} {NAMES[k % 2]}" if row[2] == "Avis" else row[2], row[3], NAMES[k % 9]] for k, row in enumerate(rows)]
    assert refused([*head, "F5"], rows).key == "reading.two_readings"


def test_rows_as_events_or_rows_as_cases(refused, load):
    steps = procedure("leave", 40)
    rows = [[f"L{k:04d}", s.case, s.label, *((s.time + dt.timedelta(days=d)).strftime("%d/%m/%Y") for d in (0, 3, 9))]
            for k, s in enumerate(steps)]  # fmt: skip
    head = ["F1", "F2", "F3", "Vu le", "Lu le", "Su le"]
    assert refused(head, rows).key == "reading.two_readings"
    assert columns(load(head, rows, case="F1"))["activity"] == "(columns)"
    assert columns(load(head, rows, case="F2"))["activity"] == "F3"


@pytest.fixture
def source(tmp_path):
    head, rows = twofold()
    path = tmp_path / "twofold.csv"
    path.write_text(table(head, rows), encoding="utf-8", newline="")
    return path


COMMANDS = {
    "read": (), "find": (), "map": ("--out", "map.svg"), "convert": ("--out", "log.csv"), "audit": ("--out", "audit"),
}  # fmt: skip


def typed(name, source, tmp_path):
    return [name, source, *(part if part.startswith("--") else tmp_path / part for part in COMMANDS[name])]


@pytest.mark.parametrize("name", list(COMMANDS))
def test_away_from_a_terminal_it_is_exit_1(procmap, source, tmp_path, name):
    done = procmap(*typed(name, source, tmp_path))
    assert (done.code, done.out) == (1, "")
    assert '--case "F1"' in done.err
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


@pytest.mark.parametrize("name", list(COMMANDS))
def test_on_a_terminal_the_command_asks_and_goes_on(procmap, source, tmp_path, monkeypatch, name):
    import click

    from procmap.cli import choosing

    asked = []
    monkeypatch.setattr(choosing, "_is_terminal", lambda: True)
    monkeypatch.setattr(click, "prompt", lambda text, **_: asked.append(text) or 2)
    done = procmap(*typed(name, source, tmp_path), locale="fr")
    assert done.code == 0, done.err
    assert asked == ["Laquelle, 1 ou 2\u202f?"]
    if name == "audit":
        assert '"case" = "F2"' in (tmp_path / "audit" / "run.toml").read_text(encoding="utf-8")


def test_a_real_terminal(source):
    pty = pytest.importorskip("pty", reason="Windows has none")
    import os
    import subprocess
    import sys

    main, side = pty.openpty()
    run = subprocess.Popen([sys.executable, "-m", "procmap", "read", str(source), "--language", "en"],
                           stdin=side, stderr=side, stdout=subprocess.PIPE)  # fmt: skip
    os.write(main, b"2\n")
    out, _ = run.communicate(timeout=60)
    assert run.returncode == 0
    assert b"F2" in out
    os.close(side)
    os.close(main)


def test_few_cases_and_few_steps_may_be_taken_for_one_another_and_are_asked_for(load):
    head, rows, *_ = disguised(5280)
    with pytest.raises(ProcmapError) as caught:
        load(head, rows)
    assert caught.value.key == "reading.two_readings"
