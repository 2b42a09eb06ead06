"""Reading: exports of German, Dutch, Spanish, Italian and Portuguese offices, and what their software writes in its own way."""

import datetime as dt
import random

import pytest

from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading import ReadingOptions, read

from .conftest import fresh_engine
from .reading_logs import Log, loader, moment, parser
from .workbooks import xlsx


@pytest.fixture(scope="module")
def engine():
    with fresh_engine() as one:
        yield one


@pytest.fixture
def load(engine, tmp_path):
    return loader(engine, tmp_path)


@pytest.fixture
def parse(engine, tmp_path):
    return parser(engine, tmp_path)


def columns(reading):
    return {choice.kind: choice.name for choice in reading.columns}


# ----------------------------------------------------------------------------------------------- who says two kinds of things

GERMAN = ("Angelegt", "Geprüft", "Freigegeben", "Versandt", "Gebucht")
GROUPS = ("IT", "Möbel", "Bau", "Fahrzeuge")


def test_a_vorgang_of_few_words_beside_numbered_documents_is_the_step(load):
    rows = [(f"45{case:05}", step, f"{moment(case, k):%d.%m.%Y %H:%M}", GROUPS[case % 4]) for case in range(40)
            for k, step in enumerate(GERMAN)]  # fmt: skip
    chosen = columns(load(["Belegnr", "Vorgang", "Zeitstempel", "Warengruppe"], rows))
    assert (chosen["case"], chosen["activity"]) == ("Belegnr", "Vorgang")


def test_a_vorgang_of_numbers_is_the_case(load):
    rows = [(f"V{case:05}", GROUPS[case % 4], step, f"{moment(case, k):%d.%m.%Y %H:%M}") for case in range(40)
            for k, step in enumerate(GERMAN)]  # fmt: skip
    chosen = columns(load(["Vorgang", "Vorgangsart", "Tätigkeit", "Datum"], rows))
    assert (chosen["case"], chosen["activity"]) == ("Vorgang", "Tätigkeit")


def test_an_event_type_that_is_no_transition_is_the_step_and_entries_of_a_directory_are_people(load):
    people = [f"uid={name},ou=people,dc=town,dc=org" for name in ("avogel", "jdevries", "lromero", "pconti", "hmarsh", "smit")]
    rows = [(f"cn=r{case},ou=requests,dc=town,dc=org", step, f"{moment(case, k):%Y%m%d%H%M%S}Z", people[(case * 3 + k) % 6])
            for case in range(40) for k, step in enumerate(("Asked", "Approved", "Provisioned", "Confirmed"))]  # fmt: skip
    found = load(["requestDN", "eventType", "eventTime", "actorDN"], rows)
    chosen = columns(found)
    assert (chosen["case"], chosen["activity"], chosen["resource"]) == ("requestDN", "eventType", "actorDN")
    assert found.time_zone == "UTC" or "reading.note_utc" in dict(found.notes)


# ------------------------------------------------------------------------------------------------------ when, and since when

STAYS = [
    ("Entered On", "Completed On"), ("Date d'entrée", "Date de sortie"), ("Received", "Done"), ("Eingang", "Ausgang"),
]  # fmt: skip


@pytest.mark.parametrize("pair", STAYS)
def test_when_a_step_came_in_is_its_start_beside_when_it_was_done(load, pair):
    rows = [(f"D-{case}", step, moment(case, k), moment(case, k) + dt.timedelta(hours=2)) for case in range(30)
            for k, step in enumerate(GERMAN)]  # fmt: skip
    chosen = columns(load(["Dossier", "Étape", *pair], rows))
    assert (chosen["start"], chosen["time"]) == pair


def test_what_came_in_after_it_was_done_is_no_start(load):
    rows = [(f"D-{case}", step, moment(case, k) + dt.timedelta(hours=2), moment(case, k)) for case in range(30)
            for k, step in enumerate(GERMAN)]  # fmt: skip
    assert "start" not in columns(load(["Dossier", "Étape", "Entered On", "Completed On"], rows))


