"""Exports of office software known by their columns: what is read, what is left out and told, what is not taken for one."""

import csv
import io
import json
import re
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading import ReadingOptions, read
from procmap.reading.fingerprint import prints_of
from procmap.reading.sources import source_named, sources
from procmap.reading.sources.loading import source_of
from procmap.reading.sources.toml_part import SourceFileError

from . import workbooks

FOLDER = Path(__file__).parent.parent / "procmap" / "reading" / "sources"


def table(header, *rows, separator=","):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerows([header, *rows] if header else rows)
    return text.getvalue()


@pytest.fixture
def load(engine, tmp_path):
    """(events, reading) of a file; an event is (case, step, time, agent, role, outcome)."""

    def load(content, name="export.csv", **options):
        path = tmp_path / name
        if isinstance(content, dict) and name == "folder":
            path.mkdir()
            for file, text in content.items():
                (path / file).write_text(text, encoding="utf-8")
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8", newline="")
        reading = read(path, ReadingOptions(**options), engine)
        rows = engine.rows(
            "select case_name, activity_name, time, resource_name, role_name, outcome_name from source_event order by pos"
        )
        moment = lambda t: (datetime(1970, 1, 1) + timedelta(microseconds=t)).isoformat(" ")
        return [(case, step, moment(t), *rest) for case, step, t, *rest in rows], reading

    return load


def notes(reading):
    return dict(reading.notes)


def is_known(reading):
    return "reading.note_source" in notes(reading)


PASTELL = [
    "id_journal", "type", "id_entite", "id_utilisateur", "id_document", "action", "message", "date", "horodatage",
    "message_horodate", "type_document", "numero_acte", "collectivite_libelle", "utilisateur_nom", "utilisateur_prenom",
    "collectivite_siren",
]  # fmt: skip


def pastell(number, kind, action, date, who=("", ""), case="d1", message="fait"):
    return [number, kind, 7, 4 if any(who) else 0, case, action, message, date, "", "", "pes", "Titre", "Ville", *who, "210000012"]


JOURNAL = [
    pastell(9, 1, "termine", "2031-03-04 02:00:00"),
    pastell(8, 7, "Consulté", "2031-03-03 12:00:00", ("Tavernier", "Lise")),
    pastell(7, 1, "verif-tdt", "2031-03-03 11:00:00"),
    pastell(6, 9, "send-tdt", "2031-03-03 10:00:00", ("Tavernier", "Lise"), message="erreur :\nsans réponse, lise@ville.fr"),
    pastell(5, 2, "creation", "2031-03-02 09:00:01", message="notification envoyée à lise@ville.fr"),
    pastell(4, 1, "modification", "2031-03-02 09:00:00", ("Tavernier", "Lise")),
    pastell(3, 1, "creation", "2031-03-02 09:00:00", ("Tavernier", "Lise")),
    pastell(2, 1, "action-locale", "2031-03-02 08:00:00", ("Aubert", "Jo"), case="d0"),
]  # fmt: skip
STEPS = [
    ("d0", "action-locale", "2031-03-02 08:00:00", "Jo Aubert", None, None),
    ("d1", "Création du document", "2031-03-02 09:00:00", "Lise Tavernier", None, None),
    ("d1", "Modification du document", "2031-03-02 09:00:00", "Lise Tavernier", None, None),
    ("d1", "Télétransmission au contrôle de légalité", "2031-03-03 10:00:00", "Lise Tavernier", None, None),
    ("d1", "Traitement terminé", "2031-03-04 02:00:00", None, None, None),
]


def test_pastell_with_and_without_a_header_line(load):
    for header in (PASTELL, None):
        events, reading = load(table(header, *JOURNAL))
        assert events == STEPS, header
        told = notes(reading)
        assert told["reading.note_no_steps"] == {"count": 2, "rows": 8}
        assert told["reading.note_no_work"] == {"count": 1, "rows": 8}
        assert reading.rows_kept + reading.rows_refused + 2 + 1 == len(JOURNAL)
        assert {c.kind: c.name for c in reading.columns} == {
            "case": "id_document", "activity": "action (libellé)", "time": "date",
            "resource": "utilisateur_prenom + utilisateur_nom",
        }  # fmt: skip
        assert {c.reason for c in reading.columns} == {"reading.chosen_by_source"}
        assert "message" not in reading.other_columns


