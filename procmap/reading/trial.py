"""What a log must be: a reading is held against it on a sample, and what fails is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from procmap.engine import Engine
from procmap.reading.names import words_of
from procmap.reading.profile import Profile

YES_NO = frozenset("oui non yes no vrai faux true false".split())  # noqa: SIM905 - words read best unquoted
SHORT = tuple(map(frozenset, ("on", "yn", "vf", "tf", "01")))
CLOCK = re.compile(r"^\d{1,2} ?[hH:] ?\d{2}(?::\d{2})?(?: ?[aApP][mM])?$|^\d{1,2} ?[hH]$")
ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
MAIL = re.compile(r"^\S+@\S+\.\w+$")
DIGITS = re.compile(r"\d+")
CODE = re.compile(r"^[\w./:#-]+$", re.ASCII)
"""One word of letters, digits and what joins them: an identifier however long, and no sentence."""

COUNT_WORDS = frozenset("nombre count total totaux volume effectif effectifs quantite number".split())  # noqa: SIM905 - words read best unquoted
"""Words of a heading that says how many."""

TEXT_WORDS, TEXT_LENGTH = 8, 60
"""Words, or characters, of a usual value from which a column is prose and no name of anything."""

RECURRING = 5
"""Rows that share a value on average from which sentences are labels: comments are written anew."""


class Flaw(StrEnum):
    """Why a reading is no log: the end of its message key."""

    CASE_IS_CLOCK = "case_is_clock"
    CASE_IS_DATE = "case_is_date"
    CASE_IS_AMOUNT = "case_is_amount"
    CASE_IS_YES_NO = "case_is_yes_no"
    CASE_IS_TEXT = "case_is_text"
    CASE_IS_PEOPLE = "case_is_people"
    SINGLE_EVENTS = "single_events"
    ONE_CASE = "one_case"
    ACTIVITY_OF_CASE = "activity_of_case"
    ACTIVITIES_DO_NOT_RECUR = "activities_do_not_recur"
    TOO_MANY_ACTIVITIES = "too_many_activities"
    ACTIVITY_IS_NUMBER = "activity_is_number"
    TURNED_ROUND = "turned_round"
    FEW_CASES = "few_cases"
    ACTIVITY_IS_DATE = "activity_is_date"
    ACTIVITY_IS_YES_NO = "activity_is_yes_no"
    ACTIVITY_IS_TEXT = "activity_is_text"
    ACTIVITY_IS_PEOPLE = "activity_is_people"
    ONE_MOMENT = "one_moment"
    AT_ONCE = "at_once"
    NO_ORDER = "no_order"
    COUNTS = "counts"
    ALL_AT_ONCE = "all_at_once"
    SNAPSHOTS = "snapshots"


@dataclass(frozen=True)
class Columns:
    """The columns of a reading that are on trial.

    Attributes:
        case, activity: Their profiles.
        case_sql, activity_sql, time_sql: SQL of their texts over the sample.
    """

    case: Profile
    activity: Profile
    case_sql: str
    activity_sql: str
    time_sql: str


def is_clock(it: Profile) -> bool:
    """Whether a column holds times of day."""
    return _mostly(it, CLOCK)


def is_yes_no(it: Profile) -> bool:
    """Whether a column answers a question."""
    found = {value.casefold() for value in it.values}
    return bool(found) and found <= YES_NO


def is_flag(it: Profile) -> bool:
    """Whether a column answers a question, maybe by one letter or figure."""
    return is_yes_no(it) or {value.casefold() for value in it.values} in SHORT


def is_prose(it: Profile) -> bool:
    """Whether a column holds sentences."""
    sizes = sorted((len(value.split()), len(value)) for value in it.values)
    if bool(sizes) and sizes[len(sizes) // 2] >= (TEXT_WORDS, TEXT_LENGTH // 2):
        return True
    return _median_length(it) > TEXT_LENGTH and not is_code(it)


def is_code(it: Profile) -> bool:
    """Whether a column holds identifiers of one word."""
    return _mostly(it, CODE)


def is_series(it: Profile) -> bool:
    """Whether the values of a column are alike but for their numbers, as R-0001, R-0002."""
    forms = {DIGITS.sub("0", value) for value in it.values}
    return len(it.values) >= FEW_CASES and len(forms) == 1 and has_digit(forms.pop())


def has_digit(text: str) -> bool:
    """Whether a text holds a digit."""
    return DIGITS.search(text) is not None


def is_mail(it: Profile) -> bool:
    """Whether a column holds e-mail addresses."""
    return _mostly(it, MAIL)


def is_address(it: Profile) -> bool:
    """Whether a column holds addresses of pages."""
    return _mostly(it, ADDRESS)


def counts(it: Profile) -> bool:
    """Whether a column says how many: whole numbers under a heading that calls them so."""
    return it.numbers >= 0.9 and it.fractions < 0.1 and bool(COUNT_WORDS & set(words_of(it.name)))


def _median_length(it: Profile) -> int:
    sizes = sorted(len(value) for value in it.values)
    return sizes[len(sizes) // 2] if sizes else 0


def _mostly(it: Profile, shape: re.Pattern[str]) -> bool:
    return bool(it.values) and sum(shape.match(value) is not None for value in it.values) >= 0.8 * len(it.values)


def value_flaws(columns: Columns, people: frozenset[str]) -> list[Flaw]:
    """What the values themselves tell against a reading."""
    case, activity = columns.case, columns.activity
    tests = {
        Flaw.CASE_IS_CLOCK: is_clock(case),
        Flaw.CASE_IS_DATE: case.dates >= 0.5 and not case.numbers >= 0.9,
        Flaw.CASE_IS_AMOUNT: case.fractions - case.whole >= 0.5,
        Flaw.CASE_IS_YES_NO: is_yes_no(case),
        Flaw.CASE_IS_TEXT: is_prose(case),
        Flaw.CASE_IS_PEOPLE: case.name in people or is_mail(case),
        Flaw.ACTIVITY_IS_PEOPLE: activity.name in people or is_mail(activity),
        Flaw.ACTIVITY_IS_YES_NO: is_flag(activity),
        Flaw.ACTIVITY_IS_DATE: activity.dates >= 0.5 or is_clock(activity),
        Flaw.ACTIVITY_IS_NUMBER: activity.fractions >= 0.5,
        Flaw.TURNED_ROUND: is_series(activity) and sum(map(has_digit, case.values)) * 2 < len(case.values),
        Flaw.ACTIVITY_IS_TEXT: is_prose(activity) and activity.distinct * RECURRING > activity.filled,
    }
    return [flaw for flaw, holds in tests.items() if holds]


COUNTED = """
with e as (select {case} as c, {activity} as a, {time} as t from {relation}
           where {case} is not null and {activity} is not null and {time} is not null),