def test_in_a_dozen_cases_too_a_date_that_never_changes_is_of_the_case(load):
    rows = [(f"D-{case}", f"{moment(case, 0):%d/%m/%Y}", step, f"{moment(case, k):%d/%m/%Y %H:%M}") for case in range(12)
            for k, step in enumerate(GERMAN)]  # fmt: skip
    assert columns(load(["Dossier", "Date", "Étape", "Horodatage étape"], rows))["time"] == "Horodatage étape"


def test_hours_that_a_point_ends_are_times_of_day_where_the_name_says_so(load):
    rows = [(f"P-{case}", step, f"{moment(case, k):%d/%m/%Y}", f"{moment(case, k):%H.%M}") for case in range(30)
            for k, step in enumerate(GERMAN)]  # fmt: skip
    assert columns(load(["Pratica", "Fase", "Data", "Ora"], rows))["time"] == "Data + Ora"


def test_hours_in_quarters_may_be_decimals(load):
    rows = [(f"P-{case}", step, f"{moment(case, k):%d/%m/%Y}", f"{k + 1}.{25 * (case % 4):02}") for case in range(30)
            for k, step in enumerate(GERMAN)]  # fmt: skip
    assert columns(load(["Pratica", "Fase", "Data", "Ora"], rows))["time"] == "Data"


# --------------------------------------------------------------------------------------------------------- how it is written


def test_texts_in_formulas_are_read_without_them(parse):
    lines = [f'"=""{case:06}""";"{step}";"{moment(case, k):%d/%m/%Y %H:%M}"' for case in range(30) for k, step in enumerate(GERMAN)]
    found = parse("\n".join(["Numéro;Action;Date", *lines]) + "\n")
    assert found.cases == {f"{case:06}" for case in range(30)}


def test_the_separator_is_one_that_the_header_holds(parse):
    lines = [f"cn=r{case},ou=a,dc=b,dc=c;{step};{moment(case, k):%d/%m/%Y %H:%M}" for case in range(30)
             for k, step in enumerate(GERMAN)]  # fmt: skip
    found = parse("\n".join(["Dossier;Étape;Date", *lines]) + "\n")
    assert (found.reading.separator, len(found.cases), len(found.steps)) == (";", 30, 5)


def by_step(steps, cases=30):
    """A sheet for each step: the case and when it was done."""
    return {step: [["Antragsnummer", "Datum"], *([f"A-{case:03}", moment(case, k)] for case in range(cases))]
            for k, step in enumerate(steps)}  # fmt: skip


def test_sheets_of_one_step_each_bear_its_name(engine, tmp_path):
    xlsx(tmp_path / "log.xlsx", by_step(("Eingang", "Prüfung", "Genehmigung", "Versand")))
    with_sheets = parser(engine, tmp_path)
    found = with_sheets((tmp_path / "log.xlsx").read_bytes(), "log.xlsx")
    assert found.trace("A-007") == ["Eingang", "Prüfung", "Genehmigung", "Versand"]
    assert "sheets" in found.notes


@pytest.mark.parametrize("names", [
    ("2022", "2023", "2024"), ("Januar", "Februar", "März"), ("Anke Vogel", "Marc Dubois", "Claire Petit"),
])  # fmt: skip
def test_sheets_of_years_months_or_people_are_no_steps(engine, tmp_path, names):
    xlsx(tmp_path / "log.xlsx", by_step(names))
    with pytest.raises(ProcmapError):
        parser(engine, tmp_path)((tmp_path / "log.xlsx").read_bytes(), "log.xlsx")


def test_files_of_one_step_each_bear_its_name(engine, tmp_path):
    paths = []
    for step, rows in by_step(("Dépôt", "Visa", "Signature")).items():
        paths.append(tmp_path / f"{step}.csv")
        lines = (";".join(map(str, row)) for row in rows)
        paths[-1].write_text("\n".join(lines) + "\n", encoding="utf-8")
    read(paths, ReadingOptions(), engine)
    assert engine.value("select count(distinct activity_name) from source_event") == 3


