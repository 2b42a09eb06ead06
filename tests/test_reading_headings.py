"""Reading: what headings of help desks, orders and offices abroad say, and what they must not be taken for."""

import datetime as dt
import itertools
import random

import pytest

from procmap.config import Config
from procmap.errors import ProcmapError
from procmap.loading import load_log

from .conftest import fresh_engine
from .reading_logs import loader

MONDAY = dt.datetime(2024, 3, 4, 9)


@pytest.fixture(scope="module")
def engine():
    with fresh_engine() as one:
        yield one


class Read:
    def __init__(self, engine, reading):
        self.columns = {choice.kind: choice.name for choice in reading.columns}
        self.notes = dict(reading.notes)
        self.shape = reading.shape
        self.cases = engine.rows("select distinct case_name from source_event order by 1")
        self.labels = {label for (label,) in engine.rows("select distinct activity_name from source_event")}


@pytest.fixture
def load(engine, tmp_path):
    return loader(engine, tmp_path, Read)


def after(days=0, hours=0):
    return (MONDAY + dt.timedelta(days=days, hours=hours)).strftime("%Y-%m-%d %H:%M:%S")


def day(days):
    return after(days)[:10]


# ------------------------------------------------------------------------------------------------- what was, what became

PAIRS = [
    ("old_status", "new_status"), ("Previous state", "New state"), ("from_stage", "to_stage"), ("Ancien statut", "Nouveau statut"),
    ("État précédent", "Nouvel état"), ("Étape avant", "Étape après"),
]  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS)
def test_a_change_told_by_its_headings_is_read_though_nothing_has_changed_yet(load, pair):
    found = load(["request_id", *pair, "changed_at"], [(f"R-{n}", "", "Filed", after(n)) for n in range(8)])
    assert (found.columns["case"], found.columns["activity"]) == ("request_id", pair[1])
    assert found.shape == "status_changes"
    assert found.labels == {"Filed"}


def test_statuses_that_are_codes_are_steps_where_the_headings_say_so(load):
    codes = ("10", "20", "30", "90")
    rows = [(f"R-{n}", was, now, after(n, k)) for n in range(9) for k, (was, now) in enumerate(itertools.pairwise(("", *codes)))]
    found = load(["Ticket", "Ancien statut", "Nouveau statut", "Date"], rows)
    assert (found.columns["case"], found.columns["activity"], found.labels) == ("Ticket", "Nouveau statut", set(codes))


def test_the_status_left_is_never_the_case(load):
    rows = [(n, was, now, after(n, k)) for n in range(30) for k, (was, now) in enumerate(
        itertools.pairwise(("", "Draft", "Sent", "Signed", "Filed")[: 5 - n % 2]))]  # fmt: skip
    found = load(["Bundle", "previous_status", "new_status", "logged"], rows)
    assert (found.columns["case"], found.columns["activity"]) == ("Bundle", "new_status")


def test_a_step_that_is_named_stays_the_step_beside_a_change_of_status(load):
    steps = (("Intake", "", "A1"), ("Check", "A1", "B2"), ("Answer", "B2", "B2"))
    rows = [(f"R-{n}", step, was, now, after(n, k)) for n in range(12) for k, (step, was, now) in enumerate(steps)]
    found = load(["case_id", "activity", "old_status", "new_status", "timestamp"], rows)
    assert found.columns["activity"] == "activity"


def test_few_rows_whose_statuses_follow_on_are_enough_where_the_headings_say_so(load):
    path = ("", "Filed", "Seen", "Sent on")
    ways = [(n, path[: 4 - n % 2]) for n in range(4)]
    rows = [(f"N{n}", was, now, after(n, k)) for n, way in ways for k, (was, now) in enumerate(itertools.pairwise(way))]
    found = load(["complaint_ref", "from_status", "to_status", "changed_at"], rows)
    assert (found.columns["case"], found.columns["activity"]) == ("complaint_ref", "to_status")


def test_a_row_that_says_a_change_is_no_case_however_many_dates_it_bears(load):
    rows = [(n, f"p{n % 4}", "At work", "On leave", day(n), day(n + 4), after(n)) for n in range(9)]
    with pytest.raises(ProcmapError):
        load(["entry_id", "person", "old_status", "new_status", "leave_from", "leave_until", "noted"], rows)


