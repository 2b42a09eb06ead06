"""Exports in shapes of their own: numbered groups, headers of two lines, marks of begin and end, headings that say UTC."""

import datetime as dt
import zipfile

import pytest

from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading.trial import Flaw

from .conftest import fresh_engine
from .reading_logs import EPOCH, STEPS, moment, parser, rows, written
from .workbooks import xlsx


@pytest.fixture(scope="module")
def engine():
    with fresh_engine() as one:
        yield one


@pytest.fixture
def parse(engine, tmp_path):
    return parser(engine, tmp_path)


def triples(log):
    times = [f"{EPOCH + dt.timedelta(microseconds=each['time']):%d/%m/%Y %H:%M}" for each in log.events]
    return {(each["case_name"], each["activity_name"], time) for each, time in zip(log.events, times, strict=True)}


DAY = dt.timedelta(days=1)

TRUTH = {(case, step, time) for case, step, time, *_ in rows()}


# ------------------------------------------------------------------------------------------------- steps side by side in a row


@pytest.mark.parametrize("heads", [
    ("Étape {}", "Date {}", "Agent {}"), ("Step {} name", "Step {} date", "Step {} officer"), ("Étape", "Date", "Agent"),
])  # fmt: skip
def test_numbered_groups_of_columns_are_steps_called_as_the_group_says(parse, heads):
    head = ["Dossier", *(each.format(place) for place in range(1, 6) for each in heads)]
    lines = {}
    for place, (case, *step) in enumerate(rows()):
        if place % 7:  # some cases have fewer steps
            lines.setdefault(case, []).extend(step[:3])
    lines["D-031"], lines["D-032"] = [], [*[""] * 3, STEPS[0], "01/02/2024 10:00", "agent1"]
    log = parse(written([head, *([case, *cells, *[""] * (15 - len(cells))] for case, cells in lines.items())]))
    assert ([line for line, _ in log.refusals], log.trace("D-032")) == ([32], [STEPS[0]])
    log.events = [each for each in log.events if each["case_name"] != "D-032"]
    assert triples(log) == {row for place, row in enumerate(tuple(each[:3]) for each in rows()) if place % 7}
    assert "numbered_groups" in log.notes
    assert all(event["resource_name"].startswith("agent") for event in log.events)


def test_numbered_dates_without_a_step_beside_are_steps_themselves(parse):
    lines = [[f"D-{case}", *(f"{moment(case, k):%d/%m/%Y}" for k in range(3))] for case in range(30)]
    heads = ["Relance 1", "Relance 2", "Relance 3"]
    assert parse(written([["Dossier", *heads], *lines])).steps == set(heads)


# ----------------------------------------------------------------------------------------------------------- headers of two lines


def wide_lines(title):
    groups = [cell for step in STEPS[:4] for cell in (step, None)]
    lines = [["Dossier", "Objet", *groups], [None, None, *["Début", "Fin"] * 4]]
    hour = dt.timedelta(hours=1)
    lines += [[f"D-{case}", "x", *(moment(case, k) + late * hour for k in range(4) for late in (0, 1))] for case in range(30)]
    return [["Suivi des subventions"], *lines] if title else lines


@pytest.mark.parametrize("title", [False, True])
def test_a_header_of_two_lines_of_which_neither_is_whole(parse, tmp_path, title):
    xlsx(tmp_path / "made.xlsx", {"2024": wide_lines(title)})
    log = parse((tmp_path / "made.xlsx").read_bytes(), "log.xlsx")
    assert log.steps == set(STEPS[:4])
    assert log.times("D-0", "start") == [moment(0, k) for k in range(4)]


def test_steps_without_names_are_no_steps(parse):
    lines = [[f"D-{case}", *(f"{moment(case, k):%d/%m/%Y}" for k in range(4))] for case in range(30)]
    with pytest.raises(ProcmapError):
        parse(written([["Dossier", "Dépôt", "", "", ""], *lines]))


# -------------------------------------------------------------------------------------------------------------- what a heading says


@pytest.mark.parametrize(("mark", "step"), [("Phase", "Work item"), ("Statut", "Tâche"), ("Event", "What"), ("Étape", "Travail")])
def test_marks_of_begin_and_end_are_not_the_step(parse, mark, step):
    lines = [(moment(case, k) + dt.timedelta(hours=late), [f"D-{case}", STEPS[k], word])
             for case in range(30) for k in range(5) for late, word in ((0, "START"), (1, "COMPLETE"))]  # fmt: skip
    log = parse(written([["Dossier", step, mark, "Date"], *([*cells, f"{at:%d/%m/%Y %H:%M}"] for at, cells in sorted(lines))]))
    assert (log.steps, len(log.events)) == (set(STEPS), 150)


