"""A column that numbers the steps of each case: it orders those that share a moment, where days alone are written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procmap.engine import Engine
from procmap.reading.date_choice import moment_of
from procmap.reading.names import words_of
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.result import ColumnChoice

WHOLE = re.compile(r"\d{1,18}(?:[.,]0+)?", re.ASCII)

NAMED = frozenset("ordre order rang rank sequence seq sequentiel index indice position ligne line".split())  # noqa: SIM905 - words read best unquoted
"""Words of names by which a column is meant to order rows."""

FEWEST = 20
"""Steps to a later moment in a case at which a number must rise: by chance one in a million does."""

AGAINST = 0.001
"""Share of the rows that may speak against it: slips of the keyboard."""

ROWS = 50_000
"""Rows on which it is judged whether the source has its steps in order already."""

MOST = 20
"""Columns of whole numbers that are looked at."""

ON_SAMPLE = """
with e as (select {case} as c, {moment} as t, {numbers} from {sample}),
g as (select c, t, count(*) as n, {ends} from e where c is not null and t is not null group by c, t),
w as (select n, {before} from g window w as (partition by c order by t))
select coalesce(sum(n - 1), 0), {judged} from w
"""

OUT_OF_ORDER = """
select count(*) > 0 from (
  select sequence < lag(sequence) over (partition by case_name, time order by {pos}) as falls
  from (select rowid, case_name, time, sequence from source_row where case_name is not null and time is not null limit {rows}))
where falls
"""

ON_ALL = """
with w as (select time as t, sequence as s, row_hash as h,
    lag(time) over w as t0, lag(sequence) over w as s0, lag(row_hash) over w as h0
  from source_row where case_name is not null and time is not null
  window w as (partition by case_name order by time, sequence, rowid))
select count(*), count(*) filter (t > t0 and s > s0),
  count(*) filter (s is null or (t > t0 and s <= s0) or (t = t0 and s = s0 and h is distinct from h0)) from w
"""
"""Rows; those whose number rises with time; those that lack a number, fall back, or share one and are not the same row twice."""

MOVED = """
select * from (
  select unnest(list(r order by s, p)) as pos, unnest(list(p order by p)) as place, unnest(list(p order by s, p)) as was
  from (select rowid + 1 as r, case_name, time, sequence as s, {pos} as p from source_row
        where case_name is not null and time is not null)
  group by case_name, time having count(*) > 1)
where place <> was
"""


@dataclass(frozen=True)
class NumberedSteps:
    """A column of whole numbers that rise with time within the cases of the sample.

    Attributes:
        name: The column.
        is_named: Whether its name says that it orders rows.
    """

    name: str
    is_named: bool


def numbered_steps(
    engine: Engine, profiles: Sequence[Profile], chosen: Mapping[str, ColumnChoice]
) -> NumberedSteps | None:
    """The column that numbers the steps of each case on the sample, one so named before others; None where no moments are shared.

    Args:
        engine: Holds the sample.
        profiles: Of its columns.
        chosen: The column of each kind.
    """
    taken = {choice.name for choice in chosen.values()}
    places = {it.name: place for place, it in enumerate(profiles)}
    whole = [it.name for it in profiles if it.name not in taken and it.filled == it.rows and _is_whole(it)][:MOST]
    if not whole or chosen["case"].name not in places or chosen["time"].name not in places:
        return None
    columns = range(len(whole))
    ties, *counts = engine.rows(ON_SAMPLE.format(
        case=f"nullif(trim(c{places[chosen['case'].name]}), '')", moment=moment_of(engine, chosen["time"].name, places),
        sample=SAMPLE, numbers=", ".join(f"try_cast(trim(c{places[name]}) as bigint) as s{k}" for k, name in enumerate(whole)),
        ends=", ".join(f"min(s{k}) as a{k}, max(s{k}) as b{k}" for k in columns),
        before=", ".join(f"a{k}, lag(b{k}) over w as z{k}" for k in columns),
        judged=", ".join(f"count(*) filter (a{k} > z{k}), count(*) filter (a{k} <= z{k})" for k in columns),
    ))[0]  # fmt: skip
    proven = [name for name, up, down in zip(whole, counts[::2], counts[1::2], strict=True) if _is_proven(up, down, up + down)]
    if not ties or not proven:
        return None
    found = [NumberedSteps(name, bool(NAMED & set(words_of(name)))) for name in proven]
    return min(found, key=lambda each: not each.is_named)


def move_by_numbers(engine: Engine, pos: str) -> bool:
    """Make the table moved_row, (pos, place): rows of source_row that share case and moment take one another's places.

    Args:
        engine: Holds source_row with its numbers as `sequence`.
        pos: SQL of the place of a row as it is without them.

    Returns:
        Whether the numbers rise with time in the whole source, and some row moves.
    """
    if not engine.value(OUT_OF_ORDER.format(pos=pos, rows=ROWS)):
        return False  # most sources that number their steps have them in order
    rows, rising, against = engine.rows(ON_ALL)[0]
    if not _is_proven(rising, against, rows):
        return False
    engine.table("moved_row", MOVED.format(pos=pos))
    return bool(engine.value("select count(*) from moved_row"))


def _is_proven(rising: int, against: int, of: int) -> bool:
    return rising >= FEWEST and against <= AGAINST * of


def _is_whole(it: Profile) -> bool:
    return it.distinct > 1 and all(WHOLE.fullmatch(value) for value in it.values)