@pytest.mark.parametrize(
    ("start", "end"), [("status_start", "status_end"), ("Début étape", "Fin étape"), ("stage begin", "stage end")]
)  # fmt: skip
def test_start_and_end_of_one_thing_are_the_start_and_the_time(load, start, end):
    rows = [(f"T{n}", step, after(n, k), after(n, k + 1)) for n in range(9) for k, step in enumerate(STEPS)]
    found = load(["ticket_id", "status", start, end], rows)
    assert (found.columns["start"], found.columns["time"]) == (start, end)
    assert not found.notes.keys() & {"reading.note_guessed_time", "reading.note_several_columns"}


# ----------------------------------------------------------------------------------------------------------- wide tables


def orders(second, rows=14):
    return ["Order number", "Order date", second], [(f"O-{n}", day(n), day(n + 9)) for n in range(rows)]


@pytest.mark.parametrize(
    "plan", ["Expected delivery", "Estimated delivery", "Scheduled delivery", "Target date", "Livraison prévue",
             "Livraison attendue", "Date souhaitée", "Date prévisionnelle", "Date estimée", "Date cible",
             "Expiration date", "Date d'expiration", "Validité"],
)  # fmt: skip
def test_a_day_that_is_hoped_for_is_no_step(load, plan):
    with pytest.raises(ProcmapError):
        load(*orders(plan))
    head, rows = orders("Delivered on")
    found = load([*head, plan], [(*row, day(60)) for row in rows])
    assert found.labels == {"Order date", "Delivered on"}


def test_rows_told_apart_by_what_names_no_case_are_asked_about(load):
    rows = [(f"Firm {'ABCDEFGHIJKLMNOP'[n]}", day(n), day(n + 3), day(n + 5)) for n in range(14)]
    found = load(["Firm", "Asked", "Begun", "Done"], rows)
    assert found.notes["reading.note_guessed_case"] == {"column": "Firm", "option": "--case"}
    named = load(["Ticket", "Asked", "Begun", "Done"], rows)
    assert "reading.note_guessed_case" not in named.notes


def test_a_link_is_the_case_only_where_nothing_else_is(load):
    rows = [(f"https://desk.example.org/t/{n}", f"K{n}", day(n), day(n + 3), day(n + 5)) for n in range(14)]
    assert load(["Page", "Key", "Asked", "Begun", "Done"], rows).columns["case"] == "Key"
    alone = [(link, *dates) for link, _, *dates in rows]
    assert load(["Page", "Asked", "Begun", "Done"], alone).columns["case"] == "Page"


@pytest.mark.parametrize("heading", ["Issue key", "Mark"])
def test_codes_tell_rows_apart_rather_than_their_titles(load, heading):
    rows = [(f"Mend the door of room {n}", f"WX-{n}", day(n), day(n + 3), day(n + 5)) for n in range(14)]
    assert load(["Summary", heading, "Asked", "Begun", "Done"], rows).columns["case"] == heading


@pytest.mark.parametrize(
    ("heading", "at_work", "over"), [("status", "Open", "Resolved"), ("Statut", "Ouvert", "Clos"), ("état", "En cours", "Terminé")]
)  # fmt: skip
def test_cases_whose_status_is_open_beside_closed_ones_are_open(load, heading, at_work, over):
    rows = [(f"T-{n}", day(n), "" if n % 3 == 0 else day(n + 2), at_work if n % 3 == 0 else over) for n in range(15)]
    found = load(["ticket_id", "Opened on", "Answered on", heading], rows)
    assert found.notes["reading.note_open_cases"] == {"column": heading, "count": 5}


def served(rows=15):
    return [(f"T-{n}", day(n), "" if n % 3 == 0 else day(n + 2)) for n in range(rows)]


@pytest.mark.parametrize("closing", ["closed_at", "Date de clôture", "Resolved on"])
def test_cases_without_their_date_of_closing_are_open(load, closing):
    found = load(["ticket_id", "Opened on", closing], served())
    assert found.notes["reading.note_not_closed"] == {"column": closing, "count": 5}


def test_an_empty_date_says_nothing_where_another_may_tell_the_end_or_a_status_does(load):
    refused = [(*row, day(40) if row[2] == "" else "") for row in served()]
    assert "reading.note_not_closed" not in load(["ticket_id", "Opened on", "Closed on", "Rejected on"], refused).notes
    stated = [(*row, "Cancelled" if n % 3 == 0 else ("Closed", "Open")[n % 2]) for n, row in enumerate(served())]
    assert "reading.note_not_closed" not in load(["ticket_id", "Opened on", "Closed on", "Status"], stated).notes
    assert "reading.note_not_closed" not in load(["ticket_id", "Opened on", "Answered on"], served()).notes


