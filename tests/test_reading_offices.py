"""Reading: how offices write headings, days and words for nobody, and what of their tables is no log."""

import datetime as dt
import random

import pytest

from procmap.config import Config
from procmap.errors import ProcmapError
from procmap.loading import load_log

from .conftest import fresh_engine
from .reading_logs import EPOCH, SERVICES, STEPS, loader, moment, rows


@pytest.fixture(scope="module")
def engine():
    with fresh_engine() as one:
        yield one


class Read:
    def __init__(self, engine, reading):
        self.columns = {choice.kind: choice.name for choice in reading.columns}
        self.notes = dict(reading.notes)
        self.events = engine.rows("select case_name, activity_name, time, resource_name, role_name from source_event order by pos")
        self.cases = {row[0] for row in self.events}
        self.open = {case for (case,) in engine.rows("select case_name from open_case")}

    def times(self):
        return [EPOCH + dt.timedelta(microseconds=row[2]) for row in self.events]


@pytest.fixture
def load(engine, tmp_path):
    return loader(engine, tmp_path, Read)


# ------------------------------------------------------------------------------------------------------------------- days


def week(time, mark="W", join="-", clock=""):
    year, number, day = time.isocalendar()
    return f"{year}{join}{mark}{number:02}{join}{day}{time.strftime(clock)}"


@pytest.mark.parametrize(("mark", "join", "clock"), [
    ("W", "-", ""), ("S", "-", ""), ("W", "", ""), ("W", "-", "T%H:%M"), ("W", "", "T%H:%M:%S"), ("S", "-", " %Hh%M"),
])  # fmt: skip
def test_a_day_of_a_week_is_a_date(load, mark, join, clock):
    times = [moment(case, step) for case in range(1, 31) for step in range(len(STEPS))]
    cells = [[*row[:2], week(t, mark, join, clock)] for row, t in zip(rows(), times, strict=True)]
    found = load(["Dossier", "Étape", "Jour"], cells)
    assert found.times() == [t if clock else t.replace(hour=0, minute=0) for t in times]


