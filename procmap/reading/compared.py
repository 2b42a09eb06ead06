"""Numbers that a condition compares: what of a column's cells is a number, and what a name that holds one.

A number may have a sign, a currency on either side, thousands or millions, a percentage; behind a currency any words may
stand ("€ TTC"). Other words make it a name ("Bureau 3", "Lot 3", "3 bis"), save those that the column as a whole shows to
be its unit: they stand behind most of the numbers that its cells begin with ("12 jours"). What numbers the steps of a series
("bis", "3e") is no unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from procmap.engine import Engine
from procmap.reading.amounts import CURRENCY, Writing, number, writing_of
from procmap.reading.table import quoted

KIND = "decimal(24, 4)"
"""The type in which numbers are compared."""

BLANK = "[ \u00a0\u202f\u2009]"
SIGN = "[-+\u2212]"
GROUPS = "[ \u00a0\u202f\u2009.,'\u2019]"
FIGURE = (
    rf"\(?{SIGN}?{BLANK}?(?:{CURRENCY}{BLANK}?)?{SIGN}?(?:[0-9]{{1,3}}(?:{GROUPS}[0-9]{{3}})+|[0-9]+)(?:[.,][0-9]+)?"
    r"(?:E[-+]?[0-9]{1,3})?"
)
MARKS = rf"{BLANK}?(?:(?:K|MDS?|M)?{CURRENCY}|K|MDS?|M|%)?{SIGN}?\)?"
"""What may stand behind a figure without making it another thing."""

NUMBER = re.compile(f"^{FIGURE}{MARKS}$", re.IGNORECASE)

PRICED = rf"(?i)^{FIGURE}{BLANK}?(?:K|MDS?|M)?{CURRENCY}(?:[^0-9A-Za-z][^0-9]*)?$"
PLAIN = f"(?i)^{FIGURE}{MARKS}$"
MEASURED = f"(?i)^({FIGURE}){BLANK}*([^0-9.,][^0-9]*)$"

ORDINAL = "^(bis|ter|quater|quinquies|e|er|ère|ere|ème|eme|re|nd|nde|nds|st|rd|th|°|º|ᵉ)($|[^a-zà-ÿ])"
"""Words behind a number that make it the name of one of a series."""

UNIT = f"""
with v as (select v from ({{values}}) where v is not null),
said as (select lower(regexp_extract(v, {quoted(MEASURED)}, 2)) as words from v where not regexp_matches(v, {quoted(PLAIN)}))
select rtrim(words, 's.()') as unit from said where words <> '' and not regexp_matches(words, {quoted(ORDINAL)}) group by unit
having 2 * count(*) > (select count(*) from v where regexp_matches(v, {quoted(f'(?i)^{FIGURE}')}))
"""
"""The words that more than half of the cells have behind the number that they begin with, in the singular; or no row."""


@dataclass(frozen=True)
class Measure:
    """How the numbers of a column are told from its other cells.

    Attributes:
        writing: Of the numbers.
        unit: What the column's numbers are followed by, in lower case and the singular; "" for nothing.
    """

    writing: Writing
    unit: str = ""

    def held(self, text: str) -> str:
        """SQL of the number that a cell is; NULL where it is none, and where it names something."""
        cases = [f"when regexp_matches({text}, {quoted(each)}) then {number(self.writing, text, KIND)}" for each in (PLAIN, PRICED)]
        if self.unit:
            figure, behind = (f"regexp_extract({text}, {quoted(MEASURED)}, {part})" for part in (1, 2))
            is_unit = f"rtrim(lower({behind}), 's.()') = {quoted(self.unit)}"
            cases.append(f"when {is_unit} then {number(self.writing, figure, KIND)}")
        return f"case {' '.join(cases)} end"

    def typed(self, value: str) -> str:
        """SQL of a number that the user typed."""
        return number(self.writing, quoted(value), KIND)


def is_number(value: str) -> bool:
    """Whether a value that is typed is meant as a number."""
    return NUMBER.match(value) is not None


def measure_of(engine: Engine, values: str) -> Measure:
    """How the texts `v` of a SELECT are numbers."""
    units = engine.rows(UNIT.replace("{values}", values))
    return Measure(writing_of(engine, values), units[0][0] if units else "")
