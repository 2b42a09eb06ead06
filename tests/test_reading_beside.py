"""Reading: what stands beside dated steps, records' bookkeeping, headers of two lines, tables turned round, dates cut short."""

# ruff: noqa: E501 - rows of a table read best in one line

import datetime as dt
import itertools
import time

import pytest

from procmap.config import Config
from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.language import words
from procmap.loading import load_log
from procmap.reading import ReadingOptions, read
from tests.reading_logs import loader
from tests.workbooks import xlsx

MONDAY = dt.datetime(2025, 3, 3, 9, 30)
AGENTS = ("Martin Durand", "Claire Petit", "Luc Moreau", "Anne Lefèvre")
ROWS = 40


class Read:
    def __init__(self, engine, reading):
        self.reading = reading
        self.columns = {choice.kind: choice.name for choice in reading.columns}
        self.notes = dict(reading.notes)
        self.rows = engine.rows("select case_name, activity_name, resource_name, role_name, outcome_name from source_event")
        self.labels = {label for _, label, *_ in self.rows}

    def of(self, step, kind):
        """What the step's events say, by case."""
        place = 2 + ("resource", "role", "outcome").index(kind)
        return {row[0]: row[place] for row in self.rows if row[1] == step}

    def silent(self, kind):
        """The steps of which no event says anything of a kind."""
        place = 2 + ("resource", "role", "outcome").index(kind)
        return self.labels - {row[1] for row in self.rows if row[place] is not None}


@pytest.fixture
def load(engine, tmp_path):
    return loader(engine, tmp_path, Read)


def day(n):
    return f"{MONDAY + dt.timedelta(days=n):%d/%m/%Y}"


def dated(n, *, beside=True, steps=3):
    """The dates of a case: the last steps of every fourth are still to come."""
    done = 1 + n // 4 % 2 if n % 4 == 0 else steps
    return [day(n + 3 * k) if k < done else "" for k in range(steps)], lambda k, value: value if k < done and beside else ""


def table(make):
    """Rows of a wide table: make(n, dates, only) gives the cells after the case; only(k, value) is empty without the date k."""
    return [(f"D-{n:03d}", *make(n, *dated(n))) for n in range(ROWS)]


# ------------------------------------------------------------------------------------------------------ by the heading