def test_a_week_without_a_day_is_none(load):
    with pytest.raises(ProcmapError):
        load(["Dossier", "Étape", "Semaine"], [[*row[:2], week(moment(k // 5, k % 5))[:-2]] for k, row in enumerate(rows())])


def test_a_time_of_day_in_digits_goes_with_its_date_under_headings_cut_short(load):
    head = ["NUM_FACT", "LIB_ETP", "DAT_ETP", "HEU_ETP", "COD_UTI", "LIB_SRV"]
    times = [moment(case, step) for case in range(1, 31) for step in range(len(STEPS))]
    cells = [[*row[:2], f"{t:%Y%m%d}", f"{t:%H%M}", *row[3:]] for row, t in zip(rows(), times, strict=True)]
    found = load(head, cells)
    assert found.times() == times
    assert (found.columns["resource"], found.columns["role"]) == ("COD_UTI", "LIB_SRV")


# --------------------------------------------------------------------------------------------------------------- headings


@pytest.mark.parametrize("heading", [
    "Corbeille", "BANNETTE", "Profil", "Profil métier", "queue", "Queue name", "Guichet", "Desk", "Entité gestionnaire",
    "Service instructeur", "Bureau traitant", "File d'attente",
])  # fmt: skip
def test_headings_of_those_who_take_the_work_are_groups(load, heading):
    found = load(["Dossier", "Étape", "Date", "Acteur", heading], rows())
    assert (found.columns["resource"], found.columns["role"]) == ("Acteur", heading)
    assert {row[4] for row in found.events} == set(SERVICES)


@pytest.mark.parametrize("heading", ["Entité gestionnaire", "Service instructeur", "Direction responsable"])
def test_a_group_named_by_what_it_does_is_nobody(load, heading):
    found = load(["Dossier", "Étape", "Date", heading], [[*row[:3], row[4]] for row in rows()])
    assert found.columns.get("role") == heading
    assert "resource" not in found.columns


def test_a_file_is_a_case_and_no_queue(load):
    found = load(["File", "Step", "Date", "Agent", "Queue"], rows())
    assert (found.columns["case"], found.columns["role"]) == ("File", "Queue")


@pytest.mark.parametrize("other", ["N° pétitionnaire", "N° client", "N° véhicule"])
def test_the_number_of_someone_or_of_a_thing_is_no_rival_of_that_of_a_document(load, other):
    cells = [[row[0], f"P{int(row[0][2:]) % 7:03}", *row[1:3]] for row in rows()]
    assert load(["N° permission", other, "Action", "Date action"], cells).columns["case"] == "N° permission"


@pytest.mark.parametrize("word", ["(non affecté)", "[non attribué]", "(inconnu)", "<aucun>", "#NULL", "(non renseigné)", "s.o."])
def test_a_word_for_nobody_in_brackets_is_nobody(load, word):
    cells = [[*row[:3], word if k % 4 == 0 else row[3]] for k, row in enumerate(rows())]
    found = load(["Dossier", "Étape", "Date", "Affecté à"], cells)
    assert [row[3] is None for row in found.events] == [k % 4 == 0 for k in range(len(cells))]


@pytest.mark.parametrize(("own", "acting"), [
    ("Direction générale", "Service instructeur"), ("Direction porteuse", "Direction traitante"), ("Service demandeur", "Bureau"),
])  # fmt: skip
def test_the_group_that_changes_within_cases_acts_and_not_the_one_of_the_case(load, own, acting):
    cells = [[*row[:4], ("Nord", "Sud", "Est")[int(row[0][2:]) % 3], row[4]] for row in rows()]
    assert load(["Dossier", "Étape", "Date", "Agent", own, acting], cells).columns["role"] == acting


def test_a_step_named_like_someone_who_acts_keeps_its_name(engine, tmp_path):
    path = tmp_path / "log.csv"
    label = {"Dépôt": "Avis du maire", "Contrôle": "Retour du contrat"}
    agents = "Jean Avis", "Marie Retour", "Luc Marchand"
    lines = [[row[0], label.get(row[1], row[1]), row[2], agents[k % 3]] for k, row in enumerate(rows())]
    path.write_text("Dossier;Étape;Date;Agent\n" + "\n".join(map(";".join, lines)) + "\n", encoding="utf-8")
    load_log(path, Config(), engine)
    assert {"Avis du maire", "Retour du contrat"} <= {name for (name,) in engine.rows("select activity_name from activity_")}


def test_numbers_that_begin_again_each_year_under_weak_headings_are_read(load):
    cells = [[f"{2023 + int(row[0][2:]) % 3}", f"{int(row[0][2:]) // 3 + 1}", *row[1:4]] for row in rows(90)]
    found = load(["Exercice", "N°", "Phase", "Date phase", "Acheteur"], cells)
    assert len(found.cases) == 90


# ------------------------------------------------------------------------------------------------------- starts and ends


def spans(cases=30, unfinished=()):
    """Rows with a start, an end an hour later, and none for the last step of some cases."""
    for case in range(1, cases + 1):
        for step, label in enumerate(STEPS):
            begin = moment(case, step)
            is_open = case in unfinished and step == len(STEPS) - 1
            end = "" if is_open else f"{begin + dt.timedelta(minutes=60 + case):%d/%m/%Y %H:%M}"
            yield [f"D-{case:03}", label, f"{begin:%d/%m/%Y %H:%M}", end]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_dates_in_each_row_the_one_that_never_comes_after_is_the_start(load, turned):
    head, cells = ["Dossier", "Tâche", "Prise en charge", "Clôture"], list(spans())
    if turned:
        head, cells = [*head[:2], head[3], head[2]], [[*row[:2], row[3], row[2]] for row in cells]
    found = load(head, cells)
    assert (found.columns["start"], found.columns["time"]) == ("Prise en charge", "Clôture")


def test_the_date_of_the_case_beside_that_of_the_row_is_no_start(load):
    cells = [[*row[:2], f"{moment(int(row[0][2:]), 0) - dt.timedelta(days=3):%d/%m/%Y %H:%M}", row[2]] for row in rows()]
    found = load(["Dossier", "Tâche", "Ouverture", "Passage"], cells)
    assert found.columns["time"] == "Passage"
    assert "start" not in found.columns


def test_a_case_whose_last_work_has_no_end_is_open(load):
    found = load(["Dossier", "Étape", "Début", "Fin"], spans(unfinished=(3, 7)))
    assert found.open == {"D-003", "D-007"}
    assert found.notes["reading.note_open_work"] == {"count": 2}


def test_a_step_that_never_has_an_end_leaves_no_case_open(load):
    found = load(["Dossier", "Étape", "Début", "Fin"], spans(unfinished=range(1, 31)))
    assert found.open == set()
    assert "reading.note_open_work" not in found.notes


# ------------------------------------------------------------------------------------------------------------ no logs


@pytest.mark.parametrize("head", [
    ["N° inventaire", "Désignation", "Date d'achat", "Date de mise en service"],
    ["N° exemplaire", "Titre", "Date de prêt", "Date de retour"],
    ["Immatriculation", "Modèle", "Date de 1ère mise en circulation", "Date d'acquisition"],
])  # fmt: skip
def test_the_life_of_a_thing_is_no_procedure(load, head):
    cells = [[f"X{case:04}", "ABC"[case % 3], *(f"{moment(case, 3 * k):%d/%m/%Y}" for k in range(2))] for case in range(1, 60)]
    with pytest.raises(ProcmapError):
        load(head, cells)


@pytest.mark.parametrize("kept", [1.0, 0.4])
def test_totals_by_day_under_the_heading_of_a_case_are_no_log(load, kept):
    chance = random.Random(3)
    cells = [[topic, state, f"{day:02}/03/2025", chance.randrange(1, 50)] for day in range(1, 29)
             for topic in ("Urbanisme", "Voirie", "Aides") for state in ("Reçu", "Traité") if chance.random() < kept]  # fmt: skip
    with pytest.raises(ProcmapError, match="flaw_counts"):
        load(["Dossier", "Statut", "Date", "Nombre de dossiers"], cells)


def test_a_log_beside_numbers_of_papers_is_one(load):
    found = load(["Dossier", "Étape", "Date", "Nombre de pièces"], [[*row[:3], k % 4] for k, row in enumerate(rows())])
    assert len(found.cases) == 30


@pytest.mark.parametrize("heading", ["{} (date)", "{} (le)", "etapes.{}.date"])
def test_a_step_is_called_without_the_word_for_its_date(load, heading):
    cells = [[f"D-{case:03}", *(f"{moment(case, step):%d/%m/%Y %H:%M}" for step in range(len(STEPS)))] for case in range(1, 31)]
    found = load(["Dossier", *map(heading.format, STEPS)], cells)
    assert {row[1] for row in found.events} == set(STEPS)


@pytest.mark.parametrize("heading", ["Approved", "OUTCOME_CODE", "Accordé"])
def test_yes_and_no_under_a_heading_of_approval_are_the_outcome(load, heading):
    cells = [[*row[:3], ("Y", "N")[k % 3 == 0] if row[1] == "Signature" else "#NULL"] for k, row in enumerate(rows())]
    assert load(["Dossier", "Étape", "Date", heading], cells).columns["outcome"] == heading
