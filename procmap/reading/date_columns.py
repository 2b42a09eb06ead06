"""Columns of dates that values alone do not show: a format given by hand, days counted as a spreadsheet counts them.

And columns of numbers that values alone would show as dates: those that begin with the year or the day of a case.
"""

from __future__ import annotations

from dataclasses import replace

from procmap.engine import Engine
from procmap.reading.date_choice import given_format
from procmap.reading.dates import FAMILIES, are_numbered, serial_dates
from procmap.reading.document_names import names_document
from procmap.reading.names import KINDS, NUMBER_WORDS, PARTS, rank, words_of
from procmap.reading.options import ReadingOptions
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.spelt_names import resolved
from procmap.reading.table import Table

DATED = ("time", "start", "deadline")
"""The kinds of columns that hold dates."""

ENDS = frozenset({"le", "du", "on"})
"""Words that end the name of a date: "Reçu le", "Commission du"."""


def with_date_columns(engine: Engine, table: Table, profiles: tuple[Profile, ...], options: ReadingOptions) -> tuple[Profile, ...]:
    """The profiles; those of columns that such dates fill have the share of them as `dates`; numbers of cases have none.

    Such a column is one that an option or its name calls a date. Where the table has no other date, it is also one whose
    days have a fraction and whose name calls it nothing else: whole numbers are numbers of cases as well as days.

    Args:
        engine: Holds the sample.
        table: The source.
        profiles: Of its columns.
        options: What the user settles.
    """
    chosen = {resolved(wanted, table.names) for kind in DATED if (wanted := options.column(kind))}
    profiles = tuple(
        replace(each, dates=0.0) if each.name not in chosen and _is_number(each) else each for each in profiles
    )
    shares = [max(each.dates, _share(engine, table, each, options)) for each in profiles]
    called = [each.name in chosen or _is_called_date(each.name) for each in profiles]
    found = [replace(it, dates=share) if known else it for it, share, known in zip(profiles, shares, called, strict=True)]
    if any(each.dates >= 0.5 for each in found):
        return tuple(found)
    return tuple(
        replace(it, dates=share) if share and _has_fractions(it) and not _is_called(it.name) else it
        for it, share in zip(found, shares, strict=True)
    )


def _is_number(profile: Profile) -> bool:
    """Whether digits that read as days or moments are numbers that begin with the year or the day of their case."""
    if profile.dates < 0.5 or not all(value.isdecimal() for value in profile.values):
        return False
    words = set(words_of(profile.name))
    is_named = rank("case", profile.name) is not None or names_document(profile.name)
    return (is_named and bool(words & NUMBER_WORDS)) or are_numbered(profile.values)


def _is_called_date(name: str) -> bool:
    words = set(words_of(name))
    if words & set(PARTS["amount"]):
        return False
    is_named = any(rank(kind, name) is not None or words & set(PARTS[kind]) for kind in DATED)
    return is_named or words_of(name)[-1:] in {(end,) for end in ENDS}


def _is_called(name: str) -> bool:
    return any(rank(kind, name) is not None for kind in KINDS)


def _has_fractions(profile: Profile) -> bool:
    return 2 * sum("," in value or "." in value for value in profile.values) >= len(profile.values)


def _share(engine: Engine, table: Table, profile: Profile, options: ReadingOptions) -> float:
    given = options.date_format
    if profile.dates >= 0.5 or not profile.values:
        return 0.0
    if given and given not in FAMILIES:
        text = table.cleaned(profile.name)
        read, filled = engine.rows(f"select count({given_format(engine, given).wall(text)}), count({text}) from {SAMPLE}")[0]
        return float(read / max(filled, 1))
    return float(serial_dates(profile.values))
