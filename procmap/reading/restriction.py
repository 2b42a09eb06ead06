"""Part of a log: the cases that begin in a period, or whose column satisfies a condition."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.columns import column_named
from procmap.reading.options import ReadingOptions
from procmap.reading.table import quoted

CONDITION = re.compile(
    r"""^\s*(?:"(?P<a>[^"]+)"|'(?P<b>[^']+)'|(?P<c>[^\s"'<>=!≤≥≠][^<>=!≤≥≠]*+))\s*(?P<op>!=|<>|≠|<=|≤|>=|≥|==|=|<|>)\s*
    (?:"(?P<x>[^"]*)"|'(?P<y>[^']*)'|«(?P<g>[^»]*)»|(?P<z>[^\s<>=!"'][^<>=!]*+))\s*$""",
    re.VERBOSE,
)
LONGEST = 30
"""Characters of a number."""
DAY = 86_400_000_000

OPERATORS = {"≠": "<>", "!=": "<>", "≤": "<=", "≥": ">=", "==": "="}
NUMBER = re.compile(r"^-?\d[\d \u00a0\u202f]*(?:[.,]\d+)?$")
DAYS = ("%Y-%m-%d", "%d/%m/%Y")
"""How a condition may write a day."""

TIMES = """coalesce(try_cast({v} as timestamp), try_strptime({v}, ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y',
  '%d-%m-%Y %H:%M:%S', '%d-%m-%Y %H:%M', '%d-%m-%Y', '%d.%m.%Y %H:%M', '%d.%m.%Y']))"""


@dataclass(frozen=True)
class Condition:
    """One condition of --where: a source column, an SQL operator, a value as typed."""

    column: str
    operator: str
    value: str

    def sql(self, text: str) -> str:
        """The condition on the SQL of a value, not NULL."""
        if _is_number(self.value):
            typed = re.sub(r"\s", "", self.value).replace(",", ".")
            number = f"try_cast(replace(regexp_replace({text}, '[^0-9,.-]', '', 'g'), ',', '.') as decimal(18, 4))"
            same = f" or {text} = {quoted(self.value)}" if self.operator == "=" else ""
            return f"(coalesce({number} {self.operator} {typed}, {str(self.operator == '<>').lower()}){same})"
        if self.operator in {"=", "<>"}:
            return f"lower({text}) {self.operator} lower(nfc_normalize({quoted(self.value)}))"
        return f"coalesce({TIMES.format(v=text)} {self.operator} timestamp '{_day(self.value)}', false)"


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
    if condition.operator not in {"=", "<>"} and not _is_number(value) and _day(value) is None:
        raise ProcmapError("reading.malformed_where", condition=text)
    return condition


def equality(column: str, value: str) -> str:
    """The condition, as one types it, that a column has a value."""
    return " = ".join(f"'{text}'" if '"' in text else f'"{text}"' for text in (column, value))


def _is_number(value: str) -> bool:
    """Whether a value is meant as a number; longer ones than the engine compares are texts, as numbers of files are."""
    return len(value) <= LONGEST and NUMBER.match(value) is not None


def _day(value: str) -> str | None:
    for written in DAYS:
        try:
            return dt.datetime.strptime(value.strip(), written).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def restrict(engine: Engine, options: ReadingOptions, conditions: dict[str, list[Condition]]) -> tuple[int, int] | None:
    """Keep the cases that the options ask for; returns (cases kept, cases there were), None where nothing is asked.

    Args:
        engine: Holds source_event, and source_row with the columns that conditions read.
        options: since and until are looked at.
        conditions: By column of source_row.

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
        held = " and ".join(condition.sql("v") for condition in listed)
        satisfied = f"select case_name from ({first_values(column)}) where {held}"
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
