"""Reading: journals that say which field of a case changed, from what to what: the changes of its status are the steps."""

import datetime as dt
import json

import pytest

from procmap.errors import ProcmapError
from procmap.reading import ReadingOptions, read

from .reading_logs import SERVICES, STEPS, loader, moment, parser, rows

PEOPLE = ("Martin Durand", "Claire Petit", "Luc Moreau", "Anne Lefèvre", "Hugo Garnier")
STATES = ("To Do", "In Progress", "In Review", "Done")


@pytest.fixture
def load(engine, tmp_path):
    return loader(engine, tmp_path)


@pytest.fixture
def parse(engine, tmp_path):
    return parser(engine, tmp_path)


def changes(cases=30):
    """(case, moment, field, old, new, who): the status goes on, the assignee changes now and then."""
    for case in range(1, cases + 1):
        for step in range(1, len(STATES)):
            time = moment(case, step)
            who = PEOPLE[(case + step) % 5]
            yield f"OPS-{case}", time, "status", STATES[step - 1], STATES[step], who
            yield f"OPS-{case}", time, "assignee", PEOPLE[case % 5], PEOPLE[(case + step + 1) % 5], who


@pytest.mark.parametrize("head", [
    ("key", "created", "field", "fromString", "toString", "author"),
    ("documentkey", "sys_created_on", "fieldname", "oldvalue", "newvalue", "user"),
    ("Dossier", "Horodatage", "Champ modifié", "Ancienne valeur", "Nouvelle valeur", "Modifié par"),
    ("Vorgang", "Zeitpunkt", "Feld", "Alter Wert", "Neuer Wert", "Bearbeiter"),
    ("Zaak", "Tijdstip", "Veld", "Oude waarde", "Nieuwe waarde", "Medewerker"),
])  # fmt: skip
def test_people_among_the_values_of_other_fields_do_not_hide_the_status(load, head):
    reading = load(head, [(case, f"{time:%d/%m/%Y %H:%M}", *others) for case, time, *others in changes()])
    chosen = {choice.kind: choice.name for choice in reading.columns}
    assert (chosen["case"], chosen["activity"], chosen["resource"]) == (head[0], head[4], head[5])
    assert dict(reading.notes)["reading.note_other_fields"]["value"] == "status"
    assert reading.rows_kept == 90


def test_the_state_comes_before_another_field_called_after_it(load):
    cells = []
    for k, (case, time, field, *others) in enumerate(changes()):
        cells.append((case, f"{time:%d/%m/%Y %H:%M}", "state" if field == "status" else field, *others))
        if k % 3 == 0:
            cells.append((case, f"{time:%d/%m/%Y %H:%M}", "incident_state", "1", "2", others[-1]))
    reading = load(("documentkey", "sys_created_on", "fieldname", "oldvalue", "newvalue", "user"), cells)
    assert dict(reading.notes)["reading.note_other_fields"]["value"] == "state"
    assert reading.rows_kept == 90


@pytest.mark.parametrize(("old", "new"), [
    ("Alter Status", "Neuer Status"), ("Oude status", "Nieuwe status"), ("ETAT_AV", "ETAT_AP"), ("oldstatus", "newstatus"),
    ("previousState", "newState"),
])  # fmt: skip
def test_headings_of_what_a_status_was_and_became(load, old, new):
    cells = [(case, f"{time:%d/%m/%Y %H:%M}", was, became) for case, time, field, was, became, _ in changes() if field == "status"]
    reading = load(("Dossier", "Date", old, new), cells)
    assert dict(reading.notes)["reading.note_status_changes"] == {"old": old, "new": new}
    assert {it.kind: it.reason for it in reading.columns}["activity"] == "reading.chosen_by_name"


