"""Nobody is named: names in any column, in any spelling, in whatever is written or printed."""

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procmap.findings import Evidence, Finding, Remove
from procmap.judgement.withholding import without_few
from procmap.language import words
from procmap.log.people import Likeness, Names, holds_people, likeness
from procmap.log.people.words import fold
from procmap.procedures.packs import pack_named
from procmap.procedures.procedure import UNKNOWN, Procedure
from procmap.report.cards import card
from procmap.report.gain_words import GainWords
from procmap.report.sentences import statement
from procmap.report.shares import Shares

from .conftest import EXAMPLES, contents_of, findings_of

CASE = "N° dossier"
FIRST = ("Zéphyrine", "Ouarda", "Théodebert", "Yseult", "Xénia", "Gwendoal", "Mélusine", "Archibald")
LAST = (
    "Quatrebarbes", "Brindamour", "Vauquelain", "Trottemouche", "Kerguézec", "Oyhamburu", "Zwingelstein", "Pruvostel",
    "Haffringues", "Lampérière",
)  # fmt: skip
AGENTS = [(FIRST[(k + step) % 8], last) for k, last in enumerate(LAST) for step in (0, 3, 5, 6)]
CHIEFS = [f"{first} {last}" for first, last in AGENTS[:9:2]]
TOLD = re.compile("|".join([*map(fold, LAST), "departement-exemple", r"06 ?41 ?\d\d ?53"]))


def agent(n: int) -> str:
    """The n-th agent as the resource column spells it: by name, by address or by number."""
    first, last = AGENTS[n % 40]
    address = f"{first.lower()}.{last.lower()}@departement-exemple.fr"
    return (f"{first} {last}", f"{last.upper()} {first}", address, telephone(n))[n % 4]


def telephone(n: int) -> str:
    """The number of the n-th agent."""
    return f"06 41 {n % 40:02d} 53 7{n % 10}"