def test_a_small_table_of_one_row_a_ticket_is_not_taken_for_events_where_few_dates_are_filled(load):
    rows = [(f"T-{n}", day(n) if n < 2 else "", day(n + 1), "Done" if n % 2 else "Passed on") for n in range(6)]
    found = load(["Ticket", "Start date opened", "Date closed", "Status"], rows)
    assert (found.shape, len(found.cases)) == ("wide", 6)


# --------------------------------------------------------------------------------------------------- people, groups, codes

STEPS = ("Intake", "Check", "Answer", "Filing")
DESKS = ("Front desk", "Second line", "Back office", "Archive")


@pytest.mark.parametrize("heading", ["staff_name", "Employee name", "Nom de l'opérateur", "Owner full name", "assignee name"])
def test_a_heading_that_says_whose_name_stands_there_is_that_of_the_resource(load, heading):
    rows = [(f"R-{n}", step, after(n, k), f"w{(n + k) % 5}") for n in range(9) for k, step in enumerate(STEPS)]
    assert load(["case_id", "activity", "timestamp", heading], rows).columns["resource"] == heading


def test_a_customers_name_is_no_resource(load):
    rows = [(f"R-{n}", step, after(n, k), f"w{n % 5}") for n in range(9) for k, step in enumerate(STEPS)]
    assert "resource" not in load(["case_id", "activity", "timestamp", "customer_name"], rows).columns


@pytest.mark.parametrize(
    "heading", ["assignment_group", "Support group", "Groupe d'affectation", "Groupe de support", "Team name", "Nom de l'équipe"]
)
def test_the_group_to_which_a_ticket_is_assigned_is_the_role(load, heading):
    rows = [(f"R-{n}", step, after(n, k), DESKS[k]) for n in range(9) for k, step in enumerate(STEPS)]
    assert load(["case_id", "activity", "timestamp", heading], rows).columns["role"] == heading


@pytest.mark.parametrize("heading", ["assigned_team", "Responsible unit team", "assigned group"])
def test_the_group_to_which_work_is_assigned_acts_as_a_role(load, heading):
    rows = [(f"R-{n}", step, after(n, k), DESKS[k]) for n in range(9) for k, step in enumerate(STEPS)]
    columns = load(["case_id", "activity", "timestamp", heading], rows).columns
    assert (columns.get("role"), columns.get("resource")) == (heading, None)


def test_a_long_identifier_of_one_word_is_no_prose(load):
    name = "register-of-decisions-on-the-use-of-public-places-and-of-roads-part-{:03}.csv"
    rows = [(name.format(n), step, after(n, k)) for n in range(12) for k, step in enumerate(STEPS)]
    assert load(["source", "activity", "timestamp"], rows).columns["case"] == "source"


def test_a_column_that_never_changes_is_no_rival_of_the_step(load):
    rows = [(f"R-{n}", step, after(n, k), "complete") for n in range(9) for k, step in enumerate(STEPS)]
    assert "reading.note_several_columns" not in load(["case_id", "activity", "timestamp", "status"], rows).notes


# ------------------------------------------------------------------------------------------------------------- Portuguese


def test_headings_in_portuguese(load):
    steps = ("Recebimento", "Análise", "Despacho", "Arquivamento")
    rows = [
        (f"2024/{n:04}", step, after(n, 2 * k), after(n, 2 * k + 1), f"m{(n + k) % 4}", ("Balcão", "Jurídico")[k % 2])
        for n in range(12)
        for k, step in enumerate(steps)
    ]
    found = load(["Nº do Processo", "Atividade", "Data de início", "Data fim", "Responsável", "Setor"], rows)
    assert found.columns == {
        "case": "Nº do Processo", "activity": "Atividade", "start": "Data de início", "time": "Data fim",
        "resource": "Responsável", "role": "Setor",
    }  # fmt: skip
    assert not {key for key in found.notes if "guessed" in key}


# ------------------------------------------------------------------------------------------------------------------ dates


def test_dates_as_unix_prints_them(engine, load):
    def printed(moment):
        return f"{moment:%a %b} {moment.day:2} {moment:%H:%M:%S %Y}"

    moments = [MONDAY + dt.timedelta(days=n, hours=k) for n in range(9) for k in range(4)]
    rows = [(f"R-{place // 4}", STEPS[place % 4], printed(moment)) for place, moment in enumerate(moments)]
    load(["case_id", "activity", "timestamp"], rows, time_zone="UTC")
    read_at = [time for (time,) in engine.rows("select time from source_event order by pos")]
    assert read_at == [int((moment - dt.datetime(1970, 1, 1)).total_seconds() * 1_000_000) for moment in moments]