def test_one_of_two_columns_of_an_agent_is_enough(load):
    place = PASTELL.index("utilisateur_prenom")
    without = lambda row: [cell for k, cell in enumerate(row) if k != place]
    events, reading = load(table(without(PASTELL), *map(without, JOURNAL)))
    assert is_known(reading)
    assert [agent for _, _, _, agent, *_ in events] == ["Aubert", "Tavernier", "Tavernier", "Tavernier", None]


def test_a_bom_before_a_table_without_header_is_no_data(load):
    content = table(None, *reversed(JOURNAL))
    events, _ = load(f'\ufeff"2"{content.removeprefix("2")}')
    assert events == STEPS


def test_the_line_of_a_refused_row_is_that_of_the_source(load, engine):
    bad = pastell(1, 1, "creation", "demain", case="d9")
    for header, added in ((PASTELL, 1), (None, 0)):
        rows = [*JOURNAL, bad, pastell(0, 1, "creation", "2031-01-01 08:00:00")]
        if header is None:
            bad[7] = "2031-13-41 08:00:00"  # without a header the layout is told by what dates look like
        load(table(header, *rows))
        ((line, column, value),) = engine.rows("select line, column_name, value from refusal")
        lines_within = 1  # one message holds a line break
        assert (line, column, value) == (len(JOURNAL) + 1 + lines_within + added, "date", bad[7])


def test_near_misses_of_pastell_are_read_as_any_table(load):
    place = PASTELL.index("id_entite")
    without = lambda row: [cell for k, cell in enumerate(row) if k != place]
    _, reading = load(table(without(PASTELL), *map(without, JOURNAL)), case="id_document", activity="action", time="date")
    assert not is_known(reading)
    with pytest.raises(ProcmapError, match=r"reading\.no_header"):
        load(table(None, *map(without, JOURNAL)))


def test_columns_given_by_hand_win(load):
    events, reading = load(table(PASTELL, *JOURNAL), activity="action")
    assert not is_known(reading)
    assert len(events) == len(JOURNAL)
    events, reading = load(table(PASTELL, *JOURNAL), role="collectivite_libelle")
    assert is_known(reading)
    assert {role for *_, role, _ in events} == {"Ville"}


def test_columns_that_were_saved_are_those_of_the_source(procmap, tmp_path):
    log, saved = tmp_path / "journal.csv", tmp_path / "saved.toml"
    log.write_text(table(PASTELL, *JOURNAL), encoding="utf-8")
    first = procmap("read", log, "--json", "--save", saved)
    assert first.code == 0, first.err
    again = procmap("read", log, "--json", "--config", saved)
    assert again.code == 0, again.err
    assert json.loads(again.out) == json.loads(first.out)


LOG = "<LogDossier><timestamp>{}</timestamp><nom>{}</nom><status>{}</status><annotation>{}</annotation></LogDossier>"
ANSWER = '<s:E xmlns:s="x"><R xmlns="y">{}<MessageRetour><codeRetour>OK</codeRetour></MessageRetour></R></s:E>'


def history(*entries):
    return ANSWER.format("".join(LOG.format(*entry) for entry in entries))


V4 = history(
    ("2031-04-01T10:00:00.000+02:00", "Service Web", "NonLu", "Création de dossier"),
    ("2031-04-01T10:00:01.000+02:00", "Service Web", "NonLu", "Emission du dossier"),
    ("2031-04-01T10:00:01.000+02:00", "Service Web", "EnCoursVisa", "Dossier déposé sur le bureau Chef des ateliers pour Visa"),
    ("2031-04-02T09:00:00.000+02:00", "Lise Tavernier", "Lu", "Dossier lu et prêt pour le visa"),
    ("2031-04-02T09:05:00.000+02:00", "Lise Tavernier", "Vise", "Visa de dossier"),
    ("2031-04-02T09:05:01.000+02:00", "Lise Tavernier", "NonLu", "Dossier déposé sur le bureau DGS pour signature"),
    ("2031-04-03T09:05:00.000+02:00", "Jo Aubert", "Signe", "Signature du dossier"),
    ("2031-04-03T09:05:02.000+02:00", "Jo Aubert", "Archive", "Circuit terminé, dossier archivable"),
)


