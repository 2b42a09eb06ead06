"""Part of a log: the cases that begin in a period, or whose column satisfies a condition."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.columns import column_named
from procmap.reading.compared import Measure, is_number, measure_of
from procmap.reading.date_choice import choose_format
from procmap.reading.dates import FAMILIES, DateFormat
from procmap.reading.options import ReadingOptions
from procmap.reading.table import quoted
from procmap.reading.typed_days import typed_day

CONDITION = re.compile(
    r"""^\s*(?:"(?P<a>[^"]+)"|'(?P<b>[^']+)'|(?P<c>[^\s"'<>=!≤≥≠][^<>=!≤≥≠]*+))\s*(?P<op>!=|<>|≠|<=|≤|>=|≥|==|=|<|>)\s*
    (?:"(?P<x>[^"]*)"|'(?P<y>[^']*)'|«(?P<g>[^»]*)»|(?P<z>[^\s<>=!"'][^<>=!]*+))\s*$""",
    re.VERBOSE,
)
LONGEST = 30
"""Characters of a number."""
DAY = 86_400_000_000

OPERATORS = {"≠": "<>", "!=": "<>", "≤": "<=", "≥": ">=", "==": "="}
TIMES = """coalesce(try_cast({v} as timestamp), try_strptime({v}, ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y',
  '%d-%m-%Y %H:%M:%S', '%d-%m-%Y %H:%M', '%d-%m-%Y', '%d.%m.%Y %H:%M', '%d.%m.%Y']))"""


@dataclass(frozen=True)
class Condition:
    """One condition of --where: a source column, an SQL operator, a value as typed."""

    column: str
    operator: str
    value: str

    @property
    def is_number(self) -> bool:
        """Whether the value is a number."""
        return len(self.value) <= LONGEST and is_number(self.value)  # longer ones are texts, as numbers of files are

    @property
    def day(self) -> str | None:
        """The day that the value is, as ISO 8601 writes it."""
        day = None if self.is_number else typed_day(self.value)
        return None if day is None else day.isoformat()

    def sql(self, text: str, reading: ValueReading) -> str:
        """The condition on the SQL of a value, not NULL."""
        same = f"lower({text}) = lower(nfc_normalize({quoted(self.value)}))"
        if self.is_number:
            typed, held = reading.measure.typed(self.value), reading.measure.held(text)
            compared = f"coalesce({held} {self.operator} {typed}, {str(self.operator == '<>').lower()})"
            return f"({compared} or {same})" if self.operator == "=" else compared
        if self.day is None:
            return same if self.operator == "=" else f"not ({same})"
        begin = f"epoch_us(timestamp '{self.day}')"
        moment, end = reading.moment(text), f"{begin} + {DAY}"
        within = f"coalesce({moment} >= {begin} and {moment} < {end}, false)"
        if self.operator in {"=", "<>"}:
            return f"{'not ' if self.operator == '<>' else ''}({within} or {same})"
        edge = end if self.operator in {"<=", ">"} else begin
        operator = {"<=": "<", ">": ">="}.get(self.operator, self.operator)  # the whole day belongs to what is typed
        return f"coalesce({moment} {operator} {edge}, false)"


@dataclass(frozen=True)
class ValueReading:
    """How the values of a column are read where they are compared.

    Attributes:
        measure: Of its numbers.
        dates: The format of its dates; None where none was found.
    """

    measure: Measure
    dates: DateFormat | None = None

    def moment(self, text: str) -> str:
        """SQL of the moment, in microseconds as the source writes it; NULL where unreadable."""
        other = f"epoch_us({TIMES.format(v=text)})"
        return f"coalesce({self.dates.wall(text)}, {other})" if self.dates else other


def _reading_of(engine: Engine, values: str, conditions: list[Condition], family: str) -> ValueReading:
    """How the values `v` of a SELECT are read; dates in the order of day and month that the log's own have."""
    families = ("iso", "year-first", family) if family in {"day-first", "month-first"} else ("iso", "epoch", *FAMILIES)
    dates = choose_format(engine, values, families) if any(condition.day for condition in conditions) else None
    return ValueReading(measure_of(engine, values), dates)


def parsed(text: str, names: tuple[str, ...]) -> Condition:
    """A condition as typed.

    Raises:
        ProcmapError: It is malformed, its column unknown, or its value no number or day where one is needed.
    """
    found = CONDITION.match(text)
    if found is None:
        raise ProcmapError("reading.malformed_where", condition=text)
    column = found["a"] or found["b"] or found["c"]
    quoted_value = found["x"] if found["x"] is not None else found["y"]
    value = quoted_value if quoted_value is not None else (found["g"] or found["z"] or "").strip()
    operator = OPERATORS.get(found["op"], found["op"])
    condition = Condition(column_named(column.strip(), names, "--where"), operator, value)
    if condition.operator not in {"=", "<>"} and not condition.is_number and condition.day is None:
        raise ProcmapError("reading.malformed_where", condition=text)
    return condition


def equality(column: str, value: str) -> str:
    """The condition, as one types it, that a column has a value."""
    return " = ".join(f"'{text}'" if '"' in text else f'"{text}"' for text in (column, value))


def restrict(
    engine: Engine, options: ReadingOptions, conditions: dict[str, list[Condition]], family: str = ""
) -> tuple[int, int] | None:
    """Keep the cases that the options ask for; returns (cases kept, cases there were), None where nothing is asked.

    Args:
        engine: Holds source_event, and source_row with the columns that conditions read.
        options: since and until are looked at.
        conditions: By column of source_row.
        family: Of the log's dates, as DateFormat has it.

    Raises:
        ProcmapError: No case is left.
    """
    if not conditions and options.since is None and options.until is None:
        return None
    engine.table("case_kept", "select case_name, min(time) as first from source_event group by case_name")
    there = engine.value("select count(*) from case_kept")
    if options.since is not None:
        engine.run(f"delete from case_kept where first < {_micros(options.since)}")
    if options.until is not None:
        engine.run(f"delete from case_kept where first >= {_micros(options.until) + DAY}")
    for column, listed in conditions.items():
        values = first_values(column)
        reading = _reading_of(engine, values, listed, family)
        held = " and ".join(condition.sql("v", reading) for condition in listed)
        satisfied = f"select case_name from ({values}) where {held}"
        engine.run(f"delete from case_kept where case_name not in ({satisfied})")
    kept = engine.value("select count(*) from case_kept")
    if not kept:
        raise ProcmapError("reading.nothing_left", cases=there)
    engine.table("source_event", "select * from source_event where case_name in (select case_name from case_kept)")
    engine.drop("case_kept")
    return kept, there


def first_values(column: str) -> str:
    """A SELECT of each case's first value of a column of source_row, as case_name and v; cases without any are out."""
    filled = f"{column} is not null group by case_name"
    return f"select case_name, arg_min({column}, rowid) as v from source_row where {filled}"


def _micros(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days * DAY