def test_the_minutes_of_a_date_format_are_no_title_before_a_name(engine, load, tmp_path):
    rows = [(f"R-{n}", step, f"0{1 + n}/0{1 + n}/2024 0{1 + k}:15:00 PM") for n in range(8) for k, step in enumerate(STEPS)]
    load(["case_id", "activity", "timestamp"], rows)
    _, reading = load_log(tmp_path / "export.csv", Config(), engine)
    assert dict(reading.notes)["reading.note_ambiguous_dates"]["format"] == "%d/%m/%Y %I:%M:%S %p"


# ------------------------------------------------------------------------------------- what headings say beside their words


def steps_of(cases=30, labels=("Filed", "Checked", "Decided")):
    return [(n, k, label) for n in range(cases) for k, label in enumerate(labels)]


@pytest.mark.parametrize("heading", ["Participation (€)", "Fee £", "Cost in USD"])
def test_a_currency_in_a_heading_says_amounts(load, heading):
    rows = [(f"D-{n}", label, after(n + k), f"{20 + n},50") for n, k, label in steps_of()]
    assert load(["Dossier", "Étape", "Date", heading], rows).columns["amount"] == heading
    assert "amount" not in load(["Dossier", "Étape", "Date", "Participation"], rows).columns


@pytest.mark.parametrize(("start", "end"), [("Started", "Finished"), ("Started on", "Ended on"), ("Démarré le", "Terminé le")])
def test_what_was_started_and_finished_are_the_start_and_the_time(load, start, end):
    rows = [(f"D-{n}", label, after(n + k), after(n + k, 2)) for n, k, label in steps_of()]
    columns = load(["Dossier", "Étape", start, end], rows).columns
    assert (columns["start"], columns["time"]) == (start, end)


def test_a_stage_is_the_step_where_its_values_come_back(load):
    chance = random.Random(4)
    rows = [(7000 + n, label, after(n + k, n % 5), f"R{chance.randrange(4)}") for n, k, label in steps_of()]
    found = load(["Candidate", "Stage", "When", "Recruiter"], rows)
    assert found.labels == {"Filed", "Checked", "Decided"}
    assert "reading.note_guessed_activity" not in found.notes


def test_a_heading_that_says_a_document_outweighs_another_that_would_do(load):
    rows = [(f"WO{500 + n}", f"AB-{n % 10}", label, after(n + k)) for n, k, label in steps_of()]
    found = load(["Work order", "Plate", "Operation", "Logged at"], rows)
    assert found.columns["case"] == "Work order"
    with pytest.raises(ProcmapError, match="two_readings"):
        load(["Vehicle", "Plate", "Operation", "Logged at"], rows)


def test_rows_that_their_heading_calls_cases_are_no_events_of_what_comes_back_in_them(load):
    head = ["Application no.", "Child area", "Received", "Checked", "Desk", "Panel met on"]
    chance = random.Random(4)
    days = [(n, n + chance.randint(1, 6), n + chance.randint(6, 12)) for n in range(45)]
    rows = [(f"CC-{n}", "NS"[n % 2], day(one), day(two), f"Off{n % 3}", day(three)) for n, (one, two, three) in enumerate(days)]
    found = load(head, rows)
    assert (found.shape, found.columns["case"]) == ("wide", "Application no.")
    assert found.labels == {"Received", "Checked", "Panel met on"}


def test_a_number_that_counts_the_rows_is_no_case_beside_that_of_a_document(load):
    rows = [(n + 1, 20240000 + n, day(n), day(n + 2), day(n + 5)) for n in range(30)]
    assert load(["#", "Grant number", "Applied", "Checked", "Paid"], rows).columns["case"] == "Grant number"
    assert load(["N° de mandat", "Dossier", "Applied", "Checked", "Paid"], rows).columns["case"] == "Dossier"
    assert load(["#", "Points", "Applied", "Checked", "Paid"], rows).columns["case"] == "#"


@pytest.mark.parametrize("heading", ["Checked by", "Contrôlé par"])
def test_by_whom_something_was_done_is_neither_the_case_nor_the_step(load, heading):
    chance = random.Random(4)
    rows = [(f"CC-{n}", "NS"[n % 2], day(n), day(n + chance.randint(1, 6)), f"Off{n % 3}") for n in range(45)]
    found = load(["Application no.", "Child area", "Received", "Checked", heading], rows)
    assert (found.shape, found.columns["case"]) == ("wide", "Application no.")
    assert found.labels == {"Received", "Checked"}
