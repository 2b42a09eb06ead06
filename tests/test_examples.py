"""The example logs are those that the generator writes, and their truth can be counted in them."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import holidays
import pytest
from scipy.stats import beta

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = ("purchase_orders", "deliberations", "archive_disposal")
HOLIDAYS = holidays.country_holidays("FR", years=range(2024, 2028))


def columns(name):
    return tomllib.loads((EXAMPLES / name / "procmap.toml").read_text(encoding="utf-8"))["columns"]


def story(name):
    return tomllib.loads((EXAMPLES / name / "story.toml").read_text(encoding="utf-8"))


def truth(name):
    return json.loads((EXAMPLES / name / "truth.json").read_text(encoding="utf-8"))


def moment(text):
    try:
        return datetime.strptime(text, "%d/%m/%Y %H:%M:%S")
    except ValueError:
        return None


def events(name):
    """The readable rows as (case, label, start or None, end), by case, and the number of unreadable ones."""
    named = columns(name)
    with (EXAMPLES / name / "log.csv").open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    cases = defaultdict(list)
    for row in rows:
        end = moment(row[named["time"]])
        if end:
            start = moment(row[named["start"]]) if "start" in named else None
            cases[row[named["case"]]].append((end, row[named["activity"]], start))
    read = {case: sorted(done, key=lambda event: event[0]) for case, done in cases.items()}
    return read, len(rows) - sum(map(len, read.values()))


def upper(count, of):
    return beta.ppf(0.95, count + 1, of - count)


def lower(count, of):
    return beta.ppf(0.05, count, of - count + 1)


def open_day(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def office_hours(first, last):
    """Open hours between two moments, day by day, by another way than the generator's."""
    total, day = timedelta(), first.date()
    while day <= last.date():
        if open_day(day):
            for opens, closes in ((time(9), time(12, 30)), (time(13, 30), time(17))):
                a = max(first, datetime.combine(day, opens))
                b = min(last, datetime.combine(day, closes))
                total += max(b - a, timedelta())
        day += timedelta(days=1)
    return total.total_seconds() / 3600


def test_the_command_writes_the_committed_files_byte_for_byte(tmp_path):
    copy = tmp_path / "examples"
    shutil.copytree(EXAMPLES, copy, ignore=shutil.ignore_patterns("log.csv", "truth.json", "__pycache__"))
    # -S: no installed package is within reach, as for somebody who has Python alone
    subprocess.run([sys.executable, "-S", str(copy / "generator.py")], check=True, timeout=60)
    for name in NAMES:
        for file in ("log.csv", "truth.json"):
            assert (copy / name / file).read_bytes() == (EXAMPLES / name / file).read_bytes(), (name, file)


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_counts_what_the_log_holds(name):
    told, (cases, refused) = truth(name), events(name)
    back = {step["label"]: {way["path"][0] for way in step.get("returns", ())} for step in story(name)["step"]}
    instances, visited, sent_back = Counter(), Counter(), Counter()
    for done in cases.values():
        labels = [label for _, label, _ in done]
        instances.update(labels)
        visited.update(set(labels))
        sent_back.update(a for a, b in pairwise(labels) if b in back.get(a, ()))
    assert told["cases"] == told["closed_cases"] == len(cases)
    assert 400 <= len(cases) <= 900
    assert (told["events"], told["rows_rejected"]) == (sum(instances.values()), refused)
    counted = {label: {"instances": instances[label], "cases": visited[label], "sent_back": sent_back[label]}
               for label in instances}
    assert counted == told["steps"]


@pytest.mark.parametrize("name", NAMES)
def test_cycle_times_are_those_of_the_log(name):
    told, (cases, _) = truth(name)["as_is"], events(name)
    spans = [(done[0][2] or done[0][0], done[-1][0]) for done in cases.values()]
    days = sum((last - first).total_seconds() for first, last in spans) / 86400 / len(spans)
    assert days == pytest.approx(told["cycle_days"], abs=1e-3)
    office = sum(office_hours(first, last) for first, last in spans) / len(spans)
    assert office == pytest.approx(told["cycle_office_hours"], abs=1e-3)