def test_iparapheur_4_is_a_folder_with_one_file_for_each_case(load):
    events, reading = load({"BC 12.xml": V4, "note.txt": "à part"}, "folder")
    assert events == [
        ("BC 12", "NonLu", "2031-04-01 10:00:00", None, None, None),
        ("BC 12", "Visa", "2031-04-02 09:05:00", "Lise Tavernier", "Chef des ateliers", None),
        ("BC 12", "Signature", "2031-04-03 09:05:00", "Jo Aubert", "DGS", None),
        ("BC 12", "Archive", "2031-04-03 09:05:02", "Jo Aubert", None, None),
    ]
    told = notes(reading)
    assert told["reading.note_no_work"]["count"] == 4
    assert told["reading.note_files_left_out"] == {"count": 1}
    assert told["reading.note_robots"]["count"] == 1
    assert reading.format == "xml folder"


def test_folders_and_files_of_xml_that_cannot_be_used(tmp_path, engine):
    for text, key in (
        ("<a><LogDossier></a>", "broken_xml"),
        ('<?xml version="1.0" encoding="klingon"?><a/>', "broken_xml"),
        ("<a/>", "folder_without_history"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xes_entities"),
    ):
        folder = tmp_path / str(len(text))
        folder.mkdir()
        (folder / "a.xml").write_text(text, encoding="utf-8")
        with pytest.raises(ProcmapError, match=key):
            read(folder, ReadingOptions(), engine)


def test_the_fingerprint_of_a_folder_is_that_of_its_files_names_and_bytes(tmp_path):
    def prints(files):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return prints_of([folder])

    first = prints({"a.xml": "1", "b.xml": "2"})
    assert prints({"b.xml": "2", "a.xml": "1"}) == first
    for other in ({"a.xml": "1", "c.xml": "2"}, {"a.xml": "1", "b.xml": "3"}, {"a.xml": "12", "b.xml": ""}):
        assert all(one != another for one, another in zip(prints(other), first, strict=True))


def task(action, performed, desk, user, begin, end):
    return {
        "action": action, "performedAction": performed, "state": "VALIDATED" if end else "CURRENT", "desks": [{"name": desk}],
        "user": user and {"userName": user}, "beginDate": begin, "date": end,
    }  # fmt: skip


V5 = {"name": "Historiques", "content": [{"id": "a7", "name": "Marché 3", "type": {"name": "Marché"}, "tasks": [
    task("START", "START", "Achats", "ltavernier", "2031-01-06T08:00:00Z", "2031-01-06T08:00:09Z"),
    task("SIGNATURE", "PAPER_SIGNATURE", "DGS", "jaubert", "2031-01-06T08:00:09Z", "2031-01-09T13:30:00Z"),
    task("VISA", "BYPASS", "Finances", None, "2031-01-09T13:30:00Z", "2031-01-09T14:30:00Z"),
    task("ARCHIVE", None, "Achats", None, "2031-01-09T14:30:00Z", None),
]}]}  # fmt: skip


def test_iparapheur_5_wherever_the_tasks_stand(load):
    events, reading = load(V5, "export.json", time_zone="Europe/Paris")
    assert events == [
        ("Marché 3", "Lancement du circuit", "2031-01-06 09:00:09", "ltavernier", "Achats", None),
        ("Marché 3", "Signature sur papier", "2031-01-09 14:30:00", "jaubert", "DGS", None),
        ("Marché 3", "Étape contournée", "2031-01-09 15:30:00", None, "Finances", None),
    ]
    assert notes(reading)["reading.note_no_steps"] == {"count": 1, "rows": 4}
    assert reading.rows_kept + 1 == 4
    assert "start" not in {c.kind for c in reading.columns}  # an arrival is no start of work


def test_iparapheur_5_tells_who_signs_by_delegation(load):
    tasks = V5["content"][0]["tasks"]
    delegated = [{**one, "delegatedByDesk": {"name": "DGA"} if one["action"] == "SIGNATURE" else None} for one in tasks]
    _, reading = load({"content": [{**V5["content"][0], "tasks": delegated}]}, "export.json")
    assert {c.kind: c.name for c in reading.columns}["delegation"] == "delegatedByDesk.name"


def test_cases_of_one_name_are_told_apart_by_their_id(load):
    twice = [{**V5["content"][0], "id": number} for number in ("a7", "b8")]
    events, _ = load(twice, "export.json")
    assert {case for case, *_ in events} == {"Marché 3 (a7)", "Marché 3 (b8)"}


def status(number, code, date, name=""):
    return {
        "histoStatutId": number, "histoStatutCode": code, "histoStatutDatePassage": date, "histoStatutUtilisateurNom": name,
        "histoStatutUtilisateurPrenom": "", "histoStatutUtilisateurEmail": "x@y.fr",
    }  # fmt: skip


CHORUS = {"codeRetour": 0, "idFacture": 31, "numeroFacture": "FA 9", "modeDepot": "PORTAIL", "historiquesDesStatuts": {
    "histoStatut": [
        status(78, "NOUVEAU_CODE", "2031-02-05 10:00"),
        status(77, "SUSPENDUE", "2031-02-04 10:00", "Comptabilité"),
        status(76, "MISE_A_DISPOSITION", "2031-02-03 09:00"),
        status(75, "DEPOSEE", "2031-02-03 09:00", "SARL MOULIN"),
    ]}}  # fmt: skip


def test_chorus_pro_newest_first_within_one_minute(load):
    events, reading = load(CHORUS, "export.json")
    assert [event[:4] for event in events] == [
        ("FA 9", "Déposée", "2031-02-03 09:00:00", "SARL MOULIN"),
        ("FA 9", "Mise à disposition", "2031-02-03 09:00:00", None),
        ("FA 9", "Suspendue", "2031-02-04 10:00:00", "Comptabilité"),
        ("FA 9", "NOUVEAU_CODE", "2031-02-05 10:00:00", None),
    ]
    assert is_known(reading)


WIDE = [
    "ID", "Email", "Nom", "Prénom", "État du dossier", "Dernière mise à jour le", "Déposé le", "Passé en instruction le",
    "Traité le", "Instructeurs", "Groupe instructeur", "Montant de l’aide", "Étape",
]  # fmt: skip


def dossier(number, state, *dates, amount="1500"):
    changed = "2031-09-01 10:00:00 +0200"
    return [number, "lise@ville.fr", "Tavernier", "Lise", state, changed, *dates, "jo@ville.fr", "Nord", amount, "x"]


DOSSIERS = [
    dossier(11, "Accepté", "2031-05-02 08:00:00 +0200", "2031-05-03 08:00:00 +0200", "2031-05-09 08:00:00 +0200"),
    dossier(12, "En instruction", "2031-05-02 09:00:00 +0200", "2031-05-04 08:00:00 +0200", "", amount="820"),
    dossier(13, "Brouillon", "", "", ""),
]


def test_demarche_numerique_has_one_step_for_each_date(load):
    events, reading = load(table(WIDE, *DOSSIERS))
    assert events == [
        ("11", "Déposé le", "2031-05-02 08:00:00", None, "Nord", None),
        ("11", "Passé en instruction le", "2031-05-03 08:00:00", None, "Nord", None),
        ("11", "Accepté", "2031-05-09 08:00:00", None, "Nord", "Accepté"),
        ("12", "Déposé le", "2031-05-02 09:00:00", None, "Nord", None),
        ("12", "Passé en instruction le", "2031-05-04 08:00:00", None, "Nord", "En instruction"),
    ]
    assert notes(reading)["reading.note_no_dates"] == {"count": 1, "rows": 3}
    chosen = {c.kind: c.name for c in reading.columns}
    assert chosen["amount"] == "Montant de l’aide"
    assert chosen["outcome"] == "État du dossier"
    assert "resource" not in chosen
    assert not {"Email", "Nom", "Prénom", "Instructeurs"} & {*reading.other_columns, *chosen.values()}
    for language, said in (("fr", ("dernier passage", "GraphQL")), ("en", ("last passage", "GraphQL"))):
        told = words(language)("reading.note_source", **notes(reading)["reading.note_source"])
        assert all(part in told for part in said)


def test_a_wide_table_that_lacks_a_date_column_is_not_demarche_numerique(load):
    place = WIDE.index("Passé en instruction le")
    without = lambda row: [cell for k, cell in enumerate(row) if k != place]
    by_hand = {"role": "Groupe instructeur"}
    _, reading = load(table(WIDE, *DOSSIERS), **by_hand)
    assert is_known(reading)
    rows = [without(dossier(k % 4, f"état {k % 3}", f"2031-05-02 08:00:{k:02d}", "", "")) for k in range(16)]
    _, reading = load(table(without(WIDE), *rows), **by_hand)
    assert not is_known(reading)


def test_the_line_of_a_refused_date_of_a_wide_table(load, engine):
    bad = dossier(14, "Accepté", "2031-05-02 08:00:00 +0200", "hier", "2031-05-09 08:00:00 +0200")
    load(table(WIDE, *DOSSIERS, bad))
    assert engine.rows("select line, value from refusal") == [(5, "hier")]


def test_a_workbook_is_known_as_well_and_names_the_line_of_a_refused_date(tmp_path, engine):
    path = tmp_path / "dossiers.xlsx"
    bad = dossier("14", "Accepté", "2031-05-02 08:00:00 +0200", "hier", "")
    workbooks.xlsx(path, {"dossiers": [WIDE, *[[str(cell) for cell in row] for row in (*DOSSIERS, bad)]]})
    reading = read(path, ReadingOptions(), engine)
    assert is_known(reading)
    assert (reading.rows_kept, reading.rows_refused) == (6, 1)
    assert engine.rows("select line, value from refusal") == [(5, "hier")]


def test_delays_have_no_case_number_and_each_row_is_a_case(load):
    header = ["procedure_id", "created_at", "depose_at", "en_instruction_at", "processed_at"]
    days = [f"2031-01-0{day} 08:00:00" for day in range(2, 6)]
    events, _ = load(table(header, [5, *days[:2], "", ""], [5, *days]))
    assert [event[:2] for event in events] == [
        ("1", "created_at"), ("1", "depose_at"),
        ("2", "created_at"), ("2", "depose_at"), ("2", "en_instruction_at"), ("2", "processed_at"),
    ]  # fmt: skip


def passage(event, day, agent=None):
    return {"event": event, "dateTraitement": f"2031-01-0{day}T08:00:00+01:00", "emailAgentTraitant": agent}


def advice(asked, answered, expert):
    days = {"dateQuestion": f"2031-01-0{asked}T08:00:00+01:00", "dateReponse": answered and f"2031-01-0{answered}T08:00:00+01:00"}
    return {**days, "claimant": {"email": "jo@ville.fr"}, "expert": expert and {"email": expert}}


def test_graphql_gives_passages_and_advices(load):
    node = {
        "number": 77,
        "groupeInstructeur": {"label": "Nord"},
        "messages": [{"email": "x@y.fr", "createdAt": "2031-01-02T08:00:00+01:00"}],
        "traitements": [passage("depose", 2), passage("repasse_en_construction", 3, "jo@ville.fr")],
        "avis": [advice(4, None, None), advice(5, 6, "voirie@ville.fr")],
    }
    events, reading = load({"data": {"demarche": {"dossiers": {"nodes": [node]}}}}, "export.json")
    assert [(step, agent, role) for _, step, _, agent, role, _ in events] == [
        ("Dépôt", None, "Nord"),
        ("Retour à l’usager", "jo@ville.fr", "Nord"),
        ("Demande d’avis", "jo@ville.fr", None),
        ("Demande d’avis", "jo@ville.fr", None),
        ("Avis rendu", "voirie@ville.fr", None),
    ]
    assert reading.rows_refused == 0  # an advice not given yet is no row
    assert "jo@ville.fr" in reading.people.names


def workflow(*codes):
    return [[k, 40, code, f"2031-01-{k + 1:02} 09:00:00+01", ""] for k, code in enumerate(codes, start=1)]


WORKFLOW = ["id", "transaction_id", "status_id", "date", "message"]


@pytest.mark.parametrize(
    ("codes", "name", "labels"),
    [
        ((1, 8, 12, 13), "s2low_actes", ["Posté", "Acquittement envoyé", "Envoyé au SAE", "Archivé par le SAE"]),
        ((1, 7, 8), "s2low_helios", ["Posté", "En traitement", "Information disponible"]),
        ((8, 19, 9), "s2low_helios", ["Information disponible", "En attente de transmission au SAE", "Envoyé au SAE"]),
        ((1, 3, 4), "s2low_actes", ["Posté", "Transmis", "Acquittement reçu"]),
    ],
)
def test_s2low_codes_alone_are_told_in_french(load, codes, name, labels):
    events, reading = load(table(WORKFLOW, *workflow(*codes), separator=";"))
    assert [event[:2] for event in events] == [("40", label) for label in labels]
    assert notes(reading)["reading.note_source"]["title"] == source_named(name).title


def test_the_status_that_s2low_writes_is_kept(load):
    header = [*WORKFLOW, "status"]
    rows = [[*row, said] for row, said in zip(workflow(1, 13, 22), ("Posté", "Archivé", ""), strict=True)]
    events, _ = load(table(header, *rows))
    assert [step for _, step, *_ in events] == ["Posté", "Archivé", "Impossible d’envoyer au SAE"]


def test_other_tables_with_the_columns_of_s2low_are_not_taken_for_it(load):
    rows = [[row[0], 40 + k % 3, "paid", *row[3:], "x"] for k, row in enumerate(workflow(*[1] * 12))]
    with pytest.raises(ProcmapError) as caught:
        load(table([*WORKFLOW, "action"], *rows))
    assert caught.value.key == "reading.no_activity_column"  # a status that never varies, which is a step of known exports only


GLPI = [
    "id", "itemtype", "items_id", "itemtype_link", "linked_action", "user_name", "date_mod", "id_search_option", "old_value",
    "new_value",
]  # fmt: skip
TICKETS = [
    ["6", "Ticket", "80", "", "0", "cron_closeticket", "2031-01-09 03:00:00", "12", "Résolu", "Clos"],
    ["1", "Ticket", "80", "", "20", "Tavernier Lise (4)", "2031-01-02 08:00:00", "0", "", ""],
    ["2", "Ticket", "80", "Group", "15", "Tavernier Lise (4)", "2031-01-02 08:01:00", "8", "", "Réseau (3)"],
    ["3", "Ticket", "80", "", "0", "Tavernier Lise (4)", "2031-01-02 08:02:00", "12", "1", "2"],
    ["4", "Ticket", "80", "", "0", "Tavernier Lise (4)", "2031-01-02 08:03:00", "3", "Basse", "Haute"],
    ["5", "Computer", "80", "", "20", "Tavernier Lise (4)", "2031-01-02 08:04:00", "0", "", ""],
]


def test_glpi_steps_are_creation_and_status_and_the_group_follows(load):
    events, reading = load(table(GLPI, *TICKETS, separator=";"))
    assert events == [
        ("80", "Création", "2031-01-02 08:00:00", "Tavernier Lise (4)", None, None),
        ("80", "En cours (Attribué)", "2031-01-02 08:02:00", "Tavernier Lise (4)", "Réseau", None),
        ("80", "Clos", "2031-01-09 03:00:00", None, "Réseau", None),
    ]
    told = notes(reading)
    assert told["reading.note_no_steps"] == {"count": 3, "rows": 6}
    assert told["reading.note_robots"]["count"] == 1


def test_an_export_of_which_no_row_is_a_step_is_refused_with_what_to_ask_for(load):
    with pytest.raises(ProcmapError, match="source_without_steps") as told:
        load(table(GLPI, *TICKETS[4:], separator=";"))
    assert "procmap sources glpi" in words("fr").error(told.value)


def test_people_are_never_roles(load):
    agents = [f"{first}.{last}@ville.fr" for first in ("lise", "jo", "ana") for last in ("tavernier", "aubert")]
    nodes = [
        {"number": k, "groupeInstructeur": {"label": agent}, "traitements": [passage("depose", k + 1, agent)]}
        for k, agent in enumerate(agents)
    ]
    events, reading = load(nodes, "export.json")
    assert {role for *_, role, _ in events} == {None}
    assert "@" not in "".join(step for _, step, *_ in events)
    assert "reading.note_people_left_out" in notes(reading)


FLAT = [
    {"dossier": "A", "étape": "Dépôt", "date": "2031-01-02 08:00", "montant": 12.50, "urgent": True},
    {"dossier": "A", "étape": "Visa", "date": "2031-01-03 08:00", "agent": None},
    {"dossier": "B", "étape": "Dépôt", "date": "2031-01-03 09:00"},
]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (FLAT, "log.json"),
        ({"total": 3, "events": FLAT}, "log.json"),
        ("\n".join(json.dumps(row) for row in FLAT) + "\n", "log.jsonl"),
    ],
)
def test_unknown_json_that_is_one_list_of_flat_objects_is_a_table(load, content, name):
    events, reading = load(content, name)
    assert [event[:3] for event in events] == [
        ("A", "Dépôt", "2031-01-02 08:00:00"), ("A", "Visa", "2031-01-03 08:00:00"), ("B", "Dépôt", "2031-01-03 09:00:00"),
    ]  # fmt: skip
    assert reading.format == "json"
    assert not is_known(reading)