def rows():
    """The example of purchase orders with people everywhere: agents, chiefs, case numbers, comments, labels, refused values."""
    with (EXAMPLES / "purchase_orders" / "log.csv").open(encoding="cp1252", newline="") as file:
        found = list(csv.DictReader(file, delimiter=";"))
    case, step, date, service = CASE, "Étape", "Fin", "Service"
    for n, row in enumerate(found):
        number = int(re.sub(r"\D", "", row[case]))
        row[case] = f"{row[case]}-{LAST[number % 10].upper()}" if number % 2 else row[case]
        row["Agent"] = agent(number * 7 + len(row[step]))
        row["Chef de service"] = CHIEFS[len(row[service]) % len(CHIEFS)]
        row["Commentaire"] = f"vu avec M. {LAST[n % 10]}, {agent(n)}" if n % 5 == 0 else ""
        if row[step].startswith("Visa"):
            row[step] = f"{row[step]} ({AGENTS[3][0]} {AGENTS[3][1]})"
        if n % 97 == 0:
            row[date] = f"voir {LAST[n % 10]} au {telephone(n)}"
    return found


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """The log in a folder that itself names an agent."""
    folder = tmp_path_factory.mktemp("exports") / "zquatrebarbes"
    folder.mkdir()
    found = rows()
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(found[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(found)
    path = folder / "Export_Brindamour.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def leaks(text: str, *allowed: object) -> set[str]:
    """Names in a text, beside what the user typed."""
    for typed in allowed:
        text = text.replace(str(typed), "")
    return {found[0] for found in TOLD.finditer(fold(text))}


def test_no_name_in_any_byte_of_an_audit_or_of_what_is_printed(procmap, source, tmp_path):
    out = tmp_path / "audit"
    done = procmap("audit", source, "--out", out, "--png")
    assert done.code == 0, done.err
    assert leaks(done.out + done.err) == set()
    for name, content in contents_of(out).items():
        assert leaks(content.decode("utf-8", "replace")) == set(), name
        assert leaks(name) == set()
    told = findings_of(out)
    assert told["log"]["rows_rejected"] > 0
    assert (out / "rejected_rows.csv").is_file()
    assert {role for finding in told["findings"] for role in finding["roles"]}  # the column of services is the role


@pytest.mark.parametrize("command", [("find",), ("read",), ("read", "--words"), ("read", "--json"), ("map",)])
def test_no_name_on_the_console(procmap, source, command):
    done = procmap(command[0], source, *command[1:])
    assert done.code == 0, done.err
    assert leaks(done.out + done.err) == set()


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("column", ["Agent", "Chef de service"])
@pytest.mark.parametrize("options", ["--by", "--where", "--role", "--activity"])
def test_no_group_lane_or_step_is_made_of_people(procmap, source, tmp_path, column, options, locale):
    typed = column if options != "--where" else f"{column} = {CHIEFS[0]}"
    done = procmap("audit", source, "--out", tmp_path / "audit", options, typed, locale=locale)
    assert done.code == 2
    assert column in done.err
    assert ("personnes" if locale == "fr" else "people") in done.err
    assert leaks(done.err) == set()
    assert not (tmp_path / "audit").exists()


@pytest.mark.parametrize(
    "options",
    [("--time", "Agent"), ("--time", "Commentaire"), ("--date-format", "%d"), ("--amount", "Agent"), ("--case", "Commentaire")],
)
def test_errors_name_nobody(procmap, source, options):
    done = procmap("read", source, *options)
    assert leaks(done.out + done.err) == set()


def test_run_toml_leaves_out_what_names_people_and_redesign_asks_for_it(procmap, source, tmp_path):
    out = tmp_path / "audit"
    condition = f'"{CASE}" != "BC-2024-00001-BRINDAMOUR"'
    assert procmap("audit", source, "--out", out, "--where", condition).code == 0
    run = (out / "run.toml").read_text(encoding="utf-8")
    assert leaks(run) == set()
    done = procmap("redesign", out)
    assert (done.code, "--source" in done.err) == (1, True)
    done = procmap("redesign", out, "--source", source)
    assert (done.code, "--where" in done.err) == (1, True)
    done = procmap("redesign", out, "--source", source, "--where", condition)
    assert done.code == 0, done.err
    assert leaks(done.out + done.err + run) == set()
    assert all(leaks(content.decode("utf-8", "replace")) == set() for content in contents_of(out).values())


def test_agents_are_numbered_within_their_role_and_only_the_source_tells_the_numbers(source):
    import procmap

    frame = procmap.read_log(source, language="fr").to_frame()
    shown = frame["org:resource"].unique()
    assert all(re.fullmatch(r"agent \d+ de .+", name) for name in shown)
    by_role = {}
    for name in shown:
        number, role = re.fullmatch(r"agent (\d+) de (.+)", name).groups()
        by_role.setdefault(role, []).append(int(number))
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in by_role.values())
    again = procmap.read_log(source, language="fr").to_frame()
    assert (again["org:resource"] == frame["org:resource"]).all()
    other = source.with_name("other.csv")
    other.write_bytes(source.read_bytes() + b"\r\n")
    changed = procmap.read_log(other, language="fr").to_frame()
    assert (changed["org:resource"] != frame["org:resource"]).any()
    assert changed["org:resource"].nunique() == frame["org:resource"].nunique()


LIKENESSES = {
    Likeness.NAME: (
        "Mme Durand", "DUPONT Jean", "J. Dupont", "Durand Paul (12)", "jean.dupont", "x.y@example.fr", "06 12 34 56 78",
        "Le Goff Yann", "Karel de Groot", "Finances - Mme Durand",
    ),
    Likeness.SHAPE: ("Quatrebarbes Zoltane", "QUATREBARBES Zoltane", "Poste 3 - Quatrebarbes Zoltane"),
    Likeness.WORD: ("jdupont", "Quatrebarbes"),
    Likeness.NONE: (
        "Service des finances", "DAF Comptabilité", "M. le Maire", "Chef de service", "Direction générale", "user_12", "SYSTEM",
        "Élus", "STAFF MEMBER", "10861", "Resource21", "Ressources humaines", "Agent demandeur", "contrôle de la pièce", "",
        "Machine 12 - Flat Grinding", "Ligne 4 - Turning & Milling",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), [(value, kind) for kind, values in LIKENESSES.items() for value in values])
def test_what_looks_like_a_person(value, expected):
    assert likeness(value) is expected


@pytest.mark.parametrize(
    ("heading", "values", "people"),
    [
        ("Chef de service", ("Quatrebarbes Ildut", "Trottemouche Isk", "Oyhamburu Peio", "Vauquelain Odon", "Pruvostel Urk"), True),
        ("Chef de service", ("Service des routes", "Service des finances", "Direction générale", "Élus", "Archives"), False),
        ("Service", ("Accueil", "Instruction", "Direction", "Commission", "Comptabilité"), False),
        ("Service", ("Mme Durand", "M. Martin", "Mme Le Goff"), True),
        ("Nom", ("Quéméneur", "Bellanguez", "Trévidic", "Lohéac", "Desfontis"), True),
        ("Nom de l'étape", ("Dépôt", "Contrôle", "Visa", "Envoi", "Classement"), False),
        ("Spend area", ("Titanium Dioxides", "Specialty Resins", "Aliphatic Solvents", "Road Packaging", "Latex Monomers"), False),
        ("resource country", ("France", "Sweden", "Belgium", "Netherlands", "Poland"), False),
        ("Groupe instructeur", ("Caen", "Bayeux", "Vire"), False),
        ("Validé par", ("DUBOIS", "MARTIN", "PETIT", "BERNARD", "Accueil"), True),
    ],
)
def test_what_a_column_holds_tells_people_from_roles(heading, values, people):
    assert holds_people(values, heading, names_a_role=heading in ("Service", "Chef de service")) is people


COMMON = (
    "MARTIN Paul", "BERNARD Anne", "ROBERT Luc", "Thomas Julie", "Jeanne Petit", "Marie Parent", "Karim Da Silva", "Yann Le Bihan",
    "Sean O'Brien", "LY Thi", "Claire Dubois", "Hugo Roux",
)  # fmt: skip
SURNAMES = ("martin", "bernard", "robert", "thomas", "petit", "parent", "dasilva", "lebihan", "obrien", "ly", "dubois", "roux")


@pytest.fixture(scope="module")
def common_names(tmp_path_factory):
    """A log whose agents have the commonest surnames, many of them first names or common words too, and stand in case numbers."""
    path = tmp_path_factory.mktemp("common") / "log.csv"
    steps = ("Dépôt", "Visa MARTIN", "Avis de Claire Dubois", "Petit équipement", "Saint-Martin : envoi")
    lines = []
    for n in range(120):
        for k, step in enumerate(steps):
            moment = f"vu par {SURNAMES[n % 12].upper()}" if n % 29 == 0 and k == 1 else f"{n % 27 + 1:02d}/{k + 3:02d}/2024 09:30"
            service = ("Accueil", "Direction")[k % 2]
            lines.append(f"2024/{SURNAMES[n % 12].upper()}/{n:03d};{step};{moment};{COMMON[(n + k) % 12]};{service}")
    path.write_text("N° dossier;Étape;Date;Agent;Service\n" + "\n".join(lines) + "\n", encoding="utf-8", newline="")
    return path


def test_names_that_are_first_names_or_common_words_too_stand_in_no_case_number(common_names):
    import procmap

    log = procmap.read_log(common_names)
    assert not [name for name in log.cases_frame()["case"] if set(re.findall("[a-z]+", fold(name))) & set(SURNAMES)]
    assert {"Petit équipement", "Saint-Martin : envoi", "Dépôt"} < set(log.activities)
    assert not [label for label in log.activities if re.search("visa martin|dubois", fold(label))]


def test_nor_in_refused_values(procmap, common_names):
    told = json.loads(procmap("read", common_names, "--json").out)
    assert len(told["refusals"]) > 3
    said = " ".join(refusal["value"] for refusal in told["refusals"])
    assert not re.search("martin|bernard|robert|thomas|petit|parent|silva|bihan|brien|dubois|roux", fold(said)), said


def test_no_case_number_names_one_of_the_forty(source):
    import procmap

    assert not [name for name in procmap.read_log(source).cases_frame()["case"] if leaks(name)]


NAMES = Names({"Zéphyrine Quatrebarbes": "agent 3", "PETIT Jean": "agent 1", "Paul Le Goff": "agent 2"}, ["Visa", "Avis"])


HIDDEN = {
    "Visa de Mme Quatrebarbes": "Visa de Mme agent 3",
    "QUATREBARBES-2024-001": "agent 3-2024-001",
    "zquatrebarbes": "agent 3",
    "Visa Jean Petit": "Visa agent 1",
    "Petit équipement": "Petit équipement",
    "Saint-Jean": "Saint-Jean",
    "M. Petit": "M. agent 1",
    "vu par Goff, Paul": "vu par agent 2",
    "M. le Maire": "M. le Maire",
    "Mme Inconnuedulog": "Mme ***",
    "Me Inconnuedulog": "Me ***",
    "ME21N": "ME21N",
    "écrire à a.b@c.fr ou 06 12 34 56 78": "écrire à *** ou ***",
    "0123456789": "0123456789",
    "BC-2024-00612": "BC-2024-00612",
}


@pytest.mark.parametrize(("text", "told"), HIDDEN.items())
def test_names_give_way_in_any_spelling(text, told):
    assert NAMES.hide(text) == told


@pytest.mark.parametrize("text", ["PETIT-2024", "2024/Jean/7", "GOFF", "LEGOFF_12", "jpetit", "petitjean"])
def test_a_value_keeps_no_word_of_a_name(text):
    assert not re.search("petit|jean|goff", NAMES.hide_in_value(text).casefold())


def test_a_surname_that_many_bear_tells_in_prose_and_a_long_one_in_one_word():
    names = Names({"Martin Ildut": "agent 1", "Maria De La Cruz": "agent 2"})
    assert names.hide("Visa Martin") == "Visa agent 1"
    assert names.hide_in_value("2024/DELACRUZ/3") == "2024/agent 2/3"


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_name_between_any_texts_never_stays(before, after):
    assert "quatrebarbes" not in NAMES.hide(f"{before} Quatrebarbes {after}").casefold()


@given(st.text())
def test_any_text_can_be_asked(text):
    likeness(text)
    NAMES.hide(text)
    holds_people([text, text])


def test_a_word_of_the_procedure_is_nobodys_name():
    names = Names({"Ana Relecture": "agent 1"}, ["Envoi après relecture", "Relecture de forme"])
    assert names.hide("Relecture de forme") == "Relecture de forme"
    assert names.hide("Visa Ana Relecture") == "Visa agent 1"


def test_labels_that_only_a_name_told_apart_stay_apart(procmap, tmp_path):
    path = tmp_path / "log.csv"
    steps = ((1, "Visa Mme Aaazz"), (11, "Visa Mme Bbbzz"))
    lines = [f"D{n};{step};2024-01-{n % 9 + day:02d} 09:00;Routes" for n in range(1, 30) for day, step in steps]
    path.write_text("Dossier;Étape;Date;Service\n" + "\n".join(lines) + "\n", encoding="utf-8", newline="")
    told = json.loads(procmap("read", path, "--json").out)
    assert (told["activities"], told["events"]) == (2, 58)
    assert "zz" not in procmap("read", path, "--words").out


def test_the_key_of_pseudonyms_follows_from_the_source_and_is_not_its_fingerprint(source):
    from procmap.reading.fingerprint import prints_of

    fingerprint, key = prints_of([source])
    assert key.hex() != fingerprint
    assert key != prints_of([Path(EXAMPLES / "purchase_orders" / "log.csv")])[1]


def evidence_of(people, instead):
    return Evidence(
        count=97, of=100, unit="instances", rate=0.97, lower=0.93, examples=("D1",), people=people,
        figures=(("busy_at_most", 0.9), ("queue_of_wait", 0.4)), of_people=frozenset({"busy_at_most"}),
        instead=Evidence(count=40, of=80, unit="cases", rate=0.5, figures=(("queue_of_wait", 0.4),)) if instead else None,
    )  # fmt: skip


@given(st.integers(1, 12), st.booleans())
def test_figures_of_people_are_told_of_five_or_more(people, instead):
    evidence = evidence_of(people, instead)
    finding = Finding("key_person", ("Visa",), ("Direction",), "organisation", evidence, prudent=Remove(("Visa",)))
    told = without_few(finding)
    assert (told.key, told.prudent) == (finding.key, finding.prudent)
    if people >= 5:
        assert told == finding
    else:
        assert told.evidence.withheld
        assert dict(told.evidence.figures) == {"queue_of_wait": 0.4}
        assert (told.evidence.count, told.evidence.unit) == ((40, "cases") if instead else (97, "instances"))
        assert without_few(told) == told


def test_a_role_of_few_keeps_its_finding_without_figures_of_people(procmap, tmp_path):
    """Two clerks, of whom one does every check while files queue: the step and its waits stay, shares and loads go."""
    source = tmp_path / "log.csv"
    source.write_text(few_people_log(), encoding="utf-8", newline="")
    assert procmap("audit", source, "--out", tmp_path / "audit", "--language", "en").code == 0
    told = {f["detector"]: f for part in ("findings", "minor") for f in findings_of(tmp_path / "audit")[part]}
    found = told["key_person"]
    assert found["evidence"]["withheld"] == "fewer than five people"
    assert found["evidence"]["unit"] == "cases"
    assert found["change"]["op"] == "assign"
    assert found["gain"]
    page = (tmp_path / "audit" / "report.html").read_text(encoding="utf-8")
    assert "Passages done by that person" not in page


@pytest.mark.parametrize(
    ("language", "pack", "said"),
    [
        ("en", None, "withheld: fewer than five people"), ("fr", None, "moins de cinq personnes"),
        ("en", "apa", "withheld: fewer than ten people"), ("fr", "demande_rh", "moins de dix personnes"),
    ],
)  # fmt: skip
def test_the_report_says_what_is_withheld(language, pack, said):
    evidence, found = evidence_of(2, instead=True), Procedure(pack_named(pack)) if pack else UNKNOWN
    finding = Finding("key_person", ("Visa",), ("Direction",), "organisation", evidence, identity="F01")
    w = words(language)
    assert any(said in value for _, value in card(GainWords(w, Shares(1, 1, {}, None)), without_few(finding, found), None).figures)
    assert ("waited" if language == "en" else "attendu") in statement(w, without_few(finding))


def few_people_log():
    """500 files of which each is checked by the one clerk who checks; the other receives and sends."""
    clock = dt.datetime(2024, 9, 2, 9, tzinfo=dt.UTC).replace(tzinfo=None)
    random = Random(7)
    arrival, free, lines = 0.0, 0.0, []
    for n in range(500):
        arrival += random.expovariate(1.15)
        free = max(free, arrival) + random.uniform(0.5, 1.0)
        clerk = "A" if n % 7 == 0 else "B"
        steps = (("Receipt", arrival, clerk, "Desk"), ("Check", free, "A", "Desk"), ("Dispatch", free + 1.0, "C", "Mail"))
        for step, hour, person, role in steps:
            day, rest = divmod(hour, 7.0)
            week, weekday = divmod(int(day), 5)
            moment = clock + dt.timedelta(days=7 * week + weekday, hours=rest + (1.0 if rest > 3.5 else 0.0))
            lines.append(f"D{n:04d};{step};{moment:%Y-%m-%d %H:%M:%S};{person};{role}")
    return "Case;Activity;Time;Agent;Service\n" + "\n".join(lines) + "\n"


def plain_lines():
    """Thirty cases of two steps: (number of the case, "case;step;date")."""
    steps = ((1, "Dépôt"), (11, "Avis"))
    return [(n, f"D{n};{step};2024-01-{n % 9 + day:02d} 09:00") for n in range(1, 30) for day, step in steps]


def test_a_column_of_names_is_no_role_even_where_nothing_else_is(procmap, tmp_path):
    path = tmp_path / "log.csv"
    lines = [f"{line};{CHIEFS[n % 5]}" for n, line in plain_lines()]
    path.write_text("Dossier;Étape;Date;Chef de service\n" + "\n".join(lines) + "\n", encoding="utf-8", newline="")
    told = json.loads(procmap("read", path, "--json").out)
    assert "role" not in told["columns"]
    assert "Chef de service" in told["other_columns"]


@pytest.mark.parametrize("option", ["--by", "--where"])
def test_agents_known_by_codes_are_people_too(procmap, tmp_path, option):
    path = tmp_path / "log.csv"
    lines = [f"{line};AGT{n % 5:02d}" for n, line in plain_lines()]
    path.write_text("Dossier;Étape;Date;Agent\n" + "\n".join(lines) + "\n", encoding="utf-8", newline="")
    done = procmap("audit", path, "--out", tmp_path / "audit", option, "Agent" if option == "--by" else "Agent = AGT01")
    assert (done.code, "Agent" in done.err, option in done.err) == (2, True, True)


def test_a_title_names_nobody(procmap, source, tmp_path):
    settings = tmp_path / "procmap.toml"
    settings.write_text('title = "Dossiers de Mme Quatrebarbes"\n', encoding="utf-8")
    done = procmap("audit", source, "--out", tmp_path / "audit", "--config", settings)
    assert done.code == 0
    assert leaks(done.out) == set()
    assert all(leaks(content.decode("utf-8", "replace")) == set() for content in contents_of(tmp_path / "audit").values())
