"""Reading: steps in pairs of columns, decisions beside an approval, amounts of wide tables, one moment for a whole log."""

import datetime as dt

import pytest

from procmap.errors import ProcmapError
from procmap.reading.hypothesis import Shape
from tests.reading_logs import loader

MONDAY = dt.datetime(2025, 3, 3, 9, 30)
CASES = 30


class Read:
    def __init__(self, engine, reading):
        self.shape, self.notes = reading.shape, dict(reading.notes)
        self.doubts = [key.removeprefix("reading.note_") for key, _ in reading.doubts]
        self.columns = {choice.kind: choice.name for choice in reading.columns}
        self.origins = dict(reading.origins)
        self.rows = engine.rows(
            "select case_name, activity_name, start, time, resource_name, outcome_name, amount from source_event order by pos"
        )
        self.labels = {row[1] for row in self.rows}

    def of(self, case):
        return [row[1:] for row in self.rows if row[0] == case]

    def told(self, step, place):
        """The steps' values at a place of the rows, without empty ones."""
        return {row[place] for row in self.rows if row[1] == step} - {None}


@pytest.fixture
def load(engine, tmp_path):
    return loader(engine, tmp_path, Read)


def moment(days, hours=0):
    return f"{MONDAY + dt.timedelta(days=days, hours=hours):%d/%m/%Y %H:%M}"


def micros(days, hours=0):
    return int((MONDAY + dt.timedelta(days=days, hours=hours) - dt.datetime(1970, 1, 1)).total_seconds() * 1_000_000)


# ------------------------------------------------------------------------------------------------- start and end of a step

HEADINGS = [
    ("Instruction début", "Instruction fin", "Visa - start", "Visa - end"),
    ("Date de début d'instruction", "Date de fin d'instruction", "Début du visa", "Fin du visa"),
    ("Start of instruction", "End of instruction", "visa started at", "visa finished at"),
]  # fmt: skip


def paired(n):
    return [moment(n), moment(n, 2), moment(n + 1), moment(n + 1, 5)]


@pytest.mark.parametrize("heads", HEADINGS)
def test_two_columns_that_are_the_start_and_the_end_of_a_step_are_one_event(load, heads):
    found = load(("N° dossier", *heads), [(f"D-{n:03}", *paired(n)) for n in range(CASES)])
    assert found.shape is Shape.WIDE
    assert {label.casefold() for label in found.labels} == {"instruction", "visa"}
    assert [row[1:3] for row in found.of("D-007")] == [(micros(7), micros(7, 2)), (micros(8), micros(8, 5))]
    assert found.origins["time"] == heads[1::2]
    assert found.origins["start"] == heads[::2]
    assert {step.casefold() for step in found.notes["reading.note_spans"]["steps"].split(", ")} == {"instruction", "visa"}


