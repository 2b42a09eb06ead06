"""plan.toml, run.toml and rejected_rows.csv: what is written is what is read back, and spreadsheets run nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procmap.errors import ProcmapError
from procmap.judgement.plan import Plan, PlanLine
from procmap.language import words
from procmap.measures.figures import CycleTime, ProcessFigures
from procmap.report.audit import Audit, LogSummary, Provenance
from procmap.report.plan_toml import plan_toml, read_plan
from procmap.report.rejected_csv import rejected_rows_csv
from procmap.report.run_toml import RunRecord, read_run, run_toml

TEXT = st.text(max_size=40)
LINES = st.lists(
    st.builds(
        PlanLine, key=st.text(min_size=1, max_size=40), accept=st.booleans(), reason=st.none() | st.text(min_size=1),
    ),
    unique_by=lambda line: line.key, max_size=6,
)


def audit_of(lines):
    figures = ProcessFigures(0, (), (), (), 0.0, None, 0.0, CycleTime(0.0, 0.0, 0.0, 0.0))
    log = LogSummary("a.csv", "", 0, 0, 0, 0, 0, 0, "", "", "", "", None, ())
    return Audit("t", "fr", log, figures, figures, (), (), (), Plan(tuple(lines)), Provenance("0", "2026-01-01"))


@given(LINES, LINES)
def test_the_plan_is_read_back_and_earlier_decisions_win(lines, earlier):
    previous = {line.key: line for line in earlier}
    read = read_plan(plan_toml(audit_of(lines), previous), "plan.toml")
    assert read == {line.key: line for line in lines} | previous


VALUE = TEXT | st.booleans() | st.integers(-2**63, 2**63 - 1) | st.lists(TEXT).map(tuple)


@given(st.lists(TEXT, min_size=1, max_size=3).map(tuple), TEXT, st.dictionaries(TEXT, VALUE))
def test_the_run_is_read_back(sources, version, options):
    run = RunRecord(sources, "ab" * 32, tuple(options.items()), version, "2026-11-23", "en")
    assert read_run(run_toml(run), "run.toml") == run


@given(st.lists(st.tuples(st.integers(1, 10**9), TEXT, TEXT, TEXT), max_size=5))
def test_refused_rows_are_a_table_that_runs_nothing(rows):
    text = rejected_rows_csv(rows, language="fr")
    assert text.startswith("\ufeffligne;colonne;valeur;motif\r\n")
    read = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))[1:]
    assert len(read) == len(rows)
    for cells, row in zip(read, rows, strict=True):
        assert cells[0] == str(row[0])
        for cell, told in zip(cells[1:], row[1:], strict=True):
            told = told.replace("\x00", "\ufffd")  # noqa: PLW2901 - the same text, as the file may hold it
            assert cell.removeprefix("'") in {told, told.removeprefix("'")}
            assert not cell.startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ('[[finding]]\nkey = "a"\naccept = yes\n', "report.plan_not_toml", "3"),
        (
            '# a\n[[finding]]\nkey = "a"\naccept = true\n\n[[finding]]\nkey = "b"\naccept = "oui"\n',
            "report.plan_bad_line", "6",
        ),
        ("[[finding]]\naccept = true\n", "report.plan_bad_line", "1"),
        (
            '[[finding]]\nkey = "a"\naccept = true\n[[finding]]\nkey = "a"\naccept = false\n', "report.plan_duplicate",
            "4",
        ),
        ("finding = 3\n", "report.plan_bad_line", "1"),
    ],
)
def test_a_broken_plan_is_said_with_its_line(text, key, line):
    with pytest.raises(ProcmapError) as raised:
        read_plan(text, "audit/plan.toml")
    assert raised.value.key == key
    assert raised.value.values["line"] == line
    for language in ("fr", "en"):
        assert "audit/plan.toml" in words(language).error(raised.value)


def test_a_broken_run_is_said():
    for text in ("source = [", "source = 3\n", ""):
        with pytest.raises(ProcmapError) as raised:
            read_run(text, "run.toml")
        assert "run.toml" in words("fr").error(raised.value)
