"""Rows that hold a case with its steps side by side, in numbered groups of columns: "Étape 1", "Date 1", "Étape 2", "Date 2"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from procmap.engine import Engine
from procmap.reading.hypothesis import Notes
from procmap.reading.listing import listing
from procmap.reading.names import PARTS, folded, rank, words_of
from procmap.reading.profile import Profile, profiles
from procmap.reading.shapes.unpivoting import numbered
from procmap.reading.table import Table

NUMBERED = re.compile(r"^(?P<before>\D*?)[\s._(-]*(?P<number>\d{1,2})[\s.)_:-]*(?P<after>\D*)$")
"""A heading with one number, and what joins it to the words."""

FEWEST = 2
"""Groups at least."""

MOSTLY = 0.8
"""Share of the values of a column of dates that must be dates."""

Groups = Mapping[str, Sequence[str]]
"""By what the columns are called without their number, the column of each group; all are of one length."""


def ungrouped(engine: Engine, table: Table) -> tuple[Table, Notes]:
    """The table with one row for each group that is filled, and the note that says so; the table itself where it has no groups.

    A group tells a step where one of its columns is called so and another holds dates; other dates are left to be steps.

    Args:
        engine: Where the table stands.
        table: The source.
    """
    groups = _groups(table.names)
    if not groups:
        return table, ()
    of = {it.name: it for it in profiles(engine, table)}
    dated = [stem for stem, columns in groups.items() if _are_dates([of[name] for name in columns])]
    named = [stem for stem in groups if stem not in dated and _says_step(stem)]
    if not dated or not any(_differ([of[name] for name in groups[stem]]) for stem in named):
        return table, ()
    told: dict[str, object] = {"columns": listing(list(groups)), "count": len(next(iter(groups.values())))}
    return _long(table, _shortened(groups, table.names)), (("reading.note_numbered_groups", told),)


def _groups(names: Sequence[str]) -> Groups:
    """The columns whose headings differ by a number only, where as many stand under each number; else none.

    The first may have no number: "Étape", "Étape (2)".
    """
    found: dict[str, dict[int, str]] = {}
    spelt: dict[str, str] = {}
    for name in names:
        if (parts := NUMBERED.fullmatch(name)) is not None and (stem := f"{parts['before']} {parts['after']}".strip()):
            found.setdefault(folded(stem), {})[int(parts["number"])] = name
            spelt.setdefault(folded(stem), stem)
    for name in names:
        if (numbers := found.get(folded(name))) is not None and name not in numbers.values():
            numbers[min(numbers) - 1] = name
    together = max((set(numbers) for numbers in found.values()), key=len, default=set())
    last = min(together, default=0) + len(together) - 1
    if len(together) < FEWEST or max(together) != last:
        return {}
    groups = {
        spelt[key]: [numbers[place] for place in sorted(numbers)] for key, numbers in found.items() if set(numbers) == together
    }
    others = {name for name in names if all(name not in columns for columns in groups.values())}
    return groups if len(groups) >= FEWEST and not others & set(groups) else {}


def _shortened(groups: Groups, names: Sequence[str]) -> Groups:
    """The groups without the first word of their columns where all share it: "Step officer" is the officer of "Step name"."""
    if len({words_of(stem)[:1] for stem in groups}) > 1:
        return groups
    short = {stem: stem if rank("activity", stem) is not None else _rest(stem) for stem in groups}
    is_clear = len(set(short.values())) == len(short) and not set(short.values()) & set(names)
    return {short[stem]: columns for stem, columns in groups.items()} if is_clear else groups


def _rest(stem: str) -> str:
    """A heading without its first word, and what joins it to the others."""
    return re.sub(r"^\W*[^\W_]+[\W_]*", "", stem) or stem


def _are_dates(columns: Sequence[Profile]) -> bool:
    filled = [it for it in columns if it.filled]
    return bool(filled) and all(it.dates >= MOSTLY for it in filled)


def _differ(columns: Sequence[Profile]) -> bool:
    return len({value for it in columns for value in it.values}) > 1


def _says_step(stem: str) -> bool:
    return rank("activity", stem) is not None or bool(set(words_of(stem)) & set(PARTS["activity"]))


def _long(table: Table, groups: Groups) -> Table:
    """One row for each group of which something is filled; a row of which none is stays, so that it is refused and listed."""
    base = numbered(table)
    grouped = {name for columns in groups.values() for name in columns}
    others = [name for name in table.names if name not in grouped]
    kept = [f"{table.sql(name)} as k{place}" for place, name in enumerate(others)]
    lists = [f"unnest([{', '.join(map(table.cleaned, columns))}]) as g{place}" for place, columns in enumerate(groups.values())]
    count = len(next(iter(groups.values())))
    whole = ", ".join(f"c{place}" for place in range(len(table.names)))
    empty = " and ".join(f"{table.cleaned(name)} is null" for name in table.names if name in grouped)
    marks = f"{empty} as empty_, unnest(range({count})) as place_"
    spread = f"select * exclude ({whole}), {', '.join([*kept, *lists])}, {marks} from {base.relation}"
    is_filled = " or ".join(f"g{place} is not null" for place in range(len(groups)))
    renamed = [f"k{place} as c{place}" for place in range(len(others))]
    renamed += [f"g{place} as c{place + len(others)}" for place in range(len(groups))]
    dropped = ", ".join([*(f"k{place}" for place in range(len(others))), *(f"g{place}" for place in range(len(groups)))])
    kept_rows = f"{is_filled} or (place_ = 0 and empty_)"
    relation = f"(select * exclude ({dropped}, place_, empty_), {', '.join(renamed)} from ({spread}) where {kept_rows})"
    return replace(base, relation=relation, names=(*others, *groups))