@pytest.mark.parametrize("names", [
    ("field", "fromString", "toString"), ("name", "old_value", "new_value"), ("champ", "avant", "après"),
])  # fmt: skip
def test_changes_within_the_dated_entries_of_a_case_are_its_steps(parse, names):
    cases = {}
    for case, time, field, old, new, who in changes():
        entry = {"id": f"{case}/{time:%d%H}", "user": {"name": who}, "created_on": f"{time:%Y-%m-%dT%H:%M:%S}", "items": []}
        of_case = cases.setdefault(case, {"key": case, "created_on": f"{moment(0, 0):%Y-%m-%dT%H:%M:%S}", "journals": []})
        if field == "status":
            of_case["journals"].append(entry)
        of_case["journals"][-1]["items"].append(dict(zip(names, (field, old, new), strict=True)))
    log = parse(json.dumps({"issues": list(cases.values())}), "log.json")
    assert log.counts == (90, 90, 30, 3)
    assert log.trace("OPS-1") == list(STATES[1:])
    assert log.times("OPS-1") == [moment(1, step) for step in (1, 2, 3)]
    assert {event["resource_name"] for event in log.events} == set(PEOPLE)


def test_a_journal_of_fields_without_a_status_is_no_log(load):
    fields = ("Priorité", "Responsable", "Montant")
    cells = [(case, f"{time:%d/%m/%Y %H:%M}", fields[k % 3], *others) for k, (case, time, _, *others) in enumerate(changes())]
    with pytest.raises(ProcmapError) as caught:
        load(("Dossier", "Date", "Champ modifié", "Ancienne valeur", "Nouvelle valeur", "Auteur"), cells)
    assert caught.value.key == "reading.no_status_field"
    assert caught.value.values == {"column": "Champ modifié", "new": "Nouvelle valeur"}


def test_labels_stand_beside_codes_whatever_the_foot_of_the_export_says(load):
    cells = [(row[0], f"A{STEPS.index(row[1])}", *row[1:3]) for row in rows()]
    cells.append(("Nombre de lignes", "", "150", ""))
    reading = load(("Dossier", "CD_ACT", "LIB_ACT", "Date"), cells)
    assert {it.kind: it.name for it in reading.columns}["activity"] == "LIB_ACT"


# ------------------------------------------------------------------------------------------------------ cancelled lines


@pytest.mark.parametrize(("heading", "of_others", "cancelled"), [
    ("État ligne", "Validée", "Annulée"), ("Status", "ok", "cancelled"), ("Annulé", "", "X"), ("Annulé", "Non", "Oui"),
    ("Storniert", "nein", "ja"),
])  # fmt: skip
def test_lines_that_say_that_they_were_cancelled_are_told(load, heading, of_others, cancelled):
    cells = [(*row[:4], cancelled if k % 7 == 3 else of_others) for k, row in enumerate(rows())]
    told = dict(load(("Dossier", "Étape", "Date", "Agent", heading), cells).notes)["reading.note_cancelled"]
    assert told == {"count": sum(k % 7 == 3 for k in range(150)), "column": heading, "values": cancelled}


@pytest.mark.parametrize("whole", [True, False])
def test_cases_cancelled_as_a_whole_and_comments_are_no_cancelled_lines(load, whole):
    cells = [(*row[:4], "Annulé" if int(row[0][2:]) % 7 == 0 else "Clos") for row in rows()]
    if not whole:
        cells = [(*row[:4], "rendez-vous annulé" if k % 7 == 0 else "vu") for k, row in enumerate(rows())]
    assert "reading.note_cancelled" not in dict(load(("Dossier", "Étape", "Date", "Agent", "Suivi"), cells).notes)


def test_entries_of_cases_are_no_cases_themselves(load):
    """An entry has a number and a date of its own beside those of its case, and no word of what was done."""
    cells = [(row[0], f"{moment(int(row[0][2:]), -1):%d/%m/%Y}", f"J{k}", row[2]) for k, row in enumerate(rows())]
    with pytest.raises(ProcmapError):
        load(("Dossier", "Créé le", "id entrée", "Passé le"), cells)


# ------------------------------------------------------------------------------------------------------ dates of no event


@pytest.mark.parametrize("heading", ["Date limite", "Date prévisionnelle", "Échéance", "Due date", "Date prévue", "Fälligkeit"])
def test_dates_that_are_all_planned_or_terms_are_no_log(load, heading):
    with pytest.raises(ProcmapError) as caught:
        load(("N° dossier", "Pièce", heading), [row[:3] for row in rows()])
    assert caught.value.key in {"reading.only_planned_dates", "reading.no_time_column"}


def test_a_planned_date_that_the_user_names_is_read(load):
    reading = load(("N° dossier", "Étape", "Date prévue"), [row[:3] for row in rows()], time="Date prévue")
    assert reading.rows_kept == 150


