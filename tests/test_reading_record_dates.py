"""Reading: dates of the record, of the export or of the whole case are no steps and no times of steps."""

import datetime as dt

import pytest

from procmap.errors import ProcmapError
from procmap.reading.hypothesis import Shape
from tests.reading_logs import loader

FIRST = dt.date(2024, 3, 4)
CASES = 40
STEPS = ("Dépôt", "Contrôle", "Visa", "Envoi")


@pytest.fixture
def load(engine, tmp_path):
    return loader(engine, tmp_path)


def day(days):
    return (FIRST + dt.timedelta(days=days)).strftime("%d/%m/%Y")


def labels(engine):
    return {label for (label,) in engine.rows("select distinct activity_name from source_event")}


def wide(more):
    """One row a case: received, reviewed and decided, then what `more` says of the case."""
    return [[f"CG-{case}", day(case), day(case + 2 + case % 3), day(case + 9 + case % 5), *more(case)] for case in range(CASES)]


RECORD = ["Dernière modification", "Mis à jour le", "Modifié le", "Date de dernière mise à jour", "Last updated", "Last viewed",
          "Updated at", "Date MAJ", "sys_updated_on", "Date de modification", "Fiche modifiée le"]  # fmt: skip


@pytest.mark.parametrize("heading", RECORD)
def test_the_last_change_of_a_record_is_no_step(load, engine, heading):
    reading = load(("Référence", "Reçu le", "Avis le", "Commission le", heading), wide(lambda case: [day(case + 20)]))
    assert reading.shape is Shape.WIDE
    assert labels(engine) == {"Reçu le", "Avis le", "Commission le"}
    assert dict(reading.notes)["reading.note_dates_of_record"] == {"columns": heading}


@pytest.mark.parametrize("heading", ["Date d'export", "Exporté le", "Date d'extraction", "Extracted on"])
@pytest.mark.parametrize("days", [1, 3])
def test_the_day_of_the_export_is_no_step_unless_each_row_has_its_own(load, engine, heading, days):
    load(("Référence", "Reçu le", "Avis le", "Commission le", heading), wide(lambda case: [day(90 + case % days)]))
    assert labels(engine) - {"Reçu le", "Avis le", "Commission le"} == ({heading} if days > 1 else set())


@pytest.mark.parametrize("heading", ["TTR", "Échéance SLA", "Fin de garantie", "Warranty end"])
def test_a_date_until_which_something_holds_or_is_due_is_no_step(load, engine, heading):
    load(("Référence", "Reçu le", "Avis le", "Commission le", heading), wide(lambda case: [day(case + 8)]))
    assert labels(engine) == {"Reçu le", "Avis le", "Commission le"}


def test_a_date_that_all_rows_share_is_no_step_whatever_it_is_called(load, engine):
    load(("Référence", "Reçu le", "Avis le", "Commission le", "Situation au"), wide(lambda _: [day(90)]))
    assert labels(engine) == {"Reçu le", "Avis le", "Commission le"}


@pytest.mark.parametrize("heading", ["Modification du marché", "Mise à jour du dossier", "Payé le", "Dernière relance"])
def test_a_step_that_comes_last_stays_a_step(load, engine, heading):
    load(("Référence", "Reçu le", "Avis le", "Commission le", heading), wide(lambda case: [day(case + 20)]))
    assert heading in labels(engine)


def test_what_is_called_so_and_comes_before_other_steps_stays_a_step(load, engine):
    rows = [[name, received, day(case + 1), *rest] for case, (name, received, *rest) in enumerate(wide(lambda _: []))]
    load(("Référence", "Reçu le", "Modifié le", "Avis le", "Commission le"), rows)
    assert "Modifié le" in labels(engine)


def test_two_dates_of_the_record_do_not_hide_one_another(load, engine):
    more = lambda case: [day(case + 20), day(case + 20 + case % 7)]
    load(("Référence", "Reçu le", "Avis le", "Commission le", "Dernière modification", "Dernière consultation"), wide(more))
    assert labels(engine) == {"Reçu le", "Avis le", "Commission le"}


def test_a_list_with_one_date_and_its_last_change_is_no_log(load):
    rows = [[f"T-{case}", ("Ouvert", "Clos")[case % 2], day(case), day(case + 3)] for case in range(CASES)]
    with pytest.raises(ProcmapError):
        load(("N° ticket", "Statut", "Créé le", "Mis à jour le"), rows)


def events(more):
    return [
        [f"D-{case}", step, *more(case), day(case + place)]
        for case in range(CASES) for place, step in enumerate(STEPS)
    ]  # fmt: skip


def time_of(reading):
    return next(choice.name for choice in reading.columns if choice.kind == "time")


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Date d'extraction", lambda _: day(90)),
        ("Situation au", lambda _: day(90)),
        ("Date de dernière mise à jour", lambda case: day(case + 30)),
        ("Date de la demande", day),
    ],
)
@pytest.mark.parametrize("own", ["Fait le", "Le"])
def test_the_time_of_a_line_is_not_that_of_the_record_or_of_the_case(load, heading, value, own):
    reading = load(("Dossier", "Étape", heading, own), events(lambda case: [value(case)]))
    assert time_of(reading) == own


def test_the_time_of_a_line_is_not_when_its_record_was_last_changed(load):
    rows = [[*row[:2], day(60 + place), row[2]] for place, row in enumerate(events(lambda _: []))]
    assert time_of(load(("Dossier", "Étape", "Date de dernière mise à jour", "Fait le"), rows)) == "Fait le"


def test_a_date_that_changes_in_few_cases_is_no_better(load):
    rows = events(lambda case: [day(case), day(case)])
    rows[0][3] = day(50)
    assert time_of(load(("Dossier", "Étape", "Date", "Relancé le"), [row[:4] for row in rows])) == "Date"


def test_what_the_user_names_stays(load):
    asked = "Date de la demande"
    reading = load(("Dossier", "Étape", asked, "Fait le"), events(lambda case: [day(case)]), time=asked)
    assert time_of(reading) == asked


def test_the_only_dates_there_are_stay(load):
    rows = [[case, step, date] for case, step, date in events(lambda _: [])]
    assert time_of(load(("Dossier", "Étape", "Mis à jour le"), rows)) == "Mis à jour le"
    alike = [[case, step, day(int(case.removeprefix("D-")))] for case, step, _ in rows]
    assert time_of(load(("Dossier", "Étape", "Date"), alike)) == "Date"