NESTED_STEPS = ("Dépôt", "Recevabilité", "Évaluation", "Commission")


def nested(cases=12, more=lambda _: {}):
    """Cases that each hold the list of their steps."""
    return [
        {"numero": f"M35-{c}", "id": f"{c}", "canal": {"libelle": "Papier"}, "pieces": ["CNI", "RIB"], **more(c), "historique": [
            {"id": f"{c}{k}", "etape": step, "date": f"2025-0{k + 1}-{c + 10} 09:{c + 10}:00", "agent": {"nom": f"agent{k}"}}
            for k, step in enumerate(NESTED_STEPS)
        ]} for c in range(cases)
    ]  # fmt: skip


@pytest.mark.parametrize("wrap", [lambda cases: cases, lambda cases: {"total": len(cases), "dossiers": cases}])
def test_steps_in_a_list_within_each_case_are_a_table(load, wrap):
    events, reading = load(wrap(nested()), "log.json")
    assert len(events) == 48
    columns = {each.kind: each.name for each in reading.columns}
    assert (columns["case"], columns["activity"], columns["time"], columns["resource"]) == ("numero", "etape", "date", "agent.nom")
    assert {"historique.id", "id", "pieces"} <= set(reading.other_columns)
    assert columns["channel"] == "canal.libelle"


