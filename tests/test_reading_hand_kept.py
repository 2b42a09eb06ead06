"""Reading of tables kept by hand: which of two dates is the end, which dates are no steps, what is no case, what hides a number."""

# ruff: noqa: E501 - rows of a table read best in one line

import datetime as dt
import random

import pytest

from procmap.errors import ProcmapError
from procmap.reading import ReadingOptions, read
from procmap.reading.hypothesis import Shape
from procmap.reading.text import as_utf8
from tests.reading_logs import loader

MONDAY = dt.datetime(2025, 3, 3, 9, 30)
STEPS = ("Visa", "Avis", "Signature")
CASES = 40
WIDE = ("Reçu le", "Transmis le", "Répondu le")


@pytest.fixture
def load(engine, tmp_path):
    return loader(engine, tmp_path)


def day(n):
    return f"{MONDAY + dt.timedelta(days=n):%d/%m/%Y}"


def kinds(reading):
    return {choice.kind: choice.name for choice in reading.columns}


def passages(second):
    """Steps of cases, each with a date and what `second` makes of the number of days."""
    return [[f"D{n:03}", step, day(2 * n + 9 * k), second(2 * n + 9 * k, n)] for n in range(CASES) for k, step in enumerate(STEPS)]


@pytest.mark.parametrize(("first", "other"), [("Demandé le", "Répondu le"), ("Requested", "Response date"), ("Remis le", "Rendu le")])
def test_of_two_dates_of_a_step_the_one_that_never_comes_first_is_the_end(load, first, other):
    later = passages(lambda n, _: day(n + 3))
    assert kinds(load(["Dossier", "Étape", first, other], later)) == {"case": "Dossier", "activity": "Étape", "time": other, "start": first}
    turned = [[case, step, end, start] for case, step, start, end in later]
    assert kinds(load(["Dossier", "Étape", other, first], turned))["start"] == first


@pytest.mark.parametrize(("other", "second"), [
    ("Saisie le", lambda n, _: day(n + 2)),                              # when the row was written
    ("Usager prévenu le", lambda n, case: day(n + 2) if case % 2 else ""),  # of some rows only
    ("Prévu le", lambda n, _: day(n + 2)),
    ("Demande du", lambda _, case: day(2 * case - 9)),                   # of the case
])  # fmt: skip
def test_a_date_of_something_else_than_the_step_ends_nothing(load, other, second):
    found = kinds(load(["Dossier", "Étape", "Réalisée le", other], passages(second)))
    assert (found["time"], found.get("start")) == ("Réalisée le", None)


def rows_of_cases(another=None):
    """Rows with three dated steps, and one date more."""
    chance = random.Random(4)
    return [[f"R{n:03}", *([another(n, chance)] if another else []), day(2 * n), day(2 * n + 4), day(2 * n + 11)] for n in range(CASES)]


@pytest.mark.parametrize(("heading", "another"), [
    ("Né(e) le", lambda n, _: day(n - 400)),
    ("Fin du contrat", lambda n, _: day(2 * n + 200)),
    ("Prise d’effet", lambda n, _: day(2 * n + 60)),
    ("Plantation", lambda _, chance: day(-chance.randrange(9000))),
])  # fmt: skip
def test_a_birth_a_term_or_the_age_of_a_thing_is_no_step(load, heading, another):
    found = load(["Demande", heading, *WIDE], rows_of_cases(another))
    assert (found.shape, found.events) == (Shape.WIDE, 3 * CASES)


def test_steps_of_many_years_stay_steps(load):
    rows = [[f"R{n:03}", day(90 * n), day(90 * n + 30), day(90 * n + 400)] for n in range(CASES)]
    assert load(["Demande", "Planté le", *WIDE[1:]], rows).events == 3 * CASES


def test_a_part_of_the_totals_hides_no_number(engine, tmp_path):
    """Numbers that begin each file anew with a total, and files whose rows alone are the cases."""
    for name, head, first, case in (("totals", "N° demande;Objet", "R{n}", "N° demande"), ("rows", "Objet;Lieu", "Voirie", "(row)")):
        folder = tmp_path / name
        folder.mkdir()
        for month in range(4):
            rows = [[first.format(n=10 * month + n), "Voirie", day(30 * month + n), day(30 * month + n + 5), day(30 * month + n + 9)]
                    for n in range(10)]  # fmt: skip
            lines = [";".join([head, *WIDE]), *map(";".join, rows), f"TOTAL;{len(rows)};;;"]
            (folder / f"{month}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = read(folder, ReadingOptions(), engine)
        assert (found.events, kinds(found)["case"]) == (3 * CASES, case)
        assert engine.value("select count(distinct case_name) from source_event") == CASES


def test_euros_make_no_mac_text(tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(("Dossier;Dépôt;Montant\n" + "D1;01/02/2025;5200 €\n" * 60).encode("cp1252"))
    assert as_utf8(path, tmp_path).encoding == "cp1252"


def test_one_word_for_how_each_step_went_is_no_step(load):
    rows = [[str(900 + n % 3), f"D{case}", step, "completed", moment] for n, (case, step, moment, _) in enumerate(passages(lambda *_: ""))]
    found = kinds(load(["executedBy", "caseId", "displayName", "state", "reached date"], rows))
    assert (found["case"], found["activity"]) == ("caseId", "displayName")


@pytest.mark.parametrize(("head", "key"), [
    (["Ligne", "Arrêt", "Date", "Heure"], "reading.passages"),
    (["Couleur", "Genre", "Date", "Taille"], "reading.no_log"),
])  # fmt: skip
def test_passages_of_buses_and_few_kinds_met_again_and_again_are_no_log(load, head, key):
    rows = [["ABC"[n % 3], f"{'UVWXYZ'[n // 3 % 6]}", f"{MONDAY + dt.timedelta(minutes=7 * n):%d/%m/%Y %H:%M}", "x"] for n in range(400)]
    with pytest.raises(ProcmapError) as caught:
        load(head, rows)
    assert caught.value.key == key


def test_the_date_is_read_where_who_did_it_stands_behind(load, engine):
    """But not where it is planned, nor as a step where it begins a remark."""
    behind = ("MQ", "(Mme Abgrall)", "vu")
    rows = [[f"R{n:03}", *(f"{date} {behind[n % 3]}" for date in dates), f"{day(2 * n + 5)} rappel"] for n, (_, *dates) in enumerate(rows_of_cases())]
    rows[7][3] = f"{day(30)} (prévu)"
    found = load(["Demande", "Réception", "Transmission", "Réponse", "Observations"], rows)
    assert (found.shape, found.events, found.rows_refused) == (Shape.WIDE, 3 * CASES - 1, 1)
    assert "Abgrall" not in str(engine.rows("select * from source_event"))
