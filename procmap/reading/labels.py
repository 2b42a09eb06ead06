"""Labels beside codes: a column of words that says the same as a column of codes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from procmap.engine import Engine
from procmap.reading.profile import SAMPLE, Profile

CODE = re.compile(r"\d+([.,]0+)?|[^\W\d_]{0,5}[-_./ ]?\d+[^\W\d_]?|[A-Z]{1,5}|(?=\S*[\d_])\S+")
"""A number, some letters and a number, a few capitals, or something without blanks that holds digits or underscores."""

WORD = re.compile(r"[^\W\d_]{3,}")

MOSTLY = 0.8
SAME = 0.99
"""Share of the rows in which one column must say what the other says."""

PAIRED = """
select coalesce(sum(n), 0), coalesce(sum(n) filter (n = of_code), 0), coalesce(sum(n) filter (n = of_label), 0),
  count(distinct code), count(distinct label) from (
  select code, label, n, max(n) over (partition by code) as of_code, max(n) over (partition by label) as of_label
  from (select {code} as code, {label} as label, count(*) as n from {sample}
        where trim({code}) <> '' and trim({label}) <> '' group by all))
"""


def label_beside(
    engine: Engine, profiles: Sequence[Profile], name: str, taken: Collection[str] = ()
) -> str | None:
    """The column of words that is one to one with a column of codes; None where `name` holds no codes or none is beside it.

    Args:
        engine: Holds the sample, as `profiles` leaves it.
        profiles: Of all columns, in the order of the sample's.
        name: The column that may hold codes.
        taken: Columns that are something else: people, dates, the case.
    """
    places = {it.name: place for place, it in enumerate(profiles)}
    codes = profiles[places[name]]
    if not are_codes(codes.values) or codes.distinct < 2:
        return None
    for it in profiles:
        alike = it.distinct <= 1.1 * codes.distinct and codes.distinct <= 1.1 * it.distinct
        if it is codes or it.name in taken or not alike or it.filled < MOSTLY * codes.filled or not are_words(it):
            continue
        found = PAIRED.format(code=f"c{places[name]}", label=f"c{places[it.name]}", sample=SAMPLE)
        rows, by_code, by_label, _, labels = engine.rows(found)[0]
        if rows and labels > 1 and min(by_code, by_label) >= SAME * rows:
            return it.name
    return None


def are_codes(values: Sequence[str]) -> bool:
    """Whether values are numbers or short signs rather than words."""
    return bool(values) and sum(CODE.fullmatch(value) is not None for value in values) >= MOSTLY * len(values)


def are_words(it: Profile) -> bool:
    """Whether a column reads as words."""
    if not it.values or it.dates >= 0.5 or are_codes(it.values):
        return False
    return sum(WORD.search(value) is not None for value in it.values) >= MOSTLY * len(it.values)