@pytest.mark.parametrize("name", NAMES)
def test_people_keep_office_hours_and_do_one_thing_at_a_time(name):
    named = columns(name)
    with (EXAMPLES / name / "log.csv").open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    busy = defaultdict(list)
    for row in rows:
        end = moment(row[named["time"]])
        if end:
            assert open_day(end.date())
            assert time(9) <= end.time() < time(12, 30) or time(13, 30) <= end.time() < time(17)
            if "start" in named and row[named["resource"]].startswith("Agent"):
                busy[row[named["resource"]]].append((moment(row[named["start"]]), end))
    for work in busy.values():
        work.sort()
        assert all(first[1] <= then[0] for first, then in pairwise(work))


def test_what_is_planted_is_strong_enough_to_be_proved():
    steps = {name: truth(name)["steps"] for name in NAMES}

    def rarely(name, label):
        return upper(steps[name][label]["sent_back"], steps[name][label]["instances"])

    assert rarely("purchase_orders", "Visa du chef de service") <= 0.03
    assert rarely("purchase_orders", "Visa du directeur") <= 0.03
    assert rarely("archive_disposal", "Visa du secrétariat général") <= 0.03
    for name, label in (("archive_disposal", "Demande de pièces complémentaires"),
                        ("deliberations", "Demande de précisions"), ("deliberations", "Correction du rapport")):
        assert lower(steps[name][label]["cases"], truth(name)["cases"]) >= 0.10, label
    for told in map(truth, NAMES):
        for plant in told["plants"]:
            assert plant["gain"]["cycle_office_hours"] >= 0.02 * told["as_is"]["cycle_office_hours"], plant["detector"]


def test_what_looks_wrong_is_right():
    orders, reports, disposals = (truth(name)["steps"] for name in NAMES)
    for steps, label in ((orders, "Visa de la commande publique"), (reports, "Visa juridique"),
                         (reports, "Visa du directeur"), (disposals, "Examen de l'échantillon"),
                         (disposals, "Visa du chef de service producteur")):
        assert lower(steps[label]["sent_back"], steps[label]["instances"]) > 0.03, label
    rare = orders["Visa du directeur général adjoint"]
    assert upper(rare["sent_back"], rare["instances"]) > 0.03
    for name in NAMES:
        told = truth(name)
        planted = {label for plant in told["plants"] for label in plant["activities"]}
        right = {label for item in told["right"] for label in item["activities"]}
        assert not planted & right
        assert planted - {"Contrôle de complétude du bordereau"} <= set(told["steps"]) - set(told["law"])


def test_the_director_general_signs_on_one_day_of_the_week_and_the_assembly_once_a_month():
    cases, _ = events("deliberations")
    signed = [end.date() for done in cases.values() for end, label, _ in done if label == "Validation du DGS"]
    for day in signed:  # Thursday, or the first open day after a Thursday that is a holiday
        thursday = day - timedelta(days=(day.weekday() - 3) % 7)
        assert not any(open_day(thursday + timedelta(days=n)) for n in range((day - thursday).days))
    vote = "Vote en commission permanente"
    votes = {end.date() for done in cases.values() for end, label, _ in done if label == vote}
    assert len({(day.year, day.month) for day in votes}) == len(votes)


def test_reports_reach_the_members_twelve_days_before_the_vote():
    cases, _ = events("deliberations")
    for done in cases.values():
        at = {label: end.date() for end, label, _ in done}
        if "Vote en commission permanente" in at:
            assert (at["Vote en commission permanente"] - at["Envoi des rapports aux élus"]).days >= 12


def test_nothing_is_destroyed_without_the_visa_of_the_archives():
    cases, _ = events("archive_disposal")
    for done in cases.values():
        labels = [label for _, label, _ in done]
        if "Destruction" in labels:
            assert "Visa d'élimination du directeur des Archives" in labels[: labels.index("Destruction")]


@pytest.mark.parametrize("name", NAMES)
def test_the_log_looks_like_an_office_export(name):
    content = (EXAMPLES / name / "log.csv").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == truth(name)["rows"] + 1
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    header = content.decode("cp1252").split("\r\n")[0].split(";")
    assert set(columns(name).values()) <= set(header)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_what_the_truth_says(name):
    page, told = (EXAMPLES / name / "README.md").read_text(encoding="utf-8"), truth(name)
    assert f"procmap audit examples/{name}/log.csv --out audit" in page
    assert f"{told['cases']} " in page
    for plant in told["plants"]:
        assert f"{plant['gain']['cycle_days']:.1f} days" in page, plant["detector"]
    steps = told["steps"]
    for label in ("Visa juridique", "Visa de la commande publique", "Visa du secrétariat général"):
        if label in steps:
            assert str(steps[label]["sent_back"]) in page
            assert str(steps[label]["instances"]) in page
