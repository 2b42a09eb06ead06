"""Deadlines from the column of a file to the case, columns that only look like one, and rules in the place of a column."""

import datetime as dt
from dataclasses import replace

import pytest

from procmap.config import load_config
from procmap.detectors.waiting.deadline_breach.detector import DeadlineBreach
from procmap.errors import UsageError
from procmap.language import words
from procmap.log import build_log
from procmap.measures import measure
from procmap.reading import ReadingOptions, read
from procmap.report.sentences import part, statement

EPOCH = dt.datetime(1970, 1, 1)


@pytest.fixture
def parse(engine, tmp_path):
    def parse(content, name="log.csv", **options):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return read(path, ReadingOptions(**options), engine)

    return parse


def deadlines(engine, table="source_event"):
    found = engine.rows(f"select deadline from {table} order by {'pos' if table == 'source_event' else 'case_id'}")
    return [None if value is None else (EPOCH + dt.timedelta(microseconds=value)).isoformat() for (value,) in found]


def kinds(reading):
    return {choice.kind: choice.name for choice in reading.columns}


@pytest.mark.parametrize(
    "header",
    ["deadline", "Échéance", "Date d’échéance", "date limite", "Date limite de réponse", "Délai", "due date", "DueDate",
     "case:deadline", "(case) Due date", "échéance réglementaire", "SLA deadline", "Frist", "fecha límite"],
)  # fmt: skip
def test_a_column_is_known_by_its_name(parse, engine, header):
    reading = parse(f"case,activity,time,{header}\nA,x,2024-03-01 09:00,2024-05-01\nB,x,2024-03-05 09:00,2024-05-07\n")
    assert kinds(reading)["deadline"] == header
    assert kinds(reading)["time"] == "time"
    assert deadlines(engine) == ["2024-05-01T00:00:00", "2024-05-07T00:00:00"]


@pytest.mark.parametrize(
    ("header", "values"), [("Délai", ("30", "60")), ("montant dû", ("12,50", "3,20")), ("limite", ("haute", "basse"))]
)
def test_a_name_without_dates_is_none(parse, header, values):
    rows = "".join(f"C{i};x;2024-03-0{i + 1} 09:00;{value}\n" for i, value in enumerate(values))
    reading = parse(f"case;activity;time;{header}\n{rows}")
    assert "deadline" not in kinds(reading)


def test_deadlines_are_written_otherwise_than_times_in_the_same_order_of_day_and_month(parse, engine):
    rows = "A;x;31/01/2024 10:00;05/03/2024\nA;y;01/02/2024 11:30;05/03/2024\nB;x;07/02/2024 09:00;soon\n"
    parse(f"dossier;étape;date;échéance\n{rows}")
    assert deadlines(engine) == ["2024-03-05T00:00:00"] * 2 + [None]


def test_an_unread_deadline_is_counted_and_the_row_kept(parse):
    reading = parse("case,activity,time,deadline\nA,x,2024-03-01 09:00,2024-05-01\nB,x,2024-03-05 09:00,soon\n")
    assert ("reading.note_unread_deadlines", {"count": 1}) in reading.notes
    assert reading.rows_kept == 2


def test_a_deadline_is_read_in_the_zone_of_the_log(parse, engine):
    rows = "A,x,2024-03-01T09:00:00Z,2024-07-01T10:00:00Z\nB,x,2024-07-02T09:00:00Z,2024-12-01T10:00:00Z\n"
    parse(f"case,activity,time,deadline\n{rows}", time_zone="Europe/Paris")
    assert deadlines(engine) == ["2024-07-01T12:00:00", "2024-12-01T11:00:00"]


def test_a_column_is_taken_by_hand(parse, tmp_path):
    content = "case,activity,time,promised\nA,x,2024-03-01 09:00,2024-05-01\nB,x,2024-03-05 09:00,2024-05-07\n"
    assert "deadline" not in kinds(parse(content))
    assert kinds(parse(content, deadline="promised"))["deadline"] == "promised"
    toml = tmp_path / "procmap.toml"
    toml.write_text('[columns]\ndeadline = "promised"\n', encoding="utf-8")
    assert load_config(toml).reading.deadline == "promised"


def built(engine, parse, rows):
    parse("case,activity,time,deadline\n" + "".join(f"{row}\n" for row in rows))
    return build_log(engine)


def test_a_case_has_its_latest_deadline_and_a_day_lasts_to_its_end(parse, engine):
    rows = [f"C{i},{a},2024-03-0{d} 09:00,2024-05-01 12:00" for i in range(9) for a, d in (("x", 1), ("y", 4))]
    rows += ["D,x,2024-03-01 10:00,2024-05-01", "D,y,2024-03-04 10:00,2024-06-01"]
    log = built(engine, parse, rows)
    assert log.profile.can("deadline")
    assert deadlines(engine, "case_")[-2:] == ["2024-05-01T12:00:00", "2024-06-02T00:00:00"]