# -------------------------------------------------------------------------------------------------------- what tells no steps


def statuses(one, other):
    """Changes of two statuses, in turn."""
    changes = ((one, "", "Open"), (other, "", "Green"), (one, "Open", "Paid"), (other, "Green", "Red"))
    return [(f"C-{case}", *change, moment(case, k)) for case in range(30) for k, change in enumerate(changes)]


def test_two_statuses_in_one_journal_are_asked_about(load):
    rows = statuses("Payment status", "SLA status")
    with pytest.raises(ProcmapError, match="several_status_fields") as caught:
        load(["Ticket", "Field", "Old value", "New value", "Changed at"], rows)
    for language in ("fr", "en"):
        assert "SLA status" in words(language).error(caught.value)


def test_the_status_of_the_case_comes_before_other_statuses(load):
    rows = statuses("Case status", "SLA status")
    found = load(["Case", "Field", "Old value", "New value", "Changed at"], rows)
    assert (found.rows_kept, dict(found.notes)["reading.note_other_fields"]["value"]) == (60, "Case status")


def test_readings_of_a_meter_are_no_steps(load):
    chance = random.Random(2)
    rows = [(f"MT{meter:04}", kind, dt.date(2025, month, 3 + meter % 20), chance.randint(100, 9000)) for meter in range(20)
            for month in range(1, 9) for kind in ("Day", "Night")]  # fmt: skip
    with pytest.raises(ProcmapError, match="no_log"):
        load(["Meter ID", "Reading type", "Reading date", "Value"], rows)


def test_the_number_of_an_employee_is_no_case(load):
    chance = random.Random(3)
    people = ("Vogel", "Schäfer", "Weber", "Wagner", "Becker")
    rows = [(f"{n:05}", people[n % 5], day := dt.date(2001, 1, 1) + dt.timedelta(chance.randint(0, 5000)),
             day + dt.timedelta(chance.randint(300, 2000))) for n in range(70)]  # fmt: skip
    with pytest.raises(ProcmapError):
        load(["Personalnr", "Nachname", "Eintritt", "Letzte Beförderung"], rows)


# ----------------------------------------------------------------------------------------------------------- who did the step


def test_columns_of_who_are_tied_to_the_steps_of_dutch_headings(load):
    people = ("Anke Vogel", "Jan de Vries", "Helen Marsh", "Paolo Conti")
    heads = ("Ontvangen", "Gecodeerd", "Akkoord", "Betaald")
    rows = [[f"FAC{n:05}"] + [cell for k in range(4) for cell in (f"{moment(n, k):%d-%m-%Y %H:%M}", people[(n + k) % 4])]
            for n in range(40)]  # fmt: skip
    found = load(["Factuurnummer", *(f"{head} {end}" for head in heads for end in ("op", "door"))], rows)
    assert (columns(found)["case"], columns(found)["resource"]) == ("Factuurnummer", "(agents)")


def test_numbers_that_begin_again_each_jaar_are_told_apart_by_it(load):
    rows = [(year, case, step, moment(case, k).replace(year=year)) for year in (2024, 2025) for case in range(1, 31)
            for k, step in enumerate(GERMAN)]  # fmt: skip
    assert columns(load(["Jaar", "Volgnr", "Processtap", "Datum"], rows))["case"] == "Jaar + Volgnr"


def test_columns_of_services_bear_spanish_names(load):
    units = ("Urbanismo", "Secretaría", "Intervención")
    rows = [(f"{case}/2025", step, f"{moment(case, k):%d/%m/%Y %H:%M}", units[k % 3]) for case in range(30)
            for k, step in enumerate(GERMAN)]  # fmt: skip
    assert columns(load(["Expediente", "Fase", "Fecha", "Unidad tramitadora"], rows))["role"] == "Unidad tramitadora"