@pytest.mark.parametrize("more", [
    lambda _: {"avis": [{"date": "2025-01-02"}]}, lambda c: {"avis": [{"date": "2025-01-02"}]} if c == 3 else {},
])  # fmt: skip
def test_several_lists_within_a_case_are_none(load, more):
    with pytest.raises(ProcmapError) as told:
        load(nested(more=more), "log.json")
    assert told.value.key == "reading.json_no_table"


def test_lists_within_steps_and_what_is_too_deep_are_refused(load):
    within = {"b": "1"}
    for _ in range(30):
        within = {"b": within}
    for inner, key in (([{"y": "2025-02-03"}], "json_no_table"), (within, "json_too_deep")):
        with pytest.raises(ProcmapError) as told:
            load([{"numero": "1", "h": [{"etape": "a", "le": "2025-02-01", "x": inner}]}], "log.json")
        assert told.value.key == f"reading.{key}"


def keyed(cases, steps="historique"):
    """The same cases, each under its number."""
    return {case.pop("numero"): case if steps else case["historique"] for case in cases}


def by_service(cases):
    """The same cases in the lists of two services."""
    return [{"service": name, "dossiers": cases[k::2]} for k, name in enumerate(("Urbanisme", "Voirie"))]


@pytest.mark.parametrize(("arranged", "case"), [
    (keyed, "key"), (lambda cases: keyed(cases, None), "key"), (lambda cases: {"data": {"dossiers": keyed(cases)}}, "key"),
    (by_service, "numero"), (lambda cases: {"total": "12", "services": by_service(cases)}, "numero"),
])  # fmt: skip
def test_cases_under_their_numbers_and_lists_of_lists_give_the_same_events(load, arranged, case):
    plain, _ = load(nested(), "plain.json")
    events, reading = load(arranged(nested()), "log.json")
    columns = {each.kind: each.name for each in reading.columns}
    assert (columns["case"], columns["activity"], columns["time"]) == (case, "etape", "date")
    assert sorted(each[:4] for each in events) == sorted(each[:4] for each in plain)


