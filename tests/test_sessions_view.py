"""The calendar of sessions: what it colours is what the log holds, and its sentences say the same."""

import csv
import datetime as dt
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from statistics import median

import pytest

from procmap.language import words
from procmap.measures.time.session_calendar import Session, SessionCalendar
from procmap.report.audit import PackTold
from procmap.report.sentences import label
from procmap.report.views.section import views
from procmap.report.views.sessions_view import HEATS, MOST, MOST_CELLS, sessions_svg, sessions_told

from .conftest import EXAMPLES, audit_of
from .test_report import HOSTILE, Page, page_of, sample
from .test_views import audited, groups, readable, texts

EPOCH = dt.date(1970, 1, 1)
SENT = "Envoi des rapports aux élus"
ASKED = {"column": 1, "day": 2}


def days_of(step):
    """The cases of each day on which a step of the deliberations is done, from the file itself."""
    found = defaultdict(set)
    with (EXAMPLES / "deliberations" / "log.csv").open(encoding="cp1252", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            if row[ASKED["column"]] == step:
                found[(dt.datetime.strptime(row[ASKED["day"]], "%d/%m/%Y %H:%M:%S").date() - EPOCH).days].add(row[0])
    return {day: len(cases) for day, cases in sorted(found.items())}


def calendar(name="Vote", days=(20000, 20028, 20056, 20119), cases=(10, 20, 30, 40)):
    sessions = tuple(Session(day, many) for day, many in zip(days, cases, strict=True))
    pairs = list(pairwise(sessions))
    gaps = [later.day - one.day for one, later in pairs]
    longest = max(pairs, key=lambda pair: pair[1].day - pair[0].day, default=None)
    return SessionCalendar(name, sessions, float(median(cases)), float(median(gaps)) if gaps else None, longest)


def held(*calendars, language="fr", **changes):
    audit = sample(language)
    log = replace(audit.log, first="2024-09-02T09:00:00", last="2025-09-12T16:00:00", **changes)
    return replace(audit, log=log, sessions=calendars)


def test_the_sessions_of_the_example_are_those_of_its_log():
    audit = audit_of("deliberations", "fr")
    found = {one.activity: one for one in audit.sessions}
    days = days_of(SENT)
    assert [(session.day, session.cases) for session in found[SENT].sessions] == list(days.items())
    gaps = [later - day for day, later in pairwise(days)]
    assert (found[SENT].cases, found[SENT].gap) == (median(days.values()), median(gaps))
    first, last = found[SENT].longest
    assert last.day - first.day == max(gaps)
    total = {name: sum(session.cases for session in one.sessions) for name, one in found.items()}
    assert list(total.values()) == sorted(total.values(), reverse=True)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_strip_colours_the_weeks_by_the_cases_of_their_sessions(language):
    audit = audit_of("deliberations", language)
    root = readable(sessions_svg(audit))
    monday = (dt.date.fromisoformat(audit.log.first[:10]) - EPOCH).days
    monday -= (monday + 3) % 7
    strips = {one.get("data-activity"): one for one in groups(root, "sessions")}
    assert list(strips) == [one.activity for one in audit.sessions]
    for one in audit.sessions:
        weeks = Counter()
        for session in one.sessions:
            weeks[(session.day - monday) // 7] += session.cases
        drawn = [cell for cell in strips[one.activity] if cell.get("class") == "week"]
        assert {int(cell.get("data-cell")): int(cell.get("data-cases")) for cell in drawn} == weeks
        heat = {int(cell.get("data-cases")): HEATS.index(cell.get("fill")) for cell in drawn}
        assert [heat[cases] for cases in sorted(heat)] == sorted(heat.values())
        assert [int(dot.get("data-cases")) for dot in groups(strips[one.activity], "session")] == [s.cases for s in one.sessions]


def test_the_view_stands_in_the_page_and_says_rhythm_cases_and_longest_break():
    audit = audit_of("deliberations", "fr")
    assert (
        f"«\u202f{label(words('fr'), SENT)}\u202f»\u00a0: 11\u00a0séances, 49\u00a0dossiers par séance en médiane, "
        "28\u00a0jours entre deux séances en médiane\u202f; la plus longue interruption dure 63\u00a0jours, "
        "du 27 juin 2025 au 29 août 2025."
    ) in sessions_told(audit)
    assert "63\u00a0jours d’une séance à la suivante" in texts(readable(sessions_svg(audit)))
    assert [view.name for view in views(audit)][:2] == ["spread", "sessions"]
    assert 'id="h-view-sessions"' in page_of(audit)


def test_a_log_without_sessions_has_no_such_view():
    audit = audit_of("purchase_orders", "fr")
    assert audit.sessions == ()
    assert sessions_svg(audit) is None
    assert "sessions" not in [view.name for view in views(audit)]


def test_what_the_analyst_calls_sessions_has_a_calendar(tmp_path):
    source = tmp_path / "log.csv"
    lines = ["case;step;time"]
    for case in range(60):
        day = dt.date(2025, 1, 6) + dt.timedelta(days=7 * (case // 6))
        lines += [f"{case};Ask;{day - dt.timedelta(days=3 + case % 3)} 10:00:00", f"{case};Vote;{day} 14:00:00"]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    (tmp_path / "procmap.toml").write_text('[steps."Vote"]\nsessions = true\n', encoding="utf-8", newline="\n")
    (found,) = audited(source, "en").sessions
    assert found.activity == "Vote"
    assert [session.cases for session in found.sessions] == [6] * 10
    assert (found.cases, found.gap) == (6.0, 7.0)


def test_at_most_six_steps_are_drawn_and_the_others_are_counted():
    audit = held(*(calendar(f"Vote {n}") for n in range(MOST + 2)), language="en")
    root = readable(sessions_svg(audit))
    assert len(groups(root, "sessions")) == MOST
    assert sessions_told(audit)[-1].endswith(": 2.")


def test_a_single_session_has_no_rhythm_and_many_years_are_few_cells():
    audit = held(calendar(days=(20000,), cases=(1,)))
    root = readable(sessions_svg(audit))
    assert [cell.get("fill") for cell in root.iter() if cell.get("class") == "week"] == [HEATS[-1]]
    assert sessions_told(audit)[-1].endswith("une seule séance, 1\u00a0dossier.")
    long = held(calendar(days=tuple(range(12000, 20000, 30)), cases=(5,) * 267))
    cells = [int(cell.get("data-cell")) for cell in readable(sessions_svg(long)).iter() if cell.get("class") == "week"]
    assert max(cells) < MOST_CELLS
    assert "6 semaines" in sessions_told(long)[0]


def test_a_week_begins_on_monday():
    sunday, monday = 20002, 20003
    assert (EPOCH + dt.timedelta(days=sunday)).weekday() == 6
    audit = held(calendar(days=(sunday - 6, sunday, monday), cases=(1, 2, 4)))
    weeks = [one for one in readable(sessions_svg(audit)).iter() if one.get("class") == "week"]
    assert [int(week.get("data-cases")) for week in weeks] == [3, 4]


def test_where_people_live_with_the_answer_no_day_is_told():
    told = {
        size: " ".join([*sessions_told(audit), sessions_svg(audit)])
        for size in (5, 10)
        for audit in [held(calendar(), procedure=PackTold("", "", smallest_group=size))]
    }
    day = words("fr").date(EPOCH + dt.timedelta(days=20119))
    assert day in told[5]
    assert day not in told[10]
    assert "63\u00a0jours" in told[10]


def test_labels_act_nowhere_in_the_calendar():
    for language in ("fr", "en"):
        audit = held(*map(calendar, HOSTILE[:MOST]), language=language)
        readable(sessions_svg(audit))
        page = Page(page_of(audit))
        assert not page.open
        assert not {"img", "b"} & {tag for tag, _ in page.elements}