def test_logins_of_a_domain_are_people(load):
    people = tuple(f"TOWN\\{name}" for name in ("avogel", "jdevries", "lromero", "pconti", "hmarsh"))
    rows = [(case, step, f"{moment(case, k):%Y-%m-%d %H:%M}", people[(case * 3 + k) % 5]) for case in range(30)
            for k, step in enumerate(GERMAN)]  # fmt: skip
    assert columns(load(["Item ID", "Event", "Date Occurred", "Account"], rows))["resource"] == "Account"


# ------------------------------------------------------------------------------------------- rows and dates that are no steps


@pytest.mark.parametrize("pair", [("Du", "Au"), ("Von", "Bis"), ("Desde", "Hasta"), ("Dal", "Al")])
def test_from_when_to_when_something_is_asked_for_is_no_step(engine, tmp_path, pair):
    chance = random.Random(4)
    rows = []
    for n in range(60):
        asked = dt.date(2025, 1, 6) + dt.timedelta(chance.randint(0, 200))
        agreed, first = asked + dt.timedelta(chance.randint(0, 5)), asked + dt.timedelta(chance.randint(6, 60))
        rows.append((f"CA-{n:04}", asked, agreed, first, first + dt.timedelta(chance.randint(1, 15))))
    path = tmp_path / "log.csv"
    table = [("N° demande", "Demandé le", "Validé le", *pair), *rows]
    path.write_text("\n".join(";".join(map(str, row)) for row in table) + "\n", encoding="utf-8")
    assert Log(engine, path, ReadingOptions()).steps == {"Demandé le", "Validé le"}


def test_the_lines_of_a_ledger_are_no_cases(load):
    chance = random.Random(5)
    rows = []
    for n in range(80):
        days = sorted(chance.sample(range(300), 3))
        dates = [f"{dt.date(2025, 1, 6) + dt.timedelta(day):%Y%m%d}" for day in days]
        rows += [(f"AC{n:05}", *dates, account, chance.randint(1, 900), 0) for account in ("60611", "44566", "40110")]
    with pytest.raises(ProcmapError):
        load(["EcritureNum", "PieceDate", "EcritureDate", "ValidDate", "CompteNum", "Debit", "Credit"], rows)


def test_of_measures_beside_their_values_those_of_the_state_are_the_steps(load):
    people = ("Anke Vogel", "Jan de Vries", "Helen Marsh")
    rows = [(f"INC{case:05}", what, value, moment(case, k), moment(case, k) + dt.timedelta(hours=2)) for case in range(30)
            for k, step in enumerate(("New", "In Progress", "On Hold", "Closed"))
            for what, value in (("Incident State Duration", step), ("Assigned to Duration", people[(case + k) % 3]))]  # fmt: skip
    found = load(["id", "definition", "value", "start", "end"], rows)
    assert (columns(found)["activity"], found.rows_kept) == ("value", 120)


def test_seconds_since_1970_may_have_decimals(parse):
    lines = [f"D-{case};{step};{(moment(case, k) - dt.datetime(1970, 1, 1)).total_seconds():.3f}" for case in range(30)
             for k, step in enumerate(GERMAN)]  # fmt: skip
    found = parse("\n".join(["case_id;task_name;end_time", *lines]) + "\n", time_zone="UTC")
    assert found.times("D-3") == [moment(3, k) for k in range(5)]


# ------------------------------------------------------------------------------------------------------------ XML of any kind


STEP = {
    "elements": "<entry><step>{step}</step><when>{time}</when></entry>",
    "attributes": "<event date='{time}' label='{step}'/>",
    "rows": "<ROW><NUM_DOSSIER>{case}</NUM_DOSSIER><LIB_ETAPE>{step}</LIB_ETAPE><DAT_ETAPE>{time}</DAT_ETAPE></ROW>",
}
CASE = {
    "elements": "<case><reference>{case}</reference><history>{steps}</history></case>",
    "attributes": "<x:case xmlns:x='urn:x' number='{case}' subject='Roads'>{steps}</x:case>",
    "rows": "{steps}",
}


