"""Every detector says on the logs of its case file what the file says, and is documented in one form."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import fields
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

import procmap.detectors
from procmap.detectors import detect, detectors
from procmap.detectors.case_log import load_case, procedure_of
from procmap.detectors.case_notation import parse_log
from procmap.detectors.catalogue import configured
from procmap.detectors.page import catalogue_page
from procmap.detectors.page import read_cases as read_case_file
from procmap.detectors.words import PARTS, pattern_words
from procmap.errors import UsageError
from procmap.findings import Candidates, SetPeriod
from procmap.judgement.grade import graded
from procmap.judgement.holding import holding
from procmap.language import LANGUAGES, words
from procmap.log import build_log
from procmap.measures import measure
from procmap.redesign.gains import Redesign
from procmap.redesign.observed import load_traces
from procmap.report import sentences
from procmap.report.findings_json import WITHHELD

from .conftest import fresh_engine

PAGE = Path(procmap.detectors.__file__).with_name("README.md")
LEVERS = {
    "delegation", "trust", "information_sharing", "decompartmentalising", "suppression", "digital_continuity", "flow",
    "organisation",
}  # fmt: skip
read_cases = cache(read_case_file)
CASES = [(cls, name) for cls in detectors() for name in read_cases(cls)]
each_detector = pytest.mark.parametrize("cls", detectors(), ids=lambda cls: cls.name)


def measured(engine, case):
    load_case(case, engine)
    log = build_log(engine)
    return measure(log, procedure=procedure_of(case, log))


def candidates(cls, measures):
    """What a detector tested, and those that may say it better: what the others find changes nothing about its findings."""
    asked = [one for one in configured({}) if one.name == cls.name or cls.name in one.covers]
    return [
        Candidates(one.name, one.guards, one.covers, tuple(one.find(measures))) for one in asked if not one.missing(measures)
    ]


def found_by(cls, measures, tested):
    profile = measures.log.profile
    return [
        graded(finding, closed_cases=profile.closed_cases, weeks=profile.weeks)
        for finding in holding(measures, tested)
        if finding.detector == cls.name
    ]


def as_written(finding, keys):
    told = {
        "activities": list(finding.activities), "roles": list(finding.roles), "grade": finding.grade,
        "count": finding.evidence.count, "of": finding.evidence.of,
    }  # fmt: skip
    return {key: told[key] for key in keys}


def traces_after(measures, edits):
    """The sequences of the log under the edits, and how many cases follow each."""
    log = measures.log
    batched = tuple(log.activities.index(edit.activity) for edit in edits if isinstance(edit, SetPeriod))
    redesign = Redesign.of(log, load_traces(log, measures.concurrent, batched))
    run = redesign.run(edits)
    rank = redesign.traces.rank * 2 if run.change.rank is None else run.change.rank
    order = np.lexsort((rank, redesign.traces.case))
    columns = (redesign.traces.case, redesign.traces.activity, run.change.dropped)
    rows = zip(*(column[order] for column in columns), strict=True)
    kept = {
        int(case): tuple(log.activities[activity] for _, activity, dropped in events if not dropped)
        for case, events in groupby(rows, key=lambda row: row[0])
    }
    return Counter(kept.values()), run


def assert_worded(finding):
    """Nothing that the report says of it is a code, and no sentence names a value that the finding has not."""
    for language in LANGUAGES:
        w = words(language)
        assert all(sentences.part(w, finding, part) for part in PARTS)
        assert sentences.title(w, finding.detector) in sentences.values_of(w, finding).values()
        assert all(sentences.figure(w, finding, figure) for figure, _ in finding.evidence.figures)
        assert all(sentences.named(w, "capability", code) for code in finding.weak)
        assert all(sentences.named(w, "guard", name) for name in (*finding.guards.by_construction, *finding.guards.not_asked))
        assert sentences.named(w, "lever", finding.lever)
        assert w.has(f"report.unit.{finding.evidence.unit}.many")
        assert not finding.aspect or finding.aspect in pattern_words(finding.detector, language).aspects
        assert sentences.change_sentences(w, finding.prudent)
        kept_back = finding.evidence.withheld
        assert kept_back is None or (kept_back in WITHHELD and w.has(f"report.page.withheld_why.{kept_back}"))
        assert not finding.prudent or w.has(f"report.gain_why.{finding.prudent.op}")


@pytest.mark.parametrize(("cls", "name"), CASES, ids=[f"{cls.name}-{name}" for cls, name in CASES])
def test_a_case_is_judged_as_its_file_says_in_words(cls, name, engine):
    case = read_cases(cls)[name]
    measures = measured(engine, case)
    tested = candidates(cls, measures)
    for finding in (finding for one in tested if one.detector == cls.name for finding in one.found):
        assert_worded(finding)
    found = found_by(cls, measures, tested)
    keys = [list(wanted) for wanted in case["finds"]] or [["activities", "count", "of", "grade"]] * len(found)
    assert len(found) == len(keys), [finding.key for finding in found]
    assert [as_written(finding, wanted) for finding, wanted in zip(found, keys, strict=True)] == case["finds"]
    if "after" in case:
        edits = [finding.whole for finding in found]
        traces, run = traces_after(measures, edits)
        kinds = parse_log(case["after"])
        assert traces == {tuple(step.activity for step in kind.steps): kind.cases for kind in kinds}
        assert (run.outcome.hours >= 0).all()
        assert run.outcome.hours.mean() > 0
    elif name.startswith("flags_") and not any("after" in other for other in read_cases(cls).values()):
        edits = [finding.whole for finding in found if finding.whole]
        assert traces_after(measures, edits)[0] == traces_after(measures, [])[0], "which log the change leaves: `after`"


@each_detector
def test_a_case_file_shows_what_to_flag_and_what_to_pass(cls):
    cases = read_cases(cls)
    flags = [case for name, case in cases.items() if name.startswith("flags_")]
    passes = [case for name, case in cases.items() if name.startswith("passes_")]
    assert len(flags) + len(passes) < len(cases) or flags, "no case in which something is found: flags_, or asks_ for a question"
    assert len(passes) >= 2, "too few cases in which nothing is found: passes_"
    assert all(case["finds"] and "C" not in {found["grade"] for found in case["finds"]} for case in flags)
    assert not any(case["finds"] for case in passes)
    for name, case in cases.items():
        assert name.startswith(("flags_", "passes_", "asks_")), name
        assert {"why", "log", "finds"} <= set(case) <= {"why", "log", "finds", "weeks", "after", "pack"}, name
        assert all(found["grade"] == "C" for found in case["finds"]) or not name.startswith("asks_"), name


@each_detector
def test_a_detector_is_named_by_its_folder_and_says_where_it_comes_from(cls):
    assert cls.__module__.split(".")[-2:] == [cls.name, "detector"]
    assert cls.__name__ == "".join(word.capitalize() for word in cls.name.split("_"))
    assert cls.lever in LEVERS
    assert cls.source
    assert set(cls.covers) <= {other.name for other in detectors()} - {cls.name}


@each_detector
def test_every_threshold_has_a_default(cls):
    names = [field.name for field in fields(cls)]
    assert names
    assert cls() == cls(**{name: getattr(cls(), name) for name in names})


def test_the_page_of_the_catalogue_is_up_to_date():
    page = catalogue_page()
    if os.environ.get("UPDATE"):
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page, "stale: UPDATE=1 python -m pytest tests/test_detectors.py"


def test_a_threshold_changes_what_is_found(engine):
    cls = next(cls for cls in detectors() if cls.name == "low_yield_check")
    measures = measured(engine, read_cases(cls)["flags_a_visa_that_almost_never_refuses"])
    strict = holding(measures, detect(measures, {"low_yield_check": {"rate": 0.001}}).candidates)
    assert [f for f in holding(measures, detect(measures).candidates) if f.detector == cls.name]
    assert not [f for f in strict if f.detector == cls.name]


@pytest.mark.parametrize("thresholds", [{"low_yeld_check": {}}, {"low_yield_check": {"ratee": 0.1}}])
def test_an_unknown_name_is_refused(engine, thresholds):
    measures = measured(engine, {"log": "40 x  Receipt > Check > Dispatch"})
    with pytest.raises(UsageError):
        detect(measures, thresholds)


def test_a_detector_without_the_roles_it_needs_is_not_evaluable(engine):
    measures = measured(engine, {"log": "60 x  Request > Examination > Question > Answer > Examination"})
    detection = detect(measures)
    lacking = {lacking.detector: lacking.reason for lacking in detection.not_evaluable}
    assert lacking["ping_pong"] == "no_role"
    assert not any(finding.detector in lacking for finding in holding(measures, detection.candidates))


def test_what_a_chain_says_is_not_said_again_level_by_level(engine):
    cls = next(cls for cls in detectors() if cls.name == "approval_chain")
    case = read_cases(cls)["flags_three_visas_before_the_decision"]
    measures = measured(engine, case)
    assert [f.detector for f in holding(measures, detect(measures).candidates)] == ["approval_chain"]


@cache
def notation_rows(log):
    with fresh_engine() as engine:
        load_case({"log": log, "weeks": 4}, engine)
        return engine.rows(
            "select case_name, activity_name, role_name, outcome_name, channel_name, time from source_event"
        )


def test_the_notation_reads_all_that_a_step_may_carry():
    (kind,) = parse_log("3 x  A b@Desk > C[no]@Big office+2d > D=14d > E@Board+3h on Mon,Thu\n   > F via Web site")
    hour = 3_600_000_000
    assert (kind.cases, kind.channel) == (3, "Web site")
    assert [(step.activity, step.role, step.outcome) for step in kind.steps] == [
        ("A b", "Desk", None), ("C", "Big office", "no"), ("D", None, None), ("E", "Board", None), ("F", None, None),
    ]  # fmt: skip
    assert [step.office for step in kind.steps] == [2 * hour, 14 * hour, 2 * hour, 3 * hour, 2 * hour]
    assert kind.steps[2].exact == 14 * 24 * hour
    assert kind.steps[3].weekdays == (0, 3)


@pytest.mark.parametrize("line", ["A > B", "3 x", "3 x  A +", "3 x  A > B+2w", "x  A"])
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(ValueError, match=r"no (kind of case|step)"):
        parse_log(line)


def test_the_notation_gives_the_same_log_each_time_with_its_kinds_interleaved():
    log = "6 x  A > B on Wed\n2 x  A > C =7d via Web"
    rows = notation_rows(log)
    assert notation_rows.__wrapped__(log) == rows
    assert len({row[0] for row in rows}) == 8
    kinds = [row[1] for row in rows if row[1] != "A"]
    assert kinds == ["B", "B", "C", "B", "B", "B", "C", "B"]
    day = 24 * 3_600_000_000
    assert {(row[5] // day + 3) % 7 for row in rows if row[1] == "B"} == {2}
    times = {(row[0], row[1]): row[5] for row in rows}
    assert all(times[case, "C"] - times[case, "A"] == 7 * day for case, activity in times if activity == "C")
    assert {row[4] for row in rows} == {None, "Web"}


@pytest.mark.parametrize(("name", "said"), [
    ("flags_cases_that_stand_still_before_the_decision", False), ("flags_cases_of_one_channel_that_stand_still", True),
])  # fmt: skip
def test_very_long_cases_name_a_subgroup_only_where_there_is_one(name, said):
    cls = next(one for one in detectors() if one.name == "long_tail")
    with fresh_engine() as engine:
        measures = measured(engine, read_cases(cls)[name])
        found = found_by(cls, measures, candidates(cls, measures))
    assert found
    for language, words_of_it in (("en", "over-represented"), ("fr", "surreprésentés")):
        told = sentences.statement(words(language), found[0])
        assert (words_of_it in told) == said
        assert "–" not in told