def test_a_start_without_an_end_is_work_that_goes_on(load):
    rows = [(f"D-{n:03}", *paired(n)[: 3 if n % 5 == 0 else 4], *([""] if n % 5 == 0 else [])) for n in range(CASES)]
    found = load(("N° dossier", *HEADINGS[0]), rows)
    assert found.of("D-005")[1][:3] == ("Visa", micros(6), micros(6))
    assert found.notes["reading.note_open_ends"] == {"count": CASES // 5}


def test_other_dates_stand_beside_pairs_and_a_column_of_the_step_is_tied_to_it(load):
    head = ("N° dossier", "Reçu le", *HEADINGS[0][:2], "Instruction agent", *HEADINGS[0][2:], "Visa avis")
    rows = [
        (f"D-{n:03}", moment(n - 1), *paired(n)[:2], f"AG{n % 4}", *paired(n)[2:], ("favorable", "défavorable")[n % 2])
        for n in range(CASES)
    ]
    found = load(head, rows)
    assert found.labels == {"Reçu le", "Instruction", "Visa"}
    assert (found.told("Instruction", 4), found.told("Visa", 4)) == ({"AG0", "AG1", "AG2", "AG3"}, set())
    assert (found.told("Visa", 5), found.told("Instruction", 5)) == ({"favorable", "défavorable"}, set())


REFUSED = [
    ("N° contrat", "Contrat début", "Contrat fin", "Garantie début", "Garantie fin"),
    ("Ville", "Instruction début", "Instruction fin", "Visa début", "Visa fin"),
    ("N° dossier", "Début", "Fin", "Start date", "End date"),
]


@pytest.mark.parametrize("head", REFUSED)
def test_what_holds_from_a_day_to_another_is_no_step(load, head):
    with pytest.raises(ProcmapError):
        load(head, [(f"D-{n:03}", *paired(n)) for n in range(CASES)])


def test_columns_whose_end_comes_before_their_start_are_no_pair(load):
    rows = [(f"D-{n:03}", *paired(n)[::-1], moment(n + 9)) for n in range(CASES)]
    found = load(("N° dossier", *HEADINGS[0], "Envoi le"), rows)
    assert "start" not in found.columns
    assert set(HEADINGS[0]) < found.labels


# --------------------------------------------------------------------------------------------------- decisions and amounts

WAYS = ("approved", "rejected")


def decided(place):
    """Rows of four dates with a decision at a place, that stands where the date before or behind it does."""
    for n in range(CASES):
        is_late = n % 4 == 0
        dates = [moment(n), moment(n + 2), "" if is_late else moment(n + 5), "" if is_late else moment(n + 8)]
        yield (f"R-{n:03}", *dates[: place - 1], "" if is_late else WAYS[n % 2], *dates[place - 1 :])


@pytest.mark.parametrize("place", [3, 4])
def test_a_decision_beside_the_date_that_its_first_words_name_is_of_that_step(load, place):
    head = ["Request No", "Submitted on", "Checked on", "Manager approval date", "Issued on"]
    head.insert(place, "Manager decision")
    found = load(head, decided(place))
    assert found.told("Manager approval date", 5) == set(WAYS)
    assert not any(found.told(step, 5) for step in ("Submitted on", "Checked on", "Issued on"))


@pytest.mark.parametrize("head", [
    ["Request No", "Submitted on", "Manager approval date", "Checked on", "Manager decision", "Issued on"],
    ["Request No", "Submitted on", "Manager check date", "Manager approval date", "Manager decision", "Issued on"],
])  # fmt: skip
def test_a_decision_elsewhere_or_of_one_of_two_steps_is_tied_to_none(load, head):
    found = load(head, decided(4))
    assert not any(found.told(step, 5) for step in found.labels)
    assert found.notes["reading.note_not_beside"] == {"columns": "Manager decision"}


def test_a_decision_named_after_who_decides_is_an_outcome_and_nobody(load):
    found = load(["Request No", "Submitted on", "Checked on", "Approval date", "Manager decision", "Issued on"], decided(4))
    assert found.told("Approval date", 5) == set(WAYS)
    assert not any(found.told(step, 4) for step in found.labels)


def test_the_amount_of_a_wide_table_is_taken_by_its_name(load):
    head = ("N° dossier", "Reçu le", "Visé le", "Payé le", "Montant TTC", "Points")
    rows = [(f"D-{n:03}", moment(n), moment(n + 1), moment(n + 5), f"{100 + n},50", 7 * n + 3) for n in range(CASES)]
    found = load(head, rows)
    assert found.columns["amount"] == "Montant TTC"
    assert {row[5] for row in found.of("D-004")} == {10450}
    assert load(head, rows, amount="Points").columns["amount"] == "Points"
    assert "amount" not in load((*head[:4], "Libellé", "Points"), rows).columns


# ---------------------------------------------------------------------------------------------------------------- one moment


def test_one_moment_for_a_whole_log_stands_as_a_doubt(load):
    rows = [(f"D-{n:03}", step, "12/11/2025") for n in range(CASES) for step in ("Dépôt", "Contrôle", "Visa")]
    found = load(("Dossier", "Étape", "Date d'export"), rows)
    assert found.doubts[0] == "one_moment"
    assert found.notes["reading.note_one_moment"] == {"column": "Date d'export", "count": 3 * CASES}
    rows[0] = (*rows[0][:2], "13/11/2025")
    assert "one_moment" not in load(("Dossier", "Étape", "Date d'export"), rows).doubts


def test_where_the_columns_are_guessed_one_moment_is_refused(load):
    rows = [(f"D{n:03}", step, "12/11/2025") for n in range(CASES) for step in ("Dépôt", "Contrôle", "Visa")]
    with pytest.raises(ProcmapError):
        load(("A", "B", "C"), rows)
