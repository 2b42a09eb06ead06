"""Reading: what is said of exports that keep a history in one cell, and of web pages called workbooks."""

import datetime as dt

import pytest

from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading import ReadingOptions, read
from tests.reading_logs import loader

FIRST = dt.date(2025, 1, 6)
STEPS = ("reçu", "visé", "signé", "notifié")


@pytest.fixture
def load(engine, tmp_path):
    return loader(engine, tmp_path)


def days(case, form, steps=STEPS):
    return [f"{FIRST + dt.timedelta(days=case + 3 * step):{form}} {label}" for step, label in enumerate(steps)]


def told(error):
    said = [words(language).error(error) for language in ("fr", "en")]
    assert all(len(each.splitlines()) == 2 for each in said)
    return said


CELLS = [("%d/%m/%Y", " | "), ("%d/%m", ", "), ("%Y-%m-%d", " - "), ("Le %d.%m.%Y :", " puis ")]


@pytest.mark.parametrize(("form", "between"), CELLS)
@pytest.mark.parametrize("received", [True, False])
def test_a_history_in_one_cell_is_named_with_its_column(load, form, between, received):
    head = ("N° dossier", "Objet", "Reçu le", "Historique")
    dates = [f"{FIRST + dt.timedelta(days=case):%d/%m/%Y}" if received else "oui" for case in range(30)]
    rows = [(f"2025-{case:03}", "Subvention", dates[case], between.join(days(case, form))) for case in range(30)]
    with pytest.raises(ProcmapError) as caught:
        load(head, rows)
    assert caught.value.key == "reading.history_in_cell"
    assert caught.value.values == {"column": "Historique", "count": 4}
    assert all("Historique" in each for each in told(caught.value))


@pytest.mark.parametrize("cell", ["du 12/03/2025 au 14/03/2025", "1/2/3/4 et 5/6/7/8", "12/03/2025 14/03/2025 16/03/2025"])
def test_a_period_or_numbers_are_no_history(load, cell):
    rows = [(f"2025-{case:03}", "Subvention", f"{cell} ({case})") for case in range(30)]
    with pytest.raises(ProcmapError) as caught:
        load(("N° dossier", "Objet", "Note"), rows)
    assert caught.value.key != "reading.history_in_cell"


def test_an_option_that_cannot_be_meant_is_told_before_a_history(load):
    people = ("Martin Durand", "Claire Petit", "Luc Moreau", "Anne Lefèvre")
    rows = [(f"2025-{case:03}", people[case % 4], "x", " | ".join(days(case, "%d/%m/%Y"))) for case in range(30)]
    with pytest.raises(ProcmapError) as caught:
        load(("N° dossier", "Agent", "Objet", "Historique"), rows, activity="Agent")
    assert caught.value.key == "reading.people_as_activity"


PAGES = ["<!DOCTYPE html><html><body>Connexion</body></html>", "<table border='1'><tr><td>a</td></tr></table>",
         "<!-- export --><table><tr><td>a</td></tr></table>", "\ufeff<HTML><head></head></HTML>"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["export.xls", "export.csv", "export.xlsx", "export.xml"])
def test_a_web_page_is_told_for_what_it_is_whatever_its_name(engine, tmp_path, page, name):
    path = tmp_path / name
    path.write_text(page, encoding="utf-8")
    with pytest.raises(ProcmapError) as caught:
        read(path, ReadingOptions(), engine)
    assert caught.value.key == "reading.web_page"
    assert all(name in each for each in told(caught.value))