cases as (select c, count(*) as n, count(distinct a) as kinds, min(t) < max(t) as goes_on from e group by c),
labels as (select a, count(*) as n, count(distinct c) as cases from e group by a),
moments as (select c, t, count(distinct a) as kinds from e group by c, t)
select of_e.n, of_cases.n, several, varied, of_labels.n, recurring, moments, going_on, pairs, of_moments.n, of_moments.full_
from (select count(*) as n, count(distinct t) as moments from e) as of_e,
  (select count(*) as n, count(*) filter (n > 1) as several, count(*) filter (n > 1 and kinds > 1) as varied,
          count(*) filter (goes_on) as going_on from cases) as of_cases,
  (select count(*) as n, coalesce(sum(n) filter (cases > 1), 0) as recurring, coalesce(sum(cases), 0) as pairs
   from labels) as of_labels,
  (select count(*) as n, count(*) filter (kinds = (select count(*) from labels)) as full_ from moments) as of_moments
"""

ROWS_OF_CASES = """
select count(*), count(*) filter (n > 1) from (
  select count(*) as n from {relation} where {case} is not null and {activity} is not null group by {case})
"""
"""Cases, and those of several rows, with or without a date."""

FEW_CASES = 3
"""Cases below which a reading is too small for what must come back from case to case."""

FEW_ROWS = 20
"""Rows below which nothing can be told from how often things come back."""

ALONE = 5
"""Cases of one row each from which a small table is none of a procedure."""

FEW_ACTIVITIES = 60
"""Activities that are never too many."""


CROWDED = 30
"""Rows of each case, on average, from which a column of a few values is a kind, a place or a thing, and no case, if no name says
that it is one."""

AGAIN = 4
"""Times that a case passes each of its steps, on average, from which rows beside a column of counts are totals."""

ENOUGH, HARDLY = 20, 0.02
"""Cases of several rows, and share of them that must go on from one moment to another: the answers of a form are given at once."""

MOSTLY_WHOLE = 0.9
"""Share of the moments of cases that hold all steps at once, from which rows are readings of a meter, taken time and again."""

MANY_MOMENTS, FULL = 4, 0.5
"""Moments, and share of all meetings of a case, a step and a moment, from which rows count what was done by month or by week: a
step is done at some moment of its case, and not at each one of all cases."""


def row_flaws(
    engine: Engine, relation: str, columns: Columns, *, is_clear: bool = False, is_guessed: bool = False, has_counts: bool = False
) -> list[Flaw]:
    """What the rows tell against a reading: cases with one event, activities that do not come back, one moment.

    Args:
        engine: Holds the rows.
        relation: They.
        columns: On trial.
        is_clear: The names of case and activity leave no doubt: a few rows are then enough.
        is_guessed: The case was found by its content.
        has_counts: A column beside says how many.
    """
    found = engine.rows(
        COUNTED.format(relation=relation, case=columns.case_sql, activity=columns.activity_sql, time=columns.time_sql)
    )[0]
    rows, cases, several, varied, labels, recurring, moments, going_on, pairs, of_case, whole = (int(each) for each in found)
    if rows < FEW_ROWS:
        every = ROWS_OF_CASES.format(relation=relation, case=columns.case_sql, activity=columns.activity_sql)
        cases, several = engine.rows(every)[0]
        return [Flaw.SINGLE_EVENTS] if several == 0 and cases >= ALONE and not is_clear else []
    is_small, meetings = cases < FEW_CASES, cases * labels * moments
    is_full = moments >= MANY_MOMENTS and cases > 1 and labels > 1 and FULL * meetings <= rows <= meetings
    is_counted = has_counts and pairs * AGAIN <= rows and moments * 2 <= rows
    tests = {
        Flaw.SINGLE_EVENTS: several * 2 < cases,
        Flaw.ONE_CASE: cases == 1 and rows > 1,
        Flaw.ACTIVITY_OF_CASE: labels > 1 and several > 0 and varied * 10 < several,
        Flaw.ACTIVITIES_DO_NOT_RECUR: not is_small and recurring * 2 < rows,
        Flaw.TOO_MANY_ACTIVITIES: labels > max(FEW_ACTIVITIES, rows // 4),
        Flaw.AT_ONCE: moments > 1 and several >= ENOUGH and going_on <= HARDLY * several,
        Flaw.ONE_MOMENT: moments == 1 and rows > 1,
        Flaw.COUNTS: is_full or is_counted,
        Flaw.ALL_AT_ONCE: labels > 1 and of_case >= max(ENOUGH, AGAIN * cases) and whole >= MOSTLY_WHOLE * of_case,
        Flaw.FEW_CASES: is_guessed and cases > 1 and rows >= CROWDED * cases and rows >= AGAIN * cases * labels,
    }
    return [flaw for flaw, holds in tests.items() if holds]