@pytest.mark.parametrize("more", [lambda _: {"avis": [[1], [2]]}, lambda _: {"actes": [{"nom": "plan.pdf"}, {"nom": "devis.pdf"}]}])
def test_a_list_without_dates_is_no_history_and_is_told(load, more):
    plain, _ = load(nested(), "plain.json")
    events, reading = load(nested(more=more), "log.json")
    assert events == plain
    assert dict(reading.notes)["reading.note_lists_left_out"] == {"lists": next(iter(more(0)))}


def test_lists_of_a_step_without_dates_do_not_double_it(load):
    cases = nested()
    for case in cases:
        for step in case["historique"]:
            step["pieces"] = [{"nom": "a.pdf"}, {"nom": "b.pdf"}]
    events, reading = load(cases, "log.json")
    assert len(events) == 48
    assert "reading.note_lists_left_out" in dict(reading.notes)


def test_steps_whose_values_stand_in_objects_are_rows(load):
    steps = [{"dossier": {"numero": case["numero"]}, "etape": step["etape"], "date": step["date"]} for case in nested()
             for step in case["historique"]]  # fmt: skip
    events, reading = load(steps, "log.json")
    assert len(events) == 48
    assert next(each.name for each in reading.columns if each.kind == "case") == "dossier.numero"