@pytest.mark.parametrize(
    "rows",
    [
        [f"C{i},{a},2024-03-0{d} 09:00,2024-05-0{d}" for i in range(9) for a, d in (("x", 1), ("y", 4))],
        [f"C{i},{a},2024-03-0{d} 09:00,{'2024-05-01' if i < 6 else ''}" for i in range(9) for a, d in (("x", 1), ("y", 4))],
        [f"C{i},{a},2024-03-0{d} 09:00,9999-12-31" for i in range(9) for a, d in (("x", 1), ("y", 4))],
    ],
    ids=["a date of each task", "too few cases", "one date for all"],
)
def test_other_dates_make_no_deadline_of_the_cases(parse, engine, rows):
    assert not built(engine, parse, rows).profile.can("deadline")


@pytest.mark.parametrize("line", ["settled_by = 3", 'days = "56"', "days = true"])
def test_a_threshold_of_another_kind_is_refused(tmp_path, line):
    toml = tmp_path / "procmap.toml"
    toml.write_text(f"[detectors.deadline_breach]\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError):
        load_config(toml)


DAYS = {"Request": 0, "Check": 2, "Decision": 10, "Archiving": 50}


def judged(engine, parse, thresholds, cases):
    """What is found on cases of (steps, days from the beginning to each step), one a day, and what the log lacks for it."""
    begin = dt.datetime(2024, 1, 1, 9)
    rows = [
        f"C{number:04d},{step},{begin + dt.timedelta(days=number % 200 + day)}"
        for number, steps in enumerate(cases) for step, day in steps.items()
    ]  # fmt: skip
    parse("case,activity,time\n" + "".join(f"{row}\n" for row in rows))
    log = build_log(engine)
    detector = DeadlineBreach(**thresholds)
    measures = measure(log)
    missing = detector.missing(measures)
    return [] if missing else [f for f in detector.find(measures) if f.grade != "-"], missing


def test_without_a_deadline_nothing_is_said_and_why(engine, parse):
    assert judged(engine, parse, {}, [DAYS] * 60) == ([], ("deadline",))
    assert judged(engine, parse, {"days": 5, "settled_by": "Vote"}, [DAYS] * 60) == ([], ("settling_step",))
    for language in ("fr", "en"):
        assert words(language)("detectors.no_deadline")
        assert words(language)("detectors.no_settling_step")


def test_a_rule_gives_each_case_its_deadline(engine, parse):
    late = {**DAYS, "Decision": 40}
    (found,), _ = judged(engine, parse, {"days": 30}, [DAYS, DAYS, DAYS, late] * 150)
    assert (found.evidence.count, found.evidence.of, found.activities) == (150, 600, ("Decision",))
    assert dict(found.evidence.figures)["late_days"] == 10
    assert found.prudent is None
    assert not judged(engine, parse, {"days": 41}, [DAYS, DAYS, DAYS, late] * 150)[0]


def test_a_rule_may_count_working_days(engine, parse):
    late = {**DAYS, "Decision": 40}  # about 28 working days
    assert not judged(engine, parse, {"office_days": 30}, [DAYS, DAYS, DAYS, late] * 150)[0]
    (found,), _ = judged(engine, parse, {"office_days": 20}, [DAYS, DAYS, DAYS, late] * 150)
    assert (found.evidence.count, found.evidence.of) == (150, 600)


def test_the_step_that_meets_the_deadline_is_named(engine, parse):
    (found,), _ = judged(engine, parse, {"days": 30, "settled_by": "Archiving"}, [DAYS] * 600)
    assert found.evidence.count == found.evidence.of
    assert found.weak == ()
    unsettled = {"Request": 0, "Check": 60, "Archiving": 61}
    (left_out,), _ = judged(engine, parse, {"days": 5, "settled_by": "Decision"}, [DAYS, unsettled] * 300)
    assert left_out.evidence.of == 300


def test_open_cases_count_once_their_deadline_has_passed(engine, parse):
    opened, slow = {"Request": 0, "Check": 2}, {**DAYS, "Archiving": 140}
    late = {**DAYS, "Decision": 40}
    # the sixty open ones begin from day 140 to 199; the log ends on day 249, and a tenth of the cases take 140 days
    cases = [slow] * 60 + [DAYS, DAYS, DAYS, late] * 120 + [opened] * 60
    (found,), _ = judged(engine, parse, {"days": 30, "settled_by": "Decision"}, cases)
    assert (found.evidence.count, found.evidence.of) == (180, 600)
    assert dict(found.evidence.figures)["open_late"] == 60


def test_cases_that_are_not_due_yet_are_not_counted_though_they_are_settled(engine, parse):
    quick, late = {"Request": 0, "Decision": 10}, {"Request": 0, "Decision": 40}
    # the log ends on day 209
    cases = [late if number % 200 < 150 and number % 4 == 0 else quick for number in range(600)]
    (found,), _ = judged(engine, parse, {"days": 30}, cases)
    assert found.evidence.of == sum(number % 200 + 30 <= 209 for number in range(600))


def test_the_finding_is_told_in_both_languages_by_its_aspect(engine, parse):
    late = {**DAYS, "Decision": 40}
    (found,), _ = judged(engine, parse, {"days": 30}, [DAYS, DAYS, DAYS, late] * 150)
    for language in ("fr", "en"):
        w = words(language)
        told = [statement(w, replace(found, aspect=aspect)) for aspect in ("", "crowding", "unseen")]
        assert len(set(told)) == 3
        assert all("150" in text and "600" in text for text in told)
        assert part(w, replace(found, aspect="crowding"), "changes") == part(w, found, "changes")
