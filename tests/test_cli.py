"""The command line: what goes to which stream, exit codes, options, procmap.toml, restrictions."""

import json
import re
import tomllib
from collections import Counter, defaultdict
from string import Formatter

import pytest

from procmap.reading.typed_days import typed_days

from .conftest import DAY, EXAMPLES, FILES, ROOT, findings_of, in_own_process, rows_of, without_sheets

DELIBERATIONS = EXAMPLES / "deliberations" / "log.csv"
COMMANDS = ("audit", "read", "map", "find", "redesign", "detectors", "sources")


def cases_of(rows):
    cases = defaultdict(list)
    for row in rows:
        cases[row["Numéro de rapport"]].append(row)
    return cases


def counts(procmap, *arguments):
    done = procmap("read", *arguments, "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    return told["cases"], told["events"]


def test_the_front_page_loads_nothing_heavy():
    code = (
        "import sys; sys.argv = ['procmap', '--help']\nfrom procmap.cli import main\nmain()\n"
        "heavy = {'pandas', 'pm4py', 'duckdb', 'numpy', 'pygraphviz', 'scipy', 'lxml', 'jinja2', 'click'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = in_own_process(code=("-c", code))
    assert done.err.strip() == "[]"
    assert all(f"  {name} " in done.out for name in COMMANDS)


def test_the_help_of_a_command_loads_no_engine():
    code = (
        "import sys; sys.argv = ['procmap', 'audit', '--help']\nfrom procmap.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'pandas', 'pm4py', 'duckdb', 'numpy', 'pygraphviz'} & set(sys.modules)), file=sys.stderr)"
    )
    done = in_own_process(code=("-c", code))
    assert done.err.strip() == "[]"
    assert "--out" in done.out


def test_python_m_and_version():
    done = in_own_process("--version")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("procmap, version ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(procmap, name):
    done = procmap(name, "--help")
    assert done.code == 0
    assert f"procmap {name}" in done.out
    assert "Example:\n" in done.out
    assert "\\b" not in done.out


def test_an_audit_tells_results_on_stdout_and_where_the_report_is(log, tmp_path):
    out = tmp_path / "audit"
    done = in_own_process("audit", log, "--out", out, "--date", DAY, "--quiet", "--language", "fr")
    assert (done.code, done.err) == (0, "")
    assert str(out / "report.html") in done.out.replace("\n", "")
    assert without_sheets(path.name for path in out.iterdir()) == FILES
    assert 'lang="fr"' in (out / "report.html").read_text(encoding="utf-8")


def test_progress_goes_to_stderr_and_quiet_leaves_it_out(procmap, table, monkeypatch):
    monkeypatch.setattr("procmap.cli.console.SLOW", 0.0)
    told = procmap("read", table, "--json", locale="fr")
    assert told.code == 0
    assert json.loads(told.out)["cases"] == 2
    assert "lecture" in told.err
    silent = procmap("read", table, "--json", "--quiet", locale="fr")
    assert (silent.err, silent.out) == ("", told.out)


def test_audit_json_is_findings_json_and_files_speak_the_language_asked_for(procmap, log, tmp_path):
    out = tmp_path / "audit"
    done = procmap("audit", log, "--out", out, "--date", DAY, "--json", "--quiet", "--language", "en", locale="fr")
    assert json.loads(done.out) == findings_of(out)
    assert 'lang="en"' in (out / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "said"), [("fr", "dossiers"), ("en", "cases")])
def test_read_speaks_the_language_asked_for(procmap, table, language, said):
    other = {"fr": "en", "en": "fr"}[language]
    for done in (procmap("read", table, "--language", language, locale=other), procmap("read", table, locale=language)):
        assert (done.code, done.err) == (0, "")
        assert said in done.out
        assert all(name in done.out for name in ("N° dossier", "Étape", "Date de fin", "Service", "Agent", "Montant"))


def test_a_map_goes_to_a_file_or_to_stdout(procmap, table, tmp_path):
    drawn = procmap("map", table, "--quiet")
    assert drawn.code == 0
    assert drawn.out.lstrip().startswith(("<svg", "<?xml"))
    assert procmap("map", table, "--out", tmp_path / "map.svg", "--quiet").out == ""
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").strip() == drawn.out.strip()


def test_detectors_are_listed_and_explained_in_both_languages(procmap):
    from procmap.detectors import detectors

    listed = procmap("detectors")
    assert [line.split()[0] for line in listed.out.splitlines()] == [cls.name for cls in detectors()]
    french = procmap("detectors", "low_yield_check", locale="fr").out
    english = procmap("detectors", "low_yield_check", "--language", "en", locale="fr").out
    assert "rate = 0.03" in french
    assert "rate = 0.03" in english
    assert french.splitlines()[1] != english.splitlines()[1]


def test_a_detector_tells_its_thresholds_its_needs_and_how_to_set_one(procmap):
    from dataclasses import fields

    from procmap.detectors import detectors
    from procmap.detectors.words import pattern_words

    for cls in detectors():
        for language in ("fr", "en"):
            told = " ".join(procmap("detectors", cls.name, "--language", language).out.split(" "))
            flat = " ".join(told.split("\n"))
            assert f"[detectors.{cls.name}]" in told
            for field in fields(cls):
                assert f"  {field.name} = {field.default}\n" in told
                meaning = pattern_words(cls.name, language).thresholds[field.name]
                assert meaning in " ".join(flat.split("      ")).replace("  ", " ")
    french = procmap("detectors", "relay_step", locale="fr").out
    assert "services ou rôles" in french
    assert "Levier\n  décloisonnement" in french
    assert "departments or roles" in procmap("detectors", "relay_step").out
    (threshold,) = [line for line in procmap("detectors", "relay_step.rate").out.splitlines() if line.startswith("  rate")][:1]
    assert threshold == "  rate = 0.01"
    assert "between" not in procmap("detectors", "relay_step.rate").out


def test_an_unknown_threshold_names_the_nearest(procmap):
    done = procmap("detectors", "relay_step.sameway", locale="fr")
    assert (done.code, done.out) == (2, "")
    assert "same_way" in done.err


@pytest.mark.parametrize(
    ("arguments", "french", "english"),
    [
        (("fnd", "x"), "Vouliez-vous dire find", "Did you mean find"),
        (("find",), "SOURCE manque", "SOURCE is missing"),
        (("audit", "x"), "--out manque", "--out is missing"),
        (("find", "x", "--thread", "3"), "Vouliez-vous dire --threads", "Did you mean --threads"),
        (("redesign",), "DOSSIER manque", "FOLDER is missing"),
        (("find", "x", "--threads", "0"), "--threads attend un nombre entier", "--threads takes a whole number"),
        (("find", "x", "--threads", "2.5"), "et non «\u202f2.5\u202f»", "not “2.5”"),
        (("find", "x", "--threads", "99999999999999999999"), "de 1 à 1024", "from 1 to 1024"),
        (("find", "x", "--memory", "lots"), "--memory attend une quantité", "--memory takes an amount"),
        (("find", "x", "--memory", "0GB"), "de 50MB à", "from 50MB to"),
        (("find", "x", "--memory", "9999999999TB"), "à 1000TB", "to 1000TB"),
        (("find", "x", "--date", "12/2024"), "--date attend un jour, et", "--date takes a day, not"),
        (("find", "x", "--to", "12/31/2024"), "un jour, un mois ou une année", "a day, a month or a year"),
        (("find", "x", "--from", "2024-02-30"), "et non «\u202f2024-02-30\u202f»", "not “2024-02-30”"),
        (("find", "x", "--language", "de"), "--language attend fr ou en", "--language takes fr or en"),
        (("find", "x", "--where"), "--where attend une valeur", "--where needs a value"),
        (("find", "x", "--quiet=no"), "--quiet ne prend pas de valeur", "--quiet takes no value"),
        (("--version=3",), "--version ne prend pas de valeur", "--version takes no value"),
        (("--language",), "--language attend une valeur", "--language needs a value"),
        (("find", "x", "--config", "."), "--config attend un fichier", "--config takes a file"),
        (("--foo",), "Il n’y a pas d’option --foo", "There is no option --foo"),
        (("-",), "Aucune commande ne s’appelle -", "There is no command named -"),
        (("--", "-x"), "Aucune commande ne s’appelle -x", "There is no command named -x"),
        (("redesign", "x", "y", "z"), "pas de place pour «\u202fy z\u202f»", "no place for “y z”"),
        (("detectors", "a", "b"), "procmap detectors --help", "procmap detectors --help"),
    ],
)
def test_wrong_usage_is_told_in_the_language_of_the_run(procmap, arguments, french, english):
    for locale, said in (("fr", french), ("en", english)):
        for more in ((), ("--language", locale)):
            if more and arguments[-1].startswith("-"):
                continue
            typed = (arguments[0], *more, *arguments[1:]) if not arguments[0].startswith("-") else (*more, *arguments)
            done = procmap(*typed, locale=locale if not more else {"fr": "en", "en": "fr"}[locale])
            assert (done.code, done.out) == (2, "")
            assert said in done.err
            assert len(done.err.strip().splitlines()) == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_page_is_whole_in_both_languages(procmap, name):
    from procmap.cli.main import group

    command = group.get_command(None, name)
    names = {option for parameter in command.params for option in parameter.opts if option.startswith("--")} | {"--help"}
    pages = {locale: procmap(name, "--help", locale=locale) for locale in ("fr", "en")}
    for locale, heads in (("fr", ("Usage\u00a0:", "Exemple\u00a0:", "Options\u00a0:")), ("en", ("Usage:", "Example:", "Options:"))):
        page = pages[locale]
        assert (page.code, page.err) == (0, "")
        assert all(head in page.out for head in heads)
        assert {word for line in page.out.splitlines() for word in re.findall(r"^  (?:-\w, )?(--[\w-]+)", line)} == names
        assert not any(word in page.out for word in ("INTEGER", "RANGE", "DATETIME", "[%Y"))
        assert max(map(len, page.out.splitlines())) <= 100
        assert procmap(name, "--help", "--language", locale, locale={"fr": "en", "en": "fr"}[locale]).out == page.out
    lines = [[line.strip() for line in page.out.splitlines() if re.match(r"  --?\w", line)] for page in pages.values()]
    rows = [[line.split("  ", 1) for line in each] for each in lines]
    said = [{option.split()[0]: told.strip() for option, told in each} for each in rows]
    assert not [option for option in said[0] if said[0][option] == said[1].get(option)]


def test_the_front_page_speaks_the_language_of_the_run_and_the_commands_own_words(procmap):
    for locale, said in (("fr", "Commandes\u00a0:\n"), ("en", "Commands:\n")):
        bare = in_own_process(env={"LC_ALL": f"{locale}_FR.UTF-8"})
        assert (bare.code, bare.err) == (0, "")
        assert said in bare.out
        assert in_own_process("--help", env={"LC_ALL": f"{locale}_FR.UTF-8"}).out == bare.out
        other = {"fr": "en", "en": "fr"}[locale]
        for typed in (("--language", locale), ("--help", "--language", locale)):
            assert procmap(*typed, locale=other).out == bare.out
        for name in COMMANDS:
            (line,) = [line for line in bare.out.splitlines() if line.startswith(f"  {name} ")]
            opening = line.split(maxsplit=1)[1].removesuffix(".")
            assert opening in " ".join(procmap(name, "--help", locale=locale).out.split())


def test_the_front_page_can_be_shown_on_a_console_without_accents():
    done = in_own_process("--help", env={"LC_ALL": "fr_FR", "PYTHONIOENCODING": "ascii:strict"})
    assert (done.code, done.err) == (0, "")
    assert "telle qu'elle se deroule vraiment" in done.out


def test_a_run_that_is_stopped_says_so(procmap, table, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("procmap.loading.load_log", stopped)
    for locale, said in (("fr", "Interrompu."), ("en", "Stopped.")):
        done = procmap("read", table, locale=locale)
        assert (done.code, done.out) == (1, "")
        assert said in done.err
        assert "Abort" not in done.err


def messages(room, language):
    file = ROOT / "procmap" / "language" / "messages" / f"{room}.{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


ROOMS = sorted(file.name.split(".")[0] for file in (ROOT / "procmap" / "language" / "messages").glob("*.fr.toml"))


@pytest.mark.parametrize("room", ROOMS)
def test_both_catalogues_of_a_room_hold_the_same_messages_with_the_same_fields(room):
    french, english = messages(room, "fr"), messages(room, "en")
    assert list(french) == list(english)
    for key, text in french.items():
        fields = [{name for _, name, _, _ in Formatter().parse(told) if name} for told in (text, english[key])]
        assert fields[0] == fields[1] or key.endswith(".next"), key


@pytest.mark.parametrize("room", ROOMS)
def test_french_messages_follow_french_typography(room):
    for key, text in messages(room, "fr").items():
        if (room, key) == ("summary", "holidays"):
            continue  # a value of findings.json, which programs compare
        prose = re.sub(r"""'[^']*'|"[^"]*"|%[a-zA-Z]\S*|\{\w+\}""", "x", text)  # what is to be typed follows its own rules
        assert "'" not in prose, key
        assert not re.search(r"[^\s\u202f][;!?»]|«[^\u202f]| [;!?:»%]|[^\u00a0\s\d]:(?!/)(?!\w)", prose), (key, text)


def test_an_unknown_detector_names_the_nearest(procmap):
    done = procmap("detectors", "low_yeild_check")
    assert (done.code, done.out) == (2, "")
    assert "low_yield_check" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",), ("audit",), ("audit", "log.csv"), ("read", "log.csv", "--threads", "0"),
        ("read", "log.csv", "--memory", "lots"), ("find", "log.csv", "--from", "01/02/2024"),
        ("read", "log.csv", "--language", "de"), ("read", "log.csv", "--hours", "whenever"),
        ("read", "log.csv", "--holidays", "ZZ"), ("read", "log.csv", "--colour"),
    ],
)  # fmt: skip
def test_wrong_usage_is_exit_2(procmap, table, monkeypatch, arguments):
    monkeypatch.chdir(table.parent)
    done = procmap(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.strip()
    assert "Traceback" not in done.err


def test_a_period_keeps_the_cases_that_begin_in_it(procmap):
    cases = cases_of(rows_of(DELIBERATIONS))
    day = lambda row: "-".join(reversed(row["Date de fin"][:10].split("/")))
    kept = [case for case, rows in cases.items() if "2024-11-15" <= min(map(day, rows)) <= "2025-01-31"]
    assert 0 < len(kept) < len(cases)
    told = counts(procmap, DELIBERATIONS, "--from", "2024-11-15", "--to", "2025-01-31")
    assert told == (len(kept), sum(len(cases[case]) for case in kept))


@pytest.mark.parametrize(("typed", "first", "last"), [
    *((typed, "2024-11-15", "2024-11-15") for typed in (
        "2024-11-15", "15/11/2024", "15.11.2024", "15-11-2024", "15 novembre 2024", " 15/11/24", "vendredi 15 nov. 2024",
        "20241115", "15 November 2024",
    )),
    *((typed, "2024-12-01", "2024-12-31") for typed in ("12/2024", "12.2024", "2024-12", "décembre 2024", "Déc. 2024")),
    ("le 1er novembre 2024", "2024-11-01", "2024-11-01"), ("2/2/2024", "2024-02-02", "2024-02-02"),
    ("2024-02", "2024-02-01", "2024-02-29"), ("12/9999", "9999-12-01", "9999-12-31"), ("2024", "2024-01-01", "2024-12-31"),
])  # fmt: skip
def test_a_period_is_typed_as_offices_type_days(typed, first, last):
    days = typed_days(typed)
    assert (str(days.first), str(days.last)) == (first, last)
    assert days.month_first is None
    assert days.is_short == typed.endswith("/24")


@pytest.mark.parametrize("typed", [
    "", "hier", "31/02/2024", "2024-02-30", "2023-02-29", "31/12", "décembre", "13/2024", "2024-00", "0000", "24",
    "2024-11-15 10:00", "2024-11-15Z", "12/31/2024", "15 novembre", "T4 2024", "2024-2025", "1" * 100, "١٢/٢٠٢٤",
])  # fmt: skip
def test_what_is_no_period_is_refused(procmap, typed):
    assert typed_days(typed) is None
    done = procmap("read", "x.csv", "--from", typed, locale="fr")
    assert (done.code, done.out) == (2, "")
    for form in ("31/12/2024", "2024-12-31", "12/2024", "--from 2024"):
        assert form in done.err


def test_a_month_or_a_year_is_a_period_from_its_first_day_to_its_last(procmap):
    for typed, since, until in (
        (("--from", "11/2024", "--to", "décembre 2024"), "2024-11-01", "2024-12-31"),
        (("--from", "2024", "--to", "2024"), "2024-01-01", "2024-12-31"),
        (("--from", "15/11/2024", "--to", "2025-01"), "2024-11-15", "2025-01-31"),
    ):
        told = counts(procmap, DELIBERATIONS, *typed)
        assert told == counts(procmap, DELIBERATIONS, "--from", since, "--to", until)
        assert told != counts(procmap, DELIBERATIONS)


@pytest.mark.parametrize("option", ["--from", "--to", "--date"])
def test_a_day_that_could_be_another_is_told_in_french_and_asked_for_in_english(procmap, option):
    french = procmap("read", DELIBERATIONS, option, "03/12/2024", "--quiet", locale="fr")
    plain = procmap("read", DELIBERATIONS, option, "2024-12-03", "--quiet", locale="fr")
    assert (french.code, french.out) == (0, plain.out)
    assert "3 décembre 2024" in french.err
    assert f"{option} 2024-12-03" in french.err
    assert plain.err == ""
    english = procmap("read", DELIBERATIONS, option, "03/12/2024")
    assert (english.code, english.out) == (2, "")
    assert f"{option} 2024-12-03 or {option} 2024-03-12" in english.err
    assert procmap("read", DELIBERATIONS, option, "13/12/2024", "--quiet").err == ""


def test_a_year_of_two_digits_is_told(procmap):
    done = procmap("read", DELIBERATIONS, "--to", "31/12/24")
    assert (done.code, "31 December 2024" in done.err) == (0, True)


def test_conditions_keep_the_cases_for_which_they_hold(procmap):
    cases = cases_of(rows_of(DELIBERATIONS))
    small = {case for case, rows in cases.items() if float(rows[0]["Montant (EUR)"].replace(",", ".")) < 4000}
    nature = {case for case, rows in cases.items() if rows[0]["Nature"] == "Sans incidence"}
    for kept, conditions in (
        (small, ["Montant (EUR) < 4000"]),
        (nature, ['Nature = "Sans incidence"']),
        (small & nature, ['"Montant (EUR)" < 4000', "Nature = Sans incidence"]),
        (set(cases) - nature, ["Nature != Sans incidence"]),
    ):  # fmt: skip
        assert 0 < len(kept) < len(cases)
        options = [word for condition in conditions for word in ("--where", condition)]
        assert counts(procmap, DELIBERATIONS, *options) == (len(kept), sum(len(cases[case]) for case in kept))


def test_by_makes_one_audit_for_each_value_and_a_comparison(procmap, log, tmp_path):
    out = tmp_path / "by"
    done = procmap("audit", log, "--out", out, "--by", "Nature", "--date", DAY, "--quiet")
    assert done.code == 0, done.err
    cases = cases_of(rows_of(log))
    expected = Counter(rows[0]["Nature"] for rows in cases.values())
    compared = json.loads((out / "comparison.json").read_text(encoding="utf-8"))
    assert {one["value"]: one["cases"] for one in compared["values"]} == expected
    assert {path.name for path in out.iterdir()} == {"comparison.json", *(one["folder"] for one in compared["values"])}
    assert len(done.out.strip().splitlines()) == len(expected)
    for one in compared["values"]:
        found = findings_of(out / one["folder"])
        assert found["log"]["cases"] == one["cases"]
        assert set(found["files"]) >= FILES
    folder = out / compared["values"][0]["folder"]
    before = (folder / "findings.json").read_bytes()
    assert procmap("redesign", folder, "--quiet").code == 0
    assert (folder / "findings.json").read_bytes() == before


def test_values_that_would_break_a_condition_still_split_the_log(procmap, tmp_path):
    source = tmp_path / "log.csv"
    values = ('Service "A"', "Service's B", "C = D", "é/è")
    rows = [f'{n};{step};2024-01-{n % 20 + 1:02d} 0{hour}:00:00;"{values[n % 4].replace(chr(34), chr(34) * 2)}"'
            for n in range(40) for hour, step in enumerate(("Dépôt", "Visa"), start=8)]  # fmt: skip
    source.write_text("\n".join(["case;activity;date;Unité", *rows]) + "\n", encoding="utf-8")
    done = procmap("audit", source, "--out", tmp_path / "by", "--by", "Unité", "--quiet")
    assert done.code == 0, done.err
    compared = json.loads((tmp_path / "by" / "comparison.json").read_text(encoding="utf-8"))["values"]
    assert {one["value"]: one["cases"] for one in compared} == dict.fromkeys(values, 10)


def test_what_nobody_foresaw_is_one_message_too(procmap, table, monkeypatch):
    monkeypatch.setattr("procmap.loading.load_log", lambda *_: 1 / 0)
    done = procmap("read", table)
    assert done.code == 1
    assert "ZeroDivisionError" in done.err
    assert "Traceback" not in done.err
    assert "--version" in done.err


def test_labels_of_an_unknown_language_leave_the_language_to_the_console_and_that_is_said(procmap, tmp_path):
    steps = ("Aanvraag beoordelen", "Goedkeuren")
    rows = [f"C{i};{step};0{day}/02/2024 10:00" for i in range(9) for day, step in enumerate(steps, 1)]
    source = tmp_path / "log.csv"
    source.write_text("dossier;stap;datum\n" + "\n".join(rows) + "\n", encoding="utf-8")
    for locale, told in (("fr", "ni en français ni en anglais"), ("en", "neither French nor English")):
        folder = tmp_path / locale
        assert procmap("audit", source, "--out", folder, locale=locale).code == 0
        assert procmap("redesign", folder, locale="en" if locale == "fr" else "fr").code == 0
        assert told in (folder / "report.html").read_text(encoding="utf-8")
