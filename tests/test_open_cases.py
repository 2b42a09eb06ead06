"""Cases on which work goes on are open: by the state that a column, an outcome or the last step tells, or by the log's end."""

from __future__ import annotations

import datetime as dt

import pytest

from procmap.config import Config
from procmap.loading import load_log
from procmap.procedures.states import is_at_work

from .conftest import fresh_engine

START = dt.datetime(2024, 1, 8, 9)


@pytest.fixture
def standing(tmp_path):
    """The number of closed cases, the activities that end cases, and the keys of the notes, of a table."""

    def of(head, rows):
        path = tmp_path / "log.csv"
        path.write_text("\n".join(";".join(map(str, row)) for row in [head, *rows]) + "\n", encoding="utf-8", newline="\n")
        with fresh_engine() as engine:
            log, reading = load_log(path, Config(), engine)
            ends = engine.rows("select activity_name from end_activity join activity_ using (activity) order by 1")
            is_open = engine.rows("select case_name from case_ join case_code using (case_id) where not closed order by 1")
            assert log.engine is engine
            return [name for (name,) in is_open], [name for (name,) in ends], [key.split(".")[1] for key, _ in reading.notes]

    return of


def steps(cases, made):
    """Rows (case, step, day) of cases begun day by day; `made` gives the steps of a case as (label, days after its start)."""
    return [
        (f"D-{n:03d}", label, f"{START + dt.timedelta(days=n + days):%d/%m/%Y %H:%M}")
        for n in range(cases) for label, days in made(n)
    ]  # fmt: skip


def test_a_state_in_which_cases_still_stand_ends_none(standing):
    """Every case is decided 30 days after its examination; the log ends while the last 30 of 100 are examined."""
    rows = steps(100, lambda n: [("Dépôt", 0), ("Examen", 1), *([("Décision", 31)] if n < 70 else [])])
    is_open, ends, _ = standing(("Dossier", "Étape", "Date"), rows)
    assert ends == ["Décision"]
    assert is_open == [f"D-{n:03d}" for n in range(70, 100)]


def test_what_ends_cases_for_good_still_does(standing):
    """One case in three ends with a withdrawal, early and late in the log alike."""
    rows = steps(100, lambda n: [("Dépôt", 0), ("Retrait", 1), *([("Décision", 4)] if n % 3 else [])])
    is_open, ends, _ = standing(("Dossier", "Étape", "Date"), rows)
    assert ends == ["Décision", "Retrait"]
    assert is_open == []


def test_a_last_step_that_is_a_state_of_work_leaves_its_case_open(standing):
    rows = steps(60, lambda n: [("Dépôt", 0), ("En attente de pièces", 1), *([("Clôture", 3)] if n % 3 else [])])
    is_open, ends, _ = standing(("Dossier", "Étape", "Date"), rows)
    assert "En attente de pièces" in ends  # by its share of the cases alone
    assert is_open == [f"D-{n:03d}" for n in range(0, 60, 3)]


def test_a_state_of_work_that_nothing_ever_left_ends_its_cases(standing):
    """Loans that are granted end as "Pending": some came to it a year ago, and none has left it since."""
    rows = steps(200, lambda n: [("Submitted", 0), ("Granted", 2), ("Pending", 2)] if n % 3 else [("Submitted", 0), ("Denied", 2)])
    is_open, ends, _ = standing(("Case", "Step", "Date"), rows)
    assert ends == ["Denied", "Pending"]
    assert is_open == []


def test_an_outcome_that_says_that_work_goes_on_leaves_its_case_open(standing):
    rows = [(*row, "Favorable" if int(row[0][2:]) % 5 else "En cours") for row in steps(60, lambda _: [("Dépôt", 0), ("Avis", 2)])]
    rows = [(case, step, date, said if step == "Avis" else "") for case, step, date, said in rows]
    is_open, _, _ = standing(("Dossier", "Étape", "Date", "Avis rendu"), rows)
    assert is_open == [f"D-{n:03d}" for n in range(0, 60, 5)]


STATES = ("Accepté", "Refusé", "Accepté", "En cours d’instruction")


def test_a_column_with_the_state_of_cases_says_which_are_open(standing):
    rows = [(*row, STATES[int(row[0][2:]) % 4]) for row in steps(60, lambda _: [("Dépôt", 0), ("Examen", 2)])]
    is_open, _, notes = standing(("Dossier", "Étape", "Date", "Situation"), rows)
    assert is_open == [f"D-{n:03d}" for n in range(3, 60, 4)]
    assert "note_open_cases" in notes


def test_the_state_of_a_wide_table_says_which_are_open(standing):
    rows = []
    for n in range(60):
        first = START + dt.timedelta(days=n)
        rows.append((f"D-{n:03d}", f"{first:%d/%m/%Y}", f"{first + dt.timedelta(days=3):%d/%m/%Y}", STATES[n % 4]))
    is_open, _, notes = standing(("Dossier", "Reçu le", "Décidé le", "Statut"), rows)
    assert is_open == [f"D-{n:03d}" for n in range(3, 60, 4)]
    assert "note_open_cases" in notes


@pytest.mark.parametrize("values", [("Normal", "Urgent", "En attente"), ("En cours", "En attente", "En instruction")])
def test_no_column_is_a_state_that_says_little_of_work_or_says_it_of_all(standing, values):
    rows = [(*row, values[int(row[0][2:]) % 3]) for row in steps(60, lambda _: [("Dépôt", 0), ("Examen", 2)])]
    is_open, _, notes = standing(("Dossier", "Étape", "Date", "Situation"), rows)
    assert is_open == []
    assert "note_open_cases" not in notes


@pytest.mark.parametrize("state", [
    "En cours", "en cours d'instruction", "En construction", "EN ATTENTE DE PIÈCES", "Mise en attente", "Dossier en attente",
    "À traiter", "Reste à signer", "Suspendue", "Brouillon", "In progress", "Pending approval", "Awaiting payment", "Open",
    "On hold", "Queued", "Waiting for supplier", "In behandeling", "Pendiente de firma",
    "En appel", "En appel devant la cour", "En cassation", "En délibéré", "En signature", "Under appeal", "In litigation",
    "Transaction en cours", "Signature de l’acte en cours", "Analyse juridique en cours", "Recours en cours",
    "Paiement en attente", "Transaction en cours de finalisation", "Payment pending", "Site visit in progress", "Repair under way",
])  # fmt: skip
def test_states_of_work(state):
    assert is_at_work(state)


@pytest.mark.parametrize("state", [
    "Accepté", "Clos", "Fin de l’attente", "Délai d'attente écoulé", "En cours de validité", "En vigueur", "Open the file",
    "Draft notice", "Waiting period over", "Attribué", "Traité", "Ouverture du dossier", "Marché attribué", "Closed", "",
    "Encours bancaire", "Signature", "Enquête en cours terminée", "Convention en cours", "Autorisation en cours",
    "Contrat en cours", "Marché en cours", "Appel", "Appel d’offres", "En option", "Transaction", "Aucune relance en cours",
    "Nothing pending", "No action pending", "Recours en cours de validité", "Signature terminée en cours d’année",
])  # fmt: skip
def test_no_states_of_work(state):
    assert not is_at_work(state)