@pytest.mark.parametrize("arranged", [
    lambda head, lines: [head, *lines], lambda head, lines: {"columns": head, "rows": lines, "count": len(lines)},
    lambda head, lines: {service: [dict(zip(head, line, strict=True)) for line in lines[k::2]] for k, service in enumerate("AB")},
])  # fmt: skip
def test_cells_under_names_and_lists_in_parts_are_one_table(load, arranged):
    lines = [[case["numero"], step["etape"], step["date"]] for case in nested() for step in case["historique"]]
    events, reading = load(arranged(["dossier", "etape", "date"], lines), "log.json")
    assert sorted(row[:3] for row in events) == sorted(map(tuple, lines))
    assert next(each.name for each in reading.columns if each.kind == "case") == "dossier"


def test_names_of_fields_are_no_cases(load):
    fields = {"avis1": [{"date": "2025-01-02"}], "visa2": [{"jour": "2025-01-03"}], "note3": [{"heure": "2025-01-04"}]}
    with pytest.raises(ProcmapError, match="json_no_table"):
        load(fields, "log.json")


@pytest.mark.parametrize(
    ("content", "key", "line"),
    [
        ('[\n{"a": 1},\n{"a": }\n]', "broken_json", "3"),
        ('{"a": 1}\n{"a": 2}\n{"a"\n', "broken_json", "3"),
        ("[" * 200_000, "json_too_deep", None),
        ('{"a":' * 200_000, "json_too_deep", None),
        ('[{"a": {"b": 1}}, 2]', "json_no_table", None),
        ("[1, 2]", "json_no_table", None),
        ('{"a": [{"b": 1}], "c": [{"d": 2}]}', "json_no_table", None),
        ("[]", "json_no_table", None),
        ("bonjour", "broken_json", "1"),
    ],
)
def test_json_that_cannot_be_used_is_refused_in_one_message(load, content, key, line):
    with pytest.raises(ProcmapError, match=key) as told:
        load(content, "log.json")
    assert told.value.values.get("line") == line
    for language in ("fr", "en"):
        assert "export.json" in (said := words(language).error(told.value)).replace("log.json", "export.json")
        assert len(said.splitlines()) == 2


