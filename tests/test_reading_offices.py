"""Reading: how offices write headings, days and words for nobody, and what of their tables is no log."""

import datetime as dt

import pytest

from procmap.errors import ProcmapError

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