@pytest.mark.parametrize(("heading", "zone"), [
    ("Timestamp (UTC)", "UTC"), ("created_at_utc", "UTC"), ("Date GMT", "UTC"), ("Date (GMT+1)", "Europe/Paris"),
    ("Date", "Europe/Paris"),
])  # fmt: skip
def test_a_heading_that_says_utc_is_believed(parse, heading, zone):
    log = parse(written([["Dossier", "Étape", heading], *(row[:3] for row in rows())]))
    assert (log.reading.time_zone, "utc" in log.notes, triples(log)) == (zone, zone == "UTC", TRUTH)


def test_what_is_in_utc_by_its_heading_is_converted_where_asked(parse):
    log = parse(written([["Dossier", "Étape", "Date UTC"], *(row[:3] for row in rows())]), time_zone="Europe/Paris")
    assert log.times("D-001")[0] == moment(1, 0) + dt.timedelta(hours=1)


def test_days_in_utc_stay_the_days_that_they_are(parse):
    log = parse(written([["Dossier", "Étape", "Date UTC"], *(row[:3] for row in rows(form="%d/%m/%Y"))]), time_zone="Europe/Paris")
    assert all(at.hour == 0 for at in log.times("D-001"))


# ---------------------------------------------------------------------------------------------------------- what makes a case whole


def test_parts_of_a_document_that_pass_the_procedure_alone_are_cases(parse):
    lines = [[f"M{int(case[2:]) // 3:03}", f"{int(case[2:]) % 3 + 1}", *rest] for case, *rest in rows()]
    log = parse(written([["N° marché", "N° lot", "Étape", "Date", "Agent", "Service"], *lines]))
    assert (len(log.cases), "series" in log.notes) == (30, True)


def test_numbers_that_begin_again_beyond_the_sample_are_not_merged(parse):
    lines = [[f"{case}", step, f"{moment(case % 300, k) + year * 366 * DAY:%d/%m/%Y %H:%M}"]
             for year, last in ((0, 4001), (1, 2100)) for case in range(1, last) for k, step in enumerate(STEPS)]  # fmt: skip
    with pytest.raises(ProcmapError) as error:
        parse(written([["Numéro", "Étape", "Date"], *lines]))
    assert error.value.key == "reading.numbers_begin_again"


def test_services_that_share_a_case_are_no_parts_of_it(parse):
    lines = [[case, service, step, time, agent] for case, step, time, agent, service in rows()]
    assert len(parse(written([["N° marché", "Position", "Étape", "Date", "Agent"], *lines])).cases) == 30


def test_cells_merged_over_several_lines_hold_of_each(parse, tmp_path):
    lines, merged = [["N° DA", "Étape", "Date", "Service"]], []
    for number in range(20):
        top = len(lines) + 1
        first = ((f"DA {number}", "Accueil"), (None, None), (None, "Achats"), (None, None))
        lines += [[case, STEPS[k], moment(number, k), service] for k, (case, service) in enumerate(first)]
        merged += [f"A{top}:A{top + 3}", f"D{top}:D{top + 1}", f"D{top + 2}:D{top + 3}"]
        lines.append(["Sous-total", None, None, 4])
    xlsx(tmp_path / "made.xlsx", {"Achats": lines})
    with zipfile.ZipFile(tmp_path / "made.xlsx") as packed, zipfile.ZipFile(tmp_path / "merged.xlsx", "w") as into:
        cells = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
        for name in packed.namelist():
            text = packed.read(name).decode()
            into.writestr(name, text.replace("</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>"))
    log = parse((tmp_path / "merged.xlsx").read_bytes(), "log.xlsx")
    assert len(log.events) == 80
    assert all(log.trace(f"DA {number}") == list(STEPS[:4]) for number in range(20))
    assert {(each["activity_name"], each["role_name"]) for each in log.events} == {
        (STEPS[0], "Accueil"), (STEPS[1], "Accueil"), (STEPS[2], "Achats"), (STEPS[3], "Achats"),
    }  # fmt: skip


def test_blocks_with_totals_below_them_are_filled_down(parse):
    lines = []
    for number in range(20):
        lines += [["" if k else f"DA {number}", STEPS[k], f"{moment(number, k):%d/%m/%Y %H:%M}"] for k in range(4)]
        lines.append(["Sous-total", "", ""])
    log = parse(written([["N° DA", "Étape", "Date"], *lines]))
    assert all(log.trace(f"DA {number}") == list(STEPS[:4]) for number in range(20))


