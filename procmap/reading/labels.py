"""Labels beside codes: a column of words that says the same as a column of codes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from procmap.engine import Engine
from procmap.reading.profile import SAMPLE, Profile

CODE = re.compile(r"\d+([.,]0+)?|[^\W\d_]{0,5}[-_./ ]?\d+[^\W\d_]?|[A-Z]{1,5}|(?=\S*[\d_])\S+")
"""A number, some letters and a number, a few capitals, or something without blanks that holds digits or underscores."""

WORD = re.compile(r"[^\W\d_]{3,}")

LANGUAGE = re.compile(r"(?<=[a-z])([A-Z]{2})$|[_. :-]([a-z]{2}|[A-Z]{2})$")
"""The language at the end of a heading."""

MOSTLY = 0.8
ALIKE, HALF = 1.1, 0.5
"""How many different words stand beside the codes: as many, or where some codes share one at least so many."""

FEET = 2
"""Words that may stand beside no code at all, in the lines at the foot of an export."""

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

    Of labels in several languages those in one that procmap reads are taken: activityNameEN, and not activityNameNL.

    Args:
        engine: Holds the sample, as `profiles` leaves it.
        profiles: Of all columns, in the order of the sample's.
        name: The column that may hold codes.
        taken: Columns that are something else: people, dates, the case.
    """
    return _beside(engine, profiles, name, taken, shared=False)


def shared_label_beside(
    engine: Engine, profiles: Sequence[Profile], name: str, taken: Collection[str] = ()
) -> str | None:
    """The column of words that says one word for each code, though some codes share theirs; None where there is none.

    It has at least half as many words as there are codes: with fewer it tells phases or kinds of steps. Arguments as
    `label_beside`.
    """
    return _beside(engine, profiles, name, taken, shared=True)


def _beside(
    engine: Engine, profiles: Sequence[Profile], name: str, taken: Collection[str], *, shared: bool
) -> str | None:
    places = {it.name: place for place, it in enumerate(profiles)}
    codes = profiles[places[name]]
    if not are_codes(codes.values) or codes.distinct < 2:
        return None
    least = HALF if shared else 1 / ALIKE
    for it in sorted(profiles, key=_is_in_another_language):
        alike = least * codes.distinct <= it.distinct <= ALIKE * codes.distinct + FEET
        if it is codes or it.name in taken or not alike or it.filled < MOSTLY * codes.filled or not are_words(it):
            continue
        found = PAIRED.format(code=f"c{places[name]}", label=f"c{places[it.name]}", sample=SAMPLE)
        rows, by_code, by_label, signs, labels = engine.rows(found)[0]
        if rows and 1 < labels <= ALIKE * signs and (by_code if shared else min(by_code, by_label)) >= SAME * rows:
            return it.name
    return None


def _is_in_another_language(it: Profile) -> bool:
    language = LANGUAGE.search(it.name)
    return language is not None and (language[1] or language[2]).lower() not in {"fr", "en"}


def are_codes(values: Sequence[str]) -> bool:
    """Whether values are numbers or short signs rather than words."""
    return bool(values) and sum(CODE.fullmatch(value) is not None for value in values) >= MOSTLY * len(values)


def are_words(it: Profile) -> bool:
    """Whether a column reads as words."""
    if not it.values or it.dates >= 0.5 or are_codes(it.values):
        return False
    return sum(WORD.search(value) is not None for value in it.values) >= MOSTLY * len(it.values)