@pytest.mark.parametrize(
    ("heading", "kind", "values"),
    [
        ("Visa N+1 - agent", "resource", AGENTS), ("Visa N+1 par", "resource", ("MD", "CP", "LM")), ("Visa N+1", "resource", AGENTS),
        ("Service visa N+1", "role", ("Voirie", "Paie")), ("Visa N+1 - bureau", "role", ("B1", "B2")),
        ("Avis visa N+1", "outcome", ("Favorable", "Défavorable")), ("Sens du visa N+1", "outcome", ("Accord", "Refus")),
        ("Visa N+1", "outcome", ("Favorable", "Défavorable")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("at_end", [False, True])
def test_a_heading_that_names_the_step_ties_its_column_wherever_it_stands(load, heading, kind, values, at_end):
    def row(n, dates, only):
        value = only(1, values[n % len(values)])
        return (*dates, value) if at_end else (dates[0], value, *dates[1:])

    steps = ["Visa N+2 le", "Visa N+1 le", "Notifié le"]
    head = ["Dossier", *steps, heading] if at_end else ["Dossier", steps[0], heading, *steps[1:]]
    found = load(head, table(row))
    assert found.labels == set(steps)
    assert set(found.of("Visa N+1 le", kind).values()) == set(values)
    assert found.silent(kind) == {"Visa N+2 le", "Notifié le"}
    assert heading in found.notes["reading.note_beside"]["columns"]
    assert heading not in found.reading.other_columns


@pytest.mark.parametrize(
    ("step", "heading", "kind", "values"),
    [
        ("Signature le", "Signé par", "resource", AGENTS), ("Signé le", "Service signataire", "role", ("Cabinet", "Préfecture")),
        ("Approved on", "Approved by", "resource", ("JD", "KM")), ("Date de décision", "Décision", "outcome", ("Accordé", "Refusé")),
        ("Approval date", "Approver", "resource", AGENTS),
    ],
)  # fmt: skip
def test_words_of_one_stem_tie_as_well(load, step, heading, kind, values):
    found = load(["Dossier", "Reçu le", step, "Envoyé le", heading], table(lambda n, dates, only: (*dates, only(1, values[n % len(values)]))))
    assert found.silent(kind) == {"Reçu le", "Envoyé le"}
    assert found.of(step, kind)["D-001"] == values[1]


@pytest.mark.parametrize("heading", ["Agent", "Service", "Décision", "Visa", "Visa finances - agent", "Nom du demandeur", "Demandeur", "Signé par"])
def test_nothing_is_taken_that_no_heading_and_no_place_ties(load, heading):
    values = ("Accord", "Refus") if heading == "Décision" else AGENTS
    rows = table(lambda n, dates, _: (values[n % len(values)], *dates))
    found = load(["Dossier", heading, "Demande le", "Visa N+1 le", "Visa N+2 le"], rows)
    assert not found.columns.keys() & {"resource", "role", "outcome"}
    is_told = heading not in {"Visa", "Nom du demandeur", "Demandeur"}
    assert ("reading.note_not_beside" in found.notes) == is_told
    if is_told:
        assert found.notes["reading.note_not_beside"]["columns"] == heading


def test_a_heading_that_names_the_step_ties_nothing_where_it_is_filled_without_the_date(load):
    rows = table(lambda n, dates, _: (*dates, AGENTS[n % 4]))
    found = load(["Dossier", "Reçu le", "Visé le", "Signé le", "Signé par"], rows)
    assert "resource" not in found.columns
    assert found.notes["reading.note_not_beside"]["columns"] == "Signé par"


def test_two_columns_that_would_tell_the_same_of_a_step_leave_it_open(load):
    rows = table(lambda n, dates, only: (*dates, only(2, AGENTS[n % 4]), only(2, AGENTS[(n + 1) % 4])))
    found = load(["Dossier", "Reçu le", "Visé le", "Signé le", "Signé par", "Signataire"], rows)
    assert "resource" not in found.columns
    assert found.notes["reading.note_not_beside"]["columns"] == "Signé par, Signataire"


def test_a_step_whose_words_are_those_of_another_one_and_more_is_another_step(load):
    rows = table(lambda n, dates, only: (*dates, only(1, AGENTS[n % 4])))
    found = load(["Dossier", "Reçu le", "Visa le", "Visa finances le", "Visa par"], rows)
    assert found.silent("resource") == {"Reçu le", "Visa finances le"}


# --------------------------------------------------------------------------------------------------------- by the place


def test_a_column_right_after_its_step_and_filled_as_it_is_tells_of_it(load):
    rows = table(lambda n, dates, only: (*dates[:2], only(1, AGENTS[n % 4]), dates[2]))
    found = load(["Dossier", "Reçu le", "Visé le", "Valideur", "Envoyé le"], rows)
    assert found.silent("resource") == {"Reçu le", "Envoyé le"}


def test_a_column_after_a_step_that_has_always_taken_place_proves_nothing(load):
    rows = table(lambda n, dates, _: (dates[0], AGENTS[n % 4], *dates[1:]))
    found = load(["Dossier", "Reçu le", "Agent", "Visé le", "Envoyé le"], rows)
    assert "resource" not in found.columns
    assert found.notes["reading.note_not_beside"]["columns"] == "Agent"


def test_one_heading_after_each_step_tells_of_each(load):
    rows = table(lambda n, dates, only: tuple(itertools.chain(*((date, only(k, AGENTS[(n + k) % 4])) for k, date in enumerate(dates)))))
    found = load(["Dossier", "Reçu le", "Agent", "Visé le", "Agent", "Envoyé le", "Agent"], rows)
    assert not found.silent("resource")
    assert [found.of(step, "resource")["D-001"] for step in ("Reçu le", "Visé le", "Envoyé le")] == [AGENTS[(1 + k) % 4] for k in range(3)]


def test_agents_beside_steps_are_people_whatever_they_look_like(load):
    found = load(["Dossier", "Reçu le", "Signé le", "Signé par", "Envoyé le"],
                 table(lambda n, dates, only: (*dates[:2], only(1, ("zx", "kw")[n % 2]), dates[2])))  # fmt: skip
    assert "Signé par" in found.reading.people.columns


def test_agents_met_beyond_the_sample_are_people_too(load):
    rows = [(f"D{n}", day(0), day(1), ("Zoé Quéméneur" if n == 25_000 else AGENTS[n % 4]), day(2)) for n in range(25_001)]
    found = load(["Dossier", "Reçu le", "Signé le", "Signé par", "Envoyé le"], rows)
    assert "Zoé Quéméneur" in found.reading.people.names


def test_a_column_named_by_hand_holds_of_every_step(load):
    rows = table(lambda n, dates, only: (("Paie", "Voirie")[n % 2], *dates, only(2, ("B1", "B2")[n % 2])))
    found = load(["Dossier", "Pôle", "Reçu le", "Visé le", "Signé le", "Service signataire"], rows, role="Pôle")
    assert found.columns["role"] == "Pôle"
    assert not found.silent("role")


# -------------------------------------------------------------------------------------------------------- bookkeeping


@pytest.mark.parametrize("heading", ["Updated", "Last viewed", "Dernière modification", "MAJ le", "Mise à jour", "Modifié le", "Date d'export"])
@pytest.mark.parametrize("is_constant", [False, True])
def test_dates_that_software_keeps_of_a_record_are_no_steps(load, heading, is_constant):
    rows = table(lambda _, dates, __: (*dates, day(200) if is_constant else max(filter(None, dates), key=lambda d: d[3:5] + d[:2])))
    found = load(["Dossier", "Reçu le", "Visé le", "Envoyé le", heading], rows)
    is_kept = heading == "Date d'export" and not is_constant
    assert (heading in found.labels) == is_kept
    assert ("reading.note_dates_of_record" in found.notes) != is_kept


@pytest.mark.parametrize("heading", ["Modifié le", "Mise à jour du plan", "Imprimé le", "Edition de l'arrêté"])
def test_a_date_among_the_others_is_a_step_whatever_its_words(load, heading):
    found = load(["Dossier", "Reçu le", heading, "Envoyé le"], table(lambda _, dates, __: dates))
    assert heading in found.labels
    assert "reading.note_dates_of_record" not in found.notes


@pytest.mark.parametrize("heading", ["Envoyé le", "Clôture", "Dernière signature", "Consultation"])
def test_the_last_step_of_all_cases_is_a_step(load, heading):
    found = load(["Dossier", "Reçu le", "Visé le", heading], [(f"D{n}", day(n), day(n + 2), day(n + 5)) for n in range(ROWS)])
    assert heading in found.labels


# ------------------------------------------------------------------------------------------------- headers of two lines

GROUPED = (("Dossier", "Réception", "", "Visa du chef", "", ""), ("", "Date", "Agent", "Date", "Agent", "Avis"))


def grouped_rows():
    return [
        (f"D-{n:03d}", day(n), AGENTS[n % 4], *((day(n + 3), AGENTS[n % 3], ("Favorable", "Défavorable")[n % 2]) if n % 4 else ("", "", "")))
        for n in range(ROWS)
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_groups_above_a_header_name_its_columns(engine, tmp_path, kind):
    path = tmp_path / f"export.{kind}"
    if kind == "xlsx":
        xlsx(path, {"Suivi": [[cell or None for cell in row] for row in (*GROUPED, *grouped_rows())]})
    else:
        path.write_text("\n".join(";".join(row) for row in (*GROUPED, *grouped_rows())), encoding="utf-8")
    found = Read(engine, read(path, ReadingOptions(), engine))
    assert found.columns["case"] == "Dossier"
    assert found.labels == {"Réception", "Visa du chef"}
    assert found.of("Visa du chef", "resource")["D-001"] == AGENTS[1]
    assert found.of("Visa du chef", "outcome")["D-001"] == "Défavorable"
    assert found.reading.rows_refused == 0


def test_a_title_above_a_header_is_no_group(load):
    found = load(["Suivi", "", "2025", ""], [("Dossier", "Étape", "Date", "Agent"), *(
        (f"D{n}", step, day(n + k), AGENTS[k]) for n in range(9) for k, step in enumerate(("Reçu", "Visé", "Envoyé")))])  # fmt: skip
    assert (found.columns["case"], found.columns["activity"], found.columns["time"]) == ("Dossier", "Étape", "Date")


# ------------------------------------------------------------------------------------------------- refused, and told why


def refused(load, head, rows, **options):
    with pytest.raises(ProcmapError) as caught:
        load(head, rows, **options)
    for language in ("fr", "en"):
        assert len(words(language).error(caught.value).splitlines()) >= 2
    return caught.value


def test_a_table_turned_round_is_refused(load):
    cases = [f"SIG{n:04d}" for n in range(20)]
    rows = [(step, *(day(n + k) for n in range(20))) for k, step in enumerate(("Reçu", "Transmis", "Traité"))]
    assert refused(load, ["Étape", *cases], rows).key == "reading.turned_table"
    assert refused(load, ["", *cases], rows).key == "reading.turned_table"


def test_visas_in_series_are_steps(load):
    found = load(["Dossier", *(f"Visa {k}" for k in range(1, 7))], [(f"D{n}", *(day(n + k) for k in range(6))) for n in range(4)])
    assert len(found.labels) == 6


@pytest.mark.parametrize("form", ["{h}:{m:02d}", "{h}h{m:02d}", "{h:02d}:{m:02d}:00"])
@pytest.mark.parametrize("options", [{}, {"time": "Heure"}])
def test_times_of_day_without_a_day_are_told(load, form, options):
    rows = [(f"U{n}", step, form.format(h=9 + k, m=n)) for n in range(20) for k, step in enumerate(("Accueil", "Guichet", "Remise"))]
    error = refused(load, ["Visite", "Étape", "Heure"], rows, **options)
    assert (error.key, error.values["column"]) == ("reading.no_day", "Heure")


def test_days_without_a_year_are_told(load):
    rows = [(f"U{n}", step, day(n + k)[:5]) for n in range(20) for k, step in enumerate(("Accueil", "Guichet", "Remise"))]
    assert refused(load, ["Visite", "Étape", "Date"], rows).key == "reading.no_year"


@pytest.mark.parametrize("cell", ["X", "3", "oui"])
def test_a_table_without_any_date_is_told_to_lack_dates(load, cell):
    assert refused(load, ["Dossier", "Reçu", "Visé", "Signé"], [(f"D{n}", cell, cell, cell) for n in range(ROWS)]).key == "reading.no_time_column"


def test_columns_aligned_by_spaces_are_told(load):
    rows = [(f"D{n:<8}{step:<12}{day(n)}",) for n in range(20) for step in ("Reçu", "Visé")]
    assert refused(load, ["DOSSIER  ETAPE       DATE"], rows).key == "reading.one_column"


# ---------------------------------------------------------------------------------------------- fields, headings, outsiders


def journal(field):
    states = ("New", "Assigned", "Solved", "Closed")
    for n in range(20):
        for k, (was, now) in enumerate(itertools.pairwise(("", *states))):
            yield f"INC{n:04d}", field, was, now, day(n + k)
        yield f"INC{n:04d}", "Priority", "3", "2", day(n + 1)


@pytest.mark.parametrize(("heading", "field"), [("Field", "State"), ("Champ modifié", "Statut")])
def test_of_a_journal_of_fields_the_changes_of_status_are_read(load, heading, field):
    found = load(["Number", heading, "Old value", "New value", "Updated"], journal(field))
    assert found.labels == {"New", "Assigned", "Solved", "Closed"}
    assert found.notes["reading.note_other_fields"]["count"] == 20


def test_rows_of_a_journal_keep_their_lines(engine, load):
    rows = [*journal("State"), ("INC0001", "State", "Closed", "New", "n/a x")]
    load(["Number", "Field", "Old value", "New value", "Updated"], rows)
    assert engine.rows("select line from refusal") == [(len(rows) + 1,)]


@pytest.mark.parametrize("heading", ["Job #", "Ticket #", "N.", "N°", "#", "No", "Order nr", "Réparation n°"])
def test_a_heading_that_says_a_number_is_the_case_and_no_guess(load, heading):
    rows = [(n + 100, ("A", "B")[k % 2], step, day(n + k)) for n in range(20) for k, step in enumerate(("Quoted", "Ordered", "Sent"))]
    found = load([heading, "Priority", "Step", "Date"], rows)
    assert found.columns["case"] == heading
    assert "reading.note_guessed_case" not in found.notes or heading == "#"


def test_those_for_whom_the_work_is_done_act_in_none_of_its_steps(load):
    rows = [(f"J{n}", AGENTS[(n + k) % 4], step, day(n + k)) for n in range(20) for k, step in enumerate(("Quoted", "Ordered", "Sent"))]
    assert "resource" not in load(["Job #", "Customer", "Step", "Date"], rows).columns


def test_an_audit_reads_agents_and_services_of_a_wide_table(tmp_path):
    path = tmp_path / "export.csv"
    head = ["Dossier", "Reçu le", "Visé le", "Signé le", "Signé par", "Service signataire"]
    rows = table(lambda n, dates, only: (*dates, only(2, AGENTS[n % 4]), only(2, "Cabinet")))
    path.write_text("\n".join(";".join(row) for row in (head, *rows)), encoding="utf-8")
    with Engine(threads=1) as engine:
        log, reading = load_log(path, Config(), engine)
        frame = log.to_frame()
    signed = frame[frame["concept:name"] == "Signé le"]
    assert set(signed["org:role"]) == {"Cabinet"}
    assert signed["org:resource"].notna().all()
    assert not any(name in " ".join(map(str, signed["org:resource"])) for name in AGENTS)
    assert reading.shape == "wide"


def test_a_table_of_very_many_columns_is_read_within_seconds_and_its_agents_are_told_to_be_left_out(load):
    steps = [f"Visa {k}" for k in range(200)]
    head = ["Dossier", *itertools.chain(*((step, f"{step} - agent") for step in steps))]
    rows = [(f"D{n}", *itertools.chain(*((day(n + k), AGENTS[k % 4]) for k in range(200)))) for n in range(9)]
    begun = time.process_time()
    found = load(head, rows)
    assert time.process_time() - begun < 25  # each of the columns of people read by itself would take a minute and more
    assert len(found.labels) == 200
    assert "resource" not in found.columns
    assert "Visa 0 - agent" in found.notes["reading.note_not_beside"]["columns"]