def test_a_planned_date_stands_beside_that_of_the_step(load):
    cells = [(*row[:3], f"{moment(int(row[0][2:]), 4) + dt.timedelta(days=9):%d/%m/%Y}") for row in rows()]
    assert {it.kind: it.name for it in load(("Dossier", "Étape", "Fait le", "Date prévue"), cells).columns}["time"] == "Fait le"


@pytest.mark.parametrize("heading", ["Date de dépôt", "Date d'ouverture", "Date réception"])
def test_the_only_date_of_a_case_on_each_of_its_steps_is_no_log(load, heading):
    cells = [(*row[:2], f"{moment(int(row[0][2:]), 0):%d/%m/%Y}", row[3]) for row in rows()]
    with pytest.raises(ProcmapError, match="flaw_at_once"):
        load(("Dossier", "Étape", heading, "Agent"), cells)


# ------------------------------------------------------------------------------------------------------------ headings


@pytest.mark.parametrize("heading", [
    "Secteur", "UT", "CENTRE_GESTION", "Centre de gestion", "ORG", "Dienststelle", "Fachbereich", "Service Area", "Organisme",
    "Affectation", "Owning Team", "Organisatieonderdeel",
])  # fmt: skip
def test_more_headings_of_groups(load, heading):
    chosen = {it.kind: it.name for it in load(("Dossier", "Étape", "Date", "Agent", heading), rows()).columns}
    assert (chosen["resource"], chosen["role"]) == ("Agent", heading)


@pytest.mark.parametrize("heading", ["Secteur", "Organisme", "Cluster"])
def test_what_stays_the_same_in_a_case_under_a_loose_heading_is_no_group_that_acts(load, heading):
    cells = [(*row[:4], SERVICES[int(row[0][2:]) % 3]) for row in rows()]
    assert "role" not in {it.kind for it in load(("Dossier", "Étape", "Date", "Agent", heading), cells).columns}


@pytest.mark.parametrize("heading", ["Case Officer", "Case worker", "case_handler"])
def test_who_works_on_a_case_is_no_attribute_of_it(load, heading):
    reading = load(("App No", "Milestone", "Milestone date", heading), [row[:4] for row in rows()])
    chosen = {it.kind: it.name for it in reading.columns}
    assert chosen["resource"] == heading


@pytest.mark.parametrize(("start", "end"), [("Begindatum", "Einddatum"), ("Beginndatum", "Enddatum")])
def test_starts_in_dutch_and_german(load, start, end):
    ends = [moment(k // 5, k % 5) for k in range(150)]
    spans = [[f"{end - dt.timedelta(minutes=minutes):%d/%m/%Y %H:%M}" for minutes in (50, 0)] for end in ends]
    cells = [(*row[:2], *span) for row, span in zip(rows(), spans, strict=True)]
    chosen = {it.kind: it.name for it in load(("Zaaknummer", "Stap", start, end), cells).columns}
    assert (chosen["start"], chosen["time"]) == (start, end)


@pytest.mark.parametrize("heading", ["{} - date", "{} – le", "{} : date"])
def test_a_step_is_called_without_the_word_for_its_date_behind_a_dash(parse, heading):
    lines = [";".join(["Dossier", *map(heading.format, STEPS)])]
    lines += [";".join([f"D-{case:03}", *(f"{moment(case, step):%d/%m/%Y}" for step in range(5))]) for case in range(30)]
    assert parse("\n".join(lines) + "\n").steps == set(STEPS)


# --------------------------------------------------------------------------------------------------------------- blocks


def test_blank_rows_between_blocks_belong_to_none(engine, tmp_path):
    lines = ["Dossier;Usager;Étape;Date;Bureau"]
    for k, (case, step, date, _, service) in enumerate(rows()):
        lines.append(";".join([case if k % 5 == 0 else "", f"Usager {k}" if k % 5 == 0 else "", step, date, service]))
        lines += [";;;;"] if k % 5 == 4 else []
    path = tmp_path / "log.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read(path, ReadingOptions(), engine)
    assert (reading.shape, reading.rows_read, reading.rows_refused) == ("blocks", 150, 0)
    assert engine.value("select count(distinct case_name) from source_event") == 30