def of_case(number, form, count=5):
    """A case as XML."""
    case = f"D-{number}"
    steps = (STEP[form].format(case=case, step=GERMAN[k], time=moment(number, k).isoformat()) for k in range(count))
    return CASE[form].format(case=case, steps="".join(steps))


@pytest.mark.parametrize("form", STEP)
def test_xml_in_which_one_list_holds_the_steps_is_read(parse, form):
    cases = "".join(of_case(number, form) for number in range(30))
    found = parse(f"<?xml version='1.0'?>\n<export at='2025-12-01'>{cases}</export>", "log.xml")
    assert (len(found.cases), found.trace("D-7")) == (30, list(GERMAN))


def test_a_case_of_one_step_is_read_as_the_others_are(parse):
    cases = [of_case(99, "elements", count=1), *(of_case(n, "elements") for n in range(30))]
    found = parse(f"<export>{''.join(cases)}</export>", "log.xml")
    assert found.trace("D-99") == ["Angelegt"]


@pytest.mark.parametrize("text", [
    "<configuration><add key='a' value='b'/><add key='c' value='2025-01-01'/></configuration>",
    "<export><case><step on='2025-01-01'/><step on='2025-01-02'/><mail on='2025-01-01'/><mail on='2025-01-03'/></case></export>",
    "<!DOCTYPE a [<!ENTITY x 'y'>]><export><e on='2025-01-01'>&x;</e><e on='2025-01-02'/></export>",
    "<a>" * 40 + "</a>" * 40,
])  # fmt: skip
def test_other_xml_is_refused(parse, text):
    with pytest.raises(ProcmapError):
        parse(text, "log.xml")


def test_where_the_largest_sheet_is_no_log_the_others_are_named(engine, tmp_path):
    suppliers = [["Code", "Raison sociale", "Depuis le"], *([f"F{n}", f"Société {n}", moment(n * 7 % 50, 0)] for n in range(300))]
    orders = [["N° BC", "Étape", "Date"], *([f"BC{n}", step, moment(n, k)] for n in range(12) for k, step in enumerate(GERMAN))]
    xlsx(tmp_path / "log.xlsx", {"Fournisseurs": suppliers, "Suivi": orders})
    with pytest.raises(ProcmapError, match="wrong_sheet") as caught:
        read(tmp_path / "log.xlsx", ReadingOptions(), engine)
    for language in ("fr", "en"):
        told = words(language).error(caught.value)
        assert "Suivi" in told
        assert "--sheet" in told
        assert "{" not in told


def years(*numbers, apart=365):
    """Cases of the same numbers in two years, or one case that goes on."""
    return [(n, step, moment(n, k) + dt.timedelta(days=apart * year)) for year in range(2) for n in numbers
            for k, step in enumerate(GERMAN)]  # fmt: skip


def test_numbers_that_begin_again_without_a_year_are_refused(load):
    with pytest.raises(ProcmapError, match="numbers_begin_again"):
        load(["N° courrier", "Étape", "Date"], years(*range(1, 41)))
    assert load(["N° courrier", "Étape", "Date"], years(*range(1, 41)), case="N° courrier").rows_kept == 400


def test_cases_that_come_back_within_the_year_or_under_numbers_of_their_own_are_read(load):
    assert load(["N° courrier", "Étape", "Date"], years(*range(1, 41), apart=20)).rows_kept == 400
    assert load(["N° courrier", "Étape", "Date"], years(*range(80001, 80041))).rows_kept == 400


@pytest.mark.parametrize("header", ["Changed by", "Changé par", "Geändert von", "Gewijzigd door"])
def test_who_changed_a_status_is_who_did_the_step(load, header):
    """The pair of "Changed on", which is the time of such an export."""
    rows = [(f"INC{case:05}", state, f"{moment(case, k):%Y-%m-%d %H:%M:%S}", f"Service desk {1 + (case + k) % 7}")
            for case in range(40) for k, state in enumerate(("Registered", "Accepted", "Resolved"))]  # fmt: skip
    assert columns(load(["Incident", "Status", "Changed on", header], rows)).get("resource") == header