def test_sheets_of_one_step_beside_a_column_of_the_case(parse, tmp_path):
    sheets = {step: [["Dossier", "Poste", "Date"], *([f"D{case}", f"Poste {case % 4}", moment(case, k)] for case in range(20))]
              for k, step in enumerate(STEPS[:3])}  # fmt: skip
    xlsx(tmp_path / "made.xlsx", sheets)
    assert parse((tmp_path / "made.xlsx").read_bytes(), "log.xlsx").trace("D3") == list(STEPS[:3])


# ------------------------------------------------------------------------------------------------------------------- what is no log


def held(months, before, heads):
    lines = []
    for place in range(60):
        first = dt.date(2020 + place % 5, 1 + place % 12, 1 + place % 28)
        days = (first - dt.timedelta(days=before + place % 9), first, first.replace(year=first.year + months // 12) - DAY)
        lines.append([f"C-{place}", *(f"{day:%d/%m/%Y}" for day in days)])
    return written([heads, *lines])


def things():
    bought = [dt.date(2020, 1, 1) + place * 11 * DAY for place in range(60)]
    lines = [[f"A{place:04}", *(f"{day + late * DAY:%d/%m/%Y}" for late in (0, 900 + place * 7 % 90, 1300))]
             for place, day in enumerate(bought)]  # fmt: skip
    return written([["Asset tag", "Purchase date", "Last maintenance", "Next maintenance"], *lines])


def clocked():
    ways = ((8, "Entrée"), (12, "Sortie"), (13, "Entrée"), (17, "Sortie"))
    lines = [[f"{100 + who}", f"Nom{letter} Prénom{letter}", f"{day:02}/03/2024", f"{hour:02}:{(who * 7 + day) % 60:02}", way]
             for day in range(4, 29) for who, letter in enumerate("abcdefghij") for hour, way in ways]  # fmt: skip
    return written([["Matricule", "Agent", "Date", "Heure", "Sens"], *lines])


def extracts():
    states = ("Reçu", "Instruction", "Décidé")
    lines = [[f"{month:02}/2024", f"01/{month:02}/2024", f"D{case}", states[min(2, (month + case) // 9)]]
             for month in range(1, 9) for case in range(40) if month > case % 4]  # fmt: skip
    return written([["Extraction", "Date d'extraction", "Dossier", "Statut"], *lines])


NO_LOGS = {
    "extracts of each month": extracts(),
    "contracts": held(12, 15, ["Référence marché", "Date de notification", "Date de début", "Date de fin"]),
    "contracts of three years": held(36, 30, ["Contract no", "Signed", "Start date", "End date"]),
    "permits": held(12, 3, ["N° permis", "Délivré le", "Valable du", "Valable jusqu'au"]),
    "things": things(),
    "clocked times": clocked(),
}


@pytest.mark.parametrize("name", NO_LOGS)
def test_what_tells_no_procedure_is_refused(parse, name):
    with pytest.raises(ProcmapError):
        parse(NO_LOGS[name])


def test_a_file_of_one_case_asks_for_the_folder(parse):
    logs = "".join(f"<LogDossier><timestamp>2024-03-0{k}T08:36:48+01:00</timestamp><nom>A</nom><status>Lu</status></LogDossier>"
                   for k in range(1, 9))  # fmt: skip
    with pytest.raises(ProcmapError) as error:
        parse(f"<Envelope><Body><Histo>{logs}</Histo></Body></Envelope>", "BC-1.xml")
    assert error.value.key == "reading.file_of_one_case"


@pytest.mark.parametrize("flaw", list(Flaw))
def test_each_flaw_has_words_for_columns_chosen_and_named(flaw):
    own = {Flaw.ACTIVITY_IS_PEOPLE} & {flaw}  # refused before, whoever named it
    for language in ("en", "fr"):
        assert words(language)(f"reading.flaw_{flaw}")
        assert own or words(language)(f"reading.doubt_{flaw}")


def test_a_start_and_an_end_of_work_are_steps(parse):
    lines = [[f"D-{case}", *(f"{moment(case, k):%d/%m/%Y}" for k in range(3))] for case in range(60)]
    heads = ["N° intervention", "Demande reçue", "Date de début", "Date de fin"]
    assert parse(written([heads, *lines])).steps == {"Demande reçue", "Date de début", "Date de fin"}