def test_json_that_is_not_utf_8_names_the_line(tmp_path, engine):
    path = tmp_path / "log.json"
    path.write_bytes('[\n{"a": "été"}]'.encode("cp1252"))
    with pytest.raises(ProcmapError, match="json_not_utf8") as told:
        read(path, ReadingOptions(), engine)
    assert told.value.values["line"] == "2"


@pytest.mark.parametrize("name", [source.name for source in sources()])
def test_every_source_is_explained_in_both_languages(procmap, name):
    for locale in ("fr", "en"):
        listed = procmap("sources", locale=locale)
        assert listed.code == 0
        assert any(line.startswith(f"{name} ") for line in listed.out.splitlines())
        told = procmap("sources", name, locale=locale)
        assert told.code == 0
        for text in (source_named(name).export, source_named(name).hides):
            assert " ".join(text.of(locale).split()) in " ".join(told.out.split())
    assert procmap("sources", name, "--language", "fr", locale="en").out == procmap("sources", name, locale="fr").out


def test_an_unknown_source_names_the_nearest(procmap):
    done = procmap("sources", "pastel")
    assert (done.code, done.out) == (2, "")
    assert "pastell" in done.err


def test_labels_are_one_word_for_each_code_and_french_follows_french_typography():
    for file in FOLDER.glob("*.toml"):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        labels = list(told.get("labels", {}).values())
        assert len(labels) == len(set(labels)), file.name
        for text in (*(told[part]["fr"] for part in ("title", "export", "hides")), *labels):
            prose = re.sub(r"'[^']*'|/\S*", "x", text)  # what is to be typed follows its own rules
            assert "'" not in prose, text
            assert not re.search(r"[^\s\u202f][;!?»]|«[^\u202f]| [;!?:»%]|[^\u00a0\s\d]:(?!/)(?!\w)", prose), text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("order = 3", "order"),
        ("[title]\nfr = 'a'", "title.en"),
        ("[recognised", "broken.toml"),
        ("extra = 'x'", "unknown key extra"),
        ("[columns]\nwho = 'x'", "unknown kind who"),
        ("[recognised]\ncolumns = ['a']\nevery = {a = '('}", "no regular expression"),
        ("[[steps]]\nwhere = {a = []}", "at least one text"),
        ("[[passages]]\ncolumn = 'b'", "recognised by"),
    ],
)
def test_a_source_file_that_says_nonsense_is_refused_by_name(text, said):
    parts = dict.fromkeys(("title", "export", "hides"), "fr = 'a'\nen = 'b'") | {"recognised": "columns = ['a']"}
    kept = "\n".join(f"[{key}]\n{value}" for key, value in parts.items() if f"[{key}" not in text)
    with pytest.raises(SourceFileError, match=r"broken\.toml") as told:
        source_of("broken", f"{text}\n{kept}")
    assert said in str(told.value)
